"""`/admin posts`: what was, is and was not posted, why not, and trying it again."""

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


class PostsCog(commands.Cog):
    """Shows editors the outbox of their server."""

    def __init__(self, client: StanceClient) -> None:
        self._log = client.services.post_log
        client.on_press("post-again", self._again)
        client.on_press("log-show", self._show)
        for verb in turns("log"):
            client.on_press(verb, self._turn)

    @app_commands.describe(show="Left out: problems")
    @app_commands.choices(
        show=[app_commands.Choice(name=each.value, value=each.value) for each in Show],
    )
    async def posts(self, interaction: Interaction, show: str | None = None) -> None:
        """Show what was and was not posted, and why.

        What failed can be tried again. Example: /admin posts show:problems
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
        raise InvalidInputError("This button cannot be read. Give /admin posts again.") from error


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin posts."""
    cog = PostsCog(client)
    await client.add_cog(cog)
    posts: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="posts",
        description="Show what was and was not posted, and why.",
        callback=cog.posts,
    )
    admin_group(client).add_command(posts)
