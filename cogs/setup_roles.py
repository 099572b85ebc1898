"""`/setup roles`: which Discord roles make contributors and editors."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.access import Level
from bot.editors import editors_group, person_of, scope_here
from bot.errors import InvalidInputError
from bot.replies import answer, update
from bot.services.desk.roles import Rights, RoleSet
from bot.ui.card import Card
from bot.ui.desk.roles_card import FORGET, NONE, rights_card, role_card
from bot.ui.press import Press

_LEVELS = {level.noun: level for level in (Level.CONTRIBUTOR, Level.EDITOR)}
_BOTH = "Name the role as well as what it makes of its members, or neither to see what is."


class RolesSetup(commands.Cog):
    """Sets how far roles reach; each press is checked anew, for a custom id can be forged."""

    def __init__(self, client: StanceClient) -> None:
        self._roles = client.services.roles
        client.on_press(FORGET, self._forget)

    @app_commands.describe(
        role="Whose members it is about; left out, you see what is",
        level="What they are; none takes it away",
    )
    @app_commands.choices(
        level=[app_commands.Choice(name=each, value=each) for each in (*_LEVELS, NONE)],
    )
    async def roles(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        level: str | None = None,
    ) -> None:
        """Let the members of a role record, or edit; with nothing given, see who may.

        Example: /setup roles role:@Desk level:contributor
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if role is None and level is None:
            await answer(
                interaction, self._roles.shown(scope, by=by), _shown(interaction), ephemeral=True
            )
            return
        if role is None or level is None:
            raise InvalidInputError(_BOTH)
        work = self._roles.set_role(
            scope,
            role.id,
            _LEVELS.get(level),
            by=by,
            cause=str(interaction.id),
        )
        await answer(interaction, work, _done(interaction), ephemeral=True)

    async def _forget(self, interaction: Interaction, pressed: Press) -> None:
        """Take what it may do from a role that is gone from the server."""
        work = self._roles.set_role(
            scope_here(interaction),
            pressed.discord_id(0),
            None,
            by=person_of(interaction),
            cause=str(interaction.id),
        )
        await update(interaction, work, _done(interaction))


def _known(interaction: Interaction) -> frozenset[int]:
    roles = interaction.guild.roles if interaction.guild else ()
    return frozenset(role.id for role in roles)


def _shown(interaction: Interaction) -> Any:
    def render(rights: Rights) -> Card:
        return rights_card(rights, _known(interaction))

    return render


def _done(interaction: Interaction) -> Any:
    def render(done: RoleSet) -> Card:
        return role_card(done, _known(interaction))

    return render


async def setup(client: StanceClient) -> None:
    """Add the command to /setup, and the button that forgets a role."""
    cog = RolesSetup(client)
    await client.add_cog(cog)
    roles: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="roles",
        description=(cog.roles.__doc__ or "roles").partition("\n")[0],
        callback=cog.roles,
    )
    editors_group(client, "setup").add_command(roles)
