"""What msgspec and json say of bad input, turned into sentences that say what would work."""

import json
import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from bot.domain.vocabulary import Position
from bot.packs import moments, shape
from bot.packs.positions import Path

_PLACE = re.compile(r" - at `\$(.*)`$")
_BYTE = re.compile(r" \(byte (\d+)\)$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_KINDS = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object in { }",
    "array": "a list in [ ]",
    "null": "nothing (leave the field out)",
    "date": "a day such as “2025-03-16”",
    "datetime": "a time such as “2025-03-16T12:00:00Z”",
}
_PATTERNS = {
    shape.SHOWN: "This text is empty. Fill it in.",
    shape.KEY: "A key is 1 to 32 lower-case letters, digits and inner hyphens, such as “putin”.",
    shape.HTTPS: "This is no https link. Give one that begins with https://.",
    moments.DAYS: "Write days as 2025, 2025-02, 2025-03-16, 2025-03-10/2025-03-16 or "
    "2025-03-10/.. when open.",
}
_SHOWN = 60


def of_invalid(error: msgspec.ValidationError, within: Path = ()) -> tuple[Path, str]:
    """The path that a value of the wrong shape stands at, and what to say of it.

    `within` is the path of what was read by itself.
    """
    text = str(error)
    found = _PLACE.search(text)
    path = within
    if found:
        steps = (name or int(number) for name, number in _STEP.findall(found[1]))
        path = (*within, *steps)
        text = text[: found.start()]
    return _sentence(path, text)


def _sentence(path: Path, text: str) -> tuple[Path, str]:
    if wanted := re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        return (*path, wanted[1]), _unknown_field(path, wanted[1])
    for pattern, said in _SAYINGS:
        if wanted := re.fullmatch(pattern, text, re.DOTALL):
            return path, said(path, *wanted.groups())
    return path, f"This cannot be used: {text}. See docs/packs.md."


def _wrong_kind(_path: Path, wanted: str, got: str) -> str:
    kinds = [_KINDS.get(each, each) for each in wanted.split(" | ") if each != "null"]
    here = _KINDS.get(got, got).removesuffix(" (leave the field out)")
    return f"Here stands {here}. Give {' or '.join(kinds)}."


def _wrong_form(_path: Path, pattern: str) -> str:
    return next(
        (said for known, said in _PATTERNS.items() if repr(known) == pattern),
        "This text has another form than the field needs.",
    )


def _out_of_bounds(_path: Path, sign: str, bound: str) -> str:
    return f"The number must be {'at least' if sign == '>=' else 'at most'} {bound}."


def _unknown_field(path: Path, name: str) -> str:
    node = _type_at(path)
    known = [each.encode_name for each in node.fields] if hasattr(node, "fields") else []
    near = get_close_matches(name, known, 1)
    meant = f"Did you mean “{near[0]}”?" if near else f"Known are {', '.join(known)}."
    return f"There is no field “{name[:_SHOWN]}” here. {meant}"


def _unknown_code(path: Path, value: str) -> str:
    if path == ("format",):
        return f"This is no pack: its format is “{value[:_SHOWN]}”, not “{shape.FORMAT}”."
    if path == ("version",):
        return (
            f"The pack is of version {value[:_SHOWN]}, and this program reads version "
            f"{shape.VERSION}. Export it again from a matching program."
        )
    node = _type_at(path)
    members = getattr(getattr(node, "cls", None), "__members__", {}).values()
    codes = [str(each) for each in members if each is not Position.NO_RECORD]
    near = get_close_matches(value, codes, 1)
    meant = f"Did you mean “{near[0]}”? " if near else ""
    return f"“{value[:_SHOWN]}” is no code of this field. {meant}Use one of {', '.join(codes)}."


@cache
def _file() -> Any:
    return inspect.type_info(shape.File)


def _type_at(path: Path) -> Any:
    """What msgspec knows of the type at a path."""
    node: Any = _file()
    for step in path:
        node = _bare(node)
        if isinstance(step, int):
            node = node.item_type
        else:
            node = next(each.type for each in node.fields if each.encode_name == step)
    return _bare(node)


def _bare(node: Any) -> Any:
    while isinstance(node, inspect.Metadata | inspect.UnionType):
        if isinstance(node, inspect.Metadata):
            node = node.type
        else:
            node = next(each for each in node.types if not isinstance(each, inspect.NoneType))
    return node


def of_malformed(text: str, error: msgspec.DecodeError) -> tuple[int, str]:
    """The line at which a text stops being JSON, and what to say of it."""
    try:
        json.loads(text)
    except json.JSONDecodeError as found:
        said = found.msg[:1].lower() + found.msg[1:]
        return found.lineno, f"This is not JSON from here on ({said}). Mend the line above or this."
    except (RecursionError, ValueError):
        pass
    # What json takes and msgspec does not, msgspec names by its byte.
    found_at = _BYTE.search(str(error))
    before = text.encode()[: int(found_at[1])].decode(errors="ignore") if found_at else text
    return before.count("\n") + 1, f"This cannot be read as JSON ({_BYTE.sub('', str(error))})."


_SAYINGS: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        r"Object missing required field `(.*)`",
        lambda _, name: f"The field “{name}” is missing. Add it.",
    ),
    (r"Invalid enum value '?(.*?)'?", _unknown_code),
    (r"Expected `str` matching regex (.*)", _wrong_form),
    (
        r"Expected `str` of length <= (\d+)",
        lambda _, most: f"This text is too long. Keep the {int(most):,} characters that matter.",
    ),
    (r"Expected `int` (>=|<=) (-?\d+)", _out_of_bounds),
    (
        r".*timezone.*",
        lambda _: f"A time needs its zone. Give {_KINDS['datetime']}.",
    ),
    (
        r"Invalid RFC3339 encoded (date|datetime)",
        lambda _, kind: f"This is no date of the calendar. Give {_KINDS[kind]}.",
    ),
    (
        r"Integer value out of range",
        lambda _: "This number has too many digits. Give a smaller one.",
    ),
    (r"Expected `(.*)`, got `(.*)`", _wrong_kind),
)
