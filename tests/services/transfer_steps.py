"""Giving files to a server, in tests."""

from typing import Any

import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.db.schema import GuildRow
from bot.domain.records import Record
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState, Verb
from bot.packs.sheet_write import encode_sheet
from bot.packs.starter import load_starter
from bot.services.transfer.answers import DryRun, LetIn
from bot.services.wired import Services, wire
from tests.people import owner

HERE = Scope(guild_id=1)
ACTORS = "record,key,name,kind\n"


class Office:
    """A server, with editors who are known by their numbers."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.services: Services = wire(database, clock)

    async def starter(self) -> None:
        """Take in the starter pack."""
        await self.services.packs.apply(HERE.guild_id, load_starter(), by=owner(1))

    async def give(
        self,
        data: bytes | None = None,
        *,
        filename: str = "record.csv",
        by: int = 1,
        scope: Scope = HERE,
    ) -> DryRun:
        """Give a file; without one, the starter pack as a table."""
        content = encode_sheet(load_starter()) if data is None else data

        async def load() -> bytes:
            return content

        return await self.services.carrier.give(
            scope,
            filename,
            len(content),
            load,
            by=owner(by),
        )

    async def let_in(self, dry: DryRun, *, by: int = 1, told: Any = None) -> LetIn | DryRun:
        """Press Import below a dry run."""
        return await self.services.carrier.let_in(
            HERE,
            dry.upload_id,
            dry.digest,
            by=owner(by),
            told=told,
        )

    async def record(self, *records: Record, guild: int = HERE.guild_id) -> None:
        """Publish records as one act."""

        def work(unit: Unit) -> None:
            acts.add_many(acts.begin(unit, guild, what="t", at=self.clock.now(), by=9), records)

        await self.database.write(work)

    async def amend(self, was: Any, record: Record, verb: Verb) -> None:
        """Write a further version of a record, with a reason."""
        state = RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED

        def work(unit: Unit) -> None:
            act = acts.begin(unit, HERE.guild_id, what="t", at=self.clock.now(), by=7)
            acts.amend(act, was, record, verb=verb, reason="we were wrong", state=state)

        await self.database.write(work)

    async def set_guild(self, **values: Any) -> None:
        """Change a server's row as a setting would."""

        def work(unit: Unit) -> None:
            acts.begin(unit, HERE.guild_id, what="t", at=self.clock.now(), by=9)
            unit.execute(
                sa.update(GuildRow).where(GuildRow.id == HERE.guild_id).values(**values),
            )

        await self.database.write(work)
