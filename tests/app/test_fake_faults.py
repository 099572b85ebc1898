"""The fake Discord's limits and faults, as discord.py's own client meets them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from json import JSONDecodeError

import aiohttp
import discord
import pytest

from tests.app import fake_faults as faults
from tests.app.callers import caller, once, post
from tests.app.fake_discord import CHANNEL, GUILD, TOKEN, FakeDiscord
from tests.app.fake_faults import Fault, scripted, seeded


@pytest.fixture
async def world() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


@pytest.fixture
async def client(world: FakeDiscord) -> AsyncIterator[discord.Client]:
    async with caller(world) as opened:
        yield opened


async def test_a_channel_takes_five_and_says_when_it_takes_more(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    world.limits.on = True
    world.limits.channel = (5, 60.0)
    url = f"{world.api}/channels/{CHANNEL}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        for left in (4, 3, 2, 1, 0):
            async with session.post(url, json={"content": "Soon."}) as answer:
                assert answer.headers["X-RateLimit-Remaining"] == str(left)
                assert answer.headers["X-RateLimit-Limit"] == "5"
                assert 50 < float(answer.headers["X-RateLimit-Reset-After"]) <= 60
        async with session.post(url, json={"content": "Soon."}) as answer:
            assert answer.status == 429
            assert answer.headers["Via"]
            assert int(answer.headers["Retry-After"]) <= 60
            said = await answer.json()
            assert said["retry_after"] <= 60
            assert said["global"] is False
        async with session.get(url) as answer:
            assert "X-RateLimit-Bucket" not in answer.headers
    assert len(world.messages()) == 5
    assert (world.limits.channel_refusals, world.invalid) == (1, 1)


async def test_discord_py_keeps_to_the_bucket(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    world.limits.on = True
    world.limits.channel = (2, 0.2)
    for _ in range(5):
        await post(client)
    assert len(world.messages()) == 5
    assert world.limits.channel_refusals == 0


async def test_beyond_the_global_limit_all_must_wait(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    world.limits.on = True
    world.limits.overall = (3, 0.2)
    for channel in range(10):
        world.channels.add(channel, GUILD)
    await asyncio.gather(*(post(client, channel=channel) for channel in range(10)))
    assert world.limits.global_refusals > 0
    assert world.statuses[429] == world.limits.global_refusals
    assert [len(world.messages(channel)) for channel in range(10)] == [1] * 10


@pytest.mark.parametrize(
    ("fault", "seen", "stored"),
    [
        (faults.RESET_BEFORE, aiohttp.ClientOSError, 0),
        (faults.RESET_AFTER, aiohttp.ClientOSError, 1),
        (faults.CLOSED_BEFORE, aiohttp.ServerDisconnectedError, 0),
        (faults.CLOSED_AFTER, aiohttp.ServerDisconnectedError, 1),
        (faults.UNAVAILABLE, discord.DiscordServerError, 0),
        (faults.BANNED, discord.HTTPException, 0),
        (faults.MALFORMED, JSONDecodeError, 1),
    ],
    ids=lambda value: value.name.replace(" ", "-") if isinstance(value, Fault) else None,
)
async def test_whatever_goes_wrong_a_retry_leaves_one_message(
    world: FakeDiscord,
    client: discord.Client,
    fault: Fault,
    seen: type[Exception],
    stored: int,
) -> None:
    world.channels.faults.policy = scripted(fault)
    with pytest.raises(seen):
        await post(client, **once())
    assert len(world.messages()) == stored
    await post(client, **once())
    assert len(world.messages()) == 1
    assert world.channels.faults.made == {fault.name: 1}


@pytest.mark.parametrize("fault", [faults.ERROR_BEFORE, faults.ERROR_AFTER, faults.limited(0.01)])
async def test_discord_py_retries_by_itself_and_leaves_one_message(
    world: FakeDiscord,
    client: discord.Client,
    fault: Fault,
) -> None:
    world.channels.faults.policy = scripted(fault)
    await client.get_partial_messageable(CHANNEL).send("Soon.")
    assert len(world.messages()) == 1
    assert len(world.arrivals) == 2
    assert world.arrivals[0].stored is fault.stores


@pytest.mark.parametrize(
    ("fault", "stored"),
    [(faults.hang_before(), 0), (faults.hang_after(), 1)],
)
async def test_an_answer_can_be_held_back(
    world: FakeDiscord,
    client: discord.Client,
    fault: Fault,
    stored: int,
) -> None:
    world.channels.faults.policy = scripted(fault)
    under_way = asyncio.create_task(post(client))
    await world.until(lambda: world.channels.faults.held)
    assert len(world.messages()) == stored
    assert not under_way.done()
    world.channels.faults.release()
    assert (await under_way)["id"] == str(world.messages()[0].id)


async def test_who_gave_up_waiting_has_posted_all_the_same(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    world.channels.faults.policy = scripted(faults.hang_before())
    under_way = asyncio.create_task(post(client, **once()))
    await world.until(lambda: world.channels.faults.held)
    under_way.cancel()
    world.channels.faults.release()
    await world.until(world.messages)
    assert (await post(client, **once()))["id"] == str(world.messages()[0].id)


async def test_a_channel_can_be_slow_alone(world: FakeDiscord, client: discord.Client) -> None:
    world.channels.add(1, GUILD)
    world.channels.faults.policy = lambda arrival: (
        faults.hang_before() if arrival.place == CHANNEL else None
    )
    under_way = asyncio.create_task(post(client))
    await world.until(lambda: world.channels.faults.held)
    await post(client, channel=1)
    assert (len(world.messages(1)), len(world.messages())) == (1, 0)
    world.channels.faults.release()
    await under_way


def test_the_same_seed_gives_the_same_faults() -> None:
    shares = {faults.RESET_AFTER: 0.2, faults.ERROR_AFTER: 0.1}
    arrival = faults.Arrival(place=CHANNEL, marks=(), at=0.0, body={})
    first, second = seeded(7, shares), seeded(7, shares)
    drawn = [first(arrival) for _ in range(1000)]
    assert drawn == [second(arrival) for _ in range(1000)]
    befallen = Counter(fault.name if fault else None for fault in drawn)
    assert 150 < befallen["reset after"] < 250
    assert 60 < befallen["500 after"] < 140
