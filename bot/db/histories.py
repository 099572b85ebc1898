"""The whole histories of some records."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.identities import identity_acts
from bot.db.log import versions_of
from bot.db.mapping import ROWS, recorded
from bot.db.schema import RecordRow
from bot.domain.news import Entry
from bot.domain.records import KIND_NAMES, Claim, Event, Issue, Stance, Statement
from bot.domain.scope import EVER
from bot.domain.vocabulary import RecordState

T = TypeVar("T")

_TOLD = {KIND_NAMES[kind]: kind for kind in (Stance, Claim, Statement, Event, Issue)}
# Drivers take at most 32,766 values in one statement.
_AT_ONCE = 10_000


def histories(unit: Unit, guild_id: int, keys: Collection[str]) -> dict[str, list[Entry]]:
    """Every version but drafts of each of these records, in order, by key.

    Only what readers are told of has one: names and sources are left out.
    """
    found: dict[str, list[Entry]] = {}
    merges = identity_acts(unit, guild_id) if keys else frozenset()
    for some in _some(sorted(keys)):
        by_kind: dict[str, list[str]] = {}
        for key, kind in unit.execute(_KINDS, {"guild": guild_id, "keys": some}):
            by_kind.setdefault(kind, []).append(key)
        for name in sorted(_TOLD.keys() & by_kind.keys()):
            for entry in _versions(unit, guild_id, name, by_kind[name], merges):
                found.setdefault(entry.recorded.record.key, []).append(entry)
    return found


def _versions(
    unit: Unit,
    guild_id: int,
    name: str,
    keys: list[str],
    merges: Collection[int],
) -> Iterator[Entry]:
    rows = unit.execute(_named(name), {"guild": guild_id, "keys": keys, "known": EVER})
    for *version, act, entered in rows:
        found = recorded(_TOLD[name], version)
        yield Entry(act=act, entered=entered, recorded=found, merged=act in merges)


# To build a statement takes several times as long as to run it.
@cache
def _named(name: str) -> sa.Select[*tuple[Any, ...]]:
    row = ROWS[_TOLD[name]]
    return (
        versions_of(row)
        .add_columns(row.act, row.entered)
        .where(
            row.guild_id == sa.bindparam("guild"),
            row.key.in_(sa.bindparam("keys", expanding=True)),
            row.state != RecordState.DRAFT.value,
        )
        .order_by(row.key, row.number)
    )


_KINDS = sa.select(RecordRow.key, RecordRow.kind).where(
    RecordRow.guild_id == sa.bindparam("guild"),
    RecordRow.key.in_(sa.bindparam("keys", expanding=True)),
)


def _some(found: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(found)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
