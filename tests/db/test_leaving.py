"""A server that the bot has left: what is kept, for how long, and that then all of it goes."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import acts, leaving
from bot.db.engine import Database, Unit
from bot.db.schema import Base
from bot.errors import ConflictError
from tests.db.everywhere import fill_all, rows_of
from tests.db.samples import GUILD, LOG, NOON, OTHER, forbidden

DAY = timedelta(days=1)


@pytest.fixture
async def two(database: Database) -> Database:
    """Two servers with a row in every table that there is."""

    def work(unit: Unit) -> None:
        for guild in (GUILD, OTHER):
            fill_all(unit, guild)

    await database.write(work)
    return database


async def _left(database: Database, guild: int = GUILD) -> None:
    await database.write(lambda unit: leaving.left(unit, [guild], NOON))


async def _remove(database: Database, guild: int = GUILD, most: int = 7) -> int:
    steps = 0
    while await database.write(lambda unit: leaving.remove_some(unit, guild, most)):
        steps += 1
    return steps


async def test_no_row_of_it_is_left_in_any_table_and_none_of_others_goes(two: Database) -> None:
    other = await two.read(lambda unit: rows_of(unit, OTHER))
    assert all(await two.read(lambda unit: rows_of(unit, GUILD))), "every table holds something"
    await _left(two)
    over = NOON + 30 * DAY
    assert await two.write(lambda unit: leaving.begin_removal(unit, GUILD, over))
    assert await _remove(two) > 1
    found = await two.read(lambda unit: rows_of(unit, GUILD))
    assert found == {table: [] for table in Base.metadata.tables}
    assert await two.read(lambda unit: rows_of(unit, OTHER)) == other


async def test_before_its_time_nothing_goes(two: Database) -> None:
    before = await two.read(lambda unit: rows_of(unit, GUILD))

    def early(unit: Unit) -> list[bool]:
        almost = NOON + 30 * DAY - timedelta(seconds=1)
        return [leaving.begin_removal(unit, guild, almost) for guild in (GUILD, OTHER, 1)]

    await _left(two)
    assert await two.write(early) == [False] * 3
    await two.write(lambda unit: leaving.returned(unit, GUILD))
    assert await two.read(lambda unit: rows_of(unit, GUILD)) == before


async def test_the_log_lets_go_of_what_was_left_alone(two: Database) -> None:
    """Also what is owed, and neither in one server what another has left."""
    tables = (*LOG, "post")

    def tried(unit: Unit) -> list[bool]:
        unit.execute(sa.text("UPDATE post SET state = 'due' WHERE state = 'skipped'"))
        return [
            forbidden(unit, f"DELETE FROM {table} WHERE guild_id = {guild}")
            for table in _leaves(tables)
            for guild in (GUILD, OTHER)
        ]

    assert all(await two.write(tried))
    await _left(two)
    found = await two.write(tried)
    assert found == [False, True] * len(_leaves(tables))

    def changed(unit: Unit) -> list[bool]:
        return [forbidden(unit, f"UPDATE {table} SET guild_id = guild_id") for table in LOG]

    assert all(await two.write(changed)), "what is left is not changed either"


def _leaves(tables: tuple[str, ...]) -> list[str]:
    """Those that no other table refers to, so that only the log's own law keeps them."""
    referred: set[Any] = {
        key.column.table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
    }
    return sorted(set(tables) - referred)


async def test_once_it_is_going_it_goes_whole(two: Database) -> None:
    """Back in the middle of it, the bot does not find half a record; nobody writes into it."""
    await _left(two)
    await two.write(lambda unit: leaving.begin_removal(unit, GUILD, NOON + 30 * DAY))
    await two.write(lambda unit: leaving.remove_some(unit, GUILD, 3))
    assert not await two.write(lambda unit: leaving.returned(unit, GUILD))
    with pytest.raises(ConflictError, match="being removed"):
        await two.write(lambda unit: acts.begin(unit, GUILD, what="x", at=NOON))
    await _remove(two)
    assert await two.write(lambda unit: leaving.returned(unit, GUILD))
    await two.write(lambda unit: fill_all(unit, GUILD))


async def test_the_first_time_it_was_left_counts(two: Database) -> None:
    await _left(two)
    await two.write(lambda unit: leaving.left(unit, [GUILD, 12345], NOON + 9 * DAY))
    (absence,) = await two.read(leaving.absences)
    assert (absence.guild_id, absence.left_at) == (GUILD, NOON)
    assert absence.until == NOON + 30 * DAY


async def test_what_began_anew_is_not_taken_for_what_goes(two: Database) -> None:
    """Of two who take a server away, one is done first, and the server writes again at once."""
    await _left(two)
    await two.write(lambda unit: leaving.begin_removal(unit, GUILD, NOON + 30 * DAY))
    await _remove(two)
    await two.write(lambda unit: fill_all(unit, GUILD))
    before = await two.read(lambda unit: rows_of(unit, GUILD))
    assert not await two.write(lambda unit: leaving.remove_some(unit, GUILD, 500))
    assert await two.read(lambda unit: rows_of(unit, GUILD)) == before


@pytest.mark.parametrize("table", ["draft", "upload"])
async def test_a_server_that_never_published_goes_as_well(two: Database, table: str) -> None:
    """What an editor gave or typed there is kept of a server that has no row of its own yet."""

    def only(unit: Unit) -> None:
        made = Base.metadata.tables[table]
        (found,) = unit.execute(sa.select(made).where(made.c.guild_id == GUILD)).mappings()
        unit.execute(sa.insert(made).values({**found, "guild_id": 55}))

    await two.write(only)
    assert 55 in await two.read(leaving.known)
    await _left(two, 55)
    over = NOON + 30 * DAY
    assert await two.write(lambda unit: leaving.begin_removal(unit, 55, over))
    await _remove(two, 55)
    assert not any((await two.read(lambda unit: rows_of(unit, 55))).values())
