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
    """A draft as it is kept: whose it is, of what kind, and its text as JSON.

    From `submitted_at` on, aware UTC, it waits for a second person; `returned` is why one sent it
    back.
    """

    id: str
    user_id: int
    kind: str
    body: str
    saved_at: datetime
    submitted_at: datetime | None = None
    returned: str | None = None


_FIND = sa.select(*(getattr(DraftRow, field.name) for field in fields(StoredDraft)))


def _stored(row: Any) -> StoredDraft:
    return StoredDraft(**row._asdict())


def save(unit: Unit, guild_id: int, draft: StoredDraft, *, forget_before: datetime) -> None:
    """Keep a draft as it is now, and drop the server's drafts saved before an instant.

    Those that wait for a second person are nobody's to forget.
    """
    put(unit, DraftRow, guild_id=guild_id, **asdict(draft))
    unit.execute(
        sa.delete(DraftRow).where(
            DraftRow.guild_id == guild_id,
            DraftRow.saved_at < forget_before,
            DraftRow.submitted_at.is_(None),
        ),
    )


def drop_before(unit: Unit, instant: datetime) -> None:
    """Forget the drafts, of whatever server, that were saved before an instant and do not wait."""
    unit.execute(
        sa.delete(DraftRow).where(DraftRow.saved_at < instant, DraftRow.submitted_at.is_(None)),
    )


def hold(unit: Unit, guild_id: int, draft_id: str) -> None:
    """Let nobody else publish or change a draft until this unit of work ends.

    The database refuses the unit, as a conflict, where somebody has done so since it began: a draft
    that was published meanwhile must not come back by being saved.
    """
    unit.execute(
        sa.update(DraftRow)
        .where(DraftRow.guild_id == guild_id, DraftRow.id == draft_id)
        .values(saved_at=DraftRow.saved_at),
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
    offset: int = 0,
) -> list[StoredDraft]:
    """An editor's own drafts of some kinds in a server, the last saved first."""
    rows = unit.execute(
        _FIND.where(
            DraftRow.guild_id == guild_id,
            DraftRow.user_id == user_id,
            DraftRow.kind.in_(kinds),
        )
        .order_by(DraftRow.saved_at.desc(), DraftRow.id)
        .offset(offset)
        .limit(limit),
    )
    return [_stored(row) for row in rows]


def submitted(unit: Unit, guild_id: int, *, kinds: Collection[str]) -> list[StoredDraft]:
    """A server's drafts of some kinds that wait for a second person, the first submitted first."""
    rows = unit.execute(
        _FIND.where(
            DraftRow.guild_id == guild_id,
            DraftRow.submitted_at.is_not(None),
            DraftRow.kind.in_(kinds),
        ).order_by(DraftRow.submitted_at, DraftRow.id),
    )
    return [_stored(row) for row in rows]


def count_submitted(unit: Unit, guild_id: int, user_id: int | None = None) -> int:
    """How many drafts of a server, or of one editor there, wait for a second person."""
    found = sa.select(sa.func.count()).where(
        DraftRow.guild_id == guild_id,
        DraftRow.submitted_at.is_not(None),
    )
    if user_id is not None:
        found = found.where(DraftRow.user_id == user_id)
    return unit.execute(found).scalar_one()


def drop(unit: Unit, guild_id: int, draft_id: str) -> None:
    """Forget a draft."""
    unit.execute(
        sa.delete(DraftRow).where(DraftRow.guild_id == guild_id, DraftRow.id == draft_id),
    )
