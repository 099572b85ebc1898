"""Dates in figures: ISO 8601, EDTF, `<t:…>` and 10.03.2025."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.domain.phrases.said import Moment, Said, Span, chosen, day
from bot.domain.when import Convention, Precision, zone_named
from bot.errors import InvalidInputError

_DISCORD = re.compile(r"<t:(-?[0-9]{1,14})(?::([a-z]))?>")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}|xx))?")
_ISO_WEEK = re.compile(r"([0-9]{4})-w([0-9]{2})")
_YEAR = re.compile(r"(?:in )?((?:1[89]|20|21)[0-9]{2})(?:-xx)?(?: (?:року|рік|р|год|года|г))?")
_FIGURES = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})")


def timestamp(said: Said) -> tuple[Span | Moment, ...] | None:
    """Read a Discord timestamp; the styles that show only a day give that day."""
    found = _DISCORD.fullmatch(said.words)
    if found is None:
        return None
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(found[1]))
        if found[2] == "d":
            return (day(at.astimezone(zone_named(said.zone)).date(), anchored=False),)
    except OverflowError as error:
        raise InvalidInputError(
            f"“{said.phrase}” lies beyond the calendar. "
            "Copy a timestamp of a day between the years 2 and 9998.",
        ) from error
    return (Moment(at=at),)


def figures(said: Said) -> tuple[Span, ...] | None:
    """Read a day, week, month or year in figures; 10/03/2025 has two readings.

    Raises InvalidInputError for figures that are no day of the calendar.
    """
    try:
        span = _year_first(said.words)
    except (ValueError, OverflowError) as error:
        raise _no_day(said) from error
    if span is not None:
        return (span,)
    found = _FIGURES.fullmatch(said.words)
    return _day_and_month(found, said) if found else None


def _year_first(words: str) -> Span | None:
    if found := _YEAR.fullmatch(words):
        return _year(int(found[1]))
    if found := _ISO_WEEK.fullmatch(words):
        return _week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    found = _ISO.fullmatch(words) or _YEAR_FIRST.fullmatch(words)
    if found is None:
        return None
    if found[3] in {None, "xx"}:
        return month(int(found[1]), int(found[2]))
    return day(date(int(found[1]), int(found[2]), int(found[3])), anchored=False)


def month(year: int, number: int) -> Span:
    """One calendar month; raises ValueError when there is none."""
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    return Span(first=first, last=after - timedelta(days=1), precision=Precision.MONTH)


def _year(year: int) -> Span:
    return Span(first=date(year, 1, 1), last=date(year, 12, 31), precision=Precision.YEAR)


def _week(monday: date) -> Span:
    return Span(
        first=monday,
        last=monday + timedelta(days=6),
        precision=Precision.WEEK,
        convention=Convention.ISO_WEEK,
    )


def _day_and_month(found: re.Match[str], said: Said) -> tuple[Span, ...]:
    """Day before month, and with a stroke or a hyphen also month before day."""
    one, other = int(found[1]), int(found[3])
    orders = [(one, other)] if found[2] == "." else [(one, other), (other, one)]
    spans: list[Span] = []
    for of_month, number in orders:
        span = chosen(_years(found[4], number, of_month, said), said)
        if span is not None and span not in spans:
            spans.append(span)
    if not spans:
        raise _no_day(said)
    return tuple(spans)


def _years(year: str | None, number: int, of_month: int, said: Said) -> Iterator[Span]:
    if year is None:
        yield from day_of_year(number, of_month, said)
        return
    try:
        full = int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004 -- “25” for 2025
        yield day(date(full, number, of_month), anchored=False)
    except ValueError:
        return


def day_of_year(number: int, of_month: int, said: Said) -> Iterator[Span]:
    """The day of a month in every year near the anchor that has it."""
    for year in range(max(said.anchor.year - 9, 1), min(said.anchor.year + 9, 9999)):
        try:
            yield day(date(year, number, of_month))
        except ValueError:
            continue


def _no_day(said: Said) -> InvalidInputError:
    return InvalidInputError(
        f"“{said.phrase}” is no day of the calendar. Write it as “2025-03-16” or “16 March 2025”.",
    )
