"""Acts with what they changed, read for somebody who may or may not undo them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.db import act_log, log, setting_log
from bot.db.engine import Unit
from bot.domain.access import Level
from bot.domain.act_log import LoggedAct, SettingChange
from bot.domain.identity import named
from bot.domain.records import KIND_NAMES, Actor, Event, Issue, Recorded, Source
from bot.domain.scope import Scope
from bot.services.desk.log_answers import ActView, RecordChange


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever looks at the log: a Discord user id and how far they reach."""

    id: int
    level: Level

    def may_undo(self, act: LoggedAct, *, records: bool, settings: Sequence[SettingChange]) -> bool:
        """Whether they may take an act back that wrote records, or only these settings."""
        if self.level <= Level.CONTRIBUTOR and act.by != self.id:
            return False
        for_owners = not records and any(each.area.owners_only for each in settings)
        return self.level is Level.OWNER or not for_owners


def views(
    unit: Unit,
    scope: Scope,
    acts: Sequence[LoggedAct],
    asker: Asker,
    *,
    offset: int = 0,
    limit: int | None,
) -> list[ActView]:
    """These acts, each with at most `limit` of the versions that it wrote; None is all."""
    guild = scope.guild_id
    seqs = [act.seq for act in acts]
    counts = act_log.counts(unit, guild, seqs)
    settings = setting_log.changes_of(unit, guild, seqs)
    if limit is None:
        found = act_log.all_written(unit, guild, seqs)
    else:
        found = {
            seq: act_log.written(unit, guild, seq, offset=offset, limit=limit) for seq in counts
        }
    amended = (each.record.key for some in found.values() for each in some if _amends(each))
    versions = log.versions_by_key(unit, guild, list(dict.fromkeys(amended)))
    made = []
    for act in acts:
        wrote = counts.get(act.seq, {})
        records = any(kind != KIND_NAMES[Source] for kind, _ in wrote)
        own = settings.get(act.seq, [])
        undoable = bool(records or own) and act.undone_by is None
        made.append(
            ActView(
                act=act,
                counts=tuple((kind, verb, count) for (kind, verb), count in wrote.items()),
                changes=_changes(found.get(act.seq, ()), versions),
                settings=tuple(own),
                undoable=undoable and asker.may_undo(act, records=records, settings=own),
            ),
        )
    return made


def _changes(
    found: Collection[Recorded[Any]],
    versions: Mapping[str, list[Recorded[Any]]],
) -> tuple[RecordChange, ...]:
    return tuple(
        RecordChange(
            now=each,
            before=versions[each.record.key][each.version.number - 2] if _amends(each) else None,
        )
        for each in found
    )


def _amends(version: Recorded[Any]) -> bool:
    return version.version.number > 1


def keys_of(view: ActView) -> Iterator[str]:
    """Every key that an act names, and some words that are none."""
    for change in view.changes:
        for each in filter(None, (change.now, change.before)):
            yield from named(each.record)
            yield from _further(each.record)
    for setting in view.settings:
        yield from setting.subject.split(" ")
        for _, was, now in setting.changed:
            yield from (value for value in (was, now) if isinstance(value, str))
    yield from view.act.what.split(" ")


def _further(record: Any) -> Iterator[str]:
    """The issues, events, sources and records that a record names."""
    for name in ("issue", "event", "follows", "about_record", "within"):
        yield from filter(None, (getattr(record, name, None),))
    for name in ("issues", "silent_on"):
        yield from getattr(record, name, ())
    for name in ("evidence", "citation"):
        proof = getattr(record, name, None)
        if proof is not None:
            yield proof.source


def called(record: Any) -> str:
    """What a record goes by: its name or title, else its key."""
    match record:
        case Actor():
            return record.name
        case Issue() | Event():
            return record.title
        case Source():
            return f"{record.publisher} — {record.title}" if record.title else record.publisher
        case _:
            key: str = record.key
            return key
