"""Look-ups of claims and of statements that take no position."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, with_author
from bot.db.mapping import from_columns
from bot.db.schema import ClaimRow, StatementRow
from bot.domain.records import Claim, Recorded, Statement
from bot.domain.scope import Scope


def _claims(*narrowed: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        with_author(ClaimRow)
        .where(
            live(ClaimRow),
            ClaimRow.issue == sa.bindparam("issue"),
            ClaimRow.said_last <= sa.bindparam("as_of"),
            *narrowed,
        )
        .order_by(ClaimRow.said_from.desc(), ClaimRow.entered)
        .limit(sa.bindparam("limit"))
        .offset(sa.bindparam("offset"))
    )


_ANY = _claims()
_ABOUT = _claims(ClaimRow.about.in_(sa.bindparam("about", expanding=True)))
_BY = _claims(ClaimRow.claimant == sa.bindparam("claimant"))

_STATEMENTS = (
    with_author(StatementRow)
    .where(
        live(StatementRow),
        StatementRow.issue == sa.bindparam("issue"),
        StatementRow.said_last <= sa.bindparam("as_of"),
    )
    .order_by(StatementRow.said_from.desc(), StatementRow.entered)
    .limit(sa.bindparam("limit"))
)


def claims(
    unit: Unit,
    scope: Scope,
    issue: str,
    *,
    about: Sequence[str] | None = None,
    claimant: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Recorded[Claim]]:
    """The claims of an issue, newest first: all, those about some actors, or those by one."""
    values = scope.bounds(issue=issue, limit=limit, offset=offset)
    if about is not None:
        rows = unit.execute(_ABOUT, {**values, "about": list(about)})
    elif claimant is not None:
        rows = unit.execute(_BY, {**values, "claimant": claimant})
    else:
        rows = unit.execute(_ANY, values)
    return [from_columns(Claim, row) for row in rows.mappings()]


def statements(
    unit: Unit,
    scope: Scope,
    issue: str,
    *,
    limit: int = 100,
) -> list[Recorded[Statement]]:
    """The readouts, announcements and silences around an issue, newest first."""
    rows = unit.execute(_STATEMENTS, scope.bounds(issue=issue, limit=limit))
    return [from_columns(Statement, row) for row in rows.mappings()]
