"""The names of one server: its actors and issues, who speaks for whom, and how to find them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bot.domain.access import Level, Review
from bot.domain.mentions import MentionIndex
from bot.domain.names import Hit, NameIndex, normal
from bot.domain.occasions import is_active
from bot.domain.records import Actor, Event, Issue, Mandate, Role
from bot.domain.vocabulary import ActorKind
from bot.errors import AmbiguousNameError, InvalidInputError, UnknownNameError

_SHOWN = 3
_ADDING = {
    "actor": "An editor can add the actor with /admin actor add, and then its stance with "
    "/admin stance set.",
    "issue": "An editor can open it with /admin issue open.",
    "event": "/events lists what is ahead. An editor can add it with /admin event add.",
}


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All actors, issues, mandates, roles and events of a server as of one revision of its log.

    `grants` are the levels that Discord roles give, by the role's id. Until `frozen_until`, aware UTC,
    nothing is written. `merged` says into which actor each that was merged went, by their keys.
    """

    revision: int
    zone: str
    default_issue: str | None
    actors: dict[str, Actor]
    issues: dict[str, Issue]
    mandates: tuple[Mandate, ...]
    roles: tuple[Role, ...]
    events: dict[str, Event] = field(default_factory=dict)
    channel_issues: dict[int, str] = field(default_factory=dict)
    grants: dict[int, Level] = field(default_factory=dict)
    review: Review = Review.OFF
    frozen_until: datetime | None = None
    merged: dict[str, str] = field(default_factory=dict)

    # Most answers name things by key, so the indexes are made when a name is first typed.
    @cached_property
    def actor_names(self) -> NameIndex:
        """All names of the actors."""
        return NameIndex(
            (actor.key, text)
            for actor in self.actors.values()
            for text in (actor.name, actor.key, *(name.text for name in actor.names))
        )

    @cached_property
    def issue_names(self) -> NameIndex:
        """The titles of the issues."""
        return NameIndex(
            (issue.key, text) for issue in self.issues.values() for text in (issue.title, issue.key)
        )

    @cached_property
    def event_names(self) -> NameIndex:
        """The titles of the events."""
        return NameIndex(
            (event.key, text) for event in self.events.values() for text in (event.title, event.key)
        )

    @cached_property
    def mentions(self) -> MentionIndex:
        """The actors' names as they stand in texts; of a person the last word alone is one too."""
        names = [(a.key, text) for a in self.actors.values() for text in _names_of(a)]
        people = {a.key for a in self.actors.values() if a.kind is ActorKind.PERSON}
        return MentionIndex(names, ((key, text) for key, text in names if key in people))

    @cached_property
    def active_events(self) -> tuple[Event, ...]:
        """The events that may still come about, by date; some of the dates may have passed."""
        active = (event for event in self.events.values() if is_active(event))
        return tuple(sorted(active, key=lambda event: event.when.lower))

    def actor(self, typed: str) -> Actor:
        """The actor that goes by what was typed; raises UnknownNameError with near names."""
        # A key of one that was merged may be a name that another goes by now.
        exact = () if typed in self.actors else self.actor_names.exact(typed)
        known = self.actors.get(exact[0] if len(exact) == 1 else self.meant(typed))
        if known is not None:
            return known
        key = self._one(
            typed, self.actor_names, "actor", {k: a.name for k, a in self.actors.items()}
        )
        return self.actors[key]

    def meant(self, key: str) -> str:
        """The key of the actor that one was merged into, if it was; else the same key."""
        seen = {key}
        while key not in self.actors and (into := self.merged.get(key)) not in {None, *seen}:
            key = str(into)
            seen.add(key)
        return key

    def once(self, key: str) -> frozenset[str]:
        """The keys that an actor goes by: its own, and those of the actors merged into it."""
        return frozenset({key, *(gone for gone in self.merged if self.meant(gone) == key)})

    def issue(self, typed: str | None, *, channel_id: int | None = None) -> Issue:
        """The issue that was typed, else the channel's, else the server's, else the only one.

        Raises UnknownNameError with near names, or InvalidInputError when none can be meant.
        """
        if typed is None:
            return self._issue_unnamed(channel_id)
        if typed in self.issues:
            return self.issues[typed]
        titles = {key: issue.title for key, issue in self.issues.items()}
        return self.issues[self._one(typed, self.issue_names, "issue", titles)]

    def event(self, typed: str) -> Event:
        """The event that was typed; raises UnknownNameError with near titles."""
        if typed in self.events:
            return self.events[typed]
        titles = {key: event.title for key, event in self.events.items()}
        return self.events[self._one(typed, self.event_names, "event", titles)]

    def usual_issue(self, channel_id: int | None = None) -> str | None:
        """The key of the issue that the channel, else the server, is about; None when unset.

        An issue that was retracted since is nobody's usual one.
        """
        chosen = (self.channel_issues.get(channel_id or 0), self.default_issue)
        return next((key for key in chosen if key in self.issues), None)

    def _issue_unnamed(self, channel_id: int | None) -> Issue:
        usual = self.usual_issue(channel_id)
        if usual is not None:
            return self.issues[usual]
        if len(self.issues) == 1:
            return next(iter(self.issues.values()))
        if not self.issues:
            raise InvalidInputError(
                "No issue is open here yet. An editor can open one with /admin issue open.",
            )
        named = " or ".join(f"“{each.title}”" for each in list(self.issues.values())[:_SHOWN])
        raise InvalidInputError(
            f"This server follows several issues. Name one in the issue option, such as {named}, "
            "or let an editor choose the usual one with /setup issue.",
        )

    @staticmethod
    def _one(typed: str, names: NameIndex, noun: str, shown: dict[str, str]) -> str:
        if not normal(typed):
            raise UnknownNameError(
                f"“{typed[:100]}” holds no letter or digit. Type an {noun}’s name, and choose from "
                "the list that comes up.",
                typed=typed,
            )
        keys = names.resolve(typed)
        if len(keys) == 1:
            return keys[0]
        if keys:
            names_alike = Counter(shown[key] for key in keys)
            told_apart = tuple(
                (key, shown[key] if names_alike[shown[key]] == 1 else f"{shown[key]} ({key})")
                for key in keys
            )
            listed = " or ".join(name for _, name in told_apart)
            raise AmbiguousNameError(
                f"“{typed[:100]}” can mean {listed}. Choose one from the list while you type.",
                typed=typed,
                choices=told_apart,
            )
        near = tuple(hit.key for hit in names.search(typed, limit=_SHOWN))
        meant = f" Did you mean {' or '.join(shown[key] for key in near)}?" if near else ""
        raise UnknownNameError(
            f"No {noun} here goes by “{typed[:100]}”, so there is no record.{meant} {_ADDING[noun]}",
            typed=typed,
            suggestions=near,
        )

    def find_actors(self, typed: str, *, limit: int = 25) -> tuple[tuple[Actor, Hit], ...]:
        """The actors that what is being typed may become, best first."""
        hits = self.actor_names.search(typed, limit=limit)
        return tuple((self.actors[hit.key], hit) for hit in hits)

    def find_issues(self, typed: str, *, limit: int = 25) -> tuple[Issue, ...]:
        """The issues that what is being typed may become, best first."""
        return tuple(self.issues[hit.key] for hit in self.issue_names.search(typed, limit=limit))

    def find_events(self, typed: str, *, limit: int = 25) -> tuple[Event, ...]:
        """The events that what is being typed may become, best first."""
        return tuple(self.events[hit.key] for hit in self.event_names.search(typed, limit=limit))

    def mandates_of(
        self,
        voice: str,
        *,
        issue: str | None = None,
        on: date | None = None,
    ) -> tuple[Mandate, ...]:
        """For whom a voice speaks on an issue, highest authority first; held `on` a day if given."""
        found = (m for m in self.mandates if m.voice == voice and _covers(m, issue, on))
        return _by_authority(found)

    def voices_of(
        self,
        principal: str,
        *,
        issue: str | None = None,
        on: date | None = None,
    ) -> tuple[Mandate, ...]:
        """Who speaks for a principal on an issue, highest authority first; `on` a day if given."""
        found = (m for m in self.mandates if m.principal == principal and _covers(m, issue, on))
        return _by_authority(found)

    def roles_in(self, issue: str) -> tuple[Role, ...]:
        """Who plays which part in an issue."""
        return tuple(role for role in self.roles if role.issue == issue)

    def roles_at(self, event: str) -> tuple[Role, ...]:
        """Who plays which part in an event."""
        return tuple(role for role in self.roles if role.event == event)


def _names_of(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *(name.text for name in actor.names))


def _by_authority(found: Iterable[Mandate]) -> tuple[Mandate, ...]:
    return tuple(sorted(found, key=lambda m: (m.authority, m.voice)))


def _covers(mandate: Mandate, issue: str | None, on: date | None) -> bool:
    if mandate.issue is not None and issue is not None and mandate.issue != issue:
        return False
    if on is None or mandate.held is None:
        return True
    last = mandate.held.last_day
    return mandate.held.first_day <= on and (last is None or on <= last)
