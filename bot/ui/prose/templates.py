"""Every sentence of news, as data: one template for each kind of record and what became of it.

`docs/style.md` says by which rules they are written, and shows them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from bot.domain.news import What
from bot.domain.standing import Move
from bot.domain.vocabulary import Certainty, ConditionForm, EventStatus, Polarity, Relation
from bot.ui.prose.spans import Own, Sentence, Span

# What each place of a template is filled with.
PLACES = {
    "holder": "who holds the position; “Putin, for Russia” where one speaks for another",
    "position": "the position recorded now",
    "before": "the position before, or the one recorded before",
    "move": "how far the position moved",
    "stands": "the position that is left on record",
    "day": "a civil day",
    "when": "a date as vague as its source",
    "fields": "what a correction changed",
    "told": "the record itself, in words",
    "form": "how a condition was put",
    "addressee": "to whom a condition was put",
    "text": "a text that an editor wrote",
    "words": "words of a source, word for word",
    "was": "the state, status or value before",
    "now": "the state, status or value now",
    "claimant": "who makes a claim",
    "about": "whom the claim is about",
    "certainty": "how certain the claimant sounds",
    "speaker": "who made a statement",
    "issue": "an issue’s title",
    "issues": "the titles of issues",
    "event": "an event’s title",
    "standing": "an event’s status and date",
    "code": "a code’s label in the method",
    "source": "the publisher, linked to where it was read",
    "copy": "a link to the archived copy",
    "voice": "who speaks",
    "principal": "for whom one speaks",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a template is filled."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places, read once."""

    text: str
    parts: tuple[Own | Place, ...]

    @classmethod
    def of(cls, text: str) -> "Template":
        """Read a template; raises KeyError for a place that PLACES does not name."""
        parts: list[Own | Place] = []
        for own, place, spec, conversion in Formatter().parse(text):
            if own:
                parts.append(Own(own))
            if place is not None:
                if place not in PLACES or spec or conversion:
                    raise KeyError(f"no place of a template is called “{place}”")
                parts.append(Place(place))
        return cls(text, tuple(parts))

    @property
    def places(self) -> frozenset[str]:
        """The names of its places."""
        return frozenset(part.name for part in self.parts if isinstance(part, Place))

    def fill(self, **places: Span | Sentence) -> Sentence:
        """The sentence; raises KeyError where one of its places is not given."""
        found: list[Span] = []
        for part in self.parts:
            if isinstance(part, Own):
                found.append(part)
                continue
            given = places[part.name]
            found += given if isinstance(given, tuple) else (given,)
        return tuple(found)

    def write(self, **places: str) -> str:
        """The sentence, filled with what is written out already."""
        return self.text.format_map(places)


class Kind(StrEnum):
    """What news is about."""

    STANCE = "stance"
    CONDITION = "condition"
    CLAIM = "claim"
    STATEMENT = "statement"
    EVENT = "event"
    ISSUE = "issue"


class Case(StrEnum):
    """Which of several sentences fits, where what became of a record is told in several ways."""

    ANY = ""
    UNKNOWN = "what was before is not known"
    POSITION = "another position"
    LEFT = "another record is left"
    ADDRESSED = "put to somebody"
    UNNAMED = "nothing that differs has a name"
    SAME = "with the same status and date"


def _read(texts: Mapping["_K", str]) -> dict["_K", Template]:
    return {key: Template.of(text) for key, text in texts.items()}


_K = tuple[Kind, What, Case]

_CORRECTION = "Correction of {fields} — {told}"
_BARE = "Correction — {told}"
_OUT = "Taken out of the record — {told}"
_BACK = "Put back into the record — {told}"
_CONFIRMED = "{told}; the record was looked at again and confirmed"

HEADLINES: dict[_K, Template] = _read(
    {
        (Kind.STANCE, What.FLIPPED, Case.ANY): "{holder}: from {before} to {position}; {move}",
        (Kind.STANCE, What.MOVED, Case.ANY): "{holder}: from {before} to {position}; {move}",
        (Kind.STANCE, What.FLIPPED, Case.UNKNOWN): "{holder}: {position}",
        (Kind.STANCE, What.MOVED, Case.UNKNOWN): "{holder}: {position}",
        (Kind.STANCE, What.FIRST, Case.ANY): "{holder}: {position}; no earlier position recorded",
        (Kind.STANCE, What.RETRACTED, Case.LEFT): (
            "Taken out of the record — {told}; that left the position {stands} on record"
        ),
        (Kind.STANCE, What.RETRACTED, Case.ANY): (
            "Taken out of the record — {told}; that left no position on record"
        ),
        (Kind.STANCE, What.CORRECTED, Case.POSITION): (
            "Correction of {fields} — {holder}: recorded before as {before}, corrected to {position}"
        ),
        (Kind.STANCE, What.CORRECTED, Case.ANY): _CORRECTION,
        (Kind.STANCE, What.CORRECTED, Case.UNNAMED): _BARE,
        (Kind.STANCE, What.RESTORED, Case.ANY): _BACK,
        (Kind.STANCE, What.EARLIER, Case.ANY): (
            "{holder}: a record of an earlier time was added, {position}; "
            "it left the present position unchanged"
        ),
        (Kind.STANCE, What.REPEATED, Case.ANY): (
            "{holder}: a newer record of the same position, {position}"
        ),
        (Kind.STANCE, What.CONFIRMED, Case.ANY): _CONFIRMED,
        (Kind.STANCE, What.STALE, Case.ANY): "{holder}: {position}; the record went stale on {day}",
        (Kind.STANCE, What.STALE, Case.UNKNOWN): "{holder}: {position}; the record went stale",
        (Kind.CONDITION, What.SETTLED, Case.ANY): (
            "{form} put by {holder} ({text}): from {was} to {now}"
        ),
        (Kind.CONDITION, What.SETTLED, Case.ADDRESSED): (
            "{form} put by {holder} to {addressee} ({text}): from {was} to {now}"
        ),
        (Kind.CLAIM, What.CLAIMED, Case.ANY): "{told}",
        (Kind.CLAIM, What.CORRECTED, Case.ANY): _CORRECTION,
        (Kind.CLAIM, What.CORRECTED, Case.UNNAMED): _BARE,
        (Kind.CLAIM, What.RESTORED, Case.ANY): _BACK,
        (Kind.CLAIM, What.RETRACTED, Case.ANY): _OUT,
        (Kind.CLAIM, What.CONFIRMED, Case.ANY): _CONFIRMED,
        (Kind.STATEMENT, What.LEFT_OUT, Case.ANY): "{told}",
        (Kind.STATEMENT, What.STATED, Case.ANY): "{told}",
        (Kind.STATEMENT, What.CORRECTED, Case.ANY): _CORRECTION,
        (Kind.STATEMENT, What.CORRECTED, Case.UNNAMED): _BARE,
        (Kind.STATEMENT, What.RESTORED, Case.ANY): _BACK,
        (Kind.STATEMENT, What.RETRACTED, Case.ANY): _OUT,
        (Kind.STATEMENT, What.CONFIRMED, Case.ANY): _CONFIRMED,
        (Kind.EVENT, What.HELD, Case.ANY): "{told}",
        (Kind.EVENT, What.NOT_HELD, Case.ANY): "{told}",
        (Kind.EVENT, What.CANCELLED, Case.ANY): "{told}",
        (Kind.EVENT, What.POSTPONED, Case.ANY): "{told}",
        (Kind.EVENT, What.REDATED, Case.ANY): "{told}; before: {was}",
        (Kind.EVENT, What.REDATED, Case.SAME): "{told}; changed: {fields}",
        (Kind.EVENT, What.REDATED, Case.UNKNOWN): "{told}",
        (Kind.EVENT, What.ANNOUNCED, Case.ANY): "New in the calendar — {told}",
        (Kind.EVENT, What.CORRECTED, Case.ANY): _CORRECTION,
        (Kind.EVENT, What.CORRECTED, Case.UNNAMED): _BARE,
        (Kind.EVENT, What.RESTORED, Case.ANY): _BACK,
        (Kind.EVENT, What.RETRACTED, Case.ANY): _OUT,
        (Kind.EVENT, What.CONFIRMED, Case.ANY): _CONFIRMED,
        (Kind.ISSUE, What.PROPOSAL, Case.ANY): "{issue}: {told}",
        (Kind.ISSUE, What.PROPOSAL, Case.SAME): "{issue}; changed: {fields}",
        (Kind.ISSUE, What.PROPOSAL, Case.UNKNOWN): "{issue}",
        (Kind.ISSUE, What.CORRECTED, Case.ANY): _CORRECTION,
        (Kind.ISSUE, What.CORRECTED, Case.UNNAMED): _BARE,
        (Kind.ISSUE, What.RESTORED, Case.ANY): _BACK,
        (Kind.ISSUE, What.RETRACTED, Case.ANY): _OUT,
        (Kind.ISSUE, What.CONFIRMED, Case.ANY): _CONFIRMED,
    },
)

# The record itself, as corrections, retractions and news of it say it alike.
STANCE = Template.of("{holder}: {position}")
STATEMENT = Template.of("{speaker}: a statement that takes no position")
OMISSION = "an omission, not a stance"
LEFT_OUT = Template.of(f"{{speaker}}: a statement that leaves out {{issues}}; {OMISSION}")
EVENT = Template.of("{event}: {standing}")
ISSUE = Template.of("{issue}")
SPEAKS_FOR = Template.of("{voice}, for {principal}")
CLAUSE = Template.of("{voice}, for {principal},")
OFFICE = Template.of("{principal} ({code})")
CHANGE = Template.of("from {before} ({when}) to {position}; {move}")
NO_CHANGE = Template.of("no earlier position recorded")
# Where nothing recent is known, the day takes the place of the position, which stands behind it.
UNLOOKED = Template.of("not looked at since {day}")
LAST_RECORDED = Template.of("last recorded: {position}")

MOVES = {
    Move.FLIP: "a flip: it crosses the middle of the scale",
    Move.SHIFT: "a shift, not a flip",
    Move.NONE: "the same position",
}

# A code of its own says which way a claim points, so no sentence takes back what it has said.
CLAIMS: dict[tuple[Relation, Polarity], Template] = {
    key: Template.of(text)
    for key, text in {
        (Relation.ASCRIBES_STANCE, Polarity.POSITIVE): "{claimant} ascribes a stance to {about}",
        (Relation.ASCRIBES_STANCE, Polarity.NEGATIVE): (
            "{claimant} says that this is not the stance of {about}"
        ),
        (Relation.ASCRIBES_STANCE, Polarity.UNKNOWN): (
            "{claimant} leaves open whether this is the stance of {about}"
        ),
        (Relation.ASCRIBES_MOTIVE, Polarity.POSITIVE): "{claimant} ascribes a motive to {about}",
        (Relation.ASCRIBES_MOTIVE, Polarity.NEGATIVE): (
            "{claimant} says that this is not the motive of {about}"
        ),
        (Relation.ASCRIBES_MOTIVE, Polarity.UNKNOWN): (
            "{claimant} leaves open whether this is the motive of {about}"
        ),
        (Relation.DISPUTES_TRUTH, Polarity.POSITIVE): "{claimant} disputes what {about} said",
        (Relation.DISPUTES_TRUTH, Polarity.NEGATIVE): (
            "{claimant} says that what {about} said is not so"
        ),
        (Relation.DISPUTES_TRUTH, Polarity.UNKNOWN): (
            "{claimant} leaves open whether what {about} said is so"
        ),
        (Relation.CONFIRMS, Polarity.POSITIVE): "{claimant} confirms what {about} said",
        (Relation.CONFIRMS, Polarity.NEGATIVE): "{claimant} does not confirm what {about} said",
        (Relation.CONFIRMS, Polarity.UNKNOWN): (
            "{claimant} leaves open whether to confirm what {about} said"
        ),
        (Relation.DENIES, Polarity.POSITIVE): "{claimant} on {about}: a denial",
        (Relation.DENIES, Polarity.NEGATIVE): "{claimant} on {about}: a denial, that it is not so",
        (Relation.DENIES, Polarity.UNKNOWN): (
            "{claimant} on {about}: a denial that leaves open whether it is so"
        ),
        (Relation.ACCUSES_CONDUCT, Polarity.POSITIVE): "{claimant} accuses {about}",
        (Relation.ACCUSES_CONDUCT, Polarity.NEGATIVE): (
            "{claimant} says that an accusation against {about} is not so"
        ),
        (Relation.ACCUSES_CONDUCT, Polarity.UNKNOWN): (
            "{claimant} leaves open whether an accusation against {about} is so"
        ),
        (Relation.PRAISES, Polarity.POSITIVE): "{claimant} praises {about}",
        (Relation.PRAISES, Polarity.NEGATIVE): (
            "{claimant} says that what would be praise for {about} is not so"
        ),
        (Relation.PRAISES, Polarity.UNKNOWN): (
            "{claimant} leaves open whether what would be praise for {about} is so"
        ),
        (Relation.PREDICTS, Polarity.POSITIVE): "{claimant} predicts what {about} will do",
        (Relation.PREDICTS, Polarity.NEGATIVE): "{claimant} predicts what {about} will not do",
        (Relation.PREDICTS, Polarity.UNKNOWN): "{claimant} leaves open what {about} will do",
    }.items()
}
# What one says of itself; the only claim that is about the claimant.
DENIALS: dict[Polarity, Template] = {
    key: Template.of(text)
    for key, text in {
        Polarity.POSITIVE: "{claimant} denies what was said about {about}",
        Polarity.NEGATIVE: "{claimant} says that what was said about {about} is not so",
        Polarity.UNKNOWN: "{claimant} leaves open whether what was said about {about} is so",
    }.items()
}
# Whether a claim says that it is so, as an answer to that question.
SAYS = {Polarity.POSITIVE: "yes", Polarity.NEGATIVE: "no", Polarity.UNKNOWN: "left open"}
# What a claim ascribes: as what it is about, or beside that.
ASCRIBED = Template.of("{told}: {position}")
ASCRIBES = Template.of("{told}; ascribes the position {position}")
HEDGED = Template.of("{told}; {certainty}")
CERTAINTY = {
    Certainty.PROBABLE: "put as probable",
    Certainty.POSSIBLE: "put as possible",
    Certainty.UNCOMMITTED: "passed on without saying whether it is so",
}

FORMS = {
    ConditionForm.DEMAND: "A demand",
    ConditionForm.QUESTION: "A question",
    ConditionForm.EXPECTATION: "An expectation",
}

STANDINGS: dict[tuple[EventStatus, bool], Template] = {
    (status, named): Template.of(text)
    for status, texts in {
        EventStatus.EXPECTED: ("expected, {when}", "expected {when}"),
        EventStatus.CONFIRMED: ("confirmed, {when}", "confirmed for {when}"),
        EventStatus.POSTPONED: ("postponed, last date: {when}", "postponed, last dated {when}"),
        EventStatus.CANCELLED: ("cancelled, last date: {when}", "cancelled, last dated {when}"),
        EventStatus.HELD: ("held, {when}", "held, {when}"),
        EventStatus.NOT_HELD: ("not held, last date: {when}", "not held, last dated {when}"),
    }.items()
    for named, text in zip((False, True), texts, strict=True)
}
"""By status, and whether a day, month or year ends the date: one that is “not dated” stands apart."""


class Course(StrEnum):
    """How an issue, or the proposal that it is, has come further."""

    PROPOSAL = "the proposal, from {was} to {now}"
    BEGUN = "recorded as a proposal, {now}"
    DROPPED = "not recorded as a proposal any more, before {was}"
    ISSUE = "the issue, from {was} to {now}"

    @property
    def template(self) -> Template:
        """The clause, read once."""
        return _COURSES[self]


_COURSES = {course: Template.of(course.value) for course in Course}


class Note(StrEnum):
    """What the small print says, one short sentence each."""

    ON = "on {issue}"
    SAID = "said: {when}"
    DATED = "dated “{words}” by the source"
    SINCE = "since: {when}"
    BASIS = "basis: {code}"
    CONFIDENCE = "coder’s confidence: {code}"
    LOOKED = "looked at again: {when}"
    SAID_BEFORE = "the position before, said: {when}"
    BEFORE = "before: {was}"
    OUTCOME = "outcome: {text}"
    NO_OUTCOME = "no outcome recorded"
    FROM_TO = "{fields}: from {was} to {now}"
    CORRECTED = "{fields}: recorded before as {was}, corrected to {now}"
    RECORDED = "{fields}, recorded before: {was}"
    ALSO = "also corrected: {fields}"
    WORDS = "the source says “{words}”"
    REASON = "reason: {text}"
    SOURCE = "source: {source}"
    COPY = "{copy}"

    @property
    def template(self) -> Template:
        """The sentence, read once."""
        return _NOTES[self]


_NOTES = {note: Template.of(note.value) for note in Note}
