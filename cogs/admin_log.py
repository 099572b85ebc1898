"""`/admin log`: what was, is and was not posted, why not, and trying it again."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.errors import InvalidInputError
from bot.replies import answer, update
from bot.services.posts.log import Show
from bot.ui.calendar.log_card import again_card, log_card
from bot.ui.nav import place, turns
from bot.ui.press import Press


class LogCog(commands.Cog):
    """Shows editors the outbox of their server."""

    def __init__(self, client: StanceClient) -> None:
        self._log = client.services.post_log
        client.on_press("post-again", self._again)
        client.on_press("log-show", self._show)
        for verb in turns("log"):
            client.on_press(verb, self._turn)

    @app_commands.describe(show="Left out, what could not be sent, if anything")
    @app_commands.choices(
        show=[app_commands.Choice(name=each.value, value=each.value) for each in Show],
    )
    async def log(self, interaction: Interaction, show: str | None = None) -> None:
        """Show what was posted and what was not, with the reason.

        What failed can be tried again. Example: /admin log show:problems
        """
        shown = self._log.shown(
            scope_here(interaction), Show(show) if show else None, by=person_of(interaction)
        )
        await answer(interaction, shown, log_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        shown = self._log.shown(
            scope_here(interaction), _shown(to.actor), to.page, by=person_of(interaction)
        )
        await update(interaction, shown, log_card)

    async def _show(self, interaction: Interaction, pressed: Press) -> None:
        shown = self._log.shown(
            scope_here(interaction), _shown(pressed.argument(0)), by=person_of(interaction)
        )
        await update(interaction, shown, log_card)

    async def _again(self, interaction: Interaction, pressed: Press) -> None:
        done = self._log.again(
            scope_here(interaction),
            pressed.number(0),
            by=person_of(interaction),
            cause=f"again:{interaction.id}",
        )
        await answer(interaction, done, again_card, ephemeral=True)


def _shown(named: str | None) -> Show:
    try:
        return Show(named or "")
    except ValueError as error:
        raise InvalidInputError("This button cannot be read. Give /admin log again.") from error


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin log."""
    cog = LogCog(client)
    await client.add_cog(cog)
    log: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="log",
        description="Show what was posted and what was not, with the reason.",
        callback=cog.log,
    )
    admin_group(client).add_command(log)
