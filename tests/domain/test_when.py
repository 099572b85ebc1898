"""Law 6: a vague date stays as vague as its source, in every zone and across its seasons."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.when import (
    Convention,
    Direction,
    Precision,
    Qualifier,
    When,
    days,
    instant,
)
from bot.errors import InvalidInputError

DAYS = st.dates(date(1972, 1, 1), date(2037, 12, 31))
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
SUNDAY = date(2025, 3, 16)


def exists(day: date, zone: str) -> bool:
    """Whether a civil day was lived in a zone: some crossed the date line and left one out."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    return noon.astimezone(UTC).astimezone(ZoneInfo(zone)).date() == day


@given(first=DAYS, length=st.integers(0, 400), zone=ZONES)
def test_days_come_back_as_they_went_in(first: date, length: int, zone: str) -> None:
    """First and last civil day survive any zone, with midnights that are skipped or repeated."""
    last = first + timedelta(days=length)
    assume(exists(first, zone) and exists(last, zone))
    when = days(first, last, zone=zone)
    assert (when.first_day, when.last_day) == (first, last)
    assert when.upper is not None
    assert when.lower < when.upper
    assert (when.lower.tzinfo, when.upper.tzinfo) == (UTC, UTC)


@given(first=DAYS, zone=ZONES)
def test_neighbouring_days_neither_overlap_nor_leave_a_gap(first: date, zone: str) -> None:
    today, tomorrow = days(first, zone=zone), days(first + timedelta(days=1), zone=zone)
    assert today.upper == tomorrow.lower


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2025, 3, 30), "Europe/Kyiv", 23),
        (date(2025, 10, 26), "Europe/Kyiv", 25),
        (date(2025, 3, 9), "America/New_York", 23),
        (date(2025, 11, 2), "America/New_York", 25),
        (date(2025, 3, 16), "America/New_York", 24),
        (date(2018, 11, 4), "America/Sao_Paulo", 23),
        (date(2018, 2, 17), "America/Sao_Paulo", 25),
        (date(2025, 4, 6), "Australia/Lord_Howe", 24.5),
    ],
)
def test_a_day_is_as_long_as_it_was_there(day: date, zone: str, hours: float) -> None:
    when = days(day, zone=zone)
    assert when.upper is not None
    assert when.upper - when.lower == timedelta(hours=hours)
    assert when.first_day == when.last_day == day


@given(at=st.datetimes(timezones=st.timezones()), zone=ZONES)
def test_an_instant_is_itself_in_utc(at: datetime, zone: str) -> None:
    assume(2 <= at.year <= 9998)
    when = instant(at, zone=zone)
    assert when.lower == when.upper == at.astimezone(UTC)
    assert when.has_clock_time
    assert when.first_day == when.last_day


def test_only_what_the_source_gives_a_clock_time_has_one() -> None:
    for precision in Precision:
        when = days(SUNDAY, precision=precision)
        assert when.has_clock_time == (precision in {Precision.INSTANT, Precision.MINUTE})


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        (days(SUNDAY), "2025-03-16"),
        (days(SUNDAY, qualifier=Qualifier.UNCERTAIN), "2025-03-16?"),
        (days(SUNDAY, qualifier=Qualifier.INFERRED), "2025-03-16?"),
        (days(SUNDAY, qualifier=Qualifier.APPROXIMATE), "2025-03-16~"),
        (days(SUNDAY, date(2025, 3, 22)), "2025-03-16/2025-03-22"),
        (
            days(SUNDAY, date(2025, 3, 22), qualifier=Qualifier.APPROXIMATE),
            "2025-03-16~/2025-03-22~",
        ),
        (days(date(2025, 2, 1), date(2025, 2, 28), precision=Precision.MONTH), "2025-02"),
        (days(date(2025, 1, 1), date(2025, 12, 31), precision=Precision.YEAR), "2025"),
        (days(SUNDAY, zone="Asia/Tokyo"), "2025-03-16"),
        (days(SUNDAY, zone="America/New_York"), "2025-03-16"),
        (instant(datetime(2025, 3, 16, 12, 30, tzinfo=UTC)), "2025-03-16T12:30Z"),
        (
            When(
                phrase="from 16 March on",
                lower=datetime(2025, 3, 16, tzinfo=UTC),
                upper=None,
                precision=Precision.INTERVAL,
            ),
            "2025-03-16/..",
        ),
    ],
)
def test_edtf_says_the_same_in_the_notation_of_archives(when: When, edtf: str) -> None:
    assert when.edtf == edtf


def test_law_6_this_week_keeps_its_phrase_its_anchor_and_two_readings() -> None:
    """The article's Sunday says “this week” of two different weeks; both can be kept."""
    back = days(
        date(2025, 3, 10),
        SUNDAY,
        phrase="this week",
        precision=Precision.WEEK,
        direction=Direction.PAST,
        anchor=SUNDAY,
        convention=Convention.ISO_WEEK,
    )
    forward = days(
        SUNDAY,
        date(2025, 3, 22),
        phrase="this week",
        precision=Precision.WEEK,
        direction=Direction.FUTURE,
        anchor=SUNDAY,
        convention=Convention.SUNDAY_WEEK,
    )
    assert back.phrase == forward.phrase
    assert back.anchor == forward.anchor
    assert back.edtf == "2025-03-10/2025-03-16"
    assert forward.edtf == "2025-03-16/2025-03-22"
    assert not back.has_clock_time


def test_a_days_own_words_are_written_without_padding() -> None:
    assert days(date(2025, 3, 6)).phrase == "6 March 2025"
    assert days(date(2025, 3, 6), SUNDAY).phrase == "6 March 2025 to 16 March 2025"
    assert instant(datetime(2025, 3, 6, 9, 5, tzinfo=UTC)).phrase == "6 March 2025 09:05 UTC"


def test_an_open_interval_has_no_last_day() -> None:
    when = When(
        phrase="since Sunday",
        lower=datetime(2025, 3, 16, tzinfo=UTC),
        upper=None,
        precision=Precision.INTERVAL,
    )
    assert when.last_day is None


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe", "/etc/passwd", "../../x", "Кыїв"])
def test_a_zone_that_is_none_is_refused_with_one_that_is(zone: str) -> None:
    with pytest.raises(InvalidInputError, match="Europe/Kyiv"):
        days(SUNDAY, zone=zone)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date.max, None),
        (date.min, None),
        (date(1, 12, 31), None),
        (SUNDAY, date.max),
        (date.max, SUNDAY),
        (SUNDAY, date(2025, 3, 14)),
    ],
)
def test_days_that_cannot_be_are_refused_in_a_sentence(first: date, last: date | None) -> None:
    with pytest.raises(InvalidInputError):
        days(first, last, zone="Asia/Tokyo")


def test_law_11_naive_times_and_blank_phrases_are_refused() -> None:
    naive = datetime(2025, 3, 16)  # noqa: DTZ001 -- the point
    tokyo = datetime(2025, 3, 16, tzinfo=ZoneInfo("Asia/Tokyo"))
    aware = datetime(2025, 3, 16, tzinfo=UTC)
    with pytest.raises(InvalidInputError):
        instant(naive)
    for lower, phrase in ((naive, "x"), (tokyo, "x"), (aware, " ")):
        with pytest.raises(InvalidInputError):
            When(phrase=phrase, lower=lower, upper=None, precision=Precision.DAY)
