"""How long a stance counts as looked at: from the last day it can have been said or confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.method import method
from bot.domain.records import MAX_STALE_AFTER, Evidence, Issue, Stance
from bot.domain.shelf import (
    NEVER,
    USUAL_DAYS,
    looked_on,
    read_stale_after,
    stale_after_typed,
    stale_after_words,
    stale_on,
    unlooked_since,
)
from bot.domain.vocabulary import Basis, Commitment, Directness, IssueStatus, Position
from bot.domain.when import Precision, When, days
from bot.errors import InvalidInputError

ISSUE = Issue(key="swap", title="Swap", question="Should it be?")
ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def stance(said: When, confirmed: When | None = None) -> Stance:
    return Stance(
        key="s",
        holder="ada",
        issue="swap",
        position=Position.ACCEPTS,
        commitment=Commitment.STATED,
        evidence=Evidence(
            speaker="ada",
            said=said,
            words="Yes.",
            directness=Directness.DIRECT_QUOTE,
            basis=Basis.OWN_WORDS,
            source="paper",
        ),
        confirmed=confirmed,
    )


def open_from(day: date) -> When:
    lower = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return When(phrase="since then", lower=lower, upper=None, precision=Precision.INTERVAL)


@given(ANY_DAY, st.integers(1, MAX_STALE_AFTER))
def test_it_goes_stale_so_many_days_after_it_was_said(day: date, after: int) -> None:
    issue = replace(ISSUE, stale_after_days=after)
    assert stale_on(stance(days(day)), issue) == day + timedelta(days=after)
    assert stale_on(stance(days(day)), ISSUE) == day + timedelta(days=USUAL_DAYS)


@given(ANY_DAY, st.integers(0, 40))
def test_a_window_counts_from_the_last_day_that_it_may_mean(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    found = stale_on(stance(days(first, last)), ISSUE)
    assert found == last + timedelta(days=USUAL_DAYS)


@given(ANY_DAY, st.integers(-400, 400))
def test_looking_again_never_makes_it_stale_sooner(day: date, later: int) -> None:
    plain = stale_on(stance(days(day)), ISSUE)
    seen = day + timedelta(days=later)
    confirmed = stale_on(stance(days(day), days(seen)), ISSUE)
    assert plain is not None
    assert confirmed == max(plain, seen + timedelta(days=USUAL_DAYS))


def test_a_confirmation_without_an_end_counts_for_nothing_and_a_zone_for_its_own_day() -> None:
    said = days(date(2025, 3, 13))
    assert stale_on(stance(said, open_from(date(2025, 6, 1))), ISSUE) == date(2025, 4, 12)
    tokyo = days(date(2025, 3, 13), zone="Asia/Tokyo")
    assert stale_on(stance(tokyo), ISSUE) == date(2025, 4, 12)


def test_nothing_is_stale_where_it_never_is_or_the_issue_is_closed() -> None:
    said = stance(days(date(2001, 1, 1)))
    assert stale_on(said, replace(ISSUE, stale_after_days=NEVER)) is None
    for status in (IssueStatus.SETTLED, IssueStatus.RETIRED):
        assert stale_on(said, replace(ISSUE, status=status)) is None


def test_nothing_goes_stale_beyond_the_calendar() -> None:
    said = stance(days(date(9998, 12, 31)))
    assert stale_on(said, replace(ISSUE, stale_after_days=MAX_STALE_AFTER)) is None
    assert stale_on(said, replace(ISSUE, stale_after_days=1)) == date(9999, 1, 1)


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("30", 30),
        ("2 weeks", 14),
        ("a week", 7),
        ("1 day", 1),
        ("10d", 10),
        ("1w 2d", 9),
        ("2 тижні", 14),
        ("3650", 3650),
        ("never", NEVER),
        ("“Never”", NEVER),
        ("usual", None),
        ("", None),
    ],
)
def test_a_time_is_read_from_words(typed: str, after: int | None) -> None:
    assert read_stale_after(typed) == after


@pytest.mark.parametrize(
    "typed",
    ["0", "-1", "3651", "522 weeks", "36 hours", "1.5 weeks", "a month", "soon", "²", "9" * 300],
)
def test_what_is_no_number_of_days_is_refused_with_what_works(typed: str) -> None:
    with pytest.raises(InvalidInputError, match=r"“30” or “2 weeks”.*“never”; or “usual”"):
        read_stale_after(typed)


@given(st.none() | st.integers(0, MAX_STALE_AFTER))
def test_a_time_written_out_reads_back(after: int | None) -> None:
    assert read_stale_after(stale_after_typed(after)) == after


def test_words_say_how_long_it_is() -> None:
    assert stale_after_words(ISSUE) == "30 days"
    assert stale_after_words(replace(ISSUE, stale_after_days=1)) == "1 day"
    assert stale_after_words(replace(ISSUE, stale_after_days=NEVER)) == "never"


@pytest.mark.parametrize("after", [-1, MAX_STALE_AFTER + 1])
def test_an_issue_has_no_other_shelf_life(after: int) -> None:
    with pytest.raises(InvalidInputError, match="3,650 days"):
        replace(ISSUE, stale_after_days=after)


def test_the_method_says_what_stale_means() -> None:
    assert f"{USUAL_DAYS} days" in method().stale
    assert "looked at too long ago, not no longer held" in method().stale


@given(ANY_DAY, st.integers(0, 400), st.integers(1, 90), ANY_DAY)
def test_it_is_stale_from_its_day_on_and_then_says_when_it_was_looked_at(
    said: date, later: int, after: int, day: date
) -> None:
    issue = replace(ISSUE, stale_after_days=after)
    confirmed = said + timedelta(days=later)
    found = stance(days(said), days(confirmed))
    is_stale = day >= confirmed + timedelta(days=after)
    assert looked_on(found) == confirmed
    assert unlooked_since(found, issue, day) == (confirmed if is_stale else None)


@given(ANY_DAY, ANY_DAY)
def test_what_never_goes_stale_is_never_said_to_be(said: date, day: date) -> None:
    for issue in (
        replace(ISSUE, stale_after_days=NEVER),
        replace(ISSUE, status=IssueStatus.SETTLED),
    ):
        assert unlooked_since(stance(days(said)), issue, day) is None
