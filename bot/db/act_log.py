"""The log of acts: finding them, and the versions that each has written."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.log import versions_of
from bot.db.mapping import KINDS, ROWS, recorded
from bot.db.schema import ActRow, EventRow, StanceRow
from bot.db.schema_desk import SettingChangeRow
from bot.domain.act_log import LoggedAct
from bot.domain.records import KIND_NAMES, Recorded
from bot.domain.scope import EVER
from bot.domain.vocabulary import Verb

UNDO = "undo"
# Drivers take at most 32,766 values in one statement.
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which acts are asked for: by whom, about which keys, recorded from when to before when.

    An act is about each of several sets of keys when it is about any of them. Times are aware UTC.
    """

    person: int | None = None
    about: tuple[frozenset[str], ...] = ()
    since: datetime | None = None
    before: datetime | None = None


def undo_cause(seq: int) -> str:
    """The cause of the one act that takes another back."""
    return f"{UNDO}:{seq}"


def find(
    unit: Unit,
    guild_id: int,
    asked: Asked,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[LoggedAct]:
    """The acts of a server that are asked for, newest first."""
    wanted = [ActRow.guild_id == guild_id]
    if asked.person is not None:
        wanted.append(sa.or_(ActRow.recorded_by == asked.person, ActRow.drafted_by == asked.person))
    wanted += [ActRow.seq.in_(_about(guild_id, sorted(keys))) for keys in asked.about]
    if asked.since is not None:
        wanted.append(ActRow.recorded_at >= asked.since)
    if asked.before is not None:
        wanted.append(ActRow.recorded_at < asked.before)
    return _read(unit, wanted, offset=offset, limit=limit)


def one(unit: Unit, guild_id: int, seq: int) -> LoggedAct | None:
    """An act of a server by its number."""
    found = _read(unit, [ActRow.guild_id == guild_id, ActRow.seq == seq], limit=1)
    return found[0] if found else None


def last_setting(unit: Unit, guild_id: int, what: str, value: str) -> LoggedAct | None:
    """The last act of a server that is called so and set a value, as the log of settings has it."""
    set_it = sa.select(SettingChangeRow.act).where(
        SettingChangeRow.guild_id == guild_id,
        SettingChangeRow.after.contains(f'"{value}"', autoescape=True),
    )
    wanted = [ActRow.guild_id == guild_id, ActRow.what == what, ActRow.seq.in_(set_it)]
    found = _read(unit, wanted, limit=1)
    return found[0] if found else None


def _read(
    unit: Unit,
    wanted: Sequence[sa.ColumnElement[bool]],
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[LoggedAct]:
    back = aliased(ActRow, name="back")
    took_back = sa.and_(
        back.guild_id == ActRow.guild_id,
        back.cause == sa.literal(f"{UNDO}:").concat(sa.cast(ActRow.seq, sa.String)),
    )
    rows = unit.execute(
        sa.select(
            ActRow.seq,
            ActRow.what,
            ActRow.recorded_at,
            ActRow.recorded_by,
            ActRow.drafted_by,
            ActRow.why,
            ActRow.erased,
            back.seq.label("undone_by"),
        )
        .outerjoin(back, took_back)
        .where(*wanted)
        .order_by(ActRow.seq.desc())
        .offset(offset)
        .limit(limit),
    )
    return [
        LoggedAct(
            seq=row.seq,
            what=row.what,
            at=row.recorded_at,
            by=row.recorded_by,
            drafted_by=row.drafted_by,
            why=row.why,
            erased=row.erased,
            undone_by=row.undone_by,
        )
        for row in rows
    ]


def _about(guild_id: int, keys: list[str]) -> sa.CompoundSelect[Any]:
    """The acts that wrote a record which goes by one of these keys or names one, or such a setting."""
    found = [
        sa.select(row.act).where(
            row.guild_id == guild_id,
            sa.or_(
                row.key.in_(keys),
                *(getattr(row, name).in_(keys) for name in row.references),
                *_named_inside(row, keys),
            ),
        )
        for row in ROWS.values()
    ]
    in_settings = (
        column.contains(f'"{key}"', autoescape=True)
        for column in (SettingChangeRow.before, SettingChangeRow.after)
        for key in keys
    )
    subjects = (
        sa.literal(" ")
        .concat(SettingChangeRow.subject)
        .concat(" ")
        .contains(f" {key} ", autoescape=True)
        for key in keys
    )
    settings = sa.select(SettingChangeRow.act).where(
        SettingChangeRow.guild_id == guild_id,
        sa.or_(*in_settings, *subjects),
    )
    return sa.union(*found, settings)


def _named_inside(row: Any, keys: list[str]) -> Iterator[sa.ColumnElement[bool]]:
    """What has no column of its own: an event's issues, and whom a stance's conditions are put to."""
    if row in {EventRow, StanceRow}:
        yield from (row.body.contains(f'"{key}"', autoescape=True) for key in keys)


def counts(
    unit: Unit,
    guild_id: int,
    acts: Collection[int],
) -> dict[int, dict[tuple[str, Verb], int]]:
    """How many versions each act wrote, by kind and verb; acts that wrote none are left out."""
    found: dict[int, dict[tuple[str, Verb], int]] = {}
    for kind, row in ROWS.items():
        rows = unit.execute(
            sa.select(row.act, row.verb, sa.func.count())
            .where(row.guild_id == guild_id, row.act.in_(acts))
            .group_by(row.act, row.verb),
        )
        for act, verb, count in rows:
            found.setdefault(act, {})[KIND_NAMES[kind], Verb(verb)] = count
    return found


def written(
    unit: Unit,
    guild_id: int,
    act: int,
    *,
    offset: int = 0,
    limit: int,
) -> list[Recorded[Any]]:
    """Some of the versions that an act wrote; first what it is about, and last its sources."""
    places = [
        sa.select(
            row.id.label("id"),
            sa.literal(KIND_NAMES[kind]).label("kind"),
            sa.literal(at).label("rank"),
            row.entered.label("entered"),
        ).where(row.guild_id == guild_id, row.act == act)
        for at, (kind, row) in enumerate(reversed(ROWS.items()))
    ]
    every = sa.union_all(*places).subquery()
    rows = unit.execute(
        sa.select(every.c.kind, every.c.id)
        .order_by(every.c.rank, every.c.entered, every.c.id)
        .offset(offset)
        .limit(limit),
    ).all()
    by_kind: dict[str, list[int]] = {}
    for kind, row_id in rows:
        by_kind.setdefault(kind, []).append(row_id)
    return [each for kind, ids in by_kind.items() for each in _by_ids(unit, kind, ids)]


def _by_ids(unit: Unit, kind: str, ids: list[int]) -> Iterator[Recorded[Any]]:
    row = ROWS[KINDS[kind]]
    found = unit.execute(
        versions_of(row).where(row.id.in_(ids)).order_by(row.entered, row.id),
        {"known": EVER},
    )
    return (recorded(KINDS[kind], version) for version in found)


def all_written(unit: Unit, guild_id: int, acts: Sequence[int]) -> dict[int, list[Recorded[Any]]]:
    """Every version that each of these acts wrote, in order of entry."""
    found: dict[int, list[Recorded[Any]]] = {}
    for start in range(0, len(acts), _AT_ONCE):
        some = acts[start : start + _AT_ONCE]
        for kind, row in reversed(ROWS.items()):
            rows = unit.execute(
                versions_of(row)
                .add_columns(row.act)
                .where(row.guild_id == guild_id, row.act.in_(some))
                .order_by(row.entered, row.id),
                {"known": EVER},
            )
            for *version, act in rows:
                found.setdefault(act, []).append(recorded(kind, version))
    return found
