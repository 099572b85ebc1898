"""Steps that tests of reminders share."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.db import calendar, posts, sending
from bot.db.engine import Unit
from bot.domain.posts import Post, PostState, Reason
from bot.domain.records import Event
from bot.domain.reminding import PersonalReminder
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import days, instant
from bot.ui.card import Button, Card, CardView, Text
from tests.cogs.conftest import World
from tests.cogs.samples import CEASEFIRE, CITED

START = datetime(2025, 3, 18, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
TALKS = Event(
    key="e-talks",
    title="Talks in Jeddah",
    kind=EventKind.TALKS,
    when=instant(START),
    status=EventStatus.EXPECTED,
    citation=CITED,
    issues=(CEASEFIRE,),
)
WINDOW = Event(
    key="e-next",
    title="Next round",
    kind=EventKind.TALKS,
    when=days(date(2025, 3, 24), date(2025, 3, 30), phrase="next week", zone="Europe/Kyiv"),
    status=EventStatus.EXPECTED,
    citation=CITED,
    issues=(CEASEFIRE,),
)


async def wishes(world: World) -> list[PersonalReminder]:
    return await world.database.read(lambda unit: calendar.personal(unit, world.guild.id))


async def owed(world: World, event: str = "e-talks") -> list[Post]:
    found = await world.database.read(
        lambda unit: posts.of_event(unit, world.guild.id, event),
    )
    return [post for post in found if post.open]


async def send(world: World, reason: Reason | None = None) -> list[Post]:
    """Send, or fail to send, all that is due by now."""

    def work(unit: Unit) -> list[Post]:
        now = world.clock.now()
        found = sending.claim(unit, now=now, until=now + HOUR, by="x", limit=50)
        for post in found:
            sending.keep_body(unit, post.id, "{}", at=now)
            if reason is None:
                sending.mark_sent(unit, post.id, at=now, message_id=1)
            else:
                sending.mark(unit, post.id, PostState.FAILED, reason, by="x")
        return found

    return await world.database.write(work)


async def in_private(world: World, who: Any, press: str) -> Any:
    """Let somebody press a button of a direct message."""
    card = Card(blocks=(Text("x"),), buttons=(Button(label="x", press=press),))
    user = await world.env.bot.fetch_user(who.id)
    await user.send(view=CardView(card))
    return await who.user.click(who.user.dm_channel.last_message, label="x")


def stamp(at: datetime, style: str = "F") -> str:
    return f"<t:{int(at.timestamp())}:{style}>"
