"""Actors that are one, two that share a name, and what editors and readers are asked of it."""

from typing import Any

from bot.domain.records import Actor
from tests.cogs.conftest import World, buttons, inner, newest, texts
from tests.cogs.editing_steps import COMPLETE, card, edit, live, press, publish, send


async def test_two_actors_are_made_one_and_two_again(world: World) -> None:
    await publish(world, "actor add", name="Poutine", kind="person", aliases="W. Putin")
    await publish(world, "stance set", **{**COMPLETE, "actor": "Poutine"})
    options = {"from": "Poutine", "into": "Vladimir Putin", "reason": "Two spellings"}
    seen = await edit(world, "actor merge", **options)
    shown = texts(seen)
    assert "**Poutine** (`poutine`) becomes **Vladimir Putin** (`putin`)" in shown
    assert "1 standing record will name it: 1 stance" in shown
    assert "“Poutine”, “W. Putin”" in shown
    done = await press(world, seen, "Publish")
    assert "**Published**: two actors made one" in texts(done)
    assert "## Vladimir Putin" in await card(world, "Poutine")
    assert "merged: Poutine is Vladimir Putin; Two spellings" in await card(world, "poutine")
    await press(world, done, "Undo")
    assert "## Poutine" in await card(world, "W. Putin")


async def test_a_merge_asks_for_its_reason(world: World) -> None:
    dialogue = await edit(world, "actor merge", **{"from": "us", "into": "Putin"})
    seen = await send(world, dialogue, {"actor": "us", "into": "putin", "reason": "A test"})
    assert "Are they one?" in texts(seen)


async def test_records_are_chosen_from_a_menu(world: World) -> None:
    dialogue = await edit(world, "actor split", actor="Putin", name="Igor Putin")
    seen = await send(
        world,
        dialogue,
        {"name": "Igor Putin", "kind": ["person"], "title": "", "aliases": "", "reason": "Two men"},
    )
    assert "Publish" not in buttons(seen)
    (menu,) = [c for c in inner(newest(seen).components) if c["type"] == 3]
    values = [each["value"] for each in menu["options"]]
    assert menu["max_values"] == len(values)
    chosen = await world.editor.select(newest(seen), values[:1], custom_id=menu["custom_id"])
    assert "1 record chosen" in texts(chosen)
    emptied = await press(world, chosen, "Choose anew")
    assert "0 records chosen" in texts(emptied)
    chosen = await world.editor.select(newest(emptied), values, custom_id=menu["custom_id"])
    done = await press(world, chosen, "Publish")
    assert "**Published**: one actor made two" in texts(done)
    assert "## Igor Putin" in await card(world, "Igor Putin")
    await press(world, done, "Undo")
    assert "igor-putin" not in {each.key for each in await live(world, Actor)}


async def clash(world: World) -> Any:
    """Somebody else is called Putin too."""
    await publish(world, "actor add", name="Roman Putin", kind="person")
    return await edit(world, "actor alias", actor="Roman Putin", name="Путин")


async def test_a_name_kept_for_both_asks_readers_which_one_they_mean(world: World) -> None:
    shown = await clash(world)
    assert "is already a name of Vladimir Putin" in texts(shown)
    assert {"They are one: merge them", "Keep it for both", "Edit", "Cancel"} <= set(buttons(shown))
    seen = await press(world, shown, "Keep it for both")
    assert "is a name of Vladimir Putin as well" in texts(seen)
    done = await press(world, seen, "Publish")
    asked = await world.ask("stance", actor="Путин")
    assert world.env.errors
    assert "can mean Vladimir Putin or Roman Putin" in texts(asked)
    assert "## Roman Putin" in texts(await world.press(asked, "Roman Putin"))
    assert "## Vladimir Putin" in texts(await world.press(asked, "Vladimir Putin"))
    await press(world, done, "Undo")
    assert "## Vladimir Putin" in await card(world, "Путин")


async def test_a_name_of_another_leads_to_a_merge(world: World) -> None:
    dialogue = await press(world, await clash(world), "They are one: merge them")
    seen = await send(
        world, dialogue, {"actor": "putin", "into": "roman-putin", "reason": "One man"}
    )
    assert "**Vladimir Putin** (`putin`) becomes **Roman Putin** (`roman-putin`)" in texts(seen)


async def test_a_new_actor_that_is_a_known_one_gives_it_its_names(world: World) -> None:
    shown = await edit(world, "actor add", name="Vladimir Putin", kind="person", aliases="VVP")
    dialogue = await press(world, shown, "It is that one: add the names")
    assert "VVP" in str(dialogue.modal)


async def test_the_sides_of_an_issue_are_compared(world: World) -> None:
    shown = await edit(world, "fairness")
    assert shown.ephemeral
    assert "## Fairness: 30-day ceasefire proposal" in texts(shown)
    assert "- **Vladimir Putin**: " in texts(shown)
