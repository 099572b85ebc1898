"""Which records a record names, by key; and what is left of a set when some are taken away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, cast

import msgspec

from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Issue,
    Record,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.packs.positions import Path

R = TypeVar("R", bound=Record)

_TOPICS = (Stance, Statement, Claim, Event)
# What a field must name, whichever record or part of one it is in.
_NAMED: dict[str, tuple[type[Any], ...]] = {
    "source": (Source,),
    "speaker": (Actor,),
    "voice": (Actor,),
    "principal": (Actor,),
    "holder": (Actor,),
    "claimant": (Actor,),
    "about": (Actor,),
    "actor": (Actor,),
    "addressee": (Actor,),
    "announced_by": (Actor,),
    "on_behalf_of": (Actor,),
    "issue": (Issue,),
    "issues": (Issue,),
    "silent_on": (Issue,),
    "event": (Event,),
    "follows": (Event,),
    "about_record": _TOPICS,
    "within": (Claim,),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A key that a record holds at `path`, and the kinds of record that it may name."""

    path: Path
    key: str
    kinds: tuple[type[Any], ...]


def references(value: Any, path: Path = ()) -> Iterator[Reference]:
    """Every key that a record, or a part of one, names."""
    for item in fields(value):
        held, at = getattr(value, item.name), (*path, item.name)
        kinds = _NAMED.get(item.name)
        if isinstance(held, tuple):
            for number, each in enumerate(held):
                if kinds:
                    yield Reference((*at, number), each, kinds)
                elif is_dataclass(each):
                    yield from references(each, (*at, number))
        elif kinds and held is not None:
            yield Reference(at, held, kinds)
        elif is_dataclass(held):
            yield from references(held, at)


def closed(records: Iterable[R]) -> list[R]:
    """The records that stand by themselves: none names one that is not among them.

    An optional reference to a missing record is cleared; a record that needs a missing one is left
    out, and with it what needs that one in turn.
    """
    kept = list(records)
    while True:
        keys = {record.key for record in kept}
        trimmed = [each for record in kept if (each := _without(record, keys)) is not None]
        if trimmed == kept:
            return kept
        kept = trimmed


def _without(record: R, keys: set[str]) -> R | None:
    """The record without what it names beyond `keys`; None when it cannot do without."""
    missing = [each.path for each in references(record) if each.key not in keys]
    if not missing:
        return record
    content = msgspec.to_builtins(record)
    for path in reversed(missing):
        if not _cleared(type(record), content, path):
            return None
    if isinstance(record, Role):
        return None
    return cast("R", msgspec.convert(content, type(record)))


def _cleared(kind: type[Any], content: dict[str, Any], path: Path) -> bool:
    """Take away the outermost optional thing that holds a path; False when all of it is needed."""
    field = cast("str", path[0])
    match path[1:]:
        case (int() as at,):
            content[field] = [each for n, each in enumerate(content[field]) if n != at]
        case (int() as at, str() as inner, *_):
            part = content[field][at]
            part[inner] = None
            if inner == "settled":
                # A date of which nobody knows where it was read says nothing.
                part["settled_on"] = None
        case _:
            content[field] = None
            return field in {item.name for item in fields(kind) if item.default is None}
    return True
