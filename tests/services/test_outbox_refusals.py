"""Places that refuse: kept, told once to the desk, and tried again once they are mended."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.db import breakages, posts
from bot.db.engine import Unit
from bot.db.guilds import Directories
from bot.domain.posts import NewPost, Post, PostKind, PostState, Reason
from bot.domain.vocabulary import EventStatus
from bot.domain.when import instant
from bot.services.posts.contents import EventContent, TroubleContent
from bot.services.posts.log import PostLog
from bot.services.posts.outbox import Failed, Result
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    DESK,
    GUILD,
    HOUR,
    MINUTE,
    READER,
    TUESDAY,
    World,
    due,
    kinds,
)

REMINDER, QUESTION, TROUBLE = PostKind.REMINDER, PostKind.QUESTION, PostKind.TROUBLE
OPENS, CLOSES, DATES = PostKind.OPENS, PostKind.CLOSES, PostKind.DATES


def refusing(*channels: int | None, reason: Reason = Reason.NO_ACCESS) -> Callable[[Post], Result]:
    """Discord, but for the channels that refuse posts; None stands for direct messages."""

    def judge(post: Post) -> Result:
        if post.channel_id in channels:
            return Failed(post=post, reason=reason, detail="Discord answered 403")
        return World.sent(post)

    return judge


async def test_a_channel_that_refuses_is_asked_once_and_the_desk_is_told_once(
    world: World,
) -> None:
    """All else that is owed there fails for the same reason, without a request."""
    await world.record(CALL)
    await world.record(replace(CALL, key="other"))
    asked: list[Post] = []

    def judge(post: Post) -> Result:
        asked.append(post)
        return refusing(CHANNEL)(post)

    world.clock.at = TUESDAY - DAY
    await world.send(judge)
    world.clock.at = TUESDAY + MINUTE
    await world.send(judge)
    assert [post.channel_id for post in asked] == [CHANNEL, DESK]
    failed = [post for post in await world.posts(REMINDER) if post.state is PostState.FAILED]
    failed += [
        post
        for post in await world.posts(REMINDER, event="other")
        if post.state is PostState.FAILED
    ]
    assert {post.reason for post in failed} == {Reason.NO_ACCESS}
    (trouble,) = [content for _, content in world.said if isinstance(content, TroubleContent)]
    assert trouble.failed.channel_id == CHANNEL
    assert trouble.others == 5


async def test_a_channel_that_is_mended_is_used_again_and_may_fail_anew(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    await world.send(refusing(CHANNEL))
    log = PostLog(world.database, world.clock, Directories())
    assert await log.mended(GUILD, CHANNEL) == 1
    world.clock.advance(HOUR)
    assert due(await world.send()) == [(REMINDER, TUESDAY - DAY)]
    world.clock.at = TUESDAY - HOUR
    assert kinds(await world.send(refusing(CHANNEL))) == [TROUBLE]


async def test_what_fails_anew_after_it_was_mended_is_news_again(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    log = PostLog(world.database, world.clock, Directories())
    for _ in range(2):
        assert kinds(await world.send(refusing(CHANNEL))) == [TROUBLE]
        await log.mended(GUILD, CHANNEL)


async def test_what_was_refused_is_not_owed_again_when_its_event_has_moved(world: World) -> None:
    """Its place works again, but there is nothing any more that it could say."""
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    await world.send(refusing(CHANNEL))
    await world.record(replace(CALL, when=instant(TUESDAY + DAY)))
    log = PostLog(world.database, world.clock, Directories())
    await log.mended(GUILD, CHANNEL)
    assert await world.send() == []
    (old,) = [post for post in await world.posts(REMINDER) if post.schedule == 1 and post.attempts]
    assert (old.state, old.reason) == (PostState.SKIPPED, Reason.MOVED)


@pytest.mark.parametrize("reason", [Reason.DM_CLOSED, Reason.NO_ACCESS, Reason.REFUSED])
async def test_a_person_who_takes_no_messages_is_nobody_elses_business(
    world: World,
    reason: Reason,
) -> None:
    """Kept with its reason; the desk learns nothing of what a person asked for in private."""
    await world.record(CALL)
    await world.wish(DAY)
    world.clock.at = TUESDAY - DAY
    sent = await world.send(refusing(None, reason=reason))
    assert [(post.kind, post.channel_id) for post in sent] == [(REMINDER, CHANNEL)]
    (failed,) = [post for post in await world.posts() if post.user_id]
    assert (failed.state, failed.reason) == (PostState.FAILED, reason)


async def test_a_desk_that_refuses_is_not_told_of_itself(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY + 3 * HOUR
    await world.send(refusing(DESK))
    assert [post.kind for post in await world.posts() if post.state is PostState.FAILED] == [
        QUESTION
    ]
    assert await world.posts(TROUBLE) == []


async def test_a_desk_that_refuses_what_it_is_told_of_another_place_ends_there(
    world: World,
) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    assert await world.send(refusing(CHANNEL, DESK)) == []
    assert [post.state for post in await world.posts(TROUBLE)] == [PostState.FAILED]


async def test_who_has_lost_a_post_cannot_mark_it_as_failed(world: World) -> None:
    """What another has by now, or has sent, is neither failed nor any trouble."""
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    world.clock.advance(MINUTE)
    (taken,) = await world.turn(by="b")
    await world.turn(world.sent(taken), by="b")
    assert await world.turn(refusing(CHANNEL)(post)) == []
    assert await world.posts(TROUBLE) == []
    (stored,) = [each for each in await world.posts() if each.id == post.id]
    assert stored.state is PostState.SENT
    # The channel works, as the other has seen.
    assert await world.database.read(lambda unit: breakages.breakage(unit, GUILD, CHANNEL)) is None


async def test_a_reminder_calls_the_role_and_a_private_one_nobody(world: World) -> None:
    await world.set(role_id=99)
    await world.record(CALL)
    await world.wish(DAY)
    await world.until(TUESDAY - DAY)
    roles = {
        post.user_id: content.role_id
        for post, content in world.said
        if isinstance(content, EventContent)
    }
    assert roles == {None: 99, READER: None}


async def test_a_post_about_nothing_that_stands_is_skipped(world: World) -> None:
    """A question whose event was settled in the very moment in which it was owed again."""
    await world.record(replace(CALL, status=EventStatus.HELD))

    def work(unit: Unit) -> None:
        new = NewPost(
            key="call/1/question",
            kind=QUESTION,
            due_at=world.clock.now(),
            channel_id=DESK,
            event="call",
            schedule=1,
        )
        posts.owe(unit, GUILD, [new])

    await world.database.write(work)
    assert await world.send() == []
    (post,) = await world.posts(QUESTION)
    assert (post.state, post.reason) == (PostState.SKIPPED, Reason.OVER)
