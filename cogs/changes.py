"""`/changes`: what was recorded while somebody was away, and all of what a post told in short."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_of
from bot.client import Interaction, StanceClient
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.replies import answer, update
from bot.services.news.answers import NewsAnswer
from bot.ui.nav import turns
from bot.ui.news.changes_card import changes_card
from bot.ui.news.window import MORE, window
from bot.ui.press import Press


class ChangesCog(commands.Cog):
    """Answers what is new."""

    def __init__(self, client: StanceClient) -> None:
        self._news = client.services.news
        client.on_press(MORE, self._more)
        for verb in turns(MORE):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        since="“Monday”, “14 March”, “3 days ago”; left out, the last 7 days",
        issue="Only changes on this issue; left out, on any",
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def changes(
        self,
        interaction: Interaction,
        since: app_commands.Range[str, 1, 100] | None = None,
        issue: str | None = None,
    ) -> None:
        """Show what was recorded since a day: changes, corrections, claims, events.

        Example: /changes since:Monday
        """
        asked = self._news.changes(await scope_of(interaction), since, issue)
        await answer(interaction, asked, changes_card)

    async def _more(self, interaction: Interaction, pressed: Press) -> None:
        """All that a post told in short, for the presser alone."""
        if _is_private(interaction):
            await self._turn(interaction, pressed)
        else:
            await answer(
                interaction, self._asked(interaction, pressed), changes_card, ephemeral=True
            )

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        await update(interaction, self._asked(interaction, pressed), changes_card)

    async def _asked(self, interaction: Interaction, pressed: Press) -> NewsAnswer:
        if interaction.guild_id is None:
            raise InvalidInputError("This works in its server alone. Ask /changes there.")
        to = window(pressed)
        return await self._news.between(
            Scope(guild_id=interaction.guild_id, channel_id=interaction.channel_id),
            to.after,
            to.through,
            to.issue,
            to.page,
            since=to.since,
            until=to.until,
        )


def _is_private(interaction: Interaction) -> bool:
    """Whether only the presser sees the message that the button is on."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(ChangesCog(client))
