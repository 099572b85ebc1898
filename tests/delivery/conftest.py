"""An office for each test of delivery that asks for one."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from tests.delivery.office import Office
from tests.delivery.office import office as opened


@pytest.fixture
async def office(sqlite: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """Senders, a store and a Discord, with nothing owed."""
    async with opened(sqlite, clock) as made:
        yield made
