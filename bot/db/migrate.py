"""Bringing the schema up to date. Alembic is imported only when a bare look says it is behind."""

import logging
from pathlib import Path

import sqlalchemy as sa

from bot.db.engine import Database, Unit
from bot.errors import ConfigurationError

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def revisions() -> tuple[str, ...]:
    """The revisions of the migration files, oldest first: a name begins with a date, ends with one."""
    names = [file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py")]
    dated = sorted((name[: len("2026_11_22")], name.rsplit("_", 1)[-1]) for name in names)
    return tuple(revision for _, revision in dated)


def newest_revision() -> str:
    """The revision that this version of the program needs."""
    return revisions()[-1]


def current_revision(unit: Unit) -> str | None:
    """The revision that the database stands at; None when it is empty."""
    if not sa.inspect(unit).has_table("alembic_version"):
        return None
    return unit.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(unit: Unit) -> bool:
    current = current_revision(unit)
    if current == newest_revision():
        return False
    if current is not None and current not in revisions():
        raise ConfigurationError(
            f"The database stands at schema {current}, which this version of the program does not "
            "know. Run the newer version, or name another database.",
        )
    from alembic import command  # noqa: PLC0415 -- 0.46 s that a start without work need not spend
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = unit
    command.upgrade(config, "head")
    return True


async def migrate(database: Database) -> bool:
    """Bring the schema up under a lock; True when something was done.

    Raises ConfigurationError for a schema that a newer program made.
    """
    if await database.read(current_revision) == newest_revision():
        return False
    log.info("bringing the database schema up to date")
    return await database.ddl(_upgrade)
