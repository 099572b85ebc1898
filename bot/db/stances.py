"""Look-ups of stances: the latest per holder, in one indexed query, now or at another time."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import recorded
from bot.db.schema import IssueHolderRow, StanceRow
from bot.domain.records import Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.standing import Standing
from bot.domain.vocabulary import Position


def _latest_id() -> sa.ScalarSelect[int]:
    """The id of one holder's latest stance: one seek in the index, newest first."""
    row = aliased(StanceRow, name="s")
    return (
        sa.select(row.id)
        .where(
            live(row),
            row.issue == IssueHolderRow.issue,
            row.holder == IssueHolderRow.holder,
            row.said_last <= sa.bindparam("as_of"),
        )
        .order_by(row.said_from.desc(), row.entered.desc())
        .limit(1)
        .correlate(IssueHolderRow)
        .scalar_subquery()
    )


_CURRENT = (
    versions_of(StanceRow)
    .join(IssueHolderRow, StanceRow.id == _latest_id())
    .where(IssueHolderRow.guild_id == sa.bindparam("guild"))
    .order_by(IssueHolderRow.holder)
)
_LATEST = _CURRENT.where(IssueHolderRow.issue == sa.bindparam("issue"))


def _of_holder(found: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return found.where(
        live(StanceRow),
        StanceRow.issue == sa.bindparam("issue"),
        StanceRow.holder == sa.bindparam("holder"),
        StanceRow.said_last <= sa.bindparam("as_of"),
    ).order_by(StanceRow.said_from.desc(), StanceRow.entered.desc())


_HISTORY = (
    versions_of(StanceRow)
    .where(
        live(StanceRow),
        StanceRow.issue == sa.bindparam("issue"),
        StanceRow.holder.in_(sa.bindparam("holders", expanding=True)),
        StanceRow.said_last <= sa.bindparam("as_of"),
    )
    .order_by(StanceRow.said_from.desc(), StanceRow.entered.desc())
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)

_TRAIL = (
    _of_holder(sa.select(StanceRow.id, StanceRow.position))
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_POSITIONS = (
    sa.select(StanceRow.holder, StanceRow.position)
    .where(
        live(StanceRow),
        StanceRow.issue == sa.bindparam("issue"),
        StanceRow.said_last <= sa.bindparam("as_of"),
    )
    .order_by(StanceRow.said_from.desc(), StanceRow.entered.desc())
)
_BY_ID = versions_of(StanceRow).where(StanceRow.id == sa.bindparam("id"))
_STEP = 16


def latest(
    unit: Unit,
    scope: Scope,
    issue: str,
) -> dict[str, Recorded[Stance]]:
    """Each holder's current stance on an issue, by the holder's key."""
    rows = unit.execute(_LATEST, scope.bounds(issue=issue))
    found = [recorded(Stance, row) for row in rows]
    return {each.record.holder: each for each in found}


def current(unit: Unit, scope: Scope) -> list[Recorded[Stance]]:
    """Each holder's current stance on each issue, by the holder's key."""
    return [recorded(Stance, row) for row in unit.execute(_CURRENT, scope.bounds())]


def history(
    unit: Unit,
    scope: Scope,
    issue: str,
    holders: Sequence[str],
    *,
    limit: int = 100,
    offset: int = 0,
) -> list[Recorded[Stance]]:
    """The stances of some holders on an issue, newest first by the date they were said."""
    rows = unit.execute(
        _HISTORY,
        scope.bounds(issue=issue, holders=list(holders), limit=limit, offset=offset),
    )
    return [recorded(Stance, row) for row in rows]


def positions(unit: Unit, scope: Scope, issue: str) -> list[tuple[str, Position]]:
    """Who held which position on an issue, newest first by the date it was said."""
    rows = unit.execute(_POSITIONS, scope.bounds(issue=issue))
    return [(holder, Position(position)) for holder, position in rows]


def _edges(unit: Unit, values: dict[str, Any], held: str) -> tuple[int | None, int | None]:
    """Walk back from the newest row: the ids of the run's first, and of the one before it."""
    opening: int | None = None
    offset = 0
    while True:
        page = unit.execute(_TRAIL, {**values, "limit": _STEP, "offset": offset}).all()
        for row_id, position in page:
            if position != held:
                return opening, row_id
            opening = row_id
        if len(page) < _STEP:
            return opening, None
        offset += _STEP


def standing(
    unit: Unit,
    scope: Scope,
    newest: Sequence[Recorded[Stance]],
) -> Standing | None:
    """The standing that a holder's newest two stances end, newest first; None without any.

    Two rows tell most runs; behind them the rest is a walk back through bare positions.
    """
    if not newest:
        return None
    current, stance = newest[0], newest[0].record
    if len(newest) == 1:
        return Standing(current=current, opening=current, before=None)
    if newest[1].record.position is not stance.position:
        return Standing(current=current, opening=current, before=newest[1])
    values = scope.bounds(issue=stance.issue, holder=stance.holder)
    found = [
        None
        if row_id is None
        else recorded(Stance, unit.execute(_BY_ID, {**values, "id": row_id}).one())
        for row_id in _edges(unit, values, stance.position.value)
    ]
    return Standing(current=current, opening=found[0] or current, before=found[1])
