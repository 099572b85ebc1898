"""What becomes of a server's record once the bot has left it."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import drafts, leaving, uploads
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.leaving import Absence
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.editing import drafts as editing
from bot.services.setting_up import SettingUp, SetUp
from bot.services.transfer import uploads as transfer

log = logging.getLogger(__name__)

USUAL_DAYS = 30
MAX_DAYS = 3650
_REPEATED = "This was set a moment ago. /setup retention shows what is."


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSet(SetUp):
    """For how many days all is kept once the bot is gone, and for how many it was before."""

    days: int
    before: int


class Retention:
    """Keeps the record of a server that the bot has left for a while, then takes it away."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directories: Directories,
        *,
        at_once: int = 500,
    ) -> None:
        """Work on this database, by this clock.

        `at_once` rows go in one transaction: whoever writes waits no longer than those take.
        """
        self._at_once = at_once
        self._database = database
        self._clock = clock
        self._directories = directories
        self._setting_up = SettingUp(database, clock, directories)

    async def days(self, scope: Scope, *, by: Person) -> int:
        """For how many days all of a server is kept once the bot is gone."""

        def work(unit: Unit) -> int:
            check(unit, self._directories, scope.guild_id, by, Level.OWNER)
            found = leaving.days_kept(unit, scope.guild_id)
            return USUAL_DAYS if found is None else found

        return await self._database.read(work)

    async def set_days(self, scope: Scope, days: int, *, by: Person, cause: str) -> RetentionSet:
        """Keep all of a server for so many days once the bot is gone, from 1 to 3650."""
        if not 0 < days <= MAX_DAYS:
            raise InvalidInputError(f"Give a number of days from 1 to {MAX_DAYS}.")

        def change(unit: Unit, _: Directory) -> RetentionSet:
            before = leaving.set_days(unit, scope.guild_id, days)
            return RetentionSet(days=days, before=before)

        return await self._setting_up.once(
            scope, "setup retention", change, by=by, cause=cause, repeated=_REPEATED
        )

    async def left(self, guild_ids: Collection[int]) -> None:
        """Note that the bot is gone from servers; what is not known of stays unknown."""
        there = await self._database.read(leaving.known)
        gone = there.intersection(guild_ids)
        if gone:
            now = self._clock.now()
            await self._database.write(lambda unit: leaving.left(unit, gone, now))

    async def returned(self, guild_id: int) -> None:
        """Keep the record of a server that the bot is in.

        What was being taken away already goes whole first, so that nothing of it is left in parts.
        """
        if not await self._database.read(lambda unit: leaving.is_absent(unit, guild_id)):
            return
        if not await self._database.write(lambda unit: leaving.returned(unit, guild_id)):
            await self._remove(guild_id)

    async def look(
        self,
        is_present: Callable[[int], bool],
        mine: Callable[[int], bool],
    ) -> None:
        """Compare what is kept with the servers that the bot is in; only of those that are `mine`."""
        there = await self._database.read(leaving.known)
        await self.left([each for each in there if mine(each) and not is_present(each)])
        # Into one of them it may have been invited meanwhile.
        for absence in await self._database.read(leaving.absences):
            if is_present(absence.guild_id):
                await self.returned(absence.guild_id)

    async def sweep(self, mine: Callable[[int], bool]) -> tuple[int, ...]:
        """Take away all of the servers that are `mine` whose time is over; gives their ids."""
        now = self._clock.now()
        absent = await self._database.read(leaving.absences)
        over = [each for each in absent if each.until <= now and mine(each.guild_id)]
        return tuple([each.guild_id for each in over if await self._take(each)])

    async def forget_scratch(self) -> None:
        """Forget, on all servers, files that wait no more and drafts that nobody has touched since."""
        now = self._clock.now()

        def work(unit: Unit) -> None:
            uploads.drop_before(unit, now - transfer.KEPT)
            drafts.drop_before(unit, now - editing.KEPT)

        await self._database.write(work)

    async def _take(self, absence: Absence) -> bool:
        guild_id, now = absence.guild_id, self._clock.now()
        begun = await self._database.write(
            lambda unit: leaving.begin_removal(unit, guild_id, now),
        )
        if begun:
            await self._remove(guild_id)
            log.info(
                "took away all that was kept of server %d, which the bot left on %s",
                guild_id,
                absence.left_at.date(),
            )
        return begun

    async def _remove(self, guild_id: int) -> None:
        def some(unit: Unit) -> bool:
            return leaving.remove_some(unit, guild_id, self._at_once)

        while await self._database.write(some):
            pass
        self._directories.forget(guild_id)
