"""Whether a database can be used: one sentence about what is wrong, or a report for `doctor`."""

import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.db.engine import Database, Unit, parse_url
from bot.db.migrate import current_revision, migrate, newest_revision
from bot.errors import ConfigurationError, StancebotError, UnavailableError


def where(database: Database) -> str:
    """A database's address as it may be shown: without its password."""
    return database.url.render_as_string(hide_password=True)


def unusable(database: Database, error: BaseException) -> StancebotError:
    """Say in one line why a database cannot be opened; a server or a lock may yet give way."""
    cause: BaseException = error
    while not isinstance(cause, OSError) and isinstance(cause.__cause__, BaseException):
        cause = cause.__cause__
    reason = cause.strerror if isinstance(cause, OSError) else None
    reason = reason or (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    lasting = database.url.get_backend_name() == "sqlite" and "locked" not in reason
    kind = ConfigurationError if lasting else UnavailableError
    return kind(
        f"The database {where(database)} cannot be opened: {reason.rstrip('.')}. "
        "Check STANCEBOT_DATABASE_URL.",
    )


async def bring_up(database: Database) -> bool:
    """Bring the schema up to date, True when something was done.

    Raises ConfigurationError or UnavailableError that says why the database cannot be used.
    """
    try:
        return await migrate(database)
    except ConfigurationError:
        raise
    except (StancebotError, SQLAlchemyError, OSError) as error:
        raise unusable(database, error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a look at a database found. `file` and `journal_mode` are SQLite's."""

    where: str
    revision: str | None
    newest: str
    file: Path | None
    journal_mode: str | None
    writable: bool


def absent(url: str) -> Path | None:
    """The SQLite file that a URL names, when it is not there yet."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    file = Path(str(parsed.database))
    return None if file.exists() else file


async def examine(database: Database) -> Health:
    """Look, and change no record; raises as `bring_up` does when it cannot be read."""
    try:
        revision, journal_mode = await database.read(_look)
    except (StancebotError, SQLAlchemyError, OSError) as error:
        raise unusable(database, error) from error
    file = Path(str(database.url.database)) if journal_mode is not None else None
    return Health(
        where=where(database),
        revision=revision,
        newest=newest_revision(),
        file=file,
        journal_mode=journal_mode,
        # SQLite writes its log beside the file, so the folder counts as well.
        writable=file is None or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)),
    )


def _look(unit: Unit) -> tuple[str | None, str | None]:
    journal_mode: str | None = None
    if unit.dialect.name == "sqlite":
        journal_mode = unit.execute(sa.text("PRAGMA journal_mode")).scalar_one()
    return current_revision(unit), journal_mode
