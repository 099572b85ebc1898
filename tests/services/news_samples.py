"""The starter pack's record, edited as the desk edits it, and what news is read of it."""

from dataclasses import dataclass

from bot.clock import ManualClock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.rules import revision
from bot.domain.news import What
from bot.domain.records import Record
from bot.domain.scope import Scope
from bot.packs.starter import load_starter
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import Form, StanceForm
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from bot.services.news.reading import read_news
from bot.services.wired import Services, wire
from tests.people import owner

EDITOR = 1
GUILD = 900
ISSUE = "ceasefire"
PUTIN = "putin-on-ceasefire"
REJECTS = StanceForm(
    actor="putin",
    position="rejects",
    quote="No.",
    source="The Paper — No",
    said="16 March 2025",
)


@dataclass(slots=True)
class Desk:
    """One server with the starter pack, and its editor."""

    database: Database
    clock: ManualClock
    services: Services

    @property
    def scope(self) -> Scope:
        """The server itself, now."""
        return Scope(guild_id=GUILD)

    async def record(self, *records: Record) -> int:
        """Write new records as one act, past the desk; the number of the act."""

        def work(unit: Unit) -> int:
            act = acts.begin(unit, GUILD, what="test", at=self.clock.now())
            acts.add_many(act, records)
            return act.seq

        return await self.database.write(work)

    async def publish(self, form: Form) -> Published:
        """Do what a form says, by way of its preview."""
        seen = await self.services.editing.start(self.scope, form, by=owner(EDITOR))
        assert isinstance(seen, Preview), seen
        done = await self.services.editing.publish(self.scope, seen.draft_id, by=owner(EDITOR))
        assert isinstance(done, Published), done
        return done

    async def undo(self, seq: int) -> int:
        """Take an act back; the number of the act that does."""
        return (await self.services.editing.undo(self.scope, seq, by=owner(EDITOR))).seq

    async def mark(self) -> int:
        """The number of the newest act."""
        return await self.database.read(lambda unit: revision(unit, GUILD))

    async def news(
        self,
        after: int,
        through: int | None = None,
        issue: str | None = None,
    ) -> tuple[Line, ...]:
        """What is new between two acts, or since one."""

        def work(unit: Unit) -> tuple[Line, ...]:
            last = revision(unit, GUILD) if through is None else through
            directory = Directories().get(unit, GUILD)
            return read_news(unit, GUILD, directory, after=after, through=last, issue=issue)

        return await self.database.read(work)

    async def told(self, after: int, through: int | None = None) -> list[tuple[What, str]]:
        """The same as what and key."""
        return [(line.what, key_of(line)) for line in await self.news(after, through)]


async def starter(database: Database, clock: ManualClock) -> Desk:
    """A server with the starter pack and nothing else."""
    services = wire(database, clock)
    await services.packs.apply(GUILD, load_starter(), by=owner(EDITOR))
    return Desk(database, clock, services)


def key_of(line: Line) -> str:
    """The key of the record that a line is about."""
    match line:
        case ClaimLine(view=view):
            return view.claim.record.key
        case StatementLine(view=view):
            return view.statement.record.key
        case EventLine(view=view):
            return view.event.record.key
        case IssueLine(issue=issue):
            return issue.record.key
        case ConditionLine(stance=stance):
            return stance.stance.record.key
        case StanceLine(view=said):
            return said.stance.record.key
