"""`/remind` and `/reminders`: being told of an event oneself, in private or in a channel."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_of
from bot.client import Interaction, StanceClient
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, NotAllowedError
from bot.places import check_here, powers_of
from bot.replies import answer, update
from bot.ui.calendar.remind_card import (
    TURNS,
    ended_card,
    kept_card,
    offer_card,
    reminders_card,
    role_card,
    snoozed_card,
)
from bot.ui.nav import place, turns
from bot.ui.press import Press
from bot.ui.text import label

Line = app_commands.Range[str, 1, 300]
_HERE = "here"
_NO_ROLE = "This server mentions no role in its reminders. /remind reminds you alone."
_REASON = "They pressed “Ping me: on/off”"


class RemindCog(commands.Cog):
    """Keeps what people want to be told; nobody reaches anybody else’s."""

    def __init__(self, client: StanceClient) -> None:
        self._reminders = client.services.reminders
        self._settings = client.services.calendar_settings
        client.on_press("remind-me", self._offer)
        client.on_press("remind-set", self._set)
        client.on_press("remind-end", self._end)
        client.on_press("remind-stop", self._stop)
        client.on_press("snooze", self._snooze)
        client.on_press("ping-role", self._ping)
        for verb in turns(TURNS):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        event="Type a title, choose its event",
        before="“1 hour”, “1d 12h” or “at the start”",
        where="Left out, in private",
    )
    @app_commands.choices(
        where=[
            app_commands.Choice(name="in private", value="private"),
            app_commands.Choice(name="in this channel", value=_HERE),
        ],
    )
    @app_commands.autocomplete(event=choices.events)
    async def remind(
        self,
        interaction: Interaction,
        event: Line,
        before: Line,
        where: str = "private",
    ) -> None:
        """Be reminded of an event, so long before it, in private or in this channel.

        Example: /remind event:Call of Trump and Putin before:1 hour
        """
        work = self._reminders.add(
            await scope_of(interaction),
            event,
            before,
            user_id=interaction.user.id,
            channel_id=check_here(interaction) if where == _HERE else None,
        )
        await answer(interaction, work, kept_card, ephemeral=True)

    @remind.autocomplete("before")
    async def _leads(
        self,
        interaction: Interaction,
        typed: str,
    ) -> list[app_commands.Choice[str]]:
        event = str(interaction.namespace.event or "")
        found = self._reminders.suggest(interaction.guild_id or 0, event, typed)
        return await choices.offered(found)

    @app_commands.command()
    async def reminders(self, interaction: Interaction) -> None:
        """Show your own reminders in this server, and end them.

        Each says when it comes, or why it could not be sent. Example: /reminders
        """
        work = self._reminders.mine(await scope_of(interaction), user_id=interaction.user.id)
        await answer(interaction, work, reminders_card, ephemeral=True)

    async def _offer(self, interaction: Interaction, pressed: Press) -> None:
        offer = self._reminders.offer(_here(interaction), pressed.argument(0) or "")
        await answer(interaction, offer, offer_card, ephemeral=True)

    async def _set(self, interaction: Interaction, pressed: Press) -> None:
        work = self._reminders.add(
            _here(interaction),
            pressed.argument(0) or "",
            timedelta(minutes=_minutes(pressed, 1)),
            user_id=interaction.user.id,
        )
        if _is_private(interaction):
            await update(interaction, work, kept_card)
        else:
            await answer(interaction, work, kept_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        work = self._reminders.mine(
            _here(interaction),
            user_id=interaction.user.id,
            page=place(pressed).page,
        )
        # A list of one’s own never replaces what others see.
        if _is_private(interaction):
            await update(interaction, work, reminders_card)
        else:
            await answer(interaction, work, reminders_card, ephemeral=True)

    async def _end(self, interaction: Interaction, pressed: Press) -> None:
        work = self._reminders.end(
            _here(interaction),
            pressed.argument(0) or "",
            user_id=interaction.user.id,
            page=pressed.number(1) if pressed.argument(1) else 0,
        )
        if _is_private(interaction):
            await update(interaction, work, reminders_card)
        else:
            await answer(interaction, work, reminders_card, ephemeral=True)

    async def _stop(self, interaction: Interaction, pressed: Press) -> None:
        work = self._reminders.end_by_post(pressed.number(0), user_id=interaction.user.id)
        await answer(interaction, work, ended_card, ephemeral=True)

    async def _snooze(self, interaction: Interaction, pressed: Press) -> None:
        work = self._reminders.snooze(
            pressed.number(0),
            user_id=interaction.user.id,
            minutes=_minutes(pressed, 1),
        )
        await answer(interaction, work, snoozed_card, ephemeral=True)

    async def _ping(self, interaction: Interaction, _: Press) -> None:
        async def work() -> tuple[int, bool]:
            return await _toggle(interaction, await self._settings.role(_here(interaction)))

        await answer(
            interaction, work(), lambda done: role_card(done[0], joined=done[1]), ephemeral=True
        )


async def _toggle(interaction: Interaction, role_id: int | None) -> tuple[int, bool]:
    """Give the presser the role, or take it away; which role, and whether they have it now.

    Whatever was true when the role was chosen is looked at again: only a role without powers is
    handed out.
    """
    guild, user = interaction.guild, interaction.user
    if role_id is None or guild is None or not isinstance(user, discord.Member):
        raise InvalidInputError(_NO_ROLE)
    role = guild.get_role(role_id)
    if role is None or role.is_default() or role.managed:
        raise InvalidInputError(_NO_ROLE)
    joins = user.get_role(role_id) is None
    powers = powers_of(role)
    if joins and powers:
        raise NotAllowedError(
            f"“{label(role.name)}” is not handed out any more: with it one can {powers} by now. An "
            "admin can choose another role with /setup reminders.",
        )
    try:
        if joins:
            await user.add_roles(role, reason=_REASON)
        else:
            await user.remove_roles(role, reason=_REASON)
    except discord.Forbidden as error:
        raise NotAllowedError(
            f"The bot may not give or take “{label(role.name)}”. An admin must give the bot Manage "
            "Roles, and place the bot’s own role above it.",
        ) from error
    return role_id, joins


def _here(interaction: Interaction) -> Scope:
    return Scope(guild_id=interaction.guild_id or 0, channel_id=interaction.channel_id)


def _is_private(interaction: Interaction) -> bool:
    """Whether only the presser sees the message that the button is on."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _minutes(pressed: Press, at: int) -> int:
    """A number of minutes that fits any calculation with times."""
    return min(pressed.number(at), 10**6)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(RemindCog(client))
