"""Measure reminders beside APScheduler's own job store: python -m scripts.compare_schedulers.

What is printed are the tables of `python -m bot bench posts`, with two senders more: APScheduler's
SQLAlchemyJobStore as it is by default, and with no limit to how late a job may run, in WAL.
"""

from typing import Annotated

import typer

from bot.bench.posts import SENDERS, Sender
from bot.cli.measuring import bench_posts
from scripts.apscheduler_worker import DEFAULT, PATIENT

_WORKER = f"{__package__}.apscheduler_worker"
PEERS = (
    Sender(name="APScheduler, default", module=_WORKER, variant=DEFAULT),
    Sender(name="APScheduler, no limit", module=_WORKER, variant=PATIENT),
)


def compare(
    due: Annotated[int, typer.Option(min=1, help="Reminders due at once.")] = 1000,
    channels: Annotated[int, typer.Option(min=1, help="Channels they are for.")] = 200,
    singles: Annotated[int, typer.Option(min=1, help="Reminders due one by one.")] = 50,
    pending: Annotated[int, typer.Option(min=1, help="The most that a start meets.")] = 100_000,
    starts: Annotated[int, typer.Option(min=1, help="Starts of each kind.")] = 3,
) -> None:
    """Print what reminders cost here and there, measured in one run."""
    bench_posts(
        due=due,
        channels=channels,
        singles=singles,
        pending=pending,
        starts=starts,
        senders=(*SENDERS, *PEERS),
    )


if __name__ == "__main__":
    typer.run(compare)
