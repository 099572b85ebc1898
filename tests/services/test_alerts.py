"""Alerts: a channel hears at once where somebody stands now, and never twice within minutes."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.db import rules
from bot.db.engine import Database
from bot.domain.posts import PostState, Reason
from bot.domain.rules import MOST_ALERTS, Alert, AlertWeight, FollowKind
from bot.domain.vocabulary import Verb
from bot.domain.when import days
from bot.errors import InvalidInputError
from bot.services.news.alert_settings import AlertChanged
from bot.services.news.answers import AlertContent, FollowContent
from tests.people import owner
from tests.services.following_samples import (
    HERE,
    MAYBE,
    MINUTE,
    NAMES,
    NO,
    START,
    YES,
    Newsroom,
    claim,
    corrected,
    said,
    stance,
)
from tests.services.post_samples import CHANNEL, ELSEWHERE, GUILD

FLIPS, CHANGES, RECORDS = AlertWeight.FLIPS, AlertWeight.CHANGES, AlertWeight.RECORDS
NOW = timedelta(0)


@pytest.fixture
async def room(sqlite: Database, clock: ManualClock) -> Newsroom:
    made = Newsroom(sqlite, clock)
    await made.start()
    return made


async def alert(
    room: Newsroom,
    weight: AlertWeight | None = CHANGES,
    issue: str | None = "truce",
    channel: int = CHANNEL,
    *,
    cause: str | None = None,
) -> AlertChanged:
    return await room.services.alert_settings.keep(
        HERE,
        channel_id=channel,
        issue=issue,
        weight=weight,
        by=owner(1),
        cause=cause or f"{channel}/{issue}/{weight}/{room.days}",
    )


async def off(room: Newsroom, done: AlertChanged) -> AlertChanged:
    found = done.found.alert.id
    return await room.services.alert_settings.end(HERE, found, by=owner(1), cause=f"off {found}")


async def alerts(room: Newsroom) -> list[Alert]:
    return await room.database.read(lambda unit: rules.alerts(unit, GUILD))


async def at(room: Newsroom, minutes: float) -> None:
    """Let time pass, while what comes due is sent."""
    await room.until(START + minutes * MINUTE)


async def test_changes_that_come_soon_after_another_are_told_together(room: Newsroom) -> None:
    await alert(room)
    await room.say("putin", NO)
    await at(room, 1)
    await room.say("trump", YES)
    await at(room, 3)
    await room.say("putin", YES)
    await at(room, 7)
    await room.say("trump", MAYBE)
    await at(room, 60)
    assert room.heard() == [
        (NOW, ["first s-1"]),
        (5 * MINUTE, ["flipped s-3", "first s-2"]),
        (10 * MINUTE, ["moved s-4"]),
    ]


async def test_what_changes_while_nobody_sends_is_one_post(room: Newsroom) -> None:
    await alert(room)
    for position in (YES, NO) * 10:
        await room.say("putin", position)
        room.clock.at += 7 * MINUTE
    assert len(await room.news_posts()) == 1
    (post,) = await room.send()
    ((_, lines),) = room.heard()
    assert len(lines) == 6
    content = room.said_of(post)
    assert getattr(content, "answer", None).count == 20  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("weight", "told"),
    [
        (FLIPS, ["flipped s-3"]),
        (CHANGES, ["first s-1", "moved s-2", "flipped s-3"]),
        (RECORDS, ["first s-1", "moved s-2", "flipped s-3", "repeated s-4", "earlier s-0"]),
    ],
)
async def test_an_alert_tells_its_weight_and_nothing_lighter(
    room: Newsroom, weight: AlertWeight, told: list[str]
) -> None:
    await alert(room, weight)
    for position in (YES, MAYBE, NO, NO):
        await room.say("putin", position)
        await room.until(room.clock.at + 10 * MINUTE)
    await room.publish(stance("s-0", "putin", YES, -100), claim("c-1", "trump", "putin"))
    await at(room, 100)
    assert [line for _, lines in room.heard() for line in lines] == told
    (kept,) = await alerts(room)
    assert kept.mark == await room.database.read(lambda unit: rules.revision(unit, GUILD))


async def test_an_alert_keeps_to_its_issue_and_one_of_all_hears_of_each(room: Newsroom) -> None:
    await alert(room)
    await alert(room, issue=None, channel=ELSEWHERE)
    await room.say("putin", YES, issue="swap")
    await at(room, 10)
    await room.say("putin", YES)
    await at(room, 20)
    told = {
        channel: [p.due_at - START for p, _ in room.said if p.channel_id == channel]
        for channel in (CHANNEL, ELSEWHERE)
    }
    assert told == {CHANNEL: [10 * MINUTE], ELSEWHERE: [NOW, 10 * MINUTE]}


async def test_what_is_undone_before_it_was_told_is_nobodys_news(room: Newsroom) -> None:
    await alert(room)
    await room.say("trump", YES)
    await at(room, 1)
    act = await room.say("putin", YES)
    await at(room, 3)
    await room.undo(act)
    await at(room, 60)
    assert room.heard() == [(NOW, ["first s-1"])]
    (skipped,) = await room.news_posts(PostState.SKIPPED)
    assert skipped.reason is Reason.NOTHING_NEW


@pytest.mark.parametrize("weight", AlertWeight)
async def test_who_was_told_of_a_flip_hears_that_it_was_taken_back(
    room: Newsroom, weight: AlertWeight
) -> None:
    await room.say("putin", NO)
    await alert(room, weight)
    act = await room.say("putin", YES)
    await at(room, 1)
    await room.undo(act)
    await at(room, 60)
    assert room.heard() == [(NOW, ["flipped s-2"]), (5 * MINUTE, ["retracted s-2"])]


async def test_a_record_that_was_told_and_taken_out_is_told_so_though_another_follows_it(
    room: Newsroom,
) -> None:
    await room.say("putin", YES)
    await room.say("trump", YES)
    await room.say("trump", NO)
    old = stance("s-2", "trump", YES, 2)
    await alert(room)
    act = await room.say("putin", NO)
    await at(room, 1)
    await room.say("putin", YES)
    await room.undo(act)
    # Nobody was told of this one, and its holder has stood elsewhere for long.
    await room.amend(old, Verb.RETRACT)
    await at(room, 60)
    assert room.heard()[1:] == [(5 * MINUTE, ["retracted s-4"])]


async def test_a_correction_is_told_as_one_and_weighs_what_it_moves(room: Newsroom) -> None:
    """Never as a change: nobody has moved but the editors."""
    first = stance("s-x", "putin", YES, 1)
    await room.publish(first)
    for weight, channel in ((FLIPS, 101), (CHANGES, 102), (RECORDS, 103)):
        await alert(room, weight, channel=channel)
    worded = corrected(first, note="Another word.")
    moved = corrected(worded, position=MAYBE)
    for record in (worded, moved, corrected(moved, position=NO)):
        await room.amend(record)
        await room.until(room.clock.at + 10 * MINUTE)
    told = dict.fromkeys((101, 102, 103), 0)
    for post, _ in room.said:
        told[post.channel_id or 0] += 1
    assert told == {101: 1, 102: 2, 103: 3}
    assert {line for _, lines in room.heard() for line in lines} == {"corrected s-x"}


async def test_an_issue_that_a_correction_takes_a_record_from_hears_of_it(room: Newsroom) -> None:
    first = stance("s-x", "putin", YES, 1)
    await room.publish(first)
    await alert(room, RECORDS)
    await alert(room, RECORDS, "swap", ELSEWHERE)
    await room.amend(corrected(first, issue="swap"))
    await room.send()
    assert {post.channel_id for post, _ in room.said} == {CHANNEL, ELSEWHERE}


async def test_a_confirmation_is_no_alert(room: Newsroom) -> None:
    first = stance("s-x", "putin", YES, 1)
    await room.publish(first)
    await alert(room, RECORDS)
    await room.amend(corrected(first, confirmed=days(START.date())), Verb.CONFIRM)
    assert await room.send() == []


async def test_an_alert_names_its_issue_when_that_was_taken_out_of_the_record(
    room: Newsroom,
) -> None:
    """Without it, “and n more” would open the news of every issue."""
    (swap,) = [each for each in NAMES if each.key == "swap"]
    await alert(room, issue="swap")
    act = await room.say("putin", YES, issue="swap")
    await at(room, 1)
    await room.undo(act)
    await room.amend(swap, Verb.RETRACT)
    await at(room, 60)
    assert room.heard() == [(NOW, ["first s-1"]), (5 * MINUTE, ["retracted s-1"])]
    named = [content.answer.issue for _, content in room.said if isinstance(content, AlertContent)]
    assert named == [swap, swap]


async def test_an_alert_tells_nothing_older_than_itself(room: Newsroom) -> None:
    await room.say("putin", YES)
    await alert(room)
    await room.say("trump", YES)
    await at(room, 10)
    assert room.heard() == [(NOW, ["first s-2"])]


async def test_what_failed_is_told_by_the_next(room: Newsroom) -> None:
    await alert(room)
    await room.say("putin", YES)
    await room.send(room.failing())
    await room.say("trump", YES)
    await at(room, 10)
    assert room.heard() == [(NOW, ["first s-2", "first s-1"])]


async def test_a_channel_that_is_mended_hears_all_of_it_once(room: Newsroom) -> None:
    await alert(room)
    for position in (YES, MAYBE):
        await room.say("putin", position)
        await room.send(room.failing(Reason.NO_ACCESS))
    await room.services.post_log.mended(GUILD, CHANNEL)
    await at(room, 10)
    assert room.heard() == [(NOW, ["moved s-2", "first s-1"])]


async def test_an_alert_that_was_ended_says_nothing_more_and_undo_brings_all_of_it_back(
    room: Newsroom,
) -> None:
    done = await alert(room)
    await room.say("putin", YES)
    await at(room, 1)
    await room.say("putin", MAYBE)
    ended = await off(room, done)
    await at(room, 20)
    await room.say("putin", NO)
    await at(room, 30)
    assert room.heard() == [(NOW, ["first s-1"])]
    assert await alerts(room) == []
    await room.services.editing.undo(HERE, ended.seq, by=owner(1))
    await at(room, 60)
    assert room.heard()[1:] == [(30 * MINUTE, ["flipped s-3", "moved s-2"])]


async def test_another_weight_tells_nothing_that_was_too_light_before(room: Newsroom) -> None:
    await alert(room, FLIPS)
    await room.say("putin", YES)
    await at(room, 10)
    done = await alert(room, RECORDS)
    assert (done.before, done.after) == (FLIPS, RECORDS)
    await room.say("putin", YES)
    await at(room, 20)
    assert room.heard() == [(10 * MINUTE, ["repeated s-2"])]
    assert len(await alerts(room)) == 1


async def test_one_cause_sets_one_alert_and_no_server_has_too_many(room: Newsroom) -> None:
    await alert(room, cause="one")
    with pytest.raises(InvalidInputError, match="a moment ago"):
        await alert(room, channel=99, cause="one")
    for at_ in range(MOST_ALERTS - 1):
        await alert(room, channel=1000 + at_)
    with pytest.raises(InvalidInputError, match=r"25 alerts.*\. End one with /setup alerts off"):
        await alert(room, channel=5)
    # One that stands can still be changed.
    await alert(room, RECORDS, channel=1000)
    assert len(await alerts(room)) == MOST_ALERTS


async def test_a_clock_that_is_set_back_makes_nobody_wait(room: Newsroom) -> None:
    await alert(room)
    await room.say("putin", YES)
    await room.send()
    room.clock.at = START - timedelta(hours=3)
    await room.say("putin", NO)
    (post,) = await room.news_posts(PostState.DUE)
    assert post.due_at <= room.clock.at + 5 * MINUTE


async def test_two_editors_and_two_senders_at_once_lead_to_one_post_that_tells_both(
    database: Database, clock: ManualClock
) -> None:
    rooms = Newsroom(database, clock), Newsroom(database, clock)
    await rooms[0].start()
    await alert(rooms[0])
    await rooms[0].follow(FollowKind.ISSUE, "truce")
    for at_, (keys, positions) in enumerate(((("a", "b"), (YES, NO)), (("c", "d"), (NO, YES)))):
        await asyncio.gather(
            rooms[0].say("putin", positions[0], key=keys[0]),
            rooms[1].say("trump", positions[1], key=keys[1]),
        )
        assert len(await rooms[0].news_posts(PostState.DUE)) == 2
        clock.at = START + at_ * 5 * MINUTE
        handed = await asyncio.gather(
            *(room.turn(by=f"sender {number}") for number, room in enumerate(rooms))
        )
        told = [(room, post) for room, posts in zip(rooms, handed, strict=True) for post in posts]
        assert sorted(post.kind.value for _, post in told) == ["alert", "follow"]
        for room, post in told:
            content = room.said_of(post)
            assert isinstance(content, AlertContent | FollowContent)
            assert {said(line).split()[1] for line in content.answer.lines} == set(keys)
        for number, room in enumerate(rooms):
            await room.turn(*(room.sent(p) for p in handed[number]), by=f"sender {number}")
