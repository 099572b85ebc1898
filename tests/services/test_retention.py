"""Retention: what is kept of a server that the bot has left, as long as it says, and then nothing."""

import asyncio
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import acts, leaving
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, load_directory
from bot.domain.access import Person
from bot.domain.scope import Scope
from bot.errors import FrozenError, InvalidInputError, NotAllowedError
from bot.services.retention import Retention
from bot.services.wired import Services, wire
from tests.db.everywhere import fill_all, rows_of
from tests.db.samples import GUILD, OTHER, fill
from tests.people import owner

DAY = timedelta(days=1)
HERE = Scope(guild_id=GUILD)
READER = Person(id=2)


def everywhere(_: int) -> bool:
    return True


def nowhere(_: int) -> bool:
    return False


@pytest.fixture
async def services(sqlite: Database, clock: ManualClock) -> Services:
    """Two servers with a record each."""

    def work(unit: Unit) -> None:
        for guild in (GUILD, OTHER):
            fill_all(unit, guild)

    await sqlite.write(work)
    return wire(sqlite, clock)


async def _kept(database: Database, guild: int = GUILD) -> bool:
    return any((await database.read(lambda unit: rows_of(unit, guild))).values())


async def test_after_thirty_days_all_of_it_goes_and_the_log_names_it(
    services: Services,
    sqlite: Database,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    await services.retention.left([GUILD, 12345])
    for days, expected in ((29, ()), (1, (GUILD,)), (1, ())):
        clock.at += days * DAY
        assert await services.retention.sweep(everywhere) == expected
    assert not await _kept(sqlite)
    assert await _kept(sqlite, OTHER)
    assert f"all that was kept of server {GUILD}, which the bot left on 2025-03-16" in caplog.text


async def test_it_is_kept_for_as_long_as_the_server_said(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    done = await services.retention.set_days(HERE, 90, by=owner(), cause="a")
    assert (done.days, done.before) == (90, 30)
    assert await services.retention.days(HERE, by=owner()) == 90
    await services.retention.left([GUILD])
    clock.at += 89 * DAY
    await services.retention.sweep(everywhere)
    assert await _kept(sqlite)
    clock.at += DAY
    await services.retention.sweep(everywhere)
    assert not await _kept(sqlite)


async def test_only_owners_say_how_long_and_only_within_reason(services: Services) -> None:
    for days in (0, -1, 3651):
        with pytest.raises(InvalidInputError, match="from 1 to 3650"):
            await services.retention.set_days(HERE, days, by=owner(), cause=str(days))
    with pytest.raises(NotAllowedError):
        await services.retention.set_days(HERE, 9, by=READER, cause="a")
    with pytest.raises(NotAllowedError):
        await services.retention.days(HERE, by=READER)
    assert await services.retention.days(Scope(guild_id=77), by=owner()) == 30


async def test_a_frozen_server_keeps_its_retention(services: Services, sqlite: Database) -> None:
    await sqlite.write(lambda u: u.exec_driver_sql("UPDATE guild SET frozen_until = '9999-01-01'"))
    with pytest.raises(FrozenError):
        await services.retention.set_days(HERE, 9, by=owner(), cause="a")


async def test_a_server_to_which_the_bot_returns_loses_nothing(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    before = await sqlite.read(lambda unit: rows_of(unit, GUILD))
    await services.retention.left([GUILD])
    clock.at += 29 * DAY
    await services.retention.returned(GUILD)
    clock.at += 365 * DAY
    assert await services.retention.sweep(everywhere) == ()
    assert await sqlite.read(lambda unit: rows_of(unit, GUILD)) == before


async def test_who_left_while_the_bot_was_down_is_found_at_the_start(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    """And who has the bot again; servers that another process hears of are left alone."""
    await services.retention.look(lambda guild: guild == OTHER, nowhere)
    assert await sqlite.read(leaving.absences) == []
    await services.retention.look(lambda guild: guild == OTHER, everywhere)
    (absence,) = await sqlite.read(leaving.absences)
    assert absence.guild_id == GUILD
    clock.at += 40 * DAY
    assert await services.retention.sweep(nowhere) == ()
    await services.retention.look(everywhere, everywhere)
    assert await services.retention.sweep(everywhere) == ()
    assert await _kept(sqlite)


@pytest.mark.usefixtures("services")
async def test_the_bot_that_returns_while_it_goes_begins_anew(
    sqlite: Database, clock: ManualClock
) -> None:
    """What is half gone goes whole; what the old record was called is not remembered."""
    directories = Directories()
    retention = Retention(sqlite, clock, directories)
    await sqlite.read(lambda unit: directories.get(unit, GUILD))
    await retention.left([GUILD])
    clock.at += 30 * DAY
    await sqlite.write(lambda unit: leaving.begin_removal(unit, GUILD, clock.now()))
    await sqlite.write(lambda unit: leaving.remove_some(unit, GUILD, 5))
    await retention.returned(GUILD)
    assert not await _kept(sqlite)
    await sqlite.write(lambda unit: acts.begin(unit, GUILD, what="new", at=clock.now()))
    fresh = await sqlite.read(lambda unit: directories.get(unit, GUILD))
    assert fresh == await sqlite.read(lambda unit: load_directory(unit, HERE))
    assert fresh.actors == {}


async def test_others_write_while_a_large_record_goes(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    """It goes in parts: whoever writes meanwhile waits for one part, not for all of it."""
    await services.retention.left([GUILD])
    clock.at += 30 * DAY
    retention = Retention(sqlite, clock, Directories(), at_once=1)
    sweep = asyncio.create_task(retention.sweep(everywhere))
    others = count(5000)
    while not sweep.done():
        await sqlite.write(lambda unit: fill(unit, next(others)))
    assert next(others) > 5005
    assert await sweep == (GUILD,)


async def test_what_nobody_finishes_goes_though_nobody_begins_anything_else(
    services: Services,
    sqlite: Database,
    clock: ManualClock,
) -> None:
    """A file after a day, a draft after seven; what waits for a second person stays."""

    def untouched(unit: Unit) -> None:
        unit.execute(sa.text(f"UPDATE draft SET submitted_at = NULL WHERE guild_id = {GUILD}"))

    await sqlite.write(untouched)
    for days, expected in ((1, (1, 1, 1)), (6, (0, 1, 1)), (1, (0, 0, 1))):
        await services.retention.forget_scratch()
        found = await sqlite.read(lambda unit: rows_of(unit, GUILD))
        waiting = (await sqlite.read(lambda unit: rows_of(unit, OTHER)))["draft"]
        assert (len(found["upload"]), len(found["draft"]), len(waiting)) == expected
        clock.at += days * DAY + timedelta(seconds=1)
