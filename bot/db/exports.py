"""What an export needs beside the record: how large it is, and who acted."""

from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema import ActRow, RecordRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOf:
    """An act: its number, when (aware UTC), what, by whom as Discord user ids, and why."""

    seq: int
    recorded_at: datetime
    what: str
    recorded_by: int | None
    drafted_by: int | None
    erased: bool
    why: str | None


_FIND = sa.select(*(getattr(ActRow, field.name) for field in fields(ActOf)))


def acts_of(unit: Unit, guild_id: int) -> tuple[ActOf, ...]:
    """Every act of a server, in order."""
    rows = unit.execute(_FIND.where(ActRow.guild_id == guild_id).order_by(ActRow.seq))
    return tuple(ActOf(**row._asdict()) for row in rows)


def record_count(unit: Unit, guild_id: int) -> int:
    """How many keys a server has given to records, whatever became of them."""
    return unit.execute(
        sa.select(sa.func.count()).select_from(RecordRow).where(RecordRow.guild_id == guild_id),
    ).scalar_one()
