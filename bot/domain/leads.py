"""How long before an event a reminder is wanted, from words and into words.

A length is exact or refused: what is left out, doubled or has two meanings is not filled in.
"""

import re
import unicodedata
from datetime import timedelta
from decimal import Decimal

from bot.errors import InvalidInputError

LONGEST = timedelta(days=30)
MOST = 5

_LONGEST_TEXT = 200
_EXAMPLES = "“24 hours”, “90 min”, “1d 12h” or “at the start”"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# “год” is left out: an hour in Ukrainian, a year in Russian. So is “month”, of no fixed length.
_UNITS = {
    word: minutes
    for minutes, words in {
        1: "m min mins minute minutes хв хвилина хвилину хвилини хвилин "
        "мин минута минуту минуты минут",
        60: "h hr hrs hour hours година годину години годин ч час часа часов",
        1440: "d day days д день дня дні днів дней доба добу доби діб сутки суток",
        10080: "w wk wks week weeks тиждень тижня тижні тижнів неделя неделю недели недель",
    }.items()
    for word in words.split()
}
_COUNTS = {
    word: Decimal(count)
    for count, words in {
        "1": "a an one один одна одну одно",
        "1.5": "півтора півтори полтора полторы",
        "2": "two два дві две",
        "3": "three три",
    }.items()
    for word in words.split()
}
_WHOLE = {
    **dict.fromkeys(["0", "start", "the start", "at start", "at the start", "at the beginning"], 0),
    **dict.fromkeys(["when it starts", "початок", "на початку", "начало", "в начале"], 0),
    **dict.fromkeys(["half an hour", "half hour", "half-hour", "half an hr"], 30),
    **dict.fromkeys(["півгодини", "пів години", "полчаса", "пол часа"], 30),
    **{word: _UNITS[word] for word in ("годину", "день", "добу", "сутки", "тиждень", "неделю")},
}
_NONE = frozenset(["none", "off", "no", "no reminders", "вимкнено", "немає", "нет", "выкл"])
_TERM = re.compile(
    r"(?:(?P<figure>\d{1,9}(?:[.,]\d{1,2})?)\s*"
    rf"|(?P<word>{'|'.join(_COUNTS)})\s+)(?P<unit>[^\W\d_]+)\.?",
)
_AND = re.compile(r"\s+(?:and|&|та|і|й|и)\s+")
_JOINT = re.compile(r"\A(?:\s+(?:and|&|та|і|й|и)\s+|\s+)")
_AROUND = re.compile(
    r"\A(?:in|за|через)\s+"
    r"|\s+(?:before(?:hand)?(?: the (?:start|event)| it starts)?|earlier|ahead|in advance"
    r"|до(?: (?:початку|події|начала|события))?|раніше|раньше)\Z",
)


def read_lead(text: str) -> timedelta:
    """Read one length of 0 to 30 days in whole minutes, in English, Ukrainian or Russian.

    The start itself is 0. Raises InvalidInputError that says what can be read.
    """
    words = _folded(text)
    minutes = _minutes(words)
    if minutes is None:
        if re.fullmatch(r"\d+(?:[.,]\d+)?", words):
            raise InvalidInputError(
                f"“{_quoted(text)}” needs its unit. Write it like “{_quoted(words)} minutes” or "
                f"“{_quoted(words)} hours”.",
            )
        raise InvalidInputError(
            f"“{_quoted(text)}” is no time before an event that can be read. Write minutes, hours, "
            f"days or weeks, like {_EXAMPLES}.",
        )
    if minutes > LONGEST // _MINUTE:
        raise InvalidInputError(
            f"“{_quoted(text)}” is too long before an event. Give at most {lead_words(LONGEST)}, "
            f"like {_EXAMPLES}.",
        )
    if minutes % 1:
        raise InvalidInputError(
            f"“{_quoted(text)}” is not a whole number of minutes. Write it like {_EXAMPLES}.",
        )
    return timedelta(minutes=int(minutes))


def read_leads(text: str) -> tuple[timedelta, ...]:
    """Read up to five lengths with commas, semicolons or “and” between them; “none” is none.

    Longest first, each once. Raises InvalidInputError, also for “1 hour and 30 minutes”, which may
    be one length or two.
    """
    if _folded(text) in _NONE:
        return ()
    if re.search(r"\d,\d", text):
        raise InvalidInputError(
            f"The comma in “{_quoted(text)}” may divide a number or a list. Write “1.5 hours” with "
            "a point, and a list with spaces: “24 hours, 1 hour”.",
        )
    parts = [part for part in map(_folded, re.split(r"[,;\n]", text)) if part]
    found: set[timedelta] = set()
    for part in (part.removeprefix("and ") for part in parts):
        pieces = _AND.split(part)
        if len(pieces) > 1 and _minutes(part) is not None:
            raise InvalidInputError(
                f"“{_quoted(part)}” may be one time before an event, or several. Write "
                f"“{_quoted(', '.join(pieces))}” for several, or “{_quoted(' '.join(pieces))}” "
                "for one.",
            )
        found.update(map(read_lead, pieces))
    if not found:
        raise InvalidInputError(
            f"Give one or more times before an event, like {_EXAMPLES}, or “none”.",
        )
    if len(found) > MOST:
        raise InvalidInputError(
            f"These are {len(found)} times before an event. Keep the {MOST} that matter, such as "
            "“24 hours, 1 hour, at the start”.",
        )
    return tuple(sorted(found, reverse=True))


def length_in_days(text: str) -> Decimal | None:
    """How many days a length in words is, such as “2 weeks”; None when it is no length."""
    minutes = _minutes(_folded(text))
    return None if minutes is None else minutes / _UNITS["day"]


def lead_words(lead: timedelta) -> str:
    """Say a length as people do: “at the start”, “90 minutes”, “24 hours”, “2 days”.

    `read_lead` reads it back.
    """
    if not lead:
        return "at the start"
    if lead % _HOUR and lead < 2 * _HOUR:
        return _counted(lead // _MINUTE, "minute")
    days, rest = divmod(lead, _DAY) if lead >= 2 * _DAY else (0, lead)
    hours, rest = divmod(rest, _HOUR)
    counts = ((days, "day"), (hours, "hour"), (rest // _MINUTE, "minute"))
    return " ".join(_counted(count, unit) for count, unit in counts if count)


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _minutes(words: str) -> Decimal | None:
    """How many minutes the words are, from the largest unit down; None when they are no length."""
    rest = _AROUND.sub("", words)
    if rest in _WHOLE:
        return Decimal(_WHOLE[rest])
    total, smallest = Decimal(0), None
    while rest:
        found = _TERM.match(rest)
        unit = _UNITS.get(found["unit"]) if found else None
        if found is None or unit is None or (smallest is not None and unit >= smallest):
            return None
        figure = found["figure"]
        count = Decimal(figure.replace(",", ".")) if figure else _COUNTS[found["word"]]
        total, smallest = total + count * unit, unit
        rest = _JOINT.sub("", rest[found.end() :])
    return None if smallest is None else total


def _folded(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise InvalidInputError(
            f"These are {len(text):,} characters. Give only the time before the event, like "
            f"{_EXAMPLES}.",
        )
    seen = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    plain = unicodedata.normalize("NFKC", seen).casefold()
    return " ".join(plain.split()).rstrip(" .!?")


def _quoted(text: str) -> str:
    """What was typed, on one line, short enough to be said back."""
    shown = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    return shown if len(shown) <= 60 else f"{shown[:59]}…"  # noqa: PLR2004 -- about a line
