"""A second person: drafts are submitted, looked at by another, published or sent back."""

from dataclasses import replace
from datetime import datetime

from bot.db import drafts as stored
from bot.db.engine import Unit
from bot.domain.access import Level, Person, Review
from bot.domain.reports import ReportState
from bot.domain.vocabulary import Verb
from bot.errors import ConflictError, InvalidInputError
from bot.services.desk.report_items import settle_in
from bot.services.editing import drafts
from bot.services.editing.answers import Submitted
from bot.services.editing.desk import Plan
from bot.services.editing.drafts import Draft
from bot.services.editing.forms import kind_of
from bot.services.editing.stands import Stand

MAX_WAITING = 100
"""Drafts of one author that may wait on one server."""

MAX_REASON = 1000
FROM_DRAFT, FROM_REPORT = "draft", "report"
EDITED = "edited before it was published"


class TooManyWaitingError(InvalidInputError):
    """More drafts of one author would wait than may."""


def stand_of(draft: Draft, by: Person, level: Level, review: Review, *, shows: bool) -> Stand:
    """Where a draft stands for somebody of this level; `shows`: there is a preview to publish."""
    is_own = draft.user_id == by.id
    return Stand(
        author=None if is_own else draft.user_id,
        awaits=is_own and review.awaits(level),
        submitted_at=draft.submitted_at,
        returned=draft.returned,
        origin=draft.origin,
        mark=drafts.mark(draft.shown, draft.before) if shows else "",
    )


def touched(draft: Draft, by: int) -> Draft:
    """A draft that somebody changes: its author takes it back, a second person leaves a mark."""
    if draft.user_id == by:
        return replace(draft, submitted_at=None, edited=False)
    return replace(draft, edited=True)


def submit(
    unit: Unit, guild_id: int, draft: Draft, *, channel_id: int | None, at: datetime
) -> Submitted:
    """Let a draft wait for a second person; submitting it twice is submitting it once.

    It is read as in the channel where it was submitted, wherever it is looked at.
    """
    if draft.submitted_at is None:
        if stored.count_submitted(unit, guild_id, draft.user_id) >= MAX_WAITING:
            raise TooManyWaitingError(
                f"{MAX_WAITING} drafts of yours wait for review already. Withdraw one with "
                "/admin drafts, or let an editor work through /admin review first.",
            )
        stored.hold(unit, guild_id, draft.id)
        draft = replace(draft, submitted_at=at, returned=None, saved_at=at, channel_id=channel_id)
        drafts.keep(unit, guild_id, draft)
    return Submitted(
        draft_id=draft.id,
        form=draft.form,
        what=kind_of(draft.form),
        stand=Stand(origin=draft.origin),
    )


def send_back(unit: Unit, guild_id: int, draft: Draft, reason: str, *, at: datetime) -> Draft:
    """Give a submitted draft back to its author, who is told why."""
    if not reason:
        raise InvalidInputError("The reason is missing. Say what its author should change.")
    if len(reason) > MAX_REASON:
        raise InvalidInputError(f"The reason is too long. Keep it below {MAX_REASON:,} characters.")
    stored.hold(unit, guild_id, draft.id)
    back = replace(draft, submitted_at=None, returned=reason, saved_at=at)
    drafts.keep(unit, guild_id, back)
    return back


def wait_again(unit: Unit, guild_id: int, draft_id: str, returned: str, *, at: datetime) -> Draft:
    """Undo a sending back, as long as the author has not touched the draft.

    `returned` is the mark of the reason and the moment. Raises ConflictError when it was touched.
    """
    found = stored.find(unit, guild_id, draft_id)
    draft = None if found is None else drafts.take(unit, guild_id, draft_id, by=found.user_id)
    if draft is None or draft.submitted_at is not None or mark_of_return(draft) != returned:
        raise ConflictError("Its author has gone on with this draft since, so it stays with them.")
    stored.hold(unit, guild_id, draft_id)
    again = replace(draft, submitted_at=at, returned=None)
    drafts.keep(unit, guild_id, again)
    return again


def mark_of_return(draft: Draft) -> str:
    """A short mark of a draft as it was sent back."""
    return drafts.mark(draft.returned or "", draft.saved_at.isoformat(), repr(draft.form))


def settle_origin(
    unit: Unit, guild_id: int, draft: Draft, planned: Plan, *, by: int, at: datetime
) -> None:
    """Settle, in the act under way, the report that a correction or retraction was begun from."""
    kind, _, report = draft.origin.partition("/")
    if kind == FROM_REPORT and planned.amendment is not None:
        is_out = planned.amendment.verb is Verb.RETRACT
        state = ReportState.RETRACTED if is_out else ReportState.CORRECTED
        settle_in(unit, guild_id, report, state, answer=None, by=by, at=at)
