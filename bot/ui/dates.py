"""Dates as Discord shows them: in words, and as its own timestamps for instants only.

A timestamp shows a clock time in the reader's zone and language, so it stands for no vaguer date.
A `language` is one of `bot.ui.prose.languages.LANGUAGES`.
"""

from datetime import date, datetime
from functools import lru_cache

from bot.domain.when import When
from bot.ui.prose import dates
from bot.ui.prose.languages import ENGLISH, FROM_RIGHT
from bot.ui.prose.scripts import from_right
from bot.ui.prose.spans import Instant, Local, Own, Sentence, Typed
from bot.ui.text import name


def moment(at: datetime, style: str = "f") -> str:
    """An instant, which Discord shows in each reader's own zone."""
    return f"<t:{int(at.timestamp())}:{style}>"


def local(written: Local) -> str:
    """A date in the words of a language, kept in one run where that is read from the right."""
    return from_right(written.text) if written.language in FROM_RIGHT else written.text


def day(on: date, language: str = ENGLISH) -> str:
    """A civil day: “13 March 2025”."""
    return local(dates.day(on, language))


@lru_cache(maxsize=4096)
def brief(when: When, language: str = ENGLISH) -> str:
    """The days it may mean, with a mark in words where they are not exact."""
    return _written(dates.spelt(when, language))


@lru_cache(maxsize=4096)
def full(when: When, language: str = ENGLISH) -> str:
    """The days it may mean and, where they differ, the source's own words for them."""
    return _written(dates.spelt_whole(when, language))


def awaited(when: When, language: str = ENGLISH) -> str:
    """A clock time in each reader's own zone and how far off it is; days as `full` gives them."""
    if not when.has_clock_time:
        return full(when, language)
    words = source_words(when)
    shown = _written(dates.spelt(when, language), "F")
    said = f"; the source says “{words}”" if words else ""
    return f"{shown} ({moment(when.lower, 'R')}{said})"


def source_words(when: When) -> str:
    """The source's own words for the date; empty where they only write it out."""
    return name(dates.source_words(when), dates.PHRASE)


def since(when: When, now: datetime) -> str:
    """How many whole days have passed since the last day it may mean; empty for today."""
    last = when.last_day
    passed = 0 if last is None else (now.date() - last).days
    return f"{passed:,} day{'s' if passed != 1 else ''} ago" if passed > 0 else ""


def _written(sentence: Sentence, style: str = "f") -> str:
    found = []
    for span in sentence:
        match span:
            case Own():
                found.append(span.text)
            case Local():
                found.append(local(span))
            case Instant():
                found.append(moment(span.at, style))
            case Typed():
                found.append(name(span.text, span.limit or dates.PHRASE))
    return "".join(found)
