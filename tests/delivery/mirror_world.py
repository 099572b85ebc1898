"""A server whose events are mirrored at a small Discord, and the real sender between them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.clock import ManualClock
from bot.db import acts, calendar, log, posts
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.delivery.attempt import Attempt
from bot.delivery.sender import Delivery
from bot.delivery.wire import Wire
from bot.domain.posts import Post, PostKind
from bot.domain.records import (
    Actor,
    Citation,
    Event,
    Role,
    Source,
)
from bot.domain.reminding import CalendarSettings
from bot.domain.vocabulary import ActorKind, EventKind, EventStatus, RecordState, RoleKind, Verb
from bot.domain.when import days, instant
from bot.services.posts.outbox import Outbox
from bot.services.posts.planning import reconcile, reconcile_all
from tests.app.fake_discord import CHANNEL, GUILD, FakeDiscord

TUESDAY = datetime(2025, 3, 18, 13, tzinfo=UTC)
WEDNESDAY = TUESDAY + timedelta(days=1)
SOURCE = Source(
    key="s1",
    publisher="Al Jazeera",
    title="What do they want?",
    published=days(date(2025, 3, 14)),
    url="https://example.org/a",
)
PUTIN = Actor(key="putin", name="Vladimir Putin", kind=ActorKind.PERSON)
CALL = Event(
    key="call",
    title="Trump–Putin call",
    kind=EventKind.CALL,
    when=instant(TUESDAY),
    status=EventStatus.EXPECTED,
    citation=Citation(source="s1", words="They are to speak on Tuesday."),
)
PART = Role(
    key="r1", actor="putin", role=RoleKind.PARTICIPANT, citation=CALL.citation, event="call"
)
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4


@dataclass(slots=True)
class World:
    """One server with the mirror on, whose desk is its channel, over a real outbox."""

    database: Database
    clock: ManualClock
    discord: FakeDiscord
    client: Any

    async def set_mirror(self, *, on: bool) -> None:
        def work(unit: Unit) -> None:
            calendar.keep_settings(unit, GUILD, CalendarSettings(desk_id=CHANNEL, mirror=on))
            reconcile_all(unit, GUILD, zone="UTC", now=self.clock.now())

        await self.database.write(work)

    async def record(self, event: Event, verb: Verb = Verb.SET) -> None:
        """Write an event, or its next version."""

        def work(unit: Unit) -> None:
            act = acts.begin(unit, GUILD, what="test", at=self.clock.now())
            known = log.versions(unit, Event, GUILD, event.key)
            state = RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED
            if known:
                acts.amend(act, known[-1], event, verb=verb, reason="A reason.", state=state)
            else:
                acts.add(act, event)
            reconcile(unit, GUILD, [event.key], zone="UTC", now=self.clock.now())

        await self.database.write(work)

    async def send(self, *, after: timedelta = timedelta(0)) -> None:
        """Let a fresh process send all that is due, once time has passed."""
        self.clock.advance(after)
        outbox = Outbox(self.database, self.clock, Directories())
        await Delivery(self.database, outbox, Attempt(Wire(self.client)), self.clock).drain()

    async def show(self, event: Event, verb: Verb = Verb.SET) -> None:
        await self.record(event, verb)
        await self.send()

    async def made(self, event: str = "call") -> list[Post]:
        """The mirror's posts, in order."""
        found = await self.database.read(lambda unit: posts.of_event(unit, GUILD, event))
        return [post for post in found if post.kind is PostKind.MIRROR]

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.discord.scheduled.events(GUILD)

    @property
    def statuses(self) -> list[int]:
        return [event["status"] for event in self.events]

    @property
    def told(self) -> list[str]:
        """What the desk has been told of posts that failed."""
        return [m.text for m in self.discord.messages() if "could not be sent" in m.text]

    @property
    def writes(self) -> list[str]:
        """How Discord's events were changed."""
        return [
            request.method
            for request in self.discord.requests
            if "scheduled-events" in request.path and request.method != "GET"
        ]
