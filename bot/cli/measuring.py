"""What the command `bench` does; imported by it alone, for it draws in the whole bench."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress
from rich.table import Table

from bot.bench import posts
from bot.bench.posts_tables import tables
from bot.bench.run import Figure, Plan, measure
from bot.cli.console import err, go, out
from bot.clock import SystemClock


def bench_posts(
    *,
    due: int,
    channels: int,
    singles: int,
    pending: int,
    starts: int,
    senders: tuple[posts.Sender, ...] = posts.SENDERS,
) -> None:
    """Measure these senders of posts in one run, and print what was found."""
    plan = posts.Plan(posts=due, channels=channels, singles=singles, many=pending, starts=starts)
    with TemporaryDirectory(prefix="stancebot-") as folder, Progress(console=err()) as progress:
        measuring = progress.add_task("Posts", total=posts.steps(plan, senders))
        report = posts.measure(Path(folder), plan, lambda: progress.advance(measuring), senders)
    for table in tables(plan, report):
        out().print(table, "")


def bench_answers(*, servers: int, stances: int, rounds: int) -> None:
    """Time commands over a record of this size, and print what was found."""
    plan = Plan(guilds=servers, stances=stances, rounds=rounds)
    with TemporaryDirectory(prefix="stancebot-") as folder, Progress(console=err()) as progress:
        filling = progress.add_task(f"{plan.guilds * plan.stances:,} records", total=plan.guilds)
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
