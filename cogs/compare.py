"""`/compare`: two actors on one issue, field by field."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer
from bot.ui.board_card import versus_card
from bot.ui.compare_card import compare_card
from bot.ui.nav import place
from bot.ui.press import Press


class CompareCog(commands.Cog):
    """Puts two actors side by side."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("versus", self._versus)
        client.on_press("compare", self._compare)

    @app_commands.command()
    @app_commands.describe(
        first="A person, state or body; any spelling",
        second="Another one",
        issue="On what; left out, this channel’s or server’s usual issue",
    )
    @app_commands.autocomplete(
        first=choices.actors,
        second=choices.actors,
        issue=choices.issues,
    )
    async def compare(
        self,
        interaction: Interaction,
        first: str,
        second: str,
        issue: str | None = None,
    ) -> None:
        """Show two actors on one issue, field by field.

        The same fields in the same order for both. Example: /compare first:Russia second:Ukraine
        """
        asked = self._lookups.compare(await scope_of(interaction), first, second, issue)
        await answer(interaction, asked, compare_card)

    async def _versus(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.others(scope_at(interaction, to), to.actor or "", to.issue)
        await answer(interaction, asked, versus_card, ephemeral=True)

    async def _compare(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.compare(
            scope_at(interaction, to),
            to.actor or "",
            pressed.argument(5) or "",
            to.issue,
        )
        await answer(interaction, asked, compare_card, ephemeral=True)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(CompareCog(client))
