"""`/board` and `/issues`: everybody on one issue, and which issues there are."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import AS_OF, scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.services.answers import BoardAnswer
from bot.ui.board_card import board_card
from bot.ui.catalogue_cards import issues_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class BoardCog(commands.Cog):
    """Answers where everybody stands."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("board", self._open)
        client.on_press("board-of", self._open)
        for verb in turns("board"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        issue="On what; left out, this channel’s or server’s usual issue",
        as_of=AS_OF,
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def board(
        self,
        interaction: Interaction,
        issue: str | None = None,
        as_of: str | None = None,
    ) -> None:
        """Show where everybody stands on an issue.

        From accepting to rejecting; who has no record is named apart. Example: /board
        """

        async def ask() -> BoardAnswer:
            return await self._lookups.board(await scope_of(interaction, as_of), issue)

        await answer(interaction, ask(), board_card)

    @app_commands.command()
    async def issues(self, interaction: Interaction) -> None:
        """Show which issues this server follows.

        Each with its question and how many have a stance on it. Example: /issues
        """
        await answer(interaction, self._lookups.issues(await scope_of(interaction)), issues_card)

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        issue = pressed.argument(5) or to.issue
        asked = self._lookups.board(scope_at(interaction, to), issue)
        await answer(interaction, asked, board_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.board(scope_at(interaction, to), to.issue, page=to.page)
        await update(interaction, asked, board_card)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(BoardCog(client))
