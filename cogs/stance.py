"""`/stance`: where an actor stands on an issue."""

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.scope import Scope
from bot.replies import answer
from bot.ui.card import Card, Text


class StanceCog(commands.Cog):
    """Answers where an actor stands."""

    def __init__(self, client: StanceClient) -> None:
        self._client = client

    @app_commands.command()
    async def stance(self, interaction: Interaction, actor: str, issue: str | None = None) -> None:
        """Show where an actor stands, since when, and who says so."""
        scope = Scope(guild_id=interaction.guild_id or 0, channel_id=interaction.channel_id)
        await answer(
            interaction,
            self._client.services.lookups.stance(scope, actor, issue),
            lambda found: Card(blocks=(Text(f"{found.actor.name}: {found.position}"),)),
        )


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(StanceCog(client))
