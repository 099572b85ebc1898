"""What an import would do: one plan, made the same way for the preview and for the import."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bot.domain.records import KIND_NAMES, Issue, Record, Recorded, Version
from bot.domain.vocabulary import RecordState
from bot.packs.format import Pack, check_kind
from bot.packs.references import Reference, references
from bot.packs.shape import Fault


class ImportAction(StrEnum):
    """What an import does with one record of a pack."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT_RETRACTED = "kept retracted"
    KEPT_DRAFT = "kept as a draft"
    LEFT_OUT = "left out"
    REFUSED = "refused"


_WRITES = (ImportAction.NEW, ImportAction.CHANGED)
_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One record of a pack: `fields` are those that change, `reason` says why it is left out.

    `line` is where it begins in its file, where that is known.
    """

    action: ImportAction
    kind: str
    key: str
    title: str
    fields: tuple[str, ...] = ()
    reason: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A record to be written after the version that stands."""

    was: Recorded[Any]
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write, and a line for every record of the pack, in its order."""

    new: tuple[Record, ...]
    changed: tuple[Change, ...]
    lines: tuple[ImportLine, ...]

    @property
    def writes(self) -> bool:
        """Whether it changes any record."""
        return bool(self.new or self.changed)


def named_keys(pack: Pack) -> list[str]:
    """Every key that a pack holds or names, once."""
    keys = [record.key for _, record in pack.records()]
    keys += [named.key for _, record in pack.records() for named in references(record)]
    if pack.default_issue is not None:
        keys.append(pack.default_issue)
    return list(dict.fromkeys(keys))


def make_plan(pack: Pack, standing: Mapping[str, Recorded[Any]]) -> Plan:
    """Compare a pack with the newest versions that a server holds of all it names.

    Raises PackError when a key of the pack is another kind of record on the server, or when it
    names a record that is neither in the pack nor on the server.
    """
    try:
        _check(pack, standing)
    except Fault as fault:
        raise pack.fault(fault.path, fault.sentence) from fault
    away = {key for key, each in standing.items() if not _stands(each.version)}
    lines = {record.key: _line(record, standing.get(record.key)) for _, record in pack.records()}
    _leave_out(pack, lines, away)
    records = {record.key: record for _, record in pack.records()}
    acts = {action: [k for k, line in lines.items() if line.action is action] for action in _WRITES}
    return Plan(
        new=tuple(records[key] for key in acts[ImportAction.NEW]),
        changed=tuple(
            Change(was=standing[key], record=records[key]) for key in acts[ImportAction.CHANGED]
        ),
        lines=tuple(lines.values()),
    )


def _check(pack: Pack, standing: Mapping[str, Recorded[Any]]) -> None:
    kinds = {key: type(each.record) for key, each in standing.items()}
    inside: set[str] = set()
    for path, record in pack.records():
        inside.add(record.key)
        check_kind(record.key, kinds.get(record.key), (type(record),), (*path, "key"))
    named = [each for path, record in pack.records() for each in references(record, path)]
    if pack.default_issue is not None:
        named.append(Reference(("default_issue",), pack.default_issue, (Issue,)))
    for reference in named:
        if reference.key not in inside:
            check_outside(reference, standing)


def check_outside(reference: Reference, standing: Mapping[str, Recorded[Any]]) -> None:
    """Raise Fault unless what is named outside the pack stands on the server, and is of its kind."""
    found = standing.get(reference.key)
    kind = None if found is None else type(found.record)
    check_kind(reference.key, kind, reference.kinds, reference.path)
    _must_stand(reference.key, standing, reference.path)


def _stands(newest: Version) -> bool:
    """Whether readers see the record: a draft after the first version hides none before it."""
    if newest.state is RecordState.DRAFT:
        return newest.number > 1
    return newest.state is RecordState.PUBLISHED


def _must_stand(
    key: str,
    standing: Mapping[str, Recorded[Any]],
    path: tuple[str | int, ...],
) -> None:
    found = standing.get(key)
    if found is None:
        raise Fault(
            path, f"“{key[:100]}” is neither in the pack nor on the server. Add it to the pack."
        )
    if not _stands(found.version):
        raise Fault(
            path, f"“{key[:100]}” does not stand on this server any more. Name another record."
        )


def _line(record: Record, was: Recorded[Any] | None) -> ImportLine:
    action, changed = ImportAction.NEW, tuple[str, ...]()
    if was is not None:
        changed = tuple(
            item.name
            for item in fields(record)
            if getattr(record, item.name) != getattr(was.record, item.name)
        )
        match was.version.state:
            case RecordState.RETRACTED:
                action = ImportAction.KEPT_RETRACTED
            case RecordState.DRAFT:
                action = ImportAction.KEPT_DRAFT
            case RecordState.PUBLISHED:
                action = ImportAction.CHANGED if changed else ImportAction.UNCHANGED
    return ImportLine(
        action=action,
        kind=KIND_NAMES[type(record)],
        key=record.key,
        title=title_of(record),
        fields=changed if action is ImportAction.CHANGED else (),
    )


def _leave_out(pack: Pack, lines: dict[str, ImportLine], away: set[str]) -> None:
    """Leave out what would be written and names, by however many steps, what does not stand."""
    missing = set(away)
    while True:
        more = {
            record.key: named.key
            for _, record in pack.records()
            if lines[record.key].action in _WRITES
            for named in references(record)
            if named.key in missing
        }
        for key, named in more.items():
            line = lines[key]
            lines[key] = ImportLine(
                action=ImportAction.LEFT_OUT,
                kind=line.kind,
                key=key,
                title=line.title,
                reason=f"It names “{named}”, which does not stand on this server.",
            )
            # What stands already still stands, only as it was.
            if line.action is ImportAction.NEW:
                missing.add(key)
        if not more:
            return


def title_of(record: Any) -> str:
    """A few words that tell people which record is meant."""
    for name in ("name", "title", "publisher"):
        if getattr(record, name, None):
            return str(getattr(record, name))
    words = (record.evidence if hasattr(record, "evidence") else record.citation).words
    return words if len(words) <= _TITLE_LENGTH else f"{words[: _TITLE_LENGTH - 1].rstrip()}…"
