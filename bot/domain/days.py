"""Days of the week and times of day, from words and into words.

What has two meanings, or names something else besides, is refused and not guessed at.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import time

from bot.domain.schedules import EVERY_DAY
from bot.errors import InvalidInputError

WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_LONGEST = 200
_SHOWN = 60
_DAYS_EXAMPLES = "“every day”, “weekdays”, “Mon, Wed, Fri” or “Monday to Thursday”"
_TIME_EXAMPLES = "“09:00”, “9 am”, “21.30” or “noon”"
_DAYS = {
    word: day
    for day, words in enumerate(
        (
            "mon mo monday понеділок понеділка понеділки понеділках пн понедельник понедельники",
            "tue tu tues tuesday вівторок вівторка вівторки вт вторник вторники",
            "wed we weds wednesday середа середу середи ср среда среду среды",
            "thu th thur thurs thursday четвер четверга четверги чт четверг",
            "fri fr friday п'ятниця п'ятницю п'ятниці пт пятница пятницу пятницы",
            "sat sa saturday субота суботу суботи сб суббота субботу субботы",
            "sun su sunday неділя неділю неділі нд воскресенье воскресенья вс",
        ),
    )
    for word in words.split()
}
_SETS = {
    word: days
    for days, words in {
        EVERY_DAY: "day days daily all always everyday щодня щоденно кожен день усі всі ежедневно "
        "каждый все",
        WEEKDAYS: "weekday weekdays workday workdays будні будни",
        WEEKEND: "weekend weekends вихідні выходные",
    }.items()
    for word in words.split()
}
# Words that change nothing where they stand before a day or a set of days.
_SMALL = frozenset(
    ["on", "every", "each", "the", "in", "у", "в", "во", "на", "по", "кожен", "кожного", "каждый"]
)
_JOINED = re.compile(r"[,;/&+\n]|\b(?:and|та|і|й|и)\b")
_RANGE = re.compile(r"\s+(?:to|through|thru|till|until|до|по)\s+|\s*-\s*")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´ʹ"), "'")

_HOURS = {
    **dict.fromkeys(("noon", "midday", "опівдні", "полудень", "полдень"), time(12)),
    **dict.fromkeys(("midnight", "опівночі", "північ", "полночь"), time(0)),
}
_AT = re.compile(r"\A(?:at|о|об|в|у|@)\s+")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?\s?m\.?|h)?",
)
_NOON = 12


def read_days(text: str) -> frozenset[int]:
    """Read days of the week, 0 for Monday, in English, Ukrainian or Russian.

    Raises InvalidInputError that says what can be read.
    """
    words = _folded(text, "Give only the days", _DAYS_EXAMPLES)
    found: set[int] = set()
    for term in _JOINED.split(words):
        days = _term(term.strip(" ."))
        if days is None:
            raise InvalidInputError(
                f"“{_quoted(text)}” names no days of the week that can be read. Write them as "
                f"{_DAYS_EXAMPLES}.",
            )
        found |= days
    if not found:
        raise InvalidInputError(f"Give one or more days of the week, such as {_DAYS_EXAMPLES}.")
    return frozenset(found)


def days_words(days: frozenset[int]) -> str:
    """Days of the week as people say them: “every day”, “weekdays”, “Monday and Friday”.

    `read_days` reads it back.
    """
    known = {EVERY_DAY: "every day", WEEKDAYS: "weekdays", WEEKEND: "weekends"}
    if days in known:
        return known[days]
    *first, last = (NAMES[day] for day in sorted(days))
    return f"{', '.join(first)} and {last}" if first else last


def read_time(text: str) -> time:
    """Read a naive time of day, to the minute.

    Raises InvalidInputError that says what can be read; so it does for a bare “9”, which may be in
    the morning or in the evening.
    """
    words = _AT.sub("", _folded(text, "Give only the time of day", _TIME_EXAMPLES))
    if words in _HOURS:
        return _HOURS[words]
    found = _CLOCK.fullmatch(words)
    if found is None:
        raise InvalidInputError(
            f"“{_quoted(text)}” is no time of day that can be read. Write it as {_TIME_EXAMPLES}; "
            "the zone has an option of its own.",
        )
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half is None and found["minute"] is None and words.isdigit() and 0 < hour <= _NOON:
        raise InvalidInputError(
            f"“{_quoted(text)}” may be in the morning or in the evening. Write “{hour:02}:00” or "
            f"“{(hour + _NOON) % 24:02}:00”.",
        )
    if half and not 0 < hour <= _NOON:
        hour = 24
    elif half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise InvalidInputError(
            f"The clock has no “{_quoted(text)}”. Write a time from “00:00” to “23:59”.",
        ) from error


def time_words(at: time) -> str:
    """A time of day by the clock of 24 hours: “09:00”; `read_time` reads it back."""
    return f"{at:%H:%M}"


def _term(words: str) -> frozenset[int] | None:
    """One day, several after one another, a set, or a range that may run over the week's end."""
    ends = _RANGE.split(words)
    if len(ends) == 2:  # noqa: PLR2004 -- from and to
        first, last = (_one_day(end) for end in ends)
        if first is None or last is None:
            return None
        return frozenset((first + at) % 7 for at in range((last - first) % 7 + 1))
    if len(ends) > 2:  # noqa: PLR2004 -- from and to
        return None
    tokens = words.split()
    named = list(_named(token for token in tokens if token not in _SMALL))
    if not named and tokens:
        return None
    return None if None in named else frozenset[int]().union(*(days for days in named if days))


def _named(tokens: Iterator[str]) -> Iterator[frozenset[int] | None]:
    for token in tokens:
        day = _one_day(token)
        yield _SETS.get(token) if day is None else frozenset({day})


def _one_day(word: str) -> int | None:
    bare = " ".join(each for each in word.split() if each not in _SMALL).rstrip(".")
    return _DAYS.get(bare, _DAYS.get(bare.removesuffix("s")))


def _folded(text: str, give: str, examples: str) -> str:
    if len(text) > _LONGEST:
        raise InvalidInputError(f"These are {len(text):,} characters. {give}, such as {examples}.")
    seen = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    plain = unicodedata.normalize("NFKC", seen).casefold()
    plain = plain.translate(_DASHES).translate(_APOSTROPHES)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    return " ".join(plain.split(" ")).strip(" .!?\t\n")


def _quoted(text: str) -> str:
    """What was typed, on one line, short enough to be said back."""
    shown = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
