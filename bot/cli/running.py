"""The commands that run the bot and look after it."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.app import open_app
from bot.cli.console import FAILED, configured, err, go, out
from bot.clock import SystemClock
from bot.doctor import Check, Outcome, examine
from bot.log import configure_logging
from bot.playground import PORT, play
from bot.serve import serve, sync_now
from bot.settings import LogFormat, LogLevel

_LOOKS = {
    Outcome.OK: ("ok", "green"),
    Outcome.WARN: ("warn", "yellow"),
    Outcome.FAIL: ("FAIL", "bold red"),
}


def run() -> None:
    """Run the bot on Discord, until SIGTERM or Ctrl-C."""
    go(serve(configured(quiet=False), SystemClock()))


def playground(
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help=f"Serve the page here; without it {PORT}, or any port that is free.",
        ),
    ] = None,
    *,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Try the bot in the browser: an offline Discord, no token, the starter pack loaded."""
    configure_logging(LogLevel.ERROR, LogFormat.TEXT)
    go(play(port=port, browser=browser, say=lambda line: out().print(line, markup=False)))


def migrate() -> None:
    """Bring the database's schema up to date. `run` does so by itself."""
    settings = configured()

    async def work() -> bool:
        async with open_app(settings.database_url, SystemClock()) as app:
            return app.migrated

    done = go(work(), "Bringing the schema up to date …")
    out().print("The schema is up to date." if done else "The schema was up to date already.")


def sync(
    guild: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="ID",
            help="Only to this server, where they show at once beside the global ones.",
        ),
    ] = None,
) -> None:
    """Send the commands to Discord, changed or not. `run` sends them when they have changed."""
    sent = go(sync_now(configured(), SystemClock(), guild_id=guild), "Sending the commands …")
    place = "all servers" if guild is None else f"the server {guild}"
    out().print(f"Discord has {sent} commands for {place}.")


def doctor() -> None:
    """Check settings, token, database and commands, and say what to do about each."""
    configure_logging(LogLevel.ERROR, LogFormat.TEXT)
    checks = go(examine(SystemClock()), "Looking …")
    out().print(_table(checks))
    failed = sum(check.outcome is Outcome.FAIL for check in checks)
    if failed:
        err().print(f"stancebot: {failed} of {len(checks)} checks failed.")
        raise typer.Exit(FAILED)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for column in ("outcome", "what", "found"):
        table.add_column(column, overflow="fold", no_wrap=column != "found")
    for check in checks:
        word, style = _LOOKS[check.outcome]
        table.add_row(Text(word, style), check.what, Text(check.found))
    return table
