"""`When`: a date as vague as its source.

A phrase is kept with the day it was said on and the interval it was taken to mean. Code compares
`lower` and `upper`; people read the phrase, or the days. Nothing here invents a clock time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import InvalidInputError

_FIRST_YEAR, _LAST_YEAR = 2, 9998


class Precision(StrEnum):
    """How finely the source dates it; undated is an interval that follows from other facts."""

    INSTANT = "instant"
    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    UNDATED = "undated"


class Qualifier(StrEnum):
    """How sure the source, or we, are of the interval."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    UNCERTAIN = "uncertain"
    INFERRED = "inferred"


class Direction(StrEnum):
    """Whether the phrase looks back or forward from its anchor."""

    PAST = "past"
    FUTURE = "future"
    NONE = "none"


class Convention(StrEnum):
    """By which convention a relative phrase was resolved."""

    ISO_WEEK = "iso_week"
    SUNDAY_WEEK = "sunday_week"
    ROLLING_7D = "rolling_7d"
    SOURCE_INTENT = "source_intent"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A half-open interval of time, `lower <= t < upper`, with the words it came from.

    `lower` and `upper` are aware UTC; `upper` None is open. `zone` is the IANA zone in which the
    source counts its days. `anchor` is the civil day on which a relative phrase was said.
    """

    phrase: str
    lower: datetime
    upper: datetime | None
    precision: Precision
    zone: str = "UTC"
    qualifier: Qualifier = Qualifier.EXACT
    direction: Direction = Direction.NONE
    anchor: date | None = None
    convention: Convention | None = None
    resolved_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse naive times, unknown zones, empty phrases and intervals that end too early."""
        zone_named(self.zone)
        for edge in (self.lower, self.upper):
            if edge is not None and edge.utcoffset() != timedelta(0):
                raise InvalidInputError("A date needs its time in UTC. Give it with its zone.")
        if self.upper is not None and self.upper < self.lower:
            raise InvalidInputError(
                f"“{self.phrase}” ends before it begins. Give the earlier day first.",
            )
        if not self.phrase.strip():
            raise InvalidInputError("A date needs the words it came from, such as “16 March 2025”.")

    @property
    def first_day(self) -> date:
        """The first civil day that it may mean, in its own zone."""
        return self.lower.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last_day(self) -> date | None:
        """The last civil day that it may mean, in its own zone; None when open."""
        if self.upper is None:
            return None
        inside = max(self.lower, self.upper - timedelta(microseconds=1))
        return inside.astimezone(ZoneInfo(self.zone)).date()

    @property
    def has_clock_time(self) -> bool:
        """Whether the source gives a time of day."""
        return self.precision in {Precision.INSTANT, Precision.MINUTE}

    @property
    def edtf(self) -> str:
        """The interval in EDTF (ISO 8601-2), in its own zone; a week is an interval there."""
        mark = {
            Qualifier.EXACT: "",
            Qualifier.APPROXIMATE: "~",
            Qualifier.UNCERTAIN: "?",
            Qualifier.INFERRED: "?",
        }[self.qualifier]
        first, last = self.first_day, self.last_day
        if self.has_clock_time:
            return self.lower.isoformat(timespec="minutes").replace("+00:00", "Z")
        if self.precision is Precision.YEAR:
            return f"{first:%Y}{mark}"
        if self.precision is Precision.MONTH:
            return f"{first:%Y-%m}{mark}"
        if first == last:
            return f"{first.isoformat()}{mark}"
        return f"{first.isoformat()}{mark}/{last.isoformat() + mark if last else '..'}"


def zone_named(name: str) -> ZoneInfo:
    """The zone that goes by an IANA name; raises InvalidInputError when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidInputError(
            f"“{name[:100]}” is no time zone. Use an IANA name such as “Europe/Kyiv”.",
        ) from error


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def days(
    first: date,
    last: date | None = None,
    *,
    phrase: str | None = None,
    zone: str = "UTC",
    precision: Precision | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    direction: Direction = Direction.NONE,
    anchor: date | None = None,
    convention: Convention | None = None,
    resolved_by: str | None = None,
) -> When:
    """Make a `When` of the whole civil days `first` to `last`, both counted in `zone`.

    Raises InvalidInputError for days in the wrong order and for those at the calendar's ends.
    """
    last = last or first
    precision = precision or (Precision.DAY if first == last else Precision.INTERVAL)
    words = _written(first) if first == last else f"{_written(first)} to {_written(last)}"
    # A day at the calendar's end has no midnight in every zone, nor a day after it.
    if not all(_FIRST_YEAR <= day.year <= _LAST_YEAR for day in (first, last)):
        raise InvalidInputError(
            f"“{words}” lies beyond the calendar. Give a day between the years {_FIRST_YEAR} and "
            f"{_LAST_YEAR}.",
        )
    lower, upper = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    return When(
        phrase=phrase or words,
        lower=lower,
        upper=upper,
        precision=precision,
        zone=zone,
        qualifier=qualifier,
        direction=direction,
        anchor=anchor,
        convention=convention,
        resolved_by=resolved_by,
    )


def instant(at: datetime, *, phrase: str | None = None, zone: str = "UTC") -> When:
    """Make a `When` of one aware instant; raises InvalidInputError when it is naive."""
    if at.tzinfo is None:
        raise InvalidInputError("A time needs its zone, such as “15:00 Europe/Kyiv”.")
    moment = at.astimezone(UTC)
    return When(
        phrase=phrase or f"{_written(moment.date())} {moment:%H:%M} UTC",
        lower=moment,
        upper=moment,
        precision=Precision.MINUTE,
        zone=zone,
    )
