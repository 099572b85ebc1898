"""`/admin undo`: take an act back by its number, or the last thing that you did."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.replies import answer
from bot.ui.editing.cards import undone_card

# Any number with so few digits fits every column.
_MOST = 10**15 - 1


class UndoCog(commands.Cog):
    """Takes acts back by command; the buttons do the same."""

    def __init__(self, client: StanceClient) -> None:
        self._editing = client.services.editing

    @app_commands.describe(act="Its number in /admin log; left out, your last")
    async def undo(
        self,
        interaction: Interaction,
        act: app_commands.Range[int, 1, _MOST] | None = None,
    ) -> None:
        """Take back what was done; the log keeps both.

        Whatever was recorded, imported, merged or set up can be taken back, and brought again.
        Example: /admin undo act:12
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if act is None:
            work = self._editing.undo_last(scope, by=by)
        else:
            work = self._editing.undo(scope, act, by=by)
        await answer(interaction, work, undone_card, ephemeral=True)


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin undo."""
    cog = UndoCog(client)
    await client.add_cog(cog)
    undo: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="undo",
        description="Take back what was done; the log keeps both.",
        callback=cog.undo,
    )
    admin_group(client).add_command(undo)
