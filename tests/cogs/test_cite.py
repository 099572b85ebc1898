"""`/cite`, and that public answers are remembered by what they showed, through the command tree."""

from bot.db import shown
from bot.domain.shown import Showing, Shown
from tests.cogs.conftest import World, newest, texts
from tests.cogs.samples import PUTIN


async def noted(world: World, message_id: int) -> list[Showing]:
    return await world.database.read(
        lambda unit: shown.of_message(unit, world.guild.id, message_id),
    )


async def test_a_record_is_cited_by_the_id_that_its_card_shows(world: World) -> None:
    card = await world.read("stance", actor="putin")
    assert f"-# {PUTIN.key} · version 1" in card
    told = await world.read("cite", record=PUTIN.key)
    assert f"{world.guild.name}, record {PUTIN.key}, version 1, recorded " in told
    assert "https://example.org/ceasefire" in told
    line = told.split("```")[1].strip()
    assert "the text stands as cited" in await world.read("cite", record=line)


async def test_what_everybody_sees_is_remembered_and_what_one_sees_is_not(world: World) -> None:
    card = newest(await world.ask("stance", actor="putin"))
    found = {each.shown.record: each for each in await noted(world, card.id)}
    assert found[PUTIN.key].shown.number == 1
    assert found[PUTIN.key].channel_id == world.channel.id
    claims = [each.shown.line for each in found.values() if each.shown.line]
    assert claims
    assert all(line in texts(card) for line in claims)
    private = newest(await world.press(card, "Timeline"))
    assert await noted(world, private.id) == []
    drawn = newest(await world.ask("picture"))
    kept = [each.shown for each in await noted(world, drawn.id)]
    assert Shown(record=PUTIN.key, number=1) in kept
    # Of an earlier state of the record nothing is to be put right.
    then = newest(await world.ask("stance", actor="putin", known_at="16 March 2025 12:00"))
    assert await noted(world, then.id) == []
