"""`/admin undo`: by number, or the last that one did oneself."""

from bot.domain.records import Stance
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import COMPLETE, another_editor, edit, live, press, publish


async def test_without_a_number_ones_own_last_act_is_taken_back_then_the_one_before(
    world: World,
) -> None:
    before = await live(world, Stance)
    await publish(world, "stance set", **COMPLETE)
    await edit(
        world, "issue close", another_editor(world), issue="ceasefire-30-day", status="settled"
    )
    await edit(world, "undo")
    assert await live(world, Stance) == before
    # The sample record was written by the same editor.
    await edit(world, "undo")
    assert await live(world, Stance) == []
    assert "nothing of yours" in texts(await edit(world, "undo"))
    assert world.env.errors


async def test_an_act_is_taken_back_by_its_number_and_brought_again(world: World) -> None:
    await publish(world, "stance set", **COMPLETE)
    stands = await live(world, Stance)
    shown = await edit(world, "undo", act=2)
    assert "**Undone**" in texts(shown)
    assert await live(world, Stance) != stands
    await press(world, shown, "Bring it back")
    assert await live(world, Stance) == stands
    assert "no such act" in texts(await edit(world, "undo", act=999))
    assert world.env.errors
