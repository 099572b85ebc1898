"""What of the calendar is asked about: what is ahead, what is past, or what falls into a period."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.occasions import is_active
from bot.domain.phrases import read_when
from bot.domain.records import Event
from bot.domain.vocabulary import EventStatus
from bot.domain.when import Direction, days

_ENDED = {EventStatus.HELD, EventStatus.NOT_HELD}


class Span(StrEnum):
    """Which part of the calendar is meant."""

    AHEAD = "ahead"
    PAST = "past"
    ALL = "all"
    WITHIN = "within"


_TYPED = {
    **dict.fromkeys(("", "ahead", "upcoming", "open", "future"), Span.AHEAD),
    **dict.fromkeys(("past", "over", "passed"), Span.PAST),
    **dict.fromkeys(("all", "any", "everything", "always", "ever"), Span.ALL),
}


def has_passed(event: Event, now: datetime) -> bool:
    """Whether its clock time, or the whole of its window, lies behind; never without an end."""
    when = event.when
    end = when.lower if when.has_clock_time else when.upper
    return end is not None and end <= now


def is_ahead(event: Event, now: datetime) -> bool:
    """Whether it may still come about at its date."""
    return is_active(event) and not has_passed(event, now)


def awaits_outcome(event: Event, now: datetime) -> bool:
    """Whether its time has passed and nobody has recorded what came of it."""
    return is_active(event) and has_passed(event, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of the calendar; `lower` and `upper` bound WITHIN alone.

    They are aware UTC and half-open, `lower <= t < upper`; `upper` None has no end.
    """

    span: Span = Span.AHEAD
    lower: datetime | None = None
    upper: datetime | None = None

    def holds(self, event: Event, now: datetime) -> bool:
        """Whether an event belongs to it; of a window, any part will do."""
        match self.span:
            case Span.AHEAD:
                return is_active(event)
            case Span.PAST:
                return event.status in _ENDED or has_passed(event, now)
            case Span.ALL:
                return True
        return self._overlaps(event)

    def _overlaps(self, event: Event) -> bool:
        first, last = event.when.lower, event.when.upper
        begins = self.upper is None or first < self.upper
        if self.lower is None or last is None:
            return begins
        return begins and (last > self.lower or first == last == self.lower)

    def ordered(self, events: list[Event], now: datetime) -> list[Event]:
        """Its events by date: what is ahead before what waits for its outcome, the past backwards."""
        back = self.span is Span.PAST
        found = sorted(events, key=lambda each: each.when.lower, reverse=back)
        if self.span is Span.AHEAD:
            found.sort(key=lambda each: has_passed(each, now))
        return found


def read_period(typed: str, *, now: datetime, zone: str) -> Period:
    """Read “past”, “all”, “ahead”, or a date in words as the civil days that it may mean.

    Raises AmbiguousWhenError for words with two meanings, or another InvalidInputError.
    """
    span = _TYPED.get(typed.strip().casefold())
    if span is not None:
        return Period(span=span)
    when = read_when(typed, now=now, zone=zone, direction=Direction.NONE)
    whole = days(when.first_day, when.last_day, zone=when.zone)
    return Period(
        span=Span.WITHIN,
        lower=whole.lower,
        upper=None if when.upper is None else whole.upper,
    )
