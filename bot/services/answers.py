"""What look-ups answer: records with the names they point to, ready to be shown."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.records import (
    Actor,
    Claim,
    Condition,
    Event,
    Issue,
    Mandate,
    Recorded,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.standing import Standing
from bot.domain.vocabulary import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When it was asked, in which zone days are counted, and of which world and which record.

    `as_of` None is the present world; `known_at` None is the present record.
    """

    at: datetime
    zone: str
    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """A condition with its addressee and the one who set it."""

    condition: Condition
    holder: Actor
    addressee: Actor | None
    stance: Recorded[Stance]


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceView:
    """One stance with everybody it names. `mandate` is the office its holder speaks under."""

    stance: Recorded[Stance]
    holder: Actor
    voice: Actor
    source: Source
    conditions: tuple[ConditionView, ...]
    mandate: Mandate | None = None
    principal: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """A stance with the run it belongs to."""

    view: StanceView
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim with everybody it names."""

    claim: Recorded[Claim]
    claimant: Actor
    about: Actor
    speaker: Actor
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement without a position, and the issues that it leaves out."""

    statement: Recorded[Statement]
    speaker: Actor
    behalf: Actor | None
    source: Source
    silent_on: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event with where it was read."""

    event: Recorded[Event]
    source: Source
    participants: tuple[tuple[Actor, Role], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """For whom an actor speaks, and in what office."""

    mandate: Mandate
    principal: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceAnswer:
    """Where an actor stands on an issue; apart from it, what others say about it.

    `position` is the line: with voices that contradict each other it is mixed signals. `standings`
    holds the voices behind it, newest first; empty means no record. `claims` holds the newest
    `len(claims)` of `claim_count`.
    """

    asked: Asked
    actor: Actor
    issue: Issue
    position: Position
    standings: tuple[StandingView, ...]
    offices: tuple[Office, ...]
    statements: tuple[StatementView, ...]
    claims: tuple[ClaimView, ...]
    more_claims: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer:
    """Every holder's current stance on an issue, most accepting first; `silent` have no record."""

    asked: Asked
    issue: Issue
    rows: tuple[StanceView, ...]
    roles: tuple[tuple[Actor, Role], ...]
    silent: tuple[Actor, ...]


TimelineEntry = StanceView | ClaimView | StatementView | EventView


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineAnswer:
    """What happened on an issue, newest first, one page of it; `page` counts from 0."""

    asked: Asked
    issue: Issue
    actor: Actor | None
    entries: tuple[TimelineEntry, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer:
    """Two actors on one issue, in the same fields."""

    first: StanceAnswer
    second: StanceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsAnswer:
    """What is said about an actor, or about anybody, on an issue; `page` counts from 0."""

    asked: Asked
    issue: Issue
    actor: Actor | None
    claims: tuple[ClaimView, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsAnswer:
    """What stands between the parties: every condition of the current stances on an issue."""

    asked: Asked
    issue: Issue
    conditions: tuple[ConditionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSummary:
    """An issue with how many holders have a stance on it."""

    issue: Issue
    holders: int
    usual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesAnswer:
    """The issues that a server follows."""

    asked: Asked
    issues: tuple[IssueSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSummary:
    """An actor with the offices it speaks in."""

    actor: Actor
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsAnswer:
    """The actors that a server knows, by name; `page` counts from 0."""

    asked: Asked
    actors: tuple[ActorSummary, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesAnswer:
    """Where a stance card's facts were read."""

    asked: Asked
    actor: Actor
    issue: Issue
    sources: tuple[Source, ...]
    stances: tuple[StanceView, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A choice for a name that is being typed: what is shown, and the key it stands for."""

    label: str
    key: str
