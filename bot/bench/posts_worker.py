"""The program's own sender in a process of its own.

Run as a module with a task, and nothing else: what it tells is printed.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter

import discord

from bot.app import App, open_app
from bot.bench import posts_world as world
from bot.bench.posts_tasks import (
    ARMED,
    OPENED,
    Do,
    Tally,
    Task,
    Told,
    calling,
    in_ms,
    peak_mb,
    watching,
    work,
)
from bot.clock import SystemClock
from bot.db import posts
from bot.db.engine import Unit
from bot.db.guilds import Directories
from bot.delivery.attempt import Attempt
from bot.delivery.sender import Delivery, Trier
from bot.delivery.wire import Wire
from bot.domain.access import Person
from bot.domain.posts import NewPost, Post
from bot.domain.scope import Scope
from bot.errors import UnavailableError
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import EventForm
from bot.services.posts.outbox import Outbox, Render, Result, Turn

ONE, EVENT = "one post", "an event, published, with its three posts"

_EDITOR = Person(id=1, manages=True)
_AHEAD = timedelta(days=1)
_YEAR = timedelta(days=365)
_SERVERS = 100


class _Counted:
    """Tries to send as the program does, and counts."""

    def __init__(self, trier: Trier, tally: Tally) -> None:
        self._trier = trier
        self._tally = tally

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:
        result = await self._trier.try_to_send(post, fresh=fresh)
        self._tally.add()
        return result


async def send(task: Task) -> Told:
    """Send posts as they come due."""
    async with calling(task.api) as client:
        wire, tally, clock = (
            Wire(client, per_second=task.per_second),
            Tally(task.posts),
            SystemClock(),
        )
        begin = clock.now() + timedelta(seconds=task.due_in)
        async with open_app(f"sqlite:///{task.file}", clock) as app:
            await world.owe(
                app.database,
                clock,
                count=task.posts,
                servers=task.channels,
                begin=begin,
                spread=timedelta(seconds=task.spread),
            )
            due = await world.nonces(app.database, count=task.posts, servers=task.channels)
            counted = _Counted(Attempt(wire), tally)
            delivery = Delivery(app.database, app.services.outbox, counted, clock)
            async with watching() as held:
                delivery.start()
                ready = clock.now()
                await tally.full(task.patience)
            await delivery.stop()
    return Told(due=due, ready_at=ready, held_ms=held.ms)


async def fill(task: Task) -> Told:
    """Owe posts that come due over the next year."""
    clock = SystemClock()
    async with open_app(f"sqlite:///{task.file}", clock) as app:
        await world.owe(
            app.database,
            clock,
            count=task.posts,
            servers=min(_SERVERS, task.posts),
            begin=clock.now() + _AHEAD,
            spread=_YEAR,
        )
    return Told()


class _Seen(Outbox):
    """The outbox, which lets one see that it has been asked for the first time."""

    def __init__(self, app: App) -> None:
        super().__init__(app.database, app.clock, Directories())
        self.turned, self.mended = asyncio.Event(), asyncio.Event()

    async def turn(
        self,
        results: Sequence[Result],
        *,
        by: str,
        limit: int,
        render: Render,
    ) -> Turn:
        turn = await super().turn(results, by=by, limit=limit, render=render)
        self.turned.set()
        return turn

    async def mend(self) -> None:
        await super().mend()
        self.mended.set()


async def start(task: Task) -> Told:
    """Start over a store that is full, until the alarm for the next post is set."""
    began = perf_counter()
    async with open_app(f"sqlite:///{task.file}", SystemClock()) as app:
        opened = perf_counter()
        outbox = _Seen(app)
        wire = Wire(discord.Client(intents=discord.Intents(guilds=True)))
        delivery = Delivery(app.database, outbox, Attempt(wire), app.clock)
        delivery.start()
        await outbox.turned.wait()
        armed = perf_counter()
        # It is part of a start, and of what that needs in memory, though nobody waits for it.
        await outbox.mended.wait()
        await delivery.stop()
    return Told(
        times_ms=in_ms({OPENED: [opened - began], ARMED: [armed - began]}), peak_mb=peak_mb()
    )


async def add(task: Task) -> Told:
    """Add single posts, then events that are published as editors do it."""
    clock = SystemClock()
    due = clock.now() + _AHEAD
    times: dict[str, list[float]] = {ONE: [], EVENT: []}
    async with open_app(f"sqlite:///{task.file}", clock) as app:
        await world.owe(app.database, clock, count=1, servers=1, begin=due, spread=timedelta(0))
        await world.settle(app.database)
        for at in range(task.posts):
            times[ONE].append(await _owe_one(app, world.one_more(at, due)))
        for at in range(task.posts):
            times[EVENT].append(await _publish(app, at))
        owed = await world.nonces(app.database, count=5 * task.posts, servers=1)
    if len(owed) != 1 + 4 * task.posts:
        raise UnavailableError(f"{len(owed)} posts are owed instead of {1 + 4 * task.posts}.")
    return Told(times_ms=in_ms(times))


async def _owe_one(app: App, new: NewPost) -> float:
    """Owe one post in a transaction of its own; the seconds that it took."""

    def write(unit: Unit) -> None:
        posts.owe(unit, world.FIRST_GUILD, [new])

    began = perf_counter()
    await app.database.write(write)
    return perf_counter() - began


async def _publish(app: App, at: int) -> float:
    """Publish an event; the seconds that it took from the press of the button on."""
    scope = Scope(guild_id=world.FIRST_GUILD)
    form = EventForm(
        title=f"Talks {at}",
        when=f"{app.clock.now() + 60 * _AHEAD:%Y-%m-%d} 15:00 UTC",
        quote="They will meet.",
        source="An agency — Talks",
    )
    seen = await app.services.editing.start(scope, form, by=_EDITOR)
    if not isinstance(seen, Preview):
        raise UnavailableError(f"The event was not understood: {seen}")
    began = perf_counter()
    done = await app.services.editing.publish(scope, seen.draft_id, by=_EDITOR)
    took = perf_counter() - began
    if not isinstance(done, Published):
        raise UnavailableError(f"The event was not published: {done}")
    return took


if __name__ == "__main__":
    work({Do.SEND: send, Do.FILL: fill, Do.START: start, Do.ADD: add})
