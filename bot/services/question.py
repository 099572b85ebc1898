"""One reader's question under way: a snapshot, the names it is asked in, and how parts are found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from bot.db import claims, log, stances
from bot.db.engine import Unit
from bot.db.facts import facts
from bot.domain.agenda import is_ahead
from bot.domain.directory import Directory
from bot.domain.records import Actor, Claim, Event, Issue, Mandate, Recorded, Stance, Statement
from bot.domain.scope import Scope
from bot.domain.standing import Standing, VoiceStanding, line_of
from bot.domain.terms import as_it_stood, came_later
from bot.domain.vocabulary import Position
from bot.domain.when import zone_named
from bot.services.answers import (
    Asked,
    Office,
    SourcesAnswer,
    SourceUse,
    StanceAnswer,
    TimelineEntry,
    Voice,
    WordsAnswer,
)
from bot.services.views import Views, settling

CLAIMS_ON_CARD = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A unit of work, its scope, and the directory as it was known then."""

    unit: Unit
    scope: Scope
    directory: Directory
    asked: Asked

    @property
    def views(self) -> Views:
        """Join records with the names they point to."""
        return Views(self.directory)

    @property
    def day(self) -> date:
        """The day that is asked about, in the server's zone where that is today."""
        return self.scope.as_of or self.asked.at.astimezone(zone_named(self.asked.zone)).date()

    @property
    def current(self) -> Views:
        """Join current stances with their names, and see whether anybody has looked at them lately.

        That is seen on the day that is asked about, or on which the record was as it is asked for.
        """
        at = self.scope.known_at or self.asked.at
        day = self.scope.as_of or at.astimezone(zone_named(self.asked.zone)).date()
        return Views(self.directory, day=day)

    def views_of(self, found: Iterable[Recorded[Stance]]) -> Views:
        """The same, with their conditions joined with where their states were read."""
        return replace(self.current, settling=settling(self.unit, self.scope, found))

    def issue(self, typed: str | None) -> Issue:
        """The issue that was typed, or the usual one where it is asked."""
        return self.directory.issue(typed, channel_id=self.scope.channel_id)

    def latest(self, issue: Issue) -> list[Recorded[Stance]]:
        """Every holder's current stance."""
        found = stances.latest(self.unit, self.scope, issue.key).values()
        return [self._stood(each) for each in found]

    def _stood(self, found: Recorded[Stance]) -> Recorded[Stance]:
        """A stance with its conditions as they stood on the day that is asked about."""
        day, stance = self.scope.as_of, found.record
        if day is None or not any(came_later(each, day) for each in stance.conditions):
            return found
        every = log.versions(self.unit, Stance, self.scope.guild_id, stance.key, author=False)
        known = every[: found.version.number]
        return replace(found, record=as_it_stood(known, day))

    def mandates(self, principal: Actor, issue: Issue) -> tuple[Mandate, ...]:
        """Who speaks for an actor on the issue, highest authority first."""
        return self.directory.voices_of(principal.key, issue=issue.key, on=self.day)

    def group(self, actor: Actor, issue: Issue) -> list[str]:
        """The actor and those who speak for it on the issue."""
        voices = (mandate.voice for mandate in self.mandates(actor, issue))
        return list(dict.fromkeys((actor.key, *voices)))

    def offices(self, actor: Actor) -> tuple[Office, ...]:
        """For whom an actor speaks."""
        return tuple(
            Office(mandate=mandate, principal=self.directory.actors[mandate.principal])
            for mandate in self.directory.mandates_of(actor.key, on=self.day)
            if mandate.principal in self.directory.actors
        )

    def stance(self, actor: Actor, issue: Issue) -> StanceAnswer:
        """Where an actor stands, by its own records and its voices'; apart, what others say."""
        group = self.group(actor, issue)
        mandates = {m.voice: m for m in reversed(self.mandates(actor, issue))}
        found = {who: facts(self.unit, self.scope, issue.key, who) for who in group}
        standings = {who: self._standing(known.stances) for who, known in found.items()}
        line = line_of(
            [
                VoiceStanding(standing=standing, mandate=mandates.get(who))
                for who, standing in standings.items()
                if standing is not None
            ],
        )
        voices = tuple(v.standing for v in line.voices) if line else ()
        about = _newest_first(chain.from_iterable(known.claims for known in found.values()))
        silences = chain.from_iterable(known.silences for known in found.values())
        views = self.views_of(each.current for each in voices)
        return StanceAnswer(
            asked=self.asked,
            actor=actor,
            issue=issue,
            position=line.position if line else Position.NO_RECORD,
            standings=tuple(views.standing(each) for each in voices),
            offices=self.offices(actor),
            voices=tuple(
                Voice(mandate=mandate, actor=views.actor(mandate.voice))
                for mandate in self.mandates(actor, issue)
            ),
            silences=tuple(views.statement(each) for each in silences),
            claims=views.claims(about[:CLAIMS_ON_CARD]),
            more_claims=len(about) > CLAIMS_ON_CARD,
            next_event=self.next_event(issue, actor),
        )

    def _standing(self, newest: Sequence[Recorded[Stance]]) -> Standing | None:
        found = stances.standing(self.unit, self.scope, newest)
        if found is None or self.scope.as_of is None:
            return found
        return replace(found, current=self._stood(found.current))

    def next_event(self, issue: Issue, actor: Actor | None = None) -> Event | None:
        """The nearest event ahead on the issue, first of those in which the actor takes part.

        Its voices and those it speaks for count as the actor. What is ahead is seen from when the
        record was as it is asked for; on a day gone by, nothing is.
        """
        if self.scope.as_of is not None:
            return None
        now = self.scope.known_at or self.asked.at
        ahead = [
            event
            for event in self.directory.active_events
            if issue.key in event.issues and is_ahead(event, now)
        ]
        if not ahead or actor is None:
            return next(iter(ahead), None)
        offices = self.directory.mandates_of(actor.key, issue=issue.key, on=self.day)
        named = {*self.group(actor, issue), *(mandate.principal for mandate in offices)}
        own = {role.event for role in self.directory.roles if role.event and role.actor in named}
        return next((event for event in ahead if event.key in own), ahead[0])

    def timeline(self, issue: Issue, actor: Actor | None, *, limit: int) -> list[TimelineEntry]:
        """The newest stances, claims, statements and events of an issue, at most `limit`."""
        group = self.group(actor, issue) if actor else None
        unit, scope, key = self.unit, self.scope, issue.key
        holders = group or list(self.directory.actors)
        said = stances.history(unit, scope, key, holders, limit=limit)
        claimed = claims.claims(unit, scope, key, about=group, limit=limit)
        spoken = claims.statements(unit, scope, key, by=group, limit=limit)
        held = [
            each
            for each in log.all_live(unit, Event, scope)
            if key in each.record.issues and self._in_view(each.record, group)
        ]
        views = self.views
        entries: list[tuple[datetime, TimelineEntry]] = [
            *((each.record.evidence.said.lower, views.stance(each)) for each in said),
            *((each.record.evidence.said.lower, views.claim(each)) for each in claimed),
            *((each.record.evidence.said.lower, views.statement(each)) for each in spoken),
            *((each.record.when.lower, views.event(each)) for each in held),
        ]
        entries.sort(key=lambda entry: entry[0], reverse=True)
        return [entry for _, entry in entries[:limit]]

    def others(self, actor: Actor, issue: Issue) -> tuple[Actor, ...]:
        """Everybody else with a stance on the issue, those they speak for, and who has a part."""
        views = self.views
        holders = [views.stance(each) for each in self.latest(issue)]
        known = [
            *(view.holder for view in holders),
            *(view.principal for view in holders if view.principal),
            *(views.actor(role.actor) for role in self.directory.roles_in(issue.key)),
        ]
        return tuple({each.key: each for each in known if each.key != actor.key}.values())

    def sources(self, actor: Actor, issue: Issue) -> SourcesAnswer:
        """Where all that is recorded by and about an actor was read, most used first."""
        unit, scope, group = self.unit, self.scope, self.group(actor, issue)
        said = [self._stood(each) for each in stances.history(unit, scope, issue.key, group)]
        records: list[Recorded[Any]] = [
            *said,
            *claims.claims(unit, scope, issue.key, about=group),
            *claims.statements(unit, scope, issue.key, by=group),
        ]
        read = [each.source for each in records if each.source is not None]
        settled = settling(unit, scope, said)
        read += (
            settled[key]
            for each in said
            for key in dict.fromkeys(c.settled.source for c in each.record.conditions if c.settled)
            if settled[key].key == key
        )
        uses = Counter(source.key for source in read)
        by_key = {source.key: source for source in read}
        return SourcesAnswer(
            asked=self.asked,
            actor=actor,
            issue=issue,
            sources=tuple(
                SourceUse(source=by_key[key], records=records)
                for key, records in uses.most_common()
            ),
            independent=len({source.origin or source.key for source in by_key.values()}),
        )

    def words(self, key: str) -> WordsAnswer | None:
        """The words of one published stance, claim or statement; None when there is none."""
        kind = log.kind_of(self.unit, self.scope.guild_id, key)
        if kind not in {Stance, Claim, Statement}:
            return None
        found = log.by_keys(self.unit, kind, self.scope, [key]).get(key)
        if found is None or found.source is None:
            return None
        evidence = found.record.evidence
        return WordsAnswer(
            asked=self.asked,
            speaker=self.views.actor(evidence.speaker),
            evidence=evidence,
            source=found.source,
        )

    def _in_view(self, event: Event, group: list[str] | None) -> bool:
        if self.scope.as_of is not None and event.when.first_day > self.scope.as_of:
            return False
        return group is None or any(
            role.event == event.key and role.actor in group for role in self.directory.roles
        )


def _newest_first(claimed: Iterable[Recorded[Claim]]) -> list[Recorded[Claim]]:
    return sorted(claimed, key=lambda each: each.record.evidence.said.lower, reverse=True)
