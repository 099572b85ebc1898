"""`/admin import`: a pack or a table as an attachment, its dry run, and letting it in on a press."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.errors import UnavailableError
from bot.replies import answer, attach, update
from bot.services.transfer.answers import DryRun, LetIn
from bot.ui.attachment import Attachment, zipped
from bot.ui.card import CardView
from bot.ui.desk.import_card import (
    TURNS,
    dropped_card,
    dry_card,
    dry_text,
    let_in_card,
    progress_card,
    waiting_card,
)
from bot.ui.nav import place, turns
from bot.ui.press import Press

# Discord allows five edits of one message in five seconds; a reader needs fewer.
_EVERY = 2.0


class ImportCog(commands.Cog):
    """Takes files in for editors."""

    def __init__(self, client: StanceClient) -> None:
        self._carrier = client.services.carrier
        client.on_press("import-look", self._look)
        client.on_press("import-list", self._list)
        client.on_press("import-drop", self._drop)
        client.on_press("import-do", self._do)
        for verb in turns(TURNS):
            client.on_press(verb, self._turn)

    @app_commands.describe(file="JSON or CSV; left out, files that wait")
    async def take(self, interaction: Interaction, file: discord.Attachment | None = None) -> None:
        """Take in a pack or a table, after a dry run.

        Line by line: what is new, changed and refused. Nothing is written before you press
        Import, and Undo takes it back. Example: /admin import file:record.csv
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if file is None:
            found = self._carrier.waiting(scope, by=by)
            await answer(interaction, found, waiting_card, ephemeral=True)
            return
        given = self._carrier.give(scope, file.filename, file.size, lambda: _load(file), by=by)
        await answer(interaction, given, dry_card, ephemeral=True)

    async def _look(self, interaction: Interaction, pressed: Press) -> None:
        await update(interaction, self._dry(interaction, pressed, again=True), dry_card)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        found = self._dry(interaction, pressed, again=False)
        await update(interaction, found, lambda dry: dry_card(dry, to.page))

    async def _list(self, interaction: Interaction, pressed: Press) -> None:
        found = self._dry(interaction, pressed, again=False)
        limit = interaction.filesize_limit
        await attach(interaction, found, lambda dry: _listed(dry, limit))

    async def _drop(self, interaction: Interaction, pressed: Press) -> None:
        by, upload = person_of(interaction), pressed.argument(0) or ""
        dropped = self._carrier.drop(scope_here(interaction), upload, by=by)
        # Import may have been pressed as well, here or by another editor.
        await update(
            interaction, dropped, lambda done: let_in_card(done) if done else dropped_card()
        )

    async def _do(self, interaction: Interaction, pressed: Press) -> None:
        async def work() -> LetIn | DryRun:
            async with _telling(interaction) as told:
                return await self._carrier.let_in(
                    scope_here(interaction),
                    pressed.argument(0) or "",
                    pressed.argument(1) or "",
                    by=person_of(interaction),
                    told=told,
                )

        await update(interaction, work(), let_in_card)

    async def _dry(self, interaction: Interaction, pressed: Press, *, again: bool) -> DryRun:
        return await self._carrier.look(
            scope_here(interaction),
            pressed.argument(0) or "",
            by=person_of(interaction),
            again=again,
        )


async def _load(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise UnavailableError("Discord did not hand over the file. Attach it again.") from error


@asynccontextmanager
async def _telling(interaction: Interaction) -> AsyncIterator[Callable[[int, int], None]]:
    """Show progress on the message that was pressed, every two seconds at most."""
    newest: list[tuple[int, int]] = []
    sending = asyncio.Lock()

    async def show() -> None:
        shown = None
        while True:
            await asyncio.sleep(_EVERY)
            if newest and newest[-1] != shown and interaction.response.is_done():
                shown = newest[-1]
                view = CardView(progress_card(*shown))
                # The answer comes even when word of it on the way does not.
                async with sending:
                    with suppress(discord.HTTPException):
                        await interaction.edit_original_response(view=view)

    showing = asyncio.create_task(show())
    try:
        yield lambda count, of: newest.append((count, of))
    finally:
        # An edit that is under way must not arrive after the answer.
        async with sending:
            showing.cancel()


def _listed(dry: DryRun, limit: int) -> Attachment:
    """The dry run as a file, zipped where Discord takes it no other way."""
    file = Attachment(
        text="The whole dry run, line by line. Nothing is written yet.",
        filename="dry-run.txt",
        data=dry_text(dry).encode(),
    )
    return zipped(file) if len(file.data) > limit else file


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin import."""
    cog = ImportCog(client)
    await client.add_cog(cog)
    take: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="import",
        description="Take in a pack or CSV, after a dry run.",
        callback=cog.take,
    )
    admin_group(client).add_command(take)
