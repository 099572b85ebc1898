"""The measurement of files: each step is really done, and the table says what it took."""

from pathlib import Path

from bot.bench.files import STEPS, measure
from bot.clock import ManualClock


async def test_a_file_is_carried_in_and_out_and_each_step_is_measured(tmp_path: Path) -> None:
    advanced: list[None] = []
    figures = await measure(tmp_path, ManualClock(), 100, lambda: advanced.append(None))
    assert len(figures) == len(advanced) == STEPS
    assert len({each.name for each in figures}) == STEPS
    for each in figures:
        assert each.seconds > 0
