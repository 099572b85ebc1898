"""What look-ups answer: records with the names they point to, ready to be shown."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.records import (
    Actor,
    Claim,
    Condition,
    Event,
    Evidence,
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
    """A condition with its addressee and the one who set it.

    `settled_by` is where its present state was read; None where that is not known, or not asked for.
    """

    condition: Condition
    holder: Actor
    addressee: Actor | None
    stance: Recorded[Stance]
    settled_by: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceView:
    """One stance with everybody it names. `mandate` is the office its holder speaks under.

    `unlooked` is the day on which a current stance was last looked at, where on the day asked about
    that is too long ago; None where it is not, or not asked for.
    """

    stance: Recorded[Stance]
    holder: Actor
    voice: Actor
    source: Source
    conditions: tuple[ConditionView, ...]
    mandate: Mandate | None = None
    principal: Actor | None = None
    unlooked: date | None = None


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
class Voice:
    """One who speaks for an actor, and in what office."""

    mandate: Mandate
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceAnswer:
    """Where an actor stands on an issue; apart from it, what others say about it.

    `position` is the line: with voices that contradict each other it is mixed signals. `standings`
    holds the voices behind it, newest first; empty means no record. `voices` are all who speak for
    the actor, with and without a record. `claims` holds the newest, `more_claims` says if there are
    others. `next_event` is the nearest that is ahead on the issue, of the actor's own if there are.
    """

    asked: Asked
    actor: Actor
    issue: Issue
    position: Position
    standings: tuple[StandingView, ...]
    offices: tuple[Office, ...]
    voices: tuple[Voice, ...]
    silences: tuple[StatementView, ...]
    claims: tuple[ClaimView, ...]
    more_claims: bool
    next_event: Event | None = None

    @property
    def unlooked(self) -> date | None:
        """The last day on which anybody looked at what the line rests on, where all of it is stale.

        It rests on the voices that hold its position; mixed signals rest on all of them.
        """
        found = [each.view for each in self.standings]
        holding = [each for each in found if each.stance.record.position is self.position] or found
        days = [each.unlooked for each in holding if each.unlooked is not None]
        return max(days) if days and len(days) == len(holding) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer:
    """One page of the holders' current stances on an issue, most accepting first.

    Those that nobody has looked at for too long come last. `holders` counts all on all pages, and
    `unlooked` those; `page` counts from 0. `silent` play a part in the issue and have no record,
    neither they nor a voice of theirs. `next_event` is the nearest on the issue.
    """

    asked: Asked
    issue: Issue
    rows: tuple[StanceView, ...]
    roles: tuple[tuple[Actor, Role], ...]
    silent: tuple[Actor, ...]
    holders: int
    page: int
    has_more: bool
    unlooked: int = 0
    next_event: Event | None = None


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
class OthersAnswer:
    """With whom an actor can be compared on an issue: first those who have a stance on it."""

    asked: Asked
    actor: Actor
    issue: Issue
    others: tuple[Actor, ...]


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
    """What stands between the parties: the conditions of the current stances, one page of them.

    The open ones come first. `count` is of all pages, and `open_count` of those that nothing recorded settles.
    """

    asked: Asked
    issue: Issue
    conditions: tuple[ConditionView, ...]
    count: int
    open_count: int
    page: int
    has_more: bool


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
class SourceUse:
    """A source with how many records on an actor and issue rest on it."""

    source: Source
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesAnswer:
    """Where all that is recorded by and about an actor on an issue was read, most used first.

    `independent` counts several sources that repeat one text as one.
    """

    asked: Asked
    actor: Actor
    issue: Issue
    sources: tuple[SourceUse, ...]
    independent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsAnswer:
    """The whole words of one record, and where they were read."""

    asked: Asked
    speaker: Actor
    evidence: Evidence
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A choice for a name that is being typed: what is shown, and the key it stands for."""

    label: str
    key: str
