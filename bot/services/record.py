"""A server's published record, whole: what a site of it shows."""

import asyncio

from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.published import Published, decoded, read_published
from bot.domain.access import Level, Person
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.site.answers import SiteData
from bot.services.site.assembling import assemble
from bot.services.site.ledger import Ledger

__all__ = ["Published", "PublishedRecord", "put_together"]


class PublishedRecord:
    """Reads all that a server has published. It depends on the record alone, never on a clock."""

    def __init__(self, database: Database, directories: Directories) -> None:
        """Read from this database."""
        self._database = database
        self._directories = directories

    async def rows(self, guild_id: int, *, by: Person | None = None) -> Published:
        """Everything as it is stored, of one snapshot, for an editor.

        `by` None is whoever runs the program.
        """

        def work(unit: Unit) -> Published:
            if by is not None:
                check(unit, self._directories, guild_id, by, Level.EDITOR)
            return read_published(unit, guild_id)

        return await self._database.read(work)

    async def whole(self, guild_id: int, *, title: str | None = None) -> SiteData:
        """Everything, put together in a thread; raises as `put_together` does."""
        rows = await self.rows(guild_id)
        return await asyncio.to_thread(put_together, rows, guild_id, title)


def put_together(rows: Published, guild_id: int, title: str | None = None) -> SiteData:
    """Join everything that a server has published; `title` names the pack in it.

    Raises InvalidInputError where nothing is. It takes a second for ten thousand records.
    """
    entries = decoded(rows.rows, rows.merges)
    ledger = Ledger(entries, zone=rows.zone, default_issue=rows.default_issue)
    if not ledger.live:
        raise InvalidInputError(
            "Nothing is published in this server yet. An editor can open an issue with "
            "/admin issue open, and record who stands where with /admin stance set.",
        )
    return assemble(ledger, guild_id, title)
