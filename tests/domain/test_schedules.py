"""Law: what recurs by the wall clock comes once on every civil day, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.schedules import EVERY_DAY, Occurrence, Recurrence
from bot.errors import InvalidInputError

KYIV, NEW_YORK = "Europe/Kyiv", "America/New_York"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "on", "expected"),
    [
        # Kyiv, spring: 03:00 becomes 04:00.
        (KYIV, "02:59", "2025-03-30", "2025-03-30T00:59"),
        (KYIV, "03:00", "2025-03-30", "2025-03-30T01:00"),
        (KYIV, "03:30", "2025-03-30", "2025-03-30T01:30"),
        (KYIV, "04:00", "2025-03-30", "2025-03-30T01:00"),
        (KYIV, "09:00", "2025-03-29", "2025-03-29T07:00"),
        (KYIV, "09:00", "2025-03-30", "2025-03-30T06:00"),
        # Kyiv, autumn: 04:00 becomes 03:00.
        (KYIV, "02:59", "2025-10-26", "2025-10-25T23:59"),
        (KYIV, "03:00", "2025-10-26", "2025-10-26T00:00"),
        (KYIV, "03:30", "2025-10-26", "2025-10-26T00:30"),
        (KYIV, "04:00", "2025-10-26", "2025-10-26T02:00"),
        (KYIV, "09:00", "2025-10-26", "2025-10-26T07:00"),
        # New York, spring: 02:00 becomes 03:00.
        (NEW_YORK, "01:59", "2025-03-09", "2025-03-09T06:59"),
        (NEW_YORK, "02:00", "2025-03-09", "2025-03-09T07:00"),
        (NEW_YORK, "02:30", "2025-03-09", "2025-03-09T07:30"),
        (NEW_YORK, "03:00", "2025-03-09", "2025-03-09T07:00"),
        (NEW_YORK, "09:00", "2025-03-08", "2025-03-08T14:00"),
        (NEW_YORK, "09:00", "2025-03-09", "2025-03-09T13:00"),
        # New York, autumn: 02:00 becomes 01:00.
        (NEW_YORK, "00:59", "2025-11-02", "2025-11-02T04:59"),
        (NEW_YORK, "01:00", "2025-11-02", "2025-11-02T05:00"),
        (NEW_YORK, "01:30", "2025-11-02", "2025-11-02T05:30"),
        (NEW_YORK, "02:00", "2025-11-02", "2025-11-02T07:00"),
        (NEW_YORK, "09:00", "2025-11-02", "2025-11-02T14:00"),
        # Nuuk skips the hour before midnight, São Paulo the one after it.
        ("America/Nuuk", "23:30", "2024-03-30", "2024-03-31T01:30"),
        ("America/Sao_Paulo", "00:00", "2018-11-04", "2018-11-04T03:00"),
        ("Australia/Lord_Howe", "02:15", "2025-10-05", "2025-10-04T15:45"),
    ],
)
def test_a_skipped_time_comes_later_and_a_repeated_one_the_first_time(
    zone: str,
    at: str,
    on: str,
    expected: str,
) -> None:
    day, wanted = date.fromisoformat(on), utc(expected)
    daily = Recurrence(at=time.fromisoformat(at), zone=zone)
    around = daily.between(wanted - 3 * DAY, wanted + 3 * DAY)

    assert [found for found in around if found.on == day] == [Occurrence(on=day, at=wanted)]
    assert daily.next_after(wanted - timedelta(microseconds=1)) == Occurrence(on=day, at=wanted)
    assert daily.next_after(wanted).on == day + DAY


@pytest.mark.parametrize(
    ("zone", "at", "repeat"),
    [(KYIV, time(3, 30), "2025-10-26T01:00"), (NEW_YORK, time(1, 30), "2025-11-02T06:00")],
)
def test_the_second_pass_of_a_repeated_hour_brings_nothing(
    zone: str,
    at: time,
    repeat: str,
) -> None:
    again = utc(repeat)
    daily = Recurrence(at=at, zone=zone)

    assert daily.between(again, again + HOUR) == ()
    assert len(daily.between(again - HOUR, again)) == 1
    assert daily.next_after(again).at == again + 24 * HOUR + timedelta(minutes=30)


def test_between_the_two_changes_of_clocks_kyiv_and_new_york_are_an_hour_closer() -> None:
    """New York changes on 9 March, Kyiv on 30 March; each keeps its own nine o'clock."""
    start, end = utc("2025-03-05T00:00"), utc("2025-04-02T00:00")
    kyiv = Recurrence(at=time(9), zone=KYIV).between(start, end)
    new_york = Recurrence(at=time(9), zone=NEW_YORK).between(start, end)
    apart = {one.on: (other.at - one.at) // HOUR for one, other in zip(kyiv, new_york, strict=True)}

    assert len(apart) == 28
    near = {date(2025, 3, 9) + n * DAY for n in range(21)}
    assert {day for day, hours in apart.items() if hours == 6} == near
    assert {hours for day, hours in apart.items() if day not in near} == {7}


@pytest.mark.parametrize(
    ("zone", "missing"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Fakaofo", date(2011, 12, 30)),
        ("Pacific/Kiritimati", date(1994, 12, 31)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
    ],
)
@pytest.mark.parametrize("at", [time(0), time(9), time(23, 59)])
def test_a_day_that_a_zone_left_out_has_no_occurrence(
    zone: str,
    missing: date,
    at: time,
) -> None:
    noon = datetime(missing.year, missing.month, missing.day, 12, tzinfo=UTC)
    found = Recurrence(at=at, zone=zone).between(noon - 3 * DAY, noon + 3 * DAY)

    assert missing not in {one.on for one in found}
    assert {missing - DAY, missing + DAY} < {one.on for one in found}
    assert all(later.at - one.at == DAY for one, later in pairwise(found))


def test_a_weekday_is_counted_in_the_zone() -> None:
    """Monday 01:00 in Kyiv is still Sunday in UTC."""
    mondays = Recurrence(at=time(1), zone=KYIV, days=frozenset({0}))

    found = mondays.next_after(utc("2025-03-16T12:00"))
    assert found == Occurrence(on=date(2025, 3, 17), at=utc("2025-03-16T23:00"))
    assert mondays.next_after(found.at).on == date(2025, 3, 24)


def test_a_week_whose_only_day_is_left_out_waits_for_the_next() -> None:
    fridays = Recurrence(at=time(9), zone="Pacific/Apia", days=frozenset({4}))

    assert fridays.next_after(utc("2011-12-29T12:00")).on == date(2012, 1, 6)


@pytest.mark.parametrize(
    ("at", "zone", "days"),
    [
        (time(9), "Mars/Olympus", EVERY_DAY),
        (time(9, tzinfo=UTC), KYIV, EVERY_DAY),
        (time(9), KYIV, frozenset()),
        (time(9), KYIV, frozenset({7})),
    ],
)
def test_what_can_never_come_round_is_refused(at: time, zone: str, days: frozenset[int]) -> None:
    with pytest.raises(InvalidInputError):
        Recurrence(at=at, zone=zone, days=days)


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
RECURRENCES = st.builds(
    Recurrence,
    at=st.times(),
    zone=ZONES,
    days=st.one_of(
        st.just(EVERY_DAY),
        st.frozensets(st.integers(0, 6), min_size=1),
    ),
)
STARTS = st.datetimes(datetime(1972, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis adds the zone


@given(recurrence=RECURRENCES, start=STARTS, length=st.integers(1, 40))
@example(
    recurrence=Recurrence(at=time(23, 30), zone="America/Nuuk"), start=utc("2024-03-25"), length=12
)
@example(
    recurrence=Recurrence(at=time(0, 30), zone="Pacific/Apia"), start=utc("2011-12-25"), length=12
)
def test_once_per_civil_day_in_order_and_at_the_time_on_the_wall(
    recurrence: Recurrence,
    start: datetime,
    length: int,
) -> None:
    """Seen with the standard library's own zones, not those that resolved it."""
    zone, end = ZoneInfo(recurrence.zone), start + length * DAY
    found = recurrence.between(start, end)

    assert all(start <= one.at < end and one.at.tzinfo is UTC for one in found)
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert [one.on for one in found] == sorted({one.on for one in found})
    for one in found:
        wall = datetime.combine(one.on, recurrence.at)
        seen = one.at.astimezone(zone)
        skipped = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert seen.fold == 0
        if skipped.replace(tzinfo=None) == wall:
            assert seen.replace(tzinfo=None) == wall
        else:
            assert timedelta(0) < seen.replace(tzinfo=None) - wall <= 3 * HOUR
    # No civil day between the first and the last that was lived is without one.
    lived = {(start + n * HOUR / 2).astimezone(zone).date() for n in range(length * 48)}
    inner = sorted(day for day in lived if day.weekday() in recurrence.days)[2:-2]
    assert (
        set(inner)
        <= {one.on for one in found}
        <= {day + away for day in lived for away in (-DAY, timedelta(0))}
    )


@given(recurrence=RECURRENCES, start=STARTS, length=st.integers(1, 40))
def test_the_next_and_those_between_are_the_same_occurrences(
    recurrence: Recurrence,
    start: datetime,
    length: int,
) -> None:
    end, stepped = start + length * DAY, []
    after = start - timedelta(microseconds=1)
    while (found := recurrence.next_after(after)).at < end:
        assert found.at > after
        stepped.append(found)
        after = found.at

    assert tuple(stepped) == recurrence.between(start, end)
    middle = start + (end - start) / 2
    assert recurrence.between(start, middle) + recurrence.between(middle, end) == tuple(stepped)
