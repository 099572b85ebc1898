"""Joining records with the names and sources that they point to, within one unit of work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.db import log
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Recorded,
    Source,
    Stance,
    Statement,
)
from bot.domain.scope import Scope
from bot.domain.standing import Standing
from bot.domain.vocabulary import ActorKind
from bot.services.answers import (
    ClaimView,
    ConditionView,
    EventView,
    StanceView,
    StandingView,
    StatementView,
)


def _source_key(record: Any) -> str:
    return str(record.citation.source if isinstance(record, Event) else record.evidence.source)


@dataclass(frozen=True, slots=True)
class Views:
    """Makes views of records: names from the directory, sources fetched once for all."""

    directory: Directory
    sources: dict[str, Recorded[Source]]

    @classmethod
    def of(
        cls,
        unit: Unit,
        scope: Scope,
        directory: Directory,
        records: Iterable[Recorded[Any]],
    ) -> "Views":
        """Fetch the sources of all these records in one query."""
        keys = dict.fromkeys(_source_key(each.record) for each in records)
        sources = log.by_keys(unit, Source, scope, tuple(keys))
        return cls(directory, sources)

    def actor(self, key: str) -> Actor:
        """The actor of a key; one that was retracted since shows by its key."""
        found = self.directory.actors.get(key)
        return found or Actor(key=key, name=key, kind=ActorKind.OTHER)

    def source(self, record: Any) -> Source:
        """Where a record was read."""
        return self.sources[_source_key(record)].record

    def stance(self, recorded: Recorded[Stance]) -> StanceView:
        """A stance with everybody it names."""
        stance = recorded.record
        holder = self.actor(stance.holder)
        mandates = self.directory.mandates_of(stance.holder, issue=stance.issue)
        mandate = mandates[0] if mandates else None
        return StanceView(
            stance=recorded,
            holder=holder,
            voice=self.actor(stance.evidence.speaker),
            source=self.source(stance),
            conditions=tuple(
                ConditionView(
                    condition=condition,
                    holder=holder,
                    addressee=self.actor(condition.addressee) if condition.addressee else None,
                    stance=recorded,
                )
                for condition in stance.conditions
            ),
            mandate=mandate,
            principal=self.actor(mandate.principal) if mandate else None,
        )

    def standing(self, standing: Standing) -> StandingView:
        """A stance with its run."""
        return StandingView(view=self.stance(standing.current), standing=standing)

    def claim(self, recorded: Recorded[Claim]) -> ClaimView:
        """A claim with everybody it names."""
        claim = recorded.record
        return ClaimView(
            claim=recorded,
            claimant=self.actor(claim.claimant),
            about=self.actor(claim.about),
            speaker=self.actor(claim.evidence.speaker),
            source=self.source(claim),
        )

    def claims(self, found: Sequence[Recorded[Claim]]) -> tuple[ClaimView, ...]:
        """Claims with everybody they name."""
        return tuple(self.claim(each) for each in found)

    def statement(self, recorded: Recorded[Statement]) -> StatementView:
        """A statement with everybody it names."""
        said = recorded.record
        return StatementView(
            statement=recorded,
            speaker=self.actor(said.evidence.speaker),
            behalf=self.actor(said.on_behalf_of) if said.on_behalf_of else None,
            source=self.source(said),
            silent_on=tuple(
                self.directory.issues[key] for key in said.silent_on if key in self.directory.issues
            ),
        )

    def event(self, recorded: Recorded[Event]) -> EventView:
        """An event with its participants."""
        return EventView(
            event=recorded,
            source=self.source(recorded.record),
            participants=tuple(
                (self.actor(role.actor), role)
                for role in self.directory.roles
                if role.event == recorded.record.key
            ),
        )
