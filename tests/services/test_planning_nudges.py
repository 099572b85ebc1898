"""The desk’s daily word of events without a date: once per civil day, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.posts import PostKind, Reason
from bot.domain.vocabulary import EventStatus
from bot.domain.when import days
from bot.services.posts.contents import DatesContent
from bot.services.posts.outbox import Failed
from tests.services.post_samples import (
    CALL,
    DAY,
    DESK,
    HOUR,
    NEXT_WEEK,
    USUAL,
    WINDOW,
    World,
    due,
    kinds,
)

REMINDER, OPENS, CLOSES = PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES
MOVED, CANCELLED, QUESTION = PostKind.MOVED, PostKind.CANCELLED, PostKind.QUESTION
AFTER, DATES = PostKind.AFTER, PostKind.DATES
HELD = replace(CALL, status=EventStatus.HELD)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Kyiv", date(2025, 3, 28)),
        ("Europe/Kyiv", date(2025, 10, 24)),
        ("America/New_York", date(2025, 3, 7)),
        ("America/New_York", date(2025, 10, 31)),
    ],
)
async def test_the_desk_is_nudged_at_nine_by_its_wall_clock_over_both_edges(
    sqlite: Database,
    zone: str,
    first: date,
) -> None:
    when = days(first, first + timedelta(days=4), zone=zone)
    world = World(sqlite, ManualClock(when.lower - DAY))
    await world.begin(replace(USUAL, channel_id=None), zone=zone)
    await world.record(replace(CALL, when=when))
    assert when.upper is not None
    sent = [post for post in await world.until(when.upper + 3 * DAY) if post.kind is DATES]
    local = [post.due_at.astimezone(world.tz) for post in sent]
    assert [(at.date() - first).days for at in local] == [0, 1, 2, 3, 4]
    assert {(at.hour, at.minute) for at in local} == {(9, 0)}
    assert len({at.utcoffset() for at in local}) == 2


async def test_after_days_of_silence_the_desk_is_nudged_once(world: World) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    await world.until(datetime(2025, 3, 17, 10, tzinfo=UTC))
    world.clock.at = datetime(2025, 3, 21, 15, tzinfo=UTC)
    sent = [post for post in await world.send() if post.kind is DATES]
    assert len(sent) == 1
    (following,) = await world.open(DATES, event=None)
    assert following.due_at == datetime(2025, 3, 22, 9, tzinfo=UTC)


async def test_a_nudge_of_yesterday_gives_way_to_todays(world: World) -> None:
    """Back just before nine, there is not one late and one in time a minute later."""
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    world.clock.at = datetime(2025, 3, 19, 8, 59, tzinfo=UTC)
    await world.send()
    sent = await world.until(datetime(2025, 3, 19, 18, tzinfo=UTC))
    assert [post.due_at.hour for post in sent if post.kind is DATES] == [9]
    assert len([post for post, _ in world.said if post.kind is DATES]) == 1


async def test_a_nudge_that_was_tried_for_days_is_not_sent_beside_todays(world: World) -> None:
    await world.set(channel_id=None)
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    world.clock.at = datetime(2025, 3, 17, 9, tzinfo=UTC)
    (nudge,) = await world.turn()
    world.clock.at = datetime(2025, 3, 18, 9, tzinfo=UTC)
    (again,) = await world.turn(by="b")
    assert (again.id, again.dropped) == (nudge.id, Reason.REPLACED)
    (fresh,) = await world.turn(world.withdrawn(again), by="b")
    assert fresh.due_at == world.clock.now()


async def test_a_nudge_that_is_due_is_not_lost_to_an_edit_at_that_moment(world: World) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    world.clock.at = datetime(2025, 3, 17, 9, tzinfo=UTC)
    await world.record(replace(CALL, key="other"))
    assert DATES in kinds(await world.send())


async def test_a_clock_set_back_after_a_nudge_neither_repeats_it_nor_ends_the_row(
    world: World,
) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    await world.until(datetime(2025, 3, 17, 9, 1, tzinfo=UTC))
    world.clock.advance(-HOUR)
    await world.record(replace(CALL, key="other"))
    sent = await world.until(datetime(2025, 3, 18, 9, tzinfo=UTC))
    assert [post.due_at.day for post in sent if post.kind is DATES] == [18]


async def test_the_desk_is_nudged_of_what_is_open_and_only_as_long_as_it_is(world: World) -> None:
    await world.record(WINDOW)
    await world.record(replace(WINDOW, key="next", when=NEXT_WEEK))
    sent = await world.until(datetime(2025, 4, 5, tzinfo=UTC))
    nudged = [post.due_at.day for post in sent if post.kind is DATES]
    assert nudged == [*range(17, 23), *range(24, 31)]
    shown = [content for _, content in world.said if isinstance(content, DatesContent)]
    assert {view.event.record.key for content in shown[:6] for view in content.views} == {"call"}
    assert {view.event.record.key for content in shown[6:] for view in content.views} == {"next"}


async def test_a_desk_that_refuses_is_nudged_again_once_it_is_mended(world: World) -> None:
    await world.record(replace(CALL, when=days(date(2025, 3, 10), date(2025, 3, 30))))
    world.clock.at = datetime(2025, 3, 17, 9, tzinfo=UTC)
    refusal = {"reason": Reason.NO_ACCESS, "detail": "403"}
    await world.send(lambda post: Failed(post=post, **refusal))  # type: ignore[arg-type]  # both are named
    await world.until(datetime(2025, 3, 19, 10, tzinfo=UTC))
    await world.set(desk_id=DESK)
    sent = await world.until(datetime(2025, 3, 21, tzinfo=UTC))
    assert [post.due_at.day for post in sent if post.kind is DATES] == [20]


async def test_without_a_desk_there_are_no_nudges_and_with_one_they_begin(world: World) -> None:
    await world.set(desk_id=None)
    await world.record(WINDOW)
    assert await world.posts(DATES, event=None) == []
    await world.set(desk_id=DESK)
    assert due(await world.open(DATES, event=None)) == [
        (DATES, datetime(2025, 3, 17, 9, tzinfo=UTC))
    ]
    await world.set(desk_id=None)
    assert await world.open(DATES, event=None) == []
