"""Which messages showed which version of a record: noted, looked up by record, and forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.post_rows import FIND, is_open, post_of
from bot.db.schema_desk import ShownRow
from bot.db.schema_posts import PostRow
from bot.db.upsert import insert_all_new
from bot.domain.posts import Post, PostKind
from bot.domain.shown import Showing, Shown

# Drivers take at most 32,766 values in one statement.
_AT_ONCE = 10_000
_FIND = sa.select(*sa.inspect(ShownRow).columns).order_by(ShownRow.message_id, ShownRow.record)


def note(unit: Unit, guild_id: int, showings: Iterable[Showing]) -> None:
    """Note what messages show; what is noted of a message and a record already stays."""
    insert_all_new(
        unit,
        ShownRow,
        [
            {
                "guild_id": guild_id,
                "message_id": each.message_id,
                "record": each.shown.record,
                "channel_id": each.channel_id,
                "user_id": each.user_id,
                "number": each.shown.number,
                "line": each.shown.line,
                "shown_at": each.shown_at,
                "corrected": each.corrected,
            }
            for each in showings
        ],
    )


def of_records(unit: Unit, guild_id: int, keys: Sequence[str]) -> list[Showing]:
    """What messages showed of these records, by message."""
    found: list[Showing] = []
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        rows = unit.execute(_FIND.where(ShownRow.guild_id == guild_id, ShownRow.record.in_(some)))
        found += map(_showing, rows)
    return found


def of_message(unit: Unit, guild_id: int, message_id: int) -> list[Showing]:
    """What one message showed, in the order of the records' keys."""
    here = ShownRow.guild_id == guild_id, ShownRow.message_id == message_id
    return [_showing(row) for row in unit.execute(_FIND.where(*here))]


def bring_up(unit: Unit, guild_id: int, message_id: int, numbers: dict[str, int]) -> None:
    """Note up to which versions a message was brought, by record."""
    for record, number in numbers.items():
        unit.execute(
            sa.update(ShownRow)
            .where(
                ShownRow.guild_id == guild_id,
                ShownRow.message_id == message_id,
                ShownRow.record == record,
            )
            .values(corrected=number),
        )


def forget_message(unit: Unit, guild_id: int, message_id: int) -> None:
    """Forget a message that is not there any more, or that shows something else now."""
    unit.execute(
        sa.delete(ShownRow).where(
            ShownRow.guild_id == guild_id,
            ShownRow.message_id == message_id,
        ),
    )


def forget_answers(unit: Unit, *, before: datetime) -> None:
    """Forget what answers and direct messages showed before an instant; posts in channels stay."""
    posted = sa.select(PostRow.message_id).where(
        PostRow.message_id.is_not(None),
        PostRow.channel_id.is_not(None),
        PostRow.kind != PostKind.CORRECTION.value,
    )
    unit.execute(
        sa.delete(ShownRow).where(
            ShownRow.shown_at < before,
            ShownRow.message_id.not_in(posted),
        ),
    )


def waiting(unit: Unit, guild_id: int) -> frozenset[int]:
    """The messages for which a correction is owed that nobody has tried to make yet."""
    rows = unit.execute(
        sa.select(PostRow.subject).where(
            PostRow.guild_id == guild_id,
            PostRow.kind == PostKind.CORRECTION.value,
            is_open(PostRow),
            PostRow.first_attempt_at.is_(None),
        ),
    )
    return frozenset(int(subject) for subject in rows.scalars() if subject)


def post_of_message(unit: Unit, guild_id: int, message_id: int) -> Post | None:
    """The post that made a message; None for an answer to a command."""
    row = unit.execute(
        FIND.where(
            PostRow.guild_id == guild_id,
            PostRow.message_id == message_id,
            PostRow.kind != PostKind.CORRECTION.value,
        ).limit(1),
    ).one_or_none()
    return None if row is None else post_of(row)


def _showing(row: Any) -> Showing:
    return Showing(
        message_id=row.message_id,
        channel_id=row.channel_id,
        user_id=row.user_id,
        shown=Shown(record=row.record, number=row.number, line=row.line),
        shown_at=row.shown_at,
        corrected=row.corrected,
    )
