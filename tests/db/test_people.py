"""What is kept of a person is found wherever it stands, and their id is left in no table."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import log, people
from bot.db.engine import Database, Unit
from bot.db.people import PLACES
from bot.db.schema import Base
from bot.domain.records import Stance
from tests.db.everywhere import fill_all, naming, rows_of
from tests.db.samples import GUILD, NOON, OTHER

PERSON = 123_456_789_012_345_678
# A process holds a post, and an actor of the record announces an event.
OTHERS = {"post.claimed_by", "event.announced_by"}


@pytest.fixture
async def known(database: Database) -> Database:
    """Two servers where one person stands in every column that can name one."""

    def work(unit: Unit) -> None:
        for guild in (GUILD, OTHER):
            fill_all(unit, guild, PERSON)
            unit.execute(sa.text("UPDATE report SET settled_by = user_id"))
            act = {"guild_id": guild, "seq": 2, "what": "x", "recorded_at": NOON}
            both = {"recorded_by": PERSON, "drafted_by": PERSON, "erased": False}
            unit.execute(sa.insert(Base.metadata.tables["act"]).values(**act, **both))
            # What is under way, failed and owed, besides what was skipped.
            states: dict[str, dict[str, Any]] = {
                "due": {},
                "claimed": {"claimed_by": "a", "body": f"<@{PERSON}>", "first_attempt_at": NOON},
                "failed": {"reason": "refused"},
                "sent": {"sent_at": NOON, "body": f"<@{PERSON}>"},
            }
            for state, more in states.items():
                post = Base.metadata.tables["post"]
                columns = [c.name for c in post.columns if c.name not in {"id", "key", "state"}]
                row: dict[str, Any] = dict(
                    unit.execute(sa.select(*(post.c[name] for name in columns)).limit(1))
                    .mappings()
                    .one()
                )
                key = {"guild_id": guild, "key": state, "state": state, "token": state}
                unit.execute(sa.insert(post).values(row | key | {"reason": None} | more))

    await database.write(work)
    return database


def test_every_column_that_can_name_a_person_is_known() -> None:
    """A new one must say what becomes of it."""
    naming_people = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "user_id" or column.name.endswith("_by")
    }
    told = {f"{p.column.class_.__table__.name}.{p.column.key}" for p in PLACES}
    assert told == naming_people - OTHERS


async def test_all_of_them_is_counted_and_given(known: Database) -> None:
    counts = await known.read(lambda unit: people.count(unit, PERSON, GUILD))
    assert all(counts.values()), counts
    rows = await known.read(lambda unit: people.rows(unit, PERSON, GUILD))
    assert {name: len(found) for name, found in rows.items() if name != "versions"} == counts
    assert len(rows["versions"]) == 0, "the sample record is by another"
    everywhere = await known.read(lambda unit: people.count(unit, PERSON, None))
    assert everywhere == {name: 2 * number for name, number in counts.items()}
    editor = await known.read(lambda unit: people.rows(unit, 7, OTHER))
    assert [name for name, found in editor.items() if found] == ["acts", "versions"]
    assert {each["key"] for each in editor["versions"]} >= {"t1", "putin", "e1"}


async def test_once_forgotten_their_id_stands_nowhere(known: Database) -> None:
    other = await known.read(lambda unit: rows_of(unit, OTHER))
    await known.write(lambda unit: people.forget(unit, PERSON, GUILD))
    assert await known.read(lambda unit: rows_of(unit, OTHER)) == other
    await known.write(lambda unit: people.forget(unit, PERSON, None))
    assert await known.read(lambda unit: naming(unit, PERSON)) == set()


async def test_the_log_is_not_torn(known: Database) -> None:
    """Who is forgotten takes nothing of the record along; the log knows that somebody was there."""

    def record(unit: Unit) -> dict[str, Any]:
        kept = {name: rows for name, rows in rows_of(unit, GUILD).items() if name != "act"}
        gone = {place.column.class_.__table__.name for place in PLACES}
        return {name: rows for name, rows in kept.items() if name not in gone}

    before = await known.read(record)
    await known.write(lambda unit: people.forget(unit, PERSON, GUILD))
    await known.write(lambda unit: people.forget(unit, 7, GUILD))
    assert await known.read(record) == before
    acted = await known.read(
        lambda u: u.execute(
            sa.text("SELECT recorded_by, drafted_by, erased FROM act WHERE guild_id = :g"),
            {"g": GUILD},
        ).all()
    )
    assert [tuple(row) for row in acted] == [(None, None, True)] * 2
    (version,) = await known.read(lambda u: log.versions(u, Stance, GUILD, "t1"))
    assert (version.version.recorded_by, version.version.erased) == (None, True)
    (other,) = await known.read(lambda u: log.versions(u, Stance, OTHER, "t1"))
    assert (other.version.recorded_by, other.version.erased) == (7, False)
