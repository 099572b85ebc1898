"""Places that refuse posts: nothing is tried there until something has changed."""

from datetime import datetime

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.prepared import Prepared
from bot.db.schema_posts import BrokenChannelRow, PostRow
from bot.db.upsert import insert_new
from bot.domain.posts import Post, PostState, Reason


def met_before(unit: Unit, post: Post, detail: str) -> bool:
    """Whether the one of its kind that the server was sent last was refused in the same words."""
    last = unit.execute(
        sa.select(PostRow.state, PostRow.detail)
        .where(
            PostRow.guild_id == post.guild_id,
            PostRow.kind == post.kind.value,
            PostRow.id != post.id,
            PostRow.state.in_([PostState.SENT.value, PostState.FAILED.value]),
        )
        .order_by(PostRow.first_attempt_at.desc(), PostRow.id.desc())
        .limit(1),
    ).one_or_none()
    return last is not None and tuple(last) == (PostState.FAILED.value, detail)


_BREAKAGE = Prepared(
    sa.select(BrokenChannelRow.reason).where(
        BrokenChannelRow.guild_id == sa.bindparam("guild"),
        BrokenChannelRow.channel_id == sa.bindparam("channel"),
    ),
)


def breakage(unit: Unit, guild_id: int, channel_id: int) -> Reason | None:
    """Why nothing is tried in a channel; None when it works."""
    rows = _BREAKAGE.rows(unit, {"guild": guild_id, "channel": channel_id})
    return Reason(rows[0][0]) if rows else None


def broken_channels(unit: Unit, guild_id: int) -> set[int]:
    """The channels of a server in which nothing is tried."""
    found = unit.execute(
        sa.select(BrokenChannelRow.channel_id).where(BrokenChannelRow.guild_id == guild_id),
    )
    return set(found.scalars())


def note_breakage(
    unit: Unit,
    guild_id: int,
    channel_id: int,
    reason: Reason,
    *,
    at: datetime,
    detail: str | None,
) -> None:
    """Remember that a channel refused a post, from the first time on."""
    insert_new(
        unit,
        BrokenChannelRow,
        guild_id=guild_id,
        channel_id=channel_id,
        reason=reason.value,
        detail=detail,
        since=at,
    )


def mend_channels(unit: Unit, guild_id: int, channel_id: int | None = None) -> list[int]:
    """Try a channel again, or all of a server; which of them had been refusing."""
    found = sa.delete(BrokenChannelRow).where(BrokenChannelRow.guild_id == guild_id)
    if channel_id is not None:
        found = found.where(BrokenChannelRow.channel_id == channel_id)
    return list(unit.execute(found.returning(BrokenChannelRow.channel_id)).scalars())
