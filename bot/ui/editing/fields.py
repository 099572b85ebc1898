"""The fields of editors' forms: what each is called, how it is asked for, and on which page.

One dialogue of Discord's holds five fields, so a form has pages, and its preview a button for each.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Commitment,
    ConditionState,
    Directness,
    EventKind,
    EventStatus,
    IssueStatus,
    MandateKind,
    Position,
    Relation,
    RoleKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How a field is asked for: as text of at most `limit` characters, or from a vocabulary.

    `only` are the codes of the vocabulary that fit here; empty for all.
    """

    label: str
    hint: str
    limit: int = 300
    tall: bool = False
    codes: type[StrEnum] | None = None
    only: tuple[StrEnum, ...] = ()


FIELDS: dict[str, Field] = {
    "quote": Field(
        label="Words",
        hint="What was said, word for word, in the language you read it in",
        limit=4000,
        tall=True,
    ),
    "source": Field(label="Source", hint="Publisher — title, such as “Al Jazeera — Talks begin”"),
    "url": Field(label="Link", hint="https://… of the page where you read it", limit=600),
    "cited": Field(
        label="Source and link",
        hint="Publisher — title, then the https://… link",
        limit=1000,
        tall=True,
    ),
    "said": Field(label="When it was said", hint="“13 March 2025”, “yesterday”, “last week”"),
    "conditions": Field(
        label="Conditions",
        hint="One a line, such as “verification/question: who controls it?”",
        limit=4000,
        tall=True,
    ),
    "actor": Field(label="Actor", hint="Whose stance it is, by any of its names"),
    "issue": Field(label="Issue", hint="Empty is the usual one of this channel or server"),
    "position": Field(label="Position", hint="Where it stands, by /method", codes=Position),
    "commitment": Field(
        label="Commitment",
        hint="The form of the act; none is “Stated”",
        codes=Commitment,
    ),
    "voice": Field(label="Said by", hint="Who actually said it; empty is the actor itself"),
    "wording": Field(
        label="Wording",
        hint="Whose words the words are; none is a quotation",
        codes=Directness,
    ),
    "basis": Field(
        label="Basis",
        hint="How we know; none is found from who said it",
        codes=Basis,
    ),
    "published": Field(label="When it was published", hint="Empty if the source does not say"),
    "reason": Field(
        label="Reason",
        hint="Why the record changes; readers can see it",
        limit=1000,
        tall=True,
    ),
    "record": Field(label="Record", hint="The key of the record", limit=32),
    "when": Field(label="When", hint="“18 March 15:00 Kyiv”, “in 3 days”, “this week”"),
    "claimant": Field(label="Claimant", hint="Who says it"),
    "about": Field(label="About", hint="Whom it is about"),
    "relation": Field(
        label="Relation",
        hint="What the claim does to the one it is about",
        codes=Relation,
    ),
    "ascribed": Field(
        label="Position ascribed",
        hint="Only where it says where the other one stands",
        codes=Position,
    ),
    "certainty": Field(
        label="Certainty",
        hint="How sure the claimant sounds; none is certain",
        codes=Certainty,
    ),
    "name": Field(label="Name", hint="The name that this server uses", limit=100),
    "kind": Field(label="Kind", hint="What sort of actor", codes=ActorKind),
    "title": Field(label="Title", hint="Such as “President of Ukraine”", limit=200),
    "aliases": Field(
        label="Other names",
        hint="One a line: spellings, other scripts, short forms",
        limit=2000,
        tall=True,
    ),
    "principal": Field(label="Speaks for", hint="The actor that the voice speaks for"),
    "office": Field(label="Office", hint="In what office", codes=MandateKind),
    "authority": Field(label="Authority", hint="1 is the highest", limit=2),
    "question": Field(
        label="Question",
        hint="One that every side could answer, without taking a side",
        limit=1000,
        tall=True,
    ),
    "context": Field(
        label="Context",
        hint="What a reader must know, without taking a side",
        limit=1000,
        tall=True,
    ),
    "status": Field(label="Status", hint="Only an open issue takes new records", codes=IssueStatus),
    "role": Field(label="Role", hint="Its part in the issue", codes=RoleKind),
    "condition": Field(
        label="Condition", hint="Whose it is, or its words; or its key, such as “s-12/1”"
    ),
    "state": Field(
        label="What became of it",
        hint="Where it stands by this source",
        codes=ConditionState,
    ),
    "confirmed": Field(label="Looked at again", hint="When somebody last found it still so"),
    "since": Field(label="Since when", hint="“13 March 2025”, “last week”: as exact as the source"),
    "stale_after": Field(
        label="Stale after",
        hint="“30”, “2 weeks” or “never”; empty is the usual 30 days",
        limit=50,
    ),
    "event": Field(label="Event", hint="Its title, or its key"),
    "into": Field(label="Actor that stays", hint="It takes the other one’s records and names"),
    "records": Field(
        label="Records that it takes",
        hint="Their ids, with blanks between them; or choose them in the preview",
        limit=4000,
        tall=True,
    ),
    "participants": Field(
        label="Participants",
        hint="Names with commas between them",
        limit=2000,
        tall=True,
    ),
    "place": Field(label="Place", hint="Such as “Jeddah” or “by phone”", limit=200),
    "result": Field(
        label="Result",
        hint="Whether it took place",
        codes=EventStatus,
        only=(EventStatus.HELD, EventStatus.NOT_HELD),
    ),
    "outcome": Field(
        label="Outcome",
        hint="What came of it, without taking a side",
        limit=1000,
        tall=True,
    ),
}

_WHY = Field(label="Reason", hint="How you know; the log keeps it", limit=1000, tall=True)

# Fields that one command, or one group of commands, asks for in words of its own.
_SPECIAL: dict[tuple[str, str], Field] = {
    ("stance confirm", "when"): Field(label="Looked at again", hint="When; empty is today"),
    ("issue", "title"): Field(
        label="Title", hint="Short and neutral, such as “30-day ceasefire”", limit=100
    ),
    ("condition", "quote"): Field(
        label="Words", hint="The source’s words that say so", limit=4000, tall=True
    ),
    ("event", "title"): Field(
        label="Title", hint="Short and neutral, such as “Call of Rubio and Lavrov”", limit=100
    ),
    ("event", "kind"): Field(label="Kind", hint="None is found from the title", codes=EventKind),
    ("event", "issue"): Field(
        label="Issue", hint="Empty is the usual one here; “none” for no issue"
    ),
    ("event", "quote"): Field(
        label="Words", hint="The source’s words that say so", limit=4000, tall=True
    ),
    ("event move", "status"): Field(
        label="Status",
        hint="None is “expected”",
        codes=EventStatus,
        only=(EventStatus.EXPECTED, EventStatus.CONFIRMED),
    ),
    ("event cancel", "status"): Field(
        label="Status",
        hint="None is “cancelled”; “postponed” has no new date yet",
        codes=EventStatus,
        only=(EventStatus.CANCELLED, EventStatus.POSTPONED),
    ),
    ("event outcome", "when"): Field(
        label="When it was held", hint="The day or time it took place; empty leaves the date"
    ),
    ("actor merge", "actor"): Field(label="Actor that goes", hint="By any of its names"),
    ("actor merge", "reason"): _WHY,
    ("actor split", "reason"): _WHY,
    ("actor split", "name"): Field(label="New actor", hint="Its name", limit=100),
    ("actor split", "aliases"): Field(
        label="Other names that it takes", hint="One a line", limit=2000, tall=True
    ),
    ("event correct", "issue"): Field(label="Issue", hint="Several with semicolons; or none"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Fields that are asked for together, and the button that asks for them."""

    button: str
    fields: tuple[str, ...]


Pages: TypeAlias = tuple[Page, ...]

_WORDS = ("quote", "source", "url", "said")
_CITED = ("quote", "source", "url", "published")
_CAPTURED = ("quote", "cited", "said")
_SETTLED = ("state", "since", "quote", "source", "url")
_STANCE: Pages = (
    Page("Edit", (*_WORDS, "conditions")),
    Page("Edit position", ("actor", "issue", "position", "commitment", "voice")),
    Page("Edit evidence", ("wording", "basis", "published")),
)

PAGES: dict[str, Pages] = {
    "stance set": _STANCE,
    "stance correct": (
        *_STANCE[:2],
        Page("Edit evidence", ("wording", "basis", "published", "record", "reason")),
    ),
    "stance confirm": (Page("Edit", ("record", "when", "reason")),),
    "retract": (Page("Edit", ("record", "reason")),),
    "claim add": (
        Page("Edit", _WORDS),
        Page("Edit claim", ("claimant", "about", "relation", "ascribed", "certainty")),
        Page("Edit evidence", ("issue", "voice", "wording", "basis", "published")),
    ),
    "actor add": (Page("Edit", ("name", "kind", "title", "aliases")),),
    "actor edit": (Page("Edit", ("name", "kind", "title", "aliases", "reason")),),
    "actor alias": (Page("Edit", ("actor", "name")),),
    "actor merge": (Page("Edit", ("actor", "into", "reason")),),
    "actor split": (
        Page("Edit", ("name", "kind", "title", "aliases", "reason")),
        Page("Edit ids", ("records", "actor")),
    ),
    "actor mandate": (
        Page("Edit", _CITED),
        Page("Edit mandate", ("voice", "principal", "office", "authority", "issue")),
    ),
    "issue open": (Page("Edit", ("title", "question", "context", "stale_after")),),
    "issue edit": (
        Page("Edit", ("title", "question", "context", "status", "reason")),
        Page("Edit shelf life", ("stale_after",)),
    ),
    "issue close": (Page("Edit", ("issue", "status")),),
    "issue role": (
        Page("Edit", _CITED),
        Page("Edit role", ("issue", "actor", "role")),
    ),
    "stance after": (
        Page("Edit", ("position", *_WORDS)),
        Page("Edit position", ("actor", "issue", "commitment", "voice", "conditions")),
        Page("Edit evidence", ("wording", "basis", "published")),
    ),
    "condition settle": (
        Page("Edit", _SETTLED),
        Page("Edit condition", ("condition", "published")),
    ),
    "condition correct": (
        Page("Edit", _SETTLED),
        Page("Edit reason", ("reason", "condition", "published")),
    ),
    "event add": (
        Page("Edit", ("when", *_CITED)),
        Page("Edit event", ("title", "kind", "issue", "participants", "place")),
    ),
    "event move": (
        Page("Edit", ("when", *_CITED)),
        Page("Edit event", ("event", "status", "place")),
    ),
    "event cancel": (
        Page("Edit", ("status", *_CITED)),
        Page("Edit event", ("event",)),
    ),
    "event outcome": (
        Page("Edit", ("result", "outcome", "quote", "source", "url")),
        Page("Edit event", ("event", "when", "published")),
    ),
    "event correct": (
        Page("Edit", ("when", *_CITED)),
        Page("Edit event", ("title", "kind", "issue", "participants", "place")),
        Page("Edit reason", ("reason", "outcome", "event")),
    ),
    "event retract": (Page("Edit", ("event", "reason")),),
    "stance capture": (
        Page("Edit", ("position", *_CAPTURED, "conditions")),
        Page("Edit position", ("actor", "issue", "commitment", "voice")),
        Page("Edit evidence", ("wording", "basis", "published")),
    ),
    "claim capture": (
        Page("Edit", ("relation", *_CAPTURED)),
        Page("Edit claim", ("claimant", "about", "issue", "ascribed", "certainty")),
        Page("Edit evidence", ("voice", "wording", "basis", "published")),
    ),
    "event capture": (
        Page("Edit", ("title", "when", "quote", "cited", "published")),
        Page("Edit event", ("kind", "issue", "participants", "place")),
    ),
}

HEADINGS: dict[str, str] = {
    "stance set": "A new stance",
    "stance correct": "A correction",
    "stance confirm": "A confirmation",
    "retract": "A retraction",
    "claim add": "A new claim",
    "actor add": "A new actor",
    "actor edit": "An actor, corrected",
    "actor alias": "A further name",
    "actor merge": "Two actors made one",
    "actor split": "One actor made two",
    "actor mandate": "A new mandate",
    "issue open": "A new issue",
    "issue edit": "An issue, corrected",
    "issue close": "An issue, closed",
    "issue role": "A new role",
    "stance after": "A new stance",
    "condition settle": "What became of a condition",
    "condition correct": "A condition’s state, corrected",
    "event add": "A new event",
    "event move": "An event, moved",
    "event cancel": "An event, called off",
    "event outcome": "An event’s outcome",
    "event correct": "An event, corrected",
    "event retract": "An event, retracted",
    "stance capture": "A new stance",
    "claim capture": "A new claim",
    "event capture": "A new event",
}


def field_of(kind: str, name: str) -> Field:
    """How a field of a form is asked for."""
    own = _SPECIAL.get((kind, name)) or _SPECIAL.get((kind.partition(" ")[0], name))
    return own or FIELDS[name]
