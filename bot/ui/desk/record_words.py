"""Records as named values in words, in one order for all, so that the log can say what differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from bot.domain.records import Condition, Name
from bot.domain.when import When
from bot.services.desk.log_answers import RecordChange
from bot.ui.prose.facts import code
from bot.ui.prose.spans import Dated, Own, Sentence, Typed, joined

Names: TypeAlias = Mapping[str, str]

_TITLE = 120
# What a record of each sort is known by, in a few words.
_HEADS = (
    "name",
    "title",
    "publisher",
    "holder",
    "claimant",
    "actor",
    "voice",
    "speaker",
    "about",
    "principal",
    "issue",
    "event",
    "position",
    "relation",
    "role",
    "status",
    "when",
    "said",
)
_MOST = 5
_LABELS = {
    "about": "about whom",
    "about_record": "what it speaks of",
    "addressee": "put to",
    "announced_by": "announced by",
    "archive_url": "archived copy",
    "ascribed": "position ascribed",
    "citation.words": "words it was read in",
    "directness": "whose words",
    "evidence.words": "words",
    "follows": "after",
    "held": "held from and to",
    "holder": "actor",
    "kind": "kind",
    "lang": "language",
    "method_version": "version of the method",
    "names": "other names",
    "on_behalf_of": "for whom",
    "polarity": "whether it says that it is so",
    "principal": "speaks for",
    "proposal.duration": "duration of the proposal",
    "proposal.proposed": "proposed",
    "proposal.status": "state of the proposal",
    "proposal.terms": "terms of the proposal",
    "said": "said on",
    "silent_on": "what it leaves out",
    "stale_after_days": "stale after days",
    "url": "link",
    "within": "passed on by",
}
# Fields that hold a key: shown by what it stands for.
_KEYS = frozenset(
    {
        "about",
        "about_record",
        "actor",
        "addressee",
        "announced_by",
        "claimant",
        "event",
        "follows",
        "holder",
        "issue",
        "issues",
        "on_behalf_of",
        "principal",
        "silent_on",
        "source",
        "speaker",
        "voice",
        "within",
    },
)
_QUOTED = frozenset(
    {"context", "note", "outcome", "question", "terms", "text", "translation", "words"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A named value that an act wrote; `was` None: there was none, `now` None: there is none."""

    name: Sentence
    was: Sentence | None
    now: Sentence | None


def differs(change: RecordChange, names: Names) -> tuple[Differs, ...]:
    """Every value in which two versions differ; of a record that began, all that it holds."""
    was = {} if change.before is None else values(change.before.record, names)
    now = values(change.now.record, names)
    return tuple(
        Differs(name=(Own(name),), was=was.get(name), now=now.get(name))
        for name in dict.fromkeys((*now, *was))
        if was.get(name) != now.get(name)
    )


def values(record: Any, names: Names) -> dict[str, Sentence]:
    """All that a record holds, by name; what is empty is left out."""
    return dict(_values(record, names, ""))


def identity(record: Any, names: Names) -> Sentence:
    """A record in a few words: who, on what, where it stands; its key says which it is."""
    held = {item.name for item in fields(record)}
    evidence = getattr(record, "evidence", None)
    found: list[Sentence] = []
    for name in _HEADS:
        inside = record if name in held else evidence
        value = getattr(inside, name, None) if inside is not None else None
        if value not in {None, ""}:
            found.append(_value(name, value, names))
    # A speaker who is the holder need not be named twice.
    return joined(list(dict.fromkeys(found))[:_MOST], " · ")


def _values(part: Any, names: Names, prefix: str) -> Iterator[tuple[str, Sentence]]:
    for name in (item.name for item in fields(part)):
        value = getattr(part, name)
        if name == "key" or value is None or value in {"", ()}:
            continue
        path = f"{prefix}{name}"
        if is_dataclass(value) and not isinstance(value, When):
            yield from _values(value, names, f"{name}.")
        elif name == "conditions":
            for at, each in enumerate(value, 1):
                yield f"condition {at}", _condition(each, names)
        else:
            yield _label(path, name), _value(name, value, names)


def _label(path: str, name: str) -> str:
    return _LABELS.get(path) or _LABELS.get(name) or name.replace("_", " ")


def _value(name: str, value: Any, names: Names) -> Sentence:
    found: Sentence
    match value:
        case bool():
            found = (Own("yes" if value else "no"),)
        case StrEnum():
            found = (code(value),)
        case When():
            found = (Dated(value),)
        case int():
            found = (Own(f"{value:,}"),)
        case Name():
            found = (Typed(value.text, limit=_TITLE),)
        case tuple():
            found = joined((_value(name, each, names) for each in value), ", ")
        case _ if name in _KEYS and value in names:
            found = (Typed(names[value], limit=_TITLE),)
        case _ if name in _QUOTED:
            found = (Own("“"), Typed(str(value), limit=None), Own("”"))
        case _:
            found = (Typed(str(value), limit=None),)
    return found


def _condition(condition: Condition, names: Names) -> Sentence:
    to = condition.addressee
    whom = (Own(", to "), Typed(names.get(to, to))) if to else ()
    since = (Own(", "), Dated(condition.settled_on)) if condition.settled_on else ()
    text = (Own(": "), Typed(condition.text, limit=None), Own(" ("))
    return (
        code(condition.kind),
        Own(", "),
        code(condition.form),
        *whom,
        *text,
        code(condition.state),
        *since,
        Own(")"),
    )
