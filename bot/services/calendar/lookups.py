"""What readers ask of the calendar: each method is one snapshot of the database and one answer."""

from bot.clock import Clock
from bot.db import log
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.agenda import Period, Span, is_ahead, read_period
from bot.domain.names import normal
from bot.domain.phrases.refusals import absolute
from bot.domain.records import Event, Issue, Role
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.services.answers import EventView, Office, Suggestion
from bot.services.calendar.answers import Attendance, EventAnswer, EventsAnswer, FileAnswer
from bot.services.question import Question
from bot.services.snapshots import Snapshots

PAGE = 6
CHOICES = 25
MOST_IN_FILE = 500


class Calendar:
    """Answers readers' questions about events."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._clock = clock
        self._snapshots = Snapshots(database, clock, directories)

    async def events(
        self,
        scope: Scope,
        issue: str | None = None,
        when: str | Period | None = None,
        *,
        page: int = 0,
    ) -> EventsAnswer:
        """One page of the events of a period, typed or read before; without one, what is ahead.

        Raises AmbiguousWhenError for words with two meanings, and other InvalidInputErrors.
        """

        def answer(q: Question) -> EventsAnswer:
            on, period = _issue(q, issue), _period(q, when)
            recorded, found = _found(q, on, period)
            start = page * PAGE
            return EventsAnswer(
                asked=q.asked,
                issue=on,
                period=period,
                rows=_views(q, found[start : start + PAGE]),
                count=len(found),
                recorded=recorded,
                page=page,
                has_more=len(found) > start + PAGE,
            )

        return await self._snapshots.ask(scope, answer)

    async def event(self, scope: Scope, typed: str) -> EventAnswer:
        """One event with its history; raises UnknownNameError when none goes by what was typed."""

        def answer(q: Question) -> EventAnswer:
            event = q.directory.event(typed)
            (view,) = _views(q, [event])
            return EventAnswer(
                asked=q.asked,
                view=view,
                attendance=tuple(
                    Attendance(
                        actor=q.views.actor(role.actor),
                        role=role,
                        offices=_offices(q, event, role),
                    )
                    for _, role in view.participants
                ),
                announcer=q.views.actor(event.announced_by) if event.announced_by else None,
                issues=tuple(
                    q.directory.issues[key] for key in event.issues if key in q.directory.issues
                ),
                follows=q.directory.events.get(event.follows) if event.follows else None,
                history=tuple(
                    each
                    for each in reversed(
                        log.versions(q.unit, Event, scope.guild_id, event.key, author=False),
                    )
                    if each.version.state is RecordState.PUBLISHED
                    and (scope.known_at is None or each.version.recorded_at <= scope.known_at)
                ),
            )

        return await self._snapshots.ask(scope, answer)

    async def file(
        self,
        scope: Scope,
        issue: str | None = None,
        when: str | Period | None = None,
    ) -> FileAnswer:
        """All events that `events` lists, on every page, up to as many as a file may hold."""

        def answer(q: Question) -> FileAnswer:
            on = _issue(q, issue)
            _, found = _found(q, on, _period(q, when))
            return FileAnswer(
                asked=q.asked,
                guild_id=scope.guild_id,
                name=f"events-{on.key}" if on else "events",
                title=f"Events: {on.title}" if on else "Events",
                events=_views(q, found[:MOST_IN_FILE]),
                left_off=max(0, len(found) - MOST_IN_FILE),
            )

        return await self._snapshots.ask(scope, answer)

    async def event_file(self, scope: Scope, typed: str) -> FileAnswer:
        """One event for a file; raises UnknownNameError when none goes by what was typed."""

        def answer(q: Question) -> FileAnswer:
            event = q.directory.event(typed)
            return FileAnswer(
                asked=q.asked,
                guild_id=scope.guild_id,
                name=event.key,
                title=event.title,
                events=_views(q, [event]),
            )

        return await self._snapshots.ask(scope, answer)

    async def suggest(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 events that what is being typed may become, best first; first what is ahead."""
        directory = await self._snapshots.directory(guild_id)
        now = self._clock.now()
        if normal(typed):
            found = list(directory.find_events(typed, limit=CHOICES))
        else:
            events = directory.events.values()
            later = [event for event in events if is_ahead(event, now)]
            rest = [event for event in events if not is_ahead(event, now)]
            found = [
                *Period(span=Span.ALL).ordered(later, now),
                *Period(span=Span.PAST).ordered(rest, now),
            ][:CHOICES]
        return tuple(
            Suggestion(label=f"{event.title} · {absolute(event.when)}", key=event.key)
            for event in found
        )


def _issue(q: Question, typed: str | None) -> Issue | None:
    """The issue that was typed; left out, it is every issue and what belongs to none."""
    return q.issue(typed) if typed else None


def _period(q: Question, when: str | Period | None) -> Period:
    if isinstance(when, Period):
        return when
    return read_period(when or "", now=q.asked.at, zone=q.asked.zone)


def _found(q: Question, issue: Issue | None, period: Period) -> tuple[int, list[Event]]:
    """How many events there are on the issue, and those of the period in its order."""
    events = [
        event for event in q.directory.events.values() if issue is None or issue.key in event.issues
    ]
    now = q.asked.at
    found = [event for event in events if period.holds(event, now)]
    return len(events), period.ordered(found, now)


def _views(q: Question, events: list[Event]) -> tuple[EventView, ...]:
    found = log.by_keys(q.unit, Event, q.scope, [event.key for event in events])
    return tuple(q.views.event(found[event.key]) for event in events if event.key in found)


def _offices(q: Question, event: Event, role: Role) -> tuple[Office, ...]:
    on = event.issues[0] if len(event.issues) == 1 else None
    held = q.directory.mandates_of(role.actor, issue=on, on=event.when.first_day)
    return tuple(Office(mandate=each, principal=q.views.actor(each.principal)) for each in held)
