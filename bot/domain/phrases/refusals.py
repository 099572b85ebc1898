"""What people are told when a date cannot be taken: always in absolute days."""

from datetime import date, datetime, timedelta

from bot.domain.when import Precision, When, zone_named
from bot.errors import InvalidInputError

_MINUTE = timedelta(minutes=1)


class AmbiguousWhenError(InvalidInputError):
    """What was typed has several meanings; `choices` are all of them, and a person picks one."""

    def __init__(self, text: str, *, choices: tuple[When, ...]) -> None:
        """Keep the readings in the order in which the text names them."""
        super().__init__(text)
        self.choices = choices


def ambiguous(choices: tuple[When, ...], why: str = "") -> AmbiguousWhenError:
    """The question that names every reading in words that can be typed back."""
    readings = ", ".join(absolute(choice) for choice in choices[:-1])
    because = f", {why}," if why else ""
    return AmbiguousWhenError(
        f"“{choices[0].phrase}”{because} may mean {readings} or {absolute(choices[-1])}. "
        "Type the one that is meant.",
        choices=choices,
    )


def absolute(when: When) -> str:
    """A date in absolute words that can be read back to the same interval."""
    if when.has_clock_time:
        return moment(when.lower, when.zone)
    first, last = when.first_day, when.last_day
    if last is None:
        return f"since {written(first)}"
    year = f"{first.year:04}"
    if when.precision in {Precision.YEAR, Precision.MONTH}:
        return year if when.precision is Precision.YEAR else f"{first:%B} {year}"
    return _days(first, last)


def _days(first: date, last: date) -> str:
    if first == last:
        return written(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{written(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {written(last)}"
    return f"{written(first)} – {written(last)}"


def written(day: date) -> str:
    """One civil day, such as “16 March 2025”."""
    return f"{day.day} {day:%B} {day.year:04}"


def moment(at: datetime, zone: str) -> str:
    """One instant with its distance from UTC, such as “26 October 2025 03:30 UTC+3”."""
    local = at.astimezone(zone_named(zone))
    offset = local.utcoffset() or timedelta(0)
    if offset % _MINUTE:
        local, offset = at, timedelta(0)
    hours, minutes = divmod(abs(offset) // _MINUTE, 60)
    sign = "−" if offset < timedelta(0) else "+"
    away = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "") if offset else ""
    seconds = f":{local:%S}" if local.second else ""
    return f"{written(local.date())} {local:%H:%M}{seconds} UTC{away}"
