"""Only editors reach the desk, and each only their own drafts, whatever is shown or forged."""

import json
from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import StanceClient
from bot.domain.records import Stance
from bot.editors import EditorsGroup
from bot.ui.card import Button, Card, CardView, Text
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import COMPLETE, another_editor, edit, live

EDITORS = ("admin", "setup")


def leaves(group: app_commands.Group) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in group.commands:
        if isinstance(command, app_commands.Group):
            yield from leaves(command)
        else:
            yield command


@pytest.fixture
async def client(env: simcord.Env) -> StanceClient:
    assert isinstance(env.bot, StanceClient)
    return env.bot


async def test_every_editors_command_is_hidden_and_checked(client: StanceClient) -> None:
    for name in EDITORS:
        root = client.tree.get_command(name)
        assert isinstance(root, EditorsGroup)
        assert root.default_permissions is not None
        assert root.default_permissions.manage_guild
        for command in leaves(root):
            assert isinstance(command.parent, EditorsGroup), command.qualified_name


async def test_no_command_outgrows_discord(client: StanceClient) -> None:
    def size(part: dict[str, Any]) -> int:
        own = len(part.get("name", "")) + len(part.get("description", ""))
        own += len(str(part["value"])) if "value" in part else 0
        return own + sum(size(p) for p in (*part.get("options", ()), *part.get("choices", ())))

    for command in client.tree.get_commands():
        payload = command.to_dict(client.tree)
        assert size(payload) <= 8000, json.dumps(payload)[:200]


async def test_a_reader_neither_sees_nor_reaches_a_command(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.reader.slash(world.channel, "admin drafts")


async def test_a_reader_whom_a_server_shows_the_command_is_refused(world: World) -> None:
    await edit(world, "drafts")
    command = world.env.backend.find_command("admin", world.guild.id)
    assert command is not None
    world.guild.set_command_permissions(int(command["id"]), {world.reader: True})
    shown = await world.reader.slash(world.channel, "admin stance set", **COMPLETE)
    assert "Manage Server" in texts(shown)
    assert shown.ephemeral


@pytest.mark.parametrize("verb", ["publish", "edit", "cancel", "again", "when"])
async def test_a_forged_press_by_a_reader_is_refused(world: World, verb: str) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    draft = buttons(seen)["Publish"].split(":")[2]
    before = await live(world, Stance)
    shown = await forged(world, world.reader, f"sb:draft-{verb}:{draft}:0")
    assert "Manage Server" in texts(shown)
    assert await live(world, Stance) == before


@pytest.mark.parametrize("verb", ["publish", "edit", "cancel", "again", "when"])
async def test_another_editors_draft_is_not_ones_own(world: World, verb: str) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    draft = buttons(seen)["Publish"].split(":")[2]
    shown = await forged(world, another_editor(world), f"sb:draft-{verb}:{draft}:0")
    assert "another editor's draft" in texts(shown)


async def test_a_draft_of_another_server_is_not_found(world: World, new_world: Any) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    draft = buttons(seen)["Publish"].split(":")[2]
    elsewhere = new_world()
    shown = await forged(elsewhere, elsewhere.editor, f"sb:draft-publish:{draft}")
    assert "draft is gone" in texts(shown)


async def test_a_forged_undo_by_a_reader_is_refused(world: World) -> None:
    shown = await forged(world, world.reader, "sb:undo:1")
    assert "Manage Server" in texts(shown)


async def test_nonsense_in_a_press_is_refused(world: World) -> None:
    for custom_id in ("sb:undo:x", "sb:undo:", "sb:draft-edit:zz:²", "sb:undo:99999999999999999"):
        shown = await forged(world, world.editor, custom_id)
        assert shown.ephemeral


async def forged(world: World, who: Any, custom_id: str) -> Any:
    """Let somebody press a button that says what they like, on a message of the bot's."""
    card = Card(blocks=(Text("x"),), buttons=(Button(label="x", press=custom_id),))
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=CardView(card))
    return await who.click(world.channel.last_message, label="x")
