"""As fast as Discord lets it, in order within a channel, and no channel waits for another."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from tests.app.fake_discord import CHANNEL, GUILD
from tests.app.fake_faults import UNAVAILABLE, Arrival, Fault, hang_before, scripted
from tests.delivery.office import Office

CHANNELS = [*range(1, 31)]


@pytest.fixture
def office(office: Office) -> Office:
    """A server with many channels."""
    for channel in CHANNELS:
        office.discord.channels.add(channel, GUILD)
    return office


def said(office: Office, channel: int) -> list[str]:
    return [text.partition("\n")[0] for text in office.texts(channel)]


async def test_a_heap_of_posts_leaves_at_the_pace_that_discord_allows(office: Office) -> None:
    """Twice Discord's pace, to take half the time: five posts to each of thirty channels."""
    limits = office.discord.limits
    limits.on, limits.overall, limits.channel = True, (100, 1.0), (3, 0.5)
    await office.owe(150, channels=CHANNELS)
    await office.process(per_second=90.0).drain()
    assert await office.states() == {"sent": 150}
    await office.all_arrived_once()
    for channel in CHANNELS:
        assert said(office, channel) == [f"### Call e{at}" for at in range(channel - 1, 150, 30)]
    assert office.discord.invalid == 0
    first, last = office.arrivals[0].at, office.arrivals[-1].at
    # 149 steps of a ninetieth take 1.7 s; a machine with other things to do may take thrice that.
    assert 1.6 < last - first < 5.0
    assert most_within(office.arrivals, 1.0) <= 100


def most_within(arrivals: list[Arrival], seconds: float) -> int:
    times = sorted(arrival.at for arrival in arrivals)
    return max(sum(1 for at in times if begin <= at < begin + seconds) for begin in times)


async def test_too_fast_a_pace_is_slowed_down_by_discord_and_loses_nothing(office: Office) -> None:
    """Two processes, each within the limit, are beyond it together."""
    limits = office.discord.limits
    limits.on, limits.overall = True, (30, 0.3)
    await office.owe(120, channels=CHANNELS)
    await office.process(per_second=300.0).drain()
    assert await office.states() == {"sent": 120}
    await office.all_arrived_once()
    # Each time what was on its way is refused, and then all wait.
    assert 0 < limits.global_refusals < 120
    for channel in CHANNELS:
        assert said(office, channel) == [f"### Call e{at}" for at in range(channel - 1, 120, 30)]


async def test_a_full_bucket_holds_up_its_own_channel_only(office: Office) -> None:
    limits = office.discord.limits
    limits.on, limits.overall, limits.channel = True, (1000, 1.0), (3, 0.6)
    await office.owe(8, channels=[CHANNEL], prefix="much")
    await office.owe(60, channels=CHANNELS)
    await office.process().drain()
    await office.all_arrived_once()
    assert said(office, CHANNEL) == [f"### Call much{at}" for at in range(8)]
    own = [arrival.at for arrival in office.arrivals if arrival.place == CHANNEL]
    others = [arrival.at for arrival in office.arrivals if arrival.place != CHANNEL]
    assert max(others) < own[-1] - 0.5
    assert max(later - at for at, later in pairwise(own)) > 0.3
    assert office.discord.invalid == 0


async def test_a_channel_that_hangs_holds_up_its_own_posts_only(office: Office) -> None:
    def hanging(arrival: Arrival) -> Fault | None:
        return hang_before() if arrival.place == CHANNEL and arrival.attempt == 1 else None

    office.discord.channels.faults.policy = hanging
    await office.owe(3, channels=[CHANNEL], prefix="slow")
    await office.owe(60, channels=CHANNELS)
    process = office.process()
    process.start()
    try:
        await office.discord.until(lambda: len(office.arrivals) == 61)
        assert office.texts() == []
        for sent in range(1, 4):
            await office.discord.until(lambda: office.discord.channels.faults.held)
            office.discord.channels.faults.release()
            await office.discord.until(partial(has, office, sent))
    finally:
        await process.stop()
    assert said(office, CHANNEL) == ["### Call slow0", "### Call slow1", "### Call slow2"]
    assert await office.states() == {"sent": 63}
    await office.all_arrived_once()


def has(office: Office, count: int) -> bool:
    return len(office.texts()) == count


async def test_what_is_put_off_lets_nothing_behind_it_pass(office: Office) -> None:
    """Within a channel the order is kept, also when the first is tried again much later."""
    office.discord.channels.faults.policy = scripted(UNAVAILABLE, UNAVAILABLE)
    await office.owe(4, spread=timedelta(seconds=4))
    process = office.process()
    await process.drain()
    office.pass_by(timedelta(seconds=1))
    await process.drain()
    assert office.texts() == []
    await office.finish(process)
    assert said(office, CHANNEL) == [f"### Call e{at}" for at in range(4)]
