"""Events of every status and date, and the answers that show them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.agenda import Period
from bot.domain.records import Citation, Event, Recorded, Source, Version
from bot.domain.vocabulary import EventKind, EventStatus, RecordState, Verb
from bot.domain.when import Direction, Precision, When, days, instant
from bot.services.answers import Asked, EventView
from bot.services.calendar.answers import EventAnswer, EventsAnswer
from tests.ui import nasty

NOW = nasty.NOW
WINDOW = days(
    date(2025, 3, 16),
    date(2025, 3, 22),
    phrase="this week",
    direction=Direction.FUTURE,
    anchor=date(2025, 3, 16),
)
CLOCK = instant(datetime(2025, 3, 18, 15, tzinfo=UTC))
OPEN_ENDED = When(
    phrase="from Monday on",
    lower=datetime(2025, 3, 17, tzinfo=UTC),
    upper=None,
    precision=Precision.INTERVAL,
)
WHENS = {
    "window": WINDOW,
    "clock": CLOCK,
    "day": days(date(2025, 3, 18)),
    "open": OPEN_ENDED,
    "past window": days(date(2025, 3, 3), date(2025, 3, 9)),
    "past clock": instant(NOW - timedelta(hours=1)),
}
CALL = Event(
    key="call",
    title="Trump–Putin call",
    kind=EventKind.CALL,
    when=WINDOW,
    status=EventStatus.EXPECTED,
    citation=Citation(source="article", words="a conversation this week"),
)
SOURCE = Source(key="article", publisher="The Paper", published=days(date(2025, 3, 16)))
ASKED = Asked(at=NOW, zone="UTC")
ACTIVE = {EventStatus.EXPECTED, EventStatus.CONFIRMED}


def version(number: int, verb: Verb = Verb.SET, reason: str | None = None) -> Version:
    return Version(
        number=number,
        verb=verb,
        state=RecordState.PUBLISHED,
        recorded_at=NOW + timedelta(hours=number),
        reason=reason,
    )


def recorded(event: Event, number: int = 1, verb: Verb = Verb.SET) -> Recorded[Event]:
    return Recorded(record=event, version=version(number, verb))


def answer(*versions: Recorded[Event], **more: Any) -> EventAnswer:
    """The answer of an event's versions, newest first."""
    values: dict[str, Any] = {
        "asked": ASKED,
        "view": EventView(event=versions[0], source=SOURCE, participants=()),
        "attendance": (),
        "announcer": None,
        "issues": (),
        "follows": None,
        "history": versions,
    }
    return EventAnswer(**(values | more))


def listed(views: list[EventView], **more: Any) -> EventsAnswer:
    values: dict[str, Any] = {
        "asked": ASKED,
        "issue": None,
        "period": Period(),
        "rows": tuple(views),
        "count": len(views),
        "recorded": len(views),
        "page": 0,
        "has_more": False,
    }
    return EventsAnswer(**(values | more))


def one(event: Event) -> EventView:
    return EventView(event=recorded(event), source=SOURCE, participants=())
