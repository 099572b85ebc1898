"""What differs between two versions of a record, by name, with what can be said in a few words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.records import (
    Actor,
    Claim,
    Condition,
    Event,
    Evidence,
    Issue,
    Proposal,
    Source,
    Stance,
    Statement,
)
from bot.domain.vocabulary import Directness, Position
from bot.domain.when import When
from bot.ui.prose.facts import code
from bot.ui.prose.spans import Dated, Own, Read, Sentence, Stand, Typed, listed

_NONE: Sentence = (Own("none"),)
_LIMIT = 120
_FEW = 2
# Texts that are short enough for both versions, and those of which only the one before is told.
_SHORT = {"title", "question", "place", "venue", "duration", "translator", "lang"}
_LONG = {"words", "translation", "outcome", "context", "note", "terms"}
QUOTATION = "the quotation"
POSITION = "the position"

# Fields in the order in which they are named; those that are not here are no news to readers.
_EVIDENCE = {
    "speaker": "who said it",
    "said": "the date",
    "words": QUOTATION,
    "directness": "whose words these are",
    "basis": "the basis",
    "source": "the source",
    "venue": "where it was said",
    "lang": "the language of the words",
    "translation": "the translation",
    "translator": "the translator",
}
_FIELDS: dict[type[Any], dict[str, str]] = {
    Stance: {
        "position": POSITION,
        "holder": "whose position it is",
        "issue": "the issue",
        "commitment": "the commitment",
        "conditions": "the conditions",
        "confidence": "the coder’s confidence",
        "confirmed": "when it was looked at again",
        "note": "the note",
        "method_version": "the version of the method",
    },
    Claim: {
        "claimant": "who makes the claim",
        "about": "whom it is about",
        "issue": "the issue",
        "relation": "what the claim does",
        "ascribed": "the position ascribed",
        "certainty": "how certain it sounds",
        "polarity": "whether it says that it is so",
        "about_record": "what it speaks of",
        "within": "who passes it on",
    },
    Statement: {
        "on_behalf_of": "for whom it was made",
        "issue": "the issue",
        "event": "the event",
        "silent_on": "what it leaves out",
    },
    Event: {
        "title": "the title",
        "kind": "the kind",
        "when": "the date",
        "status": "the status",
        "place": "the place",
        "mode": "the mode of the meeting",
        "announced_by": "who announced it",
        "issues": "the issues",
        "follows": "what it follows",
        "outcome": "the outcome",
        "citation": "where it was read",
        "note": "the note",
    },
    Issue: {
        "title": "the title",
        "question": "the question",
        "status": "the status",
        "context": "the context",
        "citation": "where it was read",
        "stale_after_days": "how long its records count as looked at",
    },
    Proposal: {
        "status": "how far the proposal has come",
        "terms": "the terms of the proposal",
        "proposed": "when it was proposed",
        "duration": "the duration of the proposal",
    },
}
_ACTORS = {"speaker", "holder", "claimant", "about", "on_behalf_of", "announced_by"}


@dataclass(frozen=True, slots=True)
class Names:
    """The actors and sources that two versions point to, by key, as far as is known."""

    actors: Mapping[str, Actor] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that differs, by name; `was` and `now` are None where they are not told.

    Of a long text only the one before is told: the present one is shown with the record.
    """

    field: str
    name: str
    was: Sentence | None = None
    now: Sentence | None = None


def differences(
    was: Stance | Claim | Statement | Event | Issue,
    now: Stance | Claim | Statement | Event | Issue,
    names: Names | None = None,
) -> tuple[Difference, ...]:
    """What differs between two versions of one record, each thing named once."""
    found: dict[str, Difference] = {}
    for each in _compared(was, now, names or Names()):
        found.setdefault(each.name, each)
    return tuple(found.values())


def _compared(was: Any, now: Any, names: Names) -> Iterator[Difference]:
    if not isinstance(now, type(was)):
        return
    yield from _fields(_FIELDS[type(was)], was, now, names)
    if isinstance(was, (Stance, Claim, Statement)):
        yield from _evidence(was.evidence, now.evidence, names)
    if isinstance(was, Issue):
        yield from _proposals(was.proposal, now.proposal, names)


def _evidence(was: Evidence, now: Evidence, names: Names) -> Iterator[Difference]:
    quoted = Directness.DIRECT_QUOTE in {was.directness, now.directness}
    known = _EVIDENCE if quoted else _EVIDENCE | {"words": "the words"}
    yield from _fields(known, was, now, names)


def _proposals(was: Proposal | None, now: Proposal | None, names: Names) -> Iterator[Difference]:
    if was is not None and now is not None:
        yield from _fields(_FIELDS[Proposal], was, now, names)
    elif was is not now:
        yield Difference(field="proposal", name="whether it is a proposal")


def _fields(known: dict[str, str], was: Any, now: Any, names: Names) -> Iterator[Difference]:
    for at, name in known.items():
        old, new = getattr(was, at), getattr(now, at)
        if old == new:
            continue
        said, says = _values(at, old, new, names)
        if at in _LONG:
            quoted = at == "words" and was.directness is Directness.DIRECT_QUOTE
            yield Difference(field=at, name=name, was=_text(old, quoted=quoted) if old else _NONE)
        elif said is None or says is None or said == says:
            yield Difference(field=at, name=name)
        else:
            yield Difference(field=at, name=name, was=said, now=says)


def _values(at: str, old: Any, new: Any, names: Names) -> tuple[Sentence | None, Sentence | None]:
    if at == "conditions":
        return _conditions(old, but=new), _conditions(new, but=old)
    if at == "source":
        return _sources(names.sources.get(old), names.sources.get(new))
    return _value(at, old, names), _value(at, new, names)


def _value(at: str, value: Any, names: Names) -> Sentence | None:
    """A field's value in a few words; None where it cannot be said so."""
    match value:
        case None | "":
            return _NONE
        case Position():
            return (Stand(value),)
        case StrEnum():
            return (code(value),)
        case When():
            return (Dated(value),)
        case str():
            return _named(at, value, names)
        case _:
            return None


def _named(at: str, value: str, names: Names) -> Sentence | None:
    if at in _SHORT:
        return _text(value, quoted=True)
    actor = names.actors.get(value) if at in _ACTORS else None
    return (Typed(actor.name),) if actor else None


def _sources(old: Source | None, new: Source | None) -> tuple[Sentence | None, Sentence | None]:
    """Two sources by their publishers or, where that is one, by their titles."""
    if old is None or new is None:
        return None, None
    if old.publisher != new.publisher:
        return (Read(old),), (Read(new),)
    if old.title and new.title:
        return _text(old.title, quoted=True), _text(new.title, quoted=True)
    return None, None


def _conditions(found: tuple[Condition, ...], *, but: tuple[Condition, ...]) -> Sentence | None:
    """The conditions that the other version does not hold as they are, if they are few."""
    own = [each for each in found if each not in but]
    if len(own) > _FEW:
        return None
    return listed(_condition(each) for each in own) if own else _NONE


def _condition(each: Condition) -> Sentence:
    return code(each.state), Own(" "), code(each.form), Own(" ("), Typed(each.text), Own(")")


def _text(text: str, *, quoted: bool) -> Sentence:
    typed = Typed(text, limit=_LIMIT)
    return (Own("“"), typed, Own("”")) if quoted else (typed,)
