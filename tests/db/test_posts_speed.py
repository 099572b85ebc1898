"""The shape of taking what is owed: seeks in partial indexes, whatever waits."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import acts, posts, sending
from bot.db.engine import Database, Unit
from tests.db.post_samples import (
    HOUR,
    SECOND,
    claim,
    insert_rows,
    new,
    row,
)
from tests.db.samples import GUILD, NOON

PENDING = 100_000


def crowd(unit: Unit) -> None:
    """A hundred thousand that are not due yet, and ten thousand behind one that is under way."""
    day = 24 * HOUR
    insert_rows(unit, (row(n, 100 + n % 50_000, NOON + day + n * SECOND) for n in range(PENDING)))
    insert_rows(unit, (row(PENDING + n, 5, NOON - day + n * SECOND) for n in range(10_000)))
    if unit.dialect.name == "postgresql":
        unit.execute(sa.text("ANALYZE post"))
    (first,) = claim(unit)
    assert first.key == f"k{PENDING}"


def planned(unit: Unit, work: Callable[[Unit], Any]) -> list[tuple[str, str]]:
    """Each statement of a work with how the database would go about it."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, values: Any, *_more: Any) -> None:
        sent.append((statement, values))

    point = unit.begin_nested()
    sa.event.listen(unit, "before_cursor_execute", note)
    work(unit)
    sa.event.remove(unit, "before_cursor_execute", note)
    point.rollback()
    explain = "EXPLAIN" if unit.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    return [
        (
            statement,
            "\n".join(
                str(tuple(each)) for each in unit.exec_driver_sql(f"{explain} {statement}", values)
            ),
        )
        for statement, values in sent
        if "advisory" not in statement
    ]


async def test_a_hundred_thousand_that_wait_slow_nobody_down(database: Database) -> None:
    """The look-ups of a turn seek in the partial indexes; their number does not grow either."""
    await database.write(crowd)

    def look(unit: Unit) -> None:
        claim(unit)
        sending.next_at(unit, after=NOON)
        sending.next_at(unit)
        sending.mend(unit, now=NOON, most=NOON + 1000 * 24 * HOUR)

    plans = await database.write(lambda unit: planned(unit, look))
    assert len(plans) == 5
    for statement, plan in plans:
        assert "ix_post_open_next_at" in plan, (statement, plan)
        assert "SCAN post" not in plan, (statement, plan)
        assert "Seq Scan" not in plan, (statement, plan)
    assert "ix_post_claimed_lane" in plans[0][1]
    assert "ix_post_open_lane_due_at_id" in plans[0][1]


async def test_ten_thousand_behind_one_that_is_under_way_cost_no_look_each(
    sqlite: Database,
) -> None:
    """Counted in the steps of SQLite's machine, so that no machine's speed matters."""

    def steps(unit: Unit) -> int:
        raw: Any = unit.connection.driver_connection
        ticks = [0]

        def tick() -> int:
            ticks[0] += 1
            return 0

        raw.set_progress_handler(tick, 100)
        assert claim(unit) == []
        raw.set_progress_handler(None, 0)
        return ticks[0] * 100

    await sqlite.write(crowd)
    assert await sqlite.write(steps) < 15 * 10_000


@pytest.mark.parametrize("count", [1, 40])
async def test_what_is_owed_at_once_is_written_at_once(database: Database, count: int) -> None:
    def statements(unit: Unit) -> int:
        acts.begin(unit, GUILD, what="test", at=NOON)
        sent: list[str] = []

        def note(*args: Any) -> None:
            sent.append(args[2])

        sa.event.listen(unit, "before_cursor_execute", note)
        posts.owe(unit, GUILD, [new(f"{n}") for n in range(count)])
        sa.event.remove(unit, "before_cursor_execute", note)
        return len(sent)

    assert await database.write(statements) == 1
