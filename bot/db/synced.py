"""Which commands Discord was last given: one hash per application and scope."""

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema import SyncedCommandsRow
from bot.db.upsert import put

EVERYWHERE = 0


def synced_hash(unit: Unit, application_id: int, scope: int = EVERYWHERE) -> str | None:
    """The hash of what was last sent; None when nothing was. A scope is a server's id, or 0."""
    return unit.execute(
        sa.select(SyncedCommandsRow.hash).where(
            SyncedCommandsRow.application_id == application_id,
            SyncedCommandsRow.scope == scope,
        ),
    ).scalar_one_or_none()


def keep_synced_hash(unit: Unit, application_id: int, scope: int, digest: str) -> None:
    """Remember what was sent."""
    put(unit, SyncedCommandsRow, application_id=application_id, scope=scope, hash=digest)
