"""Dates from words: a phrase becomes a `When` as vague as it is, or a question, or a refusal.

Nothing is guessed: what has two meanings raises `AmbiguousWhenError` with both.
"""

from datetime import UTC, date, datetime

from bot.domain.phrases.clocks import moments
from bot.domain.phrases.daywise import day_spans
from bot.domain.phrases.folding import AHEAD, EXAMPLES, cleaned, folded, hedge, without_preposition
from bot.domain.phrases.notation import timestamp
from bot.domain.phrases.places import split_zone
from bot.domain.phrases.ranges import open_span, span_between
from bot.domain.phrases.refusals import AmbiguousWhenError, absolute, ambiguous, moment, written
from bot.domain.phrases.said import Moment, Said, Span, dated, wall_time
from bot.domain.phrases.spoken import spoken_moment, warm
from bot.domain.when import Direction, When, zone_named
from bot.errors import InvalidInputError

__all__ = ["AmbiguousWhenError", "read_day", "read_moment", "read_when", "warm_up"]


def read_when(
    text: str,
    *,
    now: datetime,
    zone: str,
    direction: Direction = Direction.PAST,
) -> When:
    """Read a date in words, figures or `<t:…>`, seen from `now` (aware) in an IANA `zone`.

    PAST is for what was said and FUTURE for what will be; each chooses among the years and weeks
    that were left out and refuses the other side. A place at the end replaces the zone. Raises
    AmbiguousWhenError with the choices, or another InvalidInputError.
    """
    said = _said(text, now=now, zone=zone, direction=direction)
    choices, why = _choices(said)
    fitting = tuple(choice for choice in choices if _fits(choice, said))
    if not fitting:
        raise _wrong_side(choices[0], said)
    return _one(fitting, why)


def read_day(text: str, *, now: datetime, zone: str) -> date:
    """Read one civil day, the latest where a year or week is left out.

    Raises InvalidInputError for a window of several days; AmbiguousWhenError for two days.
    """
    return _one_day(*_choices(_said(text, now=now, zone=zone, direction=Direction.PAST))).first_day


def read_moment(text: str, *, now: datetime, zone: str) -> datetime:
    """Read an instant, aware UTC; a day means its end in the zone, and today means now.

    Raises InvalidInputError for the future and for a window of several days.
    """
    said = _said(text, now=now, zone=zone, direction=Direction.PAST)
    when = _one_day(*_choices(said))
    if when.lower > said.now:
        raise InvalidInputError(
            f"The record does not reach into the future: “{said.phrase}” is {absolute(when)}. "
            f"Give a time up to now, {moment(said.now, said.zone)}.",
        )
    return min(when.upper or when.lower, said.now)


def warm_up() -> None:
    """Import the date library and read once; it takes about a second, so call it in a thread."""
    warm()
    split_zone("15:00 kyiv")


def _said(text: str, *, now: datetime, zone: str, direction: Direction) -> Said:
    if now.tzinfo is None:
        raise InvalidInputError("The present needs its zone. Give it as aware UTC.")
    zone_named(zone)
    phrase = cleaned(text)
    words, qualifier = hedge(folded(phrase))
    words, place = split_zone(words)
    zone = place or zone
    return Said(
        phrase=phrase,
        words=without_preposition(words),
        now=now.astimezone(UTC),
        wall=wall_time(now, zone),
        zone=zone,
        direction=direction,
        qualifier=qualifier,
    )


def _choices(said: Said) -> tuple[tuple[When, ...], str]:
    """Every meaning, and why there are several."""
    try:
        readings = _readings(said)
        whens = {(when.lower, when.upper): when for when in (dated(r, said) for r in readings)}
    except (OverflowError, ValueError) as error:
        raise InvalidInputError(
            f"“{said.phrase}” lies beyond the calendar. Give a day between the years 2 and 9998.",
        ) from error
    why = next((r.note for r in readings if isinstance(r, Moment) and r.note), "")
    if not why and readings[0].anchored:
        why = f"said on {said.anchor:%A} {written(said.anchor)}"
    return tuple(whens.values()), why


def _readings(said: Said) -> tuple[Span | Moment, ...]:
    found: tuple[Span | Moment, ...] | None = timestamp(said)
    for reader in (moments, open_span, day_spans, span_between, spoken_moment):
        found = found or reader(said)
    if not found:
        examples = AHEAD if said.direction is Direction.FUTURE else EXAMPLES
        raise InvalidInputError(
            f"“{said.phrase}” is no date that can be read. Write it like {examples}.",
        )
    return found


def _fits(when: When, said: Said) -> bool:
    match said.direction:
        case Direction.PAST:
            return when.lower <= said.now
        case Direction.FUTURE:
            return when.upper is None or when.upper > said.now or when.lower >= said.now
        case Direction.NONE:
            return True


def _wrong_side(when: When, said: Said) -> InvalidInputError:
    timed = when.has_clock_time
    edge = (
        f"time {{}} {moment(said.now, said.zone)}" if timed else f"day {{}} {written(said.anchor)}"
    )
    if said.direction is Direction.PAST:
        return InvalidInputError(
            f"What has happened cannot be dated in the future: “{said.phrase}” is {absolute(when)}. "
            f"Give a {edge.format('up to')}.",
        )
    return InvalidInputError(
        f"That has passed: “{said.phrase}” was {absolute(when)}. Give a {edge.format('from')} on.",
    )


def _one(choices: tuple[When, ...], why: str) -> When:
    if len(choices) > 1:
        raise ambiguous(choices, why)
    return choices[0]


def _one_day(choices: tuple[When, ...], why: str) -> When:
    for when in choices:
        if when.first_day != when.last_day:
            raise InvalidInputError(
                f"“{when.phrase}” is more than one day: {absolute(when)}. "
                "Give one day, such as “yesterday”, “14 March” or “2025-03-14”.",
            )
    return _one(choices, why)
