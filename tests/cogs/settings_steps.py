"""Steps that tests of the calendar’s settings share."""

from typing import Any

from bot.db import calendar
from bot.db.engine import Unit
from bot.domain.reminding import CalendarSettings
from tests.cogs.conftest import World


async def give(world: World, command: str, who: Any = None, **options: Any) -> Any:
    return await (who or world.editor).slash(world.channel, f"setup {command}", **options)


async def kept(world: World) -> CalendarSettings:
    return await world.database.read(lambda unit: calendar.settings(unit, world.guild.id))


async def acts(world: World) -> int:
    def work(unit: Unit) -> int:
        return int(unit.exec_driver_sql("SELECT count(*) FROM act").scalar_one())

    return await world.database.read(work)
