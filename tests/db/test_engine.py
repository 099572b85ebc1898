"""Where units of work run: whole or not at all, one snapshot, and failures as sentences."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, StatementError

from bot.db import acts, engine
from bot.db.engine import Database, Unit, open_database, parse_url
from bot.db.prepared import Prepared
from bot.db.types import UtcDateTime
from bot.errors import ConfigurationError, InvalidInputError, StancebotError, UnavailableError
from tests.db.samples import NOON

ACTS = sa.text("SELECT count(*) FROM act")


def begin(unit: Unit, what: str = "try", guild_id: int = 1) -> acts.Act:
    return acts.begin(unit, guild_id, what=what, at=NOON)


def counted(unit: Unit) -> int:
    return int(unit.execute(ACTS).scalar_one())


class OddError(Exception):
    """Something that a unit of work may raise."""


async def test_a_write_is_whole_or_leaves_nothing(database: Database) -> None:
    def work(unit: Unit) -> None:
        begin(unit)
        raise OddError

    with pytest.raises(OddError):
        await database.write(work)
    assert await database.read(counted) == 0
    await database.write(begin)
    assert await database.read(counted) == 1


async def test_a_read_changes_nothing(database: Database) -> None:
    """Even a look-up that tries to write cannot."""
    with pytest.raises((DBAPIError, StancebotError)):
        await database.read(begin)
    assert await database.read(counted) == 0


async def test_a_read_sees_one_snapshot(database: Database) -> None:
    """What is committed while a look-up runs is not seen by its later statements."""
    await database.write(begin)
    if database.url.get_backend_name() == "sqlite":
        seen, committed = threading.Event(), threading.Event()

        def slow(unit: Unit) -> tuple[int, int]:
            first = counted(unit)
            seen.set()
            assert committed.wait(10)
            return first, counted(unit)

        asked = asyncio.create_task(database.read(slow))
        await asyncio.to_thread(seen.wait, 10)
        await database.write(begin)
        committed.set()
        assert await asked == (1, 1)
    else:
        async with open_database(database.url.render_as_string(hide_password=False)) as other:

            def work(unit: Unit) -> tuple[int, int]:
                first = counted(unit)
                sa.util.await_only(other.write(begin))
                return first, counted(unit)

            assert await database.read(work) == (1, 1)
    assert await database.read(counted) == 2


async def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    """Acts of one server queue for its row, and each takes the next number."""
    done = await asyncio.gather(*(database.write(begin) for _ in range(20)))
    assert sorted(act.seq for act in done) == list(range(1, 21))


@pytest.mark.parametrize("naive", [datetime(2025, 3, 16), datetime(2025, 3, 16, 12)])  # noqa: DTZ001 -- the point
async def test_law_11_a_naive_time_is_refused(database: Database, naive: datetime) -> None:
    with pytest.raises(StatementError, match="naive"):
        await database.write(lambda u: acts.begin(u, 1, what="x", at=naive))


async def test_law_11_times_come_back_as_aware_utc(database: Database) -> None:
    """Whatever the zone of what went in, and however the driver gives it back."""
    kyiv = datetime(2025, 3, 30, 5, 30, tzinfo=timezone(timedelta(hours=3)))

    def work(unit: Unit) -> list[datetime]:
        acts.begin(unit, 1, what="x", at=kyiv)
        read = sa.select(sa.column("recorded_at", UtcDateTime())).select_from(sa.table("act"))
        return [unit.execute(read).scalar_one(), *(row[0] for row in Prepared(read).rows(unit, {}))]

    for found in await database.write(work):
        assert (found, found.tzinfo) == (kyiv, UTC)


async def test_the_event_loop_runs_on_during_a_slow_look_up(sqlite: Database) -> None:
    """The look-up can only end when the loop has moved: held, it would never."""
    moved = threading.Event()

    def work(unit: Unit) -> bool:
        raw: Any = unit.connection.driver_connection
        raw.create_function("wait_for_loop", 0, lambda: int(moved.wait(10)))
        return bool(unit.execute(sa.text("SELECT wait_for_loop()")).scalar_one())

    asked = asyncio.create_task(sqlite.read(work))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(moved.set)
    assert await asked


async def test_a_reader_does_not_wait_for_a_writer(sqlite: Database) -> None:
    written, released = threading.Event(), threading.Event()

    def writing(unit: Unit) -> None:
        begin(unit)
        written.set()
        assert released.wait(10)

    write = asyncio.create_task(sqlite.write(writing))
    await asyncio.to_thread(written.wait, 10)
    assert await sqlite.read(counted) == 0
    released.set()
    await write
    assert await sqlite.read(counted) == 1


async def test_a_locked_file_is_unavailable_and_then_served(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sqlite: Database,
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    other = sqlite3.connect(tmp_path / "stance.db", isolation_level=None)
    async with open_database(str(sqlite.url)) as impatient:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError, match="Try again"):
            await impatient.write(begin)
        assert await impatient.read(counted) == 0, "readers go on"
        other.execute("ROLLBACK")
        await impatient.write(begin)
        assert await impatient.read(counted) == 1
    other.close()


async def test_a_file_that_is_no_database_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "stance.db").write_bytes(b"This is a text, not a database. " * 200)
    async with open_database(f"sqlite:///{tmp_path}/stance.db") as ruined:
        for _ in range(2):
            with pytest.raises(UnavailableError, match="restore a backup"):
                await ruined.read(counted)


async def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "stance.db").mkdir()
    async with open_database(f"sqlite:///{tmp_path}/stance.db") as shut:
        with pytest.raises(UnavailableError):
            await shut.read(counted)


async def test_a_full_disk_saves_nothing_and_loses_nothing(sqlite: Database) -> None:
    await sqlite.write(begin)

    def limit(unit: Unit) -> None:
        pages = unit.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def flood(unit: Unit) -> None:
        for _ in range(200):
            begin(unit, "x" * 4096)

    await sqlite.write(limit)
    with pytest.raises(UnavailableError, match="nothing was saved"):
        await sqlite.write(flood)
    assert await sqlite.read(counted) == 1
    await sqlite.write(lambda u: u.exec_driver_sql("PRAGMA max_page_count=100000"))
    await sqlite.write(flood)
    assert await sqlite.read(counted) == 201


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://localhost/stance",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+psycopg2://localhost/stance",
        "postgresql+nothing://localhost/stance",
    ],
)
async def test_a_url_that_cannot_be_served_is_refused_with_one_that_can(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"sqlite:///stancebot\.db"):
        async with open_database(url):
            pass


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="folder"):
        async with open_database(f"sqlite:///{tmp_path}/file/below/stance.db"):
            pass


@pytest.mark.parametrize("text", ["postgres://h/x", "postgresql://h/x", "postgresql+asyncpg://h/x"])
def test_postgresql_by_any_usual_name_is_reached_by_asyncpg(text: str) -> None:
    assert parse_url(text).drivername == "postgresql+asyncpg"


@pytest.fixture
async def server(postgres: str) -> AsyncIterator[Database]:
    """A PostgreSQL database, whatever schema it has."""
    async with open_database(postgres) as opened:
        yield opened


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"host": "127.0.0.1", "port": 1, "query": {}}, UnavailableError),
        ({"host": "no-such-host.invalid", "query": {}}, UnavailableError),
        ({"query": {"host": "/no/such/socket"}}, UnavailableError),
        ({"database": "no_such_database"}, ConfigurationError),
        ({"username": "nobody_here"}, ConfigurationError),
    ],
)
async def test_a_server_that_does_not_let_us_in_is_told_in_a_sentence(
    postgres: str,
    changes: dict[str, Any],
    error: type[StancebotError],
) -> None:
    url = sa.make_url(postgres).set(**changes)
    async with open_database(url.render_as_string(hide_password=False)) as out_of_reach:
        with pytest.raises(error):
            await out_of_reach.read(lambda u: u.execute(sa.text("SELECT 1")).scalar())


@pytest.mark.parametrize("prepared", [False, True])
async def test_a_lost_connection_is_unavailable_and_then_replaced(
    server: Database,
    prepared: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    ended = sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid()))

    def work(unit: Unit) -> None:
        if prepared:
            Prepared(ended).rows(unit, {})
        else:
            unit.execute(ended)

    with pytest.raises(UnavailableError):
        await server.read(work)
    assert await server.read(lambda u: u.execute(sa.text("SELECT 7")).scalar()) == 7


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("40P01", "ConflictError", "Somebody"),
        ("40001", "ConflictError", "Somebody"),
        ("53100", "UnavailableError", "nothing was saved"),
        ("53300", "UnavailableError", "Try again"),
        ("55P03", "UnavailableError", "Try again"),
        ("57014", "UnavailableError", "Try again"),
        ("58030", "UnavailableError", "Try again"),
    ],
)
async def test_what_a_server_reports_is_told_in_a_sentence(
    server: Database,
    state: str,
    error: str,
    words: str,
) -> None:
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StancebotError, match=words) as caught:
        await server.write(lambda u: u.execute(sa.text(raising)))
    assert type(caught.value).__name__ == error


async def test_a_mistake_in_a_statement_stays_a_mistake(database: Database) -> None:
    """A bug is not dressed up as a database that is away."""
    with pytest.raises(DBAPIError):
        await database.read(lambda u: u.execute(sa.text("SELECT * FROM no_such_table")))


async def test_a_broken_letter_is_refused_in_a_sentence(database: Database) -> None:
    with pytest.raises(InvalidInputError, match="character"):
        await database.write(lambda u: begin(u, what="half a pair: \ud83c"))
    assert await database.read(counted) == 0
