"""The names of one server: its actors and issues, who speaks for whom, and how to find them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bot.domain.access import Level, Review
from bot.domain.names import Hit, NameIndex, normal
from bot.domain.occasions import is_active
from bot.domain.records import Actor, Event, Issue, Mandate, Role
from bot.errors import InvalidInputError, UnknownNameError

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
    nothing is written.
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
    def active_events(self) -> tuple[Event, ...]:
        """The events that may still come about, by date; some of the dates may have passed."""
        active = (event for event in self.events.values() if is_active(event))
        return tuple(sorted(active, key=lambda event: event.when.lower))

    def actor(self, typed: str) -> Actor:
        """The actor that goes by what was typed; raises UnknownNameError with near names."""
        if typed in self.actors:
            return self.actors[typed]
        key = self._one(
            typed, self.actor_names, "actor", {k: a.name for k, a in self.actors.items()}
        )
        return self.actors[key]

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
            listed = " or ".join(
                shown[key] if names_alike[shown[key]] == 1 else f"{shown[key]} ({key})"
                for key in keys
            )
            raise UnknownNameError(
                f"“{typed[:100]}” can mean {listed}. Choose one from the list while you type.",
                typed=typed,
                suggestions=keys,
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


def _by_authority(found: Iterable[Mandate]) -> tuple[Mandate, ...]:
    return tuple(sorted(found, key=lambda m: (m.authority, m.voice)))


def _covers(mandate: Mandate, issue: str | None, on: date | None) -> bool:
    if mandate.issue is not None and issue is not None and mandate.issue != issue:
        return False
    if on is None or mandate.held is None:
        return True
    last = mandate.held.last_day
    return mandate.held.first_day <= on and (last is None or on <= last)
