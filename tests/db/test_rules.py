"""Laws of marks: they rise only, by what was sent, for those who were told; in one server's world."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.db import acts, rules
from bot.db.engine import Database, Unit
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.rules import Alert, AlertWeight, Digest, Follow, FollowKind, Pace, WhenEmpty
from tests.db.samples import GUILD, NOON, OTHER, fill, insert, refused, sample

HOUR = timedelta(hours=1)
GUILDS = (GUILD, OTHER)
DIGEST = Digest(
    id="d1",
    channel_id=5,
    issue="ceasefire",
    at=time(9, 30),
    days=frozenset({0, 2, 6}),
    zone="Europe/Kyiv",
    language="uk",
    empty=WhenEmpty.SEND,
    paused=False,
    mark=4,
    marked_at=NOON,
)
ALERT = Alert(id="a1", channel_id=5, issue=None, weight=AlertWeight.CHANGES, mark=4, marked_at=NOON)
FOLLOW = Follow(
    id="f1",
    user_id=7,
    kind=FollowKind.ACTOR,
    target="putin",
    pace=Pace.AT_ONCE,
    mark=4,
    made_at=NOON,
)
KINDS = (PostKind.DIGEST, PostKind.ALERT, PostKind.FOLLOW)
World = dict[tuple[int, str], Digest | Alert | Follow]


def post(kind: PostKind, subject: str, through: int | None, **more: Any) -> Post:
    values: dict[str, Any] = {
        "id": 1,
        "guild_id": GUILD,
        "key": "k",
        "kind": kind,
        "state": PostState.CLAIMED,
        "token": "t",
        "due_at": NOON,
        "next_at": NOON,
        "attempts": 1,
        "channel_id": 5,
        "user_id": None,
        "subject": subject,
        "through": through,
    }
    return Post(**(values | more))


def kept() -> World:
    """Rules of both servers, alike but for one thing each."""
    follows = [
        replace(FOLLOW, id=f"f{number}", user_id=user, channel_id=channel, pace=pace)
        for number, (user, channel, pace) in enumerate(
            (user, channel, pace) for user in (7, 8) for channel in (None, 5, 6) for pace in Pace
        )
    ]
    every: list[Digest | Alert | Follow] = [
        DIGEST,
        replace(DIGEST, id="d2", issue=None),
        ALERT,
        replace(ALERT, id="a2", issue="ceasefire"),
        *follows,
        replace(FOLLOW, id="over", ended_at=NOON, ended=Reason.DM_CLOSED),
    ]
    return {(guild, each.id): each for guild in GUILDS for each in every}


def keep(unit: Unit, world: World) -> None:
    for (guild, _), rule in world.items():
        match rule:
            case Digest():
                rules.keep_digest(unit, guild, rule)
            case Alert():
                rules.keep_alert(unit, guild, rule)
            case Follow():
                rules.keep_follow(unit, guild, rule)


def found(unit: Unit) -> World:
    world: World = {}
    for guild in GUILDS:
        world |= {(guild, each.id): each for each in rules.digests(unit, guild)}
        world |= {(guild, each.id): each for each in rules.alerts(unit, guild)}
        world |= {(guild, each.id): each for each in rules.follows(unit, guild)}
    return world


@contextmanager
def begun(unit: Unit) -> Iterator[World]:
    """Rules in both servers for as long as it lasts."""
    point = unit.begin_nested()
    try:
        keep(unit, kept())
        yield found(unit)
    finally:
        point.rollback()


@pytest.fixture
async def both(database: Database) -> Database:
    """A database with one of everything in each of two servers."""

    def work(unit: Unit) -> None:
        for guild in GUILDS:
            fill(unit, guild)

    await database.write(work)
    return database


async def test_what_is_kept_comes_back_as_it_was(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit) as world:
            assert world == kept()
            assert rules.digest(unit, GUILD, "d1") == DIGEST
            assert rules.alert(unit, GUILD, "a1") == ALERT
            changed = replace(DIGEST, days=frozenset(range(7)), paused=True, mark=2**40)
            rules.keep_digest(unit, GUILD, changed)
            assert rules.digest(unit, GUILD, "d1") == changed
            assert rules.digest(unit, OTHER, "d1") == DIGEST
            assert rules.digest(unit, GUILD, "a1") is None

    await both.write(work)


WHOM = st.fixed_dictionaries(
    {
        "guild_id": st.sampled_from(GUILDS),
        "channel_id": st.sampled_from([None, 5, 6, 9]),
        "user_id": st.sampled_from([None, 7, 8]),
        "first_attempt_at": st.sampled_from([None, NOON - HOUR, NOON + HOUR]),
    }
)
SUBJECTS = {
    PostKind.DIGEST: ["d1", "d2", "a1", "nothing"],
    PostKind.ALERT: ["a1", "a2", "d1", "nothing"],
    PostKind.FOLLOW: [*Pace, "f1"],
}


@st.composite
def sent_posts(draw: st.DrawFn) -> Post:
    """A post of any kind of news, to anybody, that may tell a rule of these or none."""
    kind = draw(st.sampled_from(KINDS))
    subject = draw(st.sampled_from(SUBJECTS[kind]))
    return post(kind, subject, draw(st.none() | st.integers(0, 9)), **draw(WHOM))


SENT = sent_posts()


def told(rule: Digest | Alert | Follow, guild: int, sent: Post) -> bool:
    """Whether a post told what a rule is about."""
    if guild != sent.guild_id or sent.through is None:
        return False
    match rule:
        case Digest() | Alert():
            kind = PostKind.DIGEST if isinstance(rule, Digest) else PostKind.ALERT
            return sent.kind is kind and sent.subject == rule.id
        case Follow():
            place = (sent.user_id, sent.channel_id, sent.subject)
            return (
                sent.kind is PostKind.FOLLOW
                and place == (rule.user_id, rule.channel_id, rule.pace)
                and rule.ended_at is None
            )


async def test_a_mark_rises_to_what_was_sent_and_only_for_those_who_were_told(
    both: Database,
) -> None:
    def work(unit: Unit) -> None:
        with begun(unit) as before:

            @settings(max_examples=40, deadline=None)
            @given(st.lists(SENT, min_size=1, max_size=3))
            def law(posts: list[Post]) -> None:
                point, was = unit.begin_nested(), before
                for at, sent in enumerate(posts):
                    rules.advance(unit, sent, at=NOON + at * HOUR)
                    now = found(unit)
                    for (guild, key), rule in now.items():
                        _check(was[guild, key], rule, guild, sent)
                    was = now
                point.rollback()

            law()

    await both.write(work)


def _check(was: Any, now: Any, guild: int, sent: Post) -> None:
    if sent.through is None or not told(was, guild, sent):
        assert now == was
        return
    assert now.mark == max(was.mark, sent.through)
    same = replace(was, mark=now.mark)
    if not isinstance(now, Follow):
        assert now.marked_at >= was.marked_at, "what was told is not told again"
        same = replace(same, marked_at=now.marked_at)
    assert same == now


async def test_only_what_one_person_follows_in_one_place_ends(both: Database) -> None:
    def work(unit: Unit) -> None:
        for channel in (None, 5):
            with begun(unit) as before:
                gone = post(PostKind.FOLLOW, Pace.DAILY, 9, user_id=7, channel_id=channel)
                rules.end_follows(unit, gone, Reason.DM_CLOSED, at=NOON + HOUR)
                after = found(unit)
                changed = {name for name in after if after[name] != before[name]}
                assert changed == {
                    (guild, key)
                    for (guild, key), rule in before.items()
                    if isinstance(rule, Follow)
                    and (guild, rule.user_id, rule.channel_id) == (GUILD, 7, channel)
                    and rule.ended_at is None
                }
                ended = [rule for name, rule in after.items() if name in changed]
                assert {
                    (each.ended, each.ended_at, each.mark)
                    for each in ended
                    if isinstance(each, Follow)
                } == {(Reason.DM_CLOSED, NOON + HOUR, 4)}

    await both.write(work)


async def test_what_ended_long_ago_is_forgotten_and_nothing_else(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit) as before:
            rules.forget_follows(unit, before=NOON)
            assert found(unit) == before
            rules.forget_follows(unit, before=NOON + HOUR)
            gone = {(guild, "over") for guild in GUILDS}
            assert before.keys() - found(unit).keys() == gone

    await both.write(work)


async def test_one_drops_ones_own_and_once(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit) as before:
            assert not rules.drop_follow(unit, GUILD, "f0", user_id=8)
            assert rules.drop_follow(unit, GUILD, "f0", user_id=7)
            assert not rules.drop_follow(unit, GUILD, "f0", user_id=7)
            assert rules.drop_digest(unit, GUILD, "d1")
            assert not rules.drop_digest(unit, GUILD, "d1")
            assert rules.drop_alert(unit, OTHER, "a1")
            gone = {(GUILD, "f0"), (GUILD, "d1"), (OTHER, "a1")}
            assert before.keys() - found(unit).keys() == gone

    await both.write(work)


WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("digest", "empty"): tuple(WhenEmpty),
    ("alert", "weight"): tuple(AlertWeight),
    ("follow", "kind"): tuple(FollowKind),
    ("follow", "pace"): tuple(Pace),
}


async def test_the_database_takes_no_other_words(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit):
            for (table, column), words in WORDS.items():
                row = {**sample(unit, table), "id": "new"}
                for word in words:
                    assert not refused(unit, table, {**row, column: str(word)}), word
                for word in ("", "nonsense", words[0].upper(), f"{words[0]} "):
                    assert refused(unit, table, {**row, column: word}), word

    await both.write(work)


async def test_a_rule_names_only_records_of_its_own_server(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit):
            acts.begin(unit, 902, what="test", at=NOON)
            for table, column in (("digest", "issue"), ("alert", "issue"), ("follow", "target")):
                row = {**sample(unit, table), "id": "new", column: "ceasefire"}
                assert not refused(unit, table, row), table
                assert refused(unit, table, {**row, column: "nothing"}), table
                assert refused(unit, table, {**row, "guild_id": 902}), table
                insert(unit, table, {**row, "guild_id": OTHER})

    await both.write(work)


async def test_acts_are_counted_by_the_server_and_not_by_the_clock(both: Database) -> None:
    def work(unit: Unit) -> None:
        with begun(unit):
            first = rules.revision(unit, GUILD)
            for at in (NOON + 2 * HOUR, NOON + HOUR, NOON + HOUR):
                acts.begin(unit, GUILD, what="test", at=at)
            assert rules.revision(unit, GUILD) == first + 3
            assert rules.revision(unit, OTHER) == 1
            assert rules.revision(unit, 12345) == 0
            assert rules.last_act_by(unit, GUILD, NOON - HOUR) == 0
            assert rules.last_act_by(unit, GUILD, NOON) == first
            assert rules.last_act_by(unit, GUILD, NOON + HOUR) == first + 3
            assert rules.last_act_by(unit, OTHER, NOON + HOUR) == 1

    await both.write(work)
