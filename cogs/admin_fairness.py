"""`/admin fairness`: what is recorded of each side of an issue, side by side."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.replies import answer, update
from bot.ui.desk.fairness_card import VERB, fairness_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class FairnessCog(commands.Cog):
    """Shows editors where their record leans; it changes nothing."""

    def __init__(self, client: StanceClient) -> None:
        self._desk = client.services.fairness
        for verb in turns(VERB):
            client.on_press(verb, self._turn)

    @app_commands.describe(issue="On what")
    @app_commands.autocomplete(issue=choices.issues)
    async def fairness(
        self,
        interaction: Interaction,
        issue: app_commands.Range[str, 1, 300] | None = None,
    ) -> None:
        """Compare how sides are recorded.

        Records, sources and quotations of each actor, and words that take a side.
        Example: /admin fairness issue:30-day ceasefire
        """
        found = self._desk.check(scope_here(interaction), issue, by=person_of(interaction))
        await answer(interaction, found, fairness_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to, by = place(pressed), person_of(interaction)
        found = self._desk.check(scope_here(interaction), to.issue, by=by, page=to.page)
        await update(interaction, found, fairness_card)


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin fairness."""
    cog = FairnessCog(client)
    await client.add_cog(cog)
    fairness: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="fairness",
        description="Compare how sides are recorded.",
        callback=cog.fairness,
    )
    admin_group(client).add_command(fairness)
