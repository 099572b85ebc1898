"""The records a server keeps. Each is a frozen value; how it came to stand is its `Version`.

Records name one another by key: short, readable, permanent within a server. Packs carry these
same values, so a field added here is a field of the pack format.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, get_args

from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Confidence,
    Directness,
    EventKind,
    EventMode,
    EventStatus,
    IssueStatus,
    MandateKind,
    NameKind,
    Polarity,
    Position,
    ProposalStatus,
    RecordState,
    Relation,
    RoleKind,
    SourceKind,
    Verb,
)
from bot.domain.when import When
from bot.errors import InvalidInputError

MAX_WORDS = 6000
# Ten years, in days.
MAX_STALE_AFTER = 3650


def check_words(words: str) -> None:
    """Raise InvalidInputError unless the words show something and are at most 6,000 characters."""
    if len(words) > MAX_WORDS:
        raise InvalidInputError(
            f"These are {len(words):,} characters. Keep the {MAX_WORDS:,} that matter.",
        )
    if not any(letter.isprintable() and not letter.isspace() for letter in words):
        raise InvalidInputError("A record needs words: a quotation, or a paraphrase marked as one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a fact was read: the source's key and its sentence, word for word."""

    source: str
    words: str

    def __post_init__(self) -> None:
        """Refuse blank and boundless words."""
        check_words(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was said: by whom, when, in which words, and where it was read.

    `speaker` is the voice, the actor who actually said it. `words` are the speaker's own, the
    source's or an editor's, as `directness` says. `venue` is where it was said, in words.
    """

    speaker: str
    said: When
    words: str
    directness: Directness
    basis: Basis
    source: str
    venue: str | None = None
    lang: str = "en"
    translation: str | None = None
    translator: str | None = None

    def __post_init__(self) -> None:
        """Refuse blank and boundless words, and a saying that has no last day."""
        check_words(self.words)
        if self.said.upper is None:
            raise InvalidInputError(
                f"“{self.said.phrase}” has no end. Give the days between which it was said.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A further name of an actor, with the language it is written in."""

    text: str
    kind: NameKind = NameKind.ALIAS
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, state, body or group that can hold or voice a stance."""

    key: str
    name: str
    kind: ActorKind
    title: str | None = None
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    note: str | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Who speaks for whom: `authority` 1 is highest; `issue` None is every issue."""

    key: str
    voice: str
    principal: str
    kind: MandateKind
    authority: int
    citation: Citation
    issue: str | None = None
    held: When | None = None

    def __post_init__(self) -> None:
        """Refuse an authority above the highest."""
        if self.authority < 1:
            raise InvalidInputError("Authority counts from 1, the highest. Give 1 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The terms under discussion, where an issue is a proposal."""

    status: ProposalStatus
    terms: str
    proposed: When | None = None
    duration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One neutral question or proposal that actors take positions on.

    `stale_after_days` is how long a stance on it counts as looked at; None is the usual time, and
    0 is for ever.
    """

    key: str
    title: str
    question: str
    status: IssueStatus = IssueStatus.OPEN
    context: str | None = None
    proposal: Proposal | None = None
    citation: Citation | None = None
    stale_after_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse a shelf life below nothing or beyond ten years."""
        if not 0 <= (self.stale_after_days or 0) <= MAX_STALE_AFTER:
            raise InvalidInputError(
                f"A stance goes stale after 1 to {MAX_STALE_AFTER:,} days, or after 0 for never.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An actor's part in an issue or in an event: exactly one of the two is named."""

    key: str
    actor: str
    role: RoleKind
    citation: Citation
    issue: str | None = None
    event: str | None = None

    def __post_init__(self) -> None:
        """Refuse a part in nothing, or in two things."""
        if (self.issue is None) == (self.event is None):
            raise InvalidInputError("A role is in one issue or in one event. Name exactly one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where it was read. `origin` names the agency or occasion whose text it repeats."""

    key: str
    publisher: str
    published: When
    title: str | None = None
    author: str | None = None
    url: str | None = None
    archive_url: str | None = None
    kind: SourceKind = SourceKind.ARTICLE
    lang: str = "en"
    origin: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a source without a publisher, and links that are not https."""
        if not self.publisher.strip():
            raise InvalidInputError("A source needs its publisher, such as “Al Jazeera”.")
        for link in (self.url, self.archive_url):
            if link is not None and not link.startswith("https://"):
                raise InvalidInputError(
                    f"“{link[:100]}” is no https link. Give one that begins with https://.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A term attached to a stance. `addressee` is an actor's key.

    `settled` is where its present state was read, and `settled_on` since when it is in it.
    """

    kind: ConditionKind
    form: ConditionForm
    text: str
    state: ConditionState = ConditionState.OPEN
    addressee: str | None = None
    settled: Citation | None = None
    settled_on: When | None = None

    def __post_init__(self) -> None:
        """Refuse a date of which nobody knows where it was read."""
        if self.settled_on is not None and self.settled is None:
            raise InvalidInputError(
                "Since when a condition is in its state needs where that was read: give the source "
                "and its words in “settled”.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One dated record of where a holder stands on an issue."""

    key: str
    holder: str
    issue: str
    position: Position
    commitment: Commitment
    evidence: Evidence
    conditions: tuple[Condition, ...] = ()
    confidence: Confidence = Confidence.HIGH
    confirmed: When | None = None
    note: str | None = None
    method_version: int = 1

    def __post_init__(self) -> None:
        """Refuse to record that there is no record."""
        if not self.position.recordable:
            raise InvalidInputError(
                "Silence is not a stance. Choose the position that what was said fits.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one actor says about another. It never moves the stance of the one it is about.

    `about_record` is the key of the stance, statement or event it speaks of; `within` is the key
    of the claim that passes it on.
    """

    key: str
    claimant: str
    about: str
    issue: str
    relation: Relation
    evidence: Evidence
    ascribed: Position | None = None
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.POSITIVE
    about_record: str | None = None
    within: str | None = None

    def __post_init__(self) -> None:
        """Refuse a claim about oneself, other than a denial."""
        if self.claimant == self.about and self.relation is not Relation.DENIES:
            raise InvalidInputError(
                "A claim is about another actor. What one says of itself is a stance or a denial.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An utterance that takes no position: a readout, an announcement, a silence.

    `silent_on` names the issues it leaves out. An omission is news; it is never a stance.
    """

    key: str
    evidence: Evidence
    on_behalf_of: str | None = None
    issue: str | None = None
    event: str | None = None
    silent_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens or may happen; a window stays a window."""

    key: str
    title: str
    kind: EventKind
    when: When
    status: EventStatus
    citation: Citation
    issues: tuple[str, ...] = ()
    place: str | None = None
    mode: EventMode | None = None
    announced_by: str | None = None
    follows: str | None = None
    outcome: str | None = None
    note: str | None = None


Record = Actor | Mandate | Issue | Role | Source | Stance | Claim | Statement | Event
KIND_NAMES: dict[type[Any], str] = {kind: kind.__name__.lower() for kind in get_args(Record)}
R_co = TypeVar("R_co", covariant=True, bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How a record came to stand as it does: which version, by which verb, when, by whom, why.

    `recorded_by` is a Discord user id; None is the program itself, a former editor (then `erased`),
    or not asked for: only the look-ups of editors are.
    """

    number: int
    verb: Verb
    state: RecordState
    recorded_at: datetime
    recorded_by: int | None = None
    erased: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[R_co]):
    """A record with its version and, where it rests on one, the source it was read in."""

    record: R_co
    version: Version
    source: Source | None = None
