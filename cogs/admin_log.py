"""`/admin log`: who did what, when and why, as it was before and after; each act with Undo."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.editors import admin_group, person_of, scope_here
from bot.replies import answer, attach, update
from bot.services.desk.log_answers import ActQuery
from bot.ui.desk.log_card import CSV, JSON, OPEN, OPEN_TURN, TURN, UNDO, act_card, log_card
from bot.ui.desk.log_file import log_csv, log_json
from bot.ui.desk.log_place import log_place
from bot.ui.editing.cards import undone_card
from bot.ui.nav import turns
from bot.ui.press import Press

Day = app_commands.Range[str, 1, 100]


class LogCog(commands.Cog):
    """Shows the acts of a server and takes them back."""

    def __init__(self, client: StanceClient) -> None:
        self._log = client.services.act_log
        self._editing = client.services.editing
        client.on_press(UNDO, self._undo)
        client.on_press(OPEN, self._open)
        client.on_press(CSV, self._csv)
        client.on_press(JSON, self._json)
        for verb in turns(TURN):
            client.on_press(verb, self._turn)
        for verb in turns(OPEN_TURN):
            client.on_press(verb, self._turn_act)

    @app_commands.describe(
        person="Whose acts",
        actor="About this actor",
        issue="On this issue",
        since="First day",
        until="Last day",
    )
    @app_commands.autocomplete(actor=choices.actors, issue=choices.issues)
    async def log(
        self,
        interaction: Interaction,
        *,
        person: discord.User | None = None,
        actor: str | None = None,
        issue: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> None:
        """Show who did what, when and why; undo, export.

        Every act is shown as it was before and after. Example: /admin log since:Monday
        """
        query = ActQuery(
            person=None if person is None else person.id,
            actor=actor,
            issue=issue,
            since=since,
            until=until,
        )
        found = self._log.asked(scope_here(interaction), query, by=person_of(interaction))
        await answer(interaction, found, log_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        to = log_place(pressed)
        found = self._log.page(
            scope_here(interaction), to.asked, to.page, by=person_of(interaction)
        )
        await update(interaction, found, log_card)

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        found = self._log.one(
            scope_here(interaction), pressed.number(0), 0, by=person_of(interaction)
        )
        await answer(interaction, found, act_card, ephemeral=True)

    async def _turn_act(self, interaction: Interaction, pressed: Press) -> None:
        found = self._log.one(
            scope_here(interaction),
            pressed.number(0),
            pressed.number(1),
            by=person_of(interaction),
        )
        await update(interaction, found, act_card)

    async def _undo(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        work = self._editing.undo(scope_here(interaction), pressed.number(0), by=by)
        await answer(interaction, work, undone_card, ephemeral=True)

    async def _csv(self, interaction: Interaction, pressed: Press) -> None:
        asked = log_place(pressed).asked
        found = self._log.export(scope_here(interaction), asked, by=person_of(interaction))
        await attach(interaction, found, log_csv)

    async def _json(self, interaction: Interaction, pressed: Press) -> None:
        asked = log_place(pressed).asked
        found = self._log.export(scope_here(interaction), asked, by=person_of(interaction))
        await attach(interaction, found, log_json)


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin log."""
    cog = LogCog(client)
    await client.add_cog(cog)
    log: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="log",
        description="Show who did what, when and why; undo, export.",
        callback=cog.log,
    )
    admin_group(client).add_command(log)
