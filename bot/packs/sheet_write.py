"""Writing records as a table: one file for all kinds, which no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from bot.domain.records import KIND_NAMES, Record
from bot.errors import InvalidInputError
from bot.packs import shape
from bot.packs.cells import neutral
from bot.packs.columns import KINDS, MAX_COLUMNS, MAX_ELEMENTS, PACK, RECORD, column, order
from bot.packs.format import Pack
from bot.packs.positions import Path
from bot.packs.sheet import marked_blank
from bot.packs.sheet_text import MAX_CELL

# Spreadsheets take a file without this mark for one in the machine's old encoding.
_BOM = "\ufeff"

Row = tuple[str, Mapping[str, Any], Mapping[Path, str]]


def encode_sheet(pack: Pack) -> bytes:
    """Write a pack as a table: the same bytes for the same pack.

    Raises InvalidInputError for what a table has no room for.
    """
    settings = {"name": pack.name, "zone": pack.zone, "default_issue": pack.default_issue}
    rows: list[Row] = [
        (PACK, {}, {(name,): marked_blank(text) for name, text in settings.items() if text}),
    ]
    rows += [(KIND_NAMES[type(record)], {}, cells_of(record)) for _, record in pack.records()]
    return written(rows, ())


def cells_of(record: Record) -> dict[Path, str]:
    """The cells of a record by their paths; what equals its default has none."""
    cells: dict[Path, str] = {}
    _flatten(msgspec.to_builtins(shape.to_file(record)), (), cells)
    return cells


def _flatten(value: Any, at: Path, cells: dict[Path, str]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _flatten(inner, (*at, name), cells)
    elif isinstance(value, list | tuple):
        if not value:
            return
        if all(isinstance(each, str) for each in value):
            cells[at] = " ".join(value)
            return
        if len(value) > MAX_ELEMENTS:
            raise _no_room(f"a record with {len(value):,} entries in “{at[0]}”")
        for number, inner in enumerate(value):
            _flatten(inner, (*at, number), cells)
    elif value is not None:
        text = marked_blank(value) if isinstance(value, str) else str(value)
        if len(text) >= MAX_CELL:
            raise _no_room(f"a text of {len(text):,} characters")
        cells[at] = text


def written(rows: Sequence[Row], before: Iterable[str]) -> bytes:
    """A table of rows: their kind, cells of the columns `before`, and the cells of the record."""
    places: dict[Path, tuple[Any, ...]] = {}
    for kind, _, cells in rows:
        for path in cells:
            if path not in places:
                places[path] = (KINDS.index(kind), order(kind, path))
    paths = [("key",), *sorted(places.keys() - {("key",)}, key=lambda path: places[path])]
    if len(paths) >= MAX_COLUMNS:
        raise _no_room(f"records that need {len(paths):,} columns")
    before = tuple(before)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*before, RECORD, *map(column, paths)])
    for kind, extra, cells in rows:
        head = [neutral(str(extra.get(name, ""))) for name in before]
        writer.writerow([*head, kind, *(neutral(cells.get(path, "")) for path in paths)])
    return (_BOM + text.getvalue()).encode()


def _no_room(what: str) -> InvalidInputError:
    return InvalidInputError(f"CSV has no room for {what}. Export it as JSON.")
