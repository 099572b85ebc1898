"""Digests as cards: short, marked, calling nobody, and fit to be posted whatever was typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.edges import Edge
from bot.domain.news import What
from bot.domain.posts import PostKind, Reason
from bot.domain.records import Issue
from bot.domain.rules import MOST_DIGESTS, Digest, WhenEmpty
from bot.domain.schedules import EVERY_DAY, Occurrence
from bot.domain.vocabulary import EventStatus, IssueStatus
from bot.errors import InvalidInputError
from bot.services.answers import Asked, EventView
from bot.services.news.answers import (
    AliveContent,
    DigestContent,
    NewsAnswer,
    QuietDigest,
    StanceLine,
)
from bot.services.news.digest_answers import DigestPreview, DigestRefused, DigestSet, DigestView
from bot.services.news.digest_drafts import DigestTyped
from bot.ui.calendar.post_card import mentions, post_card
from bot.ui.card import Card, components, plain
from bot.ui.news.digest_setup_card import list_card, one_card, outcome_card, saved_card
from bot.ui.prose.languages import LANGUAGES
from tests.ui import nasty, prose_lines, prose_samples
from tests.ui.calendar_samples import NOW
from tests.ui.post_samples import post
from tests.ui.test_post_limits import few, inner, pressed, stands, views

fewer = settings(few, max_examples=15)
DIGEST = Digest(
    id="0123456789ab",
    channel_id=10**18,
    issue="truce",
    at=time(9),
    days=EVERY_DAY,
    zone="Europe/Kyiv",
    language="en-GB",
    empty=WhenEmpty.SKIP,
    paused=False,
    mark=3,
    marked_at=NOW - timedelta(days=1),
)
LINES = [line for _, line in prose_lines.lines()]
STALE = next(line for line in LINES if line.what is What.STALE)


def answer(*lines: Any, count: int | None = None, **more: Any) -> NewsAnswer:
    values: dict[str, Any] = {
        "asked": Asked(at=NOW, zone="Europe/Kyiv"),
        "issue": prose_samples.ISSUE,
        "after": 3,
        "through": 9,
        "lines": lines,
        "count": len(lines) if count is None else count,
        "since": DIGEST.marked_at,
        "until": NOW,
    }
    return NewsAnswer(**(values | more))


def content(*lines: Any, **more: Any) -> DigestContent:
    given_to = {key: more.pop(key) for key in ("count", "issue", "coming") if key in more}
    values: dict[str, Any] = {
        "post": post(PostKind.DIGEST),
        "digest": DIGEST,
        "answer": answer(*lines, **given_to),
    }
    return DigestContent(**(values | more))


def view(**more: Any) -> DigestView:
    run = Occurrence(on=date(2025, 3, 17), at=datetime(2025, 3, 17, 7, tzinfo=UTC))
    values: dict[str, Any] = {
        "digest": DIGEST,
        "issue": prose_samples.ISSUE,
        "gone": False,
        "runs": ((run, None),) * 5,
        "broken": None,
    }
    return DigestView(**(values | more))


def labels(card: Card) -> list[str]:
    return [each["label"] for each in inner(components(card)) if each["type"] == 2]


def test_a_digest_says_since_when_what_is_new_and_what_comes_next() -> None:
    event = prose_samples.event(EventStatus.EXPECTED)
    coming = prose_samples.event_line(What.ANNOUNCED, event).view
    shown = plain(post_card(content(LINES[0], STALE, coming=(coming,))))
    first, since, *_ = shown.splitlines()
    assert first == "## 30-day truce"
    assert f"<t:{int(DIGEST.marked_at.timestamp())}:f>" in since
    assert shown.index("Gone stale") < shown.index("Next in the calendar")
    assert "The Herald" in shown


def test_with_nothing_new_it_says_so_and_offers_what_came_since() -> None:
    card = post_card(content())
    assert "Nothing new since" in plain(card)
    assert labels(card)[0] == "What came since"
    # By then more may have been recorded: that is what it opens.
    assert pressed(post_card(content(issue=None)))[0].endswith("~0a1b2c3d4e5f")


def test_a_late_one_says_how_late_it_is() -> None:
    assert "This digest is 2 days late." in plain(post_card(content(late=timedelta(days=2))))
    assert "late" not in plain(post_card(content()))


@pytest.mark.parametrize("status", [IssueStatus.SETTLED, IssueStatus.RETIRED])
def test_an_issue_that_takes_no_more_stances_is_said_to_be_so(status: IssueStatus) -> None:
    issue = replace(prose_samples.ISSUE, status=status)
    assert f"This issue is {status}" in plain(post_card(content(issue=issue)))


def test_an_issue_that_was_taken_out_is_said_to_be_so_and_leads_nowhere() -> None:
    card = post_card(content(gone=True))
    assert "was taken out of the record" in plain(card)
    assert labels(card) == ["What came since"]


def test_what_does_not_fit_is_counted_on_the_first_button() -> None:
    card = post_card(content(*LINES[:12], count=40))
    shown = sum(line.startswith("- ") for line in plain(card).splitlines())
    assert shown <= 12
    assert labels(card)[0] == f"and {40 - shown} more"
    assert labels(post_card(content(LINES[0])))[0] == "Read in full"


def test_dates_are_in_the_digests_language() -> None:
    shown = plain(post_card(content(LINES[0], digest=replace(DIGEST, language="uk"))))
    assert "березня" in shown
    assert "March" not in shown


@fewer
@given(
    st.lists(st.builds(StanceLine, what=st.sampled_from([What.FIRST, What.CONFIRMED, What.EARLIER]),
                       issue=nasty.issues, view=nasty.stance_views()), max_size=12),
    st.lists(views, max_size=3),
    st.none() | nasty.issues,
    st.sampled_from(sorted(LANGUAGES)),
    st.sampled_from([frozenset[str](), frozenset({"gone"})]),
)  # fmt: skip
def test_whatever_was_typed_a_digest_stands_is_marked_and_calls_nobody(
    lines: list[StanceLine],
    coming: list[EventView],
    issue: Issue | None,
    language: str,
    marks: frozenset[str],
) -> None:
    made = content(
        *lines,
        issue=issue,
        coming=tuple(coming),
        digest=replace(DIGEST, language=language),
        gone="gone" in marks and issue is not None,
        late=timedelta(days=3),
        count=len(lines) + 10**9,
    )
    card = post_card(made)
    stands(card)
    assert pressed(card)[0].endswith("~0a1b2c3d4e5f")
    assert mentions(made) == ((), ())
    preview = DigestPreview(
        view=view(digest=made.digest, issue=issue, gone=made.gone),
        answer=made.answer,
        before=None,
        draft_id="0" * 16,
        seen="0" * 12,
        usual=True,
        elsewhere=DIGEST,
    )
    stands(outcome_card(preview, ("<#1>: the bot may not send messages there.",)))


# The desk's word.


def quiet(**more: Any) -> QuietDigest:
    values: dict[str, Any] = {
        "digest": DIGEST,
        "issue": prose_samples.ISSUE,
        "told_at": NOW,
        "next_at": NOW,
    }
    return QuietDigest(**(values | more))


@fewer
@given(st.lists(st.none() | nasty.issues, min_size=1, max_size=MOST_DIGESTS))
def test_the_desks_word_stands_with_as_many_digests_as_there_can_be(
    issues: list[Issue | None],
) -> None:
    found = tuple(quiet(issue=issue, gone=issue is not None) for issue in issues)
    card = post_card(AliveContent(post=post(PostKind.ALIVE), quiet=found))
    stands(card)
    assert pressed(card) == ["sb:digests:~0a1b2c3d4e5f"]


# Setting up.


@fewer
@given(nasty.issues, st.integers(1, MOST_DIGESTS))
def test_the_list_and_each_card_of_settings_stand(issue: Issue, count: int) -> None:
    long = view(
        digest=replace(
            DIGEST, zone="America/Argentina/ComodRivadavia", paused=True, days=frozenset(range(6))
        ),
        issue=issue,
        gone=True,
        broken=Reason.NO_ACCESS,
        runs=tuple((run, Edge.SKIPPED) for run, _ in view().runs),
    )
    views_ = [replace(long, digest=replace(long.digest, id=f"d{at}")) for at in range(count)]
    stands(list_card(views_, {DIGEST.channel_id: "c" * 100}))
    stands(one_card(long, ("a note.",)))
    stands(saved_card(DigestSet(before=DIGEST, view=long, issue=issue, undo_id="0" * 16)))
    stands(saved_card(DigestSet(before=DIGEST, view=None, issue=issue, undo_id="0" * 16)))


@fewer
@given(nasty.names, nasty.names)
def test_what_was_typed_is_shown_back_harmlessly(typed: str, why: str) -> None:
    refusal = DigestRefused(
        draft_id="0" * 16,
        typed=DigestTyped(channel_id=10, issue=typed, days=typed, at=typed, zone=typed),
        error=InvalidInputError(why),
    )
    stands(outcome_card(refusal))
