"""`/admin freeze`: a time during which nothing changes, and the button that ends it."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.errors import InvalidInputError
from bot.replies import answer, update
from bot.services.desk.freeze import OFF
from bot.ui.desk.freeze_card import END, freeze_card, frozen_card
from bot.ui.press import Press


class FreezeCog(commands.Cog):
    """Stops all changes on a server for a while."""

    def __init__(self, client: StanceClient) -> None:
        self._freeze = client.services.freeze
        client.on_press(END, self._end)

    @app_commands.describe(until="“20 March”, “Friday 18:00”, or “off”", reason="Why")
    async def freeze(
        self,
        interaction: Interaction,
        until: app_commands.Range[str, 1, 100] | None = None,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Let nothing change until a time; with nothing given, see.

        No record, setting or import; it ends by itself. Example: /admin freeze until:Friday reason:Audit
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if until is None and reason is None:
            await answer(interaction, self._freeze.shown(scope, by=by), freeze_card, ephemeral=True)
            return
        if until is None:
            raise InvalidInputError("Say in the until option until when, such as “Friday 18:00”.")
        done = self._freeze.set(scope, until, reason or "", by=by, cause=str(interaction.id))
        await answer(interaction, done, frozen_card, ephemeral=True)

    async def _end(self, interaction: Interaction, _: Press) -> None:
        done = self._freeze.set(
            scope_here(interaction),
            OFF,
            "",
            by=person_of(interaction),
            cause=str(interaction.id),
        )
        await update(interaction, done, frozen_card)


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin freeze."""
    cog = FreezeCog(client)
    await client.add_cog(cog)
    freeze: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="freeze",
        description="Let nothing change until a time; with nothing given, see.",
        callback=cog.freeze,
    )
    admin_group(client).add_command(freeze)
