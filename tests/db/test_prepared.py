"""A prepared statement gives what SQLAlchemy itself gives, on every database."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.db.engine import Database, Unit
from bot.db.facts import facts
from bot.db.guilds import load_directory
from bot.db.prepared import Prepared
from bot.db.schema import ActRow, ClaimRow, StanceRow, StatementRow
from bot.domain.scope import Scope
from bot.errors import UnavailableError
from tests.db.samples import GUILD, NOON

WIDE = sa.select(
    StanceRow.said_from,
    StanceRow.said_last,
    StanceRow.reason,
    StanceRow.number,
    StanceRow.guild_id,
    StanceRow.words,
    ActRow.recorded_by,
    StatementRow.silent,
    ClaimRow.within,
    sa.null().label("blank"),
).where(
    StanceRow.guild_id == sa.bindparam("guild"),
    StanceRow.recorded_at <= sa.bindparam("known"),
    StanceRow.said_last <= sa.bindparam("day"),
    StanceRow.state == "published",
    ActRow.guild_id == StanceRow.guild_id,
    ClaimRow.guild_id == StanceRow.guild_id,
    StatementRow.guild_id == sa.bindparam("guild"),
    StatementRow.guild_id == StanceRow.guild_id,
)
VALUES: dict[str, Any] = {"guild": GUILD, "known": NOON, "day": date(2025, 3, 16)}


async def test_rows_come_back_as_sqlalchemy_reads_them(filled: Database) -> None:
    """Instants, days, truth values, big numbers and NULLs, of a value used more than once."""

    def work(unit: Unit) -> tuple[list[Any], list[Any]]:
        usual = [list(row) for row in unit.execute(WIDE, VALUES)]
        return Prepared(WIDE).rows(unit, VALUES), usual

    prepared, usual = await filled.read(work)
    assert prepared == usual
    (row,) = prepared
    assert [type(each) for each in row] == [type(each) for each in usual[0]]
    assert row[0] == datetime(2025, 3, 13, tzinfo=UTC)
    assert row[0].tzinfo is UTC
    assert row[1] == date(2025, 3, 13)
    assert row[-4:] == [7, False, None, None]


async def test_one_statement_serves_again_and_with_other_values(filled: Database) -> None:
    prepared = Prepared(WIDE)
    elsewhere = timezone(timedelta(hours=5))
    for values, count in [
        (VALUES, 1),
        (VALUES | {"guild": GUILD + 1}, 0),
        (VALUES | {"known": NOON.astimezone(elsewhere)}, 1),
        (VALUES | {"known": NOON - timedelta(microseconds=1)}, 0),
        (VALUES | {"day": date(2025, 3, 12)}, 0),
        (VALUES | {"what_nobody_asks_for": 1}, 1),
    ]:
        found = await filled.read(lambda unit, given=values: prepared.rows(unit, given))  # type: ignore[misc]
        assert len(found) == count, values


async def test_null_can_be_asked_for(filled: Database) -> None:
    given = sa.bindparam("given", type_=sa.Text())
    statement = sa.select(ActRow.what, given.label("given")).where(given.is_(None))

    def work(unit: Unit) -> list[list[Any]]:
        return Prepared(statement).rows(unit, {"given": None})

    assert await filled.read(work) == [["import", None]]


async def test_a_naive_time_and_a_missing_value_are_refused(filled: Database) -> None:
    prepared = Prepared(WIDE)
    naive = VALUES | {"known": datetime(2025, 3, 16)}  # noqa: DTZ001 -- the point
    with pytest.raises(TypeError, match="naive"):
        await filled.read(lambda unit: prepared.rows(unit, naive))
    lacking = {name: value for name, value in VALUES.items() if name != "known"}
    with pytest.raises(KeyError, match="known"):
        await filled.read(lambda unit: prepared.rows(unit, lacking))


async def test_a_driver_error_becomes_what_the_unit_of_work_makes_of_it(
    filled: Database,
) -> None:
    """A mistake stays a mistake; only a database that is away is told in a sentence."""
    wrong = Prepared(sa.select(sa.column("no_such_column")).select_from(sa.table("act")))
    with pytest.raises(Exception, match="no_such_column") as caught:
        await filled.read(lambda unit: wrong.rows(unit, {}))
    assert not isinstance(caught.value, UnavailableError | DBAPIError)


async def test_the_look_ups_of_a_card_are_served_so(filled: Database) -> None:
    """What they find is what stands, for a server with records and for one without."""

    def work(unit: Unit, guild_id: int) -> list[str]:
        scope = Scope(guild_id=guild_id)
        found = facts(unit, scope, "ceasefire", "putin")
        keys = [each.record.key for each in found.stances]
        keys += [each.record.key for each in found.claims]
        return [*keys, load_directory(unit, scope).zone]

    assert await filled.read(lambda unit: work(unit, GUILD)) == ["t1", "c1", "UTC"]
    assert await filled.read(lambda unit: work(unit, GUILD + 5)) == ["UTC"]
