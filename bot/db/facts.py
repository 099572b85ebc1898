"""Everything on record about one actor on one issue that a card shows, in one statement."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import recorded
from bot.db.prepared import Prepared
from bot.db.schema import ClaimRow, StanceRow, StatementRow
from bot.domain.records import Claim, Recorded, Stance, Statement
from bot.domain.scope import Scope

CLAIMS = 4
SILENCES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The newest two stances, the newest claims about the actor, and its newest silences.

    A silence is a statement that leaves the issue out. At most `CLAIMS` and `SILENCES` are there.
    """

    stances: tuple[Recorded[Stance], ...]
    claims: tuple[Recorded[Claim], ...]
    silences: tuple[Recorded[Statement], ...]


def _part(
    number: int,
    row: Any,
    *which: sa.ColumnElement[bool],
    limit: int,
) -> sa.Select[*tuple[Any, ...]]:
    newest = (
        versions_of(row)
        .add_columns(row.said_from, row.entered, sa.literal(number).label("part"))
        .where(
            live(row),
            row.issue == sa.bindparam("issue"),
            row.said_last <= sa.bindparam("as_of"),
            *which,
        )
        .order_by(row.said_from.desc(), row.entered.desc())
        .limit(limit)
        .subquery()
    )
    return sa.select(newest)


_ACTOR: sa.BindParameter[str] = sa.bindparam("actor")
_PARTS = sa.union_all(
    _part(0, StanceRow, StanceRow.holder == _ACTOR, limit=2),
    _part(1, ClaimRow, ClaimRow.about == _ACTOR, limit=CLAIMS),
    _part(
        2,
        StatementRow,
        StatementRow.speaker == _ACTOR,
        StatementRow.silent.is_(True),
        limit=SILENCES,
    ),
)
_IN_ORDER = _PARTS.subquery()
_FACTS = Prepared(
    sa.select(_IN_ORDER).order_by(
        _IN_ORDER.c.part,
        _IN_ORDER.c.said_from.desc(),
        _IN_ORDER.c.entered.desc(),
    ),
)


def facts(unit: Unit, scope: Scope, issue: str, actor: str) -> Facts:
    """Look up one actor's facts, each part newest first."""
    parts: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for row in _FACTS.rows(unit, scope.bounds(issue=issue, actor=actor)):
        parts[row[-1]].append(row[:-3])
    stances, claims, silences = parts
    return Facts(
        stances=tuple(recorded(Stance, row) for row in stances),
        claims=tuple(recorded(Claim, row) for row in claims),
        silences=tuple(recorded(Statement, row) for row in silences),
    )
