"""`/setup reminders`, `desk` and `mirror`, and `/admin event reminders`: who hears of events, where."""

from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction, StanceClient
from bot.domain.access import Person
from bot.domain.leads import read_leads
from bot.domain.reminding import CalendarSettings
from bot.editors import editors_group, event_records, person_of, scope_here
from bot.errors import InvalidInputError
from bot.places import NamedChannel, check_channel, check_role, lacks, role_notes
from bot.replies import answer
from bot.services.calendar.settings import (
    CalendarChange,
    CalendarChanged,
    CalendarField,
    CalendarSettingsDesk,
    CalendarShown,
    EventRemindersSet,
)
from bot.ui.calendar.settings_card import (
    changed_card,
    event_reminders_card,
    shown_card,
)
from bot.ui.card import Card

Line = app_commands.Range[str, 1, 300]
_UNREADABLE = "This button cannot be read. Give the command again."
_NO_EVENTS = (
    "The bot may not create events in this server. Give it Create Events in the server’s settings, "
    "then turn this on."
)


class CalendarSetup:
    """Commands over how a server is reminded; each checks its editor anew, as a press does."""

    def __init__(self, desk: CalendarSettingsDesk) -> None:
        self._desk = desk

    @app_commands.describe(
        channel="Where everybody is reminded",
        before="“24h, 1h, start”, or “none”",
        role="Whom to mention: readers join and leave it with a button",
        off="What to take away",
    )
    @app_commands.choices(
        off=[
            app_commands.Choice(name=field.value, value=field.value)
            for field in (CalendarField.CHANNEL, CalendarField.ROLE)
        ],
    )
    async def reminders(
        self,
        interaction: Interaction,
        *,
        channel: NamedChannel | None = None,
        before: Line | None = None,
        role: discord.Role | None = None,
        off: str | None = None,
    ) -> None:
        """Choose where and when this server is reminded of events; with nothing given, see it.

        Example: /setup reminders channel:#calendar before:24h, 1h, start
        """
        change = CalendarChange(
            channel_id=check_channel(interaction, channel) if channel else None,
            role_id=check_role(interaction, role.id) if role else None,
            leads=None if before is None else read_leads(before),
            off=frozenset({CalendarField(off)} if off else ()),
        )
        await self._answer(interaction, change, "setup reminders")

    @app_commands.describe(
        channel="Where the editors are asked and told",
        off="Ask and tell the editors nothing",
    )
    async def desk(
        self,
        interaction: Interaction,
        *,
        channel: NamedChannel | None = None,
        off: bool = False,
    ) -> None:
        """Choose where editors are asked what came of an event, and told what was not sent.

        Example: /setup desk channel:#editors
        """
        change = CalendarChange(
            desk_id=check_channel(interaction, channel) if channel else None,
            off=frozenset({CalendarField.DESK} if off else ()),
        )
        await self._answer(interaction, change, "setup desk")

    @app_commands.describe(state="Whether Discord’s own list of events shows them too")
    @app_commands.choices(
        state=[
            app_commands.Choice(name="on", value="on"),
            app_commands.Choice(name="off", value="off"),
        ],
    )
    async def mirror(self, interaction: Interaction, state: str) -> None:
        """Show events with a clock time among Discord’s own events, and move them along.

        Example: /setup mirror state:on
        """
        change = CalendarChange(mirror=_mirrors(interaction, state))
        await self._answer(interaction, change, "setup mirror")

    @app_commands.describe(
        event="Type a title, choose its event",
        before="“24h, 1h, start”, or “none”",
        channel="Where this event is announced",
        usual="As for every other event",
    )
    @app_commands.autocomplete(event=event_records)
    async def of_event(
        self,
        interaction: Interaction,
        *,
        event: Line,
        before: Line | None = None,
        channel: NamedChannel | None = None,
        usual: bool = False,
    ) -> None:
        """Give one event reminders of its own; with the event alone, see them.

        Example: /admin event reminders event:Call of Trump and Putin before:2h, start
        """
        by, scope = person_of(interaction), scope_here(interaction)
        if before is None and channel is None and not usual:
            work = self._desk.event(scope, event, by=by)
        else:
            work = self._desk.change_event(
                scope,
                event,
                leads=None if before is None else read_leads(before),
                channel_id=check_channel(interaction, channel) if channel else None,
                usual=usual,
                by=by,
                cause=str(interaction.id),
            )
        await answer(interaction, work, _event_card(interaction), ephemeral=True)

    async def _answer(self, interaction: Interaction, change: CalendarChange, what: str) -> None:
        by = person_of(interaction)
        if change.empty:
            shown = self._desk.shown(scope_here(interaction), by=by)
            await answer(interaction, shown, _shown_card(interaction), ephemeral=True)
            return
        work = self._work(interaction, change, what, by=by)
        await answer(interaction, work, _changed_card(interaction), ephemeral=True)

    def _work(
        self,
        interaction: Interaction,
        change: CalendarChange,
        what: str,
        *,
        by: Person,
    ) -> Awaitable[CalendarChanged]:
        scope, cause = scope_here(interaction), str(interaction.id)
        return self._desk.change(scope, change, what=what, by=by, cause=cause)


def _shown_card(interaction: Interaction) -> Any:
    def render(found: CalendarShown) -> Card:
        return shown_card(found, _notes(interaction, found.settings))

    return render


def _changed_card(interaction: Interaction) -> Any:
    def render(done: CalendarChanged) -> Card:
        changed = done.after.role_id != done.before.role_id and done.after.role_id
        notes = role_notes(interaction.guild, done.after.role_id or 0) if changed else ()
        return changed_card(done, notes)

    return render


def _event_card(interaction: Interaction) -> Any:
    def render(done: EventRemindersSet) -> Card:
        channel = done.after.channel_id
        lacking = lacks(interaction.guild, channel) if channel else ""
        return event_reminders_card(done, (f"<#{channel}>: {lacking}.",) if lacking else ())

    return render


def _notes(interaction: Interaction, settings: CalendarSettings) -> tuple[str, ...]:
    """What keeps the settings from working, as Discord stands now."""
    guild = interaction.guild
    places = dict.fromkeys(filter(None, (settings.channel_id, settings.desk_id)))
    found = [(channel, lacks(guild, channel)) for channel in places]
    mirrors = settings.mirror and not interaction.app_permissions.create_events
    return (
        *(f"<#{channel}>: {lacking}." for channel, lacking in found if lacking),
        *(role_notes(guild, settings.role_id) if settings.role_id else ()),
        *((_NO_EVENTS,) if mirrors else ()),
    )


def _mirrors(interaction: Interaction, state: str) -> bool:
    if state not in {"on", "off"}:
        raise InvalidInputError(_UNREADABLE)
    if state == "on" and not interaction.app_permissions.create_events:
        raise InvalidInputError(_NO_EVENTS)
    return state == "on"


async def setup(client: StanceClient) -> None:
    """Add the commands to /setup and /admin event."""
    made = CalendarSetup(client.services.calendar_settings)
    for name, callback in (
        ("reminders", made.reminders),
        ("desk", made.desk),
        ("mirror", made.mirror),
    ):
        editors_group(client, "setup").add_command(_command(name, callback))
    editors_group(client, "admin", "event").add_command(_command("reminders", made.of_event))


def _command(name: str, callback: Any) -> app_commands.Command[Any, ..., None]:
    """A command that joins another cog’s group; its description is what its callback says first."""
    text = (callback.__doc__ or name).partition("\n")[0]
    return app_commands.Command(name=name, description=text, callback=callback)
