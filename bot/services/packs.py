"""Packs in and out of a server: a preview, the import itself, and the export."""

from bot.clock import Clock
from bot.db import log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.scope import Scope
from bot.packs.format import Pack, packed
from bot.packs.plan import ImportAction, ImportLine, named_keys
from bot.packs.references import closed
from bot.packs.shape import LISTS
from bot.services.access import check
from bot.services.transfer.importing import Import, ImportReport, of_pack, written

__all__ = ["ImportAction", "ImportLine", "ImportReport", "PackService"]


class PackService:
    """Imports packs into servers and exports servers as packs."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def zone(self, guild_id: int) -> str:
        """The zone in which a server counts its days."""
        return await self._database.read(
            lambda unit: self._directories.get(unit, guild_id).zone,
        )

    async def preview(self, guild_id: int, pack: Pack) -> ImportReport:
        """What `apply` would do now, without doing it; raises PackError as it would."""
        return await self._database.read(lambda unit: self._planned(unit, guild_id, pack).report)

    async def apply(self, guild_id: int, pack: Pack, *, by: Person | None) -> ImportReport:
        """Import a pack whole, as one act; where nothing is to change, no act is written.

        `by` None is whoever runs the program. Raises PackError with the line at fault, and
        ConflictError when somebody else was first.
        """

        def work(unit: Unit) -> ImportReport:
            if by is not None:
                check(unit, self._directories, guild_id, by, Level.EDITOR)
            return written(
                unit,
                guild_id,
                self._planned(unit, guild_id, pack),
                self._directories,
                now=self._clock.now(),
                by=None if by is None else by.id,
            )

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

    def _planned(self, unit: Unit, guild_id: int, pack: Pack) -> Import:
        directory = self._directories.get(unit, guild_id)
        standing = log.newest(unit, Scope(guild_id=guild_id), named_keys(pack))
        return of_pack(pack, directory, standing)
