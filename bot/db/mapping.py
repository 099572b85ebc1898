"""Records to rows and back.

A row's `body` is the record as JSON; the columns beside it repeat what the database checks or finds
rows by.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from bot.db import schema
from bot.domain import records
from bot.domain.records import KIND_NAMES, Record, Recorded, Version
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
KINDS: dict[str, type[Any]] = {name: kind for kind, name in KIND_NAMES.items()}

_DECODERS = {name: msgspec.json.Decoder(kind) for kind, name in KIND_NAMES.items()}
# What a version has of its own; every other column repeats something of the record.
_OF_THE_VERSION = frozenset(schema.Versioned.__annotations__) - {"key"}
_REPEATED = {
    kind: tuple(sorted(set(sa.inspect(row).columns.keys()) - _OF_THE_VERSION))
    for kind, row in ROWS.items()
}
# Columns that no field of a record, of its evidence or of its citation goes by.
_COMPUTED: dict[str, Callable[[Any], Any]] = {
    "said_from": lambda record: record.evidence.said.lower,
    "said_last": lambda record: record.evidence.said.last_day,
    "begins": lambda event: event.when.lower,
    "silent": lambda statement: statement.issue in statement.silent_on,
}


def to_columns(record: Record) -> dict[str, Any]:
    """The columns that a record fills: its body, and what the database checks or finds it by."""
    repeated = {name: _plain(_value(record, name)) for name in _REPEATED[type(record)]}
    return repeated | {"body": msgspec.json.encode(record).decode()}


def _value(record: Any, name: str) -> Any:
    if name in _COMPUTED:
        return _COMPUTED[name](record)
    if hasattr(record, name):
        return getattr(record, name)
    proof = record.evidence if hasattr(record, "evidence") else record.citation
    # Actors and issues may be our own, cited from nowhere.
    return None if proof is None else getattr(proof, name)


def _plain(value: Any) -> Any:
    if isinstance(value, When):
        return value.phrase
    return value.value if isinstance(value, StrEnum) else value


def version_columns(row: Any, author: Any, erased: Any, source: Any) -> tuple[Any, ...]:
    """What `recorded` needs of a row, in its order.

    It takes who recorded it, whether they asked to be forgotten, and its source's body.
    """
    return (
        row.body,
        row.number,
        row.verb,
        row.state,
        row.recorded_at,
        author,
        erased,
        row.reason,
        source,
    )


# A version never changes, so neither does what its text decodes to.
@lru_cache(maxsize=4096)
def _decode(kind: str, body: str) -> Any:
    return _DECODERS[kind].decode(body)


def recorded(kind: type[R], values: Sequence[Any]) -> Recorded[R]:
    """The record and version that `version_columns` read from a row of its kind's table."""
    body, number, verb, state, recorded_at, recorded_by, erased, reason, source = values
    return Recorded(
        record=_decode(KIND_NAMES[kind], body),
        version=Version(
            number=number,
            verb=Verb(verb),
            state=RecordState(state),
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            erased=erased,
            reason=reason,
        ),
        source=None if source is None else _decode("source", source),
    )
