"""The two dialogues of the queue: why a draft is sent back, and what a reader is answered."""

from typing import Any

import discord

from bot.domain.reports import MAX_REPORT, ReportState
from bot.ui.press import custom_id

REASON_FORM, ANSWER_FORM = "review-reason", "review-answer"
TEXT = "text"
_TIMEOUT = 900.0
_MAX_TEXT = 1000
_TITLES = {
    ReportState.KEPT: "The record stays as it is",
    ReportState.CORRECTED: "The record was corrected",
    ReportState.RETRACTED: "The record was taken out",
}


def reason_modal(draft_id: str) -> discord.ui.Modal:
    """Ask why a draft is sent back."""
    return _modal(
        "Send it back",
        custom_id(REASON_FORM, draft_id),
        "What should its author change?",
        "Only its author sees it, with the draft",
        most=_MAX_TEXT,
        required=True,
    )


def answer_modal(report_id: str, state: ReportState) -> discord.ui.Modal:
    """Ask what the one who reported a record is answered, besides what came of it."""
    return _modal(
        _TITLES[state],
        custom_id(ANSWER_FORM, report_id, state.value),
        "Your answer to the reader",
        "Sent to them in private; may be left empty",
        most=MAX_REPORT,
        required=False,
    )


def _modal(
    title: str,
    press: str,
    asked: str,
    hint: str,
    *,
    most: int,
    required: bool,
) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=title, timeout=_TIMEOUT, custom_id=press)
    field: discord.ui.Label[Any] = discord.ui.Label(
        text=asked,
        description=hint,
        component=discord.ui.TextInput(
            custom_id=TEXT,
            style=discord.TextStyle.paragraph,
            required=required,
            max_length=most,
        ),
    )
    modal.add_item(field)
    # Its answer names what it is about by the id, so it needs no memory of this process.
    modal.stop()
    return modal
