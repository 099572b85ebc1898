"""Steps that tests of events share."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.records import Event, Role
from tests.cogs.conftest import World
from tests.cogs.editing_steps import live, publish

QUOTE = "Vladimir Putin and Steve Witkoff will speak by telephone this week."
CITED = {
    "quote": QUOTE,
    "source": "The Daily — A call is near",
    "url": "https://example.org/call",
    "published": "16 March 2025",
}
CALL = {
    "title": "Call with Moscow",
    "when": "this week",
    "participants": "Putin and Witkoff",
    **CITED,
}
MOVED = {"quote": "It has another date.", "source": "The Daily — Another date"}
TUESDAY = datetime(2025, 3, 18, 13, tzinfo=UTC)


async def event(world: World, key: str = "call-with-moscow") -> Event:
    """The event as it stands."""
    found: Event = next(each for each in await live(world, Event) if each.key == key)
    return found


async def taking_part(world: World, key: str = "call-with-moscow") -> list[str]:
    return [each.actor for each in await live(world, Role) if each.event == key]


async def add(world: World, **options: Any) -> Any:
    return await publish(world, "event add", **{**CALL, "when": "18 March 15:00 Kyiv", **options})
