"""Handing out what is due and accounting for what came of it, in one transaction a turn.

What is handed out is leased, and its words and the time of its first attempt are stored, before
anybody can send it. So whoever takes it after a crash knows that it may have been sent, and what
it said.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from bot.clock import Clock
from bot.db import breakages, calendar, posts, rules, sending, shown
from bot.db.engine import Database, Unit
from bot.db.failures import translated
from bot.db.guilds import Directories
from bot.domain.posts import BROKEN, NewPost, Post, PostKind, PostState, Reason
from bot.errors import UnavailableError
from bot.services.news.contents import through_of
from bot.services.news.digests import plan_again
from bot.services.posts import corrections
from bot.services.posts.contents import Content, Contents

log = logging.getLogger(__name__)

# Whoever dies with a post holds it back for so long; whoever lives renews the lease in time.
LEASE = timedelta(seconds=10)
# No pause between two attempts is longer.
LONGEST_PAUSE = timedelta(minutes=10)
# After so long a post that Discord never took is given up, and the desk is told.
GIVE_UP_AFTER = timedelta(hours=24)
# What was said to single people is forgotten so long after.
PERSONAL_KEPT = timedelta(days=30)
# So long after, an answer to a command, or a direct message, is corrected no more.
ANSWERS_KEPT = timedelta(days=90)

# A follow ends when its reader cannot be told there any more.
_UNREACHABLE = BROKEN | {Reason.DM_CLOSED}

_NO_MESSAGE = {PostKind.MIRROR, PostKind.CORRECTION}

Render: TypeAlias = Callable[[Content], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Discord has it: as this message in this channel, where that is known.

    `mirrored` is Discord's own event that a MIRROR post led to; None: none.
    """

    post: Post
    message_id: int | None = None
    channel_id: int | None = None
    mirrored: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """It is to be tried again after a pause; `detail` says what came in between."""

    post: Post
    pause: timedelta
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It cannot be sent, for a reason that trying again would not mend."""

    post: Post
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """It was not sent, and need not be any more: the post says why in `dropped`."""

    post: Post


Result: TypeAlias = Sent | Later | Failed | Withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn handed out, and when the next post comes due; None: none is owed.

    `tried` are posts that somebody has tried to send before. `more` says that some posts were
    skipped on the way, so that others may be due behind them.
    """

    fresh: tuple[Post, ...]
    tried: tuple[Post, ...]
    next_at: datetime | None
    more: bool


class Outbox:
    """The posts that are owed, for those who send them."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Work on this database, by this clock."""
        self._database = database
        self._clock = clock
        self._contents = Contents(directories)
        self._forgot_on: date | None = None

    async def turn(
        self,
        results: Sequence[Result],
        *,
        by: str,
        limit: int,
        render: Render,
    ) -> Turn:
        """Account for results and hand out at most `limit` further posts, whole or not at all.

        Raises UnavailableError when the database fails: then nothing was accounted for.
        """

        def work(unit: Unit) -> Turn:
            sending.alone(unit)
            now = self._clock.now()
            there = sending.standing(unit, [result.post.id for result in results])
            known = [result for result in results if result.post.id in there]
            for result in known:
                _account(unit, result, by=by, now=now)
            corrections.note_sent(unit, _made(known), now=now)
            claimed = sending.claim(unit, now=now, until=now + LEASE, by=by, limit=limit)
            tried = tuple(
                self._judged(unit, post, now=now)
                for post in claimed
                if post.first_attempt_at is not None
            )
            fresh = [post for post in claimed if post.first_attempt_at is None]
            ready = [self._prepared(unit, post, by=by, now=now, render=render) for post in fresh]
            kept = tuple(post for post in ready if post is not None)
            return Turn(
                fresh=kept,
                tried=tried,
                next_at=sending.next_at(unit, after=now),
                more=len(kept) < len(ready),
            )

        return await self._database.write(work)

    async def next_at(self) -> datetime | None:
        """When a post may be taken next; that may have passed. None when none is owed."""
        return await self._database.read(sending.next_at)

    async def renew(self, ids: Collection[int], *, by: str) -> None:
        """Keep the leases of the posts that are still under way.

        What was claimed in a turn whose answer was lost is under way with nobody, and must not be
        held.
        """

        def work(unit: Unit) -> None:
            sending.renew(unit, tuple(ids), by=by, until=self._clock.now() + LEASE)

        await self._database.write(work)

    async def mend(self) -> None:
        """Free what a clock that was set back would hold for too long; forget what is over."""

        def work(unit: Unit) -> None:
            sending.alone(unit)
            now = self._clock.now()
            sending.mend(unit, now=now, most=now + 2 * LONGEST_PAUSE)
            plan_again(unit, now=now)
            posts.forget_personal(unit, before=now - PERSONAL_KEPT)
            calendar.forget_personal(unit, before=now - PERSONAL_KEPT)
            rules.forget_follows(unit, before=now - PERSONAL_KEPT)
            if self._forgot_on != now.date():
                self._forgot_on = now.date()
                shown.forget_answers(unit, before=now - ANSWERS_KEPT)

        await self._database.write(work)

    def _judged(self, unit: Unit, post: Post, *, now: datetime) -> Post:
        """A post that was tried before; `dropped` where it has become pointless meanwhile."""
        reason = post.dropped or self._contents.pointless(unit, post, now)
        if reason is not post.dropped and reason is not None:
            posts.drop(unit, post, reason)
        return replace(post, dropped=reason)

    def _prepared(
        self,
        unit: Unit,
        post: Post,
        *,
        by: str,
        now: datetime,
        render: Render,
    ) -> Post | None:
        """The post with its words, stored; None when there is nothing to be said any more."""
        try:
            content = self._contents.of(unit, post, now)
            if isinstance(content, Reason):
                state = PostState.FAILED if content in BROKEN else PostState.SKIPPED
                sending.mark(unit, post.id, state, content, by=by)
                if post.kind is PostKind.FOLLOW and content in _UNREACHABLE:
                    rules.end_follows(unit, post, content, at=now)
                return None
            body = render(content)
        except Exception as error:
            if isinstance(error, UnavailableError) or translated(error) is not None:
                raise
            # One that cannot be put into words must not hold up all others.
            log.exception("a post cannot be put into words")
            _fail(unit, post, Reason.GAVE_UP, repr(error)[:300], by=by, now=now)
            return None
        through = through_of(content)
        sending.keep_body(unit, post.id, body, at=now, through=through)
        return replace(post, body=body, first_attempt_at=now, through=through)


def _account(unit: Unit, result: Result, *, by: str, now: datetime) -> None:
    post = result.post
    match result:
        case Sent():
            sending.mark_sent(unit, post.id, at=now, message_id=result.message_id)
            rules.advance(unit, post, at=now)
            if post.kind is PostKind.MIRROR and post.event is not None:
                calendar.keep_mirrored(unit, post.guild_id, post.event, result.mirrored)
            elif post.kind is PostKind.CORRECTION:
                corrections.note_corrected(unit, post, now=now)
        case Later():
            if post.dropped is None and _given_up(post, now):
                # The last attempt may have reached Discord: it is only looked for from now on.
                posts.drop(unit, post, Reason.GAVE_UP)
            sending.put_back(unit, post, by=by, until=now + result.pause, detail=result.detail)
        case Failed(reason=Reason.GONE):
            # Who deleted the message took what was wrong with it.
            sending.mark(unit, post.id, PostState.SKIPPED, Reason.GONE, by=by)
            shown.forget_message(unit, post.guild_id, int(post.subject or 0))
        case Failed():
            _fail(unit, post, result.reason, result.detail, by=by, now=now)
        case Withdrawn():
            stands = posts.by_id(unit, post.guild_id, post.id)
            if stands is None or stands.dropped is None:
                # It is wanted again.
                sending.put_back(unit, post, by=by, until=now)
            else:
                _close(unit, post, stands.dropped, stands.detail or "", by=by, now=now)


def _made(results: Sequence[Result]) -> list[tuple[Post, int, int]]:
    """The posts that are messages now, each with its message and the channel of that."""
    return [
        (each.post, each.message_id, each.channel_id)
        for each in results
        if isinstance(each, Sent)
        and each.post.kind not in _NO_MESSAGE
        and each.message_id is not None
        and each.channel_id is not None
    ]


def _close(
    unit: Unit,
    post: Post,
    reason: Reason,
    detail: str,
    *,
    by: str,
    now: datetime,
) -> None:
    """Try no more to send a post that was dropped while it was tried."""
    if reason is Reason.GAVE_UP:
        _fail(unit, post, reason, detail, by=by, now=now)
    else:
        sending.mark(unit, post.id, PostState.SKIPPED, reason, by=by)


def _given_up(post: Post, now: datetime) -> bool:
    return post.first_attempt_at is not None and now - post.first_attempt_at > GIVE_UP_AFTER


def _fail(
    unit: Unit,
    post: Post,
    reason: Reason,
    detail: str,
    *,
    by: str,
    now: datetime,
) -> None:
    """Keep a post as failed, and owe the desk one word of it."""
    # Who takes no direct messages reads the answer with /report: nothing is lost, and nobody can help.
    is_closed = post.kind is PostKind.ANSWER and reason is Reason.DM_CLOSED
    state = PostState.SKIPPED if is_closed else PostState.FAILED
    if not sending.mark(unit, post.id, state, reason, by=by, detail=detail):
        return
    if post.kind is PostKind.FOLLOW and reason in _UNREACHABLE:
        rules.end_follows(unit, post, reason, at=now)
    # Of what Discord refuses for one and the same cause, one word is enough: its own events, and
    # messages of ours, which it may let nobody read where it lets us post.
    many = post.kind in _NO_MESSAGE
    known = many and breakages.met_before(unit, post, detail)
    if reason in BROKEN and post.channel_id is not None:
        known |= breakages.breakage(unit, post.guild_id, post.channel_id) is not None
        if not many:
            breakages.note_breakage(
                unit, post.guild_id, post.channel_id, reason, at=now, detail=detail
            )
    desk = calendar.settings(unit, post.guild_id).desk_id
    # What is said to one person in private is nobody else's business.
    private = post.user_id is not None and post.channel_id is None
    if desk is None or desk == post.channel_id or known or private:
        return
    if post.kind is PostKind.TROUBLE:
        return
    posts.owe(
        unit,
        post.guild_id,
        [
            NewPost(
                # Owed again and refused again it is news again.
                key=f"trouble/{post.id}/{post.token}",
                kind=PostKind.TROUBLE,
                due_at=now,
                channel_id=desk,
                event=post.event,
                subject=str(post.id),
            ),
        ],
    )
