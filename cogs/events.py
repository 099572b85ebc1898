"""`/events`: what is ahead and what has been, the card of one event, and calendar files."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, attach, update
from bot.ui.calendar.event_card import event_card
from bot.ui.calendar.events_card import events_card, period_at
from bot.ui.calendar.ics import calendar_file
from bot.ui.nav import place, turns
from bot.ui.press import Press


class EventsCog(commands.Cog):
    """Answers what happens when."""

    def __init__(self, client: StanceClient) -> None:
        self._calendar = client.services.calendar
        client.on_press("event", self._card)
        client.on_press("event-file", self._file)
        client.on_press("events-file", self._files)
        for verb in turns("events"):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        issue="Only events on this issue; left out, on any",
        when="“this week”, “March 2025”, “past” or “all”; left out, what is ahead or still open",
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def events(
        self,
        interaction: Interaction,
        issue: str | None = None,
        when: str | None = None,
    ) -> None:
        """Show the events ahead, or those of a period, by date.

        With a calendar file of what is listed. Example: /events when:March 2025
        """
        asked = self._calendar.events(await scope_of(interaction), issue, when)
        await answer(interaction, asked, events_card)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        scope = scope_at(interaction, to)
        asked = self._calendar.events(scope, to.issue, period_at(to), page=to.page)
        await update(interaction, asked, events_card)

    async def _card(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        event = pressed.argument(5) or to.actor or ""
        asked = self._calendar.event(scope_at(interaction, to), event)
        await answer(interaction, asked, event_card, ephemeral=True)

    async def _file(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._calendar.event_file(scope_at(interaction, to), to.actor or "")
        await attach(interaction, asked, calendar_file)

    async def _files(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._calendar.file(scope_at(interaction, to), to.issue, period_at(to))
        await attach(interaction, asked, calendar_file)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(EventsCog(client))
