"""Steps that tests of migrations share."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic.config import Config

from bot.db.engine import Unit
from bot.db.migrate import MIGRATIONS

TRIGGERS = {
    "sqlite": sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": sa.text("SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal"),
}


def migrating(change: Callable[[Config, str], object], to: str) -> Callable[[Unit], None]:
    """Upgrade or downgrade to a revision."""

    def work(unit: Unit) -> None:
        # A first statement shows Alembic a transaction that is not its to end.
        unit.execute(sa.text("SELECT 1"))
        made = Config()
        made.set_main_option("script_location", str(MIGRATIONS))
        made.attributes["connection"] = unit
        change(made, to)

    return work


def triggers(unit: Unit) -> set[str]:
    """The names of all triggers."""
    return set(unit.execute(TRIGGERS[unit.dialect.name]).scalars())


def content(unit: Unit) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as plain SQL shows it."""
    tables = sa.inspect(unit).get_table_names()
    return {
        table: sorted(
            (dict(each) for each in unit.execute(sa.text(f"SELECT * FROM {table}")).mappings()),
            key=repr,
        )
        for table in tables
        if table != "alembic_version"
    }
