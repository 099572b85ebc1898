"""Posts of one server without events, as many as one likes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.db import acts, posts, sending
from bot.db.engine import Unit
from bot.db.schema_posts import PostRow
from bot.domain.posts import NewPost, Post, PostKind
from tests.db.samples import GUILD, NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LEASE = 10 * SECOND


def row(number: int, channel: int, due: datetime) -> dict[str, Any]:
    """A post's row, due and untried."""
    return {
        "guild_id": GUILD,
        "key": f"k{number}",
        "kind": "reminder",
        "state": "due",
        "lane": f"c:{channel}",
        "channel_id": channel,
        "due_at": due,
        "next_at": due,
        "token": f"t{number}",
        "attempts": 0,
    }


def insert_rows(unit: Unit, rows: Iterable[dict[str, Any]]) -> None:
    acts.begin(unit, GUILD, what="test", at=NOON)
    found = list(rows)
    for start in range(0, len(found), 2000):
        unit.execute(sa.insert(PostRow), found[start : start + 2000])


def new(key: str, channel: int = 5, due: datetime = NOON, **more: Any) -> NewPost:
    return NewPost(key=key, kind=PostKind.REMINDER, due_at=due, channel_id=channel, **more)


def owe(unit: Unit, *found: NewPost) -> None:
    acts.begin(unit, GUILD, what="test", at=NOON)
    posts.owe(unit, GUILD, found)


def claim(unit: Unit, now: datetime = NOON, by: str = "a", limit: int = 50) -> list[Post]:
    return sending.claim(unit, now=now, until=now + LEASE, by=by, limit=limit)


def tried(unit: Unit, now: datetime = NOON, by: str = "a") -> Post:
    """Claim the one post that is due and begin to send it."""
    (post,) = claim(unit, now, by)
    sending.keep_body(unit, post.id, f"words of {post.key}", at=now)
    return post


def keys(found: Iterable[Post]) -> list[str]:
    return [post.key for post in found]
