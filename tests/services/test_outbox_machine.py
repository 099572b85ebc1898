"""Whatever happens to the calendar, the clock, the sender and Discord, in any order.

Nothing is posted twice, nobody is left with a date that does not hold, and nothing is lost without
a reason.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.clock import ManualClock
from bot.db import calendar, log, posts
from bot.db.engine import Unit, open_database
from bot.db.migrate import migrate
from bot.domain.occasions import is_active, occasions, personal, schedule_of
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Event, Recorded
from bot.domain.vocabulary import EventStatus, RecordState
from bot.domain.when import When, instant
from bot.errors import StancebotError
from bot.services.posts.contents import EventContent
from bot.services.posts.outbox import Result
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    DESK,
    ELSEWHERE,
    GUILD,
    HOUR,
    MINUTE,
    SECOND,
    USUAL,
    WEEK,
    World,
)
from tests.services.small_discord import Message, SmallDiscord

T = TypeVar("T")

KEYS = ("one", "two")
PEOPLE = (7, 8)
TELLING = {PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES}
WORDS = {PostKind.REMINDER, PostKind.OPENS, PostKind.MOVED, PostKind.CANCELLED}
PAST = {EventStatus.HELD, EventStatus.NOT_HELD}
OUTDONE = {Reason.REPLACED, Reason.TOO_LATE}

AHEAD = st.sampled_from([10 * MINUTE, HOUR, 3 * HOUR, 26 * HOUR, 3 * DAY])
LENGTHS = st.sampled_from([6 * HOUR, DAY, 4 * DAY])
LEADS = st.sampled_from([(), (timedelta(0),), (HOUR,), (HOUR, timedelta(0)), (DAY, HOUR)])
PASSES = st.sampled_from([SECOND, 15 * SECOND, 2 * MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY])
ANSWERS = st.sampled_from(["sent", "sent", "lost before", "lost after", "crash", "crash after"])


@cache
def _template() -> Path:
    """A migrated file to copy: migrating each time takes far longer."""
    path = Path(mkdtemp(prefix="stancebot-")) / "empty.db"

    async def make() -> None:
        async with open_database(f"sqlite:///{path}") as opened:
            await migrate(opened)

    asyncio.run(make())
    return path


class OutboxMachine(RuleBasedStateMachine):
    """A server with two events and two readers, one sender that may die, and a small Discord."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(prefix="stancebot-")
        self._stack = AsyncExitStack()
        self._loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        self.discord = SmallDiscord(self.clock.at)
        self.results: list[Result] = []
        self.lives = self.asked = 0
        self.wishes: dict[str, tuple[int, str]] = {}
        self.ended: set[tuple[int, str]] = set()
        self.acts: list[int] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        path = Path(self._folder.name) / "stance.db"
        shutil.copy(_template(), path)
        opened = open_database(f"sqlite:///{path}")
        self.world = World(self.run(self._stack.enter_async_context(opened)), self.clock)
        self.run(self.world.begin(USUAL))

    # The calendar.

    def event(self, key: str) -> Event | None:
        versions = self.versions(key)
        return versions[-1].record if versions else None

    def versions(self, key: str) -> list[Recorded[Event]]:
        return self.run(
            self.world.database.read(lambda unit: log.versions(unit, Event, GUILD, key)),
        )

    def _record(self, event: Event) -> None:
        self.acts.append(self.run(self.world.record(event)))

    @rule(key=st.sampled_from(KEYS), ahead=AHEAD)
    def expect(self, key: str, ahead: timedelta) -> None:
        """Add an event at a clock time, or move it there; also one that was cancelled."""
        when = instant(self.clock.at.replace(second=0) + ahead)
        event = self.event(key) or replace(CALL, key=key)
        self._record(replace(event, when=when, status=EventStatus.EXPECTED))

    @rule(key=st.sampled_from(KEYS), ahead=AHEAD, length=LENGTHS)
    def expect_within(self, key: str, ahead: timedelta, length: timedelta) -> None:
        lower = self.clock.at + ahead
        when: When = replace(WEEK, lower=lower, upper=lower + length)
        event = self.event(key) or replace(CALL, key=key)
        self._record(replace(event, when=when, status=EventStatus.EXPECTED))

    @rule(key=st.sampled_from(KEYS), status=st.sampled_from(EventStatus))
    def settle(self, key: str, status: EventStatus) -> None:
        """Confirm, postpone, cancel, reinstate, or say what became of it."""
        event = self.event(key)
        if event is not None and event.status is not status:
            self._record(replace(event, status=status))

    @rule(key=st.sampled_from(KEYS))
    def retract(self, key: str) -> None:
        versions = self.versions(key)
        if versions and versions[-1].version.state is RecordState.PUBLISHED:
            self.run(self.world.retract(versions[-1].record))

    @precondition(lambda self: self.acts)
    @rule(back=st.integers(1, 3))
    def undo(self, back: int) -> None:
        try:
            self.run(self.world.undo(self.acts[-min(back, len(self.acts))]))
        except StancebotError:
            return

    # What is wanted.

    @rule(
        channel=st.sampled_from([CHANNEL, CHANNEL, ELSEWHERE, None]),
        desk=st.sampled_from([DESK, DESK, None]),
        leads=LEADS,
    )
    def set(self, channel: int | None, desk: int | None, leads: tuple[timedelta, ...]) -> None:
        self.run(self.world.set(channel_id=channel, desk_id=desk, leads=leads))

    @rule(
        key=st.sampled_from(KEYS),
        user=st.sampled_from(PEOPLE),
        lead=st.sampled_from([timedelta(0), HOUR, 2 * HOUR]),
        channel=st.sampled_from([None, CHANNEL]),
    )
    def wish(self, key: str, user: int, lead: timedelta, channel: int | None) -> None:
        if self.event(key) is not None:
            self.asked += 1
            wish = f"w{self.asked}"
            self.wishes[wish] = (user, key)
            self.run(self.world.wish(lead, user, wish=wish, event=key, channel=channel))

    @precondition(lambda self: self.wishes)
    @rule(data=st.data())
    def end_wish(self, data: st.DataObject) -> None:
        wish = data.draw(st.sampled_from(sorted(self.wishes)))
        user, key = self.wishes.pop(wish)
        self.ended.add((user, key))
        self.run(self.world.end_wish(user, wish=wish, event=key))

    # Time.

    def _pass(self, by: timedelta) -> None:
        self.discord.now += by
        self.clock.advance(by)

    @rule(by=PASSES)
    def wait(self, by: timedelta) -> None:
        self._pass(by)

    @rule(behind=st.sampled_from([timedelta(0), MINUTE, HOUR]))
    def step(self, behind: timedelta) -> None:
        """The clock is set back by up to an hour, or put right."""
        self.clock.at = self.discord.now - behind
        self.run(self.world.outbox.mend())

    # Sending, as bot/delivery does.

    @rule(answers=st.lists(ANSWERS, min_size=1, max_size=4))
    def send(self, answers: list[str]) -> None:
        """A turn of the sender; each post meets one of the answers in turn."""
        name = f"life-{self.lives}"
        results, self.results = self.results, []
        found = self.run(self.world.turn(*results, by=name))
        crashed = False
        for number, post in enumerate(found):
            answer = answers[number % len(answers)]
            fresh = post.id in self.world.fresh
            content = self.world.said_of(post)
            self.results.append(
                self.discord.attempt(post, content, answer, fresh=fresh, bot_at=self.clock.at)
            )
            crashed |= answer.startswith("crash")
        if crashed:
            # Nothing of what it had done is accounted for, and nobody waits for its leases.
            self.results.clear()
            self.discord.forget()
            self.lives += 1

    # What holds at any time.

    @invariant()
    def each_post_is_stored_at_most_once(self) -> None:
        stored = Counter(each.post.id for each in self.discord.messages)
        assert not stored or max(stored.values()) == 1, stored

    @invariant()
    def a_lane_is_in_order(self) -> None:
        """Within a place, reminders of one date come in the order in which they were due."""
        newest: dict[tuple[object, ...], datetime] = {}
        for each in self.discord.messages:
            post = each.post
            if post.kind in TELLING:
                key = (post.event, post.schedule, each.place)
                assert newest.get(key, post.due_at) <= post.due_at
                newest[key] = post.due_at

    @invariant()
    def after_its_start_an_event_is_announced_only_to_who_heard_nothing(self) -> None:
        for number, each in enumerate(self.discord.messages):
            post, content = each.post, each.content
            if post.kind is not PostKind.REMINDER or not isinstance(content, EventContent):
                continue
            start = content.view.event.record.when.lower
            if post.due_at < start <= each.bot_at and content.now >= start:
                assert not any(
                    other.place == each.place
                    and (other.post.event, other.post.schedule) == (post.event, post.schedule)
                    for other in self.discord.messages[:number]
                    if other.post.kind in TELLING
                )

    @invariant()
    def what_is_ahead_is_owed(self) -> None:
        """To the right place, at the right time; or it was told, or outdone by what was."""
        if not hasattr(self, "world"):
            return
        for key in KEYS:
            found = self.run(self.world.database.read(partial(self._owed, key=key)))
            assert found == [], found

    def _owed(self, unit: Unit, key: str) -> list[object]:
        versions = log.versions(unit, Event, GUILD, key)
        schedule = schedule_of(versions) if versions else None
        if schedule is None:
            return [post for post in posts.of_event(unit, GUILD, key) if self._stray(post)]
        event = versions[-1].record
        held = calendar.settings(unit, GUILD)
        every = posts.of_event(unit, GUILD, key)
        wanted: list[tuple[PostKind, datetime, int | None, int | None]] = []
        for occasion in occasions(event, held.leads if held.channel_id else ()):
            desk = occasion.kind is PostKind.QUESTION
            place = held.desk_id if desk else held.channel_id
            if place is not None:
                wanted.append((occasion.kind, occasion.at, place, None))
        for wish in calendar.personal(unit, GUILD, event=key):
            occasion_ = personal(event, wish.lead)
            if occasion_ is not None:
                wanted.append((occasion_.kind, occasion_.at, wish.channel_id, wish.user_id))
        # The sender may be held up; what came due since the last change is another matter.
        ahead = [each for each in wanted if each[1] > self.clock.at + HOUR]
        return [each for each in ahead if not any(_answers(post, schedule, each) for post in every)]

    @staticmethod
    def _stray(post: Post) -> bool:
        """Whether a post is owed for a date that does not hold, and nobody has tried it yet."""
        return post.open and post.kind in TELLING and post.first_attempt_at is None

    # What holds in the end.

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self._settle()
                self._check_the_end()
        finally:
            self.run(self._stack.aclose())
            self._loop.close()
            self._folder.cleanup()

    def _settle(self) -> None:
        """Let everything answer, and time pass until nothing is owed any more."""
        self.clock.at = self.discord.now
        self.run(self.world.outbox.mend())
        for _ in range(400):
            self.send(["sent"])
            self.each_post_is_stored_at_most_once()
            if self.results:
                continue
            due = self.run(self.world.outbox.next_at())
            if due is None:
                return
            self._pass(max(due - self.clock.at, SECOND))
        raise AssertionError("something is owed for ever")

    def _check_the_end(self) -> None:
        self.a_lane_is_in_order()
        for key in KEYS:
            every = self.run(self.world.posts(event=key))
            assert not any(post.open for post in every)
            stored = {each.post.id for each in self.discord.messages if each.post.event == key}
            assert {post.id for post in every if post.state is PostState.SENT} == stored
            versions = self.versions(key)
            if versions:
                self._check_words(key, versions)

    def _check_words(self, key: str, versions: list[Recorded[Event]]) -> None:
        """The last word in each place agrees with what holds."""
        newest = versions[-1]
        published = [each for each in versions if each.version.state is RecordState.PUBLISHED]
        if published[-1].record.status in PAST:
            return
        holds = newest.version.state is RecordState.PUBLISHED and is_active(newest.record)
        last: dict[tuple[int | None, int | None], Message] = {}
        for each in self.discord.messages:
            if each.post.event == key and each.post.kind in WORDS:
                last[each.place] = each
        for (_, user), each in last.items():
            if user is not None and (user, key) in self.ended:
                continue
            assert isinstance(each.content, EventContent)
            said = each.content.view.event.record
            if not holds:
                assert each.post.kind is PostKind.CANCELLED, each
                continue
            assert each.post.kind is not PostKind.CANCELLED, each
            assert (said.when.lower, said.when.upper) == (
                newest.record.when.lower,
                newest.record.when.upper,
            ), each


def _answers(
    post: Post,
    schedule: int,
    wanted: tuple[PostKind, datetime, int | None, int | None],
) -> bool:
    kind, at, channel, user = wanted
    if (post.kind, post.schedule, post.user_id) != (kind, schedule, user):
        return False
    if post.state is PostState.SENT or post.reason in OUTDONE:
        return True
    tried = post.open and post.first_attempt_at is not None
    return tried or (post.open and (post.due_at, post.channel_id) == (at, channel))


OutboxMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
TestOutboxMachine = OutboxMachine.TestCase
