"""Who asks to be reminded of a window hears before its hour, as soon as that is recorded."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.leads import LONGEST
from bot.domain.posts import Post, PostKind
from bot.domain.records import Event
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus
from bot.domain.when import instant
from bot.errors import InvalidInputError
from bot.services.calendar.reminders import ReminderKept, Reminders
from bot.services.calendar.wishes import Reminder
from bot.services.wired import wire
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    GUILD,
    HOUR,
    MINUTE,
    NEXT_WEEK,
    READER,
    TUESDAY,
    WEEK,
    WINDOW,
    World,
)

HERE = Scope(guild_id=GUILD)
REMINDER, OPENS, MOVED = PostKind.REMINDER, PostKind.OPENS, PostKind.MOVED
NEXT = replace(CALL, when=NEXT_WEEK)
ENDLESS = replace(CALL, when=replace(WEEK, upper=None))
assert WEEK.upper is not None
CLOSE: datetime = WEEK.upper


@pytest.fixture
async def world(database: Database, clock: ManualClock) -> World:
    made = World(database, clock)
    await made.begin()
    return made


@pytest.fixture
def reminders(database: Database, clock: ManualClock) -> Reminders:
    return wire(database, clock).reminders


async def ask(reminders: Reminders, lead: timedelta | str = HOUR) -> ReminderKept:
    return await reminders.add(HERE, "call", lead, user_id=READER)


async def listed(reminders: Reminders) -> tuple[Reminder, ...]:
    return (await reminders.mine(HERE, user_id=READER)).rows


def mine(found: list[Post]) -> list[tuple[PostKind, datetime]]:
    """What the reader was told in private, or is to be."""
    return [(post.kind, post.due_at) for post in found if post.user_id == READER]


@pytest.mark.parametrize("event", [WINDOW, ENDLESS, NEXT], ids=["open", "endless", "next week"])
@pytest.mark.parametrize("lead", [timedelta(0), MINUTE, HOUR, DAY, 14 * DAY, LONGEST], ids=str)
async def test_any_time_before_a_window_that_has_not_closed_is_kept(
    world: World, reminders: Reminders, event: Event, lead: timedelta
) -> None:
    """It comes before the opening where that is ahead, and waits for the hour in any case."""
    await world.record(event)
    kept = await ask(reminders, lead)
    before = event.when.lower - lead
    assert kept.reminder.awaits_hour
    assert kept.reminder.due_at == (before if before >= world.clock.now() else None)
    assert (await ask(reminders, lead)).repeated
    (shown,) = await listed(reminders)
    assert shown == kept.reminder


async def test_of_an_open_window_nothing_comes_until_its_hour_is_recorded(
    world: World, reminders: Reminders
) -> None:
    """Nor with its hour any notice of a move: who asked was told of no other date."""
    await world.record(WINDOW)
    await ask(reminders, "1 hour")
    await ask(reminders, "at the start")
    assert mine(await world.until(TUESDAY - 5 * HOUR)) == []
    await world.record(CALL)
    assert [each.due_at for each in await listed(reminders)] == [TUESDAY - HOUR, TUESDAY]
    assert mine(await world.until(TUESDAY + 9 * DAY)) == [
        (REMINDER, TUESDAY - HOUR),
        (REMINDER, TUESDAY),
    ]


async def test_who_asked_before_it_opened_hears_of_the_opening_and_of_the_hour(
    world: World, reminders: Reminders
) -> None:
    """And of the move between them, as they were told of the window."""
    await world.record(NEXT)
    await ask(reminders, DAY)
    assert mine(await world.until(NEXT_WEEK.lower + DAY)) == [(OPENS, NEXT_WEEK.lower - DAY)]
    (shown,) = await listed(reminders)
    assert shown.awaits_hour
    assert shown.sent_at == NEXT_WEEK.lower - DAY
    start = NEXT_WEEK.lower + 3 * DAY
    await world.record(replace(CALL, when=instant(start)))
    moved = world.clock.now()
    assert mine(await world.until(start)) == [(MOVED, moved), (REMINDER, start - DAY)]


async def test_an_hour_given_before_the_opening_was_told_needs_no_notice(
    world: World, reminders: Reminders
) -> None:
    await world.record(NEXT)
    await ask(reminders, DAY)
    start = NEXT_WEEK.lower + 3 * DAY
    await world.record(replace(CALL, when=instant(start)))
    assert mine(await world.until(start)) == [(REMINDER, start - DAY)]


async def test_an_hour_recorded_with_less_time_left_is_told_at_once_and_once(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    for lead in (3 * HOUR, DAY, 14 * DAY, 10 * MINUTE):
        await ask(reminders, lead)
    at = world.clock.at = TUESDAY - HOUR
    await world.record(CALL)
    assert mine(await world.send()) == [(REMINDER, at)]
    world.clock.advance(MINUTE)
    await world.set()
    assert mine(await world.until(TUESDAY + DAY)) == [(REMINDER, TUESDAY - 10 * MINUTE)]


async def test_who_is_told_of_the_move_is_not_told_of_the_same_hour_twice(
    world: World, reminders: Reminders
) -> None:
    await world.record(NEXT)
    await ask(reminders, DAY)
    await world.until(NEXT_WEEK.lower)
    await world.record(replace(CALL, when=instant(NEXT_WEEK.lower + HOUR)))
    assert mine(await world.until(CLOSE + 9 * DAY)) == [(MOVED, NEXT_WEEK.lower)]


async def test_who_ended_what_they_were_told_by_still_hears_by_another_wish(
    world: World, reminders: Reminders
) -> None:
    await world.record(NEXT)
    first = await ask(reminders, DAY)
    await world.until(NEXT_WEEK.lower - HOUR)
    await reminders.end(HERE, first.reminder.wish.id, user_id=READER)
    world.clock.at = NEXT_WEEK.lower + HOUR
    await ask(reminders, 2 * HOUR)
    start = world.clock.now() + HOUR
    await world.record(replace(CALL, when=instant(start)))
    assert mine(await world.until(start)) == [(REMINDER, start - HOUR)]


async def test_an_hour_that_has_passed_when_it_is_recorded_tells_nobody(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    await ask(reminders)
    world.clock.at = TUESDAY + MINUTE
    await world.record(CALL)
    assert mine(await world.until(TUESDAY + 2 * DAY)) == []
    assert await listed(reminders) == ()


async def test_a_window_that_is_moved_waits_on(world: World, reminders: Reminders) -> None:
    """To one that is to open: then who asked hears before that, too."""
    await world.record(WINDOW)
    await ask(reminders, DAY)
    world.clock.advance(HOUR)
    await world.record(NEXT)
    (shown,) = await listed(reminders)
    assert (shown.due_at, shown.awaits_hour) == (NEXT_WEEK.lower - DAY, True)
    assert mine(await world.until(NEXT_WEEK.lower)) == [(OPENS, NEXT_WEEK.lower - DAY)]


async def test_who_counts_on_an_hour_hears_that_it_gave_way_to_an_open_window(
    world: World, reminders: Reminders
) -> None:
    """At its start, that is; a window that they saw open themselves is no news to them."""
    await world.record(CALL)
    world.clock.advance(HOUR)
    await ask(reminders, "at the start")
    world.clock.advance(HOUR)
    seq = await world.record(WINDOW)
    assert mine(await world.send()) == [(OPENS, world.clock.now())]
    await reminders.add(HERE, "call", "at the start", user_id=8)
    world.clock.advance(HOUR)
    await world.undo(seq)
    world.clock.advance(HOUR)
    await world.record(WINDOW)
    assert [post for post in await world.open(OPENS) if post.user_id == 8] == []


async def test_a_window_that_closes_without_an_hour_ends_the_waiting(
    world: World, reminders: Reminders
) -> None:
    """Off the list and out of the count at its close, and forgotten with the event."""
    await world.record(WINDOW)
    await ask(reminders)
    world.clock.at = CLOSE - MINUTE
    (shown,) = await listed(reminders)
    assert (shown.awaits_hour, shown.due_at) == (True, None)
    assert mine(await world.until(CLOSE)) == []
    assert await listed(reminders) == ()
    with pytest.raises(InvalidInputError, match="has closed: it was 16–22 March 2025"):
        await ask(reminders, DAY)
    await world.record(replace(WINDOW, status=EventStatus.NOT_HELD))
    world.clock.at = CLOSE + 31 * DAY
    await world.outbox.mend()
    with pytest.raises(InvalidInputError):
        await ask(reminders)
    await world.record(replace(CALL, when=instant(CLOSE + 60 * DAY)))
    assert await listed(reminders) == ()


async def test_an_hour_recorded_after_the_close_still_finds_who_asked(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    await ask(reminders)
    world.clock.at = CLOSE + DAY
    start = CLOSE + 2 * DAY
    await world.record(replace(CALL, when=instant(start)))
    (shown,) = await listed(reminders)
    assert shown.due_at == start - HOUR


async def test_waiting_wishes_count_among_those_that_one_may_have(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    for minutes in range(25):
        await ask(reminders, minutes * MINUTE)
    with pytest.raises(InvalidInputError, match="You have 25 reminders here"):
        await ask(reminders, DAY)


async def test_a_cancelled_window_waits_for_a_date(world: World, reminders: Reminders) -> None:
    await world.record(WINDOW)
    await ask(reminders)
    await world.record(replace(WINDOW, status=EventStatus.POSTPONED))
    (shown,) = await listed(reminders)
    assert not shown.awaits_hour
    assert mine(await world.send()) == []


async def test_an_open_window_is_offered_what_may_still_come_before_its_hour(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    offer = await reminders.offer(HERE, "call")
    assert offer.opened
    assert [offer.words(lead) for lead in offer.leads] == [
        "at the start",
        "15 minutes before the start",
        "1 hour before the start",
        "24 hours before the start",
    ]
    world.clock.at = CLOSE - 30 * MINUTE
    offer = await reminders.offer(HERE, "call")
    assert offer.leads == (timedelta(0), 15 * MINUTE)
    await world.record(NEXT)
    offer = await reminders.offer(HERE, "call")
    assert [offer.words(lead) for lead in offer.leads[:2]] == [
        "when it opens",
        "15 minutes before it opens",
    ]


async def test_what_a_channel_hears_of_a_window_stays_as_it_was(
    world: World, reminders: Reminders
) -> None:
    await world.record(WINDOW)
    await ask(reminders, "at the start")
    sent = await world.send()
    assert [(post.kind, post.channel_id, post.user_id) for post in sent] == [(OPENS, CHANNEL, None)]
