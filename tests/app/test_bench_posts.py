"""The measurement of posts: its processes are real, and so are its counts."""

import re
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.bench.posts import SENDERS, Part, Plan, Report, Sender, Sent, figures, measure, steps
from bot.bench.posts_receiver import Arrival
from bot.bench.posts_tasks import Told
from bot.cli import app
from scripts.compare_schedulers import PEERS

FLOOR, OWN, PACED = SENDERS
NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)
TINY = Plan(posts=6, channels=3, singles=2, few=2, many=4, starts=1, adds=2)


def measured(folder: Path, part: Part, *senders: Sender) -> Report:
    """One part of a tiny measurement, which advances as often as it says."""
    chosen = [
        Sender(
            name=each.name,
            module=each.module,
            variant=each.variant,
            parts=frozenset({part}),
            per_second=each.per_second,
        )
        for each in senders
    ]
    folder = folder / part
    folder.mkdir()
    advanced: list[None] = []
    report = measure(folder, TINY, lambda: advanced.append(None), chosen)
    assert len(advanced) == steps(TINY, chosen)
    return report


def counts(found: tuple[Sent, ...]) -> list[tuple[int, int, int]]:
    return [(each.sent, each.lost, each.doubled) for each in found]


def test_what_never_arrived_is_lost_and_what_arrived_twice_doubled() -> None:
    due = dict.fromkeys("abcd", NOON)
    arrived = [
        Arrival(nonce=nonce, at=NOON + timedelta(milliseconds=ms))
        for nonce, ms in (("a", 10), ("b", 20), ("a", 900), ("c", 60))
    ]
    told = Told(due=due, ready_at=NOON - timedelta(seconds=1), held_ms=3.0)
    found = figures(OWN, told, arrived, late=False)
    assert (found.sent, found.lost, found.doubled) == (3, 1, 1)
    assert (found.median_ms, found.last_ms, found.held_ms) == (20.0, 60.0, 3.0)
    assert figures(OWN, told, arrived, late=True).median_ms == 1020.0
    assert isnan(figures(OWN, told, [], late=False).median_ms)


@pytest.mark.slow
def test_what_came_due_while_nobody_ran_is_lost_by_default_there_and_never_here(
    tmp_path: Path,
) -> None:
    down = measured(tmp_path, Part.DOWN, OWN, *PEERS).down
    assert counts(down) == [(6, 0, 0), (0, 6, 0), (6, 0, 0)]


@pytest.mark.slow
def test_the_command_prints_a_table_for_each_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [
        "--due",
        "4",
        "--channels",
        "2",
        "--singles",
        "2",
        "--pending",
        "3",
        "--starts",
        "1",
    ]
    told = CliRunner().invoke(app, ["bench", "posts", *arguments])
    assert told.exit_code == 0, told.output
    for title in (
        "4 reminders due at the same instant, in 2 channels",
        "2 reminders due one after another",
        "4 reminders that came due while the process was down",
        "A start over pending posts",
        "Adding",
    ):
        assert title in told.stdout
    burst = told.stdout.split("4 reminders due at the same instant")[1].split("reminders due one")[
        0
    ]
    own = [re.findall(r"\S+", line) for line in burst.splitlines() if "stancebot" in line]
    # Sent, lost and doubled, of both paces.
    assert [row[-7:-4] for row in own] == [["4", "0", "0"]] * 2
