"""A server whose calendar changes, over a real outbox, and a sender that keeps what it is given."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import acts, breakages, calendar, log, posts
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, change_settings
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Actor, Citation, Event, Issue, Record, Role, Source
from bot.domain.reminding import CalendarSettings, EventReminder, PersonalReminder
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    ActorKind,
    EventKind,
    EventStatus,
    RecordState,
    RoleKind,
    Verb,
)
from bot.domain.when import days, instant
from bot.services.editing.service import Editing
from bot.services.posts.contents import Content
from bot.services.posts.outbox import Outbox, Result, Sent, Withdrawn
from bot.services.posts.planning import reconcile, reconcile_all
from tests.people import owner

GUILD, CHANNEL, DESK, ELSEWHERE, READER = 900, 10, 20, 30, 7
SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
# A Tuesday, two days after the clock stands at noon on the article's Sunday.
TUESDAY = datetime(2025, 3, 18, 12, tzinfo=UTC)
WEEK = days(date(2025, 3, 16), date(2025, 3, 22), phrase="this week")
NEXT_WEEK = days(date(2025, 3, 24), date(2025, 3, 30), phrase="next week")
USUAL = CalendarSettings(channel_id=CHANNEL, desk_id=DESK)
CITED = Citation(source="s1", words="They are to speak.")
CALL = Event(
    key="call",
    title="Trump–Putin call",
    kind=EventKind.CALL,
    when=instant(TUESDAY),
    status=EventStatus.EXPECTED,
    citation=CITED,
    issues=("truce",),
)
WINDOW = replace(CALL, when=WEEK)
FIRST: tuple[Record, ...] = (
    Source(key="s1", publisher="The Paper", published=days(date(2025, 3, 16))),
    Actor(key="putin", name="Putin", kind=ActorKind.PERSON),
    Issue(key="truce", title="The truce", question="Should it begin?"),
)
PART = Role(key="r1", actor="putin", role=RoleKind.PARTICIPANT, citation=CITED, event="call")


@dataclass(slots=True)
class World:
    """One server; `said` is what was sent, in order, each with what it said.

    `fresh` are the posts that the last turn handed out for the first time.
    """

    database: Database
    clock: ManualClock
    zone: str = "UTC"
    said: list[tuple[Post, Content]] = field(default_factory=list)
    outbox: Outbox = field(init=False)
    fresh: set[int] = field(default_factory=set)
    render: Callable[[Content], str] | None = None
    _contents: dict[int, Content] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.database, self.clock, Directories())

    async def begin(self, settings: CalendarSettings = USUAL, *, zone: str = "UTC") -> None:
        """Make the server with its first records and settings."""

        def work(unit: Unit) -> None:
            act = acts.begin(unit, GUILD, what="test", at=self.clock.now())
            acts.add_many(act, FIRST)
            change_settings(unit, GUILD, zone=zone, default_issue=None)
            calendar.keep_settings(unit, GUILD, settings)

        self.zone = zone
        await self.database.write(work)

    async def record(self, *records: Record) -> int:
        """Write new records, or the next versions of events that stand; the act's number."""

        def work(unit: Unit) -> int:
            act = acts.begin(unit, GUILD, what="test", at=self.clock.now())
            for record in records:
                known = log.versions(unit, type(record), GUILD, record.key)
                if known:
                    acts.amend(act, known[-1], record, verb=Verb.SET)
                else:
                    acts.add(act, record)
            self._plan(unit, records)
            return act.seq

        return await self.database.write(work)

    async def correct(self, event: Event) -> None:
        await self._amend(event, Verb.CORRECT, RecordState.PUBLISHED)

    async def retract(self, event: Event) -> None:
        await self._amend(event, Verb.RETRACT, RecordState.RETRACTED)

    async def _amend(self, event: Event, verb: Verb, state: RecordState) -> None:
        def work(unit: Unit) -> None:
            act = acts.begin(unit, GUILD, what="test", at=self.clock.now())
            was = log.versions(unit, Event, GUILD, event.key)[-1]
            acts.amend(act, was, event, verb=verb, reason="A reason.", state=state)
            self._plan(unit, [event])

        await self.database.write(work)

    def _plan(self, unit: Unit, records: Sequence[Record]) -> None:
        events = [each.key for each in records if isinstance(each, Event)]
        reconcile(unit, GUILD, events, zone=self.zone, now=self.clock.now())

    async def set(self, **changes: Any) -> None:
        """Change settings; a channel that is named is tried again."""

        def work(unit: Unit) -> None:
            settings = replace(calendar.settings(unit, GUILD), **changes)
            calendar.keep_settings(unit, GUILD, settings)
            for name in ("channel_id", "desk_id"):
                if changes.get(name):
                    breakages.mend_channels(unit, GUILD, changes[name])
            reconcile_all(unit, GUILD, zone=self.zone, now=self.clock.now())

        await self.database.write(work)

    async def set_event(self, own: EventReminder) -> None:
        def work(unit: Unit) -> None:
            calendar.keep_event_reminder(unit, GUILD, own)
            reconcile(unit, GUILD, [own.event], zone=self.zone, now=self.clock.now())

        await self.database.write(work)

    async def wish(
        self,
        lead: timedelta,
        user: int = READER,
        *,
        wish: str = "w1",
        event: str = "call",
        channel: int | None = None,
    ) -> None:
        def work(unit: Unit) -> None:
            made = PersonalReminder(
                id=wish,
                user_id=user,
                event=event,
                lead=lead,
                made_at=self.clock.now(),
                channel_id=channel,
            )
            calendar.keep_personal(unit, GUILD, made)
            reconcile(unit, GUILD, [event], zone=self.zone, now=self.clock.now())

        await self.database.write(work)

    async def end_wish(self, user: int = READER, *, wish: str = "w1", event: str = "call") -> None:
        def work(unit: Unit) -> None:
            calendar.drop_personal(unit, GUILD, wish, user_id=user)
            reconcile(unit, GUILD, [event], zone=self.zone, now=self.clock.now())

        await self.database.write(work)

    async def posts(self, *kinds: PostKind, event: str | None = "call") -> list[Post]:
        """Every post about an event, or without one, of these kinds; of every kind without any."""

        def work(unit: Unit) -> list[Post]:
            if event is not None:
                return posts.of_event(unit, GUILD, event)
            every = posts.in_states(unit, GUILD, tuple(PostState), limit=10_000)
            return [post for post in reversed(every) if post.event is None]

        found = await self.database.read(work)
        return [post for post in found if not kinds or post.kind in kinds]

    async def open(self, *kinds: PostKind, event: str | None = "call") -> list[Post]:
        return sorted(
            (post for post in await self.posts(*kinds, event=event) if post.open),
            key=lambda post: (post.due_at, post.id),
        )

    async def turn(self, *results: Result, by: str = "a", limit: int = 50) -> list[Post]:
        """One turn; what it handed out."""
        turn = await self.outbox.turn(results, by=by, limit=limit, render=self._render)
        while turn.more and not (turn.fresh or turn.tried):
            turn = await self.outbox.turn((), by=by, limit=limit, render=self._render)
        self.fresh = {post.id for post in turn.fresh}
        return [*turn.fresh, *turn.tried]

    def said_of(self, post: Post) -> Content:
        """What the words of a post say."""
        return self._contents[post.id]

    def _render(self, content: Content) -> str:
        self._contents[content.post.id] = content
        if self.render is not None:
            return self.render(content)
        return f"words of {content.post.token}"

    async def undo(self, seq: int) -> None:
        """Take an act back, as an editor does."""
        await Editing(self.database, self.clock, Directories()).undo(
            Scope(guild_id=GUILD), seq, by=owner(1)
        )

    @staticmethod
    def sent(post: Post) -> Result:
        return Sent(post=post, message_id=post.id)

    @staticmethod
    def withdrawn(post: Post) -> Result:
        return Withdrawn(post=post)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    async def send_mirror(self) -> list[Post]:
        """Send all that is due; what is shown on Discord is told by its event."""
        return await self.send(
            lambda post: Sent(
                post=post,
                mirrored=5 if getattr(self._contents[post.id], "wanted", False) else None,
            ),
        )

    async def send(
        self,
        judge: Callable[[Post], Result] | None = None,
    ) -> list[Post]:
        """Send all that is due now, or meet what `judge` says; what was sent."""
        sent: list[Post] = []
        results: list[Result] = []
        while True:
            found = await self.turn(*results)
            results = [Sent(post=post) if judge is None else judge(post) for post in found]
            for result in results:
                if isinstance(result, Sent):
                    sent.append(result.post)
                    self.said.append((result.post, self._contents[result.post.id]))
            if not found:
                return sent

    async def until(self, at: datetime) -> list[Post]:
        """Let time pass, and send each post when it comes due; what was sent."""
        sent = await self.send()
        while (due := await self.outbox.next_at()) is not None and due <= at:
            self.clock.at = max(due, self.clock.at)
            sent += await self.send()
        self.clock.at = at
        return sent


def due(found: Sequence[Post]) -> list[tuple[PostKind, datetime]]:
    return [(post.kind, post.due_at) for post in found]


def kinds(found: Sequence[Post]) -> list[PostKind]:
    return [post.kind for post in found]


def reasons(found: Sequence[Post]) -> set[Reason | None]:
    return {post.reason for post in found}


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent within a block."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        sent.append(args[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
