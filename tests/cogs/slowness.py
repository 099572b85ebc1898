"""A database that takes its time."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.db.engine import Database


class SlowDatabase:
    """The database, each of whose reads takes ten seconds of the environment's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.url = database.url
        self.on_write: Callable[[], None] | None = None

    async def read(self, work: Callable[[Any], Any]) -> Any:
        await asyncio.sleep(10)
        return await self._database.read(work)

    async def write(self, work: Callable[[Any], Any]) -> Any:
        return await self._database.write(work)

    async def ddl(self, work: Callable[[Any], Any]) -> Any:
        return await self._database.ddl(work)
