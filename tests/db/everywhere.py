"""A server with a row in every table, made from what the tables say of themselves."""

from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema import Base
from bot.db.types import UtcDateTime
from tests.db.samples import NOON, fill

# What a column must hold where any word or number would not do.
VALUES: dict[str, Any] = {
    "post.kind": "reminder",
    "post.state": "skipped",
    "post.reason": "settings",
    "digest.at": "09:00",
    "digest.days": "0",
    "digest.zone": "UTC",
    "digest.empty": "skip",
    "alert.weight": "flips",
    "follow.kind": "actor",
    "follow.pace": "daily",
    "follow.target": "putin",
    "calendar_settings.leads": "3600 0",
    "event_reminder.leads": "60",
    "role_grant.level": "editor",
    "report.state": "open",
    "report.record": "t1",
    "shown.record": "t1",
    "after_answer.answer": "changed",
    "draft.body": "{}",
}
RECORDS = {"event": "e1", "issue": "ceasefire", "actor": "putin"}


def fill_all(unit: Unit, guild: int, user_id: int = 7) -> None:
    """Write the record of the samples, and one row into every other table; `user_id` is everybody."""
    fill(unit, guild)
    for table in Base.metadata.sorted_tables:
        if not _rows(unit, table, guild):
            row = {
                column.name: _value(table.name, column, guild, user_id)
                for column in table.columns
                if not (column.name == "id" and _is_number(column))
            }
            unit.execute(sa.insert(table).values(row))


def _is_number(column: sa.Column[Any]) -> bool:
    return column.type.python_type is int


def _value(table: str, column: sa.Column[Any], guild: int, user_id: int) -> Any:
    known = VALUES.get(f"{table}.{column.name}") or RECORDS.get(column.name)
    if known is not None:
        return known
    if column.name in {"guild_id", "scope"}:
        return guild
    if column.name == "act":
        return 1
    if column.name == "user_id" or column.name.endswith("ed_by"):
        return user_id if _is_number(column) else None
    samples: dict[type, Any] = {
        int: guild,
        str: f"x{guild}",
        bool: False,
        bytes: b"x",
    }
    return NOON if isinstance(column.type, UtcDateTime) else samples[column.type.python_type]


def owner(table: sa.Table) -> sa.Column[Any]:
    """The column that says which server a row is of."""
    name = {"guild": "id", "synced_commands": "scope"}.get(table.name, "guild_id")
    return table.columns[name]


def _rows(unit: Unit, table: sa.Table, guild: int) -> list[tuple[Any, ...]]:
    found = unit.execute(sa.select(table).where(owner(table) == guild))
    return sorted((tuple(row) for row in found), key=repr)


def rows_of(unit: Unit, guild: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a server, by table."""
    return {name: _rows(unit, table, guild) for name, table in Base.metadata.tables.items()}


def naming(unit: Unit, number: int) -> set[str]:
    """Every column of every table in which a number stands, alone or within a text."""
    return {
        f"{name}.{column.name}"
        for name, table in Base.metadata.tables.items()
        for row in unit.execute(sa.select(table)).mappings()
        for column in table.columns
        if str(number) in str(row[column.name])
    }
