"""Senders over a real store, discord.py's own client and the Discord on loopback."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from discord import Client, Intents

from bot.clock import ManualClock
from bot.db import acts, calendar, posts
from bot.db.engine import Database, Unit
from bot.delivery.attempt import Attempt
from bot.delivery.payload import body_of
from bot.delivery.sender import Delivery
from bot.delivery.wire import OURS, Wire
from bot.domain.posts import NewPost, Post, PostKind, PostState
from bot.domain.reminding import CalendarSettings
from bot.services.wired import Services, wire
from tests.app.callers import reaching
from tests.app.fake_discord import CHANNEL, GUILD, TOKEN, FakeDiscord
from tests.app.fake_faults import Arrival
from tests.app.owed import owe_reminders

DESK = 77_500
ROLE = 77_600
_EVERY = tuple(PostState)
_STEPS = 40


@dataclass(slots=True)
class Office:
    """One server with a channel, and all that sends to it by a clock that stands."""

    database: Database
    clock: ManualClock
    discord: FakeDiscord
    client: Client
    services: Services
    started: list[Delivery] = field(default_factory=list)

    def process(
        self,
        client: Client | None = None,
        *,
        per_second: float = 1000.0,
        patience: float = 10.0,
    ) -> Delivery:
        """A sender that remembers nothing; with a client of its own as in another process."""
        wire = Wire(client or self.client, per_second=per_second, patience=patience)
        attempt = Attempt(wire)
        made = Delivery(self.database, self.services.outbox, attempt, self.clock)
        self.started.append(made)
        return made

    async def owe(self, count: int = 1, *, channels: list[int] | None = None, **more: Any) -> None:
        """Owe reminders that are due now."""
        at = {"now": self.clock.now()}
        await owe_reminders(self.database, channels or [CHANNEL], count, **at | more)

    async def owe_post(self, key: str, **place: Any) -> None:
        """Owe one more reminder of the first event, to a place of its own."""
        first = (await self.posts())[0]
        new = NewPost(
            key=key,
            kind=first.kind,
            due_at=self.clock.now(),
            schedule=first.schedule,
            lead=first.lead,
            **{"event": first.event} | place,
        )
        await self.database.write(lambda unit: posts.owe(unit, GUILD, [new]))

    async def set_up(self, **kept: Any) -> None:
        """The server's settings, without planning anything."""

        def work(unit: Unit) -> None:
            acts.begin(unit, GUILD, what="test", at=self.clock.now())
            calendar.keep_settings(unit, GUILD, CalendarSettings(**kept))

        await self.database.write(work)

    async def die_sending(self) -> None:
        """Take all that is due and send it, and die before anything of it is written down."""
        attempt = Attempt(Wire(self.client, per_second=1000.0))
        turn = await self.services.outbox.turn([], by="dead", limit=50, render=body_of)
        for post in turn.fresh:
            await attempt.try_to_send(post, fresh=True)

    async def posts(self) -> list[Post]:
        """Every post of the server, in order of making."""
        found = await self.database.read(
            lambda unit: posts.in_states(unit, GUILD, _EVERY, limit=5000),
        )
        return found[::-1]

    async def post(self, number: int = 1) -> Post:
        """One of them."""
        return (await self.posts())[number - 1]

    async def states(self) -> dict[str, int]:
        """How many posts there are in each state."""
        return Counter(post.state.value for post in await self.posts())

    async def finish(self, process: Delivery) -> None:
        """Let time pass from one attempt to the next until nothing is owed."""
        for _ in range(_STEPS):
            await process.drain()
            waiting = [post.next_at for post in await self.posts() if post.open]
            if not waiting:
                return
            self.clock.at = max(self.clock.at, min(waiting))
        raise AssertionError(f"still owed: {await self.posts()}")

    async def finish_due(self) -> None:
        """Send what is due by now, and try again what waits a while, until nothing is due."""
        process = self.process()
        for _ in range(_STEPS):
            await process.drain()
            waiting = [
                p.next_at for p in await self.posts() if p.open and p.due_at <= self.clock.at
            ]
            if not waiting:
                return
            self.clock.at = max(self.clock.at, min(waiting))
        raise AssertionError(f"still due: {await self.posts()}")

    def pass_by(self, by: timedelta) -> datetime:
        """Let time pass."""
        return self.clock.advance(by)

    @property
    def arrivals(self) -> list[Arrival]:
        """Every POST of a message, in order."""
        return self.discord.arrivals

    @property
    def copies(self) -> dict[str, int]:
        """How many messages there ever were of each post, by its marker."""
        return {mark: n for mark, n in self.discord.copies.items() if mark.startswith("~")}

    def texts(self, channel: int = CHANNEL) -> list[str]:
        """What stands in a channel, from top to bottom."""
        return [message.text for message in self.discord.messages(channel)]

    async def all_arrived_once(self) -> None:
        """Check that each post that is marked as sent is a message, and just one.

        Corrections are none: they edit those of others.
        """
        sent = {
            f"~{post.token}"
            for post in await self.posts()
            if post.state is PostState.SENT and post.kind is not PostKind.CORRECTION
        }
        assert self.copies == dict.fromkeys(sent, 1)


def stored(post: Post) -> dict[str, Any]:
    """The body that was stored with a post, as it is sent: without what is ours to know."""
    found: dict[str, Any] = msgspec.json.decode(post.body or "")
    found.pop(OURS, None)
    return found


@asynccontextmanager
async def office(database: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """Open it; the client is logged in, and has no gateway."""
    services = wire(database, clock)
    # As the bot's own, without its commands.
    plain = Client(intents=Intents(guilds=True), max_ratelimit_timeout=60.0)
    async with FakeDiscord(clock) as world, plain as client:
        world.channels.add(DESK, GUILD)
        made = Office(database, clock, world, client, services)
        with reaching(world):
            await client.login(TOKEN)
            try:
                yield made
            finally:
                for each in made.started:
                    await each.stop(within=0.5)
