"""Readers' reports as rows: settled once, and counted while they wait."""

from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema_desk import ReportRow
from bot.domain.reports import Report, ReportState

_NAMES = tuple(field.name for field in fields(Report))
_FIND = sa.select(*(getattr(ReportRow, name) for name in _NAMES))
_IS_OPEN = ReportRow.state == ReportState.OPEN.value


def keep(unit: Unit, guild_id: int, report: Report) -> None:
    """Keep a new report; the record that it names must be the server's own."""
    values = {name: getattr(report, name) for name in _NAMES} | {"state": report.state.value}
    unit.execute(sa.insert(ReportRow).values(guild_id=guild_id, **values))


def find(unit: Unit, guild_id: int, report_id: str) -> Report | None:
    """A report of a server; None when there is none by that id."""
    found = _FIND.where(ReportRow.guild_id == guild_id, ReportRow.id == report_id)
    row = unit.execute(found).one_or_none()
    return None if row is None else _report(row)


def waiting(unit: Unit, guild_id: int, *, limit: int | None = None) -> list[Report]:
    """A server's open reports, the oldest first."""
    rows = unit.execute(
        _FIND.where(ReportRow.guild_id == guild_id, _IS_OPEN)
        .order_by(ReportRow.made_at, ReportRow.id)
        .limit(limit),
    )
    return [_report(row) for row in rows]


def count(unit: Unit, guild_id: int) -> int:
    """How many reports of a server are open."""
    found = sa.select(sa.func.count()).where(ReportRow.guild_id == guild_id, _IS_OPEN)
    return unit.execute(found).scalar_one()


def waiting_of(unit: Unit, guild_id: int, user_id: int) -> list[Report]:
    """A person's open reports in a server, the oldest first."""
    rows = unit.execute(
        _FIND.where(
            ReportRow.guild_id == guild_id, ReportRow.user_id == user_id, _IS_OPEN
        ).order_by(ReportRow.made_at, ReportRow.id),
    )
    return [_report(row) for row in rows]


def of_person(
    unit: Unit,
    guild_id: int,
    user_id: int,
    *,
    limit: int,
    offset: int = 0,
) -> list[Report]:
    """A person's reports in a server whatever came of them, the newest first."""
    rows = unit.execute(
        _FIND.where(ReportRow.guild_id == guild_id, ReportRow.user_id == user_id)
        .order_by(ReportRow.made_at.desc(), ReportRow.id)
        .offset(offset)
        .limit(limit),
    )
    return [_report(row) for row in rows]


def settle(
    unit: Unit,
    guild_id: int,
    report_id: str,
    state: ReportState,
    *,
    answer: str | None,
    by: int,
    at: datetime,
) -> Report | None:
    """Settle an open report; None, and nothing changes, where it is not open any more."""
    row = unit.execute(
        sa.update(ReportRow)
        .where(ReportRow.guild_id == guild_id, ReportRow.id == report_id, _IS_OPEN)
        .values(state=state.value, answer=answer, settled_by=by, settled_at=at)
        .returning(*(getattr(ReportRow, name) for name in _NAMES)),
    ).one_or_none()
    return None if row is None else _report(row)


def _report(row: Any) -> Report:
    values = dict(zip(_NAMES, row, strict=True))
    return Report(**values | {"state": ReportState(values["state"])})
