"""From 0003 to 0004 and back with data in every table: nothing is lost, and the laws hold after."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from bot.db.engine import Database, Unit, open_database
from bot.db.schema import Base
from bot.domain.posts import PostKind, PostState, Reason
from tests.db.everywhere import fill_all
from tests.db.migrating import content, migrating, triggers
from tests.db.samples import GUILD, LOG, OTHER, forbidden

NEW_TABLES = {"role_grant", "setting_change", "report", "shown", "upload"}
NEW_COLUMNS = {
    "guild": {"review", "frozen_until", "left_at", "retention_days"},
    "act": {"drafted_by", "why", "erased"},
    "draft": {"submitted_at", "returned"},
}
SETTING_CHANGE = f"INSERT INTO setting_change VALUES ({GUILD}, 1, 0, 'guild', '', NULL, NULL)"
NEW_KINDS = (PostKind.CORRECTION, PostKind.ANSWER)


@pytest.fixture
async def before(empty_url: str) -> AsyncIterator[Database]:
    """A database at 0003, with a row in every table and a post in every state."""
    async with open_database(empty_url) as opened:
        # Today's program writes today's tables only, so they are filled first and taken back.
        await opened.ddl(migrating(command.upgrade, "head"))
        await opened.write(_fill)
        await opened.ddl(migrating(command.downgrade, "0003"))
        yield opened
        await opened.ddl(migrating(command.upgrade, "head"))


def _fill(unit: Unit) -> None:
    for guild in (GUILD, OTHER):
        fill_all(unit, guild)
        _posts(unit, guild, (PostKind.REMINDER, PostKind.DIGEST), Reason.REFUSED)


def _posts(unit: Unit, guild: int, kinds: tuple[PostKind, ...], reason: Reason) -> None:
    """A post of each kind in each state, after the one that stands."""
    post = Base.metadata.tables["post"]
    here = sa.select(*(c for c in post.columns if c.name != "id")).where(post.c.guild_id == guild)
    like = dict(unit.execute(here.limit(1)).mappings().one())
    for kind in kinds:
        for state in PostState:
            named = {"key": f"{kind}/{state}", "token": f"{kind}{state}", "kind": kind.value}
            stands = {"state": state.value, "reason": reason.value}
            unit.execute(sa.insert(post).values(like | named | stands))


def _as_before(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What 0003 knows of it; what the columns that came hold of themselves is the usual."""
    kept = {name: [dict(row) for row in rows] for name, rows in found.items()}
    usual = {"review": "off", "retention_days": 30, "erased": False}
    for table, columns in NEW_COLUMNS.items():
        for row in kept[table]:
            for column in columns:
                assert row.pop(column) == usual.get(column), (table, column)
    known = {name: rows for name, rows in kept.items() if name not in NEW_TABLES}
    return {name: sorted(rows, key=repr) for name, rows in known.items()}


async def test_nothing_is_lost_upwards_downwards_and_upwards_again(before: Database) -> None:
    rows, laws = await before.read(content), await before.read(triggers)
    assert all(rows.values()), "every table must hold something"
    for _ in range(2):
        await before.ddl(migrating(command.upgrade, "0004"))
        found = await before.read(content)
        assert _as_before(found) == rows
        assert {name for name in found if not found[name]} == NEW_TABLES
        more = await before.read(triggers)
        assert laws < more
        await before.ddl(migrating(command.downgrade, "0003"))
        assert await before.read(content) == rows
        assert await before.read(triggers) == laws


async def test_the_laws_hold_after_it_and_after_it_was_taken_back(before: Database) -> None:
    def work(unit: Unit) -> None:
        there = sa.inspect(unit).get_table_names()
        if "setting_change" in there:
            unit.execute(sa.text(SETTING_CHANGE))
        for table in set(LOG) & set(there):
            assert forbidden(unit, f"DELETE FROM {table}"), table
            assert forbidden(unit, f"UPDATE {table} SET guild_id = guild_id"), table
        for state in PostState:
            done = state in {PostState.SENT, PostState.SKIPPED}
            where = f"WHERE key = 'reminder/{state}'"
            assert forbidden(unit, f"DELETE FROM post {where}") is not done, state
        assert forbidden(unit, "UPDATE act SET recorded_by = 8")
        assert forbidden(unit, "UPDATE act SET what = 'other'")
        for kind, new in (("nonsense", False), ("correction", True), ("answer", True)):
            stands = new and "report" in there
            change = f"UPDATE post SET kind = '{kind}' WHERE key = 'reminder/due'"
            assert forbidden(unit, change) is not stands, kind
        gone = "UPDATE post SET reason = 'gone' WHERE key = 'reminder/skipped'"
        assert forbidden(unit, gone) is ("report" not in there)

    await before.write(work)
    await before.ddl(migrating(command.upgrade, "0004"))
    await before.write(work)
    await before.ddl(migrating(command.downgrade, "0003"))
    await before.write(work)


async def test_what_0004_brought_goes_with_it_and_hinders_nothing(before: Database) -> None:
    """Also what is owed of the new kinds, which the laws keep from being deleted."""
    rows = await before.read(content)
    await before.ddl(migrating(command.upgrade, "0004"))

    def work(unit: Unit) -> None:
        _posts(unit, GUILD, NEW_KINDS, Reason.GONE)
        for table in NEW_TABLES:
            assert not unit.execute(sa.text(f"SELECT * FROM {table}")).all()
        for statement in (
            "UPDATE guild SET review = 'everybody', retention_days = 5, left_at = frozen_until",
            "UPDATE draft SET returned = 'The date is missing.'",
            "UPDATE post SET reason = 'gone' WHERE key = 'digest/skipped'",
            f"INSERT INTO role_grant VALUES ({GUILD}, 5, 'editor')",
            SETTING_CHANGE,
        ):
            unit.execute(sa.text(statement))

    await before.write(work)
    await before.ddl(migrating(command.downgrade, "0003"))
    left = await before.read(content)
    refused = [row for row in left["post"] if row["key"] == "digest/skipped"]
    assert {row["reason"] for row in refused} == {Reason.REFUSED}
    assert left == rows
    await before.ddl(migrating(command.upgrade, "0004"))
    assert _as_before(await before.read(content)) == rows
