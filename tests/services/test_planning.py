"""What is owed of an event follows the calendar, the settings and the wishes, whatever changes."""

from dataclasses import replace

from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.reminding import EventReminder
from bot.domain.vocabulary import EventStatus
from bot.domain.when import instant
from bot.services.posts.contents import AfterContent, EventContent
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    DESK,
    ELSEWHERE,
    HOUR,
    MINUTE,
    NEXT_WEEK,
    PART,
    READER,
    TUESDAY,
    WINDOW,
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


# What is owed at first.


async def test_a_clock_time_is_reminded_of_a_day_an_hour_and_at_its_start(world: World) -> None:
    """And two hours after it the desk is asked whether it happened."""
    await world.record(CALL)
    assert [(post.kind, post.due_at, post.channel_id) for post in await world.open()] == [
        (REMINDER, TUESDAY - DAY, CHANNEL),
        (REMINDER, TUESDAY - HOUR, CHANNEL),
        (REMINDER, TUESDAY, CHANNEL),
        (QUESTION, TUESDAY + 2 * HOUR, DESK),
    ]


async def test_a_lead_that_has_passed_already_is_not_owed(world: World) -> None:
    world.clock.at = TUESDAY - 30 * MINUTE
    await world.record(CALL)
    assert due(await world.open(REMINDER)) == [(REMINDER, TUESDAY)]


async def test_a_window_opens_and_closes_and_the_desk_is_asked_at_its_end(world: World) -> None:
    """It is open already, so that is said at once; no clock time is made up for it."""
    await world.record(WINDOW)
    assert WINDOW.when.upper is not None
    assert due(await world.open()) == [
        (OPENS, world.clock.now()),
        (CLOSES, WINDOW.when.upper),
        (QUESTION, WINDOW.when.upper),
    ]


async def test_a_window_without_an_end_only_opens(world: World) -> None:
    await world.record(replace(CALL, when=replace(NEXT_WEEK, upper=None)))
    assert due(await world.open()) == [(OPENS, NEXT_WEEK.lower)]


async def test_an_event_may_have_leads_and_a_channel_of_its_own(world: World) -> None:
    await world.record(CALL)
    await world.set_event(EventReminder(event="call", leads=(2 * HOUR,), channel_id=ELSEWHERE))
    owed = await world.open(REMINDER)
    assert [(post.due_at, post.channel_id) for post in owed] == [(TUESDAY - 2 * HOUR, ELSEWHERE)]
    await world.set_event(EventReminder(event="call"))
    owed = await world.open(REMINDER)
    assert [post.due_at for post in owed] == [TUESDAY - DAY, TUESDAY - HOUR, TUESDAY]
    assert {post.channel_id for post in owed} == {CHANNEL}


async def test_an_event_may_have_no_reminders_at_all(world: World) -> None:
    await world.record(CALL)
    await world.set_event(EventReminder(event="call", leads=()))
    assert kinds(await world.open()) == [QUESTION]


async def test_nothing_is_owed_in_public_without_a_channel_nor_asked_without_a_desk(
    world: World,
) -> None:
    await world.set(channel_id=None, desk_id=None)
    await world.record(CALL)
    await world.record(replace(WINDOW, key="week"))
    assert await world.open() + await world.open(event="week") == []


async def test_what_is_planned_twice_is_owed_once(world: World) -> None:
    await world.record(CALL)
    owed = await world.posts()
    await world.set()
    assert await world.posts() == owed


# The event changes.


async def test_a_move_skips_what_is_owed_with_its_reason_and_owes_it_anew(world: World) -> None:
    await world.record(CALL)
    before = await world.open()
    await world.record(LATER)
    skipped = [post for post in await world.posts() if post.state is PostState.SKIPPED]
    assert [post.id for post in skipped] == [post.id for post in before]
    assert reasons(skipped) == {Reason.MOVED}
    owed = await world.open()
    assert [post.due_at for post in owed] == [post.due_at + DAY for post in before]
    assert MOVED not in kinds(owed)


async def test_a_move_is_told_once_to_each_who_was_reminded_and_to_nobody_else(
    world: World,
) -> None:
    """The channel, and each person where that person was told; once, whatever else is planned."""
    await world.record(CALL)
    await world.wish(25 * HOUR)
    await world.wish(24 * HOUR, wish="w2")
    await world.wish(25 * HOUR, 8, wish="w3", channel=ELSEWHERE)
    await world.wish(HOUR, 9, wish="w4")
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(LATER)
    await world.set()
    told = await world.until(world.clock.now())
    assert {(post.kind, post.channel_id, post.user_id) for post in told} == {
        (MOVED, CHANNEL, None),
        (MOVED, None, READER),
        (MOVED, ELSEWHERE, 8),
    }
    assert len(told) == 3
    assert [post for post in await world.until(TUESDAY + 9 * DAY) if post.kind is MOVED] == []


async def test_who_heard_of_a_first_date_and_not_of_the_second_is_told_from_the_first(
    world: World,
) -> None:
    """Moved twice before anything could be sent: one notice, from what they know to what holds."""
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(LATER)
    await world.record(replace(CALL, when=instant(TUESDAY + 3 * DAY)))
    assert kinds(await world.send()) == [MOVED]
    _, content = world.said[-1]
    assert isinstance(content, EventContent)
    assert (content.before, content.view.event.record.when.lower) == (
        CALL.when,
        TUESDAY + 3 * DAY,
    )


async def test_who_was_told_of_each_move_is_told_from_the_last(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(LATER)
    await world.send()
    await world.record(replace(CALL, when=instant(TUESDAY + 3 * DAY)))
    assert kinds(await world.send()) == [MOVED]
    _, content = world.said[-1]
    assert isinstance(content, EventContent)
    assert content.before == LATER.when


async def test_moved_back_before_anybody_was_told_nobody_is_told(world: World) -> None:
    """What they know holds again; and what they have heard does not come a second time."""
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(LATER)
    await world.record(CALL)
    assert await world.send() == []
    (notice,) = [post for post in await world.posts(MOVED) if post.reason is Reason.REPLACED]
    assert notice.state is PostState.SKIPPED
    assert due(await world.until(TUESDAY + HOUR)) == [
        (REMINDER, TUESDAY - HOUR),
        (REMINDER, TUESDAY),
    ]


async def test_moved_back_after_they_were_told_they_are_told_again(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(LATER)
    await world.send()
    await world.record(CALL)
    assert kinds(await world.send()) == [MOVED]
    assert kinds(await world.until(TUESDAY + HOUR)) == [REMINDER] * 2


async def test_a_corrected_title_changes_nothing_that_is_owed(world: World) -> None:
    await world.record(CALL)
    owed = await world.posts()
    await world.correct(replace(CALL, title="The call of Trump and Putin"))
    assert await world.posts() == owed


async def test_a_cancelled_event_is_cancelled_where_it_was_announced(world: World) -> None:
    await world.record(CALL)
    await world.wish(HOUR)
    await world.until(TUESDAY - 2 * HOUR)
    await world.record(OFF)
    open_ = await world.open()
    assert [(post.kind, post.channel_id) for post in open_] == [(CANCELLED, CHANNEL)]
    assert reasons([post for post in await world.posts() if not post.open]) == {
        None,
        Reason.CANCELLED,
    }


async def test_reinstated_all_is_owed_again_and_who_knew_of_the_end_is_told(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(OFF)
    await world.send()
    await world.record(CALL)
    assert kinds(await world.send()) == [MOVED]
    _, content = world.said[-1]
    assert isinstance(content, EventContent)
    assert content.before == CALL.when
    assert kinds(await world.open()) == [REMINDER, REMINDER, QUESTION]


async def test_put_off_after_it_was_cancelled_is_another_word(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.record(OFF)
    await world.send()
    await world.record(replace(CALL, status=EventStatus.POSTPONED))
    assert kinds(await world.send()) == [CANCELLED]


async def test_what_should_never_have_stood_is_taken_back_where_it_was_told(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.retract(CALL)
    assert kinds(await world.send()) == [CANCELLED]
    _, content = world.said[-1]
    assert isinstance(content, EventContent)
    assert content.retracted
    assert await world.open() == []


async def test_an_event_that_was_over_is_taken_back_without_a_word_to_readers(
    world: World,
) -> None:
    await world.record(CALL)
    await world.until(TUESDAY + HOUR)
    await world.record(HELD)
    await world.send()
    await world.retract(HELD)
    assert await world.send() == []


async def test_what_was_not_sent_after_all_needs_no_notice(world: World) -> None:
    """A post under way when its event moves: who may have it is told, unless it never came."""
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    await world.record(LATER)
    assert kinds(await world.open()) == [REMINDER, MOVED, REMINDER, REMINDER, REMINDER, QUESTION]
    world.clock.advance(MINUTE)
    (again,) = await world.turn(by="b")
    assert (again.id, again.dropped) == (post.id, Reason.MOVED)
    assert await world.turn(world.withdrawn(again), by="b") == []
    (notice,) = await world.posts(MOVED)
    assert (notice.state, notice.reason) == (PostState.SKIPPED, Reason.REPLACED)


async def test_what_was_sent_while_its_event_moved_is_put_right(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    await world.record(LATER)
    (notice,) = await world.turn(world.sent(post))
    assert notice.kind is MOVED


# What became of the event.


async def test_with_an_outcome_what_is_owed_is_over(world: World) -> None:
    """And the desk is asked of each participant."""
    await world.record(CALL, PART)
    await world.until(TUESDAY - 30 * MINUTE)
    await world.record(HELD)
    skipped = [post for post in await world.posts() if post.state is PostState.SKIPPED]
    assert (len(skipped), reasons(skipped)) == (2, {Reason.OVER})
    (post,) = await world.send()
    assert (post.kind, post.channel_id) == (AFTER, DESK)
    _, content = world.said[-1]
    assert isinstance(content, AfterContent)
    assert [row.actor.key for row in content.answer.rows] == ["putin"]


async def test_of_what_was_not_held_nobody_is_asked_more(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY + HOUR)
    await world.record(replace(CALL, status=EventStatus.NOT_HELD))
    assert await world.open() == []


async def test_an_outcome_that_is_undone_is_asked_for_again_and_nobody_hears_of_it(
    world: World,
) -> None:
    """The desk is asked anew; readers, whose date holds, are told nothing."""
    await world.record(CALL)
    await world.until(TUESDAY + 3 * HOUR)
    seq = await world.record(HELD)
    await world.undo(seq)
    assert due(await world.send()) == [(QUESTION, world.clock.now())]
    assert reasons(await world.posts(AFTER)) == {Reason.REPLACED}


async def test_each_act_on_an_event_can_be_undone_with_what_it_owed(world: World) -> None:
    seq = await world.record(CALL)
    await world.undo(seq)
    assert await world.open() == []
    assert reasons(await world.posts()) == {Reason.CANCELLED}
    await world.record(replace(CALL, key="other"))
    seq = await world.record(replace(LATER, key="other"))
    await world.undo(seq)
    assert [post.due_at for post in await world.open(REMINDER, event="other")] == [
        TUESDAY - DAY,
        TUESDAY - HOUR,
        TUESDAY,
    ]
    seq = await world.record(replace(OFF, key="other"))
    assert await world.open(event="other") == []
    await world.undo(seq)
    assert kinds(await world.open(event="other")) == [REMINDER, REMINDER, REMINDER, QUESTION]


async def test_an_undone_cancellation_is_told_to_those_who_heard_of_it(world: World) -> None:
    await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    seq = await world.record(OFF)
    assert kinds(await world.send()) == [CANCELLED]
    await world.undo(seq)
    assert kinds(await world.send()) == [MOVED]


async def test_an_undone_event_is_taken_back_where_it_was_told(world: World) -> None:
    seq = await world.record(CALL)
    await world.until(TUESDAY - 23 * HOUR)
    await world.undo(seq)
    assert kinds(await world.send()) == [CANCELLED]
