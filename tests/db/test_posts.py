"""Taking what is owed: each post once, in order within its lane, whoever asks and whatever breaks."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.db import acts, calendar, posts, sending
from bot.db.engine import Database, Unit, open_database
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Event
from bot.domain.reminding import PersonalReminder
from bot.domain.vocabulary import EventStatus
from bot.domain.when import instant
from bot.errors import UnavailableError
from tests.db.post_samples import (
    HOUR,
    LEASE,
    MINUTE,
    SECOND,
    claim,
    insert_rows,
    keys,
    new,
    owe,
    row,
    tried,
)
from tests.db.samples import GUILD, NOON, everything


async def test_only_what_is_due_is_taken_and_by_due_time(database: Database) -> None:
    def work(unit: Unit) -> list[str]:
        soon = NOON + SECOND
        owe(unit, new("b", 2, NOON), new("a", 1, NOON - HOUR), new("c", 3, soon))
        assert sending.next_at(unit) == NOON - HOUR
        assert sending.next_at(unit, after=NOON) == soon
        return keys(claim(unit))

    assert await database.write(work) == ["a", "b"]


async def test_only_the_first_of_a_lane_is_taken(database: Database) -> None:
    """By due time, then in the order of making; the next only when the first is settled."""

    def work(unit: Unit) -> list[list[str]]:
        owe(unit, new("second"), new("third"), new("first", due=NOON - SECOND))
        taken = []
        for _ in range(4):
            found = claim(unit)
            taken.append(keys(found))
            for post in found:
                sending.mark_sent(unit, post.id, at=NOON, message_id=1)
        return taken

    assert await database.write(work) == [["first"], ["second"], ["third"], []]


async def test_the_lanes_are_channels_people_and_servers(database: Database) -> None:
    """A person's reminder within a channel goes in the channel's turn, not in the person's."""

    def work(unit: Unit) -> set[str]:
        mirror = replace(new("mirror"), channel_id=None, kind=PostKind.MIRROR)
        private = replace(new("private", user_id=7), channel_id=None)
        owe(unit, new("public"), new("named", user_id=7), private, mirror)
        return set(keys(claim(unit)))

    assert await database.write(work) == {"public", "private", "mirror"}


async def test_nothing_is_sent_beside_another_of_its_lane(database: Database) -> None:
    """Also what is owed later and was due earlier waits for what is under way."""

    def work(unit: Unit) -> list[list[str]]:
        owe(unit, new("under way"))
        first = claim(unit)
        owe(unit, new("due before", due=NOON - HOUR))
        beside = claim(unit)
        sending.mark_sent(unit, first[0].id, at=NOON, message_id=1)
        return [keys(first), keys(beside), keys(claim(unit))]

    assert await database.write(work) == [["under way"], [], ["due before"]]


async def test_a_lane_whose_first_waits_holds_up_only_itself(database: Database) -> None:
    def work(unit: Unit) -> list[str]:
        owe(unit, new("stuck", 1))
        sending.put_back(unit, tried(unit), by="a", until=NOON + MINUTE)
        owe(unit, *(new(f"{n}", 1 + n % 3, NOON + n * SECOND) for n in range(1, 7)))
        return keys(claim(unit, NOON + 10 * SECOND))

    assert await database.write(work) == ["1", "2"]


async def test_a_lease_that_ends_hands_over_with_the_same_words(database: Database) -> None:
    def work(unit: Unit) -> tuple[list[Post], Post]:
        owe(unit, new("a"))
        first = tried(unit)
        assert claim(unit, NOON + LEASE - SECOND, "b") == []
        assert sending.next_at(unit, after=NOON) == NOON + LEASE
        return claim(unit, NOON + LEASE, "b"), first

    (taken,), first = await database.write(work)
    assert (taken.id, taken.token, taken.attempts) == (first.id, first.token, 1)
    assert (taken.body, taken.first_attempt_at) == ("words of a", NOON)


async def test_a_lease_that_is_renewed_does_not_end(database: Database) -> None:
    """Of those one names: what nobody knows to be under way must not be held for ever."""

    def work(unit: Unit) -> list[str]:
        owe(unit, new("a", 1), new("b", 2), new("c", 3))
        mine = {post.key: post.id for post in claim(unit, limit=2)}
        claim(unit, by="b")
        sending.renew(unit, [mine["a"]], by="a", until=NOON + MINUTE)
        sending.renew(unit, [mine["b"]], by="b", until=NOON + MINUTE)
        return keys(claim(unit, NOON + LEASE, "z"))

    assert await database.write(work) == ["b", "c"]


async def test_whose_lease_has_ended_can_only_say_that_it_was_sent(database: Database) -> None:
    def work(unit: Unit) -> list[object]:
        owe(unit, new("a"))
        post = tried(unit)
        (taken,) = claim(unit, NOON + LEASE, "b")
        sending.put_back(unit, post, by="a", until=NOON + HOUR)
        closed = sending.mark(unit, post.id, PostState.FAILED, Reason.REFUSED, by="a")
        still = posts.by_id(unit, GUILD, post.id)
        sending.mark_sent(unit, post.id, at=NOON, message_id=9)
        late = sending.mark(unit, post.id, PostState.FAILED, Reason.REFUSED, by="b")
        sent = posts.by_id(unit, GUILD, post.id)
        assert sent is not None
        return [closed, still == taken, late, sent.state, sent.message_id, sent.reason]

    assert await database.write(work) == [False, True, False, PostState.SENT, 9, None]


async def test_what_is_put_back_waits_and_those_behind_it_too(database: Database) -> None:
    def work(unit: Unit) -> list[object]:
        owe(unit, new("a"), new("b"), new("far", due=NOON + HOUR), new("other", 6, NOON + HOUR))
        sending.put_back(unit, tried(unit), by="a", until=NOON + MINUTE, detail="500")
        waits = sending.next_at(unit)
        early = claim(unit, NOON + MINUTE - SECOND)
        (again,) = claim(unit, NOON + MINUTE)
        return [waits, early, again.key, again.detail, again.attempts]

    assert await database.write(work) == [NOON + MINUTE, [], "a", "500", 2]


async def test_what_is_dropped_is_skipped_unless_it_is_being_tried(database: Database) -> None:
    """Nobody knows whether that is sent: whoever has it is told that it is not wanted."""

    def work(unit: Unit) -> list[object]:
        owe(unit, new("tried", 1))
        sending.put_back(unit, tried(unit), by="a", until=NOON)
        owe(unit, new("untried", 2))
        for key in ("tried", "untried"):
            post = posts.by_key(unit, GUILD, key)
            assert post is not None
            posts.drop(unit, post, Reason.MOVED)
        (left,) = claim(unit)
        gone = posts.by_key(unit, GUILD, "untried")
        assert gone is not None
        return [left.key, left.dropped, left.told, gone.state, gone.reason]

    expected = ["tried", Reason.MOVED, True, PostState.SKIPPED, Reason.MOVED]
    assert await database.write(work) == expected


async def test_what_is_owed_again_is_another_message(database: Database) -> None:
    def work(unit: Unit) -> tuple[Post, Post]:
        owe(unit, new("a"))
        post = tried(unit)
        sending.mark(unit, post.id, PostState.FAILED, Reason.NO_ACCESS, by="a", detail="403")
        posts.owe_again(unit, post, new("a", channel=6, due=NOON + HOUR))
        (again,) = claim(unit, NOON + HOUR)
        return post, again

    post, again = await database.write(work)
    assert (again.id, again.lane, again.attempts) == (post.id, "c:6", 1)
    assert again.token != post.token
    assert (again.body, again.first_attempt_at, again.reason, again.detail) == (None,) * 4


async def test_a_clock_that_was_set_back_holds_up_nothing(database: Database) -> None:
    """Neither what waits for its lease or its pause, nor what stands behind it in its lane."""
    before = NOON - HOUR

    def work(unit: Unit) -> list[object]:
        owe(unit, new("a"), new("behind", due=before + MINUTE), new("ahead", 6, NOON + HOUR))
        (first,) = claim(unit)
        sending.keep_body(unit, first.id, "words", at=NOON)
        sending.put_back(unit, first, by="a", until=NOON + MINUTE)
        sending.mend(unit, now=before, most=before + 20 * MINUTE)
        first_up = sending.next_at(unit)
        found = keys(claim(unit, before + 2 * MINUTE))
        return [first_up, found, sending.next_at(unit, after=NOON)]

    assert await database.write(work) == [before, ["behind"], NOON + HOUR]


async def test_mending_leaves_alone_what_waits_as_it_should(database: Database) -> None:
    def work(unit: Unit) -> list[datetime | None]:
        owe(unit, new("leased", 1))
        tried(unit)
        owe(unit, new("waits", 2))
        sending.put_back(unit, tried(unit), by="a", until=NOON + 10 * MINUTE)
        owe(unit, new("far", 3, NOON + 1000 * HOUR))
        sending.mend(unit, now=NOON, most=NOON + 20 * MINUTE)
        found = [posts.by_key(unit, GUILD, key) for key in ("leased", "waits", "far")]
        return [post.next_at for post in found if post is not None]

    expected = [NOON + LEASE, NOON + 10 * MINUTE, NOON + 1000 * HOUR]
    assert await database.write(work) == expected


async def test_four_at_once_take_each_post_once_and_keep_each_lanes_order(
    database: Database,
) -> None:
    """Over connections of their own, as so many processes would have."""
    total, lanes = 200, 20
    await database.write(
        lambda unit: insert_rows(
            unit,
            (row(n, n % lanes, NOON + n * timedelta(milliseconds=1)) for n in range(total)),
        ),
    )
    order: dict[str, list[str]] = defaultdict(list)
    under_way: set[str] = set()
    now = NOON + HOUR

    async def sender(name: str) -> None:
        url = database.url.render_as_string(hide_password=False)
        async with open_database(url) as own:
            mine: list[Post] = []
            while sum(map(len, order.values())) < total:
                under_way.difference_update(post.lane for post in mine)

                def turn(unit: Unit, done: tuple[Post, ...] = tuple(mine)) -> list[Post]:
                    for post in done:
                        sending.mark_sent(unit, post.id, at=now, message_id=1)
                    return claim(unit, now, name, limit=7)

                try:
                    mine = await own.write(turn)
                except UnavailableError:
                    # SQLite's queue of writers is not fair; a sender tries again.
                    continue
                for post in mine:
                    assert post.lane not in under_way
                    under_way.add(post.lane)
                    order[post.lane].append(post.key)
                await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await asyncio.gather(*(sender(f"s{n}") for n in range(4)))
    expected = {f"c:{lane}": [f"k{n}" for n in range(lane, total, lanes)] for lane in range(lanes)}
    assert order == expected


async def test_a_post_that_is_dropped_while_another_claims_is_not_taken(
    database: Database,
) -> None:
    """Whichever comes first, a skipped post stays skipped."""
    await database.write(lambda unit: insert_rows(unit, (row(n, n, NOON) for n in range(60))))
    found = await database.read(
        lambda unit: [posts.by_key(unit, GUILD, f"k{n}") for n in range(60)]
    )

    def drop(some: list[Post | None]) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            sending.alone(unit)
            for post in some:
                assert post is not None
                posts.drop(unit, post, Reason.MOVED)

        return work

    def take(unit: Unit) -> list[str]:
        some = claim(unit, limit=6)
        for post in some:
            sending.keep_body(unit, post.id, "words", at=NOON)
        return keys(some)

    claims = [database.write(take) for _ in range(10)]
    drops = [database.write(drop(found[n : n + 6])) for n in range(54, -1, -6)]
    mixed = [each for pair in zip(claims, drops, strict=True) for each in pair]
    taken = [key for keys_ in await asyncio.gather(*mixed) for key in keys_ or ()]
    skipped = await database.read(
        lambda unit: keys(posts.in_states(unit, GUILD, [PostState.SKIPPED], limit=100)),
    )
    assert sorted(taken) == sorted(set(taken))
    assert not set(taken) & set(skipped)
    assert len(taken) + len(skipped) == 60


async def test_what_was_said_to_people_is_forgotten_once_the_event_is_over(
    database: Database,
) -> None:
    """Until then it is needed: who was told hears of a change, and nobody is told twice."""
    begins = NOON + 90 * 24 * HOUR

    def work(unit: Unit) -> list[object]:
        act = acts.begin(unit, GUILD, what="test", at=NOON)
        ahead: dict[str, Any] = {"when": instant(begins), "status": EventStatus.EXPECTED}
        known = (each for each in everything() if each.key not in {"t1", "c1", "u1", "m1"})
        acts.add_many(act, [replace(e, **ahead) if isinstance(e, Event) else e for e in known])
        person = PersonalReminder(id="p1", user_id=7, event="e1", lead=90 * 24 * HOUR, made_at=NOON)
        calendar.keep_personal(unit, GUILD, person)
        posts.owe(unit, GUILD, [new("told", user_id=7, event="e1", subject="p1", schedule=1)])
        sending.mark_sent(unit, tried(unit).id, at=NOON, message_id=1)
        kept = []
        for before in (NOON + 60 * 24 * HOUR, begins + 400 * 24 * HOUR):
            posts.forget_personal(unit, before=before)
            calendar.forget_personal(unit, before=before)
            kept.append(posts.by_key(unit, GUILD, "told") is not None)
            kept.append(bool(calendar.personal(unit, GUILD)))
        return list(kept)

    assert await database.write(work) == [True, True, False, False]
