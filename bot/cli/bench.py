"""The command that measures what an answer costs."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from bot.bench.run import Figure, Plan, measure
from bot.cli.console import err, go, out
from bot.clock import SystemClock
from bot.log import configure_logging
from bot.settings import LogFormat, LogLevel


def bench(
    servers: Annotated[int, typer.Option(min=1, help="Servers in the made-up record.")] = 1000,
    stances: Annotated[int, typer.Option(min=1, help="Stances of each server.")] = 1000,
    rounds: Annotated[int, typer.Option(min=50, help="Answers timed of each command.")] = 2000,
) -> None:
    """Time /stance beside a command that does nothing, over a million records.

    A small Discord in a process of its own sends the commands and takes the answers; a time runs
    from the sending of a command's frame to the arrival of its answer. Read the ratios.
    """
    configure_logging(LogLevel.ERROR, LogFormat.TEXT)
    plan = Plan(guilds=servers, stances=stances, rounds=rounds)
    with TemporaryDirectory(prefix="stancebot-") as folder, Progress(console=err()) as progress:
        filling = progress.add_task(f"{servers * stances:,} records", total=servers)
        figures = go(
            measure(Path(folder), SystemClock(), plan, lambda: progress.advance(filling)),
        )
    out().print(_table(figures))


def _table(figures: list[Figure]) -> Table:
    table = Table("command", "median µs", "95 % within µs", "× nothing")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.median_us:,.0f}",
            f"{figure.p95_us:,.0f}",
            f"{figure.ratio:.2f}",
        )
    return table
