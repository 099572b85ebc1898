"""Inserting what may stand already: one statement, whichever database."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.engine import Unit


def _insert(unit: Unit, row: type) -> Any:
    dialect = sqlite if unit.dialect.name == "sqlite" else postgresql
    return dialect.insert(row)


def insert_new(unit: Unit, row: type, **values: object) -> None:
    """Insert a row unless its primary key stands already."""
    unit.execute(_insert(unit, row).values(**values).on_conflict_do_nothing())


def insert_all_new(unit: Unit, row: type, values: list[dict[str, object]]) -> None:
    """Insert those rows of whose unique keys none stands already."""
    if values:
        unit.execute(_insert(unit, row).on_conflict_do_nothing(), values)


def put(unit: Unit, row: type, **values: object) -> None:
    """Insert a row, or give the one of the same primary key these values."""
    primary: set[str] = set(sa.inspect(row).local_table.primary_key.columns.keys())
    changed = {name: value for name, value in values.items() if name not in primary}
    unit.execute(
        _insert(unit, row)
        .values(**values)
        .on_conflict_do_update(index_elements=sorted(primary), set_=changed),
    )
