"""What the calendar answers readers: events with the names they point to."""

from dataclasses import dataclass

from bot.domain.agenda import Period
from bot.domain.records import Actor, Event, Issue, Recorded, Role
from bot.services.answers import Asked, EventView, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAnswer:
    """One page of the events of a period, on one issue or on any; `page` counts from 0.

    `count` is of all pages, `recorded` of every period.
    """

    asked: Asked
    issue: Issue | None
    period: Period
    rows: tuple[EventView, ...]
    count: int
    recorded: int
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who takes part in an event, in which role, and for whom they speak on its day."""

    actor: Actor
    role: Role
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAnswer:
    """One event with everybody and everything it names.

    `history` is every published version, newest first; the first of them is what is shown.
    """

    asked: Asked
    view: EventView
    attendance: tuple[Attendance, ...]
    announcer: Actor | None
    issues: tuple[Issue, ...]
    follows: Event | None
    history: tuple[Recorded[Event], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """Events for a calendar file called `name`; `left_off` counts those that are not in it."""

    asked: Asked
    guild_id: int
    name: str
    title: str
    events: tuple[EventView, ...]
    left_off: int = 0
