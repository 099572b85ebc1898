"""Follows: whom news reaches, when, where, and that nobody hears a thing twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db import rules
from bot.db.engine import Database
from bot.domain.posts import PostState, Reason
from bot.domain.records import Record
from bot.domain.rules import FollowKind, Pace
from bot.domain.vocabulary import EventStatus, Verb
from bot.domain.when import days
from bot.services.news.answers import FollowContent
from bot.services.posts.outbox import PERSONAL_KEPT, Sent
from tests.services.following_samples import (
    DAY,
    HERE,
    MAYBE,
    MINUTE,
    NO,
    START,
    TAKES_PART,
    TALKS,
    YES,
    Newsroom,
    claim,
    speaks,
    stance,
    statement,
)
from tests.services.post_samples import CHANNEL, DESK, GUILD

ACTOR, ISSUE, EVENT = FollowKind.ACTOR, FollowKind.ISSUE, FollowKind.EVENT
NOW = timedelta(0)


@pytest.fixture
async def room(sqlite: Database, clock: ManualClock) -> Newsroom:
    made = Newsroom(sqlite, clock)
    await made.start()
    return made


async def at(room: Newsroom, minutes: float) -> None:
    await room.until(START + minutes * MINUTE)


REACHED: list[tuple[Record, set[str]]] = [
    (stance("x", "putin", YES, 1), {"putin", "russia", "truce"}),
    (stance("x", "russia", YES, 1, speaker="peskov"), {"russia", "peskov", "truce"}),
    # Peskov speaks for Russia on the swap alone, and Yeltsin does no more.
    (stance("x", "peskov", YES, 1), {"peskov", "truce"}),
    (stance("x", "peskov", YES, 1, issue="swap"), {"peskov", "russia", "swap"}),
    (stance("x", "yeltsin", YES, 1), {"yeltsin", "truce"}),
    (claim("x", "trump", "putin"), {"trump", "us", "putin", "russia", "truce"}),
    (
        claim("x", "trump", "yeltsin", about_record="talks"),
        {"trump", "us", "yeltsin", "truce", "talks"},
    ),
    (statement("x", "trump", issue="swap"), {"trump", "us", "swap"}),
    (statement("x", "trump", on_behalf_of="yeltsin"), {"trump", "us", "yeltsin"}),
    (statement("x", "us", issue="swap", silent_on=("truce",)), {"us", "swap", "truce"}),
    (statement("x", "us", event="talks"), {"us", "talks", "truce"}),
    (replace(TALKS, status=EventStatus.HELD), {"talks", "truce", "putin", "russia"}),
]


async def test_news_reaches_those_who_follow_whom_or_what_it_is_about(room: Newsroom) -> None:
    await room.publish(TALKS, TAKES_PART)
    every = {
        **dict.fromkeys(("russia", "putin", "peskov", "yeltsin", "us", "trump"), ACTOR),
        "truce": ISSUE,
        "swap": ISSUE,
        "talks": EVENT,
    }
    users = dict(enumerate(every, start=100))
    for user, target in users.items():
        await room.follow(every[target], target, user)
    for number, (record, reached) in enumerate(REACHED):
        await room.publish(
            record if record is REACHED[-1][0] else replace(record, key=f"x{number}")
        )
        await room.send()
        assert {users[post.user_id or 0] for post, _ in room.said} == reached, record
        for _, content in room.said:
            assert isinstance(content, FollowContent)
            assert len(content.answer.lines) == len(content.followed) == 1
        room.said.clear()
        room.clock.at += 10 * MINUTE
    # Who was owed a post had something to be told.
    assert await room.news_posts(PostState.SKIPPED) == []


async def test_one_person_is_told_once_of_what_they_follow_in_several_ways(room: Newsroom) -> None:
    await room.follow(ACTOR, "russia")
    await room.follow(ACTOR, "putin")
    await room.follow(ISSUE, "truce")
    await room.follow(ISSUE, "swap")
    await room.say("putin", YES)
    await room.send()
    ((_, content),) = room.said
    assert isinstance(content, FollowContent)
    assert room.heard() == [(NOW, ["first s-1"])]
    assert {each.title for each in content.followed} == {"Russia", "Putin", "The truce"}


async def test_changes_soon_after_another_are_told_together_in_each_place(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.follow(ISSUE, "swap", channel=CHANNEL)
    await room.say("putin", YES)
    await at(room, 1)
    await room.say("putin", NO)
    await room.say("putin", NO, issue="swap")
    await at(room, 3)
    await room.say("trump", YES)
    await room.say("putin", MAYBE)
    await at(room, 60)
    by_place = {
        place: [
            (content.answer.asked.at - START, len(content.answer.lines))
            for post, content in room.said
            if post.channel_id == place and isinstance(content, FollowContent)
        ]
        for place in (None, CHANNEL)
    }
    assert by_place == {None: [(NOW, 1), (5 * MINUTE, 3)], CHANNEL: [(1 * MINUTE, 1)]}


async def test_nothing_older_than_the_follow_is_told(room: Newsroom) -> None:
    await room.say("putin", YES)
    await room.follow(ACTOR, "putin")
    await room.follow(ACTOR, "trump", pace=Pace.DAILY)
    await room.say("trump", YES)
    await room.follow(ISSUE, "truce", pace=Pace.DAILY)
    await room.say("us", YES)
    await room.until(START + 2 * DAY)
    assert room.heard() == [(21 * 60 * MINUTE, ["first s-3", "first s-2"])]


async def test_a_record_is_told_once_by_who_knows_the_least_of_it(room: Newsroom) -> None:
    """To the older follow it is new; that it was corrected since says nothing more."""
    await room.follow(ACTOR, "putin", pace=Pace.DAILY)
    first = stance("s-x", "putin", YES, 1)
    await room.publish(first)
    await room.follow(ISSUE, "truce", pace=Pace.DAILY)
    await room.amend(replace(first, note="Another word."))
    await room.until(START + 2 * DAY)
    assert room.heard() == [(21 * 60 * MINUTE, ["first s-x"])]
    ((_, content),) = room.said
    assert isinstance(content, FollowContent)


DAYS_AT_NINE: list[tuple[str, datetime, list[datetime]]] = [
    # The clocks go forward on Sunday 30 March 2025 in Kyiv, and on 9 March in New York.
    (
        "Europe/Kyiv",
        datetime(2025, 3, 29, 12, tzinfo=UTC),
        [datetime(2025, 3, day, 6, tzinfo=UTC) for day in (30, 31)],
    ),
    (
        "America/New_York",
        datetime(2025, 3, 8, 15, tzinfo=UTC),
        [datetime(2025, 3, day, 13, tzinfo=UTC) for day in (9, 10)],
    ),
    # They go back on Sunday 26 October, and on 2 November.
    (
        "Europe/Kyiv",
        datetime(2025, 10, 25, 12, tzinfo=UTC),
        [datetime(2025, 10, day, 7, tzinfo=UTC) for day in (26, 27)],
    ),
    (
        "America/New_York",
        datetime(2025, 11, 1, 15, tzinfo=UTC),
        [datetime(2025, 11, day, 14, tzinfo=UTC) for day in (2, 3)],
    ),
    # Half an hour before: the day before the clocks change.
    (
        "Europe/Kyiv",
        datetime(2025, 3, 29, 6, 30, tzinfo=UTC),
        [datetime(2025, 3, 29, 7, tzinfo=UTC), datetime(2025, 3, 30, 6, tzinfo=UTC)],
    ),
]


@pytest.mark.parametrize(("zone", "begins", "told"), DAYS_AT_NINE)
async def test_the_daily_word_comes_at_nine_by_the_servers_clock(
    sqlite: Database, zone: str, begins: datetime, told: list[datetime]
) -> None:
    room = Newsroom(sqlite, ManualClock(begins))
    await room.start(zone=zone)
    await room.follow(ACTOR, "russia", pace=Pace.DAILY)
    for due in told:
        await room.say("putin", YES)
        await room.until(due)
        await room.until(due + 10 * MINUTE)
    await room.until(begins + 9 * DAY)
    assert [content.answer.asked.at for _, content in room.said] == told  # type: ignore[union-attr]
    assert [lines for _, lines in room.heard()] == [["first s-1"], ["repeated s-2"]]


async def test_a_day_without_news_is_a_day_without_a_post(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin", pace=Pace.DAILY)
    await room.say("trump", YES)
    assert await room.news_posts() == []
    act = await room.say("putin", YES)
    await room.undo(act)
    await room.until(START + 3 * DAY)
    assert room.heard() == []
    (skipped,) = await room.news_posts()
    assert skipped.reason is Reason.NOTHING_NEW


async def test_a_post_that_failed_leaves_its_news_to_the_next(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.say("putin", YES)
    await room.send(room.failing())
    await at(room, 30)
    await room.say("putin", NO)
    await at(room, 60)
    assert room.heard() == [(30 * MINUTE, ["flipped s-2", "first s-1"])]


async def test_what_was_told_stays_told_when_the_post_is_forgotten(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.say("putin", YES)
    await room.send()
    await room.until(START + PERSONAL_KEPT + DAY)
    await room.outbox.mend()
    assert await room.news_posts() == []
    await room.say("putin", NO)
    await room.send()
    assert [lines for _, lines in room.heard()] == [["first s-1"], ["flipped s-2"]]


@pytest.mark.parametrize(
    ("reason", "channel"),
    [
        (Reason.DM_CLOSED, None),
        (Reason.NO_CHANNEL, None),
        (Reason.NO_CHANNEL, CHANNEL),
        (Reason.NO_ACCESS, CHANNEL),
    ],
)
async def test_who_cannot_be_reached_in_a_place_is_told_no_more_there(
    room: Newsroom, reason: Reason, channel: int | None
) -> None:
    await room.follow(ACTOR, "putin", channel=channel)
    await room.follow(ISSUE, "swap", channel=channel, pace=Pace.DAILY)
    await room.follow(ISSUE, "truce", channel=99)
    await room.say("putin", YES)
    await room.say("putin", YES, issue="swap")
    await room.send(lambda post: _refused(room, post, channel, reason))
    await room.until(START + 3 * DAY)
    kept = {each.target: each.ended for each in await room.follows()}
    assert kept == {"putin": reason, "swap": reason, "truce": None}
    mine = await room.services.following.mine(HERE, user_id=7)
    assert [each.follow.ended for each in mine.rows] == [None, reason, reason]
    assert mine.rows[0].title == "The truce"
    assert (mine.count, mine.active) == (3, 1)
    # The desk is not bothered with what somebody asked for in private.
    to_the_desk = {post.channel_id for post, _ in room.said} - {99}
    assert to_the_desk == (set() if channel is None else {DESK})


def _refused(room: Newsroom, post: Any, channel: int | None, reason: Reason) -> Any:
    if post.channel_id == channel and post.user_id == 7:
        return room.failing(reason)(post)
    return Sent(post=post)


async def test_everybody_told_in_a_channel_that_is_gone_finds_it_so(room: Newsroom) -> None:
    for user in (7, 8):
        await room.follow(ACTOR, "putin", user, channel=CHANNEL)
    await room.say("putin", YES)
    asked: list[Any] = []

    def judge(post: Any) -> Any:
        asked.append(post)
        return room.failing(Reason.NO_CHANNEL)(post)

    await room.send(judge)
    assert len([post for post in asked if post.channel_id == CHANNEL]) == 1
    ended = [each.ended for user in (7, 8) for each in await room.follows(user)]
    assert ended == [Reason.NO_CHANNEL] * 2


async def test_what_the_bot_ended_is_followed_again_from_then_on(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.say("putin", YES)
    await room.send(room.failing(Reason.DM_CLOSED))
    await room.say("putin", NO)
    assert await room.news_posts(PostState.DUE) == []
    (was,) = await room.follows()
    again = await room.services.following.again(HERE, was.id, user_id=7, channel_id=None)
    assert [each.follow.ended for each in again.rows] == [None]
    await room.say("putin", YES)
    await at(room, 60)
    assert room.heard() == [(NOW, ["flipped s-3"])]


async def test_a_follow_that_ended_long_ago_is_forgotten(room: Newsroom) -> None:
    await room.follow(ACTOR, "putin")
    await room.say("putin", YES)
    await room.send(room.failing(Reason.DM_CLOSED))
    room.clock.at += PERSONAL_KEPT + DAY
    await room.outbox.mend()
    assert await room.follows() == []


async def test_participants_hear_that_their_event_was_taken_out(room: Newsroom) -> None:
    """Their parts in it are taken out with it, but they were told of them."""
    await room.follow(ACTOR, "russia")
    act = await room.publish(TALKS, TAKES_PART)
    await room.send()
    await room.undo(act)
    await at(room, 60)
    assert room.heard() == [(NOW, ["announced talks"]), (5 * MINUTE, ["retracted talks"])]


async def test_who_follows_what_a_correction_takes_a_record_from_hears_of_it(
    room: Newsroom,
) -> None:
    first = stance("s-x", "putin", YES, 1)
    await room.publish(first)
    await room.follow(ACTOR, "putin", 7)
    await room.follow(ACTOR, "trump", 8)
    await room.amend(replace(first, holder="trump"))
    await room.send()
    assert {post.user_id for post, _ in room.said} == {7, 8}


async def test_an_office_that_has_ended_speaks_for_nobody_any_more(room: Newsroom) -> None:
    await room.follow(ACTOR, "russia")
    over = replace(speaks("putin", "russia"), held=days(START.date() - 9 * DAY, START.date()))
    await room.amend(over, Verb.SET)
    await room.say("putin", YES)
    await at(room, 60)
    room.clock.at = START + 2 * DAY
    await room.say("putin", NO)
    await room.send()
    assert [lines for _, lines in room.heard()] == [["first s-1"]]


async def test_marks_rise_past_what_is_nothing_to_a_follower(room: Newsroom) -> None:
    """So that who follows what seldom changes is not read the whole record for it."""
    await room.follow(ACTOR, "putin")
    await room.follow(ACTOR, "trump", 8)
    for _ in range(5):
        await room.say("trump", YES)
        await room.send(room.failing())
    act = await room.say("putin", YES)
    (mine,), (theirs,) = await room.follows(7), await room.follows(8)
    assert mine.mark == act - 1
    # Of what could not be sent nothing is passed over.
    assert theirs.mark < act - 5
    await room.send()
    (mine,) = await room.follows(7)
    assert mine.mark == act == await room.database.read(lambda unit: rules.revision(unit, GUILD))
