"""A server whose calendar may change."""

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from tests.services.post_samples import World


@pytest.fixture
async def world(sqlite: Database, clock: ManualClock) -> World:
    """A server with the usual settings, and nothing in its calendar."""
    made = World(sqlite, clock)
    await made.begin()
    return made
