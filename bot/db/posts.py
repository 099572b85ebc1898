"""The outbox: what is owed is a row, taken by one sender at a time, and kept whatever comes of it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.post_rows import FIND, is_open, post_of
from bot.db.prepared import Prepared
from bot.db.schema import EventRow
from bot.db.schema_posts import PERSONAL, PostRow
from bot.db.upsert import insert_all_new
from bot.domain.posts import NewPost, Post, PostKind, PostState, Reason, lane_of
from bot.domain.vocabulary import EventStatus, RecordState

_AHEAD = (EventStatus.EXPECTED, EventStatus.CONFIRMED, EventStatus.POSTPONED)
_OVERDUE = timedelta(days=365)


def owe(unit: Unit, guild_id: int, posts: Sequence[NewPost]) -> None:
    """Owe posts; one whose key is owed already, or was, stays as it is."""
    insert_all_new(
        unit,
        PostRow,
        [
            {
                "guild_id": guild_id,
                "key": post.key,
                "kind": post.kind.value,
                "state": PostState.DUE.value,
                "lane": lane_of(
                    post.kind, guild_id, channel_id=post.channel_id, user_id=post.user_id
                ),
                "channel_id": post.channel_id,
                "user_id": post.user_id,
                "event": post.event,
                "schedule": post.schedule,
                "lead": post.lead,
                "subject": post.subject,
                "due_at": post.due_at,
                "next_at": post.due_at,
                "token": secrets.token_hex(6),
                "attempts": 0,
            }
            for post in posts
        ],
    )


def owe_again(unit: Unit, post: Post, new: NewPost) -> None:
    """Owe a post that failed or was skipped anew: at another time or place, in other words."""
    unit.execute(
        sa.update(PostRow)
        .where(PostRow.id == post.id, PostRow.state != PostState.SENT.value)
        .values(
            state=PostState.DUE.value,
            lane=lane_of(post.kind, post.guild_id, channel_id=new.channel_id, user_id=new.user_id),
            channel_id=new.channel_id,
            user_id=new.user_id,
            due_at=new.due_at,
            next_at=new.due_at,
            token=secrets.token_hex(6),
            attempts=0,
            claimed_by=None,
            first_attempt_at=None,
            body=None,
            through=None,
            reason=None,
            detail=None,
            dropped=None,
        ),
    )


def drop(unit: Unit, post: Post, reason: Reason) -> None:
    """Owe a post no longer; of one that was tried already, say so to whoever holds it."""
    untried = PostRow.first_attempt_at.is_(None)
    found = sa.update(PostRow).where(PostRow.id == post.id, is_open(PostRow))
    unit.execute(
        found.where(untried).values(state=PostState.SKIPPED.value, reason=reason.value),
    )
    unit.execute(found.where(~untried).values(dropped=reason.value))


def want_again(unit: Unit, post: Post) -> None:
    """Take back that a post which is being tried is no longer wanted."""
    unit.execute(sa.update(PostRow).where(PostRow.id == post.id).values(dropped=None))


def drop_others(
    unit: Unit,
    guild_id: int,
    kind: PostKind,
    *,
    but: str | None,
    due: datetime,
    channel_id: int | None,
) -> None:
    """Owe no post of a kind that repeats, other than the one that goes by this key.

    What was due in this channel by then is about to be sent, and stays.
    """
    unit.execute(
        sa.update(PostRow)
        .where(
            PostRow.guild_id == guild_id,
            PostRow.state == PostState.DUE.value,
            PostRow.kind == kind.value,
            PostRow.key != (but or ""),
            sa.or_(PostRow.due_at > due, PostRow.channel_id.is_distinct_from(channel_id)),
            PostRow.first_attempt_at.is_(None),
        )
        .values(state=PostState.SKIPPED.value, reason=Reason.SETTINGS.value),
    )


_OF_EVENT = Prepared(
    FIND.where(
        PostRow.guild_id == sa.bindparam("guild"),
        PostRow.event == sa.bindparam("event"),
    ).order_by(PostRow.id),
)


def of_event(unit: Unit, guild_id: int, event: str) -> list[Post]:
    """Every post about an event, whatever became of it, in order of making."""
    rows = _OF_EVENT.rows(unit, {"guild": guild_id, "event": event})
    return [post_of(row) for row in rows]


def by_key(unit: Unit, guild_id: int, key: str) -> Post | None:
    """The post that goes by a key."""
    row = unit.execute(
        FIND.where(PostRow.guild_id == guild_id, PostRow.key == key),
    ).one_or_none()
    return None if row is None else post_of(row)


def by_id(unit: Unit, guild_id: int, post_id: int) -> Post | None:
    """A post of a server."""
    row = unit.execute(
        FIND.where(PostRow.guild_id == guild_id, PostRow.id == post_id),
    ).one_or_none()
    return None if row is None else post_of(row)


def of_user(unit: Unit, user_id: int, post_id: int) -> Post | None:
    """A person's own post, asked for in private, where there is no server."""
    row = unit.execute(
        FIND.where(PostRow.user_id == user_id, PostRow.id == post_id),
    ).one_or_none()
    return None if row is None else post_of(row)


def of_person(unit: Unit, guild_id: int, user_id: int, events: Sequence[str]) -> list[Post]:
    """What a server's events owe one person, or owed, whatever became of it, in order of making."""
    rows = unit.execute(
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.user_id == user_id,
            PostRow.event.in_(events),
        ).order_by(PostRow.id),
    )
    return [post_of(row) for row in rows]


def in_states(
    unit: Unit,
    guild_id: int,
    states: Sequence[PostState],
    *,
    offset: int = 0,
    limit: int,
) -> list[Post]:
    """A server's posts in these states, newest first."""
    rows = unit.execute(
        FIND.where(PostRow.guild_id == guild_id, PostRow.state.in_([s.value for s in states]))
        .order_by(PostRow.id.desc())
        .offset(offset)
        .limit(limit),
    )
    return [post_of(row) for row in rows]


def waiting_in(unit: Unit, guild_id: int, channel_id: int) -> list[Post]:
    """What is owed to a channel, or failed there, in order of due time."""
    rows = unit.execute(
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.channel_id == channel_id,
            PostRow.state.in_([PostState.DUE.value, PostState.FAILED.value]),
        ).order_by(PostRow.due_at, PostRow.id),
    )
    return [post_of(row) for row in rows]


def is_followed(unit: Unit, post: Post, *, now: datetime) -> bool:
    """Whether a later post of its kind is owed to the server and is due by then."""
    found = unit.execute(
        sa.select(PostRow.id)
        .where(
            PostRow.guild_id == post.guild_id,
            PostRow.state.in_([PostState.DUE.value, PostState.CLAIMED.value]),
            PostRow.kind == post.kind.value,
            PostRow.due_at > post.due_at,
            PostRow.due_at <= now,
        )
        .limit(1),
    )
    return found.one_or_none() is not None


def open_events(unit: Unit, guild_id: int) -> list[str]:
    """The keys of the events about which a server is owed something."""
    found = unit.execute(
        sa.select(PostRow.event)
        .where(
            PostRow.guild_id == guild_id,
            PostRow.state.in_([PostState.DUE.value, PostState.CLAIMED.value]),
            PostRow.event.is_not(None),
        )
        .distinct(),
    )
    return sorted(key for key in found.scalars() if key is not None)


def forget_personal(unit: Unit, *, before: datetime) -> None:
    """Forget what was said to single people of events that are over; what failed is kept.

    Until an event is over, who was told of it must hear of its changes, and nothing twice.
    """
    unit.execute(
        sa.delete(PostRow).where(
            sa.literal_column(PERSONAL),
            PostRow.state.in_([PostState.SENT.value, PostState.SKIPPED.value]),
            PostRow.due_at < before,
            ~may_come_about(PostRow, before=before),
        ),
    )


def may_come_about(row: Any, *, before: datetime) -> sa.ColumnElement[bool]:
    """Whether the event that a row names is still expected, and not more than a year overdue."""
    later = aliased(EventRow, name="later")
    followed = sa.select(sa.literal(1)).where(
        later.guild_id == EventRow.guild_id,
        later.key == EventRow.key,
        later.number > EventRow.number,
        later.state != RecordState.DRAFT.value,
    )
    return (
        sa.select(sa.literal(1))
        .where(
            EventRow.guild_id == row.guild_id,
            EventRow.key == row.event,
            EventRow.state == RecordState.PUBLISHED.value,
            EventRow.status.in_([status.value for status in _AHEAD]),
            EventRow.begins >= before - _OVERDUE,
            ~followed.exists(),
        )
        .exists()
    )
