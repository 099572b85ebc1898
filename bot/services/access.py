"""Checking, inside a unit of work, that whoever asks may do so on this server."""

from collections.abc import Callable
from typing import TypeVar

from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person, check_level
from bot.domain.scope import Scope

T = TypeVar("T")


def check(
    unit: Unit,
    directories: Directories,
    guild_id: int,
    by: Person,
    needed: Level,
) -> Level:
    """The level of a person on a server; raises NotAllowedError when it is below what is needed."""
    return check_level(by, directories.get(unit, guild_id).grants, needed)


class Gate:
    """Runs units of work for those who may ask for them; the check and the work are one unit."""

    def __init__(self, database: Database, directories: Directories) -> None:
        """Guard this database."""
        self._database = database
        self._directories = directories

    async def read(
        self,
        scope: Scope,
        work: Callable[[Unit], T],
        *,
        by: Person,
        needed: Level,
    ) -> T:
        """Run a look-up; raises NotAllowedError below the level that is needed."""
        return await self._database.read(self._guarded(scope, work, by, needed))

    async def write(
        self,
        scope: Scope,
        work: Callable[[Unit], T],
        *,
        by: Person,
        needed: Level,
    ) -> T:
        """Run a change; raises NotAllowedError below the level that is needed."""
        return await self._database.write(self._guarded(scope, work, by, needed))

    def _guarded(
        self,
        scope: Scope,
        work: Callable[[Unit], T],
        by: Person,
        needed: Level,
    ) -> Callable[[Unit], T]:
        def guarded(unit: Unit) -> T:
            check(unit, self._directories, scope.guild_id, by, needed)
            return work(unit)

        return guarded
