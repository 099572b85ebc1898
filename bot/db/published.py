"""Everything that a server has published, in every version: read row by row, decoded later.

Neither drafts nor who wrote what is ever read here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.identities import identity_acts
from bot.db.mapping import KINDS, ROWS
from bot.db.prepared import Prepared
from bot.db.schema import GuildRow
from bot.domain.news import Entry
from bot.domain.outside import without_ids
from bot.domain.records import Recorded, Version
from bot.domain.vocabulary import RecordState, Verb

# So many rows are read at once that on PostgreSQL, where this runs on the event loop, it is soon
# given back.
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A version as it is stored; `body` is its record as JSON."""

    kind: str
    key: str
    number: int
    verb: str
    state: str
    reason: str | None
    act: int
    entered: int
    recorded_at: datetime
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A server's settings, and every version of its records but drafts, in no order.

    `merges` are the acts that merged or split actors.
    """

    zone: str
    default_issue: str | None
    rows: tuple[Row, ...]
    merges: frozenset[int] = frozenset()


_GUILD = Prepared(
    sa.select(GuildRow.zone, GuildRow.default_issue).where(GuildRow.id == sa.bindparam("guild")),
)


@cache
def _page(kind: str) -> Prepared:
    row = ROWS[KINDS[kind]]
    after = sa.tuple_(sa.bindparam("key", type_=sa.Text), sa.bindparam("number", type_=sa.Integer))
    return Prepared(
        sa.select(
            row.key,
            row.number,
            row.verb,
            row.state,
            row.reason,
            row.act,
            row.entered,
            row.recorded_at,
            row.body,
        )
        .where(
            row.guild_id == sa.bindparam("guild"),
            row.state != RecordState.DRAFT.value,
            sa.tuple_(row.key, row.number) > after,
        )
        .order_by(row.key, row.number)
        .limit(sa.bindparam("limit")),
    )


def read_published(unit: Unit, guild_id: int) -> Published:
    """Read it all, of one snapshot; an unknown server has nothing."""
    found = _GUILD.rows(unit, {"guild": guild_id})
    zone, default_issue = found[0] if found else ("UTC", None)
    rows = tuple(row for kind in KINDS for row in _rows(unit, guild_id, kind))
    merges = identity_acts(unit, guild_id)
    return Published(zone=zone, default_issue=default_issue, rows=rows, merges=merges)


def _rows(unit: Unit, guild_id: int, kind: str) -> Iterator[Row]:
    after: dict[str, Any] = {"key": "", "number": 0}
    while True:
        page = _page(kind).rows(unit, {"guild": guild_id, "limit": _AT_ONCE, **after})
        yield from (Row(kind, *values) for values in page)
        if len(page) < _AT_ONCE:
            return
        after = {"key": page[-1][0], "number": page[-1][1]}


def decoded(rows: Iterable[Row], merges: frozenset[int] = frozenset()) -> list[Entry]:
    """The versions, in order of entry, without Discord's ids in what was typed."""
    # Not the decoder of look-ups: one site would push everybody's cards out of its cache.
    decoders = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}
    found = [
        Entry(
            act=row.act,
            entered=row.entered,
            merged=row.act in merges,
            recorded=Recorded(
                record=decoders[row.kind].decode(without_ids(row.body)),
                version=Version(
                    number=row.number,
                    verb=Verb(row.verb),
                    state=RecordState(row.state),
                    recorded_at=row.recorded_at,
                    reason=None if row.reason is None else without_ids(row.reason),
                ),
            ),
        )
        for row in rows
    ]
    return sorted(found, key=lambda entry: (entry.entered, entry.recorded.version.number))
