"""However a unit of work ends, nothing of a failed one is saved and the next one is served."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import acts
from bot.db.engine import Database, Unit, open_database
from bot.errors import StancebotError, UnavailableError
from tests.db.samples import NOON


class OddError(BaseException):
    """What is no Exception, such as an exit."""


def begin(unit: Unit) -> acts.Act:
    return acts.begin(unit, 1, what="try", at=NOON)


def counted(unit: Unit) -> int:
    return int(unit.execute(sa.text("SELECT count(*) FROM act")).scalar_one())


def breaks(unit: Unit) -> None:
    unit.execute(sa.text("SELECT * FROM no_such_table"))


def an_odd_error(unit: Unit) -> None:
    begin(unit)
    raise OddError


def an_open_savepoint_and_an_error(unit: Unit) -> None:
    unit.begin_nested()
    begin(unit)
    raise OddError


def a_statement_that_fails_in_a_savepoint(unit: Unit) -> None:
    begin(unit)
    with unit.begin_nested():
        breaks(unit)


@pytest.mark.parametrize(
    "work",
    [
        an_odd_error,
        an_open_savepoint_and_an_error,
        a_statement_that_fails_in_a_savepoint,
    ],
)
async def test_a_unit_that_fails_saves_nothing_and_leaves_a_clean_connection(
    database: Database,
    work: Callable[[Unit], Any],
) -> None:
    for _ in range(3):
        with pytest.raises((OddError, sa.exc.SQLAlchemyError)):
            await database.write(work)
        with pytest.raises((OddError, sa.exc.SQLAlchemyError, StancebotError)):
            await database.read(work)
    assert await database.read(counted) == 0
    await database.write(begin)
    assert await database.read(counted) == 1


def with_half_taken_back(unit: Unit) -> None:
    """Begin an act, and another one that is taken back to a savepoint."""
    begin(unit)
    point = unit.begin_nested()
    begin(unit)
    point.rollback()


async def test_a_savepoint_inside_a_unit_takes_back_only_its_own_part(database: Database) -> None:
    await database.write(with_half_taken_back)
    assert await database.read(counted) == 1


async def test_a_savepoint_that_was_left_open_hinders_nobody(database: Database) -> None:
    def work(unit: Unit) -> None:
        unit.begin_nested()
        begin(unit)

    await database.write(work)
    await database.write(with_half_taken_back)
    await database.write(begin)
    assert await database.read(counted) == 3


async def test_a_commit_that_fails_saves_nothing(sqlite: Database) -> None:
    """The disk is full only when the transaction is to be made good."""

    def doomed(unit: Unit) -> None:
        begin(unit)
        raw: Any = unit.connection.driver_connection
        raw.set_authorizer(
            lambda action, what, *_: (
                sqlite3.SQLITE_DENY
                if (action, what) == (sqlite3.SQLITE_TRANSACTION, "COMMIT")
                else sqlite3.SQLITE_OK
            ),
        )

    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        await sqlite.write(doomed)
    assert await sqlite.read(counted) == 0
    await sqlite.write(lambda unit: unit.connection.driver_connection.set_authorizer(None))  # type: ignore[union-attr]
    await sqlite.write(begin)
    assert await sqlite.read(counted) == 1


async def test_a_connection_that_cannot_roll_back_is_replaced(sqlite: Database) -> None:
    def doomed(unit: Unit) -> None:
        begin(unit)
        raw: Any = unit.connection.driver_connection
        raw.set_authorizer(
            lambda action, *_: (
                sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK
            ),
        )

    with pytest.raises(sqlite3.DatabaseError):
        await sqlite.write(doomed)
    await sqlite.write(begin)
    assert await sqlite.read(counted) == 1


async def test_a_writer_whose_caller_has_gone_ends_whole(sqlite: Database) -> None:
    """A cancelled command cannot stop a write in the middle, and the next one is served."""
    begun, released = threading.Event(), threading.Event()

    def slow(unit: Unit) -> None:
        begin(unit)
        begun.set()
        assert released.wait(10)
        begin(unit)

    asked = asyncio.create_task(sqlite.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    asked.cancel()
    released.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await sqlite.write(begin)
    assert await sqlite.read(counted) == 3


async def test_a_busy_file_at_the_beginning_leaves_the_connection_as_it_was(
    sqlite: Database,
) -> None:
    """BEGIN itself may fail; there is nothing to roll back then."""
    other = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    await sqlite.write(lambda unit: unit.exec_driver_sql("PRAGMA busy_timeout=1"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError):
        await sqlite.write(begin)
    other.execute("ROLLBACK")
    other.close()
    await sqlite.write(begin)
    assert await sqlite.read(counted) == 1


async def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    """SQLite does not wait by itself for the change of a new file's journal."""
    url = f"sqlite:///{tmp_path}/new.db"

    async def look() -> str:
        async with open_database(url) as opened:
            return await opened.read(
                lambda u: u.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            )

    assert set(await asyncio.gather(*(look() for _ in range(16)))) == {"wal"}
