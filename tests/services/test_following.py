"""Keeping follows: once, at the pace asked for last, by their own person, at a cost that stays."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.db import rules
from bot.db.engine import Database, Unit
from bot.domain.posts import PostState, Reason
from bot.domain.rules import MOST_FOLLOWS, Follow, FollowKind, Pace
from bot.errors import InvalidInputError, UnknownNameError
from tests.services.following_samples import (
    DAY,
    HERE,
    MINUTE,
    NO,
    START,
    YES,
    Newsroom,
)
from tests.services.post_samples import CHANNEL, GUILD, counted

ACTOR, ISSUE = FollowKind.ACTOR, FollowKind.ISSUE
NOW = timedelta(0)


@pytest.fixture
async def room(sqlite: Database, clock: ManualClock) -> Newsroom:
    made = Newsroom(sqlite, clock)
    await made.start()
    return made


async def many(room: Newsroom, count: int, target: str = "putin", *, first: int = 1000) -> None:
    """So many people follow an actor."""

    def work(unit: Unit) -> None:
        for at in range(count):
            made = Follow(
                id=f"f{first + at}",
                user_id=first + at,
                kind=ACTOR,
                target=target,
                pace=Pace.AT_ONCE,
                mark=1,
                made_at=START,
            )
            rules.keep_follow(unit, GUILD, made)

    await room.database.write(work)


async def test_the_same_at_once_is_kept_once_and_the_limit_is_kept(
    database: Database, clock: ManualClock
) -> None:
    room = Newsroom(database, clock)
    await room.start()
    found = await asyncio.gather(*(room.follow(ACTOR, "putin") for _ in range(4)))
    assert sorted(each.repeated for each in found) == [False, True, True, True]
    for at in range(MOST_FOLLOWS - 2):
        await room.follow(ACTOR, "trump", channel=1000 + at)
    raced = await asyncio.gather(
        *(room.follow(ACTOR, "us", channel=at) for at in range(3)), return_exceptions=True
    )
    assert [isinstance(each, InvalidInputError) for each in raced].count(True) == 2
    assert len(await room.follows()) == MOST_FOLLOWS


async def test_ended_follows_leave_room_and_count_again_when_they_begin_again(
    room: Newsroom,
) -> None:
    await room.follow(ACTOR, "putin")
    await room.say("putin", YES)
    await room.send(room.failing(Reason.DM_CLOSED))
    for at in range(MOST_FOLLOWS):
        await room.follow(ACTOR, "trump", channel=1000 + at)
    (ended,) = [each for each in await room.follows() if each.ended_at is not None]
    again = room.services.following.again
    with pytest.raises(InvalidInputError, match="You follow 50 things here"):
        await again(HERE, ended.id, user_id=7, channel_id=None)
    with pytest.raises(InvalidInputError, match="it is not yours"):
        await again(HERE, ended.id, user_id=7, channel_id=CHANNEL)
    await room.services.following.unfollow(HERE, "Trump", user_id=7)
    # Asked for by its name, what the bot ended begins anew as well.
    kept = await room.follow(ACTOR, "putin", pace=Pace.DAILY)
    assert (kept.repeated, kept.before, kept.followed.follow.id) == (False, None, ended.id)
    (now,) = await room.follows()
    assert (now.ended_at, now.pace) == (None, Pace.DAILY)


@pytest.mark.parametrize(("was", "then"), [(Pace.AT_ONCE, Pace.DAILY), (Pace.DAILY, Pace.AT_ONCE)])
async def test_another_pace_takes_along_what_waits_to_be_told(
    room: Newsroom, was: Pace, then: Pace
) -> None:
    await room.follow(ACTOR, "putin", pace=was)
    await room.say("putin", YES)
    await room.until(START + MINUTE)
    await room.say("putin", NO)
    kept = await room.follow(ACTOR, "putin", pace=then)
    assert (kept.before, kept.followed.follow.pace) == (was, then)
    await room.until(START + 3 * DAY)
    told = [line for _, lines in room.heard() for line in lines]
    assert sorted(told) == ["first s-1", "flipped s-2"]
    dropped = await room.news_posts(PostState.SKIPPED)
    assert [post.reason for post in dropped] == [Reason.UNWANTED]


async def test_what_is_ended_is_not_told_even_if_it_waits(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.follow(ACTOR, "trump")
    await room.say("putin", YES)
    await room.say("trump", YES)
    await room.services.following.unfollow(HERE, "putin", user_id=7)
    await room.send()
    assert room.heard() == [(NOW, ["first s-2"])]
    await room.say("trump", NO)
    await room.services.following.unfollow(HERE, "trump", user_id=7)
    await room.until(START + DAY)
    assert len(room.said) == 1
    (left,) = await room.news_posts(PostState.SKIPPED)
    assert left.reason is Reason.UNWANTED
    with pytest.raises(UnknownNameError, match="You follow nothing here yet"):
        await room.services.following.unfollow(HERE, "trump", user_id=7)


async def test_a_thousand_followers_cost_a_publish_no_more_statements_than_one(
    room: Newsroom,
) -> None:
    await many(room, 1)
    await room.say("putin", YES)
    with counted() as one:
        await room.say("putin", NO)
    await many(room, 1000, first=5000)
    await room.send()
    with counted() as thousand:
        await room.say("putin", YES)
    assert len(await room.news_posts(PostState.DUE)) == 1001
    assert len(thousand) <= len(one) + 1, thousand[len(one) :]
