"""`/admin publish`: the server's published record as a static site."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of
from bot.errors import InvalidInputError
from bot.publisher import Done
from bot.replies import answer, attach
from bot.ui.attachment import Attachment
from bot.ui.site.card import extent, kilobytes, written_card

_LONGEST = 100


class PublishCog(commands.Cog):
    """Publishes for editors."""

    @app_commands.describe(
        title="What the site is called; left out, it bears this server’s name",
        address="Where it will be found, such as https://example.org/record; feeds then name it",
    )
    async def publish(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, 100] | None = None,
        address: app_commands.Range[str, 8, 300] | None = None,
    ) -> None:
        """Write all that is published here as a web site: pages, feeds and data.

        Into the folder that the host has set, or as a zip file for you alone. Drafts and Discord
        accounts are never in it. Example: /admin publish title:The ceasefire talks
        """
        publisher, guild_id = interaction.client.publisher, interaction.guild_id or 0
        named = title or (interaction.guild.name[:_LONGEST] if interaction.guild else None)
        made = publisher.publish(guild_id, title=named, address=address, by=person_of(interaction))
        if publisher.folder is not None:
            await answer(interaction, made, written_card, ephemeral=True)
        else:
            limit = interaction.filesize_limit
            await attach(interaction, made, lambda done: _attachment(done, limit))


def _attachment(made: Done, limit: int) -> Attachment:
    if len(made.data) > limit:
        raise InvalidInputError(
            f"The site has {extent(made)}, and {kilobytes(len(made.data))} as a zip file: more "
            f"than the {kilobytes(limit)} that Discord takes here. Let the host run "
            "python -m bot publish, or set STANCEBOT_PUBLISH_DIR.",
        )
    return Attachment(
        text=f"The site: {extent(made)}. Unpack it anywhere and open index.html, or put the "
        "folder on any web server.",
        filename="site.zip",
        data=made.data,
    )


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin publish."""
    cog = PublishCog()
    await client.add_cog(cog)
    publish: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="publish",
        description="Write all that is published here as a web site: pages, feeds and data.",
        callback=cog.publish,
    )
    admin_group(client).add_command(publish)
