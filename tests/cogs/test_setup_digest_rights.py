"""Who may set up digests: forged ids, two editors at once, and a database that fails."""

from datetime import time
from typing import Any

import discord
import pytest
import simcord

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.days import WEEKDAYS
from bot.services.wired import Services, wire
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.digest_steps import chosen, kept, preview, save
from tests.cogs.editing_steps import another_editor, press, send
from tests.cogs.settings_steps import acts, give
from tests.cogs.test_admin_failures import Failing
from tests.cogs.test_admin_rights import forged


@pytest.fixture
def store(sqlite: Database) -> Failing:
    return Failing(sqlite)


@pytest.fixture
def services(store: Failing, clock: ManualClock) -> Services:
    return wire(store, clock)


async def test_a_reader_reaches_neither_the_command_nor_any_of_its_buttons(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.reader.slash(world.channel, "setup digest")
    await save(world, at="9am")
    (digest,) = await kept(world)
    for verb in ("open", "look", "change", "edit", "save", "move", "cancel", "pause", "go", "end"):
        shown = await forged(world, world.reader, f"sb:digest-{verb}:{digest.id}")
        assert "Manage Server" in texts(shown), verb
    for verb in ("digests", f"digest-undo:{digest.id}", f"digest-form:{digest.id}"):
        assert "Manage Server" in texts(await forged(world, world.reader, f"sb:{verb}"))
    assert await kept(world) == [digest]


async def test_what_one_editor_types_another_can_neither_save_nor_undo(world: World) -> None:
    other = another_editor(world)
    shown = await preview(world, at="9am")
    for label in ("Save", "Change", "Cancel"):
        refused = await forged(world, other, buttons(shown)[label])
        assert "Somebody else began this" in texts(refused)
    done = await press(world, shown, "Save")
    refused = await forged(world, other, buttons(done)["Undo"])
    assert "Somebody else began this" in texts(refused)
    assert len(await kept(world)) == 1


async def test_ids_that_name_nothing_here_change_nothing(world: World) -> None:
    await save(world, at="9am")
    before, count = await kept(world), await acts(world)
    for verb in ("open", "look", "change", "pause", "go", "end"):
        for nonsense in ("", "x", "9" * 40, "digest"):
            shown = await forged(world, world.editor, f"sb:digest-{verb}:{nonsense}")
            assert "not there any more" in texts(shown)
    for verb in ("edit", "save", "move", "cancel", "undo"):
        shown = await forged(world, world.editor, f"sb:digest-{verb}:{before[0].id}:x")
        assert "no longer kept" in texts(shown)
    assert (await kept(world), await acts(world)) == (before, count)


async def test_another_servers_digest_cannot_be_reached(world: World, new_world: Any) -> None:
    await save(world, at="9am")
    (digest,) = await kept(world)
    other = new_world()
    for verb in ("open", "pause", "end"):
        shown = await forged(other, other.editor, f"sb:digest-{verb}:{digest.id}")
        assert "not there any more" in texts(shown)
    assert await kept(world) == [digest]


# Two at once.


async def test_what_somebody_else_changed_since_a_preview_is_shown_again_before_it_is_saved(
    world: World,
) -> None:
    await save(world, at="9am")
    mine = await preview(world, days="weekdays")
    await save(world, another_editor(world), at="18:00")
    seen = await press(world, mine, "Save")
    assert "This is not what you saw before" in texts(seen)
    await press(world, seen, "Save")
    (digest,) = await kept(world)
    assert (digest.at, digest.days) == (time(18), WEEKDAYS)


async def test_undo_refuses_to_take_back_what_somebody_else_has_changed_since(
    world: World,
) -> None:
    done = await save(world, at="9am")
    await save(world, another_editor(world), at="18:00")
    assert "was changed since" in texts(await press(world, done, "Undo"))
    assert len(await kept(world)) == 1


async def test_a_second_press_on_save_and_on_undo_acts_once(world: World) -> None:
    shown = await preview(world, at="9am")
    saved, count = buttons(shown)["Save"], await acts(world)
    done = await press(world, shown, "Save")
    assert "no longer kept: it was saved" in texts(await forged(world, world.editor, saved))
    assert await acts(world) == count + 1
    undo = buttons(done)["Undo"]
    await press(world, done, "Undo")
    await forged(world, world.editor, undo)
    assert await acts(world) == count + 2


async def test_resuming_asks_again_whether_who_presses_may_use_the_channel(world: World) -> None:
    other = another_editor(world)
    denied = {other: discord.PermissionOverwrite(send_messages=False)}
    quiet = world.guild.create_text_channel("quiet", overwrites=denied)
    await save(world, channel=quiet, at="9am")
    await press(world, await chosen(world), "Pause")
    shown = await press(world, await chosen(world, who=other), "Resume", other)
    assert "You may not write in #quiet yourself" in texts(shown)
    assert (await kept(world))[0].paused
    # To stop what goes there needs no leave of the channel.
    await press(world, await chosen(world, who=other), "Remove", other)
    assert await kept(world) == []


async def test_what_cannot_be_stored_is_given_back_word_for_word(
    world: World, store: Failing
) -> None:
    store.broken = True
    shown = await give(world, "digest", days="Mon, Wed", at="21:30", zone="Europe/Kyiv")
    assert "Days: Mon, Wed\nTime: 21:30\nZone: Europe/Kyiv" in texts(shown)
    store.broken = False
    dialogue = await press(world, await preview(world, days="Mon, Wed", at="21:30"), "Change")
    store.broken = True
    shown = await send(world, dialogue, {"days": "Tuesday", "at": "noon"})
    assert "Days: Tuesday\nTime: noon" in texts(shown)
