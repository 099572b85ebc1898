"""Rows of posts to posts and back, and which of them are still owed."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from bot.db.schema_posts import PostRow
from bot.domain.posts import Post, PostKind, PostState, Reason

_NAMES = tuple(field.name for field in fields(Post))
COLUMNS = tuple(getattr(PostRow, name) for name in _NAMES)
FIND = sa.select(*COLUMNS)
# The partial indexes serve only queries that carry their condition as it is written there.
_OPEN_STATES: tuple[sa.ColumnElement[str], ...] = (
    sa.literal_column("'due'"),
    sa.literal_column("'claimed'"),
)


def is_open(row: Any) -> sa.ColumnElement[bool]:
    """Whether a post is still owed."""
    opened: sa.ColumnElement[bool] = row.state.in_(_OPEN_STATES)
    return opened


def post_of(row: Sequence[Any]) -> Post:
    """The post that `FIND` read from a row."""
    values = dict(zip(_NAMES, row, strict=True))
    reason, dropped = values["reason"], values["dropped"]
    return Post(
        **values
        | {
            "kind": PostKind(values["kind"]),
            "state": PostState(values["state"]),
            "reason": None if reason is None else Reason(reason),
            "dropped": None if dropped is None else Reason(dropped),
        },
    )
