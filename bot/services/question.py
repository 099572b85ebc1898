"""One reader's question under way: a snapshot, the names it is asked in, and how parts are found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.db import claims, log, stances
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.records import Actor, Event, Issue, Mandate, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.standing import VoiceStanding, line_of
from bot.domain.vocabulary import Position
from bot.services.answers import Asked, Office, StanceAnswer, TimelineEntry
from bot.services.views import Views

CLAIMS_ON_CARD = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A unit of work, its scope, and the directory as it was known then."""

    unit: Unit
    scope: Scope
    directory: Directory
    asked: Asked

    def views(self, records: Iterable[Recorded[Any]]) -> Views:
        """Join these records with what they name."""
        return Views.of(self.unit, self.scope, self.directory, records)

    def issue(self, typed: str | None) -> Issue:
        """The issue that was typed, or the usual one where it is asked."""
        return self.directory.issue(typed, channel_id=self.scope.channel_id)

    def latest(self, issue: Issue) -> list[Recorded[Stance]]:
        """Every holder's current stance."""
        return list(stances.latest(self.unit, self.scope, issue.key).values())

    def mandates(self, principal: Actor, issue: Issue) -> tuple[Mandate, ...]:
        """Who speaks for an actor on the issue, highest authority first."""
        return self.directory.voices_of(principal.key, issue=issue.key)

    def group(self, actor: Actor, issue: Issue) -> list[str]:
        """The actor and those who speak for it on the issue."""
        voices = (mandate.voice for mandate in self.mandates(actor, issue))
        return list(dict.fromkeys((actor.key, *voices)))

    def offices(self, actor: Actor) -> tuple[Office, ...]:
        """For whom an actor speaks."""
        return tuple(
            Office(mandate=mandate, principal=self.directory.actors[mandate.principal])
            for mandate in self.directory.mandates_of(actor.key)
            if mandate.principal in self.directory.actors
        )

    def stance(self, actor: Actor, issue: Issue) -> StanceAnswer:
        """Where an actor stands, by its own records and its voices'; apart, what others say."""
        group = self.group(actor, issue)
        mandates = {m.voice: m for m in reversed(self.mandates(actor, issue))}
        found = stances.standings(self.unit, self.scope, issue.key, group)
        line = line_of(
            [
                VoiceStanding(standing=standing, mandate=mandates.get(holder))
                for holder, standing in found.items()
            ],
        )
        voices = tuple(v.standing for v in line.voices) if line else ()
        about = claims.claims(
            self.unit,
            self.scope,
            issue.key,
            about=group,
            limit=CLAIMS_ON_CARD + 1,
        )
        silences = [
            each
            for each in claims.statements(self.unit, self.scope, issue.key)
            if each.record.evidence.speaker in group and issue.key in each.record.silent_on
        ]
        views = self.views([*(each.current for each in voices), *about, *silences])
        return StanceAnswer(
            asked=self.asked,
            actor=actor,
            issue=issue,
            position=line.position if line else Position.NO_RECORD,
            standings=tuple(views.standing(each) for each in voices),
            offices=self.offices(actor),
            statements=tuple(views.statement(each) for each in silences),
            claims=views.claims(about[:CLAIMS_ON_CARD]),
            more_claims=len(about) > CLAIMS_ON_CARD,
        )

    def timeline(self, issue: Issue, actor: Actor | None, *, limit: int) -> list[TimelineEntry]:
        """The newest stances, claims, statements and events of an issue, at most `limit`."""
        group = self.group(actor, issue) if actor else None
        unit, scope, key = self.unit, self.scope, issue.key
        holders = group or list(self.directory.actors)
        said = stances.history(unit, scope, key, holders, limit=limit)
        claimed = claims.claims(unit, scope, key, about=group, limit=limit)
        spoken = [
            each
            for each in claims.statements(unit, scope, key, limit=limit)
            if group is None or each.record.evidence.speaker in group
        ]
        held = [
            each
            for each in log.all_live(unit, Event, scope)
            if key in each.record.issues and self._in_view(each.record, group)
        ]
        views = self.views([*said, *claimed, *spoken, *held])
        entries: list[tuple[datetime, TimelineEntry]] = [
            *((each.record.evidence.said.lower, views.stance(each)) for each in said),
            *((each.record.evidence.said.lower, views.claim(each)) for each in claimed),
            *((each.record.evidence.said.lower, views.statement(each)) for each in spoken),
            *((each.record.when.lower, views.event(each)) for each in held),
        ]
        entries.sort(key=lambda entry: entry[0], reverse=True)
        return [entry for _, entry in entries[:limit]]

    def _in_view(self, event: Event, group: list[str] | None) -> bool:
        if self.scope.as_of is not None and event.when.first_day > self.scope.as_of:
            return False
        return group is None or any(
            role.event == event.key and role.actor in group for role in self.directory.roles
        )
