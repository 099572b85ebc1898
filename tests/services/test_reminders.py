"""Personal reminders and settings on both databases: kept once, sent once, forgotten in time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db import acts, calendar, log, posts, sending
from bot.db.engine import Database, Unit
from bot.domain.leads import lead_words
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Citation, Event, Issue, Source
from bot.domain.reminding import PersonalReminder
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventKind, EventStatus, Verb
from bot.domain.when import days, instant
from bot.errors import InvalidInputError
from bot.services.calendar.settings import CalendarChange, CalendarField
from bot.services.calendar.wishes import before_words, read_before
from bot.services.posts.outbox import Sent
from bot.services.posts.planning import reconcile
from bot.services.wired import Services, wire
from tests.people import owner

HERE = Scope(guild_id=7)
READER, OTHER, EDITOR = 21, 22, 1
START = datetime(2025, 3, 18, 13, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TALKS = Event(
    key="e-talks",
    title="Talks",
    kind=EventKind.TALKS,
    when=instant(START),
    status=EventStatus.EXPECTED,
    citation=Citation(source="paper", words="They will meet."),
)
WINDOW = replace(
    TALKS,
    key="e-window",
    title="Next round",
    when=days(date(2025, 3, 24), date(2025, 3, 30), phrase="next week"),
)
RECORDS = (
    Source(key="paper", publisher="The Paper", published=days(date(2025, 3, 16))),
    Issue(key="swap", title="Swap", question="Should all be freed?"),
    TALKS,
    WINDOW,
)


@pytest.fixture
def services(database: Database, clock: ManualClock) -> Services:
    return wire(database, clock)


@pytest.fixture
async def talks(database: Database, clock: ManualClock, services: Services) -> Services:
    def work(unit: Unit) -> None:
        act = acts.begin(unit, HERE.guild_id, what="test", at=clock.now(), by=EDITOR)
        acts.add_many(act, list(RECORDS))

    await database.write(work)
    return services


async def change(database: Database, clock: ManualClock, event: Event, verb: Verb) -> None:
    """Write a further version of an event, and owe what follows."""

    def work(unit: Unit) -> None:
        was = log.versions(unit, Event, HERE.guild_id, event.key)[-1]
        act = acts.begin(unit, HERE.guild_id, what="test", at=clock.now(), by=EDITOR)
        acts.amend(act, was, event, verb=verb, reason="Because.")
        reconcile(unit, HERE.guild_id, [event.key], zone="UTC", now=clock.now())

    await database.write(work)


async def wishes(database: Database) -> list[PersonalReminder]:
    return await database.read(lambda unit: calendar.personal(unit, HERE.guild_id))


async def all_posts(database: Database, event: str = "e-talks") -> list[Post]:
    return await database.read(lambda unit: posts.of_event(unit, HERE.guild_id, event))


async def owed(database: Database, event: str = "e-talks") -> list[Post]:
    return [post for post in await all_posts(database, event) if post.open]


async def send(services: Services) -> list[Post]:
    """Send all that is due by now."""
    sent: list[Post] = []
    results: Sequence[Sent] = ()
    while True:
        turn = await services.outbox.turn(results, by="x", limit=10, render=lambda _: "{}")
        if not turn.fresh and not turn.more:
            return sent
        sent += turn.fresh
        results = [Sent(post=post, message_id=post.id) for post in turn.fresh]


async def told(services: Services, clock: ManualClock, lead: timedelta) -> Post:
    """The reader asked for a reminder and has it."""
    await services.reminders.add(HERE, "Talks", lead, user_id=READER)
    clock.at = START - lead
    (post,) = await send(services)
    return post


async def test_the_same_wish_at_once_is_kept_once(talks: Services, database: Database) -> None:
    found = await asyncio.gather(
        *(talks.reminders.add(HERE, "Talks", "1 hour", user_id=READER) for _ in range(4)),
    )
    assert sorted(each.repeated for each in found) == [False, True, True, True]
    assert len(await wishes(database)) == len(await owed(database)) == 1
    await talks.reminders.add(HERE, "Talks", "1 hour", user_id=OTHER)
    await talks.reminders.add(HERE, "Talks", "1 hour", user_id=READER, channel_id=5)
    assert len(await owed(database)) == 3


async def test_no_more_than_25_are_kept_however_fast_they_are_asked_for(
    talks: Services, database: Database
) -> None:
    found = await asyncio.gather(
        *(
            talks.reminders.add(HERE, "Talks", MINUTE * minutes, user_id=READER)
            for minutes in range(30)
        ),
        return_exceptions=True,
    )
    refused = [each for each in found if isinstance(each, Exception)]
    assert len(refused) == 5
    assert all(isinstance(each, InvalidInputError) for each in refused)
    assert len(await wishes(database)) == 25


async def test_what_is_over_makes_room(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    for minutes in range(25):
        await talks.reminders.add(HERE, "Talks", MINUTE * minutes, user_id=READER)
    with pytest.raises(InvalidInputError):
        await talks.reminders.add(HERE, "Next round", DAY, user_id=READER)
    await change(database, clock, replace(TALKS, status=EventStatus.HELD), Verb.SET)
    await talks.reminders.add(HERE, "Next round", DAY, user_id=READER)


async def test_a_reminder_put_off_is_sent_also_after_the_start(
    talks: Services, clock: ManualClock
) -> None:
    post = await told(talks, clock, 10 * MINUTE)
    await talks.reminders.snooze(post.id, user_id=READER, minutes=60)
    clock.at += 59 * MINUTE
    assert not await send(talks)
    clock.at += MINUTE
    (again,) = await send(talks)
    assert (again.kind, again.user_id) == (PostKind.REMINDER, READER)
    # What was put off can be put off.
    found = await talks.reminders.snooze(again.id, user_id=READER, minutes=1440)
    clock.at = found.at
    assert len(await send(talks)) == 1


async def test_an_older_reminder_put_off_is_sent_after_a_newer_one(
    talks: Services, clock: ManualClock
) -> None:
    await talks.reminders.add(HERE, "Talks", HOUR, user_id=READER)
    first = await told(talks, clock, DAY)
    clock.at = START - HOUR
    assert len(await send(talks)) == 1
    clock.at += MINUTE
    found = await talks.reminders.snooze(first.id, user_id=READER, minutes=10)
    clock.at = found.at
    assert len(await send(talks)) == 1


async def test_after_downtime_one_post_stands_for_all(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    await talks.reminders.add(HERE, "Talks", timedelta(0), user_id=READER)
    post = await told(talks, clock, HOUR)
    await talks.reminders.snooze(post.id, user_id=READER, minutes=10)
    clock.at = START + HOUR
    (sent,) = await send(talks)
    assert sent.due_at == START
    assert not await owed(database)


async def test_snooze_pressed_twice_at_once_comes_once(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    post = await told(talks, clock, HOUR)
    await asyncio.gather(
        *(talks.reminders.snooze(post.id, user_id=READER, minutes=10) for _ in range(4)),
    )
    assert len(await owed(database)) == 1


async def test_what_was_put_off_is_dropped_with_the_event(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    post = await told(talks, clock, HOUR)
    await talks.reminders.snooze(post.id, user_id=READER, minutes=30)
    await change(database, clock, replace(TALKS, status=EventStatus.CANCELLED), Verb.SET)
    assert {each.kind for each in await owed(database)} == {PostKind.CANCELLED}
    with pytest.raises(InvalidInputError, match="cancelled by now"):
        await talks.reminders.snooze(post.id, user_id=READER, minutes=10)


async def test_a_window_that_closes_before_cannot_be_put_off_beyond(
    talks: Services, clock: ManualClock
) -> None:
    await talks.reminders.add(HERE, "Next round", "when it opens", user_id=READER)
    clock.at = WINDOW.when.lower
    (post,) = await send(talks)
    assert post.kind is PostKind.OPENS
    found = await talks.reminders.snooze(post.id, user_id=READER, minutes=60)
    clock.at = found.at
    assert [each.kind for each in await send(talks)] == [PostKind.OPENS]
    assert WINDOW.when.upper is not None
    clock.at = WINDOW.when.upper - HOUR
    with pytest.raises(InvalidInputError, match="window closes before then"):
        await talks.reminders.snooze(post.id, user_id=READER, minutes=1440)


async def test_one_may_end_a_reminder_that_has_not_come(
    talks: Services, database: Database
) -> None:
    kept = await talks.reminders.add(HERE, "Talks", HOUR, user_id=READER)
    left = await talks.reminders.end(HERE, kept.reminder.wish.id, user_id=READER)
    assert (left.count, left.ended) == (0, TALKS)
    (post,) = await all_posts(database)
    assert (post.state, post.reason) == (PostState.SKIPPED, Reason.UNWANTED)
    with pytest.raises(InvalidInputError):
        await talks.reminders.end(HERE, kept.reminder.wish.id, user_id=READER)
    # Wanted again, it is owed again.
    await talks.reminders.add(HERE, "Talks", HOUR, user_id=READER)
    assert len(await owed(database)) == 1


async def test_thirty_days_after_nothing_is_known_of_who_was_reminded(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    later = replace(TALKS, key="e-later", title="Much later", when=instant(START + 60 * DAY))
    await database.write(
        lambda unit: acts.add(
            acts.begin(unit, HERE.guild_id, what="test", at=clock.now(), by=EDITOR), later
        ),
    )
    await talks.reminders.add(HERE, "Much later", HOUR, user_id=READER)
    await told(talks, clock, HOUR)
    await change(database, clock, replace(TALKS, status=EventStatus.HELD), Verb.SET)
    clock.at = START + 29 * DAY
    await talks.outbox.mend()
    assert len(await wishes(database)) == 2
    clock.at = START + 31 * DAY
    await talks.outbox.mend()
    assert [wish.event for wish in await wishes(database)] == ["e-later"]
    assert not [post for post in await all_posts(database) if post.user_id is not None]


async def test_a_wish_that_could_not_be_sent_is_forgotten_too(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    await talks.reminders.add(HERE, "Talks", HOUR, user_id=READER)
    clock.at = START - HOUR

    def fail(unit: Unit) -> None:
        (post,) = sending.claim(unit, now=clock.now(), until=START, by="x", limit=5)
        sending.mark(unit, post.id, PostState.FAILED, Reason.DM_CLOSED, by="x")

    await database.write(fail)
    (shown,) = (await talks.reminders.mine(HERE, user_id=READER)).rows
    assert shown.failed is Reason.DM_CLOSED
    await change(database, clock, replace(TALKS, status=EventStatus.HELD), Verb.SET)
    clock.at = START + 31 * DAY
    assert not (await talks.reminders.mine(HERE, user_id=READER)).rows
    await talks.outbox.mend()
    assert not await wishes(database)


async def test_settings_are_set_once_per_cause(talks: Services) -> None:
    desk = talks.calendar_settings
    channel = CalendarChange(channel_id=5)
    await desk.change(HERE, channel, what="setup reminders", by=owner(EDITOR), cause="9")
    with pytest.raises(InvalidInputError):
        await desk.change(HERE, channel, what="setup reminders", by=owner(EDITOR), cause="9")
    off = CalendarChange(off=frozenset({CalendarField.CHANNEL}))
    done = await desk.change(HERE, off, what="setup reminders", by=owner(EDITOR), cause="10")
    assert (done.before.channel_id, done.after.channel_id) == (5, None)


async def test_a_retracted_event_is_nobodys_reminder(
    talks: Services, database: Database, clock: ManualClock
) -> None:
    await talks.reminders.add(HERE, "Talks", HOUR, user_id=READER)
    await change(database, clock, replace(TALKS, status=EventStatus.CANCELLED), Verb.SET)
    (shown,) = (await talks.reminders.mine(HERE, user_id=READER)).rows
    assert (shown.due_at, shown.failed, shown.sent_at) == (None, None, None)
    moved = replace(TALKS, when=instant(START + DAY))
    await change(database, clock, moved, Verb.SET)
    (shown,) = (await talks.reminders.mine(HERE, user_id=READER)).rows
    assert shown.due_at == START + DAY - HOUR


LEADS = st.integers(0, 30 * 1440).map(lambda minutes: minutes * MINUTE)


@given(lead=LEADS)
def test_what_is_said_of_a_time_before_can_be_typed(lead: timedelta) -> None:
    for event in (TALKS, WINDOW):
        assert read_before(before_words(event, lead)) == lead
    assert read_before(lead_words(lead)) == lead
