"""What readers are told of their reports: whole, safe, and by the same words for every record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.posts import Post, PostKind, PostState
from bot.domain.records import Recorded
from bot.domain.reports import MAX_REPORT, Report, ReportState
from bot.domain.vocabulary import EventStatus, Position, RecordState, Relation, Verb
from bot.services.answers import ClaimView, EventView
from bot.services.desk.report_items import AnswerContent, ReportedView, ReportItem
from bot.services.desk.reports import MyReports
from bot.ui.card import components, plain
from bot.ui.desk.report_button import report_menu
from bot.ui.desk.report_cards import (
    answer_card,
    report_modal,
    reported_card,
    reports_card,
    subject,
)
from tests.ui.nasty import claim_views, lines, stance_views
from tests.ui.prose_samples import CAST, ISSUE, SOURCE, claim, event, stance, version

NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)
STANCE = stance(CAST, Position.ACCEPTS)
CLAIM = claim(CAST, Relation.DISPUTES_TRUTH)
EVENT = EventView(
    event=Recorded(record=event(EventStatus.EXPECTED), version=version()),
    source=SOURCE,
    participants=(),
)


def item(view: ReportedView = STANCE, text: str = "It is wrong.", **more: Any) -> ReportItem:
    now: Recorded[Any]
    match view:
        case EventView():
            now = view.event
        case ClaimView():
            now = view.claim
        case _:
            now = view.stance
    report = Report(
        id="0a", user_id=7, record=now.record.key, number=1, text=text, made_at=NOW, **more
    )
    on = None if isinstance(view, EventView) else ISSUE
    return ReportItem(report=report, view=view, now=now, seen=now, issue=on)


def settled(
    state: ReportState, answer: str | None = None, view: ReportedView = STANCE
) -> ReportItem:
    at = NOW + timedelta(days=1)
    return item(view, state=state, settled_at=at, settled_by=1, answer=answer)


POST = Post(
    id=5,
    guild_id=9,
    key="answer/0a",
    kind=PostKind.ANSWER,
    state=PostState.CLAIMED,
    due_at=NOW,
    next_at=NOW,
    token="abc",  # noqa: S106 -- marks a message
    attempts=0,
    user_id=7,
)


@pytest.mark.parametrize(
    ("view", "named"),
    [
        (STANCE, "The stance of Arden on 30-day truce"),
        (CLAIM, "What Arden said about Brey on 30-day truce"),
        (EVENT, f"The event {EVENT.event.record.title}"),
    ],
)
def test_a_report_names_its_record_without_what_it_says(view: ReportedView, named: str) -> None:
    assert subject(item(view)) == named
    for state in (ReportState.CORRECTED, ReportState.RETRACTED, ReportState.KEPT):
        told = plain(answer_card(AnswerContent(post=POST, item=settled(state, view=view))))
        assert named in told
        assert "Accepts" not in told
        assert "disputes" not in told


def test_each_state_has_words_of_its_own_and_no_side() -> None:
    shown = {
        state: plain(reports_card(MyReports(items=(settled(state),), page=0, has_more=False)))
        for state in ReportState
    }
    assert len(set(shown.values())) == len(ReportState)
    assert "waits for an editor" in shown[ReportState.OPEN]
    retracted = replace(STANCE.stance.version, verb=Verb.RETRACT, state=RecordState.RETRACTED)
    gone = item()
    gone = replace(gone, now=replace(gone.now, version=retracted))
    mine = plain(reports_card(MyReports(items=(gone,), page=0, has_more=False)))
    assert "the record was taken out meanwhile" in mine


def test_who_has_reported_nothing_is_told_how() -> None:
    told = plain(reports_card(MyReports(items=(), page=0, has_more=False)))
    assert "Press Report" in told


def test_what_has_changed_since_it_was_seen_is_said_when_it_is_kept() -> None:
    corrected = replace(STANCE.stance.version, number=2, verb=Verb.CORRECT)
    later = item()
    later = replace(later, now=replace(later.now, version=corrected))
    assert "It was corrected since you saw it" in plain(reported_card(later))
    assert "since you saw it" not in plain(reported_card(item()))


@settings(max_examples=40)
@given(st.one_of(stance_views(), claim_views), lines, lines)
def test_the_worst_words_fit_every_card(view: ReportedView, text: str, answer: str) -> None:
    long = replace(settled(ReportState.KEPT, answer[:MAX_REPORT] or "x", view), issue=ISSUE)
    long = replace(long, report=replace(long.report, text=text[:MAX_REPORT]))
    mine = MyReports(items=(long,) * 5, page=0, has_more=True)
    for card in (
        reported_card(long),
        reports_card(mine),
        answer_card(AnswerContent(post=POST, item=long)),
    ):
        assert components(card)
        assert "@everyone" not in plain(card)
    assert len(report_modal(long).title) <= 45


@settings(max_examples=30)
@given(st.lists(claim_views, max_size=6))
def test_the_menu_offers_every_claim_that_is_shown(views: list[ClaimView]) -> None:
    menu = report_menu(views)
    assert (menu is None) == (not views)
    if menu is not None:
        shown = {f"{each.claim.record.key}:{each.claim.version.number}" for each in views}
        assert {each.value for each in menu.options} == shown
        assert all(0 < len(each.label) <= 100 and len(each.value) <= 100 for each in menu.options)
