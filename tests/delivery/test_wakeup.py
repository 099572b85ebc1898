"""The alarm rings when a post comes due by the clock passed in, and a tick mends what it misses."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import apscheduler.executors.base
import apscheduler.schedulers.base
import pytest

from bot.clock import ManualClock, SystemClock
from bot.delivery import sender
from bot.delivery.sender import Delivery
from bot.delivery.wakeup import Wakeup
from tests.delivery.office import Office

PATIENCE = 10.0
SOON = timedelta(milliseconds=60)
HOUR = timedelta(hours=1)


class Rings:
    """Counts how often an alarm rang, and when by the loop's clock."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self._news = asyncio.Event()

    def __call__(self) -> None:
        self.at.append(asyncio.get_running_loop().time())
        self._news.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.at) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
def rings() -> Rings:
    return Rings()


@pytest.fixture
async def wakeup(clock: ManualClock, rings: Rings) -> AsyncIterator[Wakeup]:
    made = Wakeup(clock, rings)
    made.start()
    yield made
    made.stop()


class Machine:
    """The machine's clock as APScheduler reads it, which can be set."""

    shift = timedelta(0)

    def now(self, zone: Any = None) -> datetime:
        return SystemClock().now().astimezone(zone) + self.shift


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    for module in (apscheduler.schedulers.base, apscheduler.executors.base):
        monkeypatch.setattr(module, "datetime", made)
    return made


def rings_in(wakeup: Wakeup) -> timedelta | None:
    """How long until the scheduler looks again, by the clock that no setting disturbs."""
    timer = wakeup._scheduler._timeout
    if timer is None or timer.cancelled():
        return None
    return timedelta(seconds=timer.when() - asyncio.get_running_loop().time())


def is_an_hour(found: timedelta | None) -> bool:
    return found is not None and abs(found - HOUR) < timedelta(seconds=5)


async def until(true: Callable[[], Any]) -> None:
    """Give the loop its turns until something is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if true():
                return
            await asyncio.sleep(0)


async def test_it_rings_once_when_the_time_has_come(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
) -> None:
    began = asyncio.get_running_loop().time()
    wakeup.arm(clock.now() + SOON)
    await rings.until(1)
    assert rings.at[0] - began >= SOON.total_seconds() - 0.005
    assert wakeup._scheduler.get_jobs() == []


async def test_it_counts_by_the_clock_passed_in_however_far_the_machines_is(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
) -> None:
    wakeup.arm(clock.now() + HOUR)
    await until(lambda: is_an_hour(rings_in(wakeup)))


async def test_what_has_passed_rings_at_once(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
) -> None:
    wakeup.arm(clock.now() - HOUR)
    await rings.until(1)


async def test_a_loop_that_was_busy_for_seconds_loses_no_alarm(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
    machine: Machine,
) -> None:
    """By default APScheduler drops what it finds more than a second late."""
    wakeup.arm(clock.now() + SOON)
    # While it is away, the machine's clock goes on.
    machine.shift = timedelta(seconds=30)
    threading.Event().wait(SOON.total_seconds())
    await rings.until(1)


async def test_an_alarm_set_anew_takes_the_place_of_the_one_before(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
) -> None:
    wakeup.arm(clock.now() + SOON)
    wakeup.arm(clock.now() + HOUR)
    assert len(wakeup._scheduler.get_jobs()) == 1
    await until(lambda: is_an_hour(rings_in(wakeup)))
    wakeup.arm(clock.now() + SOON)
    await rings.until(1)
    assert len(rings.at) == 1


async def test_none_silences_it(wakeup: Wakeup, rings: Rings, clock: ManualClock) -> None:
    wakeup.arm(clock.now())
    wakeup.arm(None)
    assert wakeup._scheduler.get_jobs() == []
    other = Rings()
    # Another alarm that is set later rings alone.
    second = Wakeup(clock, other)
    second.start()
    second.arm(clock.now() + SOON)
    await other.until(1)
    second.stop()
    assert rings.at == []


@pytest.fixture
async def waiting(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Delivery]:
    """A sender that waits for what is due in an hour, and is told of no writing."""

    async def nothing() -> None:
        """Write nothing: that would ring too."""

    monkeypatch.setattr(sender, "TICK", 0.1)
    monkeypatch.setattr(office.services.outbox, "mend", nothing)
    await office.owe(1, now=office.clock.now() + HOUR, prefix="later")
    process = office.process()
    process.start()
    office.database.on_write = None
    await until(lambda: is_an_hour(rings_in(process._wakeup)))
    yield process
    await process.stop()


async def test_a_machine_set_back_by_an_hour_stops_the_alarm(
    wakeup: Wakeup,
    rings: Rings,
    clock: ManualClock,
    machine: Machine,
) -> None:
    """Measured: its timer runs by the loop's clock, finds nothing due, and looks again in an hour."""
    wakeup.arm(clock.now() + SOON)
    machine.shift = -HOUR
    await until(lambda: is_an_hour(rings_in(wakeup)))
    assert rings.at == []


async def test_a_machine_set_back_by_an_hour_does_not_stop_the_post(
    office: Office,
    waiting: Delivery,
    machine: Machine,
) -> None:
    """The tick does not ask APScheduler, and sets its alarm anew."""
    office.clock.advance(HOUR - SOON)
    waiting._look()
    machine.shift = -HOUR
    office.clock.advance(SOON)
    await office.discord.until(office.discord.messages)


async def test_a_clock_set_forward_is_noticed_by_the_tick(
    office: Office,
    waiting: Delivery,
) -> None:
    """The alarm is an hour away by the loop's clock, and the post is due now."""
    office.clock.advance(HOUR)
    await office.discord.until(office.discord.messages)


async def test_what_another_process_writes_is_noticed_by_the_tick(
    office: Office,
    waiting: Delivery,
) -> None:
    await office.owe()
    await office.discord.until(office.discord.messages)


async def test_what_is_written_here_needs_no_tick(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sender, "TICK", 3600.0)
    await office.owe(1, now=office.clock.now() + HOUR, prefix="later")
    process = office.process()
    process.start()
    await until(lambda: is_an_hour(rings_in(process._wakeup)))
    await office.owe()
    await office.discord.until(office.discord.messages)
    await process.stop()


def test_the_instant_is_kept_in_utc() -> None:
    """The scheduler's zone is fixed: a server's local time has no say."""
    assert Wakeup(ManualClock(), lambda: None)._scheduler.timezone is UTC
