"""Dates in words, as exact as the source was and no more, with days and months in a language.

Only the days, months and years are in that language; the marks around them, such as “about”, are
English as every other word is. All dates are Gregorian, as the sources' are: a month of another
calendar begins on another day, so a date as vague as “March” could not be said in it. Digits are
those that readers of the language write: Persian ones in Persian, else Latin.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.when import Precision, Qualifier, When
from bot.ui.prose.languages import ENGLISH, Months, months
from bot.ui.prose.spans import Instant, Local, Own, Sentence, Typed
from bot.ui.text import clean

PHRASE = 80
_NAMED = {Precision.MONTH, Precision.YEAR}
_AFTER = {Qualifier.UNCERTAIN: ", uncertain", Qualifier.INFERRED: ", inferred"}


def day(on: date, language: str = ENGLISH) -> Local:
    """A civil day: “13 March 2025”."""
    words = months(language)
    return Local(words.day(on), words.language)


def clock(at: datetime, zone: ZoneInfo, language: str = ENGLISH) -> Sentence:
    """An instant by a zone's clock, with the zone's name: “13 March 2025, 15:30 UTC”."""
    there = at.astimezone(zone)
    return day(there.date(), language), Own(f", {there:%H:%M} {zone.key}")


@lru_cache(maxsize=4096)
def spelt(when: When, language: str = ENGLISH) -> Sentence:
    """The days it may mean, with a mark in words where they are not exact."""
    if when.lower.year == date.min.year:
        return (Own("on a day not known"),)
    after = _AFTER.get(when.qualifier)
    return (*_interval(when, language), *((Own(after),) if after else ()))


def ends_named(when: When) -> bool:
    """Whether its words name days, a month or a year, as after “expected” and “last dated”."""
    known = when.lower.year != date.min.year
    undated = when.precision is Precision.UNDATED
    return known and not undated and (when.upper is not None or when.precision in _NAMED)


def spelt_whole(when: When, language: str = ENGLISH) -> Sentence:
    """The days it may mean and, where they differ, the source's own words for them."""
    found = spelt(when, language)
    words = source_words(when)
    if not words:
        return found
    return (*found, Own(" (the source says “"), Typed(words, limit=PHRASE), Own("”)"))


def _interval(when: When, language: str) -> Sentence:
    first, last = when.first_day, when.last_day
    about = (Own("about "),) if when.qualifier is Qualifier.APPROXIMATE else ()
    if when.has_clock_time:
        return *about, Instant(when.lower)
    if when.precision is Precision.UNDATED:
        by = (Own(", by "), *about, day(last, language)) if last else ()
        return Own("not dated"), *by
    if last is None and when.precision not in _NAMED:
        return Own("from "), *about, day(first, language), Own(" on")
    return *about, _named(when.precision, first, last or first, months(language))


def _named(precision: Precision, first: date, last: date, words: Months) -> Local:
    match precision:
        case Precision.YEAR:
            return Local(words.year(first), words.language)
        case Precision.MONTH:
            return Local(words.month(first), words.language)
        case _:
            return Local(words.days(first, last), words.language)


@lru_cache(maxsize=4096)
def source_words(when: When) -> str:
    """The source's own words for the date, not escaped; empty where they only write it out."""
    return "" if _says_the_same(when) else clean(when.phrase)


def _says_the_same(when: When) -> bool:
    """Whether the phrase only writes the date out, or is not one: no source's words to show."""
    if when.precision is Precision.UNDATED:
        return True
    if when.has_clock_time:
        return when.anchor is None
    if when.lower.year == date.min.year:
        return True
    first, last = when.first_day, when.last_day or when.first_day
    written = {
        day(first).text,
        f"{day(first).text} to {day(last).text}",
        first.isoformat(),
        "".join(span.text for span in _interval(when, ENGLISH) if isinstance(span, (Own, Local))),
    }
    return when.phrase in written
