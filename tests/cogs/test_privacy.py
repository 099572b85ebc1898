"""`/privacy`: people see, get and erase what is kept of them, here or everywhere, and nobody else's."""

import json
from typing import Any

from tests.cogs.conftest import World, buttons, newest, texts
from tests.cogs.editing_steps import (
    COMPLETE,
    another_editor,
    card,
    edit,
    press,
    publish,
)
from tests.cogs.follow_steps import follows
from tests.cogs.remind_steps import TALKS, in_private, wishes
from tests.cogs.samples import RECORDS
from tests.cogs.test_admin_rights import forged
from tests.db.everywhere import naming


async def given(shown: Any) -> Any:
    """What the file of an answer says."""
    (file,) = newest(shown).attachments
    assert file.filename == "what-is-kept-of-you.json"
    return json.loads(await file.read())


async def names(world: World, who: Any) -> set[str]:
    return await world.database.read(lambda unit: naming(unit, who.id))


async def test_the_list_names_everybody_of_whom_something_is_kept(world: World) -> None:
    shown = await world.ask("privacy list")
    assert shown.ephemeral
    for whom in ("readers", "editors", "drafts", "those who report", "messages that showed"):
        assert f"**Of {whom}" in texts(shown)
    assert {"Export", "Erase …"} <= set(buttons(shown))


async def test_of_whom_nothing_is_kept_is_told_so(world: World) -> None:
    shown = await world.ask("privacy erase")
    assert texts(shown) == "Nothing is kept of you on this server."
    assert buttons(shown) == {}
    assert set(await given(await world.ask("privacy export"))) >= {"user", "server", "as_of"}


async def test_a_reader_sees_what_goes_and_one_press_erases_it(world: World) -> None:
    await world.record(TALKS)
    await world.ask("remind", event="e-talks", before="1 hour")
    await world.ask("follow actor", actor="russia")
    await world.ask("report", record="Putin", text="The quotation ends too early.")
    file = await given(await world.ask("privacy export"))
    assert [each["record"] for each in file["reports that you made"]] == ["s-putin"]
    assert file["user"] == str(world.reader.id)
    assert [each["target"] for each in file["what you follow"]] == ["russia"]
    assert [each["lead"] for each in file["reminders that you asked for"]] == [3600]
    shown = await world.press(await world.ask("privacy list"), "Erase …")
    assert "1 reminder, 1 follow, 1 message to you" in texts(shown)
    assert "**Stays without your name:** 1 report that you made." in texts(shown)
    assert await names(world, world.reader), "nothing goes before the press"
    done = await world.press(shown, "Erase")
    assert "**Erased.** Nothing on this server names you any more." in texts(done)
    assert await follows(world) == []
    assert await wishes(world) == []
    assert await names(world, world.reader) == set()
    assert "Nothing is kept of you" in texts(await world.ask("privacy erase"))


async def test_an_editor_becomes_a_former_editor_and_undo_still_works(world: World) -> None:
    before = await card(world)
    published = await publish(world, "stance set", **COMPLETE)
    after = await card(world)
    await world.editor.slash(world.channel, "setup zone", zone="Europe/Kyiv")
    await edit(world, "stance set", **{**COMPLETE, "said": "15 March 2025"})
    file = await given(await world.editor.slash(world.channel, "privacy export"))
    assert {each["seq"] for each in file["what you did as an editor"]} == {1, 2, 3}
    assert len(file["drafts that you have not published"]) == 1
    assert file["which versions your acts wrote into the record"]
    shown = await world.editor.slash(world.channel, "privacy erase")
    assert "**Goes for good:** 1 draft." in texts(shown)
    assert "**Stays without your name:** 3 entries of the log." in texts(shown)
    await press(world, shown, "Erase")
    assert await names(world, world.editor) == set()
    assert await card(world) == after
    other = another_editor(world)
    await forged(world, other, buttons(published)["Undo"])
    assert await card(world) == before


async def test_nobody_erases_anybody_else(world: World) -> None:
    """Whoever presses is meant, whoever's answer it is."""
    await publish(world, "stance set", **COMPLETE)
    await world.ask("follow actor", actor="russia")
    before = await names(world, world.editor)
    shown = await in_private(world, world.reader, f"sb:privacy-erase:{world.editor.id}")
    assert "**Erased.**" in texts(shown)
    assert await names(world, world.editor) == before
    assert await names(world, world.reader) == set()


async def test_it_can_be_given_in_private_and_nothing_else_can(world: World) -> None:
    """Of all groups and commands; Discord counts servers 0 and private messages with the bot 1."""
    tree = world.client.tree
    found = {each.name: each.to_dict(tree)["contexts"] for each in tree.get_commands()}
    assert found.pop("privacy") == [0, 1]
    assert {tuple(contexts) for contexts in found.values()} == {(0,)}


async def test_in_private_it_is_about_all_servers(world: World, new_world: Any) -> None:
    """Also about those that one has left, where one can give no command."""
    other = new_world()
    person = other.guild.add_member(world.reader.user)
    await other.record(*RECORDS)
    await world.ask("follow actor", actor="russia")
    await person.slash(other.channel, "follow actor", actor="russia")
    file = await given(await in_private(world, world.reader, "sb:privacy-export"))
    assert file["server"] == "all"
    assert [each["guild_id"] for each in file["what you follow"]] == [
        str(each.guild.id) for each in (world, other)
    ]
    asked = await in_private(world, world.reader, "sb:privacy-ask")
    assert "### Erase what is kept of you on any server?" in texts(asked)
    await world.reader.user.click(newest(asked), label="Erase")
    assert await names(world, world.reader) == set()
