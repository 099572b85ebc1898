"""Dates in words in English, Ukrainian and Russian, by dateparser.

The library reads every phrase from one fixed moment, never from the machine's clock; only the
distance, the weekday or the day and month that it finds is taken, and the calendar is ours.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from bot.domain.phrases.folding import without_preposition
from bot.domain.phrases.lexicon import FORMS, YEAR_MARKS
from bot.domain.phrases.notation import day_of_year, month
from bot.domain.phrases.refusals import written
from bot.domain.phrases.said import Moment, Said, Span, chosen, day, utc
from bot.domain.when import Convention, Precision, Qualifier
from bot.errors import InvalidInputError

_BASE = datetime(2024, 1, 15, 12)  # noqa: DTZ001 -- wall time in a leap year: 29 February exists
_LOCK = Lock()
_FIGURES = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_ORDINAL = re.compile(r"(?<=[0-9])-?(?:го|е|ого|го)\b")
_AGO = {"тому", "назад"}


@dataclass(frozen=True, slots=True)
class _Parsed:
    at: datetime
    period: str


def warm() -> None:
    """Import the library and let it read once, so that the first reader does not wait."""
    _absolute("16 march")
    _relative("3 дні тому")


def spoken_days(said: Said) -> tuple[Span, ...] | None:
    """Read a weekday, a day, a month or a distance in days and more; None when it is none.

    Raises InvalidInputError when a weekday and a date disagree.
    """
    words = _known_forms(said.words)
    distance = _relative(words)
    if distance is not None and distance.period != "time":
        return _from_anchor(distance, said)
    words = words.removeprefix("in ")
    head, _, tail = words.partition(" ")
    number = weekday(head.rstrip(",")) if any(map(str.isdigit, tail)) else None
    if number is not None:
        return _on_weekday(number, replace(said, words=without_preposition(tail)))
    span = _calendar(words, said)
    return (span,) if span else None


def spoken_moment(said: Said) -> tuple[Moment, ...] | None:
    """Read a distance in hours or minutes, or “now”; None when it is none."""
    distance = _relative(_known_forms(said.words))
    if distance is None or distance.period != "time":
        return None
    now = utc(said.now).replace(second=0)
    away = distance.at - _BASE
    qualifier = Qualifier.APPROXIMATE if away else Qualifier.EXACT
    return (Moment(at=now + away, qualifier=qualifier, anchored=True),)


def weekday(word: str) -> int | None:
    """The number of a weekday by its name, Monday 0; None when it is no weekday."""
    found = None if " " in word else _absolute(_known_forms(word))
    return found.at.weekday() if found and found.period == "day" and _WORD.fullmatch(word) else None


def _from_anchor(distance: _Parsed, said: Said) -> tuple[Span, ...]:
    """A distance from the anchor, as coarse as its unit: “two weeks ago” is seven days around."""
    away = distance.at.date() - _BASE.date()
    match distance.period:
        case "week":
            near = said.anchor + away
            span = Span(
                first=near - timedelta(days=3),
                last=near + timedelta(days=3),
                precision=Precision.WEEK,
                qualifier=Qualifier.APPROXIMATE,
                convention=Convention.ROLLING_7D,
                anchored=True,
            )
        case "month":
            months = (distance.at.year - _BASE.year) * 12 + distance.at.month - _BASE.month
            count = said.anchor.year * 12 + said.anchor.month - 1 + months
            span = replace(
                month(count // 12, count % 12 + 1),
                qualifier=Qualifier.APPROXIMATE,
                anchored=True,
            )
        case "year":
            year = said.anchor.year + distance.at.year - _BASE.year
            span = Span(
                first=date(year, 1, 1),
                last=date(year, 12, 31),
                precision=Precision.YEAR,
                qualifier=Qualifier.APPROXIMATE,
                anchored=True,
            )
        case _:
            span = day(said.anchor + away)
    return (span,)


def _on_weekday(number: int, said: Said) -> tuple[Span, ...] | None:
    spans = spoken_days(said)
    for span in spans or ():
        if span.first != span.last:
            return None
        if span.first.weekday() != number:
            raise InvalidInputError(
                f"“{said.phrase}” does not fit the calendar: {written(span.first)} is a "
                f"{span.first:%A}. Give the date or the weekday alone.",
            )
    return spans


def _calendar(words: str, said: Said) -> Span | None:
    """A day, month or weekday of the calendar; what was not said is chosen by direction."""
    short = [figure for figure in _FIGURES.findall(words) if len(figure) != 4]  # noqa: PLR2004 -- a year
    year = _YEAR.findall(words)
    plain = _LETTERS.search(words) and len(short) <= 1 and len(year) <= 1
    found = _absolute(words) if plain else None
    if found is None or any(int(figure) > 31 for figure in short):  # noqa: PLR2004 -- days of a month
        return None
    candidates: Iterator[Span]
    match found.period, bool(short), bool(year):
        case "month", False, _ if len(_names(words)) != 1:
            return None
        case "month", False, True:
            return month(found.at.year, found.at.month)
        case "month", False, False:
            number = found.at.month
            years = range(max(said.anchor.year - 2, 1), min(said.anchor.year + 2, 9999))
            candidates = (replace(month(one, number), anchored=True) for one in years)
        case "day", True, True:
            return day(found.at.date(), anchored=False)
        case "day", True, False if _has_month(words):
            candidates = day_of_year(found.at.month, found.at.day, said)
        case "day", True, False if nth := _NTH.fullmatch(words):
            near = (said.anchor + timedelta(days=away) for away in range(-62, 63))
            candidates = (day(one) for one in near if one.day == int(nth[1]))
        case "day" | "part_of_day", False, False:
            near = (said.anchor + timedelta(days=away) for away in range(-7, 8))
            candidates = (day(one) for one in near if one.weekday() == found.at.weekday())
        case _:
            return None
    return chosen(candidates, said)


def _known_forms(words: str) -> str:
    tokens = [FORMS.get(token, token) for token in _ORDINAL.sub("", words).split()]
    if tokens and tokens[-1] in _AGO and len(tokens) == 2:  # noqa: PLR2004 -- “a week ago” has no figure
        tokens.insert(0, "1")
    if len(tokens) == 2 and tokens[0] in {"через", "за"}:  # noqa: PLR2004 -- nor “in a week”
        tokens.insert(1, "1")
    return " ".join(tokens)


def _names(words: str) -> list[str]:
    return [name for name in _LETTERS.findall(words) if name not in YEAR_MARKS]


def _absolute(words: str) -> _Parsed | None:
    found = _parse("absolute-time", "past", words)
    if found is None or (found.period != "part_of_day" and found.at.time() != datetime.min.time()):
        return None
    return found


def _has_month(words: str) -> bool:
    return _parse("absolute-time", "past", words, "day", "month") is not None


def _relative(words: str) -> _Parsed | None:
    """A distance; None also for “3 days”, which says neither back nor forward."""
    found = _distance(words)
    tokens = words.split()
    cuts = range(1, len(tokens)) if found else ()
    for cut in cuts:
        # The library takes the first of two distances and drops the other without a word.
        if _distance(" ".join(tokens[:cut])) and _distance(" ".join(tokens[cut:])):
            return None
    return found


def _distance(words: str) -> _Parsed | None:
    back = _parse("relative-time", "past", words)
    return back if back == _parse("relative-time", "future", words) else None


@lru_cache(maxsize=1024)
def _parse(kind: str, prefer: str, words: str, *parts: str) -> _Parsed | None:
    """What the library finds from the fixed moment: the same for the same words, so it is kept."""
    with _LOCK:
        try:
            found = _parser(kind, prefer, parts)(words)
        except Exception:  # noqa: BLE001 -- a phrase on which the library fails is one it cannot read
            return None
    return _Parsed(found.date_obj, found.period) if found.date_obj else None


@cache
def _parser(kind: str, prefer: str, parts: tuple[str, ...]) -> Callable[[str], Any]:
    # The library takes half a second to import, which a start must not wait for.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    parser: Callable[[str], Any] = DateDataParser(
        languages=["en", "uk", "ru"],
        settings={
            "PARSERS": [kind],
            "PREFER_DATES_FROM": prefer,
            "RELATIVE_BASE": _BASE,
            "REQUIRE_PARTS": list(parts),
            "RETURN_AS_TIMEZONE_AWARE": False,
            "RETURN_TIME_AS_PERIOD": True,
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
        },
    ).get_date_data
    return parser
