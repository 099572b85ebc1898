"""Records to rows and back.

A row's `body` is the record as JSON; the columns beside it repeat what the database checks.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from bot.db import schema
from bot.domain import records
from bot.domain.records import Record, Recorded, Version
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import When

R = TypeVar("R", bound=Record)

ROWS: dict[type[Any], type[schema.Versioned]] = {
    records.Source: schema.SourceRow,
    records.Actor: schema.ActorRow,
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

_DECODERS = {name: msgspec.json.Decoder(kind) for kind, name in KIND_NAMES.items()}
_BOOKKEEPING = frozenset(sa.inspect(schema.ActorRow).columns.keys()) & frozenset(
    schema.Versioned.__annotations__,
)
_COPIED = {
    kind: tuple(set(sa.inspect(row).columns.keys()) - _BOOKKEEPING | {"key"})
    for kind, row in ROWS.items()
}


def to_columns(record: Record) -> dict[str, Any]:
    """The columns that a record fills: its body, and copies of what the database checks."""
    evidence = getattr(record, "evidence", None)
    part = evidence or getattr(record, "citation", None)
    row: dict[str, Any] = {"body": msgspec.json.encode(record).decode()}
    for name in _COPIED[type(record)]:
        value = getattr(record, name, None)
        if value is None:
            value = getattr(part, name, None)
        row[name] = _plain(value)
    if evidence is not None:
        row["said_from"] = evidence.said.lower
        row["said_last"] = evidence.said.last_day
    if isinstance(record, records.Event):
        row["begins"] = record.when.lower
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, When):
        return value.phrase
    return value.value if isinstance(value, StrEnum) else value


def version_columns(row: Any, author: InstrumentedAttribute[Any], source: Any) -> tuple[Any, ...]:
    """What `recorded` needs of a row, in its order: who recorded it, and its source's body."""
    return (
        row.body,
        row.number,
        row.verb,
        row.state,
        row.recorded_at,
        author,
        row.reason,
        source,
    )


# A version never changes, so neither does what its text decodes to.
@lru_cache(maxsize=4096)
def _decode(kind: str, body: str) -> Any:
    return _DECODERS[kind].decode(body)


def recorded(kind: type[R], values: Sequence[Any]) -> Recorded[R]:
    """The record and version that `version_columns` read from a row of its kind's table."""
    body, number, verb, state, recorded_at, recorded_by, reason, source = values
    return Recorded(
        record=_decode(KIND_NAMES[kind], body),
        version=Version(
            number=number,
            verb=Verb(verb),
            state=RecordState(state),
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            reason=reason,
        ),
        source=None if source is None else _decode("source", source),
    )
