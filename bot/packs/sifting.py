"""Which records of a file a server can take: the others are refused, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.records import Issue, Recorded
from bot.packs import shape
from bot.packs.format import Pack, check_kind
from bot.packs.plan import check_outside
from bot.packs.positions import Path
from bot.packs.reading import Reading, Refusal
from bot.packs.references import Reference, references


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    record: Any


def sifted(reading: Reading, standing: Mapping[str, Recorded[Any]]) -> tuple[Pack, list[Refusal]]:
    """The pack of what the server can take, and every refusal, in the order of the file.

    `standing` are the newest versions that the server holds of all that the pack holds or names.
    """
    refused = list(reading.refused)
    left = {record.key: _Candidate(path, record) for path, record in reading.pack.records()}
    while True:
        known = {each.key: each for each in refused}
        more = [
            refusal
            for each in left.values()
            if (refusal := _refusal(reading, each, left, standing, known)) is not None
        ]
        if not more:
            break
        refused.extend(more)
        for each in more:
            del left[each.key]
    pack = _of(reading.pack, left, standing)
    return pack, sorted(refused, key=lambda each: each.line or 0)


def _refusal(
    reading: Reading,
    each: _Candidate,
    left: Mapping[str, _Candidate],
    standing: Mapping[str, Recorded[Any]],
    refused: Mapping[str, Refusal],
) -> Refusal | None:
    record = each.record
    try:
        found = standing.get(record.key)
        if found is not None:
            check_kind(record.key, type(found.record), (type(record),), (*each.path, "key"))
        for named in references(record, each.path):
            if named.key not in left:
                _check(named, standing, refused)
    except shape.Fault as fault:
        return reading.refusal(record, fault.path, fault.sentence)
    return None


def _check(
    named: Reference,
    standing: Mapping[str, Recorded[Any]],
    refused: Mapping[str, Refusal],
) -> None:
    first = None if named.key in standing else refused.get(named.key)
    if first is not None:
        raise shape.Fault(
            named.path,
            f"It names “{named.key}”, which is refused"
            f"{f' in line {first.line:,}' if first.line else ''}.",
        )
    check_outside(named, standing)


def _of(
    pack: Pack,
    left: Mapping[str, _Candidate],
    standing: Mapping[str, Recorded[Any]],
) -> Pack:
    """The pack without what is refused; a usual issue that is not there is unset."""
    lists: dict[str, Any] = {
        name: tuple(each for each in getattr(pack, name) if each.key in left)
        for name in shape.LISTS
    }
    default = pack.default_issue
    if default is not None:
        try:
            if default in left:
                check_kind(default, type(left[default].record), (Issue,), ("default_issue",))
            else:
                check_outside(Reference(("default_issue",), default, (Issue,)), standing)
        except shape.Fault:
            default = None
    return replace(pack, **lists, default_issue=default)
