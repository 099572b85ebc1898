"""What was typed and where it stands: the parts that every reader of phrases works with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.when import Convention, Direction, Precision, Qualifier, When, days, zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A phrase on its way to a date.

    `phrase` is what people see; `words` is the same folded for comparison. `wall` is the naive
    time on the wall in `zone` at the moment of reading. `clock` is the time of day that was said
    with it, if one was; it decides whether today still counts.
    """

    phrase: str
    words: str
    now: datetime
    wall: datetime
    zone: str
    direction: Direction
    qualifier: Qualifier = Qualifier.EXACT
    clock: time | None = None

    @property
    def anchor(self) -> date:
        """The civil day on which the phrase is said."""
        return self.wall.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whole civil days, both ends included; `last` None is open. `anchored` counts from a day."""

    first: date
    last: date | None
    precision: Precision = Precision.DAY
    qualifier: Qualifier = Qualifier.EXACT
    convention: Convention | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant in UTC. `note` says why there is more than one of them, if there is."""

    at: datetime
    qualifier: Qualifier = Qualifier.EXACT
    anchored: bool = False
    note: str = ""


def wall_time(now: datetime, zone: str) -> datetime:
    """The naive time on the wall in a zone; raises InvalidInputError for an unknown zone."""
    try:
        return now.astimezone(zone_named(zone)).replace(tzinfo=None)
    except OverflowError:
        # On the calendar's first and last day another zone may have a day that there is not.
        return now.replace(tzinfo=None)


def day(of: date, *, anchored: bool = True) -> Span:
    """One civil day."""
    return Span(first=of, last=of, anchored=anchored)


def chosen(candidates: Iterable[Span], said: Said) -> Span | None:
    """The candidate that a phrase without a year, or without a date, means in its direction.

    Looking back it is the latest that has begun; looking forward the earliest that is not over;
    else the nearest. A day with a time of day has begun when that time has come.
    """

    def begins(span: Span) -> datetime:
        return datetime.combine(span.first, said.clock or time.min)

    def ends(span: Span) -> datetime:
        return datetime.combine(span.last or date.max, said.clock or time.max)

    def away(span: Span) -> timedelta:
        return max(begins(span) - said.wall, said.wall - ends(span), timedelta(0))

    spans = list(candidates)
    match said.direction:
        case Direction.PAST:
            return max((s for s in spans if begins(s) <= said.wall), key=begins, default=None)
        case Direction.FUTURE:
            return min((s for s in spans if ends(s) >= said.wall), key=begins, default=None)
        case Direction.NONE:
            return min(spans, key=away, default=None)


def dated(reading: Span | Moment, said: Said) -> When:
    """The `When` of one reading, with the phrase, anchor and direction it came from."""
    anchor = said.anchor if reading.anchored else None
    qualifier = reading.qualifier if said.qualifier is Qualifier.EXACT else said.qualifier
    if isinstance(reading, Moment):
        whole = reading.at.second == 0 and reading.at.microsecond == 0
        return When(
            phrase=said.phrase,
            lower=reading.at,
            upper=reading.at,
            precision=Precision.MINUTE if whole else Precision.INSTANT,
            zone=said.zone,
            qualifier=qualifier,
            direction=said.direction,
            anchor=anchor,
        )
    closed = days(
        reading.first,
        reading.last or reading.first,
        phrase=said.phrase,
        zone=said.zone,
        precision=reading.precision,
        qualifier=qualifier,
        direction=said.direction,
        anchor=anchor,
        convention=reading.convention,
    )
    return closed if reading.last else replace(closed, upper=None)


def utc(moment: datetime) -> datetime:
    """The same instant in UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0)
