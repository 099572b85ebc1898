"""Dates in words: as exact as the source was, and no more.

Discord's own timestamps show a clock time in the reader's zone, so they stand for instants only.
"""

from datetime import date, datetime
from functools import lru_cache

from bot.domain.when import Precision, Qualifier, When
from bot.ui.text import name

_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PHRASE = 80
_MARKED = {
    Qualifier.EXACT: "{}",
    Qualifier.APPROXIMATE: "about {}",
    Qualifier.UNCERTAIN: "{}, uncertain",
    Qualifier.INFERRED: "{}, inferred",
}


def moment(at: datetime) -> str:
    """An instant, which Discord shows in each reader's own zone."""
    return f"<t:{int(at.timestamp())}:f>"


def day(on: date) -> str:
    """A civil day: “13 March 2025”."""
    return f"{on.day} {_MONTHS[on.month]} {on.year}"


def _days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _interval(when: When) -> str:
    first, last = when.first_day, when.last_day
    if when.lower.year == date.min.year:
        return "on a day not known"
    if when.has_clock_time:
        return moment(when.lower)
    if when.precision is Precision.UNDATED:
        return f"not dated, by {day(last)}" if last else "not dated"
    if when.precision is Precision.YEAR:
        return str(first.year)
    if when.precision is Precision.MONTH:
        return f"{_MONTHS[first.month]} {first.year}"
    return f"from {day(first)} on" if last is None else _days(first, last)


@lru_cache(maxsize=4096)
def brief(when: When) -> str:
    """The days it may mean, with a mark in words where they are not exact."""
    return _MARKED[when.qualifier].format(_interval(when))


@lru_cache(maxsize=4096)
def full(when: When) -> str:
    """The days it may mean and, where they differ, the source's own words for them."""
    words = source_words(when)
    return f"{brief(when)} (the source says “{words}”)" if words else brief(when)


def awaited(when: When) -> str:
    """A clock time in each reader's own zone and how far off it is; days as `full` gives them."""
    if not when.has_clock_time:
        return full(when)
    at, words = int(when.lower.timestamp()), source_words(when)
    shown = _MARKED[when.qualifier].format(f"<t:{at}:F>")
    return f"{shown} (<t:{at}:R>{f'; the source says “{words}”' if words else ''})"


@lru_cache(maxsize=4096)
def source_words(when: When) -> str:
    """The source's own words for the date; empty where they only write it out."""
    return "" if _says_the_same(when) else name(when.phrase, _PHRASE)


def _says_the_same(when: When) -> bool:
    """Whether the phrase only writes the date out, or is not one: no source's words to show."""
    if when.precision is Precision.UNDATED:
        return True
    if when.has_clock_time:
        return when.anchor is None
    if when.lower.year == date.min.year:
        return True
    first, last = when.first_day, when.last_day or when.first_day
    written = {day(first), f"{day(first)} to {day(last)}", first.isoformat(), _interval(when)}
    return when.phrase in written


def since(when: When, now: datetime) -> str:
    """How many whole days have passed since the last day it may mean; empty for today."""
    last = when.last_day
    passed = 0 if last is None else (now.date() - last).days
    return f"{passed:,} day{'s' if passed != 1 else ''} ago" if passed > 0 else ""
