"""The commands that measure what an answer and what a reminder cost."""

from enum import StrEnum
from typing import Annotated

import typer

from bot.log import configure_logging
from bot.settings import LogFormat, LogLevel


class What(StrEnum):
    """What can be measured."""

    ANSWERS = "answers"
    POSTS = "posts"
    PICTURES = "pictures"
    FILES = "files"


def bench(
    what: Annotated[What, typer.Argument(help="What to measure.")] = What.ANSWERS,
    *,
    servers: Annotated[int, typer.Option(min=1, help="Answers: servers in the record.")] = 1000,
    stances: Annotated[int, typer.Option(min=1, help="Answers: stances of each server.")] = 1000,
    rounds: Annotated[int, typer.Option(min=50, help="Answers timed of each command.")] = 2000,
    due: Annotated[int, typer.Option(min=1, help="Posts: reminders due at once.")] = 1000,
    channels: Annotated[int, typer.Option(min=1, help="Posts: channels they are for.")] = 200,
    singles: Annotated[int, typer.Option(min=1, help="Posts: reminders due one by one.")] = 50,
    pending: Annotated[
        int, typer.Option(min=1, help="Posts: the most that a start meets.")
    ] = 100_000,
    starts: Annotated[int, typer.Option(min=1, help="Posts: starts of each kind.")] = 3,
    runs: Annotated[int, typer.Option(min=1, help="Pictures: runs of each, once warm.")] = 5,
    records: Annotated[int, typer.Option(min=100, help="Files: records of the file.")] = 10_000,
) -> None:
    """Time /stance beside a command that does nothing, over a million records; or reminders, pictures, files.

    A small Discord in a process of its own sends the commands and takes the answers; a time runs
    from the sending of a command's frame to the arrival of its answer. Read the ratios. For posts,
    a time runs from when a reminder is due to the arrival of its message; for pictures, from the
    question to the PNG. Files are taken in, exported and undone, while somebody else keeps asking.
    """
    # Every other command would pay for drawing in the whole bench.
    from bot.cli import measuring  # noqa: PLC0415 -- see above

    configure_logging(LogLevel.ERROR, LogFormat.TEXT)
    if what is What.POSTS:
        measuring.bench_posts(
            due=due, channels=channels, singles=singles, pending=pending, starts=starts
        )
    elif what is What.PICTURES:
        measuring.bench_pictures(runs=runs)
    elif what is What.FILES:
        measuring.bench_files(records=records)
    else:
        measuring.bench_answers(servers=servers, stances=stances, rounds=rounds)
