"""What readers say is wrong with a record, until an editor has settled it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import InvalidInputError

MAX_REPORT = 1000
# Open reports of one person on one server.
MAX_OPEN = 10


class ReportState(StrEnum):
    """`open` waits for an editor; the others say what came of it."""

    OPEN = "open"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's report on one version of a record. Times are aware UTC.

    `user_id` and `settled_by` are Discord users; None is nobody any more. `answer` is what the
    reporter is told besides what came of it.
    """

    id: str
    user_id: int | None
    record: str
    number: int
    text: str
    made_at: datetime
    state: ReportState = ReportState.OPEN
    settled_at: datetime | None = None
    settled_by: int | None = None
    answer: str | None = None


def report_text(typed: str) -> str:
    """What a reader has written, without what shows nothing at its ends.

    Raises InvalidInputError where nothing is left to read, or beyond 1,000 characters.
    """
    text = _visible(typed)
    if not text:
        raise InvalidInputError(
            "Say what is wrong with the record, and where one can read it right."
        )
    return _within(text)


def answer_text(typed: str | None) -> str | None:
    """What an editor answers; None for nothing. Raises InvalidInputError beyond 1,000 characters."""
    text = _visible(typed or "")
    return _within(text) if text else None


def _visible(typed: str) -> str:
    text = typed.replace("\0", "").strip()
    return text if any(each.isprintable() and not each.isspace() for each in text) else ""


def _within(text: str) -> str:
    if len(text) > MAX_REPORT:
        raise InvalidInputError(
            f"These are {len(text):,} characters. Keep the {MAX_REPORT:,} that matter.",
        )
    return text
