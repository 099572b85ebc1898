"""What is kept of one person: counted, given to them whole, and forgotten when they say so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import people
from bot.db.engine import Database, Unit
from bot.domain.access import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is kept of a person; `everywhere` on all servers together, as asked in private.

    `waiting` of the drafts wait for a second person. `reports` and `settled` are readers' reports
    that they made or settled, `acts` what they did as an editor and `drafted` what another
    published for them.
    """

    everywhere: bool
    reminders: int = 0
    follows: int = 0
    posts: int = 0
    shown: int = 0
    drafts: int = 0
    waiting: int = 0
    uploads: int = 0
    reports: int = 0
    settled: int = 0
    acts: int = 0
    drafted: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is kept."""
        return self == Kept(everywhere=self.everywhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """All rows that name a person, by what they are; values as they are stored.

    `guild_id` None is every server. `at` is aware UTC.
    """

    user_id: int
    guild_id: int | None
    at: datetime
    rows: dict[str, list[dict[str, Any]]]


class Privacy:
    """Answers people about what is kept of them, and nobody about anybody else."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read and forget in this database, by this clock."""
        self._database = database
        self._clock = clock

    async def kept(self, guild_id: int | None, *, by: Person) -> Kept:
        """How much is kept of the person on a server; None: on all."""
        return await self._database.read(lambda unit: _kept(unit, guild_id, by))

    async def export(self, guild_id: int | None, *, by: Person) -> PersonalData:
        """All that is kept of the person on a server, or on all, of one snapshot."""
        rows = await self._database.read(lambda unit: people.rows(unit, by.id, guild_id))
        return PersonalData(user_id=by.id, guild_id=guild_id, at=self._clock.now(), rows=rows)

    async def erase(self, guild_id: int | None, *, by: Person) -> Kept:
        """Forget the person on a server, or on all, also while it is frozen; gives what there was.

        What they did stays in the log without their id; a second time nothing is there to forget.
        """

        def work(unit: Unit) -> Kept:
            before = _kept(unit, guild_id, by)
            if not before.nothing:
                people.forget(unit, by.id, guild_id)
            return before

        return await self._database.write(work)


def _kept(unit: Unit, guild_id: int | None, by: Person) -> Kept:
    return Kept(
        everywhere=guild_id is None,
        waiting=people.waiting(unit, by.id, guild_id),
        **people.count(unit, by.id, guild_id),
    )
