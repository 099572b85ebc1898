"""`/cite`: a record on one line, for an article or a footnote, and whether it still stands."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer
from bot.ui.cite_card import cite_card


class CiteCog(commands.Cog):
    """Cites records."""

    def __init__(self, client: StanceClient) -> None:
        self._citing = client.services.citing

    @app_commands.command()
    @app_commands.describe(record="An id from a card’s small print, or a whole citation to check")
    async def cite(self, interaction: Interaction, record: str) -> None:
        """Cite a record on one line, or check whether a citation still stands.

        With its version and a hash of its text. Example: /cite record:s-4x7kq2
        """
        asked = self._citing.cite(await scope_of(interaction), record)
        server = interaction.guild.name if interaction.guild else "Discord server"
        await answer(interaction, asked, lambda found: cite_card(found, server))

    @cite.autocomplete("record")
    async def _records(
        self,
        interaction: Interaction,
        typed: str,
    ) -> list[app_commands.Choice[str]]:
        return await choices.offered(self._citing.suggest(interaction.guild_id or 0, typed))


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(CiteCog(client))
