"""The names by which what is followed goes, also when it was taken out of the record."""

from collections.abc import Sequence

from bot.db import log
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.records import Actor, Event, Issue, Record
from bot.domain.rules import Alert, Digest, Follow
from bot.domain.scope import Scope
from bot.services.news.answers import Followed


def title_of(record: Record | None, key: str) -> str:
    """The name or title of an actor, an issue or an event; else its key."""
    match record:
        case Actor():
            return record.name
        case Issue() | Event():
            return record.title
        case _:
            return key


def standing(directory: Directory, key: str) -> Actor | Issue | Event | None:
    """The actor, issue or event that goes by a key now."""
    actor = directory.actors.get(directory.meant(key))
    return actor or directory.issues.get(key) or directory.events.get(key)


def issue_of(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    rule: Digest | Alert,
) -> Issue | None:
    """The issue of a rule, also when it was taken out of the record; None: it is of all."""
    if rule.issue is None:
        return None
    found = directory.issues.get(rule.issue)
    if found is None:
        newest = log.newest(unit, Scope(guild_id=guild_id), [rule.issue])
        found = newest[rule.issue].record
    return found


def titled(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    found: Sequence[Follow],
) -> tuple[Followed, ...]:
    """Follows by the names of what they are of; a retracted one shows by its last."""
    gone = sorted({each.target for each in found if standing(directory, each.target) is None})
    last = log.newest(unit, Scope(guild_id=guild_id), gone) if gone else {}
    records = {key: each.record for key, each in last.items()}
    return tuple(
        Followed(
            follow=each,
            title=title_of(
                standing(directory, each.target) or records.get(each.target),
                each.target,
            ),
            gone=each.target in gone,
        )
        for each in found
    )
