"""SIGKILL at any moment, again and again: every post that is owed arrives, and none twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock
from bot.db.engine import Unit, open_database
from bot.db.health import bring_up
from tests.app.fake_discord import GUILD, TOKEN, FakeDiscord
from tests.app.fake_faults import (
    CLOSED_BEFORE,
    ERROR_AFTER,
    ERROR_BEFORE,
    RESET_AFTER,
    RESET_BEFORE,
    Arrival,
    Fault,
)
from tests.app.owed import owe_reminders
from tests.app.processes import Process, program

CHANNELS = 600
FIRST_CHANNEL = 500_000
PATIENCE = 90.0


class Slots:
    """Two processes on one database, each started again whenever it is killed."""

    def __init__(self, folder: Path, settings: dict[str, str], stack: AsyncExitStack) -> None:
        self._folder = folder
        self._settings = settings
        self._stack = stack
        self.running: list[Process] = []
        self.kills = 0

    async def fill(self) -> None:
        """Start what was killed."""
        while len(self.running) < 2:
            process = await self._stack.enter_async_context(
                program("run", cwd=self._folder, settings=self._settings),
            )
            self.running.append(process)

    def killed_since(self, before: int) -> bool:
        """Whether there were more kills than `before`."""
        return self.kills > before

    def kill(self, which: int) -> None:
        """End one at once; it cannot know."""
        self.running.pop(which).kill_now()
        self.kills += 1


class Chaos:
    """Kills one of two senders while a message arrives, and breaks some of the other answers."""

    def __init__(self, slots: Slots, *, kills: int, faults: dict[Fault, int], seed: int) -> None:
        self._slots = slots
        self._kills = kills
        self._faults = faults
        self._chance = random.Random(seed)  # noqa: S311 -- no secret, the same each time
        self._left = 5

    def __call__(self, _: Arrival) -> Fault | None:
        chance, slots = self._chance, self._slots
        self._left -= 1
        if self._left <= 0 and slots.kills < self._kills and slots.running:
            self._left = chance.randint(1, 8)
            slots.kill(chance.randrange(len(slots.running)))
            # Whether it is stored before or after whoever sent it is gone.
            return chance.choice((None, CLOSED_BEFORE))
        faults: list[Fault | None] = [None, *self._faults]
        shares = [100 - sum(self._faults.values()), *self._faults.values()]
        return chance.choices(faults, shares)[0]


@pytest.fixture
async def world() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as world:
        for at in range(CHANNELS):
            world.channels.add(FIRST_CHANNEL + at, GUILD)
        yield world


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many kills while so many posts are owed; Discord compares nonces for `window` seconds."""

    kills: int
    owed: int
    window: float
    faults: dict[Fault, int]


WITHIN = {RESET_BEFORE: 2, RESET_AFTER: 3, ERROR_BEFORE: 1, ERROR_AFTER: 2}


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(
            Plan(kills=40, owed=400, window=120.0, faults=WITHIN),
            id="within the nonce window",
        ),
        # Without any fault but death, every second attempt is another process's.
        pytest.param(Plan(kills=12, owed=200, window=0.0, faults={}), id="beyond it"),
    ],
)
async def test_kills_lose_and_double_nothing(
    world: FakeDiscord,
    tmp_path: Path,
    plan: Plan,
) -> None:
    """Two processes share the work; what one dies with the other finds in the channel's history."""
    url = f"sqlite:///{tmp_path}/record.db"
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "STANCEBOT_DISCORD_API": world.api,
        "STANCEBOT_GATEWAY": world.gateway,
        "STANCEBOT_DATABASE_URL": url,
        "STANCEBOT_LOG_LEVEL": "error",
    }
    world.channels.nonce_window = plan.window
    channels = [FIRST_CHANNEL + at for at in range(CHANNELS)]
    async with open_database(url) as database, AsyncExitStack() as stack:
        await bring_up(database)
        await owe_reminders(database, channels, plan.owed, now=SystemClock().now())
        slots = Slots(tmp_path, settings, stack)
        world.channels.faults.policy = Chaos(slots, kills=plan.kills, faults=plan.faults, seed=16)
        while slots.kills < plan.kills:
            await slots.fill()
            before = slots.kills
            await world.until(partial(slots.killed_since, before), within=PATIENCE)
            assert sum(arrived(world).values()) < plan.owed, "too few are owed for so many kills"
        await slots.fill()
        await world.until(lambda: sum(arrived(world).values()) >= plan.owed, within=PATIENCE)
        # What arrived and was not answered is looked for once more.
        async with asyncio.timeout(PATIENCE):
            while await database.read(posts_by_state) != {"sent": plan.owed}:  # noqa: ASYNC110 -- another process's work
                await asyncio.sleep(0.1)
        for process in slots.running:
            process.tell()
            assert await process.ended() == 0, process.errors
    assert len(arrived(world)) == plan.owed
    assert set(arrived(world).values()) == {1}


def arrived(world: FakeDiscord) -> dict[str, int]:
    """How many messages there ever were of each post, by its marker."""
    return {mark: n for mark, n in world.channels.copies.items() if mark.startswith("~")}


def posts_by_state(unit: Unit) -> dict[str, int]:
    rows = unit.execute(sa.text("SELECT state, count(*) FROM post GROUP BY state"))
    return {state: count for state, count in rows}  # noqa: C416 -- rows are no pairs to a type checker
