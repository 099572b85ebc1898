"""`/actors`: whom this server knows."""

from discord import app_commands
from discord.ext import commands

from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.ui.catalogue_cards import actors_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class ActorsCog(commands.Cog):
    """Answers who can be asked about."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        for verb in turns("actors"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    async def actors(self, interaction: Interaction) -> None:
        """Show whom this server knows, and for whom each speaks.

        With titles and further names; any of them works in /stance. Example: /actors
        """
        await answer(interaction, self._lookups.actors(await scope_of(interaction)), actors_card)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.actors(scope_at(interaction, to), page=to.page)
        await update(interaction, asked, actors_card)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(ActorsCog(client))
