"""Servers that the bot has left: when, for how long all is kept, and taking it away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.db import sending
from bot.db.engine import Unit
from bot.db.schema import GOING, Base, DraftRow, GuildRow, SyncedCommandsRow
from bot.db.schema_desk import UploadRow
from bot.db.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Since when the bot is gone from a server; from `until` on, nothing of it is kept."""

    guild_id: int
    left_at: datetime
    until: datetime


def known(unit: Unit) -> frozenset[int]:
    """Every server of which something is kept."""
    # Where nothing was published yet, something may wait to be.
    places = (GuildRow.id, DraftRow.guild_id, UploadRow.guild_id)
    return frozenset(unit.execute(sa.union(*map(sa.select, places))).scalars())


def absences(unit: Unit) -> list[Absence]:
    """The servers that the bot has left, longest ago first."""
    rows = unit.execute(
        sa.select(GuildRow.id, GuildRow.left_at, GuildRow.retention_days)
        .where(GuildRow.left_at.is_not(None))
        .order_by(GuildRow.left_at, GuildRow.id),
    )
    return [
        Absence(guild_id=guild_id, left_at=left_at, until=left_at + timedelta(days=kept))
        for guild_id, left_at, kept in rows
        if left_at is not None
    ]


def is_absent(unit: Unit, guild_id: int) -> bool:
    """Whether it is noted that the bot has left a server."""
    found = sa.select(GuildRow.left_at).where(GuildRow.id == guild_id)
    return unit.execute(found).scalar_one_or_none() is not None


def frozen(unit: Unit, now: datetime) -> dict[int, datetime]:
    """Until when servers are frozen that are, by id."""
    rows = unit.execute(
        sa.select(GuildRow.id, GuildRow.frozen_until)
        .where(GuildRow.frozen_until > now)
        .order_by(GuildRow.id),
    )
    return {guild_id: until for guild_id, until in rows if until is not None}


def left(unit: Unit, guild_ids: Iterable[int], at: datetime) -> None:
    """Note that the bot has left servers; of one that it had left already, the first time stands."""
    for guild_id in known(unit).intersection(guild_ids):
        insert_new(unit, GuildRow, id=guild_id, revision=0, zone="UTC")
    unit.execute(
        sa.update(GuildRow)
        .where(GuildRow.id.in_(list(guild_ids)), GuildRow.left_at.is_(None))
        .values(left_at=at),
    )


def returned(unit: Unit, guild_id: int) -> bool:
    """Keep a server's record, since the bot is back; False when it is being taken away already."""
    unit.execute(
        sa.update(GuildRow)
        .where(GuildRow.id == guild_id, GuildRow.retention_days != GOING)
        .values(left_at=None),
    )
    return not is_absent(unit, guild_id)


def set_days(unit: Unit, guild_id: int, days: int) -> int:
    """Set for how many days all is kept once the bot is gone; gives how many it was before."""
    here = GuildRow.id == guild_id
    before = unit.execute(sa.select(GuildRow.retention_days).where(here)).scalar_one()
    unit.execute(sa.update(GuildRow).where(here).values(retention_days=days))
    return before


def days_kept(unit: Unit, guild_id: int) -> int | None:
    """For how many days all is kept; None where the server has never set anything."""
    found = sa.select(GuildRow.retention_days).where(GuildRow.id == guild_id)
    return unit.execute(found).scalar_one_or_none()


def begin_removal(unit: Unit, guild_id: int, now: datetime) -> bool:
    """Begin to take a server's record away; False when the bot is back, or its time not over."""
    found = unit.execute(
        sa.select(GuildRow.left_at, GuildRow.retention_days)
        .where(GuildRow.id == guild_id)
        .with_for_update(),
    ).one_or_none()
    if found is None or found.left_at is None:
        return False
    if now < found.left_at + timedelta(days=found.retention_days):
        return False
    unit.execute(
        sa.update(GuildRow).where(GuildRow.id == guild_id).values(retention_days=GOING),
    )
    return True


def remove_some(unit: Unit, guild_id: int, most: int) -> bool:
    """Take at most so many rows of a server away; False when there was nothing left to take.

    Only after `begin_removal`: the triggers that keep the log let go of no other server's.
    """
    # Whoever writes for the server waits, so that nothing new refers to what goes.
    kept = sa.select(GuildRow.retention_days).where(GuildRow.id == guild_id).with_for_update()
    if unit.execute(kept).scalar_one_or_none() != GOING:
        # Another was done first, and the server may have begun anew.
        return False
    sending.alone(unit)
    room = most
    # Rows go before those that they refer to, and the server's own after all.
    own = GuildRow.__table__
    for table in (
        *(each for each in reversed(Base.metadata.sorted_tables) if each is not own),
        own,
    ):
        room -= _remove(unit, table, guild_id, room)
        if room == 0:
            return True
    return room < most


def _remove(unit: Unit, table: sa.Table, guild_id: int, most: int) -> int:
    owner = _owner(table)
    keys: Any = sa.tuple_(*table.primary_key) if len(table.primary_key) > 1 else _only(table)
    some = sa.select(*table.primary_key).where(owner == guild_id).limit(most)
    done = unit.execute(sa.delete(table).where(owner == guild_id, keys.in_(some)))
    return done.rowcount


def _only(table: sa.Table) -> sa.Column[Any]:
    (column,) = table.primary_key
    return column


def _owner(table: sa.Table) -> sa.Column[Any]:
    """The column that says which server a row belongs to."""
    if table is GuildRow.__table__:
        return table.columns["id"]
    if table is SyncedCommandsRow.__table__:
        return table.columns["scope"]
    return table.columns["guild_id"]
