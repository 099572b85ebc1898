"""Look-ups of claims and of statements that take no position."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import recorded
from bot.db.prepared import Prepared
from bot.db.schema import ClaimRow, StatementRow
from bot.domain.records import Claim, Recorded, Statement
from bot.domain.scope import Scope

Said = TypeVar("Said", Claim, Statement)


def _claims(*narrowed: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        versions_of(ClaimRow)
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


_ANY = Prepared(_claims())
_ABOUT = Prepared(_claims(ClaimRow.about == sa.bindparam("about")))


def _statements(*narrowed: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        versions_of(StatementRow)
        .where(
            live(StatementRow),
            StatementRow.issue == sa.bindparam("issue"),
            StatementRow.said_last <= sa.bindparam("as_of"),
            *narrowed,
        )
        .order_by(StatementRow.said_from.desc(), StatementRow.entered)
        .limit(sa.bindparam("limit"))
    )


_ANY_STATEMENT = Prepared(_statements())
_SPOKEN_BY = Prepared(_statements(StatementRow.speaker == sa.bindparam("speaker")))


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
    if about is None:
        values = scope.bounds(issue=issue, limit=limit, offset=offset)
        return [recorded(Claim, row) for row in _ANY.rows(unit, values)]
    # One seek per actor; a later page sees the earlier ones again, which pages of cards afford.
    found = [
        recorded(Claim, row)
        for actor in about
        for row in _ABOUT.rows(
            unit,
            scope.bounds(issue=issue, about=actor, limit=limit + offset, offset=0),
        )
    ]
    return _newest_first(found)[offset : offset + limit]


def statements(
    unit: Unit,
    scope: Scope,
    issue: str,
    *,
    by: Sequence[str] | None = None,
    limit: int = 100,
) -> list[Recorded[Statement]]:
    """The readouts, announcements and silences around an issue, newest first: all, or by some."""
    if by is None:
        rows = _ANY_STATEMENT.rows(unit, scope.bounds(issue=issue, limit=limit))
        return [recorded(Statement, row) for row in rows]
    found = [
        recorded(Statement, row)
        for speaker in by
        for row in _SPOKEN_BY.rows(unit, scope.bounds(issue=issue, speaker=speaker, limit=limit))
    ]
    return _newest_first(found)[:limit]


def _newest_first(found: list[Recorded[Said]]) -> list[Recorded[Said]]:
    return sorted(found, key=lambda each: each.record.evidence.said.lower, reverse=True)
