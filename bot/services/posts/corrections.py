"""Corrections that reach their readers: every message that showed what was wrong is edited.

One post is owed for each message, and sent as any other: it is a row, tried until it succeeds, and
read from the record when it is first tried, so that several corrections of one message are one.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.db import posts, rules, sending, shown
from bot.db.engine import Unit
from bot.db.histories import histories
from bot.domain.directory import Directory
from bot.domain.news import Entry
from bot.domain.posts import NewPost, Post, PostKind, Reason
from bot.domain.records import Record
from bot.domain.shown import Showing, Shown, is_outdated, righted
from bot.services.news.answers import Line
from bot.services.news.reading import lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Righted:
    """What was put right of a record since a message showed it, and when, aware UTC."""

    line: Line
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One line of a message with all that was put right of what it told.

    `line` None stands for the message as a whole. Without `righted` the line is right as it was.
    """

    line: str | None
    righted: tuple[Righted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionContent:
    """What a message has to say now; `numbers` is up to which version of each record it does.

    `sent` is the body of the post that made it, where it is known.
    """

    post: Post
    message_id: int
    passages: tuple[Passage, ...]
    numbers: dict[str, int]
    sent: str | None = None


class _Kept(msgspec.Struct):
    """What a stored body says beside the message: what that shows, or is brought up to."""

    shows: tuple[tuple[str, int, str | None], ...] = ()
    numbers: dict[str, int] = {}


_KEPT = msgspec.json.Decoder(_Kept)


def notice(unit: Unit, guild_id: int, written: Iterable[Record], *, now: datetime) -> None:
    """Owe the messages that showed these records what was put right of them."""
    keys = sorted({each.key for each in written})
    owe(unit, guild_id, shown.of_records(unit, guild_id, keys), now=now)


def owe(unit: Unit, guild_id: int, showings: Sequence[Showing], *, now: datetime) -> None:
    """Owe one correction to each of these messages that needs one, unless one is owed already."""
    if not showings:
        return
    sending.alone(unit)
    found = histories(unit, guild_id, {each.shown.record for each in showings})
    outdated = {
        each.message_id: each
        for each in showings
        if is_outdated(each, found.get(each.shown.record, []))
    }
    waiting = shown.waiting(unit, guild_id) if outdated else frozenset()
    act = rules.revision(unit, guild_id)
    posts.owe(
        unit,
        guild_id,
        [
            NewPost(
                # Within one act a message may be owed twice: what was noted late is not told yet.
                key=f"correction/{message_id}/{act}/{secrets.token_hex(4)}",
                kind=PostKind.CORRECTION,
                due_at=now,
                # A person's own messages go by the person: their channel is asked for each time.
                channel_id=each.channel_id if each.user_id is None else None,
                user_id=each.user_id,
                subject=str(message_id),
            )
            for message_id, each in outdated.items()
            if message_id not in waiting
        ],
    )


def correction_content(
    unit: Unit,
    post: Post,
    directory: Directory,
) -> CorrectionContent | Reason:
    """What a message has to say now; a reason where nothing of it is wrong any more."""
    message_id = int(post.subject or 0)
    showings = shown.of_message(unit, post.guild_id, message_id)
    found = histories(unit, post.guild_id, {each.shown.record for each in showings})
    if not any(is_outdated(each, found.get(each.shown.record, [])) for each in showings):
        return Reason.NOTHING_NEW
    passages: dict[str | None, list[Righted]] = {}
    for each in showings:
        versions = found.get(each.shown.record, [])
        told = passages.setdefault(each.shown.line, [])
        news = righted(each, versions)
        if news is not None:
            (line,) = lines_of(unit, post.guild_id, directory, [news])
            told.append(Righted(line=line, at=_recorded_at(versions, news.act)))
    made = shown.post_of_message(unit, post.guild_id, message_id)
    return CorrectionContent(
        post=post,
        message_id=message_id,
        passages=tuple(Passage(line=line, righted=tuple(told)) for line, told in passages.items()),
        numbers={
            each.shown.record: found[each.shown.record][-1].recorded.version.number
            for each in showings
            if each.shown.record in found
        },
        sent=made.body if made else None,
    )


def note_sent(
    unit: Unit,
    sent: Collection[tuple[Post, int, int]],
    *,
    now: datetime,
) -> None:
    """Note what posts show that Discord has now: each with its message and the channel of that.

    What was put right while one was under way is owed at once.
    """
    by_guild: dict[int, list[Showing]] = {}
    for post, message_id, channel_id in sent:
        private = post.user_id if post.channel_id is None else None
        for record, number, line in _kept(post).shows:
            by_guild.setdefault(post.guild_id, []).append(
                Showing(
                    message_id=message_id,
                    channel_id=channel_id,
                    user_id=private,
                    shown=Shown(record=record, number=number, line=line),
                    shown_at=now,
                ),
            )
    for guild_id, showings in by_guild.items():
        shown.note(unit, guild_id, showings)
        owe(unit, guild_id, showings, now=now)


def note_corrected(unit: Unit, post: Post, *, now: datetime) -> None:
    """Note that a message was brought up to what its correction says.

    Where more was put right since, by whomever it was brought back, that is owed again.
    """
    message_id = int(post.subject or 0)
    shown.bring_up(unit, post.guild_id, message_id, _kept(post).numbers)
    owe(unit, post.guild_id, shown.of_message(unit, post.guild_id, message_id), now=now)


def _kept(post: Post) -> _Kept:
    return _KEPT.decode(post.body) if post.body else _Kept()


def _recorded_at(versions: Sequence[Entry], act: int) -> datetime:
    return next(each.recorded.version.recorded_at for each in versions if each.act == act)
