"""What is ahead, what waits for its outcome, and which events fall into a period."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agenda import Period, Span, awaits_outcome, has_passed, is_ahead, read_period
from bot.domain.phrases import AmbiguousWhenError
from bot.domain.records import Citation, Event
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import Precision, When, days, instant

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)
OPEN_ENDED = When(
    phrase="from Monday",
    lower=datetime(2025, 3, 17, tzinfo=UTC),
    upper=None,
    precision=Precision.INTERVAL,
)
HOURS = st.integers(-500, 500).map(lambda hours: NOON + timedelta(hours=hours))


def event(when: When, status: EventStatus = EventStatus.EXPECTED) -> Event:
    return Event(
        key="e",
        title="Talks",
        kind=EventKind.TALKS,
        when=when,
        status=status,
        citation=Citation(source="s", words="w"),
    )


def test_a_window_has_passed_with_its_last_day_and_no_sooner() -> None:
    window = event(days(date(2025, 3, 16), date(2025, 3, 22), zone="Europe/Kyiv"))
    end = datetime(2025, 3, 22, 22, tzinfo=UTC)
    assert is_ahead(window, end - timedelta(seconds=1))
    assert not is_ahead(window, end)
    assert awaits_outcome(window, end)


def test_a_clock_time_has_passed_when_it_comes_and_an_open_window_never() -> None:
    call = event(instant(NOON))
    assert is_ahead(call, NOON - timedelta(seconds=1))
    assert awaits_outcome(call, NOON)
    assert not has_passed(event(OPEN_ENDED), datetime(9000, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("status", EventStatus)
def test_only_what_may_still_come_about_is_ahead_or_waits(status: EventStatus) -> None:
    active = status in {EventStatus.EXPECTED, EventStatus.CONFIRMED}
    later = event(days(date(2025, 3, 20)), status)
    before = event(days(date(2025, 3, 10)), status)
    assert is_ahead(later, NOON) is active
    assert awaits_outcome(before, NOON) is active
    assert Period().holds(later, NOON) is active
    assert Period(span=Span.PAST).holds(before, NOON)


@given(HOURS, HOURS, HOURS, HOURS)
def test_a_window_falls_into_a_period_exactly_when_they_share_a_moment(
    one: datetime,
    two: datetime,
    three: datetime,
    four: datetime,
) -> None:
    (first, last), (lower, upper) = sorted((one, two)), sorted((three, four))
    last, upper = last + timedelta(hours=1), upper + timedelta(hours=1)
    window = When(phrase="w", lower=first, upper=last, precision=Precision.INTERVAL)
    period = Period(span=Span.WITHIN, lower=lower, upper=upper)
    assert period.holds(event(window), NOON) is (max(first, lower) < min(last, upper))
    assert period.holds(event(instant(first)), NOON) is (lower <= first < upper)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("March 2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("last month", date(2025, 2, 1), date(2025, 2, 28)),
        ("16–22 March 2025", date(2025, 3, 16), date(2025, 3, 22)),
        ("18 March 2025 15:00", date(2025, 3, 18), date(2025, 3, 18)),
    ],
)
def test_a_period_in_words_is_whole_days_of_the_servers_zone(
    typed: str,
    first: date,
    last: date,
) -> None:
    whole = days(first, last, zone="Europe/Kyiv")
    period = read_period(typed, now=NOON, zone="Europe/Kyiv")
    assert (period.lower, period.upper) == (whole.lower, whole.upper)


def test_words_without_a_date_choose_a_part_of_the_calendar() -> None:
    spans = {word: read_period(word, now=NOON, zone="UTC").span for word in ("", " Past ", "ALL")}
    assert list(spans.values()) == [Span.AHEAD, Span.PAST, Span.ALL]


def test_a_period_with_two_meanings_is_asked_back() -> None:
    with pytest.raises(AmbiguousWhenError, match="Type the one that is meant"):
        read_period("this week", now=NOON, zone="UTC")


def test_what_is_ahead_comes_before_what_waits_and_the_past_runs_backwards() -> None:
    early, late = event(days(date(2025, 3, 1))), event(days(date(2025, 3, 9)))
    ahead = event(days(date(2025, 4, 1)))
    assert Period().ordered([late, early, ahead], NOON) == [ahead, early, late]
    assert Period(span=Span.PAST).ordered([early, late], NOON) == [late, early]
