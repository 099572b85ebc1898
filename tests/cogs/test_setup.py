"""Setting a server up: its zone and its usual issues."""

from bot.domain.records import Issue
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import COMPLETE, another_editor, edit, press


async def test_the_zone_decides_which_day_it_is_and_undo_restores_it(world: World) -> None:
    shown = await world.editor.slash(world.channel, "setup zone", zone="Pacific/Kiritimati")
    assert "Pacific/Kiritimati" in texts(shown)
    options = {**COMPLETE, "said": "today"}
    assert "17 March 2025" in texts(await edit(world, "stance set", **options))
    back = await press(world, shown, "Undo")
    assert "**Undone**" in texts(back)
    assert "16 March 2025" in texts(await edit(world, "stance set", **options))


async def test_a_zone_is_offered_while_it_is_typed_and_found_in_any_case(world: World) -> None:
    offered = await world.editor.autocomplete(world.channel, "setup zone", "zone", "kyiv")
    assert offered[0]["value"] == "Europe/Kyiv"
    shown = await world.editor.slash(world.channel, "setup zone", zone="europe/kyiv")
    assert "**Europe/Kyiv**" in texts(shown)
    wrong = await world.editor.slash(world.channel, "setup zone", zone="Europe/Kiyv")
    assert "Europe/Kyiv" in texts(wrong)
    assert "is no time zone" in texts(wrong)
    assert world.env.errors


async def test_the_usual_issue_is_the_channels_else_the_servers(world: World) -> None:
    await world.record(Issue(key="swap", title="Prisoner swap", question="Should all be freed?"))
    assert "several issues" in await world.read("stance", actor="putin")
    assert world.env.errors
    await world.editor.slash(world.channel, "setup issue", issue="ceasefire-30-day")
    assert "Agrees in principle" in await world.read("stance", actor="putin")
    shown = await world.editor.slash(
        world.channel, "setup issue", issue="Prisoner swap", channel=world.channel
    )
    assert "Prisoner swap" in texts(shown)
    assert "No record" in await world.read("stance", actor="putin")
    settings = texts(await world.editor.slash(world.channel, "setup issue"))
    assert "30-day ceasefire proposal" in settings
    assert "Prisoner swap" in settings


async def test_undo_brings_the_issue_before_or_none(world: World) -> None:
    await world.record(Issue(key="swap", title="Prisoner swap", question="Should all be freed?"))
    first = await world.editor.slash(world.channel, "setup issue", issue="swap")
    second = await world.editor.slash(world.channel, "setup issue", issue="ceasefire-30-day")
    await press(world, second, "Undo")
    settings = await world.editor.slash(world.channel, "setup issue")
    assert "Usual issue: Prisoner swap" in texts(settings)
    await press(world, first, "Undo")
    settings = await world.editor.slash(world.channel, "setup issue")
    assert "Usual issue: none" in texts(settings)


async def test_undo_leaves_what_somebody_else_has_set_since(world: World) -> None:
    done = await world.editor.slash(world.channel, "setup zone", zone="Asia/Tokyo")
    other = another_editor(world)
    await other.slash(world.channel, "setup zone", zone="Europe/Kyiv")
    shown = await press(world, done, "Undo")
    assert "changed since" in texts(shown)
    assert "Time zone: **Europe/Kyiv**" in texts(
        await world.editor.slash(world.channel, "setup issue")
    )


async def test_a_channel_without_an_issue_is_asked_for_one(world: World) -> None:
    shown = await world.editor.slash(world.channel, "setup issue", channel=world.channel)
    assert "Name the issue" in texts(shown)
    assert world.env.errors
