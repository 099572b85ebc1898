"""`/conditions`: what stands between the parties."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.ui.conditions_card import conditions_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class ConditionsCog(commands.Cog):
    """Answers which conditions are open, and what has become of the others."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("conditions", self._open)
        for verb in turns("conditions"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(issue="On what; left out, this channel’s or server’s usual issue")
    @app_commands.autocomplete(issue=choices.issues)
    async def conditions(self, interaction: Interaction, issue: str | None = None) -> None:
        """Show every condition of the current stances, and what has become of it.

        The open ones come first; the others say since when, and where that was read.
        Example: /conditions
        """
        asked = self._lookups.conditions(await scope_of(interaction), issue)
        await answer(interaction, asked, conditions_card)

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.conditions(scope_at(interaction, to), to.issue)
        await answer(interaction, asked, conditions_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.conditions(scope_at(interaction, to), to.issue, page=to.page)
        await update(interaction, asked, conditions_card)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(ConditionsCog(client))
