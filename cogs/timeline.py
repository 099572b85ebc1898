"""`/timeline`: what was said and what happened on an issue, newest first."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.ui.nav import place, turns
from bot.ui.press import Press
from bot.ui.timeline_card import timeline_card


class TimelineCog(commands.Cog):
    """Answers what happened when."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("line", self._open)
        for verb in turns("line"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        actor="Only what this actor said and what was said about it",
        issue="On what; left out, this channel’s or server’s usual issue",
    )
    @app_commands.autocomplete(actor=choices.actors, issue=choices.issues)
    async def timeline(
        self,
        interaction: Interaction,
        actor: str | None = None,
        issue: str | None = None,
    ) -> None:
        """Show what was said and what happened on an issue, newest first.

        Stances, claims, statements and events, each marked as what it is.
        Example: /timeline actor:Zelenskyy
        """
        asked = self._lookups.timeline(await scope_of(interaction), actor, issue)
        await answer(interaction, asked, timeline_card)

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.timeline(scope_at(interaction, to), to.actor, to.issue)
        await answer(interaction, asked, timeline_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        scope = scope_at(interaction, to)
        asked = self._lookups.timeline(scope, to.actor, to.issue, page=to.page)
        await update(interaction, asked, timeline_card)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(TimelineCog(client))
