"""The composition root: settings and a clock go in, wired services come out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import Clock
from bot.db.engine import Database, open_database
from bot.db.health import bring_up
from bot.services.wired import Services, wire


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An open database with the services that work on it."""

    database: Database
    services: Services
    clock: Clock
    migrated: bool


@asynccontextmanager
async def open_app(database_url: str, clock: Clock) -> AsyncIterator[App]:
    """Open the database, bring its schema up, and wire the services for the length of a block.

    Raises ConfigurationError or UnavailableError that says why the database cannot be used.
    """
    async with open_database(database_url) as database:
        migrated = await bring_up(database)
        yield App(
            database=database,
            services=wire(database, clock),
            clock=clock,
            migrated=migrated,
        )
