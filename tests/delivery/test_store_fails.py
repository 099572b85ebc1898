"""A store that is full or locked: posts wait, and are neither lost nor doubled."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import engine
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.delivery import sender
from bot.errors import UnavailableError
from bot.services.posts.outbox import LEASE
from tests.app.fake_discord import GUILD, Request
from tests.delivery.office import Office
from tests.delivery.office import office as opened

CHANNELS = [*range(1, 7)]
OWED = 60


@pytest.fixture
async def office(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """Posts that are owed to six channels, in a store that waits for no lock."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(sender, "_AFTER_A_FAILURE", 0.02)
    async with open_database(f"sqlite:///{tmp_path}/stance.db") as database:
        await migrate(database)
        async with opened(database, clock) as made:
            for channel in CHANNELS:
                made.discord.channels.add(channel, GUILD)
            await made.owe(OWED, channels=CHANNELS)
            yield made


async def fill(office: Office) -> None:
    """Leave the file no page more than it has."""

    def work(unit: sa.Connection) -> None:
        pages = unit.execute(sa.text("PRAGMA page_count")).scalar_one()
        kept = unit.execute(sa.text(f"PRAGMA max_page_count = {pages}")).scalar_one()
        assert kept == pages

    await office.database.write(work)


async def make_room(office: Office) -> None:
    await office.database.write(
        lambda unit: unit.execute(sa.text("PRAGMA max_page_count = 100000"))
    )


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """Hold the store's lock, as a long transaction of another program does."""
    other = sqlite3.connect(str(office.database.url.database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def at_the_tenth(office: Office, act: Callable[[], object]) -> None:
    """Do something while the tenth message is on its way."""

    async def look(request: Request) -> None:
        if request.method == "POST" and len(office.arrivals) == 9:
            office.discord.hook = None
            found = act()
            if asyncio.iscoroutine(found):
                await found

    office.discord.hook = look


async def arrived_once_and_in_order(office: Office) -> None:
    assert await office.states() == {"sent": OWED}
    await office.all_arrived_once()
    assert len(office.arrivals) == OWED
    for channel in CHANNELS:
        titles = [text.partition("\n")[0] for text in office.texts(channel)]
        assert titles == [f"### Call e{at}" for at in range(channel - 1, OWED, len(CHANNELS))]


async def test_a_full_disk_holds_posts_back_until_there_is_room(office: Office) -> None:
    at_the_tenth(office, lambda: fill(office))
    process = office.process()
    with pytest.raises(UnavailableError, match="full"):
        await process.drain()
    known = await office.states()
    assert known["sent"] < OWED
    for _ in range(3):
        with pytest.raises(UnavailableError, match="full"):
            await process.drain()
    assert await office.states() == known
    # What was taken may fly; nothing is taken that cannot be written down.
    assert len(office.arrivals) <= known["sent"] + known["claimed"]
    await make_room(office)
    await process.drain()
    await arrived_once_and_in_order(office)


async def test_a_locked_store_holds_posts_back_until_it_is_free(office: Office) -> None:
    lock = locked(office)
    at_the_tenth(office, lock.__enter__)
    process = office.process()
    with pytest.raises(UnavailableError):
        await process.drain()
    lock.__exit__(None, None, None)
    await process.drain()
    await arrived_once_and_in_order(office)


@pytest.mark.parametrize("how", ["full", "locked"])
async def test_a_running_sender_goes_on_by_itself(office: Office, how: str) -> None:
    failed = asyncio.Event()
    lock = locked(office)
    real = office.services.outbox.turn

    async def turn(*args: object, **more: object) -> object:
        try:
            return await real(*args, **more)  # type: ignore[arg-type]
        except UnavailableError:
            failed.set()
            raise

    office.services.outbox.turn = turn  # type: ignore[assignment, method-assign]
    at_the_tenth(office, lock.__enter__ if how == "locked" else lambda: fill(office))
    process = office.process()
    process.start()
    async with asyncio.timeout(10):
        await failed.wait()
    if how == "locked":
        lock.__exit__(None, None, None)
    else:
        await make_room(office)
    await office.discord.until(lambda: len(office.arrivals) == OWED)
    await process.stop()
    await arrived_once_and_in_order(office)


async def test_who_dies_on_a_full_disk_leaves_what_it_sent_to_be_found(office: Office) -> None:
    """What could not be written down, the next process asks Discord for."""
    office.discord.channels.nonce_window = 0.0
    at_the_tenth(office, lambda: fill(office))
    process = office.process()
    with pytest.raises(UnavailableError, match="full"):
        await process.drain()
    await process.stop()
    assert (await office.states())["claimed"] > 0
    await make_room(office)
    office.pass_by(LEASE)
    await office.process().drain()
    await arrived_once_and_in_order(office)
