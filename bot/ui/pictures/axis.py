"""Days across a picture: where a day stands, and which days are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.domain.when import When
from bot.ui.pictures import words
from bot.ui.pictures.canvas import SMALL
from bot.ui.pictures.lettering import width

DAY = timedelta(days=1)
_STEPS = (1, 2, 3, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_GAP = 14
_MOST = 40
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day that is named: its place, and the middle of its text, which stays inside the axis."""

    place: float
    middle: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The instants `start` to `end`, aware UTC, from `left` to `right`."""

    start: datetime
    end: datetime
    left: float
    right: float

    def at(self, moment: datetime) -> float:
        """Where an instant stands; what lies outside stands at the edge."""
        inside = min(max(moment, self.start), self.end)
        share = (inside - self.start) / (self.end - self.start)
        return self.left + share * (self.right - self.left)

    def at_end_of(self, day: date) -> float:
        """Where a day ends."""
        return self.at(_begin(day) + DAY)

    def span(self, when: When) -> tuple[float, float]:
        """From where to where a date stands, as vague as it is."""
        return self.at(when.lower), self.at(when.upper or self.end)

    def ticks(self) -> tuple[Tick, ...]:
        """The days or months that are named, as many as have room."""
        return _ticks(self)

    def choose(self) -> tuple[Tick, ...]:
        """Find the finest scale whose names have room."""
        for dates, by_month in self._scales():
            texts = _texts(dates, by_month=by_month)
            found = tuple(self._tick(day, text) for day, text in zip(dates, texts, strict=True))
            if found and _have_room(found):
                return found
        return ()

    def _tick(self, day: date, text: str) -> Tick:
        half = width(text, SMALL) / 2
        place = self.at(_begin(day))
        middle = min(max(place, self.left + half), self.right - half)
        return Tick(place=place, middle=middle, text=text)

    def _scales(self) -> Iterator[tuple[list[date], bool]]:
        first, last = self.start.date(), self.end.date()
        days = (last - first).days
        for step in _STEPS:
            if days // step < _MOST:
                yield [day for day in _days(first, days, step) if self._inside(day)], False
        for step in _MONTHS:
            if days // (30 * step) < _MOST:
                yield [day for day in _months(first, last, step) if self._inside(day)], True

    def _inside(self, day: date) -> bool:
        return self.start <= _begin(day) < self.end


@lru_cache(maxsize=4)
def _ticks(axis: Axis) -> tuple[Tick, ...]:
    # Each lane of a picture asks for them.
    return axis.choose()


def spanning(
    whens: Iterable[When],
    *,
    now: date,
    left: float,
    right: float,
) -> Axis:
    """An axis over some dates and `now`, with a little room at both ends.

    A beginning that nobody knows, and an end that is open, do not stretch it.
    """
    edges = [_begin(now), _begin(now) + DAY]
    for when in whens:
        known = when.lower.year > date.min.year
        edges += [when.lower if known else when.upper or when.lower] if known or when.upper else []
        edges += [when.upper] if when.upper else []
    start, end = min(edges), max(edges)
    least = 8 * DAY
    if end - start < least:
        start = end - least
    room = (end - start) / 40
    return Axis(
        start=start - min(room, start - _FIRST),
        end=end + min(room, _LAST - end),
        left=left,
        right=right,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _days(first: date, count: int, step: int) -> Iterator[date]:
    # Weeks begin on Mondays, so that pictures of one issue name the same days.
    skip = -(first.toordinal() - 1) % step
    for at in range(skip, count + 1, step):
        yield first + at * DAY


def _months(first: date, last: date, step: int) -> Iterator[date]:
    begin = (first.year * 12 + first.month - 1) // step * step
    for at in range(begin, last.year * 12 + last.month, step):
        if at >= 12:  # noqa: PLR2004 -- there is no year nought
            yield date(at // 12, at % 12 + 1, 1)


def _texts(days: Iterable[date], *, by_month: bool) -> Iterator[str]:
    """The names of the days; the year stands where it is new."""
    year = 0
    for day in days:
        new = day.year != year
        year = day.year
        yield words.month(day, year=new) if by_month else words.short_day(day, year=new)


def _have_room(ticks: tuple[Tick, ...]) -> bool:
    end = float("-inf")
    for tick in ticks:
        half = width(tick.text, SMALL) / 2
        if tick.middle - half < end:
            return False
        end = tick.middle + half + _GAP
    return True
