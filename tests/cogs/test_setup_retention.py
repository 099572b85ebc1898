"""`/setup retention`: shown, set, set back; a forged button is refused."""

from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import press
from tests.cogs.settings_steps import acts, give


async def test_it_is_shown_and_set_and_undo_restores_it(world: World) -> None:
    before = await acts(world)
    assert "stays for **30 days**" in texts(await give(world, "retention"))
    assert await acts(world) == before
    shown = await give(world, "retention", days=90)
    assert "deleted after **90 days** (before: 30 days)" in texts(shown)
    back = await press(world, shown, "Undo")
    assert "**Undone**" in texts(back)
    assert "stays for **30 days**" in texts(await give(world, "retention"))
    assert await acts(world) == before + 2
