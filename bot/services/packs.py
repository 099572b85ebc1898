"""Packs in and out of a server: a preview, the import itself, and the export."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, change_settings
from bot.domain.access import Level, Person
from bot.domain.occasions import is_active
from bot.domain.records import Event
from bot.domain.scope import Scope
from bot.domain.vocabulary import Verb
from bot.packs.format import Pack, packed
from bot.packs.plan import ImportAction, ImportLine, Plan, make_plan, named_keys
from bot.packs.references import closed
from bot.packs.shape import LISTS
from bot.services.access import check
from bot.services.news.planning import noticed
from bot.services.posts.planning import reconcile, touched

__all__ = ["ImportAction", "ImportLine", "ImportReport", "PackService"]


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
    def writes(self) -> bool:
        """Whether it changes anything."""
        return bool(self.new or self.changed or self.zone or self.default_issue)


class PackService:
    """Imports packs into servers and exports servers as packs."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def preview(self, guild_id: int, pack: Pack) -> ImportReport:
        """What `apply` would do now, without doing it; raises PackError as it would."""
        return await self._database.read(lambda unit: self._planned(unit, guild_id, pack)[1])

    async def apply(self, guild_id: int, pack: Pack, *, by: Person | None) -> ImportReport:
        """Import a pack whole, as one act; where nothing is to change, no act is written.

        `by` None is whoever runs the program. Raises PackError with the line at fault, and ConflictError when somebody else was first.
        """

        def work(unit: Unit) -> ImportReport:
            if by is not None:
                check(unit, self._directories, guild_id, by, Level.EDITOR)
            plan, report = self._planned(unit, guild_id, pack)
            if not report.writes:
                return report
            act = acts.begin(
                unit,
                guild_id,
                what=f"import “{pack.name}”",
                at=self._clock.now(),
                by=None if by is None else by.id,
            )
            if plan.new:
                acts.add_many(act, plan.new)
            for change in plan.changed:
                acts.amend(
                    act,
                    change.was,
                    change.record,
                    verb=Verb.CORRECT,
                    reason=f"imported from pack “{pack.name}”",
                )
            change_settings(
                unit,
                guild_id,
                zone=report.zone,
                default_issue=report.default_issue,
            )
            ahead = (each for each in plan.new if isinstance(each, Event) and is_active(each))
            directory, now = self._directories.get(unit, guild_id), self._clock.now()
            changed = tuple(change.record for change in plan.changed)
            reconcile(
                unit,
                guild_id,
                # What is over already owes nobody anything, and a pack may hold a lot of it.
                touched((*ahead, *changed)),
                zone=directory.zone,
                now=now,
            )
            noticed(unit, guild_id, directory, (*plan.new, *changed), now=now)
            return replace(report, act=act.seq)

        return await self._database.write(work)

    async def export(self, guild_id: int, *, name: str = "export") -> Pack:
        """All that is published on a server, with its settings, as a pack.

        What names a retracted record is exported without that name, or left out where it cannot do
        without: a pack can always be imported into an empty server.
        """

        def work(unit: Unit) -> Pack:
            scope = Scope(guild_id=guild_id)
            directory = self._directories.get(unit, guild_id)
            every = [
                each.record for kind in LISTS.values() for each in log.all_live(unit, kind, scope)
            ]
            return packed(name, closed(every), directory.zone, directory.default_issue)

        return await self._database.read(work)

    def _planned(self, unit: Unit, guild_id: int, pack: Pack) -> tuple[Plan, ImportReport]:
        directory = self._directories.get(unit, guild_id)
        standing = log.newest(unit, Scope(guild_id=guild_id), named_keys(pack))
        plan = make_plan(pack, standing)
        stand = {*directory.issues, *(record.key for record in plan.new)}
        wanted = pack.default_issue if directory.default_issue is None else None
        return plan, ImportReport(
            pack=pack.name,
            lines=plan.lines,
            zone=_zone(pack, directory.revision, directory.zone),
            default_issue=wanted if wanted in stand else None,
        )


def _zone(pack: Pack, revision: int, zone: str) -> str | None:
    """The zone that a server takes from the pack: a new server, where it differs."""
    return pack.zone if revision == 0 and pack.zone != zone else None
