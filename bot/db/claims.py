"""Look-ups of claims and of statements that take no position."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import recorded
from bot.db.schema import ClaimRow, StatementRow
from bot.domain.records import Claim, Recorded, Statement
from bot.domain.scope import Scope


def _newest_first(row: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        versions_of(row)
        .where(
            live(row),
            row.issue == sa.bindparam("issue"),
            row.said_last <= sa.bindparam("as_of"),
        )
        .order_by(row.said_from.desc(), row.entered.desc())
        .limit(sa.bindparam("limit"))
        .offset(sa.bindparam("offset"))
    )


def _among(column: Any) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam("actors", expanding=True))  # type: ignore[no-any-return]


_CLAIMS = _newest_first(ClaimRow)
_CLAIMS_ABOUT = _CLAIMS.where(_among(ClaimRow.about))
_STATEMENTS = _newest_first(StatementRow)
_STATEMENTS_BY = _STATEMENTS.where(_among(StatementRow.speaker))


def claims(
    unit: Unit,
    scope: Scope,
    issue: str,
    *,
    about: Sequence[str] | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Recorded[Claim]]:
    """The claims of an issue, newest first: all of them, or those about some actors."""
    values = scope.bounds(issue=issue, limit=limit, offset=offset)
    if about is None:
        rows = unit.execute(_CLAIMS, values)
    else:
        rows = unit.execute(_CLAIMS_ABOUT, {**values, "actors": list(about)})
    return [recorded(Claim, row) for row in rows]


def statements(
    unit: Unit,
    scope: Scope,
    issue: str,
    *,
    by: Sequence[str] | None = None,
    limit: int = 100,
) -> list[Recorded[Statement]]:
    """The readouts, announcements and silences around an issue, newest first: all, or by some."""
    values = scope.bounds(issue=issue, limit=limit, offset=0)
    if by is None:
        rows = unit.execute(_STATEMENTS, values)
    else:
        rows = unit.execute(_STATEMENTS_BY, {**values, "actors": list(by)})
    return [recorded(Statement, row) for row in rows]
