"""Reading a file of either form with all that is wrong in it, record by record.

What is wrong with one record refuses that record; what is wrong with the file refuses the file.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.domain.names import check_key
from bot.domain.records import KIND_NAMES, Record
from bot.errors import InvalidInputError
from bot.packs import refusals, shape
from bot.packs.columns import LIST_OF, column
from bot.packs.faults import Origin, PackError
from bot.packs.format import (
    MAX_BYTES,
    MAX_DEPTH,
    Pack,
    check_named,
    check_zone,
    decode,
    unique,
)
from bot.packs.positions import Path, lines_of, shown, too_deep
from bot.packs.sheet import Sheet
from bot.packs.sheet_text import MAX_RECORDS, TOO_MANY

_BOM = b"\xef\xbb\xbf"
_FORMS = (
    (b"<", "This is a web page or XML. Give the pack itself, as JSON or CSV."),
    (b"PK\x03\x04", "This is a zip file or a spreadsheet. Unpack it, or save it as “CSV UTF-8”."),
    (b"\x1f\x8b", "This is a compressed file. Unpack it first."),
    (b"%PDF", "This is a PDF file. Give a pack as JSON or CSV."),
    (b"\xd0\xcf\x11\xe0", "This is a spreadsheet of an old form. Save it as “CSV UTF-8”."),
    (b"\x89PNG", "This is a picture. Give a pack as JSON or CSV."),
    (b"\xff\xd8\xff", "This is a picture. Give a pack as JSON or CSV."),
)
_HEAD = ("name", "zone", "default_issue")
_RECORD = 2
# Objects and lists that a record holds, at most and on average.
_PARTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A record that cannot come in, as far as it is known: why, and where that stands."""

    kind: str
    key: str
    line: int | None
    place: str
    sentence: str

    @property
    def text(self) -> str:
        """Why, with the place before it."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as it was read: the pack of what is sound in it, and what is refused.

    `lines` says on which line each record of the pack begins, by its key; `table` whether the file
    is a table.
    """

    pack: Pack
    refused: tuple[Refusal, ...]
    lines: dict[str, int]
    table: bool

    def refusal(self, record: Record, path: Path, sentence: str) -> Refusal:
        """Why one record of the pack cannot come in; `path` is that of the pack."""
        return Refusal(
            kind=KIND_NAMES[type(record)],
            key=record.key,
            line=self.lines.get(record.key),
            place=_place(path, table=self.table),
            sentence=sentence,
        )


def read(data: bytes, *, filename: str, zone: str = "UTC", limit: int = MAX_BYTES) -> Reading:
    """Read a pack as JSON or as CSV, whichever it is.

    `zone` counts the days of a table's dates that name none. Raises PackError for what is no such
    file; what is wrong with single records is in the answer.
    """
    if len(data) > limit:
        raise PackError(too_large(len(data), limit), filename=filename)
    start = data[:64].removeprefix(_BOM).lstrip()
    if not data.removeprefix(_BOM).strip():
        raise PackError("The file is empty.", filename=filename)
    for begins, sentence in _FORMS:
        if start.startswith(begins):
            raise PackError(sentence, filename=filename, line=1)
    if start[:1] in {b"{", b"["} or filename.lower().endswith(".json"):
        return _json(data, filename)
    return _table(data, filename, zone)


def read_whole(data: bytes, *, filename: str, zone: str = "UTC") -> Pack:
    """Read a pack as JSON or CSV; raises PackError for the first thing that is wrong in it."""
    reading = read(data, filename=filename, zone=zone)
    if reading.refused:
        first = reading.refused[0]
        raise PackError(first.sentence, filename=filename, line=first.line, path=first.place)
    return reading.pack


def too_large(size: int, limit: int = MAX_BYTES) -> str:
    """What is said of a file that is too large, before any of it is read."""
    return f"The file has {size:,} bytes. Split it: at most {limit:,} can be read."


def _table(data: bytes, filename: str, zone: str) -> Reading:
    sheet = Sheet(data, filename, zone)
    sift = _Sift(table=True)
    for row in sheet.rows():
        if row.fault is None:
            sift.take(row.kind, row.value, row.line)
        else:
            sift.refuse(row.kind, row.key, row.line, row.fault.path, row.fault.sentence)
    name = filename.rpartition(".")[0] or filename
    head = {"name": name[: shape.MAX_NAME].strip() or "table", **sheet.pack}
    return sift.done(Origin(filename, b""), head)


def _json(data: bytes, filename: str) -> Reading:
    origin = Origin(filename, data.removeprefix(_BOM))
    # Before anything is made of it: brackets alone can fill the memory.
    if data.count(b"{") + data.count(b"[") > MAX_RECORDS * _PARTS:
        raise PackError(TOO_MANY, filename=filename)
    try:
        pack = decode(data, filename=filename, limit=len(data))
    except PackError:
        reading = _loosely(origin)
        if reading is None or not reading.refused:
            raise
        return reading
    if sum(1 for _ in pack.records()) > MAX_RECORDS:
        raise PackError(TOO_MANY, filename=filename)
    paths = {path: record.key for path, record in pack.records()}
    lines = lines_of(origin.data, paths)
    found = {key: lines[path] for path, key in paths.items()}
    return Reading(pack=pack, refused=(), lines=found, table=False)


def _loosely(origin: Origin) -> Reading | None:
    """The records of a pack each by itself; None where it is no pack even so."""
    try:
        content: Any = msgspec.json.decode(origin.data)
        json.loads(origin.data, object_pairs_hook=unique)
        if not isinstance(content, dict):
            return None
        lists = {name: content.pop(name, []) for name in shape.LISTS}
        msgspec.convert(content, shape.File)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    sound = all(isinstance(each, list) for each in lists.values())
    if (
        not sound
        or sum(map(len, lists.values())) > MAX_RECORDS
        or too_deep(origin.data, MAX_DEPTH) is not None
    ):
        return None
    sift = _Sift(table=False)
    faults: list[tuple[str, Any, Path, str]] = []
    values: list[tuple[str, Any, Path]] = []
    for name, elements in lists.items():
        for at, element in enumerate(elements):
            try:
                value = msgspec.convert(element, shape.twin(shape.LISTS[name]))
            except msgspec.ValidationError as error:
                path, sentence = refusals.of_invalid(error, within=(name, at))
                faults.append((name, element, path, sentence))
            else:
                values.append((name, value, (name, at)))
    lines = lines_of(origin.data, [*(each[2] for each in values), *(each[2] for each in faults)])
    for name, value, path in values:
        sift.take(KIND_NAMES[shape.LISTS[name]], value, lines[path], path)
    for name, element, path, sentence in faults:
        key = element.get("key") if isinstance(element, dict) else None
        kind = KIND_NAMES[shape.LISTS[name]]
        sift.refuse(kind, str(key or "")[:32], lines[path], shown(path), sentence)
    return sift.done(origin, {name: content[name] for name in _HEAD if name in content})


def _place(path: Path, *, table: bool) -> str:
    if not table:
        return shown(path)
    return f"column {column(path[_RECORD:])}" if len(path) > _RECORD else ""


@dataclass(slots=True)
class _Taken:
    """A record that is well formed, with its path and the line on which it begins."""

    path: Path
    record: Any
    line: int


class _Sift:
    """Takes the records of a file one by one, and refuses what cannot be used."""

    def __init__(self, *, table: bool) -> None:
        self._is_table = table
        self._taken: dict[str, _Taken] = {}
        self._refused: list[Refusal] = []
        self._count: dict[str, int] = {}

    def refuse(self, kind: str, key: str, line: int | None, place: str, sentence: str) -> None:
        """Note what is wrong with a record."""
        self._refused.append(
            Refusal(kind=kind, key=key, line=line, place=place, sentence=sentence),
        )

    def take(self, kind: str, value: Any, line: int, path: Path | None = None) -> None:
        """Make a record of a strict struct, unless it means nothing or has another's key."""
        name = LIST_OF[kind]
        if path is None:
            at = self._count.get(name, 0)
            self._count[name] = at + 1
            path = (name, at)
        try:
            record = shape.from_file(value, path)
        except shape.Fault as fault:
            self._fault(kind, value.key, line, fault)
            return
        try:
            check_key(record.key)
        except InvalidInputError as error:
            self._fault(kind, record.key, line, shape.Fault((*path, "key"), error.text))
            return
        first = self._taken.get(record.key)
        if first is not None:
            said = (
                f"The key “{record.key}” is taken by line {first.line:,}. Every record of a file, "
                "of whatever kind, needs a key of its own."
            )
            self._fault(kind, record.key, line, shape.Fault((*path, "key"), said))
            return
        self._taken[record.key] = _Taken(path, record, line)

    def _fault(self, kind: str, key: str, line: int, fault: shape.Fault) -> None:
        place = _place(fault.path, table=self._is_table)
        self.refuse(kind, key, line, place, fault.sentence)

    def done(self, origin: Origin, head: dict[str, str]) -> Reading:
        """The pack of what is sound; raises PackError for a name or a setting that is wrong."""
        kinds = {key: type(each.record) for key, each in self._taken.items()}
        lists: dict[str, list[Record]] = {name: [] for name in shape.LISTS}
        for key, each in self._taken.items():
            try:
                check_named(each.path, each.record, kinds)
            except shape.Fault as fault:
                self._fault(KIND_NAMES[kinds[key]], key, each.line, fault)
            else:
                lists[str(each.path[0])].append(each.record)
        return Reading(
            pack=_headed(origin, head, lists),
            refused=tuple(sorted(self._refused, key=lambda each: each.line or 0)),
            lines={key: each.line for key, each in self._taken.items()},
            table=self._is_table,
        )


def _headed(origin: Origin, head: dict[str, str], lists: Mapping[str, Iterable[Record]]) -> Pack:
    """The pack with its name and settings, which must be right for any of it to be used."""
    try:
        file = msgspec.convert(
            {"format": shape.FORMAT, "version": shape.VERSION, **head},
            shape.File,
        )
        name = shape.from_file(file.name, ("name",))
        default_issue = shape.from_file(file.default_issue, ("default_issue",))
        check_zone(file.zone)
    except msgspec.ValidationError as error:
        raise _of_head(origin, *refusals.of_invalid(error)) from error
    except shape.Fault as fault:
        raise _of_head(origin, fault.path, fault.sentence) from fault
    found: dict[str, Any] = {each: tuple(records) for each, records in lists.items()}
    return Pack(name=name, zone=file.zone, default_issue=default_issue, **found)


def _of_head(origin: Origin, path: Path, sentence: str) -> PackError:
    if origin.data:
        return origin.fault(path, sentence)
    return PackError(sentence, filename=origin.filename, path=f"column {column(path)}")
