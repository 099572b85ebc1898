"""Alerts, and news of what one follows, as cards: marked, safe, and calling whom they must alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.news import What
from bot.domain.posts import PostKind, Reason
from bot.domain.rules import MOST_FOLLOWS, Alert, AlertWeight, Follow, FollowKind, Pace
from bot.domain.vocabulary import Position
from bot.services.answers import Asked
from bot.services.news.alert_settings import PAGE as ALERTS_PAGE
from bot.services.news.alert_settings import AlertChanged, AlertSet, AlertsShown
from bot.services.news.answers import (
    AlertContent,
    FollowContent,
    Followed,
    Line,
    NewsAnswer,
    StanceLine,
)
from bot.services.news.follow_wishes import (
    FollowingAnswer,
    FollowKept,
    FollowNews,
    FollowOffer,
    FollowStopped,
)
from bot.services.news.following import PAGE
from bot.ui.calendar.post_card import mentions, post_card
from bot.ui.card import plain
from bot.ui.news.alert_setup_card import alerts_card, changed_card
from bot.ui.news.follow_button import follow_button
from bot.ui.news.follow_cards import follow_news_card
from bot.ui.news.following_card import following_card, kept_card, offer_card, stopped_card
from tests.ui import nasty, prose_lines, prose_samples
from tests.ui.calendar_samples import NOW
from tests.ui.post_samples import LONGEST, PLACES, post
from tests.ui.test_post_limits import few, stands

fewer = settings(few, max_examples=8)
MARK = "~0a1b2c3d4e5f"
LINES = [line for _, line in prose_lines.lines()]
ALERT = Alert(
    id="0123456789ab",
    channel_id=10**18,
    issue="truce",
    weight=AlertWeight.RECORDS,
    mark=3,
    marked_at=NOW,
)
FOLLOW = Follow(
    id="ba9876543210",
    user_id=22,
    kind=FollowKind.ACTOR,
    target="k" * 32,
    pace=Pace.AT_ONCE,
    mark=3,
    made_at=NOW,
)


def answer(lines: list[Any], **more: Any) -> NewsAnswer:
    values: dict[str, Any] = {
        "asked": Asked(at=NOW, zone="UTC"),
        "issue": prose_samples.ISSUE,
        "after": LONGEST,
        "through": LONGEST,
        "lines": tuple(lines),
        "count": len(lines),
    }
    return NewsAnswer(**(values | more))


def alerted(*lines: Line, alert: Alert = ALERT, **more: Any) -> AlertContent:
    late = more.pop("late", None)
    told = answer(list(lines), **more)
    return AlertContent(post=post(PostKind.ALERT), alert=alert, answer=told, late=late)


def followed(title: str = "Russia", **more: Any) -> Followed:
    gone = more.pop("gone", False)
    return Followed(follow=replace(FOLLOW, **more), title=title, gone=gone)


def told(
    *lines: Line,
    place: str = "direct",
    of: tuple[Followed, ...] = (followed(),),
    subject: Pace = Pace.AT_ONCE,
    late: timedelta | None = None,
    **more: Any,
) -> FollowContent:
    at = post(PostKind.FOLLOW, id=LONGEST, subject=subject.value, **PLACES[place])
    shown = answer(list(lines), issue=None, **more)
    return FollowContent(post=at, followed=of, answer=shown, late=late)


def change(what: What, was: Position, now: Position) -> StanceLine:
    cast = prose_samples.CAST
    return StanceLine(
        what=what,
        issue=prose_samples.ISSUE,
        view=prose_samples.stance(cast, now),
        before=prose_samples.stance(cast, was),
    )


def first_press(found: list[dict[str, Any]]) -> str:
    """The custom id of a card’s first button."""
    return next(str(each["custom_id"]) for each in found if each["type"] == 2)


FLIP = change(What.FLIPPED, Position.ACCEPTS, Position.REJECTS)
SHIFT = change(What.MOVED, Position.ACCEPTS, Position.AGREES_IN_PRINCIPLE)
CORRECTED = change(What.CORRECTED, Position.ACCEPTS, Position.REJECTS)


def test_a_flip_is_marked_in_words_with_before_and_after_and_the_quotation() -> None:
    shown = plain(post_card(alerted(FLIP)))
    assert shown.startswith("### A flip\n-# On: 30-day truce")
    assert "from `[+++]` Accepts to `[---]` Rejects; a flip: it crosses the middle" in shown
    assert "> “We have heard the proposal.”" in shown
    assert "flip" not in plain(post_card(alerted(SHIFT))).replace("a shift, not a flip", "")
    several = plain(post_card(alerted(FLIP, SHIFT)))
    assert "### News of positions\n-# On: 30-day truce · 2 entries, a flip among them" in several


def test_a_correction_is_never_told_as_a_change() -> None:
    shown = plain(post_card(alerted(CORRECTED)))
    assert shown.startswith("### A correction of the record")
    assert "recorded before as `[+++]` Accepts" in shown
    assert "Correction of the position" in shown
    assert "from `[" not in shown
    assert "flip" not in shown


def test_an_alert_of_every_issue_says_with_each_line_of_which() -> None:
    shown = plain(post_card(alerted(FLIP, alert=replace(ALERT, issue=None), issue=None)))
    assert "on 30-day truce" in shown
    assert "on 30-day truce" not in plain(post_card(alerted(FLIP)))


def test_what_comes_late_says_so() -> None:
    late = timedelta(hours=6)
    assert "This alert is 6 hours late." in plain(post_card(alerted(FLIP, late=late)))
    assert "This message is 6 hours late." in plain(post_card(told(FLIP, late=late)))
    assert "late" not in plain(post_card(told(FLIP)))


def test_as_many_words_are_shown_as_there_is_room_for() -> None:
    evidence = FLIP.view.stance.record.evidence
    long = replace(FLIP.view.stance.record, evidence=replace(evidence, words="No and no. " * 400))
    view = replace(FLIP.view, stance=replace(FLIP.view.stance, record=long))
    line = replace(FLIP, view=view)
    one = plain(post_card(alerted(line)))
    assert 280 < one.count("No and no.") * len("No and no. ") < 400
    many = post_card(alerted(*[line] * 6, count=9))
    assert plain(many).count("Rejects; a flip") == 6
    assert "[and 3 more]" in plain(many)


def test_the_day_and_what_is_followed_are_named() -> None:
    shown = plain(post_card(told(FLIP, subject=Pace.DAILY, of=(followed("Russia"),))))
    assert shown.startswith("### The day’s news of what you follow\n-# You follow Russia\n")
    many = tuple(followed(f"Actor {at}", id=f"{at:012d}") for at in range(9))
    shown = plain(post_card(told(FLIP, of=many)))
    assert "Actor 3 and 5 more of this" in shown
    assert shown.count("[Stop following") == 3


@pytest.mark.parametrize("place", sorted(PLACES.keys() - {"channel"}))
def test_a_follower_is_called_in_a_channel_only(place: str) -> None:
    shown = told(FLIP, place=place)
    named = place == "named"
    assert plain(post_card(shown)).startswith("<@22>\n") is named
    assert mentions(shown) == (((22,) if named else ()), ())
    # In private the message says of which server it is; in a channel that is plain.
    assert ("[Open the server]" in plain(post_card(shown))) is not named


nasty_lines = st.builds(
    StanceLine,
    what=st.sampled_from([What.FLIPPED, What.FIRST, What.RETRACTED, What.CORRECTED, What.REPEATED]),
    issue=nasty.issues,
    view=nasty.stance_views(),
    before=nasty.stance_views(),
)
nasty_followed = st.builds(
    Followed,
    follow=st.builds(
        lambda key, ended, channel: replace(
            FOLLOW,
            id=key[:12],
            target=key,
            ended=ended,
            ended_at=NOW if ended else None,
            channel_id=channel,
        ),
        nasty.keys,
        st.none() | st.sampled_from([*Reason]),
        st.none() | st.just(10**18),
    ),
    title=nasty.names,
    gone=st.booleans(),
)


@fewer
@given(st.lists(nasty_lines, min_size=1, max_size=6), st.none() | nasty.issues)
def test_whatever_was_typed_an_alert_stands_and_calls_nobody(
    lines: list[StanceLine], issue: Any
) -> None:
    shown = alerted(
        *lines,
        issue=issue,
        alert=replace(ALERT, issue="truce" if issue else None),
        count=len(lines) + 10**6,
        late=timedelta(days=9),
    )
    card = post_card(shown)
    assert first_press(stands(card)).endswith(MARK)
    assert mentions(shown) == ((), ())


@fewer
@given(
    st.lists(nasty_lines, min_size=1, max_size=6),
    st.lists(nasty_followed, min_size=1, max_size=9, unique_by=lambda each: each.follow.id),
    st.sampled_from(["direct", "named"]),
)
def test_whatever_was_typed_news_of_what_one_follows_stands(
    lines: list[StanceLine], of: list[Followed], place: str
) -> None:
    shown = told(*lines, of=tuple(of), place=place, count=len(lines) + 10**6)
    card = post_card(shown)
    found = stands(card, {"<@22>"} if place == "named" else set())
    assert first_press(found).endswith(MARK)
    news = FollowNews(post=shown.post, answer=replace(shown.answer, page=99, has_more=True))
    stands(follow_news_card(news))


@fewer
@given(
    st.lists(nasty_followed, min_size=1, max_size=PAGE, unique_by=lambda each: each.follow.id),
    st.sampled_from(FollowKind),
)
def test_whatever_was_typed_ones_own_list_stands(rows: list[Followed], kind: FollowKind) -> None:
    shown = FollowingAnswer(
        rows=tuple(rows),
        count=MOST_FOLLOWS,
        active=3,
        page=7,
        has_more=True,
        stopped=tuple(rows),
    )
    stands(following_card(shown))
    first = rows[0]
    kept = FollowKept(followed=first, before=Pace.DAILY)
    stands(kept_card(kept))
    stands(stopped_card(FollowStopped(followed=first)))
    held = tuple(each.follow for each in rows)
    stands(offer_card(FollowOffer(kind=kind, key="k" * 32, title=first.title, held=held)))


@fewer
@given(st.none() | nasty.issues, st.sampled_from(AlertWeight), st.booleans())
def test_whatever_was_typed_the_alerts_stand(issue: Any, weight: AlertWeight, gone: object) -> None:
    on = None if issue is None and not gone else "k" * 32
    alert = replace(ALERT, weight=weight, issue=on, mark=LONGEST)
    rows = tuple(
        AlertSet(
            alert=replace(alert, id=f"{at:012d}"),
            issue=issue,
            gone=issue is None and on is not None,
            broken=Reason.NO_ACCESS,
        )
        for at in range(ALERTS_PAGE)
    )
    stands(alerts_card(AlertsShown(rows=rows, count=25, page=2, has_more=True), ("A note.",) * 8))
    for before in (None, *AlertWeight):
        for after in (None, *AlertWeight):
            if before or after:
                stands(changed_card(AlertChanged(found=rows[0], before=before, after=after)))


@pytest.mark.parametrize("kind", FollowKind)
def test_the_button_fits_the_longest_key(kind: FollowKind) -> None:
    assert len(follow_button(kind, "k" * 32).press) <= 100
