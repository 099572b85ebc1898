"""The call as an event, at a clock time or in a window, and what one place is owed about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.occasions import (
    Occasion,
    Owed,
)
from bot.domain.posts import PostKind, Reason
from bot.domain.records import Citation, Event
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import When, days, instant

START = datetime(2025, 3, 18, 13, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
AT_START = timedelta(0)
WEEK = days(date(2025, 3, 16), date(2025, 3, 22), phrase="this week")
OPEN_END = replace(WEEK, upper=None)
TELLING = {PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES}
GONE = {
    EventStatus.CANCELLED: Reason.CANCELLED,
    EventStatus.POSTPONED: Reason.CANCELLED,
    EventStatus.HELD: Reason.OVER,
    EventStatus.NOT_HELD: Reason.OVER,
}


def event(when: When | None = None, status: EventStatus = EventStatus.EXPECTED) -> Event:
    return Event(
        key="call",
        title="Trump–Putin call",
        kind=EventKind.CALL,
        when=when or instant(START),
        status=status,
        citation=Citation(source="s1", words="this week"),
    )


def plan(about: Event, found: Sequence[Occasion]) -> list[Owed]:
    """The rows of one place, as they are kept when all of it is still ahead."""
    return [
        Owed(id=number, kind=one.kind, at=one.at, lead=one.lead, told=False)
        for number, one in enumerate(found, 1)
    ]


def rows(*leads: timedelta, told: Sequence[timedelta] = ()) -> list[Owed]:
    """One place's reminders of the call, by lead."""
    return [
        Owed(id=number, kind=PostKind.REMINDER, at=START - lead, lead=lead, told=lead in told)
        for number, lead in enumerate(leads, 1)
    ]


def sent(found: dict[int, Reason | None]) -> list[int]:
    return [number for number, reason in found.items() if reason is None]
