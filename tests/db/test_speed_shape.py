"""The shape of look-ups: seeks in an index and few statements, whatever the log has grown to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import acts, claims, log, stances
from bot.db.engine import Database, Unit
from bot.db.facts import facts
from bot.domain.records import Issue, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position
from bot.domain.when import days
from tests.db.samples import NOON, actor, claim, evidence, issue, source, stance, standing

SCOPE = Scope(guild_id=1)
LOOK_UPS: dict[str, Callable[[Unit], Any]] = {
    "latest": lambda unit: stances.latest(unit, SCOPE, "ceasefire"),
    "standing": lambda unit: standing(unit, SCOPE, "ceasefire", "holder-1"),
    "history": lambda unit: stances.history(unit, SCOPE, "ceasefire", ["holder-1"]),
    "claims": lambda unit: claims.claims(unit, SCOPE, "ceasefire"),
    "claims about": lambda unit: claims.claims(unit, SCOPE, "ceasefire", about=["holder-1"]),
    "statements": lambda unit: claims.statements(unit, SCOPE, "ceasefire"),
    "statements by": lambda unit: claims.statements(unit, SCOPE, "ceasefire", by=["holder-1"]),
    "facts": lambda unit: facts(unit, SCOPE, "ceasefire", "holder-1"),
    "by keys": lambda unit: log.by_keys(unit, Stance, SCOPE, ["t-1-1", "t-2-1"]),
}


def fill(unit: Unit, holders: int, each: int = 3) -> None:
    """A server with some holders of several stances each, and a claim about each."""
    names = [f"holder-{n}" for n in range(1, holders + 1)]
    act = acts.begin(unit, 1, what="fill", at=NOON)
    acts.add_many(act, [source(), issue(), *map(actor, names), actor("witness")])
    for n, name in enumerate(names, start=1):
        for m in range(1, each + 1):
            said = evidence(name, said=days(date(2025, 1, 1) + timedelta(days=m)))
            position = Position.ACCEPTS if m % 2 else Position.REJECTS
            acts.add(act, stance(f"t-{n}-{m}", holder=name, position=position, evidence=said))
        acts.add(act, claim(f"c-{n}", claimant="witness", about=name, evidence=said))


def traced(unit: Unit, work: Callable[[Unit], Any]) -> list[str]:
    """Every statement that the driver runs for a look-up, with its values filled in."""
    raw: Any = unit.connection.driver_connection
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    try:
        work(unit)
    finally:
        raw.set_trace_callback(None)
    return [statement for statement in seen if statement.lstrip().startswith("SELECT")]


@pytest.mark.parametrize("name", LOOK_UPS)
async def test_a_look_up_seeks_and_never_scans_the_log(sqlite: Database, name: str) -> None:
    await sqlite.write(lambda unit: fill(unit, 12))

    def plans(unit: Unit) -> list[str]:
        statements = traced(unit, LOOK_UPS[name])
        assert statements
        return [
            row.detail
            for statement in statements
            for row in unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        ]

    steps = await sqlite.read(plans)
    assert any(step.startswith("SEARCH") for step in steps)
    # What a subquery found is few rows; it is the tables that must not be read through.
    assert [step for step in steps if re.match(r"SCAN (?!anon_|CONSTANT)", step)] == []


async def test_the_latest_of_a_holder_is_one_seek_without_sorting(sqlite: Database) -> None:
    await sqlite.write(lambda unit: fill(unit, 12))

    def plan(unit: Unit) -> list[str]:
        (statement,) = traced(unit, LOOK_UPS["latest"])
        return [row.detail for row in unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]

    steps = await sqlite.read(plan)
    assert any("ix_stance_guild_id_issue_holder_said_from_entered" in step for step in steps)
    assert [step for step in steps if "TEMP B-TREE" in step] == []


async def test_each_part_of_a_card_is_found_in_its_own_index(sqlite: Database) -> None:
    """However much else was said: stances, claims about the actor, and silences."""
    await sqlite.write(lambda unit: fill(unit, 2))

    def plan(unit: Unit) -> list[str]:
        (statement,) = traced(unit, LOOK_UPS["facts"])
        return [row.detail for row in unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]

    steps = await sqlite.read(plan)
    for index in (
        "ix_stance_guild_id_issue_holder_said_from_entered",
        "ix_claim_guild_id_issue_about_said_from_entered",
        "ix_statement_guild_id_issue_speaker_silent_said_from_entered",
    ):
        assert any(index in step for step in steps), index


@pytest.mark.parametrize("name", LOOK_UPS)
async def test_the_number_of_statements_does_not_grow_with_the_log(
    sqlite: Database,
    name: str,
) -> None:
    await sqlite.write(lambda unit: fill(unit, 2))
    few = await sqlite.read(lambda unit: len(traced(unit, LOOK_UPS[name])))

    def more(unit: Unit) -> None:
        act = acts.begin(unit, 1, what="more", at=NOON)
        acts.add_many(act, [actor(f"more-{n}") for n in range(48)])
        acts.add_many(act, [stance(f"m-{n}", holder=f"more-{n}") for n in range(48)])
        acts.add_many(act, [claim(f"mc-{n}", about=f"more-{n}") for n in range(48)])

    await sqlite.write(_with_zelenskyy)
    await sqlite.write(more)
    assert await sqlite.read(lambda unit: len(traced(unit, LOOK_UPS[name]))) == few
    if name == "latest":
        assert len(await sqlite.read(LOOK_UPS[name])) == 50


def _with_zelenskyy(unit: Unit) -> None:
    act = acts.begin(unit, 1, what="who", at=NOON)
    acts.add_many(act, [actor("zelenskyy"), actor("putin")])


async def test_on_postgresql_too_the_board_is_one_statement(database: Database) -> None:
    """Counted as SQLAlchemy sends them, for two holders and for fifty."""

    def count(unit: Unit) -> int:
        sent: list[str] = []

        def note(*args: Any) -> None:
            sent.append(args[2])

        sa.event.listen(unit, "before_cursor_execute", note)
        stances.latest(unit, SCOPE, "ceasefire")
        sa.event.remove(unit, "before_cursor_execute", note)
        return len(sent)

    await database.write(lambda unit: fill(unit, 50))
    assert await database.read(count) == 1


async def test_other_issues_and_servers_do_not_slow_the_board(sqlite: Database) -> None:
    """The rows that a look-up visits are its own: counted in the steps of SQLite's machine."""

    def steps(unit: Unit) -> int:
        raw: Any = unit.connection.driver_connection
        ticks = [0]

        def tick() -> int:
            ticks[0] += 1
            return 0

        raw.set_progress_handler(tick, 10)
        stances.latest(unit, SCOPE, "ceasefire")
        raw.set_progress_handler(None, 0)
        return ticks[0]

    await sqlite.write(lambda unit: fill(unit, 5))
    alone = await sqlite.read(steps)

    def crowd(unit: Unit) -> None:
        act = acts.begin(unit, 1, what="crowd", at=NOON)
        acts.add(act, Issue(key="other", title="Other", question="?"))
        said = evidence("holder-1")
        named = {"holder": "holder-1", "issue": "other", "evidence": said}
        acts.add_many(act, [stance(f"o-{n}", **named) for n in range(300)])

    await sqlite.write(crowd)
    assert await sqlite.read(steps) <= alone * 1.2 + 5
