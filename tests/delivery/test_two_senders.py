"""Two processes share one store: each post is sent once, in order, whoever stops or stalls."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database, open_database
from bot.db.guilds import Directories
from bot.delivery import sender
from bot.delivery.attempt import Attempt
from bot.delivery.sender import AT_ONCE, Delivery
from bot.delivery.wire import Wire
from bot.domain.posts import Post
from bot.services.posts.outbox import LEASE, Outbox, Result
from tests.app.callers import caller
from tests.app.fake_discord import GUILD
from tests.app.fake_faults import hang_before, scripted
from tests.delivery.office import Office
from tests.delivery.office import office as opened

# Twice as many as one process serves at a time.
CHANNELS = [*range(1, 2 * AT_ONCE + 1)]


class Counted(Attempt):
    """An attempt that counts what it tries."""

    tried = 0

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:
        self.tried += 1
        return await super().try_to_send(post, fresh=fresh)


@pytest.fixture
async def shared(database: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """Many channels, over each kind of store."""
    async with opened(database, clock) as made:
        for channel in CHANNELS:
            made.discord.channels.add(channel, GUILD)
        yield made


async def test_two_processes_send_each_post_once_and_in_order(shared: Office) -> None:
    """Discord takes nothing until both have their hands full, so that both have their share."""
    owed = 400 if shared.database.url.get_backend_name() == "sqlite" else 200
    await shared.owe(owed, channels=CHANNELS)
    url = shared.database.url.render_as_string(hide_password=False)
    faults = shared.discord.channels.faults
    faults.policy = lambda _: hang_before()
    attempts = [Counted(Wire(shared.client, per_second=1000.0)) for _ in range(2)]
    async with AsyncExitStack() as stack:
        senders = []
        for attempt in attempts:
            database = await stack.enter_async_context(open_database(url))
            outbox = Outbox(database, shared.clock, Directories())
            senders.append(Delivery(database, outbox, attempt, shared.clock))
        for each in senders:
            each.start()
        await shared.discord.until(lambda: faults.held == 2 * AT_ONCE)
        assert [attempt.tried for attempt in attempts] == [AT_ONCE, AT_ONCE]
        faults.policy = None
        faults.release()
        await shared.discord.until(lambda: len(shared.arrivals) >= owed)
        for each in senders:
            await each.stop()
    assert await shared.states() == {"sent": owed}
    assert len(shared.arrivals) == owed
    await shared.all_arrived_once()
    for channel in CHANNELS:
        titles = [text.partition("\n")[0] for text in shared.texts(channel)]
        assert titles == [f"### Call e{at}" for at in range(channel - 1, owed, len(CHANNELS))]


async def test_a_lease_that_ends_under_its_sender_doubles_nothing(office: Office) -> None:
    """One stalls with a post on its way; another takes it; then the first one's arrives after all."""
    office.discord.channels.faults.policy = scripted(hang_before())
    await office.owe(3)
    stalled = asyncio.create_task(office.process().drain())
    await office.discord.until(lambda: office.discord.channels.faults.held)
    office.pass_by(LEASE)
    async with caller(office.discord) as client:
        await office.process(client).drain()
    assert len(office.texts()) == 3
    office.discord.channels.faults.release()
    await stalled
    await office.all_arrived_once()
    assert await office.states() == {"sent": 3}
    assert Counter(arrival.stored for arrival in office.arrivals) == {True: 3, False: 1}


async def test_a_failure_that_comes_late_takes_nothing_from_who_sent_it_since(
    office: Office,
) -> None:
    office.discord.channels.faults.policy = scripted(hang_before(), None)
    await office.owe(2)
    stalled = asyncio.create_task(office.process(patience=0.3).drain())
    await office.discord.until(lambda: office.discord.channels.faults.held)
    office.pass_by(LEASE)
    async with caller(office.discord) as client:
        await office.process(client).drain()
    before = await office.posts()
    await stalled
    assert await office.posts() == before
    assert await office.states() == {"sent": 2}


async def test_a_post_that_is_under_way_stays_with_who_sends_it(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A channel that answers slowly costs no second request: the lease is renewed meanwhile."""
    monkeypatch.setattr(sender, "TICK", 0.05)
    office.discord.channels.faults.policy = scripted(hang_before())
    await office.owe()
    slow = office.process()
    slow.start()
    await office.discord.until(lambda: office.discord.channels.faults.held)
    for _ in range(3):
        office.pass_by(LEASE * 0.8)
        await renewed(office)
        await office.process().drain()
    assert len(office.arrivals) == 1
    office.discord.channels.faults.release()
    await office.discord.until(office.discord.messages)
    await slow.stop()
    assert await office.states() == {"sent": 1}


async def renewed(office: Office) -> None:
    """Wait until the lease of what is under way ends as late as it can."""
    async with asyncio.timeout(10):
        while True:
            if (await office.post()).next_at == office.clock.now() + LEASE:
                return
