"""`/setup retention`: for how long a server's record is kept once the bot has left it."""

from typing import Any

from discord import app_commands

from bot.client import Interaction, StanceClient
from bot.editors import editors_group, person_of, scope_here
from bot.replies import answer
from bot.services.retention import MAX_DAYS, Retention
from bot.ui.desk.retention_card import retention_card, retention_set_card


class RetentionSetup:
    """The command over retention."""

    def __init__(self, retention: Retention) -> None:
        self._retention = retention

    @app_commands.describe(days="Left out, you see how many")
    async def retention(
        self,
        interaction: Interaction,
        days: app_commands.Range[int, 1, MAX_DAYS] | None = None,
    ) -> None:
        """Choose for how long all is kept once the bot has left; then it is deleted.

        Example: /setup retention days:90
        """
        by, scope = person_of(interaction), scope_here(interaction)
        if days is None:
            shown = self._retention.days(scope, by=by)
            await answer(interaction, shown, retention_card, ephemeral=True)
            return
        work = self._retention.set_days(scope, days, by=by, cause=str(interaction.id))
        await answer(interaction, work, retention_set_card, ephemeral=True)


async def setup(client: StanceClient) -> None:
    """Add the command to /setup."""
    made = RetentionSetup(client.services.retention)
    callback: Any = made.retention
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="retention",
        description=(callback.__doc__ or "").partition("\n")[0],
        callback=callback,
    )
    editors_group(client, "setup").add_command(command)
