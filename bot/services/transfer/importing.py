"""Letting records of a file into a server: what that would do, and doing it, as one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s
from typing import Any

import msgspec

from bot.db import acts, setting_log
from bot.db.acts import Amendment
from bot.db.engine import Unit
from bot.db.guilds import Directories, change_settings
from bot.domain.act_log import Area
from bot.domain.directory import Directory
from bot.domain.occasions import is_active
from bot.domain.records import Event, Recorded
from bot.domain.vocabulary import Verb
from bot.packs.format import Pack
from bot.packs.plan import ImportAction, ImportLine, Plan, make_plan
from bot.packs.reading import Reading, Refusal
from bot.packs.sifting import sifted
from bot.services.news.planning import noticed
from bot.services.posts.planning import reconcile, touched

# Told how many records of how many are written.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do: a line for every record of the pack, in its order.

    `zone` and `default_issue` are set where the server takes them from the pack. `act` is the
    number of the act that wrote it; None for a preview, and where nothing was to be written.
    """

    pack: str
    lines: tuple[ImportLine, ...]
    zone: str | None = None
    default_issue: str | None = None
    act: int | None = None

    def count(self, action: ImportAction) -> int:
        """How many records it does this with."""
        return sum(line.action is action for line in self.lines)

    @property
    def new(self) -> int:
        """How many records are new to the server."""
        return self.count(ImportAction.NEW)

    @property
    def changed(self) -> int:
        """How many records stand otherwise on the server and are corrected."""
        return self.count(ImportAction.CHANGED)

    @property
    def unchanged(self) -> int:
        """How many records stand on the server as they are."""
        return self.count(ImportAction.UNCHANGED)

    @property
    def kept(self) -> int:
        """How many records the server has retracted, or holds as drafts, and keeps so."""
        return self.count(ImportAction.KEPT_RETRACTED) + self.count(ImportAction.KEPT_DRAFT)

    @property
    def left_out(self) -> int:
        """How many records cannot come in because of what the server has retracted."""
        return self.count(ImportAction.LEFT_OUT)

    @property
    def refused(self) -> int:
        """How many records of the file have faults and cannot come in."""
        return self.count(ImportAction.REFUSED)

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return bool(self.new or self.changed or self.zone or self.default_issue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An import that is ready to be done: its pack, what to write of it, and what that is said to do.

    `revision` is the server's at which it was thought out.
    """

    revision: int
    pack: Pack
    plan: Plan
    report: ImportReport

    def digest(self) -> str:
        """A text that is the same as long as it would write the same over the same versions."""
        over = [(each.record.key, each.was.version.number) for each in self.plan.changed]
        corrected = [each.record for each in self.plan.changed]
        told = msgspec.json.encode((self.report, over, self.plan.new, corrected))
        return blake2s(told, digest_size=8).hexdigest()


def of_pack(pack: Pack, directory: Directory, standing: Mapping[str, Recorded[Any]]) -> Import:
    """What importing a pack whole would do; raises PackError where it cannot be."""
    plan = make_plan(pack, standing)
    stand = {*directory.issues, *(record.key for record in plan.new)}
    wanted = pack.default_issue if directory.default_issue is None else None
    report = ImportReport(
        pack=pack.name,
        lines=plan.lines,
        zone=_zone(pack, directory),
        default_issue=wanted if wanted in stand else None,
    )
    return Import(revision=directory.revision, pack=pack, plan=plan, report=report)


def of_reading(
    reading: Reading,
    directory: Directory,
    standing: Mapping[str, Recorded[Any]],
) -> Import:
    """What importing a file would do, without the records of it that are refused."""
    pack, refused = sifted(reading, standing)
    found = of_pack(pack, directory, standing)
    lines = [replace(each, line=reading.lines.get(each.key)) for each in found.report.lines]
    lines += [_refused(each) for each in refused]
    lines.sort(key=lambda each: each.line or 0)
    return replace(found, report=replace(found.report, lines=tuple(lines)))


def _refused(each: Refusal) -> ImportLine:
    return ImportLine(
        action=ImportAction.REFUSED,
        kind=each.kind,
        key=each.key,
        title="",
        reason=each.text,
        line=each.line,
    )


def _zone(pack: Pack, directory: Directory) -> str | None:
    """The zone that a server takes from the pack: a new server, where it differs."""
    return pack.zone if directory.revision == 0 and pack.zone != directory.zone else None


def written(
    unit: Unit,
    guild_id: int,
    found: Import,
    directories: Directories,
    *,
    now: datetime,
    by: int | None,
    drafted_by: int | None = None,
    cause: str | None = None,
    told: Progress | None = None,
) -> ImportReport:
    """Do what an import would do, as one act; where nothing is to change, no act is written."""
    plan, report = found.plan, found.report
    if not report.writes:
        return report
    act = acts.begin(
        unit,
        guild_id,
        what=f"import “{found.pack.name}”",
        at=now,
        by=by,
        cause=cause,
        drafted_by=drafted_by,
    )
    count, of = 0, len(plan.new) + len(plan.changed)

    def further(more: int) -> None:
        nonlocal count
        count += more
        if told is not None:
            told(count, of)

    if plan.new:
        acts.add_many(act, plan.new, told=further)
    reason = f"imported from pack “{found.pack.name}”"
    amendments = [
        Amendment(was=each.was, record=each.record, verb=Verb.CORRECT, reason=reason)
        for each in plan.changed
    ]
    if amendments:
        acts.amend_many(act, amendments)
        further(len(amendments))
    with setting_log.kept(act, {Area.SERVER}):
        change_settings(unit, guild_id, zone=report.zone, default_issue=report.default_issue)
    _told(unit, guild_id, plan, directories, now=now)
    return replace(report, act=act.seq)


def _told(
    unit: Unit,
    guild_id: int,
    plan: Plan,
    directories: Directories,
    *,
    now: datetime,
) -> None:
    """Owe what the records that were written make due."""
    ahead = (each for each in plan.new if isinstance(each, Event) and is_active(each))
    changed = tuple(change.record for change in plan.changed)
    directory = directories.get(unit, guild_id)
    # What is over already owes nobody anything, and a pack may hold a lot of it.
    events = touched((*ahead, *changed))
    reconcile(unit, guild_id, events, zone=directory.zone, now=now)
    noticed(unit, guild_id, directory, (*plan.new, *changed), now=now)
