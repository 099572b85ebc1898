"""The columns of records in a table: dotted paths, derived from the shape of a pack's file.

`evidence.said.days` is a field inside others, `conditions.2.text` one of the second of a list, and
`issues` holds keys with spaces between them. A date may stand in one cell at its own path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from msgspec import inspect

from bot.domain.records import KIND_NAMES
from bot.packs import shape
from bot.packs.moments import Moment
from bot.packs.positions import Path

PACK = "pack"
# The column that says what kind of record a row is; `kind` is a field of some of them.
RECORD = "record"
MAX_COLUMNS = 2000
# The most elements of one list that a table has room for.
MAX_ELEMENTS = 200
HISTORY = "history."

LIST_OF = {KIND_NAMES[kind]: name for name, kind in shape.LISTS.items()}
KINDS = (PACK, *LIST_OF)
_PACK_FIELDS = ("name", "zone", "default_issue")
# What a column's name may leave out, where that leaves one meaning.
_IMPLIED = ("", "evidence.", "citation.")
_CODES = (inspect.EnumType, inspect.DateType, inspect.DateTimeType)
# A longer name of a column means nothing; so many are remembered, whatever files are given.
_LONGEST_NAME = 80
_REMEMBERED = 8192
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Node:
    """What may stand at a path: `fields` of an object or of each element of a list.

    `keys` is a list of keys, `number` a whole number, `moment` a date and `code` a text of a form
    that blanks around it do not change.
    """

    fields: dict[str, "Node"] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    many: bool = False
    keys: bool = False
    number: bool = False
    moment: bool = False
    code: bool = False


def _node(kind: Any) -> Node:
    if isinstance(kind, inspect.Metadata):
        return _node(kind.type)
    if isinstance(kind, inspect.UnionType):
        return _node(next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
    if isinstance(kind, inspect.VarTupleType):
        inner = _node(kind.item_type)
        if not inner.fields:
            return Node(keys=True)
        return Node(fields=inner.fields, required=inner.required, many=True)
    if isinstance(kind, inspect.StructType):
        return Node(
            fields={each.encode_name: _node(each.type) for each in kind.fields},
            required=tuple(each.encode_name for each in kind.fields if each.required),
            moment=kind.cls is Moment,
        )
    return Node(number=isinstance(kind, inspect.IntType), code=isinstance(kind, _CODES))


@cache
def tree(kind: str) -> Node:
    """What a row of a kind holds."""
    if kind == PACK:
        return Node(fields={name: Node() for name in _PACK_FIELDS})
    return _node(inspect.type_info(shape.twin(shape.LISTS[LIST_OF[kind]])))


def node_at(kind: str, path: Path) -> Node | None:
    """What stands at a path of a kind; None where nothing may."""
    node = tree(kind)
    in_list = False
    for step in path:
        if isinstance(step, int):
            if not in_list or step >= MAX_ELEMENTS:
                return None
            in_list = False
            continue
        found = None if in_list else node.fields.get(step)
        if found is None:
            return None
        node, in_list = found, found.many
    return None if in_list else node


def _path(name: str) -> Path:
    return tuple(int(part) - 1 if _NUMBER.fullmatch(part) else part for part in name.split("."))


def meaning(kind: str, name: str) -> Path | None:
    """The path that a column's name means for a kind; None where the kind has no such cell."""
    return known_meaning(kind, name) if len(name) <= _LONGEST_NAME else None


@lru_cache(maxsize=_REMEMBERED)
def known_meaning(kind: str, name: str) -> Path | None:
    """The path of a name that is short enough to be remembered."""
    for implied in _IMPLIED:
        path = _path(implied + name)
        node = node_at(kind, path)
        if node is not None and (node.moment or not node.fields):
            return path
    return None


def column(path: Path) -> str:
    """The name of the column of a path."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


@cache
def columns_of(kind: str) -> tuple[str, ...]:
    """Every column of a kind in its order, of a list those of the first element."""
    return tuple(_leaves(tree(kind), ""))


@cache
def _known() -> tuple[str, ...]:
    return (RECORD, *dict.fromkeys(each for kind in KINDS for each in columns_of(kind)))


def _leaves(node: Node, at: str) -> Iterator[str]:
    for name, inner in node.fields.items():
        here = f"{at}{name}"
        if not inner.fields or inner.moment:
            yield here
        if inner.fields:
            yield from _leaves(inner, f"{here}.1." if inner.many else f"{here}.")


def near(name: str) -> str | None:
    """The column that an unknown name comes near to."""
    known = [*_known(), *(each.rpartition(".")[2] for each in _known())]
    found = get_close_matches(name, known, 1, cutoff=0.7)
    return found[0] if found else None


def order(kind: str, path: Path) -> tuple[tuple[int, int], ...]:
    """Where a path of a kind stands among its columns."""
    node, found = tree(kind), []
    for step in path:
        if isinstance(step, int):
            found.append((0, step))
        else:
            found.append((1, list(node.fields).index(step)))
            node = node.fields[step]
    return tuple(found)
