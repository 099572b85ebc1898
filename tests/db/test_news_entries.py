"""What was written between two acts is found by the numbers of the acts, in few statements."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.db import acts, log, news
from bot.db.engine import Database, Unit
from bot.domain.records import Record
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import days
from tests.db.samples import GUILD, NOON, OTHER, actor, claim, evidence, fill, issue, source, stance

EARLIER = days(date(2025, 3, 1))


def write(unit: Unit, *records: Record, state: RecordState = RecordState.PUBLISHED) -> int:
    act = acts.begin(unit, GUILD, what="test", at=NOON)
    acts.add_many(act, records, state=state)
    return act.seq


def amend(unit: Unit, record: Record, verb: Verb, **more: Any) -> int:
    was = log.versions(unit, type(record), GUILD, record.key)[-1]
    act = acts.begin(unit, GUILD, what="test", at=NOON)
    acts.amend(act, was, record, verb=verb, reason="A reason.", **more)
    return act.seq


def found(unit: Unit, after: int, through: int) -> list[tuple[str, int, int]]:
    """Key, number and act of each version."""
    return [
        (each.recorded.record.key, each.recorded.version.number, each.act)
        for each in news.entries(unit, GUILD, after=after, through=through)
    ]


async def test_only_what_the_acts_between_touched_is_read_with_all_its_versions(
    filled: Database,
) -> None:
    def work(unit: Unit) -> None:
        first = amend(unit, replace(claim(about_record="t1"), ascribed=None), Verb.CORRECT)
        last = amend(unit, claim(about_record="t1"), Verb.CORRECT)
        assert found(unit, first - 1, first) == [("c1", 1, 1), ("c1", 2, first)]
        assert found(unit, first, last) == [("c1", 1, 1), ("c1", 2, first), ("c1", 3, last)]
        assert found(unit, last, last) == found(unit, last, last + 5) == []

    await filled.write(work)


async def test_each_kind_that_is_told_is_read_and_no_other(filled: Database) -> None:
    keys = {key for key, _, _ in await filled.read(lambda unit: found(unit, 0, 1))}
    assert keys == {"t1", "c1", "u1", "e1", "ceasefire"}


async def test_with_a_stance_come_all_of_its_holder_on_the_issue_and_nobody_elses(
    filled: Database,
) -> None:
    def work(unit: Unit) -> None:
        write(unit, stance("t2", evidence=evidence(said=EARLIER)), stance("z", holder="zelenskyy"))
        write(unit, issue("other"), stance("o", issue="other"))
        last = write(unit, stance("t3"))
        assert {key for key, _, _ in found(unit, last - 1, last)} == {"t1", "t2", "t3"}

    await filled.write(work)


async def test_a_stance_that_was_given_to_another_holder_comes_whole(filled: Database) -> None:
    """Else it would seem to stand where it stood before."""

    def work(unit: Unit) -> None:
        amend(unit, stance("t1", holder="lavrov"), Verb.CORRECT)
        last = write(unit, stance("t2"))
        assert found(unit, last - 1, last) == [("t1", 1, 1), ("t1", 2, 2), ("t2", 1, 3)]

    await filled.write(work)


async def test_drafts_are_not_read(filled: Database) -> None:
    def work(unit: Unit) -> None:
        draft = write(unit, stance("t2"), state=RecordState.DRAFT)
        assert found(unit, draft - 1, draft) == []
        on_top = amend(unit, replace(stance(), note="?"), Verb.CORRECT, state=RecordState.DRAFT)
        assert found(unit, on_top - 1, on_top) == []
        last = write(unit, stance("t3"))
        assert {(key, number) for key, number, _ in found(unit, 1, last)} == {("t1", 1), ("t3", 1)}
        published = amend(unit, stance("t2"), Verb.SET)
        assert ("t2", 2, published) in found(unit, last, published)

    await filled.write(work)


async def test_what_a_later_act_wrote_is_not_read(filled: Database) -> None:
    def work(unit: Unit) -> None:
        middle = write(unit, stance("t2"))
        amend(unit, replace(stance("t2"), note="later"), Verb.CORRECT)
        write(unit, stance("t3"))
        assert found(unit, 1, middle) == [("t1", 1, 1), ("t2", 1, middle)]

    await filled.write(work)


async def test_another_servers_acts_are_never_read(filled: Database) -> None:
    def work(unit: Unit) -> None:
        fill(unit, OTHER)
        act = acts.begin(unit, OTHER, what="test", at=NOON)
        acts.add(act, stance("t2"))
        assert found(unit, 1, act.seq) == []

    await filled.write(work)


async def test_a_source_stands_beside_what_was_read_in_it(filled: Database) -> None:
    read = await filled.read(lambda unit: news.entries(unit, GUILD, after=0, through=1))
    assert all(
        each.recorded.source == source() for each in read if each.recorded.record.key != "ceasefire"
    )


def traced(unit: Unit, after: int, through: int) -> list[str]:
    """Each statement that the driver runs, with its values filled in."""
    raw: Any = unit.connection.driver_connection
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    news.entries(unit, GUILD, after=after, through=through)
    raw.set_trace_callback(None)
    return [statement for statement in seen if statement.lstrip().startswith("SELECT")]


def crowd(unit: Unit) -> int:
    """A record of some size, and a further act that writes little."""
    fill(unit)
    write(
        unit,
        *(actor(f"a{n}") for n in range(40)),
        *(stance(f"st{n}", holder=f"a{n % 40}") for n in range(400)),
    )
    return write(unit, stance("t2"), claim("c2"))


async def test_acts_and_then_records_are_sought_in_their_indexes(sqlite: Database) -> None:
    """Never is all that was written up to an act read through, let alone once for each record."""

    def plans(unit: Unit) -> list[list[str]]:
        return [
            [row.detail for row in unit.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
            for statement in traced(unit, 2, 3)
        ]

    await sqlite.write(crowd)
    found_plans = await sqlite.read(plans)
    names = ("stance", "claim", "statement", "event", "issue")
    for name, steps in zip(names, found_plans, strict=True):
        touched = [step for step in steps if " touched " in step]
        assert touched, steps
        assert all(f"ix_{name}_guild_id_act" in step for step in touched), steps
        (sought,) = [step for step in steps if step.startswith(f"SEARCH {name} ")]
        assert "(guild_id=? AND key=?)" in sought
        assert [step for step in steps if re.match(r"SCAN (?!named|lines|keys)", step)] == []
    assert any("issue=? AND holder=?" in step for step in found_plans[0])


async def test_keys_are_never_handed_to_the_driver(sqlite: Database) -> None:
    """It takes 32,766 values in a statement at most, and a pack may hold more records."""
    await sqlite.write(crowd)
    statements = await sqlite.read(lambda unit: traced(unit, 0, 3))
    assert len(statements) == len(news.TOLD)
    assert not any("'st1'" in statement for statement in statements)
