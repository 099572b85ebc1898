"""Reading what was written between two acts, with all that tells what became of it."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.identities import identity_acts
from bot.db.log import versions_of
from bot.db.mapping import ROWS, recorded
from bot.db.prepared import Prepared
from bot.db.schema import ActRow, StanceRow
from bot.domain.identity import is_identity_reason
from bot.domain.news import Entry
from bot.domain.records import KIND_NAMES, Claim, Event, Issue, Stance, Statement
from bot.domain.scope import EVER
from bot.domain.vocabulary import RecordState

# What news is told of; the rest of the record is names and sources.
TOLD = (Stance, Claim, Statement, Event, Issue)
_KINDS = {KIND_NAMES[kind]: kind for kind in TOLD}


def entries(unit: Unit, guild_id: int, *, after: int, through: int) -> list[Entry]:
    """Every version, but drafts, of each record written after one act and up to another.

    With them come the stances of each holder, on each issue, one of whose stances was written
    then. A record's own versions stand in order, and none is there that a later act wrote.
    """
    values = {"guild": guild_id, "after": after, "through": through, "known": EVER}
    found = [
        Entry(act=act, entered=entered, recorded=recorded(kind, version))
        for name, kind in _KINDS.items()
        for *version, act, entered in _told(name).rows(unit, values)
    ]
    # Most servers have no merge, and anybody may give a reason that reads like one.
    if not any(is_identity_reason(each.recorded.version.reason) for each in found):
        return found
    merges = identity_acts(unit, guild_id)
    return [replace(each, merged=True) if each.act in merges else each for each in found]


@cache
def _told(kind: str) -> Prepared:
    row = ROWS[_KINDS[kind]]
    keys = _stances_beside() if row is StanceRow else _written(row, "key").distinct()
    named = keys.subquery("named")
    return Prepared(
        versions_of(row)
        .add_columns(row.act, row.entered)
        .join(named, row.key == named.c.key)
        .where(
            row.guild_id == sa.bindparam("guild"),
            row.state != RecordState.DRAFT.value,
            _by_now(row),
        )
        .order_by(row.entered, row.number),
    )


def _written(row: Any, *columns: str) -> sa.Select[*tuple[Any, ...]]:
    """Some columns of what the acts wrote, found by their numbers."""
    touched = aliased(row, name="touched")
    return sa.select(*(getattr(touched, name) for name in columns)).where(
        touched.guild_id == sa.bindparam("guild"),
        touched.act > sa.bindparam("after"),
        touched.act <= sa.bindparam("through"),
        touched.state != RecordState.DRAFT.value,
    )


def _by_now(row: Any) -> sa.ColumnElement[bool]:
    """Whether an act up to the last one wrote it."""
    # Each row is sought by its key. The bare column would tempt SQLite to read, for every key, all
    # that was ever written.
    return row.act + 0 <= sa.bindparam("through")  # type: ignore[no-any-return]


def _stances_beside() -> sa.Select[*tuple[Any, ...]]:
    """The keys of all stances of the holders and issues that were written of.

    One that was given to another holder or issue meanwhile was written of in both places.
    """
    keys = _written(StanceRow, "key").distinct().subquery("keys")
    every, beside = aliased(StanceRow, name="every"), aliased(StanceRow, name="beside")
    lines = (
        sa.select(every.issue, every.holder)
        .join(keys, every.key == keys.c.key)
        .where(
            every.guild_id == sa.bindparam("guild"),
            _by_now(every),
            every.state != RecordState.DRAFT.value,
        )
        .distinct()
        .subquery("lines")
    )
    return (
        sa.select(beside.key)
        .join(lines, sa.and_(beside.issue == lines.c.issue, beside.holder == lines.c.holder))
        .where(
            beside.guild_id == sa.bindparam("guild"),
            _by_now(beside),
            beside.state != RecordState.DRAFT.value,
        )
        .distinct()
    )


def issues_at(unit: Unit, guild_id: int, act: int) -> dict[str, Issue]:
    """The issues as they stood when an act was done, by key."""
    values = {"guild": guild_id, "after": 0, "through": act, "known": EVER}
    found = [recorded(Issue, row[:-2]) for row in _told(KIND_NAMES[Issue]).rows(unit, values)]
    newest = {each.record.key: each for each in found}
    return {
        key: each.record
        for key, each in newest.items()
        if each.version.state is RecordState.PUBLISHED
    }


def recorded_by(unit: Unit, guild_id: int, seq: int) -> datetime | None:
    """The instant by which all was recorded up to an act, aware UTC; None where there is none.

    It is a later act's where the clock was set back between the two.
    """
    found = sa.select(sa.func.max(ActRow.recorded_at))
    return unit.execute(
        found.where(ActRow.guild_id == guild_id, ActRow.seq <= seq)
    ).scalar_one_or_none()


def recorded_at(unit: Unit, guild_id: int, seq: int) -> datetime | None:
    """When an act was recorded, aware UTC; None where there was none."""
    found = sa.select(ActRow.recorded_at).where(ActRow.guild_id == guild_id, ActRow.seq == seq)
    return unit.execute(found).scalar_one_or_none()
