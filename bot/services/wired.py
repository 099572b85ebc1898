"""All services over one database and one clock."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.services.editing.choices import EditingChoices
from bot.services.editing.service import Editing
from bot.services.guild_settings import SettingsDesk
from bot.services.lookups import Lookups
from bot.services.packs import PackService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that cogs and commands may ask for."""

    lookups: Lookups
    packs: PackService
    editing: Editing
    choices: EditingChoices
    settings: SettingsDesk


def wire(database: Database, clock: Clock) -> Services:
    """Make every service over one database and one clock."""
    directories = Directories()
    return Services(
        lookups=Lookups(database, clock, directories),
        packs=PackService(database, clock, directories),
        editing=Editing(database, clock, directories),
        choices=EditingChoices(database, directories),
        settings=SettingsDesk(database, clock, directories),
    )
