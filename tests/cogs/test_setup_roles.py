"""`/setup roles` and `/setup review`: owners say who may record and who must look twice."""

from typing import Any

import discord

from bot.domain.access import Level
from bot.domain.scope import Scope
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import COMPLETE, press
from tests.cogs.settings_steps import give
from tests.cogs.test_admin_rights import forged
from tests.people import owner


async def desk_role(world: World) -> Any:
    """A role that Discord lets do nothing."""
    return world.guild.create_role("Desk", permissions=discord.Permissions(send_messages=True))


async def grants(world: World) -> dict[int, str]:
    found = await world.client.services.roles.shown(
        Scope(guild_id=world.guild.id), by=owner(world.editor.id)
    )
    return {role: level.noun for role, level in found.grants}


async def test_a_role_is_named_shown_and_taken_back(world: World) -> None:
    role = await desk_role(world)
    assert "No role has a say of its own." in texts(await give(world, "roles"))
    done = await give(world, "roles", role=role, level="contributor")
    assert f"<@&{role.id}>: **contributor** from now on (before: none)." in texts(done)
    assert "Integrations" in texts(done)
    assert await grants(world) == {role.id: "contributor"}
    raised = await give(world, "roles", role=role, level="editor")
    assert "(before: contributor)" in texts(raised)
    await press(world, raised, "Undo")
    assert await grants(world) == {role.id: "contributor"}
    await press(world, done, "Undo")
    assert await grants(world) == {}


async def test_everyone_forged_levels_and_half_a_question_are_refused(world: World) -> None:
    shown = await give(world, "roles", role=world.guild.default_role, level="editor")
    assert "Everybody has the role @\u200beveryone" in texts(shown)
    shown = await forged(world, world.editor, "sb:setup-roles:x")
    assert "cannot be read" in texts(shown)
    assert "Name the role as well" in texts(await give(world, "roles", level="editor"))
    assert world.env.errors
    assert await grants(world) == {}


async def test_a_role_that_is_gone_is_said_to_be_and_can_be_forgotten(world: World) -> None:
    await world.client.services.roles.set_role(
        Scope(guild_id=world.guild.id), 77, Level.EDITOR, by=owner(), cause="set"
    )
    shown = await give(world, "roles")
    assert "(the role is gone)" in texts(shown)
    await press(world, shown, "Forget role 1")
    assert await grants(world) == {}


async def test_whose_records_wait_is_set_shown_and_undone(world: World) -> None:
    assert "### Review: off" in texts(await give(world, "review"))
    done = await give(world, "review", mode="everybody")
    assert "Review: **everybody**" in texts(done)
    assert "Before: off." in texts(done)
    seen = await world.editor.slash(world.channel, "admin stance set", **COMPLETE)
    assert "Submit for review" in buttons(seen)
    assert "Publish" not in buttons(seen)
    back = await press(world, done, "Undo")
    assert "**Undone**" in texts(back)
    assert "### Review: off" in texts(await give(world, "review"))


async def test_those_with_a_role_are_let_in_once_discord_shows_them_the_commands(
    world: World,
) -> None:
    """A contributor records what is said, and sees no queue; an owner sets the roles."""
    role = await desk_role(world)
    writer = world.guild.add_member(world.env.create_user("writer"), roles=[role])
    await give(world, "roles", role=role, level="contributor")
    await give(world, "review", mode="contributors")
    commands = await world.client.tree.fetch_commands()
    [admin] = [each for each in commands if each.name == "admin"]
    [setup] = [each for each in commands if each.name == "setup"]
    world.guild.set_command_permissions(admin, {role: True})
    world.guild.set_command_permissions(setup, {role: True})
    seen = await writer.slash(world.channel, "admin stance set", **COMPLETE)
    done = await press(world, seen, "Submit for review", writer)
    assert "**Submitted for review**" in texts(done)
    assert "This is for editors." in texts(await writer.slash(world.channel, "admin review"))
    assert "This is for owners." in texts(await writer.slash(world.channel, "setup roles"))
    mine = texts(await writer.slash(world.channel, "admin drafts"))
    assert "It waits until somebody else publishes it" in mine
    assert world.env.errors
