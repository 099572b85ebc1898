"""`/report`: telling the editors what is wrong with a record, and what came of it."""

import re
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.choices import offered
from bot.client import Interaction, StanceClient
from bot.domain.reports import MAX_REPORT
from bot.editors import give_back, person_of, scope_here, soon
from bot.replies import answer, update
from bot.services.answers import Suggestion
from bot.ui import press
from bot.ui.desk.report_button import REPORT
from bot.ui.desk.report_cards import FIELD, FORM, MINE, report_modal, reported_card, reports_card
from bot.ui.editing.modal import submitted
from bot.ui.nav import place, turns
from bot.ui.press import Press

_MOST = 25
_DIGITS = 9

Line = app_commands.Range[str, 1, 100]
Words = app_commands.Range[str, 1, MAX_REPORT]


class ReportCog(commands.Cog):
    """Takes readers' reports."""

    def __init__(self, client: StanceClient) -> None:
        self._reports = client.services.reports
        self._choices = client.services.choices
        client.on_press(REPORT, self._open)
        client.on_press(FORM, self._sent)
        client.on_press(MINE, self._mine)
        for verb in turns(MINE):
            client.on_press(verb, self._turn)

    @app_commands.command()
    @app_commands.describe(
        record="Whose stance, which claim or event; left out, your own reports",
        text="What is wrong with it; left out, it is asked for",
    )
    async def report(
        self,
        interaction: Interaction,
        record: Line | None = None,
        text: Words | None = None,
    ) -> None:
        """Tell the editors what is wrong with a record, or see what came of your reports.

        An editor looks at it, and you are told in private what came of it.
        Example: /report record:Putin text:The quotation leaves out its second half
        """
        scope, by = scope_here(interaction), person_of(interaction)
        if record is None:
            mine = self._reports.mine(scope, by=by)
            await answer(interaction, mine, reports_card, ephemeral=True)
        elif text is None:
            await self._ask(interaction, record, None)
        else:
            await self._keep(interaction, record, None, text)

    @report.autocomplete("record")
    async def _records(
        self,
        interaction: Interaction,
        typed: str,
    ) -> list[app_commands.Choice[str]]:
        async def found() -> tuple[Suggestion, ...]:
            guild = interaction.guild_id or 0
            kinds = [
                await self._choices.stances(guild, typed),
                await self._choices.claims(guild, typed),
                await self._choices.events(guild, typed),
            ]
            # Each kind has a third of the room, and what another leaves free.
            share = _MOST // len(kinds)
            first = [each for kind in kinds for each in kind[:share]]
            return (*first, *(each for kind in kinds for each in kind[share:]))[:_MOST]

        return await offered(found())

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Route a dialogue's answer by its id, so that it is understood after a restart too."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        found = re.fullmatch(press.TEMPLATE, str(_data(interaction).get("custom_id")))
        if found is None or found["verb"] != FORM:
            return
        try:
            await interaction.client.pressed(interaction, press.read(found["verb"], found["rest"]))
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            await give_back(interaction, error, _typed(interaction))

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        await self._ask(interaction, *_named(pressed))

    async def _sent(self, interaction: Interaction, pressed: Press) -> None:
        await self._keep(interaction, *_named(pressed), _typed(interaction))

    async def _ask(self, interaction: Interaction, record: str, number: int | None) -> None:
        by = person_of(interaction)
        offer = self._reports.offer(scope_here(interaction), record, number, by=by)
        await interaction.response.send_modal(report_modal(await soon(offer)))

    async def _keep(
        self,
        interaction: Interaction,
        record: str,
        number: int | None,
        text: str,
    ) -> None:
        made = self._reports.make(
            scope_here(interaction), record, text, number=number, by=person_of(interaction)
        )
        try:
            await answer(interaction, made, reported_card, ephemeral=True)
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            await give_back(interaction, error, text)

    async def _mine(self, interaction: Interaction, pressed: Press) -> None:
        mine = self._reports.mine_by_post(pressed.number(0), by=person_of(interaction))
        await answer(interaction, mine, reports_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        page = place(pressed).page
        mine = self._reports.mine(scope_here(interaction), by=person_of(interaction), page=page)
        await update(interaction, mine, reports_card)


def _named(pressed: Press) -> tuple[str, int | None]:
    """The record and the version that a button names, or the line that was chosen in a menu."""
    key, _, of_line = (pressed.argument(0) or "").partition(":")
    number = of_line or pressed.argument(1) or ""
    is_number = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    return key, int(number) if is_number else None


def _typed(interaction: Interaction) -> str:
    return submitted(_data(interaction)).get(FIELD, "")


def _data(interaction: Interaction) -> dict[str, Any]:
    return dict(interaction.data or {})


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(ReportCog(client))
