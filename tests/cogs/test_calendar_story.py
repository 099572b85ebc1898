"""The first case whole, by the bot's own sender: the call “this week”, from the command to the card."""

from datetime import UTC, datetime
from typing import Any

from bot.delivery.attempt import Attempt
from bot.delivery.sender import Delivery
from bot.delivery.wire import Wire
from tests.cogs.conftest import World, inner, texts
from tests.cogs.editing_steps import edit, press, send

TITLE = "Trump–Putin call"
QUOTE = (
    "I think the two presidents are going to have a really good and positive discussion this week."
)


def delivery_of(world: World) -> Delivery:
    """The sender, over the offline Discord."""
    attempt = Attempt(Wire(world.client))
    return Delivery(world.database, world.client.services.outbox, attempt, world.clock)


def shown(world: World, message: Any) -> Any:
    """A message as it stands now."""
    return world.env.backend.get_message(message.channel.id, message.id)


def posted(world: World, channel: Any, word: str) -> list[Any]:
    """What readers see in a channel about the call that has a word, oldest first."""
    found = sorted(channel.history(viewer=world.reader), key=lambda each: each.id)
    words = [(each, texts(shown(world, each))) for each in found]
    return [each for each, text in words if TITLE in text and word in text]


async def test_the_call_this_week_from_the_command_to_the_card(starter: World) -> None:
    world, desk = starter, starter.guild.create_text_channel("desk")
    sender = delivery_of(world)
    await world.editor.slash(world.channel, "setup reminders", channel=world.channel)
    await world.editor.slash(world.channel, "setup desk", channel=desk)

    asked = await edit(
        world,
        "event add",
        title=TITLE,
        when="this week",
        participants="Trump, Putin",
        quote=QUOTE,
        source="CNN — State of the Union",
    )
    assert "can mean" in texts(asked)
    preview = await press(world, asked, "16–22 March 2025")
    assert "this week" in texts(preview)
    assert "<t:" not in texts(preview)
    assert "**Published**" in texts(await press(world, preview, "Publish"))

    await sender.drain()
    (window,) = posted(world, world.channel, "16–22 March 2025")
    assert "the source says “this week”" in texts(shown(world, window))
    assert "<t:" not in texts(shown(world, window))

    world.clock.at = datetime(2025, 3, 23, 0, 0, 30, tzinfo=UTC)
    await sender.drain()
    (closed,) = posted(world, world.channel, "has closed")
    assert "<t:" not in texts(shown(world, closed))
    (question,) = posted(world, desk, "Did it happen?")

    dialogue = await press(world, question, "Held")
    preview = await send(
        world,
        dialogue,
        {"result": ["held"], "quote": "They spoke for two hours.", "source": "AP — The call"},
    )
    assert "**Published**" in texts(await press(world, preview, "Publish"))
    await sender.drain()
    (after,) = posted(world, desk, "Vladimir Putin")[-1:]
    [unchanged] = [
        each["custom_id"]
        for each in inner(shown(world, after).components)
        if each.get("label") == "Unchanged" and not each.get("disabled")
    ]
    pressed = await world.editor.click(after, custom_id=unchanged)
    assert "Confirmed" in texts(pressed)
    card = await world.read("stance", actor="putin")
    assert "23 March 2025" in card
    assert f"Looked again after “{TITLE}”" in card

    said = [each.id for each in posted(world, world.channel, "")]
    world.clock.at = datetime(2025, 4, 30, tzinfo=UTC)
    await sender.drain()
    assert [each.id for each in posted(world, world.channel, "")] == said
