"""Handing out and accounting: what is late says so, what fails is kept, and nothing is doubled."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.db import leaving, people
from bot.db.engine import Unit
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.reminding import EventReminder
from bot.domain.when import days, instant
from bot.errors import UnavailableError
from bot.services.posts.contents import Content, EventContent
from bot.services.posts.outbox import GIVE_UP_AFTER, LEASE, Later
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    MINUTE,
    READER,
    SECOND,
    TUESDAY,
    World,
    due,
    kinds,
)

REMINDER, QUESTION, TROUBLE = PostKind.REMINDER, PostKind.QUESTION, PostKind.TROUBLE
OPENS, CLOSES, DATES = PostKind.OPENS, PostKind.CLOSES, PostKind.DATES


def later(post: Post, pause: timedelta = 2 * SECOND) -> Later:
    return Later(post=post, pause=pause, detail="Discord answered 500")


def lateness(world: World) -> list[timedelta | None]:
    return [content.late for _, content in world.said if isinstance(content, EventContent)]


# After downtime.


@pytest.mark.parametrize(
    ("back", "sent", "late"),
    [
        (TUESDAY - 20 * HOUR, [(REMINDER, TUESDAY - DAY)], 4 * HOUR),
        (TUESDAY - 30 * MINUTE, [(REMINDER, TUESDAY - HOUR)], 30 * MINUTE),
        (TUESDAY + MINUTE, [(REMINDER, TUESDAY)], None),
        (TUESDAY + HOUR, [(REMINDER, TUESDAY)], HOUR),
        (TUESDAY + 6 * HOUR, [(REMINDER, TUESDAY), (QUESTION, TUESDAY + 2 * HOUR)], 6 * HOUR),
        (TUESDAY + 9 * DAY, [(QUESTION, TUESDAY + 2 * HOUR)], 9 * DAY - 2 * HOUR),
    ],
)
async def test_after_downtime_each_place_hears_once_of_an_event_and_how_late_that_is(
    world: World,
    back: datetime,
    sent: list[tuple[PostKind, datetime]],
    late: timedelta | None,
) -> None:
    await world.record(CALL)
    world.clock.at = back
    assert sorted(due(await world.send()), key=lambda each: each[1]) == sent
    assert late in lateness(world)
    left = [post for post in await world.posts(REMINDER) if post.due_at <= world.clock.now()]
    assert {post.reason for post in left if post.state is not PostState.SENT} <= {
        Reason.REPLACED,
        Reason.TOO_LATE,
    }
    assert [post for post in left if post.open] == []


async def test_after_downtime_people_hear_once_too(world: World) -> None:
    await world.record(CALL)
    for number, lead in enumerate((3 * HOUR, 2 * HOUR, HOUR)):
        await world.wish(lead, wish=f"w{number}")
    world.clock.at = TUESDAY - 10 * MINUTE
    sent = await world.send()
    assert sorted((post.channel_id or 0, post.due_at) for post in sent) == [
        (0, TUESDAY - HOUR),
        (CHANNEL, TUESDAY - HOUR),
    ]


async def test_of_a_window_that_is_over_only_its_close_is_told(world: World) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 17), date(2025, 3, 19))))
    world.clock.at = TUESDAY + 3 * DAY
    assert kinds(await world.send()) == [CLOSES, QUESTION]


async def test_of_a_window_that_is_open_its_opening_is_told_late(world: World) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 17), date(2025, 3, 19))))
    world.clock.at = TUESDAY
    assert kinds(await world.send()) == [OPENS, DATES]
    assert lateness(world) == [36 * HOUR]


async def test_what_was_told_before_the_downtime_is_not_told_again(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 10 * MINUTE)
    world.clock.at = TUESDAY + 30 * HOUR
    assert kinds(await world.send()) == [QUESTION]


async def test_what_was_tried_before_the_downtime_and_is_pointless_now_is_withdrawn(
    world: World,
) -> None:
    """Unless it turns out to have been sent; the start is told in words of its own."""
    await world.record(CALL)
    await world.until(TUESDAY - 2 * HOUR)
    world.clock.at = TUESDAY - HOUR
    (post,) = await world.turn()
    world.clock.at = TUESDAY + MINUTE
    (again,) = await world.turn(by="b")
    assert (again.id, again.dropped) == (post.id, Reason.REPLACED)
    (start,) = await world.turn(world.withdrawn(again), by="b")
    assert start.due_at == TUESDAY
    (hour,) = [each for each in await world.posts() if each.id == post.id]
    assert (hour.state, hour.reason) == (PostState.SKIPPED, Reason.REPLACED)


async def test_what_was_tried_before_the_downtime_and_is_still_worth_it_is_tried_again(
    world: World,
) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    world.clock.advance(6 * HOUR)
    (again,) = await world.turn(by="b")
    assert (again.id, again.dropped, again.body) == (post.id, None, post.body)


# Leases, words and turns.


async def test_what_is_handed_out_has_its_words_and_its_first_attempt_stored(
    world: World,
) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    (stored,) = [each for each in await world.posts() if each.id == post.id]
    assert stored == replace(post, next_at=world.clock.now() + LEASE)
    assert (stored.first_attempt_at, stored.attempts) == (world.clock.now(), 1)
    assert await world.turn(by="b") == []


async def test_a_turn_that_fails_accounts_for_nothing(world: World) -> None:
    await world.record(CALL)
    await world.record(replace(CALL, key="other"))
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn(limit=1)

    def breaks(content: Content) -> str:
        raise sa.exc.OperationalError("SELECT 1", {}, OSError(content.post.key))

    world.render = breaks
    with pytest.raises(UnavailableError):
        await world.turn(world.sent(post))
    world.render = None
    (stored,) = [each for each in await world.posts() if each.id == post.id]
    assert stored.state is PostState.CLAIMED


async def test_one_that_cannot_be_put_into_words_holds_up_no_other(world: World) -> None:
    """It is kept as failed, and the desk is told."""
    await world.record(CALL)
    await world.record(replace(CALL, key="other"))
    world.clock.at = TUESDAY - DAY

    def breaks(content: Content) -> str:
        if content.post.event == "call" and content.post.kind is REMINDER:
            raise ValueError("no words")
        return "words"

    world.render = breaks
    sent = await world.send()
    assert [(post.kind, post.event) for post in sent] == [(REMINDER, "other"), (TROUBLE, "call")]
    (failed,) = [post for post in await world.posts() if post.state is PostState.FAILED]
    assert (failed.reason, failed.detail) == (Reason.GAVE_UP, "ValueError('no words')")


async def test_what_is_to_wait_holds_up_its_place_and_no_other(world: World) -> None:
    await world.record(CALL)
    await world.record(replace(CALL, key="other"))
    await world.wish(DAY)
    world.clock.at = TUESDAY - DAY
    first, private = await world.turn()
    assert (first.channel_id, private.user_id) == (CHANNEL, READER)
    assert await world.turn(later(first), world.sent(private)) == []
    world.clock.advance(2 * SECOND)
    (again,) = await world.turn()
    assert (again.id, again.attempts) == (first.id, 2)


async def test_a_clock_set_back_an_hour_neither_loses_nor_repeats(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    await world.turn(later(post, 10 * MINUTE))
    world.clock.advance(-HOUR)
    await world.outbox.mend()
    (again,) = await world.turn()
    assert again.id == post.id
    await world.turn(world.sent(again))
    assert due(await world.until(TUESDAY + HOUR)) == [
        (REMINDER, TUESDAY - HOUR),
        (REMINDER, TUESDAY),
    ]


async def test_a_lease_is_renewed_only_of_what_is_known_to_be_under_way(world: World) -> None:
    """The answer of a turn may be lost: what it claimed must come free by itself."""
    await world.record(CALL)
    await world.record(replace(CALL, key="other"))
    await world.set_event(EventReminder(event="other", channel_id=ELSEWHERE))
    world.clock.at = TUESDAY - DAY
    known, lost = await world.turn()
    for _ in range(4):
        world.clock.advance(LEASE / 2)
        await world.outbox.renew([known.id], by="a")
    assert [post.id for post in await world.turn()] == [lost.id]


# What is given up.


async def test_what_discord_never_took_is_looked_for_once_more_before_it_is_given_up(
    world: World,
) -> None:
    await world.record(replace(CALL, when=instant(TUESDAY + 30 * DAY)))
    world.clock.at = TUESDAY + 29 * DAY
    (post,) = await world.turn()
    world.clock.advance(GIVE_UP_AFTER / 2)
    assert await world.turn(later(post)) == []
    world.clock.advance(MINUTE)
    (post,) = await world.turn()
    assert post.dropped is None
    world.clock.advance(GIVE_UP_AFTER / 2)
    assert await world.turn(later(post)) == []
    world.clock.advance(2 * SECOND)
    (asked,) = await world.turn()
    assert (asked.id, asked.dropped) == (post.id, Reason.GAVE_UP)
    found = await world.turn(world.withdrawn(asked))
    assert kinds(found) == [TROUBLE]
    assert kinds(await world.turn()) == [REMINDER]
    (failed,) = [each for each in await world.posts() if each.id == post.id]
    assert (failed.state, failed.reason) == (PostState.FAILED, Reason.GAVE_UP)


@pytest.mark.parametrize("forgotten", ["the person", "the server"])
async def test_what_is_forgotten_while_it_is_sent_leaves_nothing_and_holds_up_nothing(
    world: World, forgotten: str
) -> None:
    """Discord has it, and nobody is left to whom that could be accounted."""
    await world.record(CALL)
    await world.wish(HOUR)
    world.clock.at = TUESDAY - HOUR
    taken = await world.turn()
    assert READER in {post.user_id for post in taken}

    def forget(unit: Unit) -> None:
        if forgotten == "the person":
            people.forget(unit, READER, None)
        else:
            leaving.left(unit, [GUILD], world.clock.now() - 99 * DAY)
            leaving.begin_removal(unit, GUILD, world.clock.now())
            leaving.remove_some(unit, GUILD, 10_000)

    await world.database.write(forget)
    later = await world.turn(*(world.sent(post) for post in taken))
    assert READER not in {post.user_id for post in later}
    left = await world.posts()
    assert {post.user_id for post in left} == ({None} if forgotten == "the person" else set())
    kept = await world.database.read(lambda unit: people.count(unit, READER, None))
    assert not any(kept.values()), kept
