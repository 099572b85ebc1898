"""Digests: a channel is told at set times what has changed since it was told last.

A digest owes one post ahead, and no other. It is planned when the one before is about to be tried,
so that one which fails, is left out, or comes days late takes none of those after it along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from bot.db import calendar, posts, rules, sending, series
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.occasions import lateness
from bot.domain.posts import LIFTED, NewPost, Post, PostKind, PostState, Reason
from bot.domain.rules import Digest, WhenEmpty
from bot.domain.schedules import Occurrence
from bot.domain.when import zone_named
from bot.services.answers import Asked
from bot.services.news.answers import AliveContent, DigestContent, NewsAnswer, QuietDigest
from bot.services.news.reading import coming, find_news, lines_of, read_stale
from bot.services.news.titles import issue_of

# A digest is short: it shows so many lines of news at most, and counts the rest.
FIRST_PAGE = 12
# A digest that comes late gives way to one that is due so soon after.
SOON = timedelta(hours=1)
# What comes every day is due within it, also when the clocks go back.
_A_DAY = timedelta(hours=26)
# A day that was done with so short a time ahead is one that a clock set back has come to again.
_SET_BACK = timedelta(hours=12)


def plan_next(unit: Unit, guild_id: int, digest_id: str, *, now: datetime) -> None:
    """Owe a digest's next post, and no other; none while it is paused, and none once it is gone.

    What was due in its channel by now is about to be sent, and stays.
    """
    sending.alone(unit)
    digest = rules.digest(unit, guild_id, digest_id)
    live = digest if digest is not None and not digest.paused else None
    following = None if live is None else next(_ahead(unit, guild_id, live, now))
    key = following.key if following else None
    for post in series.open_about(unit, guild_id, PostKind.DIGEST, digest_id):
        placed = live is not None and post.channel_id == live.channel_id
        if post.first_attempt_at is not None:
            _keep_trying(unit, post, wanted=placed)
        elif (
            post.state is PostState.DUE and post.key != key and not (placed and post.due_at <= now)
        ):
            posts.drop(unit, post, Reason.SETTINGS)
    if live is not None and following is not None:
        _owe(unit, guild_id, live, following)


def plan_again(unit: Unit, *, now: datetime) -> None:
    """Owe what digests lack: a clock that was set back has left the days in between without any."""
    for guild_id, digest, due in rules.waiting_digests(unit, after=now + _A_DAY):
        if due is None or digest.recurrence.next_after(now).at < due:
            plan_next(unit, guild_id, digest.id, now=now)


def runs_ahead(
    unit: Unit,
    guild_id: int,
    digest: Digest,
    *,
    now: datetime,
    most: int,
) -> tuple[Occurrence, ...]:
    """When a digest comes next, were it not paused; a day of which it has told already is none."""
    return tuple(each.run for each in islice(_ahead(unit, guild_id, digest, now), most))


def digest_content(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> DigestContent | Reason:
    """What a digest says now.

    It is left out when its settings have changed, when a later one was sent or is due within the
    hour, and, unless it is always sent, when nothing is new: then the desk hears that it lives.
    """
    digest = rules.digest(unit, post.guild_id, post.subject or "")
    if digest is None or digest.paused or digest.channel_id != post.channel_id:
        return Reason.SETTINGS
    if series.is_overtaken(unit, post, by=now + SOON):
        return Reason.REPLACED
    answer = told_since(
        unit,
        post.guild_id,
        directory,
        digest,
        after=digest.mark,
        since=digest.marked_at,
        now=now,
    )
    if not answer.count and digest.empty is WhenEmpty.SKIP:
        _owe_alive(unit, post.guild_id, directory.zone, now)
        return Reason.NOTHING_NEW
    return DigestContent(
        post=post,
        digest=digest,
        answer=answer,
        late=lateness(post.due_at, now),
        gone=is_gone(directory, digest),
    )


def told_since(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    digest: Digest,
    *,
    after: int,
    since: datetime,
    now: datetime,
) -> NewsAnswer:
    """What a digest tells of the acts after one, and of what went stale since an instant."""
    through = rules.revision(unit, guild_id)
    about = digest.issue
    found = find_news(unit, guild_id, directory, after=after, through=through, issue=about)
    stale = read_stale(
        unit,
        guild_id,
        directory,
        after=after,
        through=through,
        since=since,
        now=now,
        issue=about,
    )
    # Of ten thousand lines the first are looked up, and the others counted.
    lines = (*lines_of(unit, guild_id, directory, found[:FIRST_PAGE]), *stale)[:FIRST_PAGE]
    count = len(found) + len(stale)
    return NewsAnswer(
        asked=Asked(at=now, zone=digest.zone),
        issue=issue_of(unit, guild_id, directory, digest),
        after=after,
        through=through,
        lines=lines,
        count=count,
        has_more=count > FIRST_PAGE,
        since=_next_second(since),
        until=now,
        coming=coming(unit, guild_id, directory, now=now, issue=about),
    )


def _next_second(at: datetime) -> datetime:
    """The first whole second after an instant, so that what was told at midnight stays told.

    Whoever opens the digest asks from this second on, and what is asked from midnight on has the
    day that begins with it.
    """
    return at.replace(microsecond=0) + timedelta(seconds=1)


def is_gone(directory: Directory, digest: Digest) -> bool:
    """Whether the issue of a digest was taken out of the record."""
    return digest.issue is not None and digest.issue not in directory.issues


def alive_content(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> AliveContent | Reason:
    """The desk's weekly word of the digests that had nothing to tell when they were due last."""
    guild = post.guild_id
    if calendar.settings(unit, guild).desk_id != post.channel_id:
        return Reason.SETTINGS
    last = series.last_closed(unit, guild, PostKind.DIGEST)
    quiet = tuple(
        QuietDigest(
            digest=digest,
            issue=issue_of(unit, guild, directory, digest),
            told_at=digest.marked_at,
            next_at=runs_ahead(unit, guild, digest, now=now, most=1)[0].at,
            gone=is_gone(directory, digest),
        )
        for digest in rules.digests(unit, guild)
        if not digest.paused and digest.id in last and last[digest.id].reason is Reason.NOTHING_NEW
    )
    return AliveContent(post=post, quiet=quiet) if quiet else Reason.REPLACED


@dataclass(frozen=True, slots=True)
class _Following:
    """A time that a digest comes round, and the post of that day where there was one before."""

    key: str
    run: Occurrence
    old: Post | None


def _ahead(unit: Unit, guild_id: int, digest: Digest, now: datetime) -> Iterator[_Following]:
    """The times after now, one for each civil day, without the days that are done with."""
    after = now
    while True:
        run = digest.recurrence.next_after(after)
        key = f"digest/{digest.id}/{run.on.isoformat()}"
        while (old := posts.by_key(unit, guild_id, key)) is not None and _ran_ahead(old, now):
            key += "+"
        if old is None or not _is_over(old, digest, run, now):
            yield _Following(key, run, old)
        after = run.at


def _ran_ahead(old: Post, now: datetime) -> bool:
    """Whether a clock that ran far ahead has sent what this day's readers have yet to see."""
    return old.sent_at is not None and old.sent_at > now + _SET_BACK


def _is_over(old: Post, digest: Digest, run: Occurrence, now: datetime) -> bool:
    """Whether a day needs no further post: it was told of, or it was just so and left out."""
    if old.state in {PostState.SENT, PostState.CLAIMED} or old.told:
        return True
    same = (old.due_at, old.channel_id) == (run.at, digest.channel_id)
    settled = not old.open and old.reason is not Reason.SETTINGS
    return same and settled and run.at <= now + _SET_BACK


def _owe(unit: Unit, guild_id: int, digest: Digest, following: _Following) -> None:
    old = following.old
    new = NewPost(
        key=following.key,
        kind=PostKind.DIGEST,
        due_at=following.run.at,
        channel_id=digest.channel_id,
        subject=digest.id,
    )
    if old is None:
        posts.owe(unit, guild_id, [new])
    elif not old.open or (old.due_at, old.channel_id) != (new.due_at, new.channel_id):
        posts.owe_again(unit, old, new)


def _keep_trying(unit: Unit, post: Post, *, wanted: bool) -> None:
    """Let one that is being tried go on, or say to whoever tries it that it is not wanted."""
    if wanted and post.dropped in LIFTED:
        posts.want_again(unit, post)
    elif not wanted and post.dropped is None:
        posts.drop(unit, post, Reason.SETTINGS)


def _owe_alive(unit: Unit, guild_id: int, zone: str, now: datetime) -> None:
    """Owe the desk its one word of this week, if there is a desk."""
    desk = calendar.settings(unit, guild_id).desk_id
    if desk is None:
        return
    year, week, _ = now.astimezone(zone_named(zone)).date().isocalendar()
    key = f"alive/{year}-W{week:02}"
    new = NewPost(key=key, kind=PostKind.ALIVE, due_at=now, channel_id=desk)
    posts.owe(unit, guild_id, [new])
