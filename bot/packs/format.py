"""Packs: records as a portable file, read with care and written the same way every time."""

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.domain.names import check_key
from bot.domain.records import (
    KIND_NAMES,
    Actor,
    Claim,
    Event,
    Issue,
    Mandate,
    Record,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.when import zone_named
from bot.errors import InvalidInputError
from bot.packs import refusals, shape
from bot.packs.faults import Origin, PackError
from bot.packs.positions import Path, line_at, repeated, shown, too_deep
from bot.packs.references import references

MAX_BYTES = 25 * 1024 * 1024
# The deepest value of a well-formed pack stands inside six others.
MAX_DEPTH = 32

_DECODER = msgspec.json.Decoder(shape.File)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Records of every kind in their order of entry, with the settings that go with them.

    `origin` is the file it was read from; a pack that was made has none.
    """

    name: str
    zone: str | None = None
    default_issue: str | None = None
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    issues: tuple[Issue, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    events: tuple[Event, ...] = ()
    roles: tuple[Role, ...] = ()
    stances: tuple[Stance, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def records(self) -> Iterator[tuple[Path, Record]]:
        """Every record with its path in the file, in the order of the file."""
        for name in shape.LISTS:
            for at, record in enumerate(getattr(self, name)):
                yield (name, at), record

    def fault(self, path: Path, sentence: str) -> PackError:
        """An error at a path of the pack, with its line where the pack was read from a file."""
        if self.origin is not None:
            return self.origin.fault(path, sentence)
        return PackError(sentence, filename=f"pack “{self.name}”", path=shown(path))


def packed(name: str, records: Iterable[Record], zone: str, default_issue: str | None) -> Pack:
    """Make a pack of records, in the order given; a default issue that is not among them is unset."""
    lists: dict[str, Any] = {each: [] for each in shape.LISTS}
    list_of = {kind: each for each, kind in shape.LISTS.items()}
    for record in records:
        lists[list_of[type(record)]].append(record)
    known = {issue.key for issue in lists["issues"]}
    held: dict[str, Any] = {each: tuple(found) for each, found in lists.items()}
    return Pack(
        name=name[: shape.MAX_NAME] if name.strip() else "export",
        zone=zone,
        default_issue=default_issue if default_issue in known else None,
        **held,
    )


def decode(data: bytes, *, filename: str = "pack.json", limit: int = MAX_BYTES) -> Pack:
    """Read a pack from the bytes of a file; raises PackError with the line at fault.

    What it names outside itself is not looked for here: that takes a server.
    """
    if len(data) > limit:
        raise PackError(
            f"The file has {len(data):,} bytes. Split it: at most {limit:,} can be read.",
            filename=filename,
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    origin = Origin(filename, data)
    file = _parsed(origin)
    try:
        pack = Pack(
            name=shape.from_file(file.name, ("name",)),
            zone=file.zone,
            default_issue=shape.from_file(file.default_issue, ("default_issue",)),
            origin=origin,
            **{name: shape.from_file(getattr(file, name), (name,)) for name in shape.LISTS},
        )
        _check(pack)
    except shape.Fault as fault:
        raise origin.fault(fault.path, fault.sentence) from fault
    return pack


def encode(pack: Pack) -> bytes:
    """Write a pack: indented JSON, defaults left out, the same bytes for the same pack."""
    file = shape.File(
        format=shape.FORMAT,
        version=shape.VERSION,
        name=pack.name,
        **{name: getattr(pack, name) for name in ("zone", "default_issue")},
        **{name: shape.to_file(getattr(pack, name)) for name in shape.LISTS},
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def schema() -> bytes:
    """The JSON Schema of a pack's file."""
    made = msgspec.json.schema(shape.File)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    definitions = made["$defs"]
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    # Rules of the records that the types alone do not say.
    definitions["Position"]["enum"].remove("no_record")
    definitions["Moment"]["oneOf"] = [{"required": [name]} for name in ("days", "at", "from")]
    definitions["Moment"]["dependentRequired"] = {"until": ["from"]}
    definitions["Condition"]["dependentRequired"] = {"settled_on": ["settled"]}
    definitions["Role"]["oneOf"] = [{"required": [name]} for name in ("issue", "event")]
    return msgspec.json.format(msgspec.json.encode(made, order="sorted"), indent=2) + b"\n"


def _parsed(origin: Origin) -> Any:
    """The file as its strict shape."""
    filename, data = origin.filename, origin.data
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise PackError(
            "The file is not UTF-8 here. Save it as UTF-8 and try again.",
            filename=filename,
            line=line_at(data, error.start),
        ) from error
    try:
        file = _DECODER.decode(text)
        json.loads(text, object_pairs_hook=unique)
    except msgspec.ValidationError as error:
        _check_depth(origin)
        raise origin.fault(*refusals.of_invalid(error)) from error
    except msgspec.DecodeError as error:
        line, sentence = refusals.of_malformed(text, error)
        raise PackError(sentence, filename=filename, line=line) from error
    except TwiceError as error:
        path, line = repeated(data) or ((), 1)
        raise PackError(
            "This field stands twice in one object. Keep one of them.",
            filename=filename,
            line=line,
            path=shown(path),
        ) from error
    return file


def _check_depth(origin: Origin) -> None:
    line = too_deep(origin.data, MAX_DEPTH)
    if line is not None:
        raise PackError(
            f"Lists and objects stand more than {MAX_DEPTH} deep here. A pack needs no more than 6.",
            filename=origin.filename,
            line=line,
        )


class TwiceError(ValueError):
    """An object names a field twice; JSON parsers would silently keep the last."""


def unique(pairs: list[tuple[str, Any]]) -> None:
    """Take the fields of an object; raises TwiceError when two have one name."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise TwiceError


def _check(pack: Pack) -> None:
    """Refuse what each record alone cannot show; raises shape.Fault."""
    check_zone(pack.zone)
    first: dict[str, Path] = {}
    for path, record in pack.records():
        try:
            check_key(record.key)
        except InvalidInputError as error:
            raise shape.Fault((*path, "key"), error.text) from error
        if record.key in first:
            raise shape.Fault(
                (*path, "key"),
                f"The key “{record.key}” is taken by {shown(first[record.key])}. "
                "Every record of a pack, of whatever kind, needs a key of its own.",
            )
        first[record.key] = path
    kinds = {record.key: type(record) for _, record in pack.records()}
    for path, record in pack.records():
        check_named(path, record, kinds)
    if pack.default_issue is not None:
        default = pack.default_issue
        check_kind(default, kinds.get(default), (Issue,), ("default_issue",))


def check_zone(zone: str | None) -> None:
    """Raise shape.Fault for a zone that there is not."""
    try:
        zone_named(zone or "UTC")
    except InvalidInputError as error:
        raise shape.Fault(("zone",), error.text) from error


def check_named(path: Path, record: Record, kinds: Mapping[str, type[Any]]) -> None:
    """Raise shape.Fault when a record names itself, or a record of another kind than it must."""
    for named in references(record, path):
        check_kind(named.key, kinds.get(named.key), named.kinds, named.path)
        if named.key == record.key:
            raise shape.Fault(named.path, "A record cannot name itself.")


def check_kind(
    key: str,
    kind: type[Any] | None,
    wanted: tuple[type[Any], ...],
    path: Path,
) -> None:
    """Raise shape.Fault when a key names another kind of record than it must; None is unknown."""
    if kind is not None and kind not in wanted:
        needed = " or ".join(_noun(each) for each in wanted)
        raise shape.Fault(path, f"“{key[:100]}” is {_noun(kind)}. Name {needed} here.")


def _noun(kind: type[Any]) -> str:
    name = KIND_NAMES[kind]
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
