"""Forms that a button on a public message opens, as those below an event's questions do."""

from dataclasses import dataclass
from typing import Any

import discord
import pytest

from bot.editors import start
from bot.services.editing.forms import (
    AfterForm,
    EventCancelForm,
    EventMoveForm,
    EventOutcomeForm,
    Form,
)
from bot.ui.card import Button, Card, CardView, Text
from bot.ui.press import Press, custom_id
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import asked, press, send
from tests.cogs.event_steps import CITED, MOVED


@dataclass(frozen=True, slots=True)
class Desk:
    """A message that everybody sees, with a button that opens a form."""

    world: World
    message: discord.Message

    async def open(self) -> Any:
        return await self.world.editor.click(self.message, label="Open")

    def words(self) -> str:
        """What everybody sees on it now."""
        [now] = [each for each in self.world.channel.history() if each.id == self.message.id]
        return str(now.components[0].children[0].content)


async def desk(world: World, form: Form) -> Desk:
    async def handle(interaction: Any, _: Press) -> None:
        await start(interaction, form)

    world.client.on_press("test-open", handle)
    card = Card(
        blocks=(Text("What came of it?"),),
        buttons=(Button(label="Open", press=custom_id("test-open")),),
    )
    channel = world.client.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=CardView(card))
    return Desk(world, world.channel.last_message)


@pytest.mark.parametrize(
    ("form", "values", "heading"),
    [
        (
            EventOutcomeForm(event="e-call", result="held"),
            {"result": ["held"], "outcome": "They talked.", **MOVED, "url": ""},
            "An event’s outcome",
        ),
        (EventMoveForm(event="e-call"), {"when": "18 March", **CITED}, "An event, moved"),
        (
            AfterForm(actor="putin", issue="ceasefire-30-day"),
            {"position": ["accepts"], **MOVED, "url": "", "said": "today"},
            "A new stance",
        ),
    ],
)
async def test_a_form_that_a_button_opens_leaves_the_message_of_the_button_as_it_is(
    world: World, form: Form, values: dict[str, Any], heading: str
) -> None:
    public = await desk(world, form)
    dialogue = await public.open()
    assert dialogue.modal["title"] == heading
    assert set(asked(dialogue)) == set(values)
    seen = await send(world, dialogue, values)
    assert seen.ephemeral
    assert heading.lower() in texts(seen)
    assert public.words() == "What came of it?"
    done = await press(world, seen, "Publish")
    assert "**Published**" in texts(done)
    assert public.words() == "What came of it?"


async def test_a_whole_form_that_a_button_opens_is_previewed_to_its_editor_alone(
    world: World,
) -> None:
    public = await desk(world, EventCancelForm(event="e-call", **MOVED))
    seen = await public.open()
    assert seen.ephemeral
    assert "**Status** will be: cancelled" in texts(seen)
    assert public.words() == "What came of it?"


async def test_a_position_must_be_chosen_after_an_event(world: World) -> None:
    dialogue = await (await desk(world, AfterForm(actor="putin"))).open()
    assert asked(dialogue)["position"]["required"]
    assert asked(dialogue)["position"]["min_values"] == 1
