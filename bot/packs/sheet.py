"""Reading records from a table: a row each, with the columns that a kind has, in any order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.packs import moments, refusals, shape
from bot.packs.cells import restored
from bot.packs.columns import (
    HISTORY,
    KINDS,
    LIST_OF,
    MAX_ELEMENTS,
    PACK,
    RECORD,
    Node,
    column,
    meaning,
    near,
    node_at,
    tree,
)
from bot.packs.faults import PackError
from bot.packs.positions import Path
from bot.packs.sheet_text import rows_of, text_of

_DAYS = re.compile(moments.DAYS)
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?([Zz]|[+-][0-9]{2}:[0-9]{2})",
)
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_BETWEEN = re.compile(r"[\s,;]+")
_BLANK = re.compile(r"\s*(\"{2,})?")
_MARKED_BLANK = re.compile(r"\s*\"{2,}")
_SHOWN = 60
_TWICE = "Another column of this row says the same. Empty one of them."
_DAY_OR_TIME = ("days", "at", "from")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: its record as the strict struct of its list, or what is wrong with it."""

    line: int
    kind: str
    key: str
    value: Any = None
    fault: PackError | None = None


class Sheet:
    """A table under way: its header first, then its rows, each by itself."""

    def __init__(self, data: bytes, filename: str, zone: str) -> None:
        """Read the header; `zone` counts the days of dates that stand in one cell.

        Raises PackError where the file is no such table.
        """
        self.filename = filename
        self._zone = zone
        self.pack: dict[str, str] = {}
        self._counted_in: str | None = None
        self._rows = rows_of(text_of(data, filename), filename)
        line, header = next(self._rows, (1, []))
        self._header = [name.strip().lower() for name in header]
        try:
            self._check_header()
        except shape.Fault as fault:
            raise PackError(fault.sentence, filename=filename, line=line) from fault
        self._kind_at = self._header.index(RECORD)
        self._paths = {
            kind: [meaning(kind, name) if name else None for name in self._header] for kind in KINDS
        }

    def rows(self) -> Iterator[Row]:
        """Every record's row; what the row of the pack itself says is kept in `pack`.

        Raises PackError where the rest cannot be told apart into rows.
        """
        for line, cells in self._rows:
            kind = cells[self._kind_at].strip().lower() if self._kind_at < len(cells) else ""
            kind = restored(kind)
            key = ""
            try:
                content = self._content(kind, cells)
                if kind == PACK:
                    self._take_pack(content)
                    continue
                key = str(content.get("key", ""))
                value = self._converted(kind, content)
            except _CellError as error:
                place = f"column {error.column}" if error.column else ""
                fault = PackError(error.sentence, filename=self.filename, line=line, path=place)
                yield Row(line, kind, key, fault=fault)
            else:
                yield Row(line, kind, key, value)

    def _take_pack(self, content: dict[str, str]) -> None:
        if self.pack:
            raise _CellError(RECORD, "The pack has a row already. Keep one of them.")
        if self._counted_in not in {None, content.get("zone", self._counted_in)}:
            raise _CellError(
                "zone",
                f"Dates above were read in the zone {self._counted_in}. Put this row first.",
            )
        self.pack = content

    def _check_header(self) -> None:
        names = [name for name in self._header if name]
        if any(name.startswith(HISTORY) for name in names):
            raise shape.Fault(
                (),
                "This is an export with its history, which cannot be taken in again. Export it "
                "without history.",
            )
        if RECORD not in names:
            raise shape.Fault(
                (),
                "The first line must name the columns, and one of them must be “record”. "
                "docs/csv.md shows how.",
            )
        for name in names:
            if names.count(name) > 1:
                raise shape.Fault(
                    (), f"The column “{name[:_SHOWN]}” stands there twice. Keep one of them."
                )
            if name != RECORD and all(meaning(kind, name) is None for kind in KINDS):
                found = near(name)
                help_ = f"Did you mean “{found}”?" if found else "docs/csv.md lists all columns."
                raise shape.Fault((), f"There is no column “{name[:_SHOWN]}”. {help_}")

    def _content(self, kind: str, cells: list[str]) -> dict[str, Any]:
        """What a row holds, by the names of the file's shape."""
        if kind not in KINDS:
            said = (
                f"“{kind[:_SHOWN]}” is no kind of record"
                if kind
                else "The kind of record is missing"
            )
            raise _CellError(RECORD, f"{said}. Use one of {', '.join(KINDS)}.")
        content: dict[str, Any] = {}
        dates: list[tuple[Path, str, str]] = []
        filled: set[Path] = set()
        for at, cell in enumerate(cells):
            if at == self._kind_at or not cell.strip():
                continue
            name = self._header[at] if at < len(self._header) else ""
            if not name:
                raise _CellError("", f"Cell {at + 1} of this row stands below no column’s name.")
            path = self._paths[kind][at]
            if path is None:
                raise _CellError(name, f"A row of kind “{kind}” has no such cell. Empty it.")
            if path in filled:
                raise _CellError(name, _TWICE)
            filled.add(path)
            node = node_at(kind, path) or Node()
            if node.moment:
                dates.append((path, name, restored(cell).strip()))
                continue
            _put(content, path, _value(node, restored(cell), name))
        for path, name, text in dates:
            self._put_date(content, path, name, text)
        return _lists(content, tree(kind))

    def _put_date(self, content: dict[str, Any], path: Path, name: str, text: str) -> None:
        """Read a date that stands in one cell, with what further cells say of it."""
        given = _at(content, path)
        if not given.keys().isdisjoint(_DAY_OR_TIME):
            raise _CellError(name, _TWICE)
        if _DAYS.fullmatch(text):
            _put(content, (*path, "days"), text)
        elif found := _INSTANT.fullmatch(text):
            day, time, seconds, offset = found.groups()
            _put(content, (*path, "at"), f"{day}T{time}{seconds or ':00'}{offset.upper()}")
        else:
            raise _CellError(
                name,
                f"“{text[:_SHOWN]}” is no date as files have them. Write 2025-03-16, 2025-03, "
                "2025-03-10/2025-03-16 or 2025-03-16T12:00Z, and the source’s words in "
                f"“{name}.phrase”.",
            )
        given.setdefault("phrase", text)
        zone = self.pack.get("zone", self._zone)
        if "zone" not in given:
            self._counted_in = zone
            if zone != "UTC":
                given["zone"] = zone

    def _converted(self, kind: str, content: dict[str, Any]) -> Any:
        """The row as the strict struct of its list."""
        _complete(content, tree(kind), ())
        try:
            return msgspec.convert(content, shape.twin(shape.LISTS[LIST_OF[kind]]))
        except msgspec.ValidationError as error:
            path, sentence = refusals.of_invalid(error, within=(LIST_OF[kind], 0))
            raise _CellError(column(path[2:]), sentence) from error


class _CellError(Exception):
    """What is wrong with a cell, and in which column it stands."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


def _value(node: Node, text: str, name: str) -> Any:
    if node.keys:
        return [key for key in _BETWEEN.split(text) if key]
    if node.number:
        if not _NUMBER.fullmatch(text.strip()):
            raise _CellError(name, f"“{text.strip()[:_SHOWN]}” is no whole number. Give one.")
        return int(text)
    return text.strip() if node.code else _unmarked(text)


def marked_blank(text: str) -> str:
    """A text that shows nothing, with a pair of quotation marks, so that its cell is not empty."""
    return f'{text}""' if _BLANK.fullmatch(text) else text


def _unmarked(text: str) -> str:
    return text[:-2] if _MARKED_BLANK.fullmatch(text) else text


def _put(content: dict[str, Any], path: Path, value: Any) -> None:
    _at(content, path[:-1])[path[-1]] = value


def _at(content: dict[str, Any], path: Path) -> dict[Any, Any]:
    inner: dict[Any, Any] = content
    for step in path:
        inner = inner.setdefault(step, {})
    return inner


def _lists(content: dict[str, Any], node: Node) -> dict[str, Any]:
    """The content with its numbered elements as lists, in their order, without gaps."""
    for name, inner in node.fields.items():
        if name not in content:
            continue
        if inner.many:
            elements = content[name]
            content[name] = [
                _lists(elements[at], Node(fields=inner.fields))
                for at in sorted(elements)[:MAX_ELEMENTS]
            ]
        elif inner.fields:
            _lists(content[name], inner)
    return content


def _complete(content: dict[str, Any], node: Node, at: Path) -> None:
    """Refuse what a row lacks, by the name of the column to fill in."""
    for name in node.required:
        inner, here = node.fields[name], (*at, name)
        if name not in content:
            if inner.moment:
                raise _CellError(column(here), "The date is missing. Write one such as 2025-03-16.")
            if not inner.fields:
                raise _CellError(column(here), "This cell is empty. Fill it in.")
            content[name] = {}
    for name, inner in node.fields.items():
        if name not in content or not inner.fields or inner.keys:
            continue
        if inner.many:
            for number, element in enumerate(content[name]):
                _complete(element, inner, (*at, name, number))
        else:
            _complete(content[name], inner, (*at, name))
