"""A server with one of everything, and a database with nothing at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.db.engine import Database, open_database
from tests.db.samples import fill


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/stance.db"
        return
    url = request.getfixturevalue("postgres")
    async with open_database(url) as opened:
        await opened.ddl(lambda u: u.execute(sa.text("DROP SCHEMA public CASCADE")))
        await opened.ddl(lambda u: u.execute(sa.text("CREATE SCHEMA public")))
    yield url


@pytest.fixture
async def filled(database: Database) -> Database:
    """A database with one of everything in one server."""
    await database.write(fill)
    return database
