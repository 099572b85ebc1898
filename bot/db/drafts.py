"""Drafts: what editors have typed and not yet published."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema import DraftRow
from bot.db.upsert import put


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


def of_editor(
    unit: Unit,
    guild_id: int,
    user_id: int,
    *,
    kinds: Collection[str],
    limit: int,
) -> list[StoredDraft]:
    """An editor's own drafts of some kinds in a server, the last saved first."""
    rows = unit.execute(
        _FIND.where(
            DraftRow.guild_id == guild_id,
            DraftRow.user_id == user_id,
            DraftRow.kind.in_(kinds),
        )
        .order_by(DraftRow.saved_at.desc(), DraftRow.id)
        .limit(limit),
    )
    return [_stored(row) for row in rows]


def drop(unit: Unit, guild_id: int, draft_id: str) -> None:
    """Forget a draft."""
    unit.execute(
        sa.delete(DraftRow).where(DraftRow.guild_id == guild_id, DraftRow.id == draft_id),
    )
