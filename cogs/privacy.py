"""`/privacy`: what is kept of people, given to them whole, and forgotten when they say so."""

import discord
from discord import app_commands

from bot.client import Interaction, StanceClient
from bot.editors import person_of
from bot.replies import answer, attach, show, update
from bot.services.privacy import Privacy
from bot.ui.press import Press
from bot.ui.privacy_card import erase_card, erased_card, privacy_card
from bot.ui.privacy_file import personal_file


class PrivacyGroup(app_commands.Group):
    """Commands over what is kept of whoever gives them; in private, on all servers at once."""

    def __init__(self, privacy: Privacy) -> None:
        super().__init__(
            name="privacy",
            description="What is kept of you, and having it deleted",
            # Who has left a server can still be forgotten there.
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
        )
        self._privacy = privacy

    @app_commands.command(name="list")
    async def told(self, interaction: Interaction) -> None:
        """Show what is kept of readers, editors and servers, and who can see it.

        Example: /privacy list
        """
        await show(interaction, privacy_card(), ephemeral=True)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get all that is kept of you on this server as a file that only you see.

        In a private message to the bot, of all servers. Example: /privacy export
        """
        await self._give(interaction)

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        """Have all that is kept of you on this server deleted; you see first what goes.

        What you published stays, by “a former editor”. Example: /privacy erase
        """
        work = self._privacy.kept(interaction.guild_id, by=person_of(interaction))
        await answer(interaction, work, erase_card, ephemeral=True)

    async def export_pressed(self, interaction: Interaction, _: Press) -> None:
        """Give the file to whoever presses."""
        await self._give(interaction)

    async def ask_pressed(self, interaction: Interaction, _: Press) -> None:
        """Show whoever presses what would go."""
        work = self._privacy.kept(interaction.guild_id, by=person_of(interaction))
        await update(interaction, work, erase_card)

    async def erase_pressed(self, interaction: Interaction, _: Press) -> None:
        """Forget whoever presses."""
        work = self._privacy.erase(interaction.guild_id, by=person_of(interaction))
        await update(interaction, work, erased_card)

    async def _give(self, interaction: discord.Interaction[StanceClient]) -> None:
        work = self._privacy.export(interaction.guild_id, by=person_of(interaction))
        await attach(interaction, work, personal_file)


async def setup(client: StanceClient) -> None:
    """Add the commands and their buttons."""
    group = PrivacyGroup(client.services.privacy)
    client.tree.add_command(group)
    client.on_press("privacy-export", group.export_pressed)
    client.on_press("privacy-ask", group.ask_pressed)
    client.on_press("privacy-erase", group.erase_pressed)
