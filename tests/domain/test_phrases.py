"""Dates from words: what is said, no more; what has two meanings is asked."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.phrases import AmbiguousWhenError, read_day, read_moment, read_when, warm_up
from bot.domain.phrases.refusals import absolute
from bot.domain.when import Convention, Direction, Precision, Qualifier, When
from bot.errors import InvalidInputError
from tests.domain.phrase_tables import COMING, INSTANTS, SAID, TIMED, on

NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)
"""The article's Sunday: the last day of an ISO week and the first of an American one."""
KYIV = "Europe/Kyiv"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load the library once, outside every deadline."""
    warm_up()


def read(
    text: str,
    direction: Direction = Direction.PAST,
    *,
    now: datetime = NOW,
    zone: str = KYIV,
) -> When:
    return read_when(text, now=now, zone=zone, direction=direction)


@pytest.mark.parametrize(("text", "days"), SAID.items())
def test_a_phrase_for_what_was_said_covers_exactly_its_civil_days(
    text: str,
    days: tuple[date, date],
) -> None:
    when = read(text)

    assert (when.first_day, when.last_day) == days
    assert not when.has_clock_time
    assert when.phrase == " ".join(text.split())
    assert when.zone == KYIV
    _whole_days(when)


@pytest.mark.parametrize(("text", "days"), COMING.items())
def test_a_phrase_for_what_will_be_covers_exactly_its_civil_days(
    text: str,
    days: tuple[date, date],
) -> None:
    when = read(text, Direction.FUTURE)

    assert (when.first_day, when.last_day) == days
    assert not when.has_clock_time
    _whole_days(when)


@pytest.mark.parametrize(("text", "instants"), TIMED.items())
def test_a_time_of_day_is_the_nearest_on_the_side_that_is_meant(
    text: str,
    instants: tuple[str, str],
) -> None:
    found = [read(text, side) for side in (Direction.PAST, Direction.FUTURE)]

    assert [f"{when.lower:%Y-%m-%dT%H:%M}" for when in found] == list(instants)
    assert all(when.lower == when.upper and when.has_clock_time for when in found)


@pytest.mark.parametrize(("text", "instant"), INSTANTS.items())
def test_an_instant_is_read_to_the_minute(text: str, instant: str) -> None:
    when = read(text)

    assert f"{when.lower:%Y-%m-%dT%H:%M}" == instant
    assert when.precision is Precision.MINUTE


def test_a_relative_phrase_keeps_its_anchor_in_the_zone_and_an_absolute_one_has_none() -> None:
    late = datetime(2025, 3, 16, 23, tzinfo=UTC)

    assert read("yesterday", now=late).anchor == on(17)
    assert read("yesterday New York", now=late).anchor == on(16)
    assert read("13 March").anchor == on(16)
    for absolute_text in ("13 March 2025", "2025-03-13", "2025-02", "<t:1741910400>", "2024"):
        assert read(absolute_text, now=late).anchor is None


def test_a_timestamp_that_shows_only_a_day_is_that_day() -> None:
    assert read("<t:1741910400:D>").precision is Precision.DAY
    assert read("<t:1741910400:D>").first_day == on(14)


@pytest.mark.parametrize(
    ("text", "precision", "qualifier"),
    [
        ("last month", Precision.MONTH, Qualifier.EXACT),
        ("2025-W11", Precision.WEEK, Qualifier.EXACT),
        ("10–16 March 2025", Precision.INTERVAL, Qualifier.EXACT),
        ("2024", Precision.YEAR, Qualifier.EXACT),
        ("about 13 March", Precision.DAY, Qualifier.APPROXIMATE),
        ("2025-02~", Precision.MONTH, Qualifier.APPROXIMATE),
        ("13 March?", Precision.DAY, Qualifier.UNCERTAIN),
        ("probably Friday", Precision.DAY, Qualifier.UNCERTAIN),
        ("mid-February", Precision.INTERVAL, Qualifier.APPROXIMATE),
        ("two weeks ago", Precision.WEEK, Qualifier.APPROXIMATE),
        ("a month ago", Precision.MONTH, Qualifier.APPROXIMATE),
    ],
)
def test_vague_stays_vague(text: str, precision: Precision, qualifier: Qualifier) -> None:
    when = read(text)

    assert (when.precision, when.qualifier) == (precision, qualifier)


def test_open_intervals_have_a_first_day() -> None:
    assert read("since 14 March").upper is None
    assert read("after 14 March").first_day == on(15)
    assert read("2025-03-10/..").first_day == on(10)
    for text in ("../2025-03-10", "by Friday", "before 20 March"):
        with pytest.raises(InvalidInputError, match="has no first day"):
            read(text)


# What is asked


@pytest.mark.parametrize("direction", [Direction.PAST, Direction.FUTURE, Direction.NONE])
def test_this_week_on_a_sunday_is_two_weeks_and_is_asked(direction: Direction) -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read("this week", direction)

    iso, american = asked.value.choices
    assert (iso.first_day, iso.last_day) == (on(10), on(16))
    assert (american.first_day, american.last_day) == (on(16), on(22))
    assert iso.convention is Convention.ISO_WEEK
    assert american.convention is Convention.SUNDAY_WEEK
    assert iso.phrase == american.phrase == "this week"
    assert iso.anchor == american.anchor == on(16)
    assert asked.value.text == (
        "“this week”, said on Sunday 16 March 2025, may mean 10–16 March 2025 or "
        "16–22 March 2025. Type the one that is meant."
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_this_week_is_asked_on_the_first_and_last_day_of_a_week_in_either_convention(
    day: date,
) -> None:
    now = datetime.combine(day, time(12), UTC)
    if day.strftime("%a") in {"Sat", "Sun", "Mon"}:
        with pytest.raises(AmbiguousWhenError):
            read("this week", now=now, zone="UTC")
    else:
        when = read("this week", now=now, zone="UTC")
        assert when.convention is Convention.ISO_WEEK
        assert when.first_day.weekday() == 0
        assert when.first_day <= day <= (when.last_day or day)


def test_one_reading_that_fits_the_direction_is_not_asked() -> None:
    assert read("10/03/2025").first_day == on(10)
    assert read("10/03/2025", Direction.FUTURE).first_day == on(3, 10)
    with pytest.raises(AmbiguousWhenError, match="5 June 2024 or 6 May 2024"):
        read("5/6/2024")


def test_next_friday_early_in_a_week_is_asked_and_on_its_last_day_is_not() -> None:
    tuesday = datetime(2025, 3, 18, 12, tzinfo=UTC)

    assert read("next Friday", Direction.FUTURE).first_day == on(21)
    with pytest.raises(AmbiguousWhenError, match="21 March 2025 or 28 March 2025"):
        read("next Friday", Direction.FUTURE, now=tuesday)


def test_a_weekday_of_a_week_is_asked_only_when_the_conventions_differ() -> None:
    with pytest.raises(AmbiguousWhenError, match="4 March 2025 or 11 March 2025"):
        read("Tuesday last week")
    tuesday = datetime(2025, 3, 18, 12, tzinfo=UTC)
    assert read("Wednesday of last week", now=tuesday).first_day == on(12)


@pytest.mark.parametrize(
    ("text", "zone", "instants"),
    [
        ("30 March 2025 03:30", KYIV, ("2025-03-30T00:30", "2025-03-30T01:30")),
        ("26 October 2025 03:30", KYIV, ("2025-10-26T00:30", "2025-10-26T01:30")),
        ("9 March 2025 02:30", "America/New_York", ("2025-03-09T06:30", "2025-03-09T07:30")),
        ("2 Nov 2025 01:30", "America/New_York", ("2025-11-02T05:30", "2025-11-02T06:30")),
    ],
)
def test_an_hour_that_clocks_skip_or_repeat_is_asked_and_its_answers_can_be_typed(
    text: str,
    zone: str,
    instants: tuple[str, str],
) -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read(text, Direction.NONE, zone=zone)

    assert [f"{when.lower:%Y-%m-%dT%H:%M}" for when in asked.value.choices] == list(instants)
    assert zone in asked.value.text
    for choice in asked.value.choices:
        assert absolute(choice) in asked.value.text
        assert read(absolute(choice), Direction.NONE, zone=zone).lower == choice.lower


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_the_absolute_words_read_back_to_the_same_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    when = read(f"{first}/{last}", Direction.NONE)
    again = read(absolute(when), Direction.NONE)

    assert (again.lower, again.upper) == (when.lower, when.upper)
    _whole_days(when)


# What is refused


def test_a_statement_is_not_dated_in_the_future_nor_a_plan_in_the_past() -> None:
    with pytest.raises(InvalidInputError) as refused:
        read("tomorrow")
    assert refused.value.text == (
        "What has happened cannot be dated in the future: “tomorrow” is 17 March 2025. "
        "Give a day up to 16 March 2025."
    )
    with pytest.raises(InvalidInputError, match="“yesterday” was 15 March 2025"):
        read("yesterday", Direction.FUTURE)
    with pytest.raises(InvalidInputError, match=r"14:01 UTC\+2\. Give a time up to"):
        read("2025-03-16 14:01")
    assert read("tomorrow", Direction.NONE).first_day == on(17)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Give a date"),
        ("\u202e\u200f \x00", "Give a date"),
        ("13 March " + "very " * 30, "at most 100 characters"),
        ("x" * 6000, "at most 100 characters"),
        ("blah Friday", "no date that can be read"),
        ("3 days", "no date that can be read"),
        ("13 or 14 March", "no date that can be read"),
        ("13 March 25", "no date that can be read"),
        ("yesterday tomorrow", "no date that can be read"),
        ("2 days ago yesterday", "no date that can be read"),
        ("may 2025 Friday", "no date that can be read"),
        ("early this week", "no date that can be read"),
        ("31-1 February", "no date that can be read"),
        ("31 February", "no date that can be read"),
        ("2025-02-30", "no day of the calendar"),
        ("45/13/2025", "no day of the calendar"),
        ("0000-01-01", "no day of the calendar"),
        ("0001-01-01", "beyond the calendar"),
        ("9999-12-31", "beyond the calendar"),
        ("<t:99999999999999>", "beyond the calendar"),
        ("16–15 March", "ends before it begins"),
        ("2025-03-16/2025-03-10", "ends before it begins"),
        ("Monday 14 March", "14 March 2025 is a Friday"),
        ("25:00", "no time of day"),
        ("13 pm", "no time of day"),
        ("Tuesday 15:00–17:00", "more than one time"),
        ("last month 15:00", "without one day"),
        ("15:00 UTC+22", "too far from UTC"),
        ("15:00 Europe/Kiyv", "no time zone"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(text: str, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        read(text, Direction.NONE)


_PIECES = st.sampled_from(
    [
        *("13", "March", "2025", "last", "next", "this", "week", "month", "Tuesday", "15:00"),
        *("–", "-", "/", "..", "to", "in", "days", "ago", "99999999", "9999", "0001", "Kyiv"),
        *("since", "by", "end", "of", "early", "UTC+3", "<t:1741910400:F>", "тому", "неделе"),
        *("Europe/Kyiv", "~", "?", "am", "3", "29", "February", "через", "years", "10/03"),
    ],
)
_PHRASES = st.lists(_PIECES, max_size=7).map(" ".join) | st.lists(_PIECES, max_size=4).map("".join)


@settings(deadline=None, max_examples=300)
@example("\ud800", "", NOW, Direction.PAST)
@example("²³ March", KYIV, NOW, Direction.PAST)
@example("in 9000 years", KYIV, NOW, Direction.FUTURE)
@example("last year", KYIV, datetime(1, 1, 1, tzinfo=UTC), Direction.NONE)
@example("next week", KYIV, datetime(9999, 12, 31, tzinfo=UTC), Direction.NONE)
@example("13", "America/New_York", datetime(1, 1, 1, tzinfo=UTC), Direction.PAST)
@given(
    _PHRASES | st.text(max_size=500),
    st.sampled_from([KYIV, "UTC", "America/New_York"]) | st.text(max_size=30),
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(Direction),
)
def test_any_text_gives_a_date_or_a_refusal(
    text: str,
    zone: str,
    now: datetime,
    direction: Direction,
) -> None:
    try:
        found: tuple[When, ...] = (read(text, direction, now=now, zone=zone),)
    except AmbiguousWhenError as asked:
        found = asked.choices
        several = {(one.lower, one.upper) for one in found}
        assert len(found) == len(several) > 1, "every choice is another one"
    except InvalidInputError as refused:
        assert refused.text.endswith((".", "”"))  # noqa: PT017 -- most texts are refused
        return
    for when in found:
        assert when.phrase
        assert not any(unicodedata.category(sign).startswith("C") for sign in when.phrase)
        if direction is Direction.PAST:
            assert when.lower <= now
        if direction is Direction.FUTURE and when.upper is not None:
            assert when.upper >= now
        if not when.has_clock_time:
            _whole_days(when)


@settings(deadline=None, max_examples=150)
@given(_PHRASES | st.text(max_size=500), st.datetimes(timezones=st.just(UTC)))
def test_any_text_gives_a_day_and_a_moment_or_a_refusal(text: str, now: datetime) -> None:
    for reader in (read_day, read_moment):
        try:
            found = reader(text, now=now, zone=KYIV)
        except InvalidInputError:
            continue
        if isinstance(found, datetime):
            assert found.utcoffset() == timedelta(0)
            assert found <= now


# One day, one moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", on(15)),
        ("14 March", on(14)),
        ("2025-03-14", on(14)),
        ("Sunday", on(16)),
        ("13.03", on(13)),
        ("tomorrow", on(17)),
        ("<t:1741910400:F>", on(14)),
    ],
)
def test_one_civil_day_is_read(text: str, day: date) -> None:
    assert read_day(text, now=NOW, zone=KYIV) == day


@pytest.mark.parametrize("text", ["this week", "last month", "2025", "10–16 March", "since Friday"])
def test_a_window_is_no_day_and_no_moment(text: str) -> None:
    for reader in (read_day, read_moment):
        with pytest.raises(InvalidInputError, match=r"more than one day.*Give one day"):
            reader(text, now=NOW, zone=KYIV)


def test_a_day_as_a_moment_is_its_end_in_the_zone_and_never_later_than_now() -> None:
    midnight = datetime(2025, 3, 15, tzinfo=ZoneInfo(KYIV))

    assert read_moment("14 March", now=NOW, zone=KYIV) == midnight.astimezone(UTC)
    assert read_moment("14 March New York", now=NOW, zone=KYIV) == datetime(
        2025, 3, 15, 4, tzinfo=UTC
    )
    assert read_moment("today", now=NOW, zone=KYIV) == NOW
    assert read_moment("2025-03-14 15:00", now=NOW, zone=KYIV) == datetime(
        2025, 3, 14, 13, tzinfo=UTC
    )
    for text in ("tomorrow", "2025-03-16 15:00"):
        with pytest.raises(InvalidInputError, match="does not reach into the future"):
            read_moment(text, now=NOW, zone=KYIV)


def _whole_days(when: When) -> None:
    """The interval begins and ends with a civil day of its zone."""
    zone = ZoneInfo(when.zone)
    for edge in (when.lower, when.upper):
        if edge is not None:
            local = edge.astimezone(zone)
            start = datetime.combine(local.date(), time(), zone).astimezone(UTC)
            assert edge == start
