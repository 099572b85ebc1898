"""`/setup review`: whose records wait until a second person has published them."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.access import Review
from bot.editors import editors_group, person_of, scope_here
from bot.replies import answer
from bot.ui.desk.roles_card import mode_card, review_card


class ReviewSetup(commands.Cog):
    """Sets review."""

    def __init__(self, client: StanceClient) -> None:
        self._roles = client.services.roles

    @app_commands.describe(mode="Whose records wait; left out, you see what is")
    @app_commands.choices(
        mode=[app_commands.Choice(name=each.value, value=each.value) for each in Review],
    )
    async def review(self, interaction: Interaction, mode: str | None = None) -> None:
        """Let records wait until a second person has published them.

        Until then they are drafts, which readers never see. Example: /setup review mode:everybody
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if mode is None:
            await answer(interaction, self._roles.shown(scope, by=by), mode_card, ephemeral=True)
            return
        work = self._roles.set_review(scope, Review(mode), by=by, cause=str(interaction.id))
        await answer(interaction, work, review_card, ephemeral=True)


async def setup(client: StanceClient) -> None:
    """Add the command to /setup."""
    cog = ReviewSetup(client)
    await client.add_cog(cog)
    review: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="review",
        description=(cog.review.__doc__ or "review").partition("\n")[0],
        callback=cog.review,
    )
    editors_group(client, "setup").add_command(review)
