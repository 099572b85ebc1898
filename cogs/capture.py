"""“Record a stance”, “Record a claim” and “Record an event”: menus on any message."""

import discord
from discord import app_commands

from bot.capture import read_message
from bot.client import Interaction, StanceClient
from bot.editors import give_back, person_of, scope_here, soon
from bot.services.editing.capture import Kind
from bot.ui.editing.capture import capture_modal


class CaptureCog:
    """Begins a draft from a message, and asks for what the message does not say."""

    async def stance(self, interaction: Interaction, message: discord.Message) -> None:
        """Record where somebody stands, from a message."""
        await _begin(interaction, message, Kind.STANCE)

    async def claim(self, interaction: Interaction, message: discord.Message) -> None:
        """Record what one says about another, from a message."""
        await _begin(interaction, message, Kind.CLAIM)

    async def event(self, interaction: Interaction, message: discord.Message) -> None:
        """Record what is to happen, from a message."""
        await _begin(interaction, message, Kind.EVENT)


async def _begin(interaction: Interaction, message: discord.Message, kind: Kind) -> None:
    try:
        read = read_message(
            message,
            own=interaction.client.user.id if interaction.client.user else 0,
            server=interaction.guild.name if interaction.guild else "this server",
        )
        capture = interaction.client.services.capture
        work = capture.start(scope_here(interaction), kind, read, by=person_of(interaction))
        await interaction.response.send_modal(capture_modal(await soon(work)))
    except Exception as error:  # noqa: BLE001 -- nothing is typed yet, and the message stays
        await give_back(interaction, error, "")


async def setup(client: StanceClient) -> None:
    """Add the menus."""
    cog = CaptureCog()
    for name, callback in (
        ("Record a stance", cog.stance),
        ("Record a claim", cog.claim),
        ("Record an event", cog.event),
    ):
        menu: app_commands.ContextMenu = app_commands.ContextMenu(name=name, callback=callback)
        menu.default_permissions = discord.Permissions(manage_guild=True)
        menu.allowed_contexts = app_commands.AppCommandContext(guild=True)
        menu.allowed_installs = app_commands.AppInstallationType(guild=True)
        client.tree.add_command(menu)
