"""Taking what is due, one sender at a time, and keeping what came of it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.post_rows import COLUMNS, is_open, post_of
from bot.db.schema_posts import PostRow
from bot.domain.posts import Post, PostState, Reason


def alone(unit: Unit) -> None:
    """Wait until nobody else plans, takes or accounts for posts, until the transaction ends.

    Two who claim at a time would see the same heads of lanes, and the second would take what comes
    after the first one's; and who changes posts in another order would wait for one another. On
    SQLite there is one writer anyhow.
    """
    if unit.dialect.name == "postgresql":
        # The number is stancebot's own.
        unit.execute(sa.text("SELECT pg_advisory_xact_lock(7326011)"))


def claim(unit: Unit, *, now: datetime, until: datetime, by: str, limit: int) -> list[Post]:
    """Take the posts that are due and first in their lanes, until a lease ends; by due time.

    A post whose lease has ended is taken from whoever had it.
    """
    alone(unit)
    waiting, earlier = aliased(PostRow, name="waiting"), aliased(PostRow, name="earlier")
    held = aliased(PostRow, name="held")
    # First what is cheap: behind one that is being sent there may be thousands.
    busy = sa.select(held.lane).where(
        held.state == sa.literal_column("'claimed'"),
        held.next_at > now,
    )
    behind = (
        sa.select(sa.literal(1))
        .where(
            is_open(earlier),
            earlier.lane == waiting.lane,
            sa.or_(
                earlier.due_at < waiting.due_at,
                sa.and_(earlier.due_at == waiting.due_at, earlier.id < waiting.id),
            ),
        )
        .exists()
    )
    heads = (
        sa.select(waiting.id)
        .where(is_open(waiting), waiting.next_at <= now, waiting.lane.not_in(busy), ~behind)
        .order_by(waiting.next_at, waiting.id)
        .limit(limit)
    )
    taken = unit.execute(
        sa.update(PostRow)
        .where(PostRow.id.in_(heads), is_open(PostRow), PostRow.next_at <= now)
        .values(
            state=PostState.CLAIMED.value,
            next_at=until,
            claimed_by=by,
            # Who died with it has not found that it fails.
            attempts=PostRow.attempts + sa.case((PostRow.state == PostState.DUE.value, 1), else_=0),
        )
        .returning(*COLUMNS),
    )
    return sorted((post_of(row) for row in taken), key=lambda post: (post.due_at, post.id))


def renew(unit: Unit, ids: Sequence[int], *, by: str, until: datetime) -> None:
    """Hold posts that one has claimed for longer."""
    unit.execute(
        sa.update(PostRow)
        .where(
            PostRow.id.in_(ids),
            PostRow.state == PostState.CLAIMED.value,
            PostRow.claimed_by == by,
        )
        .values(next_at=until),
    )


def keep_body(
    unit: Unit,
    post_id: int,
    body: str,
    *,
    at: datetime,
    through: int | None = None,
) -> None:
    """Keep what will be sent, up to which act it tells, and that it is tried from now on."""
    unit.execute(
        sa.update(PostRow)
        .where(PostRow.id == post_id)
        .values(body=body, first_attempt_at=at, through=through),
    )


def mark_sent(unit: Unit, post_id: int, *, at: datetime, message_id: int | None) -> None:
    """Mark what Discord has; it is so whoever holds the post by now."""
    unit.execute(
        sa.update(PostRow)
        .where(PostRow.id == post_id, PostRow.state != PostState.SENT.value)
        .values(
            state=PostState.SENT.value,
            sent_at=at,
            message_id=message_id,
            reason=None,
            detail=None,
        ),
    )


def mark(
    unit: Unit,
    post_id: int,
    state: PostState,
    reason: Reason,
    *,
    by: str,
    detail: str | None = None,
) -> bool:
    """Close a claimed post that was not sent; False when somebody else has it, or had it sent."""
    done = unit.execute(
        sa.update(PostRow)
        .where(PostRow.id == post_id, PostRow.claimed_by == by, is_open(PostRow))
        .values(state=state.value, reason=reason.value, detail=detail)
        .returning(PostRow.id),
    )
    return done.one_or_none() is not None


def standing(unit: Unit, ids: Sequence[int]) -> frozenset[int]:
    """Those of some posts that are kept still: whom one is for, or the server, may be forgotten."""
    if not ids:
        return frozenset()
    return frozenset(unit.execute(sa.select(PostRow.id).where(PostRow.id.in_(ids))).scalars())


def put_back(
    unit: Unit,
    post: Post,
    *,
    by: str,
    until: datetime,
    detail: str | None = None,
) -> None:
    """Let a claimed post wait before it is tried again, and those behind it with it."""
    found = unit.execute(
        sa.update(PostRow)
        .where(PostRow.id == post.id, PostRow.claimed_by == by, is_open(PostRow))
        .values(state=PostState.DUE.value, next_at=until, detail=detail)
        .returning(PostRow.lane),
    ).scalar_one_or_none()
    if found is not None:
        unit.execute(
            sa.update(PostRow)
            .where(is_open(PostRow), PostRow.lane == found, PostRow.next_at < until)
            .values(next_at=until),
        )


def mend(unit: Unit, *, now: datetime, most: datetime) -> None:
    """Bring back what waits longer than any pause or lease: the clock was set back meanwhile.

    What was never tried waits for the time at which it is due.
    """
    late = is_open(PostRow), PostRow.next_at > most
    tried = PostRow.attempts > 0
    unit.execute(sa.update(PostRow).where(*late, tried).values(next_at=now))
    unit.execute(
        sa.update(PostRow)
        .where(*late, ~tried, PostRow.next_at > PostRow.due_at)
        .values(next_at=PostRow.due_at),
    )


def next_at(unit: Unit, *, after: datetime | None = None) -> datetime | None:
    """When the next open post may be taken; `after` leaves out those that could be already."""
    found = sa.select(sa.func.min(PostRow.next_at)).where(is_open(PostRow))
    if after is not None:
        found = found.where(PostRow.next_at > after)
    return unit.execute(found).scalar_one()
