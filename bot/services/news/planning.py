"""What a change of the record makes due, in the transaction that writes it."""

from collections.abc import Sequence
from datetime import datetime

from bot.db import sending
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.records import Record
from bot.services.news import alerts, follows


def noticed(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    written: Sequence[Record],
    *,
    now: datetime,
) -> None:
    """Owe those who are told at once, or daily, what an act has just written."""
    if not written:
        return
    sending.alone(unit)
    alerts.notice(unit, guild_id, written, now=now)
    follows.notice(unit, guild_id, directory, written, now=now)
