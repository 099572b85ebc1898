"""Where units of work run.

A unit of work is a plain function over a `Unit`, the connection of one transaction. On SQLite the
whole function runs in a database thread, so that a look-up costs one thread hop instead of one per
statement; on PostgreSQL the same function runs on the event loop over asyncpg. Only this module
begins, commits and rolls back.
"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigurationError, ConflictError, UnavailableError

Unit: TypeAlias = sa.Connection
T = TypeVar("T")

READERS = 2
BUSY_SECONDS = 5.0


class Database(Protocol):
    """Runs units of work: `read` sees one snapshot, `write` commits or leaves nothing."""

    url: sa.URL

    async def read(self, work: Callable[[Unit], T]) -> T:
        """Run a look-up in one snapshot; raises UnavailableError when the database fails."""
        ...

    async def write(self, work: Callable[[Unit], T]) -> T:
        """Run a change and commit it whole.

        Raises ConflictError when somebody else was first, UnavailableError when nothing was saved.
        """
        ...

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        """Run a schema change under a lock that every process on this database respects."""
        ...


def _translated(error: SQLAlchemyError) -> Exception:
    """Turn what the driver says into what a person can act on."""
    if isinstance(error, IntegrityError) and "number" in str(error.orig):
        return ConflictError("Somebody changed this record a moment ago. Look at it and try again.")
    if isinstance(error, OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return UnavailableError("The database does not answer now. Try again in a minute.")
    return error


class SqliteDatabase:
    """One file in WAL mode: reader threads with a connection each, and one writer thread."""

    def __init__(self, url: sa.URL) -> None:
        """Take a `sqlite:///…` URL; nothing is opened yet."""
        self.url = url
        self._engine = sa.create_engine(
            url.set(drivername="sqlite"),
            poolclass=sa.NullPool,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)
        self._readers = ThreadPoolExecutor(READERS, "db-read")
        self._writer = ThreadPoolExecutor(1, "db-write")
        self._own = threading.local()
        self._open: list[sa.Connection] = []

    async def read(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._readers, work, "BEGIN DEFERRED")

    async def write(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._writer, work, "BEGIN IMMEDIATE")

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        # BEGIN EXCLUSIVE is the lock: a second process waits, then finds the schema up to date.
        return await self._run(self._writer, work, "BEGIN EXCLUSIVE")

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[Unit], T], begin: str) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, self._transact, work, begin)

    def _transact(self, work: Callable[[Unit], T], begin: str) -> T:
        try:
            connection = self._connection()
            connection.info["begin"] = begin
            with connection.begin():
                return work(connection)
        except SQLAlchemyError as error:
            raise _translated(error) from error

    def _connection(self) -> sa.Connection:
        held: sa.Connection | None = getattr(self._own, "connection", None)
        if held is None or held.closed or held.invalidated:
            held = self._own.connection = self._engine.connect()
            self._open.append(held)
        return held

    def close(self) -> None:
        """Finish what runs and close every connection."""
        self._readers.shutdown()
        self._writer.shutdown()
        for connection in self._open:
            connection.close()
        self._engine.dispose()


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun by `_begin`, not by the driver's guess at the first write.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))


class PostgresDatabase:
    """A server reached through asyncpg (or psycopg, by URL); the work runs in a greenlet."""

    def __init__(self, url: sa.URL) -> None:
        """Take a `postgresql+asyncpg://…` URL; nothing is opened yet."""
        self.url = url
        self._engine: AsyncEngine = create_async_engine(url, pool_pre_ping=True)
        self._snapshot = self._engine.execution_options(isolation_level="REPEATABLE READ")

    async def read(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._snapshot, work)

    async def write(self, work: Callable[[Unit], T]) -> T:
        return await self._run(self._engine, work)

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
        except SQLAlchemyError as error:
            raise _translated(error) from error
        except OSError as error:
            raise UnavailableError(
                "The database does not answer now. Try again in a minute.",
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


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
    if backend == "postgresql":
        bare = url.drivername == "postgresql"
        return url.set(drivername="postgresql+asyncpg") if bare else url
    raise ConfigurationError(
        f"STANCEBOT_DATABASE_URL names {url.drivername!r}. Use a SQLite file or PostgreSQL.",
    )


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database of a URL for the length of a block; the schema is not touched."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        file = SqliteDatabase(parsed)
        try:
            yield file
        finally:
            await asyncio.to_thread(file.close)
    else:
        server = PostgresDatabase(parsed)
        try:
            yield server
        finally:
            await server.close()
