"""Merges and splits of actors: which acts they were, and who was merged into whom."""

import re
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import ROWS, recorded
from bot.db.prepared import Prepared
from bot.db.schema import ActorRow, ActRow, StanceRow
from bot.domain.identity import MERGE, NAMING, SPLIT, is_identity, merged_keys
from bot.domain.records import Record, Recorded
from bot.domain.scope import EVER, Scope
from bot.domain.vocabulary import RecordState

R = TypeVar("R", bound=Record)

_UNDO = re.compile(r"undo (\d+)")
_ACTS = Prepared(
    sa.select(ActRow.seq, ActRow.what)
    .where(
        ActRow.guild_id == sa.bindparam("guild"),
        sa.or_(*(ActRow.what.startswith(f"{verb} ") for verb in (MERGE, SPLIT, "undo"))),
    )
    .order_by(ActRow.seq),
)
_ACT = Prepared(
    sa.select(ActRow.what).where(
        ActRow.guild_id == sa.bindparam("guild"),
        ActRow.seq == sa.bindparam("seq"),
    ),
)
_MERGED = Prepared(
    sa.select(ActorRow.key, ActRow.what)
    .join(ActRow, sa.and_(ActRow.guild_id == ActorRow.guild_id, ActRow.seq == ActorRow.act))
    .where(
        ActorRow.guild_id == sa.bindparam("guild"),
        ActorRow.state == RecordState.RETRACTED.value,
        ActorRow.recorded_at <= sa.bindparam("known"),
        ActRow.what.startswith(f"{MERGE} "),
    )
    .order_by(ActorRow.number),
)


def identity_acts(unit: Unit, guild_id: int) -> frozenset[int]:
    """The numbers of the acts that merged or split actors, and of those that took one back."""
    found: set[int] = set()
    for seq, what in _ACTS.rows(unit, {"guild": guild_id}):
        undone = _UNDO.fullmatch(what)
        # An act only undoes those before it, so these are known already.
        if is_identity(what) or (undone is not None and int(undone[1]) in found):
            found.add(seq)
    return frozenset(found)


def is_identity_act(unit: Unit, guild_id: int, seq: int) -> bool:
    """Whether one act merged or split actors, or took such an act back."""
    while seq:
        rows = _ACT.rows(unit, {"guild": guild_id, "seq": seq})
        what = str(rows[0][0]) if rows else ""
        if is_identity(what):
            return True
        undone = _UNDO.fullmatch(what)
        seq = int(undone[1]) if undone else 0
    return False


def merged_actors(unit: Unit, scope: Scope) -> dict[str, str]:
    """Into which actor each was merged last, by their keys; some of these may stand again."""
    rows = _MERGED.rows(unit, {"guild": scope.guild_id, "known": scope.bounds()["known"]})
    pairs = ((key, merged_keys(what)) for key, what in rows)
    return {key: pair[1] for key, pair in pairs if pair is not None and pair[0] == key}


def naming(unit: Unit, scope: Scope, actor: str) -> list[Recorded[Any]]:
    """Every standing record that names an actor, by kind and then in order of entry."""
    found: list[Recorded[Any]] = []
    for kind, row in ROWS.items():
        columns = [getattr(row, name) for name in row.references if name in NAMING]
        if not columns:
            continue
        named = [column == actor for column in columns]
        if row is StanceRow:
            # Whom a condition is put to has no column of its own.
            named.append(row.body.contains(f'"addressee":"{actor}"', autoescape=True))
        rows = unit.execute(
            versions_of(row).where(live(row), sa.or_(*named)).order_by(row.entered),
            scope.bounds(),
        )
        found.extend(recorded(kind, each) for each in rows)
    return found


def before_act(unit: Unit, kind: type[R], guild_id: int, key: str, seq: int) -> R | None:
    """The newest version of a record that an earlier act wrote; None where there was none."""
    row = ROWS[kind]
    found = unit.execute(
        versions_of(row)
        .where(row.guild_id == guild_id, row.key == key, row.act < seq)
        .order_by(row.number.desc())
        .limit(1),
        {"known": EVER},
    ).one_or_none()
    return None if found is None else recorded(kind, found).record
