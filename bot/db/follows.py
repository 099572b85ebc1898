"""Follows in bulk: whose marks may rise without a post, and who took part in what was retracted."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from bot.db.batches import UNTOLD, Reader
from bot.db.engine import Unit
from bot.db.rules import told_by
from bot.db.schema import RoleRow
from bot.db.schema_news import FollowRow
from bot.db.schema_posts import PostRow
from bot.domain.posts import Post, PostKind

# Drivers take at most 32,766 values in one statement.
_AT_ONCE = 10_000


def are_there(unit: Unit, guild_id: int) -> bool:
    """Whether anybody follows anything in a server."""
    found = sa.select(sa.literal(1)).where(
        FollowRow.guild_id == guild_id,
        FollowRow.ended_at.is_(None),
    )
    return unit.execute(found.limit(1)).one_or_none() is not None


def readers_of(unit: Unit, guild_id: int, targets: Iterable[str]) -> list[Reader]:
    """Whom news about some records reaches, each once for a place and a pace."""
    rows = unit.execute(
        sa.select(FollowRow.channel_id, FollowRow.user_id, FollowRow.pace)
        .where(
            FollowRow.guild_id == guild_id,
            FollowRow.target.in_(list(targets)),
            FollowRow.ended_at.is_(None),
        )
        .distinct(),
    )
    return [Reader(channel_id, user_id, pace) for channel_id, user_id, pace in rows]


def catch_up(unit: Unit, guild_id: int, users: Sequence[int], *, through: int) -> None:
    """Raise the marks of people's follows past acts that were nothing to them.

    What concerned them was owed at once, so where nothing is owed, and nothing failed, they have
    been told of all of it. Without this, who follows what seldom changes would be read the whole
    record for each of its changes.
    """
    untold = sa.select(
        PostRow.user_id,
        sa.func.coalesce(PostRow.channel_id, 0),
        PostRow.subject,
    ).where(
        PostRow.guild_id == guild_id,
        PostRow.kind == PostKind.FOLLOW.value,
        PostRow.state.in_([state.value for state in UNTOLD]),
        PostRow.user_id.is_not(None),
        PostRow.subject.is_not(None),
    )
    told_at = sa.tuple_(
        FollowRow.user_id,
        sa.func.coalesce(FollowRow.channel_id, 0),
        FollowRow.pace,
    )
    for start in range(0, len(users), _AT_ONCE):
        unit.execute(
            sa.update(FollowRow)
            .where(
                FollowRow.guild_id == guild_id,
                FollowRow.user_id.in_(users[start : start + _AT_ONCE]),
                FollowRow.ended_at.is_(None),
                FollowRow.mark < through,
                told_at.not_in(untold),
            )
            .values(mark=through),
        )


def pass_over(unit: Unit, post: Post, through: int) -> None:
    """Raise the marks of the follows that a post was owed for, past acts that hold nothing new."""
    unit.execute(
        sa.update(FollowRow).where(*told_by(post), FollowRow.mark < through).values(mark=through),
    )


def ever_at(unit: Unit, guild_id: int, events: Sequence[str]) -> dict[str, frozenset[str]]:
    """The actors who were ever recorded as taking part in some events, by the event's key."""
    rows = unit.execute(
        sa.select(RoleRow.event, RoleRow.actor)
        .where(RoleRow.guild_id == guild_id, RoleRow.event.in_(list(events)))
        .distinct(),
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row.event), set()).add(row.actor)
    return {event: frozenset(actors) for event, actors in found.items()}
