"""Dates in packs: one form for each, and nothing lost."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.when import Convention, Direction, Precision, Qualifier, When, days, instant
from bot.errors import InvalidInputError
from bot.packs.moments import Moment, read, write

_ZONES = st.sampled_from(
    ["UTC", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Africa/Cairo"]
)
_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
_INSTANTS = st.builds(datetime.combine, _DAYS, st.times(), st.just(UTC))
_PHRASES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
    lambda text: text.strip() != ""
)


@st.composite
def whens(draw: st.DrawFn, *, open_ended: bool = True) -> When:
    """Any date: whole days of any zone, instants, intervals between instants, and open ones."""
    zone = draw(_ZONES)
    if draw(st.booleans()):
        first = draw(_DAYS)
        made = days(first, first + timedelta(days=draw(st.integers(0, 400))), zone=zone)
        lower, upper = made.lower, made.upper
    else:
        lower = draw(_INSTANTS)
        upper = lower + draw(st.timedeltas(timedelta(0), timedelta(days=60)))
    if open_ended and draw(st.integers(0, 3)) == 0:
        upper = None
    return When(
        phrase=draw(_PHRASES),
        lower=lower,
        upper=upper,
        precision=draw(st.sampled_from(Precision)),
        zone=zone,
        qualifier=draw(st.sampled_from(Qualifier)),
        direction=draw(st.sampled_from(Direction)),
        anchor=draw(st.none() | _DAYS),
        convention=draw(st.none() | st.sampled_from(Convention)),
        resolved_by=draw(st.none() | _PHRASES),
    )


@given(whens())
def test_reading_what_was_written_gives_the_same_date(when: When) -> None:
    data = msgspec.json.encode(write(when))
    again = msgspec.json.decode(data, type=Moment)
    assert read(again) == when
    assert msgspec.json.encode(write(read(again))) == data


@given(_DAYS, st.integers(0, 40), _ZONES)
def test_whole_days_are_written_as_days(first: date, more: int, zone: str) -> None:
    when = days(first, first + timedelta(days=more), zone=zone)
    written = write(when)
    assert written.days == (when.edtf if more else first.isoformat())
    assert written.precision is None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28), Precision.MONTH),
        ("2025-03-16", date(2025, 3, 16), date(2025, 3, 16), Precision.DAY),
        ("2025-03-10/2025-03-16", date(2025, 3, 10), date(2025, 3, 16), Precision.INTERVAL),
        ("2025-03-10/..", date(2025, 3, 10), None, Precision.INTERVAL),
    ],
)
def test_days_are_read_as_whole_days_of_their_zone(
    text: str, first: date, last: date | None, precision: Precision
) -> None:
    when = read(Moment(phrase="then", days=text, zone="Europe/Kyiv"))
    assert (when.first_day, when.last_day, when.precision) == (first, last, precision)
    assert write(when).days == text


def test_an_instant_is_written_as_one() -> None:
    when = instant(datetime(2025, 3, 16, 12, 30, tzinfo=UTC), phrase="at half past twelve")
    assert msgspec.json.decode(msgspec.json.encode(write(when))) == {
        "phrase": "at half past twelve",
        "at": "2025-03-16T12:30:00Z",
    }


@pytest.mark.parametrize(
    "moment",
    [
        Moment(phrase="then"),
        Moment(phrase="then", days="2025", at=datetime(2025, 1, 1, tzinfo=UTC)),
        Moment(phrase="then", days="2025", until=datetime(2025, 1, 1, tzinfo=UTC)),
        Moment(phrase="then", days="2025-02-30"),
        Moment(phrase="then", days="2025-13"),
        Moment(phrase="then", days="0000"),
        Moment(phrase="then", days="9999"),
        Moment(phrase="then", days="0001-01-01", zone="Asia/Tokyo"),
        Moment(phrase="then", days="2025-03-16/2025-03-10"),
        Moment(phrase="then", days="2025", zone="Mars/Base"),
        Moment(phrase="then", at=datetime(1, 1, 1, tzinfo=UTC)),
        Moment(
            phrase="then",
            since=datetime(2025, 1, 2, tzinfo=UTC),
            until=datetime(2025, 1, 1, tzinfo=UTC),
        ),
    ],
)
def test_what_means_no_date_is_refused(moment: Moment) -> None:
    with pytest.raises(InvalidInputError):
        read(moment)
