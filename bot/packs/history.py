"""A record with its whole history as a file: every version with its act, and no editor's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.records import KIND_NAMES, Record, Version
from bot.packs import shape
from bot.packs.columns import HISTORY
from bot.packs.sheet_write import Row, cells_of, written

FORMAT = "stancebot.history"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTold:
    """An act: its number, when (aware UTC), what and why.

    `by` says who did it, and `drafted_by` who had written it where that was another, as words such
    as “editor 1”; one person has the same words throughout a file, and other ones in another.
    """

    act: int
    at: datetime
    what: str
    by: str
    drafted_by: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """One version of a record, and the act that wrote it."""

    record: Record
    version: Version
    act: ActTold


def history_json(
    versions: Sequence[VersionTold],
    *,
    name: str,
    zone: str,
    default_issue: str | None,
) -> bytes:
    """The versions as JSON: acts first, then versions in their order of entry."""
    acts = {each.act.act: each.act for each in versions}
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "zone": zone,
        "default_issue": default_issue,
        "acts": [_filled(msgspec.to_builtins(acts[number])) for number in sorted(acts)],
        "versions": [
            _filled(
                {
                    "kind": KIND_NAMES[type(each.record)],
                    "key": each.record.key,
                    "number": each.version.number,
                    "verb": each.version.verb.value,
                    "state": each.version.state.value,
                    "reason": each.version.reason,
                    "at": each.version.recorded_at,
                    "act": each.act.act,
                    "record": shape.to_file(each.record),
                },
            )
            for each in versions
        ],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None}


_COLUMNS = ("act", "at", "by", "drafted_by", "what", "why", "verb", "state", "number", "reason")


def history_sheet(versions: Sequence[VersionTold]) -> bytes:
    """The versions as a table, a row each in their order of entry."""
    rows: list[Row] = []
    for each in versions:
        told = {
            **msgspec.to_builtins(each.act),
            "verb": each.version.verb.value,
            "state": each.version.state.value,
            "number": each.version.number,
            "reason": each.version.reason,
        }
        extra = {f"{HISTORY}{name}": told[name] for name in _COLUMNS if told[name] is not None}
        rows.append((KIND_NAMES[type(each.record)], extra, cells_of(each.record)))
    return written(rows, [f"{HISTORY}{name}" for name in _COLUMNS])
