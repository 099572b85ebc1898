"""A server with one of everything."""

import pytest

from bot.db.engine import Database
from tests.db.samples import fill


@pytest.fixture
async def filled(database: Database) -> Database:
    """A database with one of everything in one server."""
    await database.write(fill)
    return database
