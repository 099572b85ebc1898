"""Who is meant: records that name another actor after a merge or a split, and nothing else new.

A merge or a split is neither a change nor a correction of what was said. Its acts are known by how
they are called, and what they wrote is told to nobody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.domain.records import Record
from bot.errors import InvalidInputError

R = TypeVar("R", bound=Record)

MERGE = "merge"
SPLIT = "split"
# What the reasons of these acts begin with, and what those of taking one back end with.
MERGED = "merged: "
PARTED = "split: "
THE_MERGE = "the merge"
THE_SPLIT = "the split"
# Every field, of a record or of a part of one, that names an actor.
NAMING = frozenset(
    {
        "actor",
        "about",
        "addressee",
        "announced_by",
        "claimant",
        "holder",
        "on_behalf_of",
        "principal",
        "speaker",
        "voice",
    },
)


def merge_act(gone: str, kept: str) -> str:
    """What an act is called that makes two actors one, by their keys."""
    return f"{MERGE} {gone} {kept}"


def split_act(was: str, new: str) -> str:
    """What an act is called that makes one actor two, by their keys."""
    return f"{SPLIT} {was} {new}"


def merged_keys(what: str) -> tuple[str, str] | None:
    """Which actor went and which stays by an act of this name; None where it is no merge."""
    match what.split(" "):
        case [verb, gone, kept] if verb == MERGE:
            return gone, kept
        case _:
            return None


def is_identity(what: str) -> bool:
    """Whether an act of this name is a merge or a split."""
    return what.startswith((f"{MERGE} ", f"{SPLIT} "))


def is_identity_reason(reason: str | None) -> bool:
    """Whether a version's reason is that of a merge or a split, or of taking one back."""
    undone = (f"undone: {THE_MERGE}", f"undone: {THE_SPLIT}")
    return (reason or "").startswith((MERGED, PARTED, *undone))


def named(value: Any) -> Iterator[str]:
    """The key of every actor that a record, or a part of one, names; some more than once."""
    for name in (item.name for item in fields(value)):
        held = getattr(value, name)
        if name in NAMING and held is not None:
            yield held
        elif isinstance(held, tuple):
            for each in held:
                if is_dataclass(each):
                    yield from named(each)
        elif is_dataclass(held):
            yield from named(held)


def renamed(record: R, meant: Mapping[str, str]) -> R:
    """The record with other actors in the places of some.

    Raises InvalidInputError where it would speak of itself.
    """
    return _swapped(record, lambda key, _: meant.get(key, key))  # type: ignore[no-any-return]


def carried(older: R, before: R, after: R) -> R:
    """An older version with the names that `after` gave what `before` named otherwise.

    One that would speak of itself then stays as it is.
    """
    places = dict(_places(before))
    moved = {
        place: (places[place], key)
        for place, key in _places(after)
        if place in places and places[place] != key
    }

    def swap(key: str, place: tuple[object, ...]) -> str:
        was, now = moved.get(place, ("", key))
        return now if key == was else key

    try:
        return _swapped(older, swap)  # type: ignore[no-any-return]
    except InvalidInputError:
        return older


_Place = tuple[object, ...]


def _places(value: Any, at: _Place = ()) -> Iterator[tuple[_Place, str]]:
    for name in (item.name for item in fields(value)):
        held, place = getattr(value, name), (*at, name)
        if name in NAMING and held is not None:
            yield place, held
        elif isinstance(held, tuple):
            for number, each in enumerate(held):
                if is_dataclass(each):
                    yield from _places(each, (*place, _mark(held, number)))
        elif is_dataclass(held):
            yield from _places(held, place)


def _swapped(value: Any, swap: Callable[[str, _Place], str], at: _Place = ()) -> Any:
    """The same value; only where something differs is anything made anew."""
    new: dict[str, Any] = {}
    for name in (item.name for item in fields(value)):
        held, place = getattr(value, name), (*at, name)
        made: Any
        if name in NAMING and held is not None:
            made = swap(held, place)
        elif isinstance(held, tuple):
            made = tuple(
                _swapped(each, swap, (*place, _mark(held, number))) if is_dataclass(each) else each
                for number, each in enumerate(held)
            )
        elif is_dataclass(held):
            made = _swapped(held, swap, place)
        else:
            continue
        if made != held:
            new[name] = made
    return replace(value, **new) if new else value


def _mark(parts: Sequence[Any], number: int) -> object:
    """Which of several parts it is: by its text, as conditions move, else by its place."""
    texts = [getattr(part, "text", None) for part in parts]
    return texts[number] if texts.count(texts[number]) == 1 else number
