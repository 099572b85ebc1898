"""The shape of a pack's file, made from the records themselves.

Each record's dataclass has a strict twin here with the same fields in the same order, so a field
added to a record is a field of the file. Twins refuse unknown fields and leave defaults unwritten;
a `When` becomes a `Moment`.
"""

from dataclasses import MISSING, fields, is_dataclass
from inspect import getdoc
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta

from bot.domain import records
from bot.domain.records import MAX_STALE_AFTER, MAX_WORDS
from bot.domain.when import When
from bot.errors import InvalidInputError
from bot.packs import moments
from bot.packs.moments import Moment
from bot.packs.positions import Path

FORMAT = "stancebot.pack"
VERSION = 1

# The lists of a file in the order in which they stand: what is named comes before what names it.
LISTS: dict[str, type[Any]] = {
    "sources": records.Source,
    "actors": records.Actor,
    "issues": records.Issue,
    "mandates": records.Mandate,
    "events": records.Event,
    "roles": records.Role,
    "stances": records.Stance,
    "statements": records.Statement,
    "claims": records.Claim,
}

MAX_NAME = 100
SHOWN = r"\S"
KEY = r"^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"
HTTPS = r"^https://"
_HIGHEST_NUMBER = 9999

_Text = Annotated[str, Meta(pattern=SHOWN)]
_NARROWED: dict[str, Any] = {
    "key": Annotated[str, Meta(pattern=KEY, description="Permanent within a server.")],
    "words": Annotated[str, Meta(pattern=SHOWN, max_length=MAX_WORDS)],
    "url": Annotated[str, Meta(pattern=HTTPS)] | None,
    "archive_url": Annotated[str, Meta(pattern=HTTPS)] | None,
    "authority": Annotated[int, Meta(ge=1, le=_HIGHEST_NUMBER)],
    "stale_after_days": Annotated[int, Meta(ge=0, le=MAX_STALE_AFTER)] | None,
    "method_version": Annotated[int, Meta(ge=1, le=_HIGHEST_NUMBER)],
}


class Fault(Exception):  # noqa: N818 -- it carries a fault to the one who knows the file
    """A value that is well formed and still means nothing."""

    def __init__(self, path: Path, sentence: str) -> None:
        """Keep where it stands and what to say of it."""
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence


def _written(hint: Any) -> Any:
    """The type that stands in the file for a type of a record."""
    if hint is When:
        return Moment
    if is_dataclass(hint) and isinstance(hint, type):
        return twin(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return Union[tuple(each if each is NoneType else _written(each) for each in inner)]  # noqa: UP007 -- members are computed
    if origin is tuple:
        return GenericAlias(tuple, (_written(inner[0]), ...))
    return hint


_TWINS: dict[Any, Any] = {}


def twin(kind: Any) -> Any:
    """The strict struct of a record's dataclass or of a part of one; made once for each."""
    if kind not in _TWINS:
        _TWINS[kind] = _twin(kind)
    return _TWINS[kind]


def _twin(kind: Any) -> Any:
    hints = get_type_hints(kind)
    members: list[tuple[str, Any, Any]] = []
    for item in fields(kind):
        hint = _NARROWED.get(item.name) or _written(hints[item.name])
        if item.default is MISSING:
            members.append((item.name, _Text if hint is str else hint, NODEFAULT))
        else:
            members.append((item.name, hint, item.default))
    return msgspec.defstruct(
        kind.__name__,
        members,
        namespace={"__doc__": getdoc(kind), "__record__": kind},
        module=__name__,
        frozen=True,
        kw_only=True,
        omit_defaults=True,
        forbid_unknown_fields=True,
    )


File: Any = msgspec.defstruct(
    "Pack",
    [
        ("format", Literal["stancebot.pack"]),
        ("version", Literal[1]),
        ("name", Annotated[str, Meta(pattern=SHOWN, max_length=MAX_NAME)]),
        ("zone", str | None, None),
        ("default_issue", str | None, None),
        *((name, GenericAlias(tuple, (twin(kind), ...)), ()) for name, kind in LISTS.items()),
    ],
    namespace={
        "__doc__": "A portable file of records. Lists keep their order of entry; `zone` is the "
        "IANA zone and `default_issue` the usual issue of a server that has none of its own.",
    },
    module=__name__,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
)


def to_file(value: Any) -> Any:
    """A record, or a part of one, as it stands in a file."""
    if isinstance(value, When):
        return moments.write(value)
    if isinstance(value, tuple):
        return tuple(to_file(each) for each in value)
    if not is_dataclass(value):
        return value
    # What equals its default is not passed on: the struct leaves out only the default itself.
    given = {
        item.name: to_file(getattr(value, item.name))
        for item in fields(value)
        if item.default is MISSING or getattr(value, item.name) != item.default
    }
    return twin(type(value))(**given)


def from_file(value: Any, path: Path = ()) -> Any:
    """The record, or the part of one, that a file's value means; raises Fault with its path."""
    if isinstance(value, str):
        if "\0" in value:
            raise Fault(path, "The text holds a NUL character. Take it out.")
        return value
    if isinstance(value, tuple):
        return tuple(from_file(each, (*path, at)) for at, each in enumerate(value))
    if not isinstance(value, msgspec.Struct):
        return value
    given = {
        name: from_file(getattr(value, name), (*path, name)) for name in value.__struct_fields__
    }
    try:
        return moments.read(value) if isinstance(value, Moment) else _record_of(value)(**given)
    except InvalidInputError as error:
        raise Fault((*path, *_blamed(value, given)), error.text) from error


def _record_of(value: msgspec.Struct) -> Any:
    return getattr(type(value), "__record__", When)


def _blamed(value: Any, given: dict[str, Any]) -> tuple[str, ...]:
    """The field that a record's own check is about, where there is one."""
    match _record_of(value):
        case records.Stance:
            return ("position",)
        case records.Claim:
            return ("about",)
        case records.Citation:
            return ("words",)
        case records.Condition:
            return ("settled_on",)
        case records.Evidence:
            return ("said",) if given["said"].upper is None else ("words",)
        case _:
            return ()
