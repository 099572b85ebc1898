"""Drafts, and what an editor's work asks of the log before it writes."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import live, versions_of
from bot.db.mapping import ROWS, recorded
from bot.db.schema import ActRow, DraftRow, GuildRow, RecordRow, SourceRow, StanceRow
from bot.db.upsert import put
from bot.domain.records import KIND_NAMES, Recorded, Source, Stance
from bot.domain.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft as it is kept: whose it is, of what kind, and its text as JSON."""

    id: str
    user_id: int
    kind: str
    body: str
    saved_at: datetime


_FIND = sa.select(*(getattr(DraftRow, field.name) for field in fields(StoredDraft)))


def _stored(row: Any) -> StoredDraft:
    return StoredDraft(**row._asdict())


def save(unit: Unit, guild_id: int, draft: StoredDraft, *, forget_before: datetime) -> None:
    """Keep a draft as it is now, and drop the server's drafts saved before an instant."""
    put(unit, DraftRow, guild_id=guild_id, **asdict(draft))
    unit.execute(
        sa.delete(DraftRow).where(
            DraftRow.guild_id == guild_id,
            DraftRow.saved_at < forget_before,
        ),
    )


def find(unit: Unit, guild_id: int, draft_id: str) -> StoredDraft | None:
    """A draft of a server; None when there is none any more."""
    row = unit.execute(
        _FIND.where(DraftRow.guild_id == guild_id, DraftRow.id == draft_id),
    ).one_or_none()
    return None if row is None else _stored(row)


def of_editor(unit: Unit, guild_id: int, user_id: int, *, limit: int) -> list[StoredDraft]:
    """An editor's own drafts in a server, the last saved first."""
    rows = unit.execute(
        _FIND.where(DraftRow.guild_id == guild_id, DraftRow.user_id == user_id)
        .order_by(DraftRow.saved_at.desc(), DraftRow.id)
        .limit(limit),
    )
    return [_stored(row) for row in rows]


def drop(unit: Unit, guild_id: int, draft_id: str) -> None:
    """Forget a draft."""
    unit.execute(
        sa.delete(DraftRow).where(DraftRow.guild_id == guild_id, DraftRow.id == draft_id),
    )


def act_for(unit: Unit, guild_id: int, cause: str) -> int | None:
    """The act that a cause has led to; the server's row stays locked until the unit ends.

    The lock makes whoever asks for the same cause at the same moment wait, and then find the act.
    """
    unit.execute(sa.select(GuildRow.id).where(GuildRow.id == guild_id).with_for_update())
    return unit.execute(
        sa.select(ActRow.seq).where(ActRow.guild_id == guild_id, ActRow.cause == cause),
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
    counts: dict[str, int] = {}
    for kind, row in ROWS.items():
        columns = [getattr(row, name) for name in row.references]
        if not columns:
            continue
        count = unit.execute(
            sa.select(sa.func.count())
            .select_from(row)
            .where(live(row), sa.or_(*(column == key for column in columns))),
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
