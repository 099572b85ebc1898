"""`/admin review`: the queue of the desk, worked from top to bottom in one message."""

import re
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.reports import ReportState
from bot.domain.vocabulary import AfterFound
from bot.editors import admin_group, give_back, person_of, scope_here, soon
from bot.errors import InvalidInputError
from bot.replies import answer, show, update
from bot.services.desk.begun import Begin
from bot.services.desk.items import QueuePage
from bot.services.editing.answers import Incomplete, Outcome
from bot.ui import press
from bot.ui.desk.queue_card import queue_card, worked_card
from bot.ui.desk.queue_modals import ANSWER_FORM, REASON_FORM, TEXT, answer_modal, reason_modal
from bot.ui.editing.cards import outcome_card
from bot.ui.editing.modal import form_modal, page_lacking, submitted
from bot.ui.editing.standing import BACK
from bot.ui.press import Press

_UNREADABLE = "This button cannot be read. Give /admin review again."
_AFTER = {"same": AfterFound.UNCHANGED, "silent": AfterFound.NOTHING_SAID}


class ReviewCog(commands.Cog):
    """Takes what editors press in the queue; each is checked anew, for a custom id can be forged."""

    def __init__(self, client: StanceClient) -> None:
        self._review = client.services.review
        client.on_press(BACK, self._at)
        client.on_press("review-skip", self._skip)
        client.on_press("review-do", self._do)
        client.on_press("review-still", self._still)
        client.on_press("review-after", self._after)
        client.on_press("review-settle", self._settle)
        client.on_press(ANSWER_FORM, self._answered)
        client.on_press("review-again", self._again)
        client.on_press("review-back", self._back)
        client.on_press(REASON_FORM, self._returned)
        client.on_press("review-wait", self._wait)
        client.on_press("review-undo", self._undo)

    async def review(self, interaction: Interaction) -> None:
        """Work what waits: drafts, reports, stale stances, events, failed posts.

        One after the other, in one message. Example: /admin review
        """
        page = self._review.page(scope_here(interaction), by=person_of(interaction))
        await answer(interaction, page, queue_card, ephemeral=True)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Route a dialogue's answer by its id, so that it is understood after a restart too."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        found = re.fullmatch(press.TEMPLATE, str(_sent(interaction).get("custom_id")))
        if found is None or found["verb"] not in {ANSWER_FORM, REASON_FORM}:
            return
        try:
            await interaction.client.pressed(interaction, press.read(found["verb"], found["rest"]))
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            await give_back(interaction, error, _typed(interaction))

    async def _at(self, interaction: Interaction, pressed: Press) -> None:
        ref = pressed.argument(0) or ""
        page = self._review.page(scope_here(interaction), by=person_of(interaction), ref=ref)
        await _there(interaction, page)

    async def _skip(self, interaction: Interaction, pressed: Press) -> None:
        page = self._review.page(
            scope_here(interaction),
            by=person_of(interaction),
            at=pressed.number(0),
            ref=pressed.argument(1) or "",
            skip=True,
        )
        await _there(interaction, page)

    async def _do(self, interaction: Interaction, pressed: Press) -> None:
        try:
            what = Begin(pressed.argument(0) or "")
        except ValueError as error:
            raise InvalidInputError(_UNREADABLE) from error
        ref = pressed.argument(1) or ""
        begun = self._review.open(scope_here(interaction), what, ref, by=person_of(interaction))
        outcome = await soon(begun)
        if isinstance(outcome, Incomplete):
            page = page_lacking(outcome.form)
            modal = form_modal(outcome.draft_id, outcome.form, page)
            await interaction.response.send_modal(modal)
        else:
            await show(
                interaction, outcome_card(outcome), ephemeral=True, replace=_is_own(interaction)
            )

    async def _still(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.confirm(
            scope_here(interaction),
            pressed.argument(0) or "",
            pressed.number(1),
            by=person_of(interaction),
        )
        await _there(interaction, work)

    async def _after(self, interaction: Interaction, pressed: Press) -> None:
        found = _AFTER.get(pressed.argument(0) or "")
        if found is None:
            raise InvalidInputError(_UNREADABLE)
        work = self._review.after(
            scope_here(interaction),
            pressed.argument(1) or "",
            found,
            by=person_of(interaction),
            cause=f"after:{interaction.id}",
        )
        await _there(interaction, work)

    async def _settle(self, interaction: Interaction, pressed: Press) -> None:
        modal = answer_modal(pressed.argument(0) or "", _state(pressed))
        await soon(self._review.check(scope_here(interaction), by=person_of(interaction)))
        await interaction.response.send_modal(modal)

    async def _answered(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.settle(
            scope_here(interaction),
            pressed.argument(0) or "",
            _state(pressed),
            _typed(interaction),
            by=person_of(interaction),
        )
        await _there(interaction, work)

    async def _again(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.again(
            scope_here(interaction),
            pressed.number(0),
            by=person_of(interaction),
            cause=f"again:{interaction.id}",
        )
        await _there(interaction, work)

    async def _back(self, interaction: Interaction, pressed: Press) -> None:
        await soon(self._review.check(scope_here(interaction), by=person_of(interaction)))
        await interaction.response.send_modal(reason_modal(pressed.argument(0) or ""))

    async def _returned(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.send_back(
            scope_here(interaction),
            pressed.argument(0) or "",
            _typed(interaction),
            by=person_of(interaction),
        )
        await _there(interaction, work)

    async def _wait(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.wait_again(
            scope_here(interaction),
            pressed.argument(0) or "",
            pressed.argument(1) or "",
            by=person_of(interaction),
        )
        await _there(interaction, work)

    async def _undo(self, interaction: Interaction, pressed: Press) -> None:
        work = self._review.undo(
            scope_here(interaction),
            pressed.number(0),
            pressed.number(1),
            by=person_of(interaction),
        )
        await _there(interaction, work)


async def _there(interaction: Interaction, work: Awaitable[QueuePage | Outcome]) -> None:
    """Answer on the message of the queue; a message that others see as well stays as it is."""
    if _is_own(interaction):
        await update(interaction, work, worked_card)
    else:
        await answer(interaction, work, worked_card, ephemeral=True)


def _is_own(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _state(pressed: Press) -> ReportState:
    try:
        return ReportState(pressed.argument(1) or "")
    except ValueError as error:
        raise InvalidInputError(_UNREADABLE) from error


def _sent(interaction: Interaction) -> dict[str, Any]:
    return dict(interaction.data or {})


def _typed(interaction: Interaction) -> str:
    return submitted(_sent(interaction)).get(TEXT, "")


async def setup(client: StanceClient) -> None:
    """Add the cog and /admin review."""
    cog = ReviewCog(client)
    await client.add_cog(cog)
    review: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="review",
        description=(cog.review.__doc__ or "review").partition("\n")[0],
        callback=cog.review,
    )
    admin_group(client).add_command(review)
