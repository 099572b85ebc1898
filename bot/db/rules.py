"""What servers and people want to be told of changes, and up to which act they have been told."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.post_rows import is_open
from bot.db.schema import ActRow, GuildRow
from bot.db.schema_news import AlertRow, DigestRow, FollowRow
from bot.db.schema_posts import PostRow
from bot.db.types import UtcDateTime
from bot.db.upsert import put
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.rules import Alert, AlertWeight, Digest, Follow, FollowKind, Pace, WhenEmpty


def revision(unit: Unit, guild_id: int) -> int:
    """The number of the server's newest act; 0 where there is none."""
    found = sa.select(GuildRow.revision).where(GuildRow.id == guild_id)
    return unit.execute(found).scalar_one_or_none() or 0


def last_act_by(unit: Unit, guild_id: int, at: datetime) -> int:
    """The number of the last act that was recorded by an instant; 0 where there was none."""
    found = sa.select(sa.func.max(ActRow.seq)).where(
        ActRow.guild_id == guild_id,
        ActRow.recorded_at <= at,
    )
    return unit.execute(found).scalar_one() or 0


def _digest(row: Any) -> Digest:
    return Digest(
        id=row.id,
        channel_id=row.channel_id,
        issue=row.issue,
        at=time.fromisoformat(row.at),
        days=frozenset(int(day) for day in row.days.split()),
        zone=row.zone,
        language=row.language,
        empty=WhenEmpty(row.empty),
        paused=row.paused,
        mark=row.mark,
        marked_at=row.marked_at,
    )


def digests(unit: Unit, guild_id: int) -> list[Digest]:
    """A server's digests, in order of channel and issue; that of all issues first."""
    rows = unit.execute(sa.select(DigestRow.__table__).where(DigestRow.guild_id == guild_id))
    found = [_digest(row) for row in rows]
    return sorted(found, key=lambda each: (each.channel_id, each.issue or "", each.id))


def digest(unit: Unit, guild_id: int, digest_id: str) -> Digest | None:
    """A digest of a server."""
    row = unit.execute(
        sa.select(DigestRow.__table__).where(
            DigestRow.guild_id == guild_id,
            DigestRow.id == digest_id,
        ),
    ).one_or_none()
    return None if row is None else _digest(row)


def waiting_digests(
    unit: Unit,
    *,
    after: datetime,
) -> list[tuple[int, Digest, datetime | None]]:
    """The digests of all servers, none paused, that owe no post which is due by then.

    Each with its server, and with when its next post is due; None where it owes none.
    """
    owed = (
        sa.select(sa.func.min(PostRow.due_at))
        .where(
            is_open(PostRow),
            # As `lane_of` writes it: so the index of what is owed serves.
            PostRow.lane == sa.literal("c:").concat(sa.cast(DigestRow.channel_id, sa.String)),
            PostRow.guild_id == DigestRow.guild_id,
            PostRow.kind == PostKind.DIGEST.value,
            PostRow.subject == DigestRow.id,
        )
        .scalar_subquery()
    )
    rows = unit.execute(
        sa.select(*DigestRow.__table__.columns, owed.label("due_at")).where(
            DigestRow.paused.is_(False),
            sa.or_(owed.is_(None), owed > after),
        ),
    )
    return [(row.guild_id, _digest(row), row.due_at) for row in rows]


def keep_digest(unit: Unit, guild_id: int, kept: Digest) -> None:
    """Keep a digest, or change it; its mark stays what it is given."""
    put(
        unit,
        DigestRow,
        guild_id=guild_id,
        id=kept.id,
        channel_id=kept.channel_id,
        issue=kept.issue,
        at=kept.at.isoformat(timespec="minutes"),
        days=" ".join(str(day) for day in sorted(kept.days)),
        zone=kept.zone,
        language=kept.language,
        empty=kept.empty.value,
        paused=kept.paused,
        mark=kept.mark,
        marked_at=kept.marked_at,
    )


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.id,
        channel_id=row.channel_id,
        issue=row.issue,
        weight=AlertWeight(row.weight),
        mark=row.mark,
        marked_at=row.marked_at,
    )


def alerts(unit: Unit, guild_id: int) -> list[Alert]:
    """A server's alerts, in order of channel and issue; that of all issues first."""
    rows = unit.execute(sa.select(AlertRow.__table__).where(AlertRow.guild_id == guild_id))
    found = [_alert(row) for row in rows]
    return sorted(found, key=lambda each: (each.channel_id, each.issue or "", each.id))


def alert(unit: Unit, guild_id: int, alert_id: str) -> Alert | None:
    """An alert of a server."""
    row = unit.execute(
        sa.select(AlertRow.__table__).where(AlertRow.guild_id == guild_id, AlertRow.id == alert_id),
    ).one_or_none()
    return None if row is None else _alert(row)


def keep_alert(unit: Unit, guild_id: int, kept: Alert) -> None:
    """Keep an alert, or change it; its mark stays what it is given."""
    put(
        unit,
        AlertRow,
        guild_id=guild_id,
        id=kept.id,
        channel_id=kept.channel_id,
        issue=kept.issue,
        weight=kept.weight.value,
        mark=kept.mark,
        marked_at=kept.marked_at,
    )


def drop_digest(unit: Unit, guild_id: int, digest_id: str) -> bool:
    """Forget a digest; whether there was one."""
    return _drop(unit, DigestRow, DigestRow.guild_id == guild_id, DigestRow.id == digest_id)


def drop_alert(unit: Unit, guild_id: int, alert_id: str) -> bool:
    """Forget an alert; whether there was one."""
    return _drop(unit, AlertRow, AlertRow.guild_id == guild_id, AlertRow.id == alert_id)


def drop_follow(unit: Unit, guild_id: int, follow_id: str, *, user_id: int) -> bool:
    """Forget a person's own follow; whether there was one."""
    return _drop(
        unit,
        FollowRow,
        FollowRow.guild_id == guild_id,
        FollowRow.id == follow_id,
        FollowRow.user_id == user_id,
    )


def _drop(unit: Unit, row: Any, *which: sa.ColumnElement[bool]) -> bool:
    done = unit.execute(sa.delete(row).where(*which).returning(row.id))
    return done.one_or_none() is not None


def _follow(row: Any) -> Follow:
    return Follow(
        id=row.id,
        user_id=row.user_id,
        kind=FollowKind(row.kind),
        target=row.target,
        pace=Pace(row.pace),
        mark=row.mark,
        made_at=row.made_at,
        channel_id=row.channel_id,
        ended_at=row.ended_at,
        ended=None if row.ended is None else Reason(row.ended),
    )


def follows(
    unit: Unit,
    guild_id: int,
    *,
    user_id: int | None = None,
    targets: Iterable[str] | None = None,
) -> list[Follow]:
    """The follows of a server, of a person or of some records, in order of making, ended or not."""
    found = sa.select(FollowRow.__table__).where(FollowRow.guild_id == guild_id)
    if user_id is not None:
        found = found.where(FollowRow.user_id == user_id)
    if targets is not None:
        found = found.where(FollowRow.target.in_(list(targets)))
    rows = unit.execute(found.order_by(FollowRow.made_at, FollowRow.id))
    return [_follow(row) for row in rows]


def keep_follow(unit: Unit, guild_id: int, kept: Follow) -> None:
    """Keep a follow, or change it."""
    put(
        unit,
        FollowRow,
        guild_id=guild_id,
        id=kept.id,
        user_id=kept.user_id,
        kind=kept.kind.value,
        target=kept.target,
        pace=kept.pace.value,
        channel_id=kept.channel_id,
        mark=kept.mark,
        made_at=kept.made_at,
        ended_at=kept.ended_at,
        ended=None if kept.ended is None else kept.ended.value,
    )


def told_at(post: Post) -> tuple[sa.ColumnElement[bool], ...]:
    """The follows of one person that are told where a post is sent."""
    return (
        FollowRow.guild_id == post.guild_id,
        FollowRow.user_id == post.user_id,
        FollowRow.channel_id.is_not_distinct_from(post.channel_id),
        FollowRow.ended_at.is_(None),
    )


def told_by(post: Post) -> tuple[sa.ColumnElement[bool], ...]:
    """The follows that a post tells: those of one person, in one place, at one pace."""
    return *told_at(post), FollowRow.pace == (post.subject or "")


def advance(unit: Unit, post: Post, *, at: datetime) -> None:
    """Raise the mark of what a post has told, now that it is known to have been sent."""
    if post.through is None:
        return
    if post.kind is PostKind.FOLLOW:
        unit.execute(
            sa.update(FollowRow)
            .where(*told_by(post), FollowRow.mark < post.through)
            .values(mark=post.through),
        )
        return
    if post.kind is PostKind.DIGEST:
        # What went stale by the time it was written is told, also when no act has come since; one
        # that was tried again later than the next takes nothing of that back.
        told = sa.literal(post.first_attempt_at or at, UtcDateTime())
        unit.execute(
            sa.update(DigestRow)
            .where(
                DigestRow.guild_id == post.guild_id,
                DigestRow.id == post.subject,
                DigestRow.mark <= post.through,
            )
            .values(
                mark=post.through,
                marked_at=sa.case((DigestRow.marked_at < told, told), else_=DigestRow.marked_at),
            ),
        )
        return
    unit.execute(
        sa.update(AlertRow)
        .where(
            AlertRow.guild_id == post.guild_id,
            AlertRow.id == post.subject,
            AlertRow.mark < post.through,
        )
        .values(mark=post.through, marked_at=at),
    )


def end_follows(unit: Unit, post: Post, reason: Reason, *, at: datetime) -> None:
    """End what a person follows in a post's place, at any pace: they cannot be reached there."""
    unit.execute(
        sa.update(FollowRow).where(*told_at(post)).values(ended_at=at, ended=reason.value),
    )


def forget_follows(unit: Unit, *, before: datetime) -> None:
    """Forget the follows that ended before an instant."""
    unit.execute(sa.delete(FollowRow).where(FollowRow.ended_at < before))


def pass_over_alert(unit: Unit, guild_id: int, alert_id: str, through: int) -> None:
    """Raise an alert's mark past acts that hold nothing for it."""
    unit.execute(
        sa.update(AlertRow)
        .where(AlertRow.guild_id == guild_id, AlertRow.id == alert_id, AlertRow.mark < through)
        .values(mark=through),
    )
