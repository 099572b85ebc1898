"""What a change of the record makes due, in the transaction that writes it."""

from collections.abc import Sequence
from datetime import datetime

from bot.db import rules, sending
from bot.db.engine import Unit
from bot.db.identities import is_identity_act
from bot.domain.directory import Directory
from bot.domain.records import Record
from bot.services.news import alerts, follows
from bot.services.posts import corrections


def noticed(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    written: Sequence[Record],
    *,
    now: datetime,
) -> None:
    """Owe those who are told at once, or daily, what an act has just written.

    Messages that showed what it put right are owed a correction. Of a merge or a split of actors
    nobody is told.
    """
    if not written or is_identity_act(unit, guild_id, rules.revision(unit, guild_id)):
        return
    sending.alone(unit)
    alerts.notice(unit, guild_id, written, now=now)
    follows.notice(unit, guild_id, directory, written, now=now)
    corrections.notice(unit, guild_id, written, now=now)
