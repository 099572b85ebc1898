"""Bringing the schema up to date. Alembic is imported only when a bare look says it is behind."""

import logging
from pathlib import Path

import sqlalchemy as sa

from bot.db.engine import Database, Unit

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def newest_revision() -> str:
    """The revision of the newest migration file; their dated names sort in order."""
    newest = max((MIGRATIONS / "versions").glob("*.py"), key=lambda file: file.name)
    return newest.stem.rsplit("_", 1)[-1]


def current_revision(unit: Unit) -> str | None:
    """The revision that the database stands at; None when it is empty."""
    if not sa.inspect(unit).has_table("alembic_version"):
        return None
    return unit.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(unit: Unit) -> bool:
    if current_revision(unit) == newest_revision():
        return False
    from alembic import command  # noqa: PLC0415 -- 0.46 s that a start without work need not spend
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = unit
    command.upgrade(config, "head")
    return True


async def migrate(database: Database) -> bool:
    """Bring the schema up under a lock; True when something was done."""
    if await database.read(current_revision) == newest_revision():
        return False
    log.info("bringing the database schema up to date")
    return await database.ddl(_upgrade)
