"""A digest’s laws: each change is told once, however days are missed, failed or set back."""

from datetime import date

import pytest

from bot.domain.posts import Post, PostKind, Reason
from bot.domain.records import Issue, Stance
from bot.domain.vocabulary import IssueStatus, Verb
from bot.services.news.answers import AliveContent, DigestContent
from bot.services.posts.contents import Content, TroubleContent
from bot.services.posts.log import PostLog
from bot.services.posts.outbox import Failed, Later, Result
from tests.people import owner
from tests.services.digest_samples import (
    AGAINST,
    ALIVE,
    DIGEST,
    FOR,
    MONDAY,
    OTHER,
    SCOPE,
    TRUCE,
    Digests,
    stance,
)
from tests.services.post_samples import CALL, DAY, DESK, ELSEWHERE, HOUR, MINUTE, SECOND, World


@pytest.fixture
def digests(world: World) -> Digests:
    return Digests(world)


def digest_contents(digests: Digests) -> list[DigestContent]:
    return [each for _, each in digests.world.said if isinstance(each, DigestContent)]


def refused(post: Post, reason: Reason = Reason.NO_ACCESS) -> Result:
    """Discord refuses digests, and takes what the desk is told."""
    if post.kind is not DIGEST:
        return World.sent(post)
    return Failed(post=post, reason=reason, detail="403")


async def reasons(digests: Digests) -> list[Reason | None]:
    return [post.reason for post in await digests.posts() if not post.open]


# What is told.


async def test_what_was_recorded_before_is_no_news_and_what_comes_after_is_told_once(
    digests: Digests,
) -> None:
    await digests.say("said-1", FOR)
    await digests.set_up(issue="truce")
    await digests.say("said-2", AGAINST)
    assert await digests.until(MONDAY) == [["flipped said-2"]]
    assert await digests.until(MONDAY + 5 * DAY) == []
    assert await reasons(digests) == [None, *[Reason.NOTHING_NEW] * 5]


async def test_each_digest_keeps_a_mark_of_its_own(digests: Digests) -> None:
    await digests.add(OTHER)
    await digests.set_up(issue="truce")
    await digests.set_up(issue="other", days="Tue")
    await digests.set_up(issue="all", days="Wed")
    await digests.say("said-1", FOR)
    await digests.say("said-2", AGAINST, issue="other")
    assert await digests.until(MONDAY) == [["first said-1"]]
    await digests.say("said-3", AGAINST)
    assert await digests.until(MONDAY + DAY) == [["first said-2"], ["flipped said-3"]]
    assert await digests.until(MONDAY + 2 * DAY) == [
        ["flipped said-3", "first said-2", "first said-1"],
    ]


async def test_one_that_is_always_sent_says_that_nothing_is_new(digests: Digests) -> None:
    await digests.set_up(issue="truce", empty="send")
    assert await digests.until(MONDAY + 2 * DAY) == [[], [], []]
    assert await digests.posts(ALIVE) == []


async def test_a_correction_after_the_mark_is_in_the_next_and_told_as_one(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    await digests.until(MONDAY)
    await digests.amend(Stance, "said-1", Verb.CORRECT, position=AGAINST)
    assert await digests.until(MONDAY + DAY) == [["corrected said-1"]]
    await digests.amend(Stance, "said-1", Verb.RETRACT)
    assert await digests.until(MONDAY + 2 * DAY) == [["retracted said-1"]]


async def test_what_is_recorded_while_a_digest_is_under_way_is_in_the_next(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY
    (post,) = await digests.world.turn()
    await digests.say("said-2", AGAINST)
    await digests.world.turn(digests.world.sent(post))
    assert (await digests.one()).mark == post.through
    assert await digests.until(MONDAY + DAY) == [["flipped said-2"]]


async def test_what_goes_stale_is_told_once_also_when_nothing_was_recorded_since(
    digests: Digests,
) -> None:
    """The mark stays the same act; when it was told is what keeps it from being told again."""
    await digests.amend(Issue, "truce", Verb.SET, stale_after_days=3)
    await digests.say("said-1", FOR)
    await digests.set_up(issue="truce")
    assert await digests.until(MONDAY + DAY) == []
    assert await digests.until(MONDAY + 4 * DAY) == [["stale said-1"]]
    assert {post.through for post in await digests.posts() if post.through} == {4}


async def test_what_goes_stale_while_a_digest_is_tried_over_midnight_is_in_the_next(
    digests: Digests,
) -> None:
    await digests.amend(Issue, "truce", Verb.SET, stale_after_days=3)
    await digests.set_up(issue="truce", at="23:59")
    await digests.add(stance("said-1", FOR, date(2025, 3, 15)))
    digests.clock.at = MONDAY.replace(hour=23, minute=59)
    (post,) = await digests.world.turn()
    digests.clock.advance(5 * MINUTE)
    await digests.world.turn(digests.world.sent(post))
    assert await digests.until(MONDAY.replace(day=18, hour=23, minute=59)) == [["stale said-1"]]


async def test_events_ahead_are_no_news_by_themselves_and_stand_below_what_is(
    digests: Digests,
) -> None:
    await digests.world.set(channel_id=None, desk_id=None)
    await digests.world.record(CALL)
    await digests.set_up(issue="truce")
    assert await digests.until(MONDAY) == []
    await digests.say("said-1", FOR)
    await digests.until(MONDAY + DAY)
    (content,) = digest_contents(digests)
    assert [view.event.record.key for view in content.answer.coming] == ["call"]


async def test_an_issue_that_was_taken_out_of_the_record_is_said_to_be_so_once(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.amend(Issue, "truce", Verb.RETRACT)
    assert await digests.until(MONDAY + 2 * DAY) == [["retracted truce"]]
    (content,) = digest_contents(digests)
    assert content.gone
    assert content.answer.issue is not None
    assert content.answer.issue.title == "The truce"


async def test_a_closed_issue_is_told_of_as_every_other(digests: Digests) -> None:
    await digests.set_up(issue="truce")
    await digests.amend(Issue, "truce", Verb.SET, status=IssueStatus.RETIRED)
    assert await digests.until(MONDAY) == [["proposal truce"]]
    (content,) = digest_contents(digests)
    assert not content.gone


# What is missed, fails, or comes late.


async def test_three_missed_days_come_as_one_late_digest(digests: Digests) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY + 2 * DAY + 5 * HOUR
    await digests.say("said-2", AGAINST)
    assert await digests.send() == [["flipped said-2", "first said-1"]]
    (content,) = digest_contents(digests)
    assert content.late == 2 * DAY + 5 * HOUR
    assert await digests.ahead() == [MONDAY + 3 * DAY]


async def test_a_late_one_gives_way_to_the_next_when_that_is_due_within_the_hour(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY + DAY - 30 * MINUTE
    assert await digests.send() == []
    assert await digests.until(MONDAY + DAY) == [["first said-1"]]
    assert await reasons(digests) == [Reason.REPLACED, None]


async def test_one_that_failed_leaves_the_mark_and_the_next_tells_it_all(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    before = await digests.one()
    digests.clock.at = MONDAY
    await digests.world.send(lambda post: refused(post, Reason.REFUSED))
    assert await digests.one() == before
    assert await digests.ahead() == [MONDAY + DAY]
    await digests.say("said-2", AGAINST)
    assert await digests.until(MONDAY + DAY) == [["flipped said-2", "first said-1"]]
    ((_, told),) = [each for each in digests.world.said if each[0].kind is PostKind.TROUBLE]
    assert isinstance(told, TroubleContent)
    assert (told.failed.kind, told.title) == (DIGEST, "The truce")


async def test_in_a_channel_that_refuses_digests_fail_day_by_day_and_are_told_once_it_is_mended(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce", empty="send")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY
    await digests.world.send(refused)
    assert await digests.until(MONDAY + 2 * DAY) == []
    assert await reasons(digests) == [Reason.NO_ACCESS] * 3
    digests.clock.advance(HOUR)
    # To name the channel again is to say that it is mended.
    await digests.set_up(issue="truce")
    assert await digests.send() == [["first said-1"]]
    (content,) = digest_contents(digests)
    assert content.late == HOUR
    assert await reasons(digests) == [Reason.REPLACED, Reason.REPLACED, None]


@pytest.mark.parametrize("empty", ["skip", "send"])
async def test_two_that_failed_and_are_tried_again_by_hand_do_not_tell_twice(
    digests: Digests, empty: str
) -> None:
    await digests.set_up(issue="truce", empty=empty)
    await digests.say("said-1", FOR)
    for day in range(2):
        digests.clock.at = MONDAY + day * DAY
        await digests.world.send(lambda post: refused(post, Reason.REFUSED))
    post_log = PostLog(digests.database, digests.clock, digests.directories)
    digests.clock.advance(HOUR)
    for at, post in enumerate(await digests.posts()):
        await post_log.again(SCOPE, post.id, by=owner(1), cause=f"again {at}")
    assert await digests.send() == [["first said-1"]]
    assert await reasons(digests) == [Reason.REPLACED, None]
    # One that was overtaken by what was sent since is not worth trying, either.
    assert await digests.until(MONDAY + 3 * DAY) == ([] if empty == "skip" else [[], []])


async def test_one_that_was_tried_for_a_day_gives_way_to_the_next_with_the_history_asked_first(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY
    (post,) = await digests.world.turn()
    digests.clock.at = MONDAY + DAY
    later = Later(post=post, pause=SECOND, detail="Discord answered 500")
    assert await digests.world.turn(later) == []
    digests.clock.advance(SECOND)
    (again,) = await digests.world.turn()
    assert (again.id, again.dropped) == (post.id, Reason.REPLACED)
    (fresh,) = await digests.world.turn(digests.world.withdrawn(again))
    assert fresh.due_at == MONDAY + DAY
    await digests.world.turn(digests.world.sent(fresh))
    assert await digests.until(MONDAY + 2 * DAY) == []


async def test_one_that_cannot_be_put_into_words_takes_none_of_those_after_it_along(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)

    def breaks(_: Content) -> str:
        raise ValueError("no words")

    digests.world.render = breaks
    await digests.until(MONDAY)
    digests.world.render = None
    assert await reasons(digests) == [Reason.GAVE_UP]
    assert await digests.until(MONDAY + DAY) == [["first said-1"]]


# The desk's word that they live.


async def test_a_quiet_digest_lets_the_desk_know_once_a_week_that_it_lives(
    digests: Digests,
) -> None:
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    await digests.until(MONDAY + 13 * DAY)
    alive = [(post, each) for post, each in digests.world.said if isinstance(each, AliveContent)]
    assert [(post.key, post.channel_id, post.due_at) for post, _ in alive] == [
        # Monday had news, so Tuesday is the week's first quiet day.
        ("alive/2025-W12", DESK, MONDAY + DAY),
        ("alive/2025-W13", DESK, MONDAY + 7 * DAY),
    ]
    (quiet,) = alive[0][1].quiet
    assert (quiet.digest.id, quiet.told_at) == (made.id, MONDAY)
    assert (quiet.issue, quiet.next_at) == (TRUCE, MONDAY + 2 * DAY)


async def test_the_desks_word_names_those_alone_that_had_nothing_to_tell(
    digests: Digests,
) -> None:
    await digests.add(OTHER)
    await digests.set_up(issue="truce")
    quiet = await digests.set_up(issue="other")
    paused = await digests.set_up(issue="all")
    await digests.desk.pause(SCOPE, paused.id, paused=True, by=owner(1), cause="pause")
    await digests.say("said-1", FOR)
    await digests.until(MONDAY)
    ((_, content),) = [each for each in digests.world.said if each[0].kind is ALIVE]
    assert isinstance(content, AliveContent)
    assert [each.digest.id for each in content.quiet] == [quiet.id]


async def test_without_a_desk_or_on_one_that_was_moved_nothing_is_said_of_it(
    digests: Digests,
) -> None:
    await digests.world.set(desk_id=None)
    await digests.set_up(issue="truce")
    await digests.until(MONDAY)
    assert await digests.posts(ALIVE) == []
    await digests.world.set(desk_id=DESK)
    digests.clock.at = MONDAY + DAY
    # This turn leaves the digest out; the desk's word is owed, and not taken yet.
    await digests.world.outbox.turn((), by="a", limit=1, render=str)
    await digests.world.set(desk_id=ELSEWHERE)
    await digests.send()
    assert [post.reason for post in await digests.posts(ALIVE)] == [Reason.SETTINGS]
