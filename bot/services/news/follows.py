"""Follows: people are told what changes about what they follow."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.db import follows, news, posts, rules
from bot.db.batches import Batches, Reader, batches
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.news import News, What
from bot.domain.occasions import lateness
from bot.domain.posts import NewPost, Post, PostKind, Reason
from bot.domain.records import Event, Record
from bot.domain.rules import BATCH, DAILY_AT, Follow, Pace
from bot.domain.schedules import Recurrence
from bot.services.answers import Asked
from bot.services.news.answers import FollowContent, Line, NewsAnswer
from bot.services.news.batching import due_at_once
from bot.services.news.reach import Reach
from bot.services.news.reading import find_news, lines_of
from bot.services.news.titles import titled

LINES = 6


def notice(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    written: Sequence[Record],
    *,
    now: datetime,
) -> None:
    """Owe everybody who follows what was written one post: at once, or with the day's others."""
    if not follows.are_there(unit, guild_id):
        return
    act = rules.revision(unit, guild_id)
    # What readers knew of a record counts as well: it may have been about others until now.
    known = (
        each.recorded.record for each in news.entries(unit, guild_id, after=act - 1, through=act)
    )
    reach = Reach.at(directory, now)
    targets = reach.of_records((*written, *known))
    found = follows.readers_of(unit, guild_id, targets)
    if found:
        users = sorted({each.user_id for each in found if each.user_id is not None})
        follows.catch_up(unit, guild_id, users, through=act - 1)
        owe(unit, guild_id, directory, found, now=now)


def owe(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    readers: Iterable[Reader],
    *,
    now: datetime,
    again: str = "",
) -> None:
    """Owe each of those who follow one post, unless one waits already.

    `again` sets it apart from one that the same act led to, and that was dropped.

    The caller lets nobody else plan posts.
    """
    act = rules.revision(unit, guild_id)
    waiting = batches(unit, guild_id, PostKind.FOLLOW, since=now - BATCH)
    daily = Recurrence(at=DAILY_AT, zone=directory.zone).next_after(now).at
    due = ((each, _due(waiting, each, daily, now)) for each in readers)
    new = [
        NewPost(
            key=f"follow/{each.user_id}/{each.channel_id or 0}/{each.subject}/{act}{again}",
            kind=PostKind.FOLLOW,
            due_at=at,
            channel_id=each.channel_id,
            user_id=each.user_id,
            subject=each.subject,
        )
        for each, at in due
        if at is not None
    ]
    posts.owe(unit, guild_id, new)


def reader_of(follow: Follow) -> Reader:
    """Whom a follow has told, where, and at which pace."""
    return Reader(follow.channel_id, follow.user_id, follow.pace.value)


def _due(found: Batches, reader: Reader, daily: datetime, now: datetime) -> datetime | None:
    if reader.subject == Pace.AT_ONCE:
        return due_at_once(found, reader, now)
    return None if reader in found.waiting else daily


def follow_content(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> FollowContent | Reason:
    """What one person is told now of all that they follow in one place at one pace.

    Where nothing is left of what it was owed for, their marks pass over that.
    """
    mine = [
        each
        for each in rules.follows(unit, post.guild_id, user_id=post.user_id)
        if each.ended_at is None and reader_of(each) == Reader.of(post)
    ]
    if not mine:
        return Reason.UNWANTED
    through = rules.revision(unit, post.guild_id)
    found = told_to(unit, post.guild_id, directory, mine, through=through, now=now)
    if not found:
        follows.pass_over(unit, post, through)
        return Reason.NOTHING_NEW
    lines = tuple(line for line, _ in found)
    heard = {follow.id for _, by in found for follow in by}
    return FollowContent(
        post=post,
        followed=titled(unit, post.guild_id, directory, [f for f in mine if f.id in heard]),
        answer=NewsAnswer(
            asked=Asked(at=now, zone=directory.zone),
            issue=None,
            after=min(each.mark for each in mine),
            through=through,
            lines=lines[:LINES],
            count=len(lines),
            has_more=len(lines) > LINES,
        ),
        late=lateness(post.due_at, now),
    )


def told_to(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    mine: Iterable[Follow],
    *,
    through: int,
    now: datetime,
) -> list[tuple[Line, tuple[Follow, ...]]]:
    """What is new to one person, each with the follows by which they hear of it; heaviest first.

    Each follow is told what came after its own mark. Of a record that several tell of, the one
    counts that knows the least.
    """
    by_mark: dict[int, list[Follow]] = {}
    for follow in mine:
        by_mark.setdefault(follow.mark, []).append(follow)
    told: list[tuple[News, Line, tuple[Follow, ...]]] = []
    covered: set[str] = set()
    for mark, held in sorted(by_mark.items()):
        fresh = [
            each
            for each in find_news(unit, guild_id, directory, after=mark, through=through)
            if each.recorded.record.key not in covered
        ]
        reach = Reach.at(directory, now, _took_part(unit, guild_id, fresh))
        for each, line in zip(fresh, lines_of(unit, guild_id, directory, fresh), strict=True):
            keys = reach.of_line(line)
            by = tuple(follow for follow in held if follow.target in keys)
            if by:
                told.append((each, line, by))
        covered |= {each.recorded.record.key for each, _, _ in told}
    told.sort(key=lambda found: (found[0].what.weight, -found[0].act))
    return [(line, by) for _, line, by in told]


def _took_part(unit: Unit, guild_id: int, found: Iterable[News]) -> dict[str, frozenset[str]]:
    """Who took part in the events that were retracted: what stands of those names nobody."""
    gone = [
        each.recorded.record.key
        for each in found
        if each.what is What.RETRACTED and isinstance(each.recorded.record, Event)
    ]
    return follows.ever_at(unit, guild_id, gone) if gone else {}
