"""Records to columns and back: evidence is flattened, values of their own are kept as JSON text."""

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import msgspec
from sqlalchemy import RowMapping

from bot.db import schema
from bot.domain import records
from bot.domain.records import Citation, Evidence, Record, Recorded, Version
from bot.domain.vocabulary import RecordState, Verb

R = TypeVar("R", bound=Record)

ROWS: dict[type[Any], type[schema.Versioned]] = {
    records.Actor: schema.ActorRow,
    records.Source: schema.SourceRow,
    records.Issue: schema.IssueRow,
    records.Mandate: schema.MandateRow,
    records.Event: schema.EventRow,
    records.Role: schema.RoleRow,
    records.Stance: schema.StanceRow,
    records.Claim: schema.ClaimRow,
    records.Statement: schema.StatementRow,
}
KIND_NAMES: dict[type[Any], str] = {kind: kind.__name__.lower() for kind in ROWS}
KINDS: dict[str, type[Any]] = {name: kind for kind, name in KIND_NAMES.items()}

_JSON = frozenset(
    {
        "said",
        "published",
        "held",
        "when",
        "confirmed",
        "conditions",
        "names",
        "proposal",
        "silent_on",
        "issues",
    },
)


@dataclass(frozen=True, slots=True)
class _Shape:
    plain: tuple[str, ...]
    nested: str | None
    inner: tuple[str, ...]


def _shape(kind: type[Any]) -> _Shape:
    names = {item.name for item in fields(kind)}
    nested = next((name for name in ("evidence", "citation") if name in names), None)
    inner: tuple[str, ...] = ()
    if nested:
        part = Evidence if nested == "evidence" else Citation
        inner = tuple(item.name for item in fields(part))
    return _Shape(tuple(sorted(names - {nested})), nested, inner)


_SHAPES = {kind: _shape(kind) for kind in ROWS}


def to_columns(record: Record) -> dict[str, Any]:
    """The columns that hold a record's own content; text, numbers and times only."""
    shape = _SHAPES[type(record)]
    content: dict[str, Any] = msgspec.to_builtins(record)
    nested = content.pop(shape.nested) if shape.nested else None
    content.update(nested or dict.fromkeys(shape.inner))
    row = {
        name: msgspec.json.encode(value).decode() if name in _JSON and value is not None else value
        for name, value in content.items()
    }
    evidence = getattr(record, "evidence", None)
    if evidence is not None:
        row["said_from"] = evidence.said.lower
        row["said_last"] = evidence.said.last_day
    if isinstance(record, records.Event):
        row["begins"] = record.when.lower
    return row


def _read(row: RowMapping, name: str) -> Any:
    value = row[name]
    return msgspec.json.decode(value) if value is not None and name in _JSON else value


def from_columns(kind: type[R], row: RowMapping) -> Recorded[R]:
    """The record and version that a row of its kind's table holds."""
    shape = _SHAPES[kind]
    content = {name: _read(row, name) for name in shape.plain}
    if shape.nested and row["words"] is not None:
        content[shape.nested] = {name: _read(row, name) for name in shape.inner}
    version = Version(
        number=row["number"],
        verb=Verb(row["verb"]),
        state=RecordState(row["state"]),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        reason=row["reason"],
    )
    return Recorded(record=msgspec.convert(content, kind), version=version)
