"""Steps that tests of the editors' commands share."""

from typing import Any

import discord

from bot.db import log
from bot.domain.records import Recorded
from bot.domain.scope import Scope
from tests.cogs.conftest import World, newest, texts

QUOTE = "We are ready to begin on Monday."
COMPLETE = {
    "actor": "putin",
    "position": "accepts",
    "quote": QUOTE,
    "source": "The Daily — Kremlin says yes",
    "url": "https://example.org/yes",
    "said": "16 March 2025",
}


async def edit(world: World, command: str, who: Any = None, **options: Any) -> Any:
    """Let an editor give a command below /admin."""
    return await (who or world.editor).slash(world.channel, f"admin {command}", **options)


async def press(world: World, shown: Any, label: str, who: Any = None) -> Any:
    """Let an editor press a button of an answer."""
    return await (who or world.editor).click(newest(shown), label=label)


async def send(world: World, shown: Any, values: dict[str, Any], who: Any = None) -> Any:
    """Let an editor fill a dialogue and send it."""
    return await (who or world.editor).submit_modal(shown, values)


async def publish(world: World, command: str, **options: Any) -> Any:
    """Let an editor give a command, see its preview, and publish it."""
    seen = await edit(world, command, **options)
    assert "Nothing is published yet" in texts(seen), texts(seen)
    done = await press(world, seen, "Publish")
    assert "**Published**" in texts(done), texts(done)
    return done


async def card(world: World, actor: str = "putin") -> str:
    """What a reader sees of an actor."""
    return await world.read("stance", actor=actor)


async def versions(world: World, kind: type[Any], key: str) -> list[Recorded[Any]]:
    """Every version of a record."""
    return await world.database.read(lambda unit: log.versions(unit, kind, world.guild.id, key))


async def live(world: World, kind: type[Any]) -> list[Any]:
    """Every standing record of a kind."""
    scope = Scope(guild_id=world.guild.id)
    found = await world.database.read(lambda unit: log.all_live(unit, kind, scope))
    return [each.record for each in found]


def another_editor(world: World) -> Any:
    """A second person with Manage Server."""
    role = world.guild.create_role(
        "More editors",
        permissions=discord.Permissions(manage_guild=True, send_messages=True),
    )
    return world.guild.add_member(world.env.create_user("second"), roles=[role])


def asked(shown: Any) -> dict[str, Any]:
    """The controls of a dialogue, by their id."""
    controls = (label["component"] for label in shown.modal["components"])
    return {control["custom_id"]: control for control in controls}
