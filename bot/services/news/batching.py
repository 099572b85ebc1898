"""When somebody is told who wants to be told at once: now, or with what comes soon after."""

from datetime import datetime

from bot.db.batches import Batches, Reader
from bot.domain.rules import BATCH


def due_at_once(found: Batches, reader: Reader, now: datetime) -> datetime | None:
    """When to tell a reader, aware UTC; None: with a post that is owed and nobody has tried yet."""
    if reader in found.waiting:
        return None
    if reader in found.busy:
        return now + BATCH
    told = found.told.get(reader)
    # A clock that was set back must not make anybody wait for longer.
    return now if told is None else min(max(told + BATCH, now), now + BATCH)
