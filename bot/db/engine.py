"""Where units of work run.

A unit of work is a plain function over a `Unit`, the connection of one transaction. On SQLite the
whole function runs in a database thread, so that a look-up costs one thread hop instead of one per
statement; on PostgreSQL the same function runs on the event loop over asyncpg. Only this module
begins, commits and rolls back.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.db.failures import translated
from bot.errors import ConfigurationError

Unit: TypeAlias = sa.Connection
T = TypeVar("T")

READERS = 2
BUSY_SECONDS = 5.0
_NAP = 0.01
_READING = "BEGIN DEFERRED"
_MAPPED = 2_000_000_000


class Database(Protocol):
    """Runs units of work: `read` sees one snapshot and changes nothing, `write` is whole.

    `on_write` is called, on the event loop, after each committed write.
    """

    url: sa.URL
    on_write: Callable[[], None] | None

    async def read(self, work: Callable[[Unit], T]) -> T:
        """Run a look-up in one snapshot; raises UnavailableError when the database fails."""
        ...

    async def write(self, work: Callable[[Unit], T]) -> T:
        """Run a change and commit it whole, or save nothing.

        Raises ConflictError when somebody else was first, UnavailableError when the database fails
        and InvalidInputError for characters that it cannot hold.
        """
        ...

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        """Run a schema change under a lock that every process on this database respects."""
        ...


class SqliteDatabase:
    """One file in WAL mode: reader threads with a connection each, and one writer thread."""

    def __init__(self, url: sa.URL) -> None:
        """Take a `sqlite:///…` URL; nothing is opened yet."""
        self.url = url
        self.on_write: Callable[[], None] | None = None
        self._engine = sa.create_engine(
            url.set(drivername="sqlite"),
            poolclass=sa.NullPool,
            # What was typed has no place in an error that is logged.
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            # Transactions are begun and ended by `_transact`: the driver would begin one only at
            # the first write, and SQLAlchemy's own cost as much as a look-up.
            isolation_level="AUTOCOMMIT",
        )
        sa.event.listen(self._engine, "connect", _prepare)
        self._readers = ThreadPoolExecutor(READERS, "db-read")
        self._writer = ThreadPoolExecutor(1, "db-write")
        self._own = threading.local()
        self._open: list[sa.Connection] = []

    async def read(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._readers, work, _READING)

    async def write(self, work: Callable[[Unit], T]) -> T:
        result = await self._run(self._writer, work, "BEGIN IMMEDIATE")
        _tell(self.on_write)
        return result

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        # BEGIN EXCLUSIVE is the lock: a second process waits, then finds the schema up to date.
        return await self._run(self._writer, work, "BEGIN EXCLUSIVE")

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[Unit], T], begin: str) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, self._transact, work, begin)

    def _transact(self, work: Callable[[Unit], T], begin: str) -> T:
        try:
            connection = self._connection(begin)
            driver: Any = connection.connection.dbapi_connection
            driver.execute(begin)
            try:
                result = work(connection)
                driver.execute("COMMIT")
            except BaseException:
                # SQLite has ended the transaction itself where it could not go on.
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
                raise
            finally:
                # One that could not even roll back must not serve the next unit.
                if driver.in_transaction:
                    connection.invalidate()
        except (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError) as error:
            told = translated(error)
            if told is None:
                raise
            raise told from error
        return result

    def _connection(self, begin: str) -> sa.Connection:
        held: sa.Connection | None = getattr(self._own, "connection", None)
        if held is None or held.closed or held.invalidated:
            held = self._own.connection = self._engine.connect()
            self._open.append(held)
            if begin == _READING:
                cursor = held.connection.cursor()
                cursor.execute("PRAGMA query_only=ON")
                # A look-up in a large file touches pages that no cache of SQLite's holds; mapped,
                # they come from the system's without a call and a copy for each.
                cursor.execute(f"PRAGMA mmap_size={_MAPPED}")
        return held

    def close(self) -> None:
        """Finish what runs and close every connection."""
        self._readers.shutdown()
        self._writer.shutdown()
        for connection in self._open:
            connection.close()
        self._engine.dispose()


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    _keep_wal(connection)
    for pragma in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # Without it INSERT OR REPLACE deletes rows past the triggers that keep them.
        "recursive_triggers=ON",
        "temp_store=MEMORY",
        # In KiB when negative: the default of 2 MB does not hold the index of a large record.
        "cache_size=-16384",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _keep_wal(connection: sqlite3.Connection) -> None:
    """Have the file in WAL mode; SQLite waits for every lock but that of this change."""
    patience = BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if patience <= 0 or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            patience -= _NAP
            time.sleep(_NAP)
        else:
            return


class PostgresDatabase:
    """A server reached through asyncpg (or psycopg, by URL); the work runs in a greenlet."""

    def __init__(self, url: sa.URL) -> None:
        """Take a `postgresql+asyncpg://…` URL; nothing is opened yet."""
        self.url = url
        self.on_write: Callable[[], None] | None = None
        self._engine: AsyncEngine = create_async_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ",
            postgresql_readonly=True,
        )

    async def read(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._snapshot, work)

    async def write(self, work: Callable[[Unit], T]) -> T:
        result = await self._run(self._engine, work)
        _tell(self.on_write)
        return result

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        def locked(unit: Unit) -> T:
            # The number is stancebot's own; it is held until the transaction ends.
            unit.execute(sa.text("SELECT pg_advisory_xact_lock(7326010)"))
            return work(unit)

        return await self._run(self._engine, locked)

    async def _run(self, engine: AsyncEngine, work: Callable[[Unit], T]) -> T:
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        except (SQLAlchemyError, OSError, self._engine.dialect.loaded_dbapi.Error) as error:
            told = translated(error)
            if told is None:
                raise
            raise told from error

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def _tell(listener: Callable[[], None] | None) -> None:
    if listener is not None:
        listener()


_POSTGRES = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse_url(text: str) -> sa.URL:
    """Read a database URL; raises ConfigurationError for what cannot be served."""
    try:
        url = sa.make_url(text)
    except SQLAlchemyError as error:
        raise ConfigurationError(
            "STANCEBOT_DATABASE_URL cannot be read. Use sqlite:///stancebot.db or "
            "postgresql+asyncpg://user:password@host/name.",
        ) from error
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return url
    if url.drivername in _POSTGRES:
        return url.set(drivername=_POSTGRES[url.drivername])
    raise ConfigurationError(
        f"STANCEBOT_DATABASE_URL names {url.drivername!r}. Use sqlite:///stancebot.db or "
        "postgresql+asyncpg://user:password@host/name.",
    )


def _with_folder(url: sa.URL) -> sa.URL:
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder {str(folder)!r} of STANCEBOT_DATABASE_URL cannot be made. "
            "Name one that the program may write to.",
        ) from error
    return url


def _server(url: sa.URL) -> PostgresDatabase:
    try:
        return PostgresDatabase(url)
    except ImportError as error:
        raise ConfigurationError(
            f"The driver of {url.drivername!r} is not installed. Install stancebot[postgres].",
        ) from error


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database of a URL for the length of a block; the schema is not touched.

    Raises ConfigurationError for a URL, a folder or a driver that cannot serve.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = SqliteDatabase(_with_folder(parsed))
        try:
            yield file
        finally:
            await asyncio.to_thread(file.close)
    else:
        server = _server(parsed)
        try:
            yield server
        finally:
            await server.close()
