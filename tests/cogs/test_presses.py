"""Buttons survive a restart, forged ones find nothing, and nobody waits three seconds."""

from collections.abc import Callable
from typing import Any

import pytest

from bot import choices
from bot.ui.press import custom_id
from tests.cogs.conftest import NewClient, World, buttons, newest, texts
from tests.cogs.pressing import finish, forge, rewrite
from tests.cogs.samples import PUTIN, RECORDS


async def test_every_button_works_after_a_restart(world: World, new_client: NewClient) -> None:
    stance = await world.ask("stance", actor="putin")
    board = await world.ask("board")
    chooser = await world.press(stance, "Compare")
    method = await world.ask("method")
    await world.env.restart_bot(new_client())
    for label in buttons(stance):
        pressed = await world.press(stance, label)
        assert pressed.modal if label == "Report" else texts(pressed)
    for label in buttons(board):
        assert texts(await world.press(board, label))
    assert texts(await world.choose(chooser, "zelenskyy")).startswith("## Vladimir Putin and")
    assert "positions" in texts(await world.press(method, "Next page ›"))


async def test_a_forged_button_finds_nothing_of_another_server(
    world: World,
    new_world: Callable[[], World],
) -> None:
    other = new_world()
    assert world.guild.id != other.guild.id
    await other.record(
        *(each for each in RECORDS if each.key in {"article", "zelenskyy", "ceasefire-30-day"}),
    )
    for verb in ("card", "line", "sources", "versus"):
        shown = await forge(other, custom_id(verb, "putin", "ceasefire-30-day"))
        assert shown.ephemeral
        assert "No actor here goes by" in texts(shown)
    shown = await forge(other, custom_id("words", PUTIN.key))
    assert "This record is not here any more." in texts(shown)


async def test_servers_do_not_see_each_other(world: World, new_world: Callable[[], World]) -> None:
    other = new_world()
    assert "No actor here goes by" in await other.read("stance", actor="putin")
    assert await other.reader.autocomplete(other.channel, "stance", "actor", "putin") == []
    assert "## Vladimir Putin" in await world.read("stance", actor="putin")
    assert world.env.errors


@pytest.mark.parametrize(
    "press",
    [
        custom_id("nonsense", "x"),
        custom_id("card", "putin", "ceasefire-30-day", "-5", "zz!"),
        custom_id("line", None, None, "10" * 20, None, "zzzzzzzzzzzzzzzz"),
        custom_id("line", "putin", "nowhere"),
        custom_id("words", "ceasefire-30-day"),
        custom_id("words"),
        custom_id("compare", "putin", None),
        "sb:card",
        "sb:card:\u202e@everyone:[x](y)",
    ],
)
async def test_a_forged_button_gets_a_sentence(world: World, press: str) -> None:
    shown = await forge(world, press)
    assert shown.ephemeral
    assert texts(shown).rstrip().endswith((".", "?"))


async def test_a_page_beyond_the_last_says_so(world: World) -> None:
    shown = await forge(world, custom_id("line-n", None, "ceasefire-30-day", 500))
    assert "Nothing further is recorded." in texts(shown)
    assert "‹ Previous page" in buttons(shown)


def callbacks(world: World, since: int) -> list[int]:
    """The kinds of the acknowledgements sent since."""
    return [
        (each.json or {})["type"]
        for each in world.env.http_requests[since:]
        if each.path.endswith("/callback")
    ]


@pytest.mark.simcord(settle_timeout=1.0)
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("stance", {"actor": "putin"}),
        ("board", {}),
        ("timeline", {}),
        ("compare", {"first": "putin", "second": "zelenskyy"}),
        ("claims", {}),
        ("conditions", {}),
        ("issues", {}),
        ("actors", {}),
    ],
)
async def test_a_slow_database_is_waited_for_after_an_acknowledgement(
    world: World,
    slow_client: Callable[[], Any],
    command: str,
    options: dict[str, str],
) -> None:
    await world.env.restart_bot(slow_client())
    before = len(world.env.http_requests)
    shown = await world.ask(command, **options)
    await world.env.advance_time(2)
    assert shown.acknowledged
    assert callbacks(world, before) == [5]
    await finish(world)
    assert texts(shown)


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_press_is_acknowledged_too(
    world: World,
    slow_client: Callable[[], Any],
) -> None:
    shown = await world.ask("stance", actor="putin")
    await world.env.restart_bot(slow_client())
    before = len(world.env.http_requests)
    pressed = await world.press(shown, "Timeline")
    await world.env.advance_time(2)
    assert callbacks(world, before) == [5]
    await finish(world)
    assert texts(pressed).startswith("## Timeline: Vladimir Putin")


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_refusal_is_told_as_well(
    world: World,
    slow_client: Callable[[], Any],
) -> None:
    await world.env.restart_bot(slow_client())
    shown = await world.ask("stance", actor="macron")
    await world.env.advance_time(2)
    await finish(world)
    assert "so there is no record" in texts(shown)
    assert not shown.followups, "“thinking” goes on for ever beside the refusal"
    assert world.env.errors


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_press_that_fails_leaves_its_message_and_tells_only_who_pressed(
    world: World,
    slow_client: Callable[[], Any],
) -> None:
    shown = newest(await world.ask("stance", actor="putin"))
    before, press = texts(shown), custom_id("line-n", "nobody")
    rewrite(world, shown, press)
    await world.env.restart_bot(slow_client())
    pressed = await world.reader.click(shown, custom_id=press)
    await world.env.advance_time(2)
    await finish(world)
    assert "so there is no record" in texts(pressed)
    assert pressed.followups[-1].ephemeral
    assert texts(shown) == before


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_database_suggests_nothing_in_time(
    world: World,
    slow_client: Callable[[], Any],
) -> None:
    client = slow_client()
    await world.env.restart_bot(client)
    assert choices.PATIENCE < 3
    found: list[Any] = []

    async def ask() -> None:
        found.append(await choices.offered(client.services.lookups.suggest_actors(1, "p")))

    task = world.env.bot.loop.create_task(ask())
    await world.env.advance_time(3)
    await task
    assert found == [[]]
