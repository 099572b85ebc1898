"""Reading the log: live versions now or as they were known, for any kind of record."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.mapping import KINDS, ROWS, recorded, version_columns
from bot.db.prepared import Prepared
from bot.db.schema import (
    ActRow,
    ClaimRow,
    EventRow,
    RecordRow,
    SourceRow,
    StanceRow,
    StatementRow,
)
from bot.domain.records import KIND_NAMES, Record, Recorded
from bot.domain.scope import EVER, Scope
from bot.domain.vocabulary import RecordState

R = TypeVar("R", bound=Record)


def superseded(row: Any) -> sa.ColumnElement[bool]:
    """Whether a later version of a row, no draft, had been recorded by `:known`."""
    later = aliased(sa.inspect(row).mapper.class_, name="later")
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
    return sa.and_(row.guild_id == sa.bindparam("guild"), _published(row))


def versions_of(row: Any, *, author: bool = False) -> sa.Select[Any]:
    """What `recorded` needs of a kind's rows: the version, its source as known, maybe its author.

    What readers are shown names no author, so only the editors' look-ups ask for one.
    """
    kind = sa.inspect(row).mapper.class_
    source = aliased(SourceRow, name="read_in")
    rests_on_one = kind in {StanceRow, ClaimRow, StatementRow, EventRow}
    found = sa.select(
        *version_columns(
            row,
            ActRow.recorded_by if author else sa.null(),
            ActRow.erased if author else sa.false(),
            source.body if rests_on_one else sa.null(),
        ),
    )
    if author:
        acted = sa.and_(ActRow.guild_id == row.guild_id, ActRow.seq == row.act)
        found = found.join(ActRow, acted)
    if not rests_on_one:
        return found
    same = sa.and_(source.guild_id == row.guild_id, source.key == row.source)
    return found.outerjoin(source, sa.and_(same, _published(source)))


def _published(row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        row.state == RecordState.PUBLISHED.value,
        row.recorded_at <= sa.bindparam("known"),
        ~superseded(row),
    )


# Statements are built when they are first asked for: all of them at once would cost each start a
# fifth of a second.
@cache
def _all_live(kind: str) -> Prepared:
    row = ROWS[KINDS[kind]]
    return Prepared(versions_of(row).where(live(row)).order_by(row.entered))


@cache
def _by_keys(kind: str) -> sa.Select[Any]:
    row = ROWS[KINDS[kind]]
    return versions_of(row).where(
        live(row),
        row.key.in_(sa.bindparam("keys", expanding=True)),
    )


_AS_NOW = {"known": EVER}


def all_live(unit: Unit, kind: type[R], scope: Scope) -> list[Recorded[R]]:
    """Every published record of a kind, in order of entry."""
    return [recorded(kind, row) for row in _all_live(KIND_NAMES[kind]).rows(unit, scope.bounds())]


def by_keys(
    unit: Unit,
    kind: type[R],
    scope: Scope,
    keys: Sequence[str],
) -> dict[str, Recorded[R]]:
    """The published records of a kind that go by these keys; unknown keys are left out."""
    if not keys:
        return {}
    rows = unit.execute(_by_keys(KIND_NAMES[kind]), scope.bounds(keys=list(keys)))
    found = [recorded(kind, row) for row in rows]
    return {each.record.key: each for each in found}


def kind_of(unit: Unit, guild_id: int, key: str) -> type[Any] | None:
    """What kind of record a key names; None when it names none."""
    name = unit.execute(
        sa.select(RecordRow.kind).where(RecordRow.guild_id == guild_id, RecordRow.key == key),
    ).scalar_one_or_none()
    return None if name is None else KINDS[name]


@cache
def _newest(kind: str) -> sa.Select[Any]:
    row = ROWS[KINDS[kind]]
    later = aliased(row, name="later")
    followed = sa.select(sa.literal(1)).where(
        later.guild_id == row.guild_id,
        later.key == row.key,
        later.number > row.number,
    )
    return versions_of(row).where(
        row.guild_id == sa.bindparam("guild"),
        row.key.in_(sa.bindparam("keys", expanding=True)),
        ~followed.exists(),
    )


_KINDS = sa.select(RecordRow.key, RecordRow.kind).where(
    RecordRow.guild_id == sa.bindparam("guild"),
    RecordRow.key.in_(sa.bindparam("keys", expanding=True)),
)
# Drivers take at most 32,766 values in one statement.
_KEYS_AT_ONCE = 10_000


def newest(unit: Unit, scope: Scope, keys: Sequence[str]) -> dict[str, Recorded[Any]]:
    """The newest version of each of these records, whatever its kind and state, by key."""
    found: dict[str, Recorded[Any]] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = list(keys[start : start + _KEYS_AT_ONCE])
        by_kind: dict[str, list[str]] = {}
        for key, kind in unit.execute(_KINDS, {"guild": scope.guild_id, "keys": some}):
            by_kind.setdefault(kind, []).append(key)
        for kind, named in by_kind.items():
            rows = unit.execute(_newest(kind), scope.bounds(keys=named))
            records = [recorded(KINDS[kind], row) for row in rows]
            found.update((each.record.key, each) for each in records)
    return found


@cache
def _history(kind: str, *, author: bool) -> Prepared:
    row = ROWS[KINDS[kind]]
    return Prepared(
        versions_of(row, author=author)
        .where(row.guild_id == sa.bindparam("guild"), row.key == sa.bindparam("key"))
        .order_by(row.number),
    )


def versions(
    unit: Unit,
    kind: type[R],
    guild_id: int,
    key: str,
    *,
    author: bool = True,
) -> list[Recorded[R]]:
    """Every version of one record, oldest first, whatever its state; with its author if asked."""
    values = {**_AS_NOW, "guild": guild_id, "key": key}
    return [
        recorded(kind, found)
        for found in _history(KIND_NAMES[kind], author=author).rows(unit, values)
    ]


@cache
def _histories(kind: str) -> sa.Select[Any]:
    row = ROWS[KINDS[kind]]
    return (
        versions_of(row)
        .where(
            row.guild_id == sa.bindparam("guild"),
            row.key.in_(sa.bindparam("keys", expanding=True)),
        )
        .order_by(row.number)
    )


def versions_by_key(
    unit: Unit, guild_id: int, keys: Sequence[str]
) -> dict[str, list[Recorded[Any]]]:
    """Every version of each of these records, oldest first, whatever its kind and state, by key."""
    found: dict[str, list[Recorded[Any]]] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = list(keys[start : start + _KEYS_AT_ONCE])
        by_kind: dict[str, list[str]] = {}
        for key, kind in unit.execute(_KINDS, {"guild": guild_id, "keys": some}):
            by_kind.setdefault(kind, []).append(key)
        for kind, named in by_kind.items():
            values = {**_AS_NOW, "guild": guild_id, "keys": named}
            for row in unit.execute(_histories(kind), values):
                each = recorded(KINDS[kind], row)
                found.setdefault(each.record.key, []).append(each)
    return found


def act_changes(unit: Unit, guild_id: int, seq: int) -> list[Recorded[Any]]:
    """Every version that an act wrote, in order of entry."""
    found: list[Recorded[Any]] = []
    for kind, row in ROWS.items():
        rows = unit.execute(
            versions_of(row, author=True)
            .where(row.guild_id == guild_id, row.act == seq)
            .order_by(row.entered),
            _AS_NOW,
        )
        found.extend(recorded(kind, each) for each in rows)
    return found
