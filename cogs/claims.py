"""`/claims`: what some say about others."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.ui.claims_card import claims_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class ClaimsCog(commands.Cog):
    """Answers what is said about whom."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("claims", self._open)
        for verb in turns("claims"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        actor="Only what is said about this actor and those who speak for it",
        issue="On what; left out, this channel’s or server’s usual issue",
    )
    @app_commands.autocomplete(actor=choices.actors, issue=choices.issues)
    async def claims(
        self,
        interaction: Interaction,
        actor: str | None = None,
        issue: str | None = None,
    ) -> None:
        """Show what others say about an actor, or about each other.

        A claim never moves the position of the one it is about. Example: /claims actor:Putin
        """
        asked = self._lookups.claims(await scope_of(interaction), actor, issue)
        await answer(interaction, asked, claims_card)

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.claims(scope_at(interaction, to), to.actor, to.issue)
        await answer(interaction, asked, claims_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        scope = scope_at(interaction, to)
        asked = self._lookups.claims(scope, to.actor, to.issue, page=to.page)
        await update(interaction, asked, claims_card)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(ClaimsCog(client))
