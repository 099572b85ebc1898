"""The measurement of pictures: every kind is made by a real process, and the table says so."""

from pathlib import Path

from bot.bench.pictures import Plan, measure, steps
from bot.clock import ManualClock
from bot.domain.pictures import PictureKind

TINY = Plan(runs=1, actors=(2,))


async def test_every_kind_of_picture_is_measured(tmp_path: Path) -> None:
    advanced: list[None] = []
    report = await measure(tmp_path, ManualClock(), TINY, lambda: advanced.append(None))
    assert len(advanced) == steps(TINY) == len(PictureKind)
    assert [each.kind for each in report.figures] == list(PictureKind)
    for each in report.figures:
        assert each.actors == 2
        assert min(each.cold_ms, each.warm_ms, each.svg_ms, each.kilobytes) > 0
        assert each.pixels[0] == 1280
        assert each.peak_mb is None or each.peak_mb > 10
