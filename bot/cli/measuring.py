"""What the command `bench` does; imported by it alone, for it draws in the whole bench."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.box import SIMPLE_HEAD
from rich.progress import Progress
from rich.table import Table

from bot.bench import files, pictures, posts
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


def bench_pictures(*, runs: int) -> None:
    """Time pictures of few and of many actors, and print what was found."""
    plan = pictures.Plan(runs=runs)
    with TemporaryDirectory(prefix="stancebot-") as folder, Progress(console=err()) as progress:
        measuring = progress.add_task("Pictures", total=pictures.steps(plan))
        report = go(
            pictures.measure(
                Path(folder),
                SystemClock(),
                plan,
                lambda: progress.advance(measuring),
            ),
        )
    out().print(_pictures(report))


def _pictures(report: pictures.Report) -> Table:
    peak = f"{report.peak_mb:,.0f} MB" if report.peak_mb else "not known"
    table = Table(
        "picture",
        title="From the question to the PNG, in ms",
        caption="Cold: with the start of the process that makes it. SVG: what drawing takes. "
        f"Peak: of that process; that of the bot’s own was {peak}. Held: the longest that the "
        "event loop was.",
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for column in ("actors", "cold", "warm", "SVG", "peak MB", "held", "KB", "pixels"):
        table.add_column(column, justify="right")
    for each in report.figures:
        table.add_row(
            each.kind.value,
            str(each.actors),
            f"{each.cold_ms:,.0f}",
            f"{each.warm_ms:,.0f}",
            f"{each.svg_ms:,.1f}",
            "–" if each.peak_mb is None else f"{each.peak_mb:,.0f}",
            f"{each.held_ms:,.1f}",
            f"{each.kilobytes:,.0f}",
            f"{each.pixels[0]}×{each.pixels[1]}",
        )
    return table


def bench_files(*, records: int) -> None:
    """Carry a file of so many records in and out, and print what was found."""
    with TemporaryDirectory(prefix="stancebot-") as folder, Progress(console=err()) as progress:
        measuring = progress.add_task(f"{records:,} records", total=files.STEPS)
        figures = go(
            files.measure(
                Path(folder),
                SystemClock(),
                records,
                lambda: progress.advance(measuring),
            ),
        )
    table = Table(f"{records:,} records", "seconds", "loop held ms", "others waited ms at most")
    for each in figures:
        table.add_row(
            each.name, f"{each.seconds:.1f}", f"{each.held_ms:.1f}", f"{each.waited_ms:.1f}"
        )
    out().print(table)


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
