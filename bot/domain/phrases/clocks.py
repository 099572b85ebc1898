"""A time of day and the instants it can mean: the hour that clocks skip, the one they repeat."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from whenever import PlainDateTime, RepeatedTime, SkippedTime

from bot.domain.phrases.daywise import day_spans
from bot.domain.phrases.folding import without_preposition
from bot.domain.phrases.said import Moment, Said, chosen, day
from bot.errors import InvalidInputError

_NAMED = {"noon": 12, "midday": 12, "опівдні": 12, "полудень": 12}
_CLOCK = re.compile(
    r"(?<![0-9:.+\-])"
    r"(?:(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<only>[0-9]{1,2})\s*(?P<only_half>[ap])\.?m\b\.?"
    rf"|\b(?P<named>{'|'.join(_NAMED)})\b)"
    r"(?P<offset>z\b|\s*(?:utc|gmt)?[+][0-9]{1,2}(?::?[0-9]{2})?|\s*(?:utc|gmt)-[0-9]{1,2}"
    r"(?::?[0-9]{2})?|-[0-9]{2}:[0-9]{2})?"
    r"(?![0-9:])",
)
_OFFSET = re.compile(r"([+-])([0-9]{1,2}):?([0-9]{2})?")
_BEFORE_A_CLOCK = {"at", "о", "об", "в", "у", "t"}
_WIDEST_OFFSET = timedelta(hours=14)


def moments(said: Said) -> tuple[Moment, ...] | None:
    """Read a day with a time of day, or a time alone; None when no time of day is named.

    An hour that the zone's clocks skip or repeat gives two moments. Raises InvalidInputError when
    the time stands with something other than one day, or there are several times.
    """
    found = _CLOCK.search(said.words)
    if found is None:
        return None
    rest = _rest(said.words[: found.start()], said.words[found.end() :])
    if re.search(r"[0-9]:[0-9]", rest) or _is_range(found, said.words):
        raise InvalidInputError(
            f"“{said.phrase}” names more than one time of day. Give the one at which it begins.",
        )
    clock, offset = _time_of_day(found, said), _offset(found["offset"], said)
    return tuple(
        replace(moment, anchored=anchored)
        for on, anchored in _days(replace(said, words=rest, clock=clock))
        for moment in _instants(datetime.combine(on, clock), offset, said.zone)
    )


def _is_range(found: re.Match[str], words: str) -> bool:
    """Whether “-17:00” after a time is its end; only after an ISO date is it an offset."""
    bare = (found["offset"] or "").startswith("-")
    return bare and not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ]$", words[: found.start()])


def _rest(before: str, after: str) -> str:
    tokens = before.strip(" ,").split()
    if tokens and tokens[-1] in _BEFORE_A_CLOCK:
        tokens.pop()
    if tokens and re.fullmatch(r"[0-9-]+t", tokens[-1]):
        tokens[-1] = tokens[-1].removesuffix("t")
    return without_preposition(" ".join([*tokens, *after.split()]).strip(" ,"))


def _days(said: Said) -> list[tuple[date, bool]]:
    if not said.words:
        near = (said.anchor + timedelta(days=away) for away in (-1, 0, 1))
        today = chosen((day(one) for one in near), said)
        return [(today.first, True)] if today else []
    spans = day_spans(said)
    if spans is None or any(span.first != span.last for span in spans):
        raise InvalidInputError(
            f"“{said.phrase}” gives a time of day without one day for it. "
            "Write both, such as “18 March 2025 15:00” or “Tuesday 15:00 Kyiv”.",
        )
    return [(span.first, span.anchored) for span in spans]


def _time_of_day(found: re.Match[str], said: Said) -> time:
    if found["named"]:
        return time(_NAMED[found["named"]])
    hour, half = int(found["hour"] or found["only"]), found["half"] or found["only_half"]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 -- the hours of half a day
        hour = -1
    elif half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError as error:
        raise InvalidInputError(
            f"“{said.phrase}” names no time of day. Write it as “15:00” or “3 pm”.",
        ) from error


def _offset(text: str | None, said: Said) -> timedelta | None:
    if not text:
        return None
    found = _OFFSET.search(text)
    if found is None:
        return timedelta(0)
    away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if away > _WIDEST_OFFSET:
        raise InvalidInputError(
            f"“{said.phrase}” is too far from UTC. Write it as “15:00 UTC+3” or “15:00 Kyiv”.",
        )
    return -away if found[1] == "-" else away


def _instants(wall: datetime, offset: timedelta | None, zone: str) -> tuple[Moment, ...]:
    try:
        if offset is not None:
            return (Moment(at=wall.replace(tzinfo=timezone(offset)).astimezone(UTC)),)
        return _in_zone(wall, zone)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            f"No instant of {zone} could be found for {wall:%H:%M} on that day. "
            "Give a day between the years 2 and 9998.",
        ) from error


def _in_zone(wall: datetime, zone: str) -> tuple[Moment, ...]:
    plain = PlainDateTime(wall)
    try:
        return (Moment(at=_stdlib(plain, zone, "raise")),)
    except SkippedTime:
        note = f"as the clocks of {zone} go forward and skip {wall:%H:%M}"
    except RepeatedTime:
        note = f"as the clocks of {zone} go back and pass {wall:%H:%M} twice"
    return (
        Moment(at=_stdlib(plain, zone, "earlier"), note=note),
        Moment(at=_stdlib(plain, zone, "later"), note=note),
    )


def _stdlib(
    plain: PlainDateTime, zone: str, which: Literal["raise", "earlier", "later"]
) -> datetime:
    return plain.assume_tz(zone, disambiguation=which).to_instant().to_stdlib()
