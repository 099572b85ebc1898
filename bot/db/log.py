"""Reading the log: live versions now or as they were known, for any kind of record."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.mapping import KINDS, ROWS, from_columns
from bot.db.schema import ActRow, RecordRow, Versioned
from bot.domain.records import Record, Recorded
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState

R = TypeVar("R", bound=Record)


def superseded(row: Any) -> sa.ColumnElement[bool]:
    """Whether a later version of a row, no draft, had been recorded by `:known`."""
    later = sa.orm.aliased(sa.inspect(row).mapper.class_, name="later")
    return (
        sa.select(sa.literal(1))
        .where(
            later.guild_id == row.guild_id,
            later.key == row.key,
            later.number > row.number,
            later.state != RecordState.DRAFT.value,
            later.recorded_at <= sa.bindparam("known"),
        )
        .exists()
    )


def live(row: Any) -> sa.ColumnElement[bool]:
    """Whether a row is the published version of its record for `:guild` as known at `:known`."""
    return sa.and_(
        row.guild_id == sa.bindparam("guild"),
        row.state == RecordState.PUBLISHED.value,
        row.recorded_at <= sa.bindparam("known"),
        ~superseded(row),
    )


def with_author(row: Any) -> sa.Select[Any]:
    """All columns of a row, and who recorded it."""
    return sa.select(row, ActRow.recorded_by).join(
        ActRow,
        sa.and_(ActRow.guild_id == row.guild_id, ActRow.seq == row.act),
    )


def _all_live(row: type[Versioned]) -> sa.Select[Any]:
    return with_author(row).where(live(row)).order_by(row.entered)


_ALL_LIVE = {kind: _all_live(row) for kind, row in ROWS.items()}


def _by_keys(row: type[Versioned]) -> sa.Select[Any]:
    return with_author(row).where(
        live(row),
        row.key.in_(sa.bindparam("keys", expanding=True)),
    )


_BY_KEYS = {kind: _by_keys(row) for kind, row in ROWS.items()}


def all_live(unit: Unit, kind: type[R], scope: Scope) -> list[Recorded[R]]:
    """Every published record of a kind, in order of entry."""
    rows = unit.execute(_ALL_LIVE[kind], scope.bounds())
    return [from_columns(kind, row) for row in rows.mappings()]


def by_keys(
    unit: Unit,
    kind: type[R],
    scope: Scope,
    keys: Sequence[str],
) -> dict[str, Recorded[R]]:
    """The published records of a kind that go by these keys; unknown keys are left out."""
    if not keys:
        return {}
    rows = unit.execute(_BY_KEYS[kind], scope.bounds(keys=list(keys)))
    found = (from_columns(kind, row) for row in rows.mappings())
    return {recorded.record.key: recorded for recorded in found}


def kind_of(unit: Unit, guild_id: int, key: str) -> type[Any] | None:
    """What kind of record a key names; None when it names none."""
    name = unit.execute(
        sa.select(RecordRow.kind).where(RecordRow.guild_id == guild_id, RecordRow.key == key),
    ).scalar_one_or_none()
    return None if name is None else KINDS[name]


def versions(unit: Unit, kind: type[R], guild_id: int, key: str) -> list[Recorded[R]]:
    """Every version of one record, oldest first, whatever its state."""
    row = ROWS[kind]
    rows = unit.execute(
        with_author(row).where(row.guild_id == guild_id, row.key == key).order_by(row.number),
    )
    return [from_columns(kind, found) for found in rows.mappings()]


def act_changes(unit: Unit, guild_id: int, seq: int) -> list[Recorded[Any]]:
    """Every version that an act wrote, in order of entry."""
    found: list[Recorded[Any]] = []
    for kind, row in ROWS.items():
        rows = unit.execute(
            with_author(row).where(row.guild_id == guild_id, row.act == seq).order_by(row.entered),
        )
        found.extend(from_columns(kind, each) for each in rows.mappings())
    return found
