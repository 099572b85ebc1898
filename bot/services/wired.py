"""All services over one database and one clock."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.services.lookups import Lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that cogs and commands may ask for."""

    lookups: Lookups


def wire(database: Database, clock: Clock) -> Services:
    """Make every service over one database and one clock."""
    directories = Directories()
    return Services(
        lookups=Lookups(database, clock, directories),
    )
