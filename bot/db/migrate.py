"""Bringing the schema up to date. Alembic is imported only when a bare look says it is behind."""

import logging
from pathlib import Path

import sqlalchemy as sa

from bot.db.engine import Database, Unit
from bot.errors import ConfigurationError

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def newest_revision() -> str:
    """The revision of the newest migration file: file names begin with a date, end with a number."""
    return max(_revisions())[1]


def _revisions() -> list[tuple[str, str]]:
    files = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return [(file.stem[: len("2026_11_22")], file.stem.rsplit("_", 1)[-1]) for file in files]


def current_revision(unit: Unit) -> str | None:
    """The revision that the database stands at; None when it is empty."""
    if not sa.inspect(unit).has_table("alembic_version"):
        return None
    return unit.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(unit: Unit) -> bool:
    current = current_revision(unit)
    if current == newest_revision():
        return False
    if current is not None and current not in {revision for _, revision in _revisions()}:
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
