"""Recording from a message: one menu, one dialogue, one press."""

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest

from bot.client import StanceClient
from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.phrases import warm_up
from bot.domain.records import Claim, Event, Source, Stance
from bot.domain.vocabulary import Position
from bot.services.wired import wire
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import asked, live, press, send
from tests.cogs.slowness import SlowDatabase

log = logging.getLogger(__name__)

ARTICLE = "https://www.aljazeera.com/news/2025/3/16/putin-says-yes?utm_source=x"
SAID = f"**Путін**: “We are ready to begin on _Monday_.” {ARTICLE}"
WORDS = "Путін: “We are ready to begin on Monday.”"


async def capture(world: World, menu: str, text: str, **more: Any) -> Any:
    """Let the reader write a message, and an editor use a menu on it."""
    message = await world.reader.send(world.channel, text, **more)
    return await world.editor.context_menu(world.channel, menu, message)


def filled(shown: Any, **chosen: Any) -> dict[str, Any]:
    """A dialogue's fields as they stand, with some chosen otherwise."""
    values: dict[str, Any] = {}
    for key, control in asked(shown).items():
        options = control.get("options")
        if options is None:
            values[key] = control.get("value") or ""
        else:
            values[key] = [each["value"] for each in options if each.get("default")]
    return {**values, **chosen}


async def test_a_whole_stance_takes_one_menu_one_dialogue_and_one_press(
    world: World,
) -> None:
    """It counts what an editor does, and the seconds the bot takes for it.

    The menu, one field to choose, Send, and one press; `-o log_cli=true` shows the seconds.
    """
    warm_up()
    message = await world.reader.send(world.channel, SAID)
    steps: list[tuple[str, float]] = []

    async def step(name: str, work: Any) -> Any:
        begun = perf_counter()
        shown = await work
        steps.append((name, perf_counter() - begun))
        return shown

    menu = world.editor.context_menu(world.channel, "Record a stance", message)
    dialogue = await step("menu", menu)
    assert len(dialogue.modal["components"]) <= 5
    values = filled(dialogue)
    assert values["actor"] == ["putin"]
    assert values["quote"] == WORDS
    assert values["said"] == "16 March 2025"
    to_fill = [key for key, value in values.items() if not value]
    assert to_fill == ["position"]
    seen = await step("send", send(world, dialogue, {**values, "position": ["accepts"]}))
    assert "Nothing is published yet" in texts(seen)
    done = await step("press", press(world, seen, "Publish"))
    assert "**Published**" in texts(done)
    assert [name for name, _ in steps] == ["menu", "send", "press"]
    log.info("%s", "; ".join(f"{name}: {seconds:.3f} s" for name, seconds in steps))
    stance = next(each for each in await live(world, Stance) if each.evidence.words == WORDS)
    assert (stance.holder, stance.position) == ("putin", Position.ACCEPTS)
    assert stance.evidence.said.first_day.isoformat() == "2025-03-16"
    source = next(s for s in await live(world, Source) if s.key == stance.evidence.source)
    assert source.publisher == "aljazeera.com"
    assert source.url == "https://www.aljazeera.com/news/2025/3/16/putin-says-yes"


async def test_a_message_without_an_article_is_its_own_source(world: World) -> None:
    dialogue = await capture(world, "Record a stance", "Zelensky: we accept.")
    source, link = filled(dialogue)["cited"].splitlines()
    assert source == f"reader1 — message in #general, {world.guild.name}"
    assert link.startswith("https://discord.com/channels/")
    seen = await send(world, dialogue, filled(dialogue, position=["accepts"]))
    await press(world, seen, "Publish")
    kept = next(each for each in await live(world, Source) if each.publisher == "reader1")
    assert kept.published.first_day.isoformat() == "2025-03-16"


async def test_actors_are_offered_the_named_first_then_the_used_then_another(
    world: World,
) -> None:
    dialogue = await capture(world, "Record a stance", "Witkoff and Russia's ministry met.")
    offered = asked(dialogue)["actor"]["options"]
    assert [each["value"] for each in offered][:4] == ["witkoff", "russia", "zelenskyy", "putin"]
    assert [each.get("description") for each in offered][:3] == ["Named in the message"] * 2 + [
        None
    ]
    assert offered[-1]["label"] == "Another"
    assert not any(each.get("default") for each in offered)
    seen = await send(
        world,
        dialogue,
        filled(dialogue, actor=[offered[-1]["value"]], position=["accepts"]),
    )
    assert "The actor is missing" in texts(seen)
    assert "Witkoff and Russia's ministry met." in texts(seen)
    again = await press(world, seen, "Edit position")
    seen = await send(world, again, filled(again, actor="Ukraine"))
    assert "Publish" in buttons(seen)


async def test_a_claim_from_a_message(world: World) -> None:
    dialogue = await capture(world, "Record a claim", "Zelensky says Putin is lying.")
    values = filled(dialogue)
    assert (values["claimant"], values["about"]) == (["zelenskyy"], ["putin"])
    seen = await send(world, dialogue, {**values, "relation": ["disputes_truth"]})
    await press(world, seen, "Publish")
    words = [each.evidence.words for each in await live(world, Claim)]
    assert "Zelensky says Putin is lying." in words


async def test_an_event_from_a_message(world: World) -> None:
    dialogue = await capture(world, "Record an event", "Putin and Witkoff speak on 18 March.")
    values = filled(dialogue)
    assert values["participants"] == "Vladimir Putin; Steve Witkoff"
    typed = {**values, "title": "Call with Witkoff", "when": "18 March 2025"}
    seen = await send(world, dialogue, typed)
    await press(world, seen, "Publish")
    [event] = [each for each in await live(world, Event) if each.title == "Call with Witkoff"]
    assert event.citation.words == "Putin and Witkoff speak on 18 March."


async def test_a_message_without_words_asks_for_them(world: World) -> None:
    dialogue = await capture(world, "Record a stance", "https://example.org/a")
    [hint] = [
        each["description"]
        for each in dialogue.modal["components"]
        if each["component"]["custom_id"] == "quote"
    ]
    assert "no words" in hint
    assert filled(dialogue)["quote"] == ""


async def test_the_bots_own_message_is_refused(world: World) -> None:
    shown = await world.ask("stance", actor="putin")
    answer = await world.editor.context_menu(world.channel, "Record a stance", shown.response)
    assert answer.modal is None
    assert answer.ephemeral
    assert "the bot’s own" in texts(answer)


async def test_a_message_deleted_meanwhile_is_recorded_all_the_same(world: World) -> None:
    message = await world.reader.send(world.channel, "Zelensky: we accept.")
    dialogue = await world.editor.context_menu(world.channel, "Record a stance", message)
    await message.delete()
    seen = await send(world, dialogue, filled(dialogue, position=["accepts"]))
    assert "**Published**" in texts(await press(world, seen, "Publish"))


async def test_a_quotation_too_long_for_a_field_stays_whole(world: World) -> None:
    words = "Putin " + "ü" * 1990
    dialogue = await capture(world, "Record a stance", words)
    assert filled(dialogue)["quote"] == words


class SlowWrites(SlowDatabase):
    """The database, each of whose writes takes ten seconds of the environment's clock."""

    async def write(self, work: Callable[[Any], Any]) -> Any:
        await asyncio.sleep(10)
        return await super().write(work)


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_database_is_told_within_discords_three_seconds(
    world: World, sqlite: Database, clock: ManualClock
) -> None:
    message = await world.reader.send(world.channel, "Zelensky: we accept.")
    slow: Any = SlowWrites(sqlite)
    await world.env.restart_bot(StanceClient(wire(slow, clock), clock))
    shown = await world.editor.context_menu(world.channel, "Record a stance", message)
    assert not shown.acknowledged
    await world.env.advance_time(2.5)
    assert shown.acknowledged
    assert "The database is slow now" in texts(shown)
