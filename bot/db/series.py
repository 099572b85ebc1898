"""Posts that come again and again about one thing, such as those of one digest."""

from datetime import datetime

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.post_rows import FIND, is_open, post_of
from bot.db.schema_posts import PostRow
from bot.domain.posts import Post, PostKind, PostState


def open_about(unit: Unit, guild_id: int, kind: PostKind, subject: str) -> list[Post]:
    """What is owed about one thing, in order of due time."""
    rows = unit.execute(
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.kind == kind.value,
            PostRow.subject == subject,
            is_open(PostRow),
        ).order_by(PostRow.due_at, PostRow.id),
    )
    return [post_of(row) for row in rows]


def is_overtaken(unit: Unit, post: Post, *, by: datetime) -> bool:
    """Whether a later post of its kind about the same, due by then, was sent or is owed."""
    later = unit.execute(
        sa.select(PostRow.id)
        .where(
            PostRow.guild_id == post.guild_id,
            PostRow.kind == post.kind.value,
            PostRow.subject == post.subject,
            # What is due only later, and sent all the same, was sent by a clock that ran ahead.
            PostRow.due_at > post.due_at,
            PostRow.due_at <= by,
            sa.or_(PostRow.state == PostState.SENT.value, is_open(PostRow)),
        )
        .limit(1),
    )
    return later.one_or_none() is not None


def last_closed(unit: Unit, guild_id: int, kind: PostKind) -> dict[str, Post]:
    """The post that was due last of those that are owed no more, by what it was about."""
    closed = (
        PostRow.guild_id == guild_id,
        PostRow.kind == kind.value,
        PostRow.state.in_([state.value for state in PostState if state not in _OPEN]),
    )
    newest = (
        sa.select(PostRow.subject, sa.func.max(PostRow.due_at).label("due_at"))
        .where(*closed)
        .group_by(PostRow.subject)
        .subquery()
    )
    same = sa.and_(newest.c.subject == PostRow.subject, newest.c.due_at == PostRow.due_at)
    rows = unit.execute(FIND.join(newest, same).where(*closed).order_by(PostRow.id))
    return {post.subject: post for post in map(post_of, rows) if post.subject is not None}


def last_told(unit: Unit, guild_id: int, kind: PostKind, subject: str) -> Post | None:
    """The post about one thing that was sent and tells up to the latest act."""
    found = (
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.kind == kind.value,
            PostRow.subject == subject,
            PostRow.state == PostState.SENT.value,
            PostRow.through.is_not(None),
        )
        .order_by(PostRow.through.desc(), PostRow.first_attempt_at.desc())
        .limit(1)
    )
    row = unit.execute(found).one_or_none()
    return None if row is None else post_of(row)


_OPEN = frozenset({PostState.DUE, PostState.CLAIMED})
