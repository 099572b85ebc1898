"""Alerts: a channel is told at once that a stance has changed."""

from collections.abc import Sequence
from datetime import datetime

from bot.db import news, posts, rules
from bot.db.batches import Reader, batches, untold
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.news import What
from bot.domain.occasions import lateness
from bot.domain.posts import NewPost, Post, PostKind, Reason
from bot.domain.records import Record, Stance
from bot.domain.rules import BATCH, Alert
from bot.domain.standing import Move, move_between
from bot.services.answers import Asked, StanceView
from bot.services.news.answers import AlertContent, Line, NewsAnswer, StanceLine
from bot.services.news.batching import due_at_once
from bot.services.news.reading import read_news
from bot.services.news.titles import issue_of

LINES = 6
_AS_NEWS = {Move.FLIP: What.FLIPPED, Move.SHIFT: What.MOVED, Move.NONE: What.REPEATED}


def notice(unit: Unit, guild_id: int, written: Sequence[Record], *, now: datetime) -> None:
    """Owe each alert on these records one post: at once, or together with what comes soon after."""
    found = rules.alerts(unit, guild_id)
    if not found or not any(isinstance(each, Stance) for each in written):
        return
    act = rules.revision(unit, guild_id)
    # What readers knew of a record counts as well: a correction may take it to another issue.
    known = (e.recorded.record for e in news.entries(unit, guild_id, after=act - 1, through=act))
    issues = {each.issue for each in (*written, *known) if isinstance(each, Stance)}
    concerned = [each for each in found if each.issue is None or each.issue in issues]
    waiting = untold(unit, guild_id, PostKind.ALERT)
    for each in concerned:
        if reader_of(each) not in waiting:
            # It was told all that concerned it until now, so the rest need not be read again.
            rules.pass_over_alert(unit, guild_id, each.id, act - 1)
    owe(unit, guild_id, concerned, now=now)


def owe(unit: Unit, guild_id: int, alerts: Sequence[Alert], *, now: datetime) -> None:
    """Owe each of these alerts a post, unless one is owed that nobody has tried to send yet.

    What it tells, if anything, is found when it is tried. The caller lets nobody else plan posts.
    """
    if not alerts:
        return
    act = rules.revision(unit, guild_id)
    found = batches(unit, guild_id, PostKind.ALERT, since=now - BATCH)
    due = ((each, due_at_once(found, reader_of(each), now)) for each in alerts)
    new = [
        NewPost(
            key=f"alert/{each.id}/{act}",
            kind=PostKind.ALERT,
            due_at=at,
            channel_id=each.channel_id,
            subject=each.id,
        )
        for each, at in due
        if at is not None
    ]
    posts.owe(unit, guild_id, new)


def reader_of(alert: Alert) -> Reader:
    """Whom an alert tells."""
    return Reader(alert.channel_id, None, alert.id)


def alert_content(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> AlertContent | Reason:
    """What an alert says now.

    Where nothing is left of what it was owed for, its mark passes over that.
    """
    alert = rules.alert(unit, post.guild_id, post.subject or "")
    if alert is None:
        return Reason.SETTINGS
    through = rules.revision(unit, post.guild_id)
    found = read_news(
        unit,
        post.guild_id,
        directory,
        after=alert.mark,
        through=through,
        issue=alert.issue,
    )
    lines = tuple(line for line in found if is_told(alert, line))
    if not lines:
        rules.pass_over_alert(unit, post.guild_id, alert.id, through)
        return Reason.NOTHING_NEW
    return AlertContent(
        post=post,
        alert=alert,
        answer=NewsAnswer(
            asked=Asked(at=now, zone=directory.zone),
            issue=issue_of(unit, post.guild_id, directory, alert),
            after=alert.mark,
            through=through,
            lines=lines[:LINES],
            count=len(lines),
            has_more=len(lines) > LINES,
        ),
        late=lateness(post.due_at, now),
    )


def is_told(alert: Alert, line: Line) -> bool:
    """Whether an alert tells a line of news.

    A correction or a retraction weighs as much as the step that it makes on the scale: whoever was
    told of a flip hears that it was none.
    """
    if not isinstance(line, StanceLine):
        return False
    weight = alert.weight
    return weight.takes(line.what) or weight.takes(_as_change(line, alert.marked_at))


def _as_change(line: StanceLine, told_at: datetime) -> What:
    """The change that readers would have seen, had the world moved and not the editors.

    `told_at` is when they were told last.
    """
    if line.what is What.CORRECTED and line.before is not None:
        return _AS_NEWS[_move(line.before, line.view)]
    if line.what is What.RESTORED:
        # Which step its return makes is not known, and whoever was told that it is gone must hear.
        return What.FLIPPED
    if line.what is not What.RETRACTED:
        return line.what
    if line.stands is None:
        return What.FIRST
    stands = line.stands.stance
    later = stands.record.evidence.said.lower > line.view.stance.record.evidence.said.lower
    if later and stands.version.recorded_at <= told_at:
        # Readers knew already that its holder has stood elsewhere since.
        return What.EARLIER
    return _AS_NEWS[_move(line.view, line.stands)]


def _move(was: StanceView, now: StanceView) -> Move:
    return move_between(was.stance.record.position, now.stance.record.position)
