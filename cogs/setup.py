"""`/setup`: how a server is set up: its zone and its usual issues."""

import discord
from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.editors import EditorsGroup, person_of, scope_here
from bot.errors import InvalidInputError
from bot.replies import answer
from bot.services.guild_settings import SettingsDesk, suggest_zones
from bot.ui.editing.settings import issue_card, settings_card, zone_card

_ISSUE_NEEDED = "Name the issue that this channel is about, in the issue option."


class Setup(
    EditorsGroup,
    name="setup",
    description="How this server is set up",
    default_permissions=discord.Permissions(manage_guild=True),
):
    """Commands over a server's settings."""

    def __init__(self, settings: SettingsDesk) -> None:
        super().__init__()
        self._settings = settings

    @app_commands.command()
    @app_commands.describe(zone="An IANA name, such as “Europe/Kyiv”")
    async def zone(self, interaction: Interaction, zone: str) -> None:
        """Choose the time zone in which this server counts its days.

        Example: /setup zone zone:Europe/Kyiv
        """
        await answer(
            interaction,
            self._settings.set_zone(
                scope_here(interaction),
                zone,
                by=person_of(interaction),
                cause=str(interaction.id),
            ),
            zone_card,
            ephemeral=True,
        )

    @zone.autocomplete("zone")
    async def _zones(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in suggest_zones(typed)]

    @app_commands.command()
    @app_commands.describe(
        issue="Left out, you see how the server is set up",
        channel="Only in this channel; left out, in the whole server",
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def issue(
        self,
        interaction: Interaction,
        issue: str | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Choose the issue that is meant where none is named.

        Example: /setup issue issue:30-day ceasefire proposal
        """
        by, scope = person_of(interaction), scope_here(interaction)
        if issue is None and channel is not None:
            raise InvalidInputError(_ISSUE_NEEDED)
        if issue is None:
            await answer(
                interaction, self._settings.shown(scope, by=by), settings_card, ephemeral=True
            )
            return
        work = self._settings.set_issue(
            scope,
            issue,
            channel_id=channel.id if channel else None,
            by=by,
            cause=str(interaction.id),
        )
        await answer(interaction, work, issue_card, ephemeral=True)


async def setup(client: StanceClient) -> None:
    """Add the commands."""
    client.tree.add_command(Setup(client.services.settings))
