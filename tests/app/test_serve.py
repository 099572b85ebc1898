"""The watchdog: a connection that does not come back ends the process, to be started again."""

import asyncio
from itertools import chain, repeat
from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import UnavailableError
from bot.serve import progress, watch


async def test_it_gives_up_when_the_connection_stays_away() -> None:
    with pytest.raises(UnavailableError, match="No connection to Discord"):
        await watch(lambda: False, patience=0.5, every=0.001)


async def test_a_connection_that_comes_back_is_forgiven() -> None:
    states = chain([False, True] * 20, repeat(object=False))
    seen: list[bool] = []

    def connected() -> bool:
        seen.append(next(states))
        return seen[-1]

    with pytest.raises(UnavailableError):
        await watch(connected, patience=0.5, every=0.001)
    assert len(seen) > 40


async def test_it_is_patient_while_connected() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.7):
            await watch(lambda: True, patience=0.5, every=0.001)


def test_many_shards_may_take_long_as_long_as_each_connects() -> None:
    client: Any = SimpleNamespace(open_shards=0, connected=False)
    look = progress(client)
    assert not look()
    for client.open_shards in (1, 2, 3):
        assert look()
        assert not look()
    client.open_shards = 2
    assert not look()
    client.connected = True
    assert look()
