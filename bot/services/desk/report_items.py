"""Reports joined with their records, and settling one inside an act, with the answer that it owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.db import log, posts, reports
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.posts import NewPost, Post, PostKind, Reason
from bot.domain.records import Claim, Event, Issue, Recorded, Stance
from bot.domain.reports import Report, ReportState
from bot.domain.scope import Scope
from bot.services.answers import ClaimView, EventView, StanceView
from bot.services.views import Views

# What readers can report. The rest of the record is names and sources, which these show.
KINDS = frozenset({Stance, Claim, Event})

ReportedView: TypeAlias = StanceView | ClaimView | EventView


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """A report with its record as it stands now, and as the reporter saw it.

    `view` joins the newest version with its names; `now.version.state` says whether it was retracted
    meanwhile. `seen` is the version that was reported: the same where nothing changed since. `issue`
    is what a stance or claim is on.
    """

    report: Report
    view: ReportedView
    now: Recorded[Any]
    seen: Recorded[Any]
    issue: Issue | None = None

    @property
    def changed(self) -> bool:
        """Whether the record has another version by now than the one that was reported."""
        return self.now.version.number != self.seen.version.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContent:
    """What a reporter is told of one report that was settled."""

    post: Post
    item: ReportItem


def items_of(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    found: Sequence[Report],
) -> tuple[ReportItem, ...]:
    """Reports of a server with their records, in the same order."""
    keys = list(dict.fromkeys(each.record for each in found))
    newest = log.newest(unit, Scope(guild_id=guild_id), keys)
    return tuple(_item(unit, guild_id, directory, each, newest[each.record]) for each in found)


def _item(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    report: Report,
    now: Recorded[Any],
) -> ReportItem:
    seen = now
    if report.number != now.version.number:
        every = log.versions(unit, type(now.record), guild_id, report.record, author=False)
        seen = next((each for each in every if each.version.number == report.number), now)
    return ReportItem(
        report=report,
        view=_view(Views(directory), now),
        now=now,
        seen=seen,
        issue=directory.issues.get(getattr(now.record, "issue", None) or ""),
    )


def _view(views: Views, found: Recorded[Any]) -> ReportedView:
    match found.record:
        case Stance():
            return views.stance(found)
        case Claim():
            return views.claim(found)
        case _:
            return views.event(found)


def open_reports(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    *,
    limit: int | None = None,
) -> tuple[ReportItem, ...]:
    """The reports of a server that nobody has settled, the oldest first."""
    return items_of(unit, guild_id, directory, reports.waiting(unit, guild_id, limit=limit))


def count_open(unit: Unit, guild_id: int) -> int:
    """How many reports of a server nobody has settled."""
    return reports.count(unit, guild_id)


def settle_in(
    unit: Unit,
    guild_id: int,
    report_id: str,
    state: ReportState,
    *,
    answer: str | None,
    by: int,
    at: datetime,
) -> Report | None:
    """Settle a report inside an act that is under way, and owe its reporter the answer.

    For whoever publishes a correction or retraction that was begun from the report: CORRECTED or
    RETRACTED, in the same unit of work. None, and nothing changes, when it is settled already or
    gone. `at` is aware UTC, `by` a Discord user.
    """
    settled = reports.settle(unit, guild_id, report_id, state, answer=answer, by=by, at=at)
    if settled is not None and settled.user_id is not None:
        owed = NewPost(
            key=f"answer/{report_id}",
            kind=PostKind.ANSWER,
            due_at=at,
            user_id=settled.user_id,
            subject=report_id,
        )
        posts.owe(unit, guild_id, [owed])
    return settled


def answer_content(unit: Unit, post: Post, directory: Directory) -> AnswerContent | Reason:
    """What an answer says now; a reason when nobody waits for it any more."""
    report = reports.find(unit, post.guild_id, post.subject or "")
    if report is None or report.user_id != post.user_id or report.state is ReportState.OPEN:
        return Reason.UNWANTED
    (item,) = items_of(unit, post.guild_id, directory, [report])
    return AnswerContent(post=post, item=item)
