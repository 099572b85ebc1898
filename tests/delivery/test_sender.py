"""The sender's laws, over a real outbox and a Discord that answers when the test lets it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.delivery.sender import AT_ONCE, Delivery
from bot.domain.posts import Post, Reason
from bot.errors import UnavailableError
from bot.services.posts.outbox import Failed, Later, Outbox, Result, Sent
from tests.app.owed import owe_reminders

PATIENCE = 10.0


@dataclass(slots=True)
class Gate:
    """A Discord that takes what is sent: at once, or in one channel only when it is let."""

    judge: Callable[[Post], Result] = lambda post: Sent(post=post, message_id=1)
    slow: int | None = None
    tried: list[Post] = field(default_factory=list)
    flying: Counter[str] = field(default_factory=Counter)
    most: int = 0
    crowded: bool = False
    let: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:  # noqa: ARG002 -- it takes all
        self.tried.append(post)
        self.flying[post.lane] += 1
        self.crowded |= self.flying[post.lane] > 1
        self.most = max(self.most, sum(self.flying.values()))
        self.news.set()
        try:
            if post.channel_id == self.slow:
                await self.let.wait()
            await asyncio.sleep(0)
            return self.judge(post)
        finally:
            self.flying[post.lane] -= 1
            self.news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                self.news.clear()
                await self.news.wait()


def delivery_over(database: Database, gate: Gate, clock: ManualClock) -> Delivery:
    return Delivery(database, Outbox(database, clock, Directories()), gate, clock)


@asynccontextmanager
async def running(database: Database, gate: Gate, clock: ManualClock) -> AsyncIterator[Delivery]:
    delivery = delivery_over(database, gate, clock)
    delivery.start()
    try:
        yield delivery
    finally:
        await delivery.stop()


async def states(database: Database) -> dict[str, int]:
    def work(unit: Unit) -> dict[str, int]:
        rows = unit.execute(sa.text("SELECT state, count(*) FROM post GROUP BY state"))
        return {state: count for state, count in rows}  # noqa: C416 -- rows are no pairs to a type checker

    return await database.read(work)


async def test_a_thousand_posts_go_out_once_each_and_in_order_within_a_channel(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    gate = Gate()
    await owe_reminders(sqlite, [*range(1, 201)], 1000, now=clock.now())
    await delivery_over(sqlite, gate, clock).drain()
    assert await states(sqlite) == {"sent": 1000}
    assert Counter(post.id for post in gate.tried) == Counter(range(1, 1001))
    for channel in range(1, 201):
        ids = [post.id for post in gate.tried if post.channel_id == channel]
        assert ids == sorted(ids)
    assert not gate.crowded
    assert gate.most <= AT_ONCE


async def test_a_channel_that_answers_slowly_holds_up_no_other(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    gate = Gate(slow=7)
    await owe_reminders(sqlite, [*range(1, 101)], 500, now=clock.now())
    async with running(sqlite, gate, clock):
        await gate.until(lambda: len(gate.tried) == 496)
        assert sum(post.channel_id == 7 for post in gate.tried) == 1
        gate.let.set()
        await gate.until(lambda: len(gate.tried) == 500)
    assert await states(sqlite) == {"sent": 500}


async def test_what_is_written_while_it_sleeps_wakes_it(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    gate = Gate()
    async with running(sqlite, gate, clock):
        await owe_reminders(sqlite, [1], 1, now=clock.now())
        await gate.until(lambda: len(gate.tried) == 1)


async def test_the_alarm_rings_when_the_time_has_come(sqlite: Database, clock: ManualClock) -> None:
    """The clock that was passed in counts: it jumps by an hour, and APScheduler's alarm is set anew."""
    gate = Gate()
    async with running(sqlite, gate, clock):
        await owe_reminders(sqlite, [1], 1, now=clock.now() + timedelta(hours=1))
        clock.advance(timedelta(hours=1) - timedelta(milliseconds=50))
        await owe_reminders(sqlite, [2], 1, now=clock.now() + timedelta(days=1), prefix="later")
        assert gate.tried == []
        clock.advance(timedelta(milliseconds=50))
        await gate.until(lambda: len(gate.tried) == 1)
    assert await states(sqlite) == {"sent": 1, "due": 1}


async def test_what_is_tried_again_waits_and_keeps_its_words(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    pause = timedelta(seconds=30)
    gate = Gate(judge=lambda post: Later(post=post, pause=pause, detail="away"))
    await owe_reminders(sqlite, [1], 1, now=clock.now())
    delivery = delivery_over(sqlite, gate, clock)
    await delivery.drain()
    await delivery.drain()
    assert len(gate.tried) == 1
    clock.advance(pause)
    gate.judge = lambda post: Sent(post=post, message_id=5)
    await delivery.drain()
    first, second = gate.tried
    assert (first.body, first.token) == (second.body, second.token)
    assert second.attempts == 2
    assert await states(sqlite) == {"sent": 1}


async def test_what_cannot_be_written_down_is_not_forgotten(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    """A full disk: the results stay in memory, and nothing new is begun until they are kept."""
    gate = Gate()
    outbox = Outbox(sqlite, clock, Directories())
    await owe_reminders(sqlite, [1, 2], 2, now=clock.now())
    real, broken = sqlite.write, True

    async def write(work: Callable[[Unit], object]) -> object:
        if broken and len(gate.tried) == 2:
            raise UnavailableError("The disk is full.")
        return await real(work)

    sqlite.write = write  # type: ignore[assignment, method-assign]  # it only stands in the way
    delivery = Delivery(sqlite, outbox, gate, clock)
    try:
        await delivery.drain()
    except UnavailableError:
        assert await states(sqlite) == {"claimed": 2}
    broken = False
    await delivery.drain()
    assert await states(sqlite) == {"sent": 2}
    assert len(gate.tried) == 2


async def test_stopping_finishes_what_is_under_way_and_begins_nothing(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    gate = Gate(slow=1)
    await owe_reminders(sqlite, [1], 2, now=clock.now())
    delivery = delivery_over(sqlite, gate, clock)
    delivery.start()
    await gate.until(lambda: bool(gate.tried))
    stopping = asyncio.create_task(delivery.stop())
    await asyncio.sleep(0)
    gate.let.set()
    await stopping
    assert await states(sqlite) == {"sent": 1, "due": 1}


async def test_a_failure_is_kept_with_its_reason(sqlite: Database, clock: ManualClock) -> None:
    gate = Gate(judge=lambda post: Failed(post=post, reason=Reason.REFUSED, detail="400"))
    await owe_reminders(sqlite, [1], 1, now=clock.now())
    await delivery_over(sqlite, gate, clock).drain()
    assert await states(sqlite) == {"failed": 1}


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_that_steps_by_an_hour_neither_loses_nor_repeats(
    sqlite: Database,
    clock: ManualClock,
    step: timedelta,
) -> None:
    """It steps while posts wait and while one is under way, whose lease ends by that."""
    gate = Gate(slow=1)
    await owe_reminders(sqlite, [1, 2, 3], 30, now=clock.now(), spread=timedelta(hours=2))
    delivery = delivery_over(sqlite, gate, clock)
    draining = asyncio.create_task(delivery.drain())
    await gate.until(lambda: bool(gate.tried))
    clock.advance(step)
    await delivery._turn(5)
    gate.let.set()
    await draining
    for _ in range(16):
        clock.advance(timedelta(minutes=15))
        await delivery.drain()
    assert Counter(post.id for post in gate.tried) == Counter(range(1, 31))
    assert await states(sqlite) == {"sent": 30}
