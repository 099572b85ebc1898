"""When digests come: by the wall clock, once for each civil day, whatever clocks and senders do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.edges import Edge
from bot.domain.posts import Post, PostState, Reason
from bot.services.posts.outbox import LEASE, Outbox
from tests.people import owner
from tests.services.digest_samples import AGAINST, ALIVE, FOR, MONDAY, SCOPE, Digests
from tests.services.post_samples import DAY, HOUR, MINUTE, SECOND, World
from tests.services.small_discord import SmallDiscord


@pytest.fixture
def digests(world: World) -> Digests:
    return Digests(world)


async def at_zone(sqlite: Database, zone: str, start: datetime) -> Digests:
    world = World(sqlite, ManualClock(start))
    await world.begin(zone=zone)
    return Digests(world)


def local(posts: list[Post], zone: str) -> list[str]:
    return [f"{post.due_at.astimezone(ZoneInfo(zone)):%d %H:%M}" for post in posts]


@pytest.mark.parametrize(
    ("zone", "first", "at", "times", "edge"),
    [
        ("Europe/Kyiv", date(2025, 3, 29), "09:00", "09:00 09:00 09:00", Edge.FORWARD),
        ("Europe/Kyiv", date(2025, 3, 29), "03:30", "03:30 04:30 03:30", Edge.SKIPPED),
        ("Europe/Kyiv", date(2025, 10, 25), "09:00", "09:00 09:00 09:00", Edge.BACK),
        ("Europe/Kyiv", date(2025, 10, 25), "03:30", "03:30 03:30 03:30", Edge.REPEATED),
        ("America/New_York", date(2025, 3, 8), "09:00", "09:00 09:00 09:00", Edge.FORWARD),
        ("America/New_York", date(2025, 3, 8), "02:30", "02:30 03:30 02:30", Edge.SKIPPED),
        ("America/New_York", date(2025, 11, 1), "09:00", "09:00 09:00 09:00", Edge.BACK),
        ("America/New_York", date(2025, 11, 1), "01:30", "01:30 01:30 01:30", Edge.REPEATED),
    ],
)
async def test_a_digest_comes_once_a_day_by_its_wall_clock_over_both_edges(  # noqa: PLR0917 -- a table
    sqlite: Database,
    zone: str,
    first: date,
    at: str,
    times: str,
    edge: Edge,
) -> None:
    begins = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    digests = await at_zone(sqlite, zone, begins - MINUTE)
    seen = await digests.prepare(issue="truce", at=at, empty="send")
    assert [found for _, found in seen.view.runs] == [None, edge, None, None, None]
    await digests.save(seen)
    assert await digests.until(begins + 3 * DAY - 2 * HOUR) == [[], [], []]
    told = [post for post in await digests.posts() if post.state is PostState.SENT]
    days = [first + timedelta(days=n) for n in range(3)]
    assert local(told, zone) == [
        f"{day:%d} {time}" for day, time in zip(days, times.split(), strict=True)
    ]
    assert [post.due_at for post in told] == [run.at for run, _ in seen.view.runs[:3]]


async def test_a_repeated_hour_brings_the_digest_once(sqlite: Database) -> None:
    zone = ZoneInfo("Europe/Kyiv")
    begins = datetime(2025, 10, 26, tzinfo=zone).astimezone(UTC)
    digests = await at_zone(sqlite, "Europe/Kyiv", begins)
    await digests.set_up(issue="truce", at="03:30", empty="send")
    first = datetime(2025, 10, 26, 3, 30, tzinfo=zone)
    assert await digests.until(first.astimezone(UTC)) == [[]]
    again = first.replace(fold=1).astimezone(UTC)
    assert again - first.astimezone(UTC) == HOUR
    assert await digests.until(again + 2 * HOUR) == []


# A clock that is set back.


async def test_a_clock_set_back_an_hour_neither_repeats_a_day_nor_loses_one(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce", empty="send")
    assert await digests.until(MONDAY + MINUTE) == [[]]
    digests.clock.advance(-HOUR)
    await digests.world.outbox.mend()
    # Whoever edits it now must not bring Monday's back.
    await digests.set_up(issue="truce", language="uk")
    assert await digests.until(MONDAY + 3 * DAY) == [[], [], []]
    assert [post.due_at.day for post in await digests.posts()] == [17, 18, 19, 20, 21]


async def test_after_a_clock_that_ran_ahead_the_days_in_between_are_not_lost(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce", empty="send")
    digests.clock.at = MONDAY + 300 * DAY
    assert await digests.send() == [[]]
    digests.clock.at = MONDAY + MINUTE
    assert await digests.ahead() == [MONDAY + 301 * DAY]
    await digests.world.outbox.mend()
    assert await digests.ahead() == [MONDAY + DAY]
    await digests.say("said-1", FOR)
    assert await digests.until(MONDAY + 2 * DAY) == [["first said-1"], []]


async def test_a_weekly_digest_is_left_alone_when_clocks_are_looked_at(digests: Digests) -> None:
    await digests.set_up(issue="truce", days="Sunday")
    before = await digests.posts()
    await digests.world.outbox.mend()
    assert await digests.posts() == before


# Two senders, and one that dies.


async def test_of_two_processes_one_takes_a_digest_and_the_next_is_owed_once(
    database: Database,
    clock: ManualClock,
) -> None:
    world = World(database, clock)
    await world.begin()
    digests = Digests(world)
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    clock.at = MONDAY
    other = Outbox(database, clock, Directories())
    (post,) = await world.turn(by="a")
    assert (await other.turn((), by="b", limit=50, render=str)).fresh == ()
    await other.mend()
    assert [each.state for each in await digests.posts()] == [PostState.CLAIMED, PostState.DUE]
    await world.turn(world.sent(post), by="a")
    clock.at = MONDAY + DAY
    turn = await other.turn((), by="b", limit=50, render=str)
    assert (turn.fresh, turn.tried) == ((), ())
    assert [each.reason for each in await digests.posts()][1] is Reason.NOTHING_NEW
    (word,) = (await other.turn((), by="b", limit=50, render=str)).fresh
    assert word.kind is ALIVE


@pytest.mark.parametrize("answer", ["lost before", "lost after"])
async def test_a_digest_whose_sender_dies_arrives_once_in_the_words_it_was_given(
    digests: Digests,
    answer: str,
) -> None:
    """It dies between taking and sending, or when Discord has it and nobody knows."""
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    clock, world = digests.clock, digests.world
    clock.at = MONDAY
    discord = SmallDiscord(clock.now())
    (post,) = await world.turn(by="dies")
    discord.attempt(post, world.said_of(post), answer, fresh=True, bot_at=clock.now())
    discord.forget()
    await digests.say("said-2", AGAINST)
    clock.advance(LEASE + SECOND)
    discord.now = clock.now()
    (again,) = await world.turn(by="lives")
    assert (again.id, again.body, again.through) == (post.id, post.body, post.through)
    result = discord.attempt(again, world.said_of(post), "sent", fresh=False, bot_at=clock.now())
    assert await world.turn(result, by="lives") == []
    assert [each.post.id for each in discord.messages] == [post.id]
    assert (await digests.one()).mark == post.through
    assert await digests.until(MONDAY + DAY) == [["flipped said-2"]]


# Editing, pausing and removing.


async def test_another_time_on_the_same_day_moves_what_is_owed(digests: Digests) -> None:
    digests.clock.at = MONDAY - HOUR
    await digests.set_up(issue="truce")
    assert await digests.ahead() == [MONDAY]
    await digests.set_up(issue="truce", at="18:00")
    assert await digests.ahead() == [MONDAY + 9 * HOUR]
    await digests.set_up(issue="truce", days="weekends")
    assert await digests.ahead() == [MONDAY + 5 * DAY + 9 * HOUR]
    assert [post.reason for post in await digests.posts() if not post.open] == [Reason.SETTINGS]
    await digests.set_up(issue="truce", days="every day", at="9:00")
    assert await digests.ahead() == [MONDAY]


async def test_a_day_that_was_told_of_needs_no_second_digest_at_a_later_time(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce", empty="send")
    await digests.until(MONDAY + HOUR)
    seen = await digests.prepare(issue="truce", at="18:00")
    assert seen.view.runs[0][0].on == date(2025, 3, 18)
    await digests.save(seen)
    assert await digests.ahead() == [MONDAY + DAY + 9 * HOUR]


async def test_a_day_that_was_left_out_can_have_its_digest_at_a_later_time(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.until(MONDAY + HOUR)
    await digests.set_up(issue="truce", at="18:00")
    await digests.say("said-1", FOR)
    assert await digests.until(MONDAY + 9 * HOUR) == [["first said-1"]]


async def test_what_is_due_is_not_lost_to_an_edit_at_that_moment(digests: Digests) -> None:
    await digests.set_up(issue="truce", empty="send")
    digests.clock.at = MONDAY
    await digests.set_up(issue="truce", language="uk")
    assert await digests.send() == [[]]
    assert await digests.ahead() == [MONDAY + DAY]


async def test_paused_it_owes_nothing_and_resumed_it_tells_all_that_came_meanwhile(
    digests: Digests,
) -> None:
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)

    async def pause(cause: str, *, paused: bool) -> None:
        await digests.desk.pause(SCOPE, made.id, paused=paused, by=owner(1), cause=cause)

    await pause("one", paused=True)
    assert await digests.ahead() == []
    assert await digests.until(MONDAY + 2 * DAY) == []
    await pause("two", paused=False)
    assert await digests.ahead() == [MONDAY + 3 * DAY]
    await pause("three", paused=True)
    await pause("four", paused=False)
    assert await digests.until(MONDAY + 3 * DAY) == [["first said-1"]]


async def test_one_that_is_being_tried_when_it_is_paused_is_withdrawn_unless_it_is_resumed(
    digests: Digests,
) -> None:
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY
    (post,) = await digests.world.turn()

    async def dropped(cause: str, act: Callable[[str], object]) -> Reason | None:
        await act(cause)  # type: ignore[misc]  # each is awaited
        (found,) = [each for each in await digests.posts() if each.id == post.id]
        return found.dropped

    desk = digests.desk
    assert (
        await dropped("a", lambda c: desk.pause(SCOPE, made.id, paused=True, by=owner(1), cause=c))
        is Reason.SETTINGS
    )
    assert (
        await dropped("b", lambda c: desk.pause(SCOPE, made.id, paused=False, by=owner(1), cause=c))
        is None
    )
    assert (
        await dropped("c", lambda c: desk.remove(SCOPE, made.id, by=owner(1), cause=c))
        is Reason.SETTINGS
    )
    digests.clock.advance(LEASE)
    (again,) = await digests.world.turn(by="b")
    assert await digests.world.turn(digests.world.withdrawn(again), by="b") == []
    assert {each.reason for each in await digests.posts()} == {Reason.SETTINGS}


async def test_removed_it_owes_nothing_and_brought_back_it_tells_all_since(
    digests: Digests,
) -> None:
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    gone = await digests.desk.remove(SCOPE, made.id, by=owner(1), cause="one")
    assert await digests.until(MONDAY) == []
    await digests.desk.undo(SCOPE, gone.undo_id, by=owner(1), cause="two")
    assert await digests.one() == made
    assert await digests.until(MONDAY + DAY) == [["first said-1"]]
