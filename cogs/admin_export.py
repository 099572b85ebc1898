"""`/admin export`: the server's published record as a file, with its history where asked."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.errors import InvalidInputError
from bot.replies import attach
from bot.services.transfer.answers import Exported, Form
from bot.ui.attachment import Attachment, zipped
from bot.ui.desk.import_card import exported_text


class ExportCog(commands.Cog):
    """Writes files for editors."""

    def __init__(self, client: StanceClient) -> None:
        self._carrier = client.services.carrier

    @app_commands.rename(form="format")
    @app_commands.describe(form="JSON unless you say CSV", history="With every version")
    @app_commands.choices(
        form=[app_commands.Choice(name=each.value, value=each.value) for each in Form],
    )
    async def export(
        self,
        interaction: Interaction,
        form: str | None = None,
        *,
        history: bool = False,
    ) -> None:
        """Write the published record as a file, for you alone.

        CSV opens in any spreadsheet, and /admin import takes both in again. With its history come
        every version, its verb and its reason; drafts and editors’ names never do.
        Example: /admin export format:csv
        """
        made = self._carrier.export(
            scope_here(interaction),
            Form(form) if form else Form.JSON,
            history=history,
            name=interaction.guild.name if interaction.guild else "export",
            by=person_of(interaction),
        )
        limit = interaction.filesize_limit
        await attach(interaction, made, lambda file: _attachment(file, limit))


def _attachment(made: Exported, limit: int) -> Attachment:
    """The file, zipped where Discord takes it no other way."""
    file = Attachment(text=exported_text(made), filename=made.filename, data=made.data)
    if len(file.data) > limit:
        file = zipped(file)
    if len(file.data) > limit:
        raise InvalidInputError(
            "The file is larger than Discord takes here, also when it is zipped. Let the host run "
            "python -m bot export.",
        )
    return file


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin export."""
    cog = ExportCog(client)
    await client.add_cog(cog)
    export: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="export",
        description="Write the published record as a file.",
        callback=cog.export,
    )
    admin_group(client).add_command(export)
