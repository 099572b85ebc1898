"""Changing how a server is set up: one act for each cause, with the rows before and after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.clock import Clock
from bot.db import acts, precedents, setting_log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import check


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What was set; `seq` is the act that Undo takes back, 0 where nothing was done."""

    seq: int = 0


T = TypeVar("T", bound=SetUp)


class SettingUp:
    """Writes settings as acts."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def once(
        self,
        scope: Scope,
        what: str,
        change: Callable[[Unit, Directory], T],
        *,
        by: Person,
        cause: str,
        repeated: str,
        needed: Level = Level.OWNER,
    ) -> T:
        """Make a change as one act; `change` is given the names as they stood before it.

        Raises InvalidInputError, with the text `repeated`, when the same cause has acted before, and
        NotAllowedError below the level that is needed.
        """

        def work(unit: Unit) -> T:
            check(unit, self._directories, scope.guild_id, by, needed)
            if precedents.act_for(unit, scope.guild_id, cause) is not None:
                raise InvalidInputError(repeated)
            directory = self._directories.get(unit, scope.guild_id)
            at = self._clock.now()
            act = acts.begin(unit, scope.guild_id, what=what, at=at, by=by.id, cause=cause)
            with setting_log.kept(act):
                return replace(change(unit, directory), seq=act.seq)

        return await self._database.write(work)
