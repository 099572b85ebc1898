"""Presses that go wrong: ids that are forged, and answers that take their time."""

from contextlib import suppress
from typing import Any

from tests.cogs.conftest import World, newest


async def forge(world: World, press: str) -> Any:
    """Press a button of an own message whose id was rewritten, as a changed client could."""
    shown = newest(await world.ask("stance", actor="zelenskyy"))
    rewrite(world, shown, press)
    return await world.reader.click(shown, custom_id=press)


def rewrite(world: World, shown: Any, press: str) -> None:
    """Rewrite the id of a message's first button."""
    message = world.env.backend.get_message(world.channel.id, shown.id)
    row = message.components[0]["components"][-1]
    row["components"][0]["custom_id"] = press


async def finish(world: World) -> None:
    """Let the slow read end, and the answer after it."""
    with suppress(TimeoutError):
        await world.env.advance_time(10)
    await world.env.settle(timeout=10)
