"""`/admin drafts`, and every button and dialogue of a draft: publish, edit, choose, undo."""

import re
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.editors import (
    admin_group,
    give_back,
    person_of,
    scope_here,
    send_file,
    soon,
)
from bot.errors import InvalidInputError
from bot.replies import answer, update
from bot.services.desk.review import Cancelled
from bot.services.editing.answers import NotSavedError
from bot.ui import press
from bot.ui.card import Card
from bot.ui.desk.queue_card import worked_card
from bot.ui.editing.cards import (
    drafts_card,
    kept_card,
    outcome_card,
    sent_text,
    typed_text,
    undone_card,
)
from bot.ui.editing.modal import form_modal, submitted
from bot.ui.editing.standing import back_button
from bot.ui.nav import place, turns
from bot.ui.press import Press

_CANCELLED = "Cancelled. Nothing was recorded."
_MODAL_VERB = "draft-form"


class AdminCog(commands.Cog):
    """Takes what editors press and send; each is checked anew, for a custom id can be forged."""

    def __init__(self, client: StanceClient) -> None:
        self._editing = client.services.editing
        self._review = client.services.review
        for verb in turns("drafts"):
            client.on_press(verb, self._turn)
        client.on_press("draft-publish", self._publish)
        client.on_press("draft-edit", self._edit)
        client.on_press("draft-cancel", self._cancel)
        client.on_press("draft-when", self._when)
        client.on_press("draft-again", self._again)
        client.on_press(_MODAL_VERB, self._form)
        client.on_press("undo", self._undo)

    async def drafts(self, interaction: Interaction) -> None:
        """Show your drafts.

        Each has a button to go on with it. Example: /admin drafts
        """
        found = self._editing.drafts(scope_here(interaction), by=person_of(interaction))
        await answer(interaction, found, drafts_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        page = place(pressed).page
        found = self._editing.drafts(scope_here(interaction), by=person_of(interaction), page=page)
        await update(interaction, found, drafts_card)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Route a dialogue's answer by its id, so that it is understood after a restart too."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        found = re.fullmatch(press.TEMPLATE, str(_sent(interaction).get("custom_id")))
        if found is None or found["verb"] != _MODAL_VERB:
            return
        try:
            await interaction.client.pressed(interaction, press.read(found["verb"], found["rest"]))
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            await give_back(interaction, error, sent_text(submitted(_sent(interaction))))

    async def _publish(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        draft_id, seen = _draft(pressed), pressed.argument(1) or ""
        work = self._review.publish(scope_here(interaction), draft_id, by=by, seen=seen)
        try:
            await update(interaction, work, worked_card)
        except NotSavedError as error:
            await give_back(interaction, error, "")

    async def _edit(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        draft_id, page = _draft(pressed), _number(pressed, 1)
        form = await soon(self._editing.form_of(scope_here(interaction), draft_id, by=by))
        await interaction.response.send_modal(form_modal(draft_id, form, page))

    async def _form(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        values = submitted(_sent(interaction))
        work = self._editing.revise(scope_here(interaction), _draft(pressed), values, by=by)
        message = interaction.message
        # A dialogue may have been opened by a button that everybody sees, which must stay.
        if message is None or not message.flags.ephemeral:
            await answer(interaction, work, outcome_card, ephemeral=True)
        else:
            await update(interaction, work, outcome_card)

    async def _when(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        choice = _number(pressed, 1)
        work = self._editing.choose(scope_here(interaction), _draft(pressed), choice, by=by)
        await update(interaction, work, outcome_card)

    async def _again(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        work = self._editing.look_again(scope_here(interaction), _draft(pressed), by=by)
        await update(interaction, work, outcome_card)

    async def _cancel(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        work = self._review.cancel(scope_here(interaction), _draft(pressed), by=by)
        files: list[str | None] = []

        def render(done: Cancelled) -> Card:
            card, file = kept_card(_CANCELLED, typed_text(done.form))
            files.append(file)
            return replace(card, buttons=(back_button(done.origin),)) if done.origin else card

        await update(interaction, work, render)
        for file in filter(None, files):
            await send_file(interaction, file)

    async def _undo(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        work = self._editing.undo(scope_here(interaction), _number(pressed, 0), by=by)
        await update(interaction, work, undone_card)


def _sent(interaction: Interaction) -> dict[str, Any]:
    return dict(interaction.data or {})


def _draft(pressed: Press) -> str:
    return pressed.argument(0) or ""


def _number(pressed: Press, at: int) -> int:
    text = pressed.argument(at) or ""
    if not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 -- fits any column
        raise InvalidInputError("This button cannot be read. Give the command again.")
    return int(text)


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin drafts."""
    cog = AdminCog(client)
    await client.add_cog(cog)
    drafts: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="drafts",
        description="Go on with what you have not published.",
        callback=cog.drafts,
    )
    admin_group(client).add_command(drafts)
