"""Which readers of news are owed a post already, and when each was told last."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.post_rows import FIND, is_open, post_of
from bot.db.schema_posts import TOLD, PostRow
from bot.domain.posts import NewPost, Post, PostKind, PostState

UNTOLD = (PostState.DUE, PostState.CLAIMED, PostState.FAILED)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told by one row of posts: a place, and the alert's id or the follows' pace."""

    channel_id: int | None
    user_id: int | None
    subject: str | None

    @classmethod
    def of(cls, post: Post | NewPost) -> "Reader":
        """Whom a post tells."""
        return cls(post.channel_id, post.user_id, post.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """The readers of one kind of news in a server.

    `waiting` are owed a post that nobody has tried to send, and `busy` one that is being sent.
    `told` is when a reader was sent the last post since some time, aware UTC.
    """

    waiting: frozenset[Reader]
    busy: frozenset[Reader]
    told: dict[Reader, datetime]


def batches(unit: Unit, guild_id: int, kind: PostKind, *, since: datetime) -> Batches:
    """Look up who waits and who was told `since`; the caller lets nobody else change posts."""
    named = PostRow.channel_id, PostRow.user_id, PostRow.subject
    here = PostRow.guild_id == guild_id, PostRow.kind == kind.value
    waiting: set[Reader] = set()
    busy: set[Reader] = set()
    for row in unit.execute(
        sa.select(*named, PostRow.first_attempt_at).where(*here, is_open(PostRow))
    ):
        untried = row.first_attempt_at is None
        (waiting if untried else busy).add(Reader(row.channel_id, row.user_id, row.subject))
    found = unit.execute(
        sa.select(*named, PostRow.sent_at)
        .where(*here, sa.literal_column(TOLD), PostRow.sent_at > since)
        .order_by(PostRow.sent_at),
    )
    return Batches(
        waiting=frozenset(waiting),
        busy=frozenset(busy),
        told={
            Reader(row.channel_id, row.user_id, row.subject): row.sent_at
            for row in found
            if row.sent_at is not None
        },
    )


def untold(unit: Unit, guild_id: int, kind: PostKind) -> frozenset[Reader]:
    """Who is owed a post of a kind, or was sent one that failed."""
    rows = unit.execute(
        sa.select(PostRow.channel_id, PostRow.user_id, PostRow.subject)
        .where(
            PostRow.guild_id == guild_id,
            PostRow.kind == kind.value,
            PostRow.state.in_([state.value for state in UNTOLD]),
        )
        .distinct(),
    )
    return frozenset(Reader(channel_id, user_id, subject) for channel_id, user_id, subject in rows)


def owed_to(unit: Unit, guild_id: int, kind: PostKind, reader: Reader) -> list[Post]:
    """The posts of a kind that one reader is owed, also those that are being sent."""
    rows = unit.execute(
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.kind == kind.value,
            is_open(PostRow),
            PostRow.channel_id.is_not_distinct_from(reader.channel_id),
            PostRow.user_id.is_not_distinct_from(reader.user_id),
            PostRow.subject == reader.subject,
        ).order_by(PostRow.id),
    )
    return [post_of(row) for row in rows]
