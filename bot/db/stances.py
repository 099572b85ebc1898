"""Look-ups of stances: the latest per holder, in one indexed query, now or at another time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.db.engine import Unit
from bot.db.log import live, with_author
from bot.db.mapping import from_columns
from bot.db.schema import IssueHolderRow, StanceRow
from bot.domain.records import Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.standing import Standing


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


_LATEST = (
    with_author(StanceRow)
    .join(IssueHolderRow, StanceRow.id == _latest_id())
    .where(
        IssueHolderRow.guild_id == sa.bindparam("guild"),
        IssueHolderRow.issue == sa.bindparam("issue"),
    )
    .order_by(IssueHolderRow.holder)
)

_HISTORY = (
    with_author(StanceRow)
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

# What a walk through a holder's past needs to see; whole rows are fetched for the few that matter.
_TRAIL = (
    sa.select(StanceRow.id, StanceRow.position)
    .where(
        live(StanceRow),
        StanceRow.issue == sa.bindparam("issue"),
        StanceRow.holder == sa.bindparam("holder"),
        StanceRow.said_last <= sa.bindparam("as_of"),
    )
    .order_by(StanceRow.said_from.desc(), StanceRow.entered.desc())
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_BY_ID = with_author(StanceRow).where(StanceRow.id.in_(sa.bindparam("ids", expanding=True)))
_STEP = 16


def latest(
    unit: Unit,
    scope: Scope,
    issue: str,
) -> dict[str, Recorded[Stance]]:
    """Each holder's current stance on an issue, by the holder's key."""
    rows = unit.execute(_LATEST, scope.bounds(issue=issue))
    found = (from_columns(Stance, row) for row in rows.mappings())
    return {recorded.record.holder: recorded for recorded in found}


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
    return [from_columns(Stance, row) for row in rows.mappings()]


@dataclass(slots=True)
class _Run:
    """The ids of a holder's unbroken run of one position, found by walking back."""

    current: int
    opening: int
    before: int | None = None


def _walk(unit: Unit, values: dict[str, Any]) -> _Run | None:
    run: _Run | None = None
    held = ""
    offset = 0
    while True:
        page = unit.execute(_TRAIL, {**values, "limit": _STEP, "offset": offset}).all()
        for row_id, position in page:
            if run is None:
                run, held = _Run(row_id, row_id), position
            elif position == held:
                run.opening = row_id
            else:
                run.before = row_id
                return run
        if len(page) < _STEP:
            return run
        offset += _STEP


def standings(
    unit: Unit,
    scope: Scope,
    issue: str,
    holders: Sequence[str],
) -> dict[str, Standing]:
    """Each holder's standing on an issue, by key: the current stance and the run it ends."""
    runs = {holder: _walk(unit, scope.bounds(issue=issue, holder=holder)) for holder in holders}
    wanted = {
        row_id
        for run in runs.values()
        if run is not None
        for row_id in (run.current, run.opening, run.before)
        if row_id is not None
    }
    if not wanted:
        return {}
    rows = unit.execute(_BY_ID, {"ids": sorted(wanted)}).mappings()
    found = {row["id"]: from_columns(Stance, row) for row in rows}
    return {
        holder: Standing(
            current=found[run.current],
            opening=found[run.opening],
            before=None if run.before is None else found[run.before],
        )
        for holder, run in runs.items()
        if run is not None
    }
