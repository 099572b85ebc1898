"""What is owed follows the settings and people’s own wishes."""

from dataclasses import replace

from bot.domain.posts import PostKind, Reason
from bot.domain.vocabulary import EventStatus
from bot.domain.when import instant
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    DESK,
    ELSEWHERE,
    HOUR,
    MINUTE,
    NEXT_WEEK,
    READER,
    TUESDAY,
    USUAL,
    World,
    due,
    kinds,
    reasons,
)

REMINDER, OPENS, CLOSES = PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES
MOVED, CANCELLED, QUESTION = PostKind.MOVED, PostKind.CANCELLED, PostKind.QUESTION
AFTER, DATES = PostKind.AFTER, PostKind.DATES
LATER = replace(CALL, when=instant(TUESDAY + DAY))
OFF = replace(CALL, status=EventStatus.CANCELLED)
HELD = replace(CALL, status=EventStatus.HELD)


async def test_another_channel_gets_what_is_owed_and_the_old_one_what_it_must_know(
    world: World,
) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.set(channel_id=ELSEWHERE)
    assert {post.channel_id for post in await world.open(REMINDER)} == {ELSEWHERE}
    assert len(await world.posts(REMINDER)) == 3
    await world.record(LATER)
    (notice,) = await world.send()
    assert (notice.kind, notice.channel_id) == (MOVED, CHANNEL)


async def test_without_its_channel_nothing_is_owed_and_with_it_all_is_again(world: World) -> None:
    await world.record(CALL)
    await world.set(channel_id=None)
    assert kinds(await world.open()) == [QUESTION]
    assert reasons(await world.posts(REMINDER)) == {Reason.SETTINGS}
    world.clock.at = TUESDAY - 2 * HOUR
    await world.set(channel_id=CHANNEL)
    assert due(await world.open(REMINDER)) == [
        (REMINDER, TUESDAY - HOUR),
        (REMINDER, TUESDAY),
    ]


async def test_other_leads_are_owed_and_those_that_went_are_not(world: World) -> None:
    await world.record(CALL)
    await world.set(leads=(2 * HOUR, HOUR))
    assert [post.due_at for post in await world.open(REMINDER)] == [
        TUESDAY - 2 * HOUR,
        TUESDAY - HOUR,
    ]
    await world.set(leads=USUAL.leads)
    assert [post.due_at for post in await world.open(REMINDER)] == [
        TUESDAY - DAY,
        TUESDAY - HOUR,
        TUESDAY,
    ]


async def test_a_lead_that_went_and_came_back_while_it_was_tried_is_still_wanted(
    world: World,
) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    await world.set(leads=(HOUR,))
    await world.set(leads=USUAL.leads)
    world.clock.advance(MINUTE)
    (again,) = await world.turn(by="b")
    assert (again.id, again.dropped) == (post.id, None)


async def test_withdrawn_by_one_who_did_not_know_that_it_is_wanted_again_it_is_tried_again(
    world: World,
) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    await world.set(leads=(HOUR,))
    world.clock.advance(MINUTE)
    (again,) = await world.turn(by="b")
    assert again.dropped is Reason.SETTINGS
    await world.set(leads=USUAL.leads)
    (wanted,) = await world.turn(world.withdrawn(again), by="b")
    assert (wanted.id, wanted.dropped) == (post.id, None)


async def test_a_desk_that_is_set_later_is_asked_then(world: World) -> None:
    await world.set(desk_id=None)
    await world.record(CALL)
    await world.until(TUESDAY + DAY)
    await world.set(desk_id=DESK)
    (post,) = await world.send()
    assert (post.kind, post.channel_id) == (QUESTION, DESK)


async def test_another_desk_gets_what_is_owed_of_events_that_are_over_too(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY + HOUR
    await world.record(HELD)
    await world.set(desk_id=ELSEWHERE)
    assert [(post.kind, post.channel_id) for post in await world.open()] == [(AFTER, ELSEWHERE)]
    await world.set(desk_id=None)
    assert await world.open() == []


# People's own wishes.


async def test_a_person_is_reminded_as_they_asked_and_the_wish_moves_along(world: World) -> None:
    await world.record(CALL)
    await world.wish(3 * HOUR)
    (owed,) = [post for post in await world.open() if post.user_id]
    assert (owed.due_at, owed.channel_id, owed.user_id) == (TUESDAY - 3 * HOUR, None, READER)
    await world.record(LATER)
    (owed,) = [post for post in await world.open() if post.user_id]
    assert owed.due_at == TUESDAY + DAY - 3 * HOUR


async def test_a_person_is_reminded_before_a_window_opens(world: World) -> None:
    await world.record(replace(CALL, when=NEXT_WEEK))
    await world.wish(DAY)
    (owed,) = [post for post in await world.open() if post.user_id]
    assert (owed.kind, owed.due_at) == (OPENS, NEXT_WEEK.lower - DAY)


async def test_who_ended_a_wish_hears_no_more(world: World) -> None:
    await world.record(CALL)
    await world.wish(25 * HOUR)
    await world.wish(HOUR, wish="w2")
    await world.until(TUESDAY - 24 * HOUR - MINUTE)
    await world.end_wish()
    await world.end_wish(wish="w2")
    await world.record(LATER)
    assert [post for post in await world.open() if post.user_id] == []
    assert Reason.UNWANTED in reasons(await world.posts())


async def test_one_persons_two_wishes_are_two_reminders_and_one_notice(world: World) -> None:
    await world.set(channel_id=None)
    await world.record(CALL)
    await world.wish(3 * HOUR)
    await world.wish(2 * HOUR, wish="w2")
    assert kinds(await world.until(TUESDAY - 90 * MINUTE)) == [REMINDER] * 2
    await world.record(OFF)
    assert kinds(await world.send()) == [CANCELLED]
