"""The command that writes a server's published record as a static site."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_app
from bot.cli.console import configured, go, out
from bot.cli.packs import Guild
from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.publisher import Done, Order, carry_out
from bot.ui.site.card import told


def publish(
    guild: Guild,
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write here; without it, to a folder of the server's own in STANCEBOT_PUBLISH_DIR.",
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(help="What the site is called; without it, “Who stands where”."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="https://…",
            help="The address that the site will have; feeds and pages then name it.",
        ),
    ] = None,
) -> None:
    """Write all that is published on a server as a static site: pages, feeds and data."""
    settings = configured()
    into = folder or (settings.publish_dir and settings.publish_dir / str(guild))
    if into is None:
        raise ConfigurationError(
            "Name a folder for the site with --out, or set STANCEBOT_PUBLISH_DIR.",
        )

    order = Order(guild_id=guild, title=title, address=base_url, folder=str(into))

    async def work() -> Done:
        async with open_app(settings.database_url, SystemClock()) as app:
            return carry_out(order, await app.services.record.rows(guild))

    done = go(work(), f"Publishing the server {guild} …")
    out().print(f"{into}: {told(done)}", markup=False)
