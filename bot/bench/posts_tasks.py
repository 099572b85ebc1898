"""What the processes of the measurement are told to do, and what they tell; each starts afresh."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import discord
import msgspec
from discord.http import Route

from bot.errors import UnavailableError

# What a start takes until the store is open, and until the next alarm is set.
OPENED, ARMED = "opened", "armed"
FIRST_CHANNEL = 500_000

_ROOT = Path(__file__).resolve().parents[2]
_STEP = 0.001
# However long it takes on a busy machine; one that hangs must not hang the measurement.
_PATIENCE = 1800.0


class Do(StrEnum):
    """SEND posts that come due · FILL a store · START over one that is full · ADD to one."""

    SEND = "send"
    FILL = "fill"
    START = "start"
    ADD = "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One process's task.

    `file` is its database's path, `variant` how the sender is set up. `posts` come due in `channels`
    channels, from `due_in` seconds on (negative: they came due when nobody ran), evenly over
    `spread` seconds. At most `per_second` are sent a second.
    """

    do: Do
    file: str
    variant: str = ""
    api: str = ""
    posts: int = 0
    channels: int = 1
    due_in: float = 0.0
    spread: float = 0.0
    per_second: float = 1_000_000.0

    @property
    def patience(self) -> float:
        """How many seconds after the start all that will be sent has been."""
        return max(self.due_in, 0.0) + self.spread + self.posts / min(self.per_second, 30) + 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a process tells.

    `due` has when each post was due, by nonce; `ready_at` is when the sender ran. `held_ms` is the
    longest time for which the event loop ran nothing else. `times_ms` are lengths of time by what
    was done. `peak_mb` is the most memory that the process has had, None where it cannot be known.
    """

    due: dict[str, datetime] = field(default_factory=dict)
    ready_at: datetime | None = None
    held_ms: float = 0.0
    times_ms: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: float | None = None


def environment() -> dict[str, str]:
    """The caller's environment, in which the program is found from any folder."""
    paths = (str(_ROOT), os.environ.get("PYTHONPATH"))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def run(module: str, task: Task) -> Told:
    """Run a module of workers in a new process until it has done its task.

    Raises UnavailableError with its last words when it fails.
    """
    done = subprocess.run(  # noqa: S603 -- a module of ours, by this interpreter
        [sys.executable, "-m", module, msgspec.json.encode(task).decode()],
        env=environment(),
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise UnavailableError(f"The measurement failed at “{task.do}”: {said[-2000:]}")
    return msgspec.json.decode(done.stdout, type=Told)


def work(workers: Mapping[Do, Callable[[Task], Awaitable[Told]]]) -> None:
    """Do the task that the command line holds, and print what there is to tell."""
    # Thousands of warnings of missed jobs would be measured too.
    logging.disable(logging.ERROR)
    task = msgspec.json.decode(sys.argv[1], type=Task)

    async def one() -> Told:
        return await workers[task.do](task)

    sys.stdout.write(msgspec.json.encode(asyncio.run(one())).decode())


@asynccontextmanager
async def calling(api: str) -> AsyncIterator[discord.Client]:
    """Log discord.py's client in at this API, for the rest of the process; it has no gateway."""
    Route.BASE = api
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.http.static_login("bench")
        yield client


class Tally:
    """Counts posts that have come to an end, whichever."""

    def __init__(self, posts: int) -> None:
        """Expect so many."""
        self._left = posts
        self._all = asyncio.Event()

    def add(self) -> None:
        """One more."""
        self._left -= 1
        if self._left <= 0:
            self._all.set()

    async def full(self, within: float) -> None:
        """Wait for all of them, or for so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._all.wait()
        except TimeoutError:
            # What never came to an end is missed where it should have arrived.
            return


@dataclass(slots=True)
class Held:
    """The longest time, in milliseconds, for which a loop did not come back."""

    ms: float = 0.0


@asynccontextmanager
async def watching() -> AsyncIterator[Held]:
    """Watch for the length of a block how long the event loop is held."""
    held, loop = Held(), asyncio.get_running_loop()

    async def watch() -> None:
        while True:
            before = loop.time()
            await asyncio.sleep(_STEP)
            held.ms = max(held.ms, (loop.time() - before - _STEP) * 1000)

    watcher = asyncio.create_task(watch())
    try:
        yield held
    finally:
        watcher.cancel()


def peak_mb(process: int | None = None) -> float | None:
    """The most memory that this process, or one by its id, has had, in MB; None if not told."""
    # Not getrusage: it counts what the parent had before the process became this one.
    memory = Path(f"/proc/{process or 'self'}/status")
    if not memory.exists():
        return None
    lines = memory.read_text(encoding="ascii", errors="replace").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def in_ms(times: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Lengths of time in milliseconds instead of seconds."""
    return {what: [1000 * each for each in all_] for what, all_ in times.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message for a sender that renders none; `due` is aware UTC."""

    channel: int
    nonce: str
    body: str
    due: datetime


def messages(task: Task, begin: datetime) -> list[Message]:
    """A task's posts as messages, which come due from `begin` (aware UTC) on."""
    return [
        Message(
            channel=FIRST_CHANNEL + at % task.channels,
            nonce=str(at),
            body=msgspec.json.encode(
                {
                    "content": f"Reminder: Call {at} begins in 30 minutes.",
                    "nonce": str(at),
                    "enforce_nonce": True,
                },
            ).decode(),
            due=begin + timedelta(seconds=task.spread) * at / task.posts,
        )
        for at in range(task.posts)
    ]
