"""Joining records with the names and sources that they point to, within one unit of work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

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
from bot.domain.shelf import unlooked_since
from bot.domain.standing import Standing
from bot.domain.vocabulary import ActorKind
from bot.domain.when import Precision, Qualifier, When
from bot.services.answers import (
    ClaimView,
    ConditionView,
    EventView,
    StanceView,
    StandingView,
    StatementView,
)

_RETRACTED = Source(
    key="retracted",
    publisher="a source that was retracted since",
    published=When(
        phrase="not known",
        lower=datetime.min.replace(tzinfo=UTC),
        upper=None,
        precision=Precision.INTERVAL,
        qualifier=Qualifier.UNCERTAIN,
    ),
)


def settling(
    unit: Unit,
    scope: Scope,
    found: Iterable[Recorded[Stance]],
) -> dict[str, Source]:
    """Where it was read what became of these stances' conditions; most cost no query."""
    keys = {
        condition.settled.source
        for each in found
        for condition in each.record.conditions
        if condition.settled
    }
    known = log.by_keys(unit, Source, scope, sorted(keys))
    return {key: known[key].record if key in known else _RETRACTED for key in keys}


@dataclass(frozen=True, slots=True)
class Views:
    """Makes views of records: it adds the names that stand in the directory.

    `settling` are the sources of what became of conditions, by key; others are not shown. `day` is
    the civil day on which stances are seen as current; None: nothing is said of when they were
    looked at.
    """

    directory: Directory
    settling: Mapping[str, Source] = field(default_factory=dict)
    day: date | None = None

    def actor(self, key: str) -> Actor:
        """The actor of a key; one that was merged shows as whom it is, one retracted by its key."""
        found = self.directory.actors.get(self.directory.meant(key))
        return found or Actor(key=key, name=key, kind=ActorKind.OTHER)

    def stance(self, recorded: Recorded[Stance]) -> StanceView:
        """A stance with everybody it names."""
        stance = recorded.record
        holder = self.actor(stance.holder)
        mandates = self.directory.mandates_of(
            stance.holder,
            issue=stance.issue,
            on=stance.evidence.said.first_day,
        )
        mandate = mandates[0] if mandates else None
        return StanceView(
            stance=recorded,
            holder=holder,
            voice=self.actor(stance.evidence.speaker),
            source=recorded.source or _RETRACTED,
            conditions=tuple(
                ConditionView(
                    condition=condition,
                    holder=holder,
                    addressee=self.actor(condition.addressee) if condition.addressee else None,
                    stance=recorded,
                    settled_by=self.settling.get(condition.settled.source)
                    if condition.settled
                    else None,
                )
                for condition in stance.conditions
            ),
            mandate=mandate,
            principal=self.actor(mandate.principal) if mandate else None,
            unlooked=self._unlooked(stance),
        )

    def _unlooked(self, stance: Stance) -> date | None:
        issue = self.directory.issues.get(stance.issue)
        return unlooked_since(stance, issue, self.day) if issue and self.day else None

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
            source=recorded.source or _RETRACTED,
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
            source=recorded.source or _RETRACTED,
            silent_on=tuple(
                self.directory.issues[key] for key in said.silent_on if key in self.directory.issues
            ),
        )

    def event(self, recorded: Recorded[Event]) -> EventView:
        """An event with its participants."""
        return EventView(
            event=recorded,
            source=recorded.source or _RETRACTED,
            participants=tuple(
                (self.actor(role.actor), role)
                for role in self.directory.roles_at(recorded.record.key)
            ),
        )
