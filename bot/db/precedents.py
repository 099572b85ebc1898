"""What stands already, for an editor who is about to write."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import ROWS, recorded
from bot.db.schema import ActRow, GuildRow, RecordRow, SourceRow, StanceRow
from bot.domain.records import KIND_NAMES, Recorded, Source, Stance
from bot.domain.scope import Scope

# Drivers take at most 32,766 values in one statement, and a kind names others in seven places.
_KEYS_AT_ONCE = 4_000


def act_for(unit: Unit, guild_id: int, cause: str) -> int | None:
    """The act that a cause has led to; the server's row stays locked until the unit ends.

    The lock makes whoever asks for the same cause at the same moment wait, and then find the act.
    It lets rows that refer to the server be written: who sends owes posts meanwhile.
    """
    unit.execute(
        sa.select(GuildRow.id).where(GuildRow.id == guild_id).with_for_update(key_share=True)
    )
    return unit.execute(
        sa.select(ActRow.seq).where(ActRow.guild_id == guild_id, ActRow.cause == cause),
    ).scalar_one_or_none()


def act_of_stance(unit: Unit, guild_id: int, key: str, number: int) -> int | None:
    """The act that wrote a version of a stance; None where there is no such version."""
    return unit.execute(
        sa.select(StanceRow.act).where(
            StanceRow.guild_id == guild_id,
            StanceRow.key == key,
            StanceRow.number == number,
        ),
    ).scalar_one_or_none()


def keys_like(unit: Unit, guild_id: int, key: str) -> set[str]:
    """Every key of a server that begins so, whatever it names and whether it still stands."""
    found = unit.execute(
        sa.select(RecordRow.key).where(
            RecordRow.guild_id == guild_id,
            RecordRow.key.startswith(key, autoescape=True),
        ),
    )
    return set(found.scalars())


def users_of(unit: Unit, scope: Scope, key: str) -> dict[str, int]:
    """How many standing records of each kind name this one, by the kind's name; no zeros."""
    return users_of_any(unit, scope, [key])


def users_of_any(unit: Unit, scope: Scope, keys: Sequence[str]) -> dict[str, int]:
    """How many standing records of each kind name any of these, by the kind's name; no zeros."""
    counts: Counter[str] = Counter()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        counts += _users_of(unit, scope, keys[start : start + _KEYS_AT_ONCE])
    return dict(counts)


def _users_of(unit: Unit, scope: Scope, keys: Sequence[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for kind, row in ROWS.items():
        columns = [getattr(row, name) for name in row.references]
        if not columns:
            continue
        count = unit.execute(
            sa.select(sa.func.count())
            .select_from(row)
            .where(live(row), sa.or_(*(column.in_(keys) for column in columns))),
            scope.bounds(),
        ).scalar_one()
        if count:
            counts[KIND_NAMES[kind]] = count
    return counts


def sources_like(unit: Unit, scope: Scope, *, publisher: str, url: str | None) -> list[Source]:
    """The sources with this address, else those of this publisher, newest first."""
    by = (
        SourceRow.url == url
        if url
        # SQLite folds only Latin letters, so the name as it was typed counts as well.
        else sa.or_(
            SourceRow.publisher == publisher,
            sa.func.lower(SourceRow.publisher) == publisher.lower(),
        )
    )
    rows = unit.execute(
        versions_of(SourceRow).where(live(SourceRow), by).order_by(SourceRow.entered.desc()),
        scope.bounds(),
    )
    return [recorded(Source, row).record for row in rows]


def recent_sources(unit: Unit, scope: Scope, *, limit: int) -> list[Source]:
    """The sources that were entered last."""
    rows = unit.execute(
        versions_of(SourceRow)
        .where(live(SourceRow))
        .order_by(SourceRow.entered.desc())
        .limit(limit),
        scope.bounds(),
    )
    return [recorded(Source, row).record for row in rows]


def recent_stances(
    unit: Unit,
    scope: Scope,
    *,
    holders: tuple[str, ...] | None,
    limit: int,
) -> list[Recorded[Stance]]:
    """The standing stances said last, of all holders or of some."""
    query = versions_of(StanceRow).where(live(StanceRow))
    if holders is not None:
        query = query.where(StanceRow.holder.in_(holders))
    rows = unit.execute(
        query.order_by(StanceRow.said_from.desc(), StanceRow.entered.desc()).limit(limit),
        scope.bounds(),
    )
    return [recorded(Stance, row) for row in rows]
