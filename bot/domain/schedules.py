"""Times that recur by the wall clock of a zone, once per civil day whatever the clocks do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import dropwhile, takewhile

from whenever import PlainDateTime, ZonedDateTime

from bot.domain.when import zone_named
from bot.errors import InvalidInputError

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that a recurrence comes round: the civil day it belongs to, and the UTC instant."""

    on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A naive time of day in an IANA zone, on some days of the week, 0 for Monday.

    Where the clocks skip the time it comes as much later as they skip; where they repeat it, it
    comes the first time only. A day that a zone left out of its calendar has none.
    """

    at: time
    zone: str
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        """Refuse unknown zones, times with a zone of their own and weeks without a day."""
        zone_named(self.zone)
        if self.at.tzinfo is not None:
            raise InvalidInputError("Give the time of day without a zone, such as “09:00”.")
        if not self.days or not self.days <= EVERY_DAY:
            raise InvalidInputError("Give one or more days of the week, Monday to Sunday.")

    def next_after(self, after: datetime) -> Occurrence:
        """The first occurrence later than an aware instant."""
        return next(dropwhile(lambda found: found.at <= after, self._near(after)))

    def between(self, start: datetime, end: datetime) -> tuple[Occurrence, ...]:
        """Every occurrence with `start <= at < end`, both aware, in order."""
        begun = dropwhile(lambda found: found.at < start, self._near(start))
        return tuple(takewhile(lambda found: found.at < end, begun))

    def _near(self, moment: datetime) -> Iterator[Occurrence]:
        """Every occurrence in order, from the day before the moment's own."""
        # A time that is skipped just before midnight comes on the day after its own.
        on = moment.astimezone(zone_named(self.zone)).date() - _DAY
        while True:
            if on.weekday() in self.days and self._lived(on):
                at = self._resolved(on, self.at).to_instant().to_stdlib()
                yield Occurrence(on=on, at=at)
            on += _DAY

    def _lived(self, on: date) -> bool:
        """Whether the zone had the day at all: some crossed the date line and left one out."""
        return self._resolved(on, time.min).date().to_stdlib() == on

    def _resolved(self, on: date, at: time) -> ZonedDateTime:
        wall = PlainDateTime(datetime.combine(on, at))
        return wall.assume_tz(self.zone, disambiguation="compatible")
