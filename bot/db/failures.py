"""What a driver's error means to the one who asked. Anything not listed here is a bug."""

import sqlite3

from sqlalchemy import exc

from bot.errors import (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    StancebotError,
    UnavailableError,
)

_CONFLICT = ConflictError, "Somebody changed this a moment ago. Look at it and try again."
_DOWN = UnavailableError, "The database does not answer now. Try again in a minute."
_FULL = (
    UnavailableError,
    "The database is full, so nothing was saved. Whoever runs the bot can make room.",
)
_RUINED = (
    UnavailableError,
    "The database file cannot be read. Whoever runs the bot can restore a backup.",
)
_UNSTORABLE = (
    InvalidInputError,
    "The text holds a character that cannot be stored. Type it again without it.",
)

# By PostgreSQL's SQLSTATE or its class, or by SQLite's own name.
_BY_NAME = {
    "23505": _CONFLICT,
    "SQLITE_CONSTRAINT_UNIQUE": _CONFLICT,
    "SQLITE_CONSTRAINT_PRIMARYKEY": _CONFLICT,
    "40": _CONFLICT,
    "53100": _FULL,
    "SQLITE_FULL": _FULL,
    "SQLITE_NOTADB": _RUINED,
    "SQLITE_CORRUPT": _RUINED,
    "22021": _UNSTORABLE,
    "08": _DOWN,
    "53": _DOWN,
    "55": _DOWN,
    "57": _DOWN,
    "58": _DOWN,
    "XX": _DOWN,
}
_REFUSED = frozenset({"28", "3D"})
# SQLite calls a statement that makes no sense operational; it is a bug all the same.
_BUG = "SQLITE_ERROR"


def _names(cause: object) -> tuple[str, ...]:
    """The names of an error, the most exact first."""
    state = str(getattr(cause, "sqlstate", None) or "")
    own = str(getattr(cause, "sqlite_errorname", None) or "")
    return state, state[:2], own, "_".join(own.split("_")[:2])


def _is_down(error: Exception) -> bool:
    """Whether the way to the database is what failed; a driver's own classes go by their names."""
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(
        error,
        (
            OSError,
            sqlite3.OperationalError,
            exc.OperationalError,
            exc.InterfaceError,
            exc.TimeoutError,
        ),
    ) or type(error).__name__ in {"OperationalError", "InterfaceError"}


def translated(error: Exception) -> StancebotError | None:
    """What to tell the one who asked; None for what only a change of the program can mend."""
    cause = getattr(error, "orig", None) or error
    names = _names(cause)
    found = next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
    if found is None and "codec can't encode" in str(cause):
        found = _UNSTORABLE
    elif found is None and _is_down(error) and _BUG not in names:
        found = _DOWN
    if found is not None:
        kind, text = found
        return kind(text)
    if _REFUSED.intersection(names):
        return ConfigurationError(f"The database refuses STANCEBOT_DATABASE_URL: {cause}.")
    return None
