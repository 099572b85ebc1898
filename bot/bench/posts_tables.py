"""The figures of the posts as tables for a terminal."""

from collections.abc import Iterable
from math import isnan

from rich.box import SIMPLE_HEAD
from rich.table import Table

from bot.bench.posts import Plan, Report, Sent
from bot.delivery.wire import PER_SECOND

_ROUND = 100
_SENT = ("sent", "lost", "doubled", "median ms", "99 % ms", "last ms", "held ms")


def tables(plan: Plan, report: Report) -> list[Table]:
    """One table for each part of the measurement."""
    seconds = plan.posts / PER_SECOND
    return [
        _sent(
            f"{plan.posts:,} reminders due at the same instant, in {plan.channels:,} channels",
            report.bursts,
            f"Lags from due to the request; held: the longest that the event loop was. At "
            f"{PER_SECOND} a second the last cannot leave before {seconds * 1000:,.0f} ms, half of "
            f"them not before {seconds * 500:,.0f} ms.",
        ),
        _sent(
            f"{plan.singles:,} reminders due one after another",
            report.singles,
            "Lags from due to the request.",
        ),
        _sent(
            f"{plan.posts:,} reminders that came due while the process was down",
            report.down,
            "Lags from the start of the sender to the request.",
        ),
        _table(
            "A start over pending posts",
            ("pending", "store open ms", "alarm set ms", "peak MB"),
            (
                (
                    each.name,
                    f"{each.pending:,}",
                    _ms(each.opened_ms),
                    _ms(each.armed_ms),
                    "–" if each.peak_mb is None else f"{each.peak_mb:,.1f}",
                )
                for each in report.starts
            ),
            "Without the time that Python takes to import.",
        ),
        _table(
            "Adding",
            ("what", "median ms", "99 % ms"),
            ((each.name, each.what, _ms(each.median_ms), _ms(each.p99_ms)) for each in report.adds),
        ),
    ]


def _sent(title: str, found: Iterable[Sent], caption: str) -> Table:
    rows = (
        (
            each.name,
            f"{each.sent:,}",
            f"{each.lost:,}",
            f"{each.doubled:,}",
            *map(_ms, (each.median_ms, each.p99_ms, each.last_ms, each.held_ms)),
        )
        for each in found
    )
    return _table(title, _SENT, rows, caption)


def _table(
    title: str,
    columns: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    caption: str | None = None,
) -> Table:
    table = Table(
        title=title,
        caption=caption,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        # So that all figures fit a terminal of eighty characters.
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    table.add_column("sender", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="left" if column == "what" else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _ms(value: float) -> str:
    if isnan(value):
        return "–"
    return f"{value:,.1f}" if value < _ROUND else f"{value:,.0f}"
