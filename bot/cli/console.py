"""What all commands share: where they write, how they fail, and their settings."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer
from rich.console import Console
from typer.core import TyperGroup

from bot.db.engine import parse_url
from bot.errors import ConfigurationError, StancebotError
from bot.log import configure_logging
from bot.settings import LogLevel, Settings, read_settings

T = TypeVar("T")

FAILED = 1
WRONG = 2


def out() -> Console:
    """Where results go."""
    return Console(soft_wrap=True, highlight=False)


def err() -> Console:
    """Where progress and failures go."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


class Commands(TyperGroup):
    """All commands; an expected failure of any is one line on standard error."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except StancebotError as error:
            err().print(f"stancebot: {error.text}", markup=False)
            code = WRONG if isinstance(error, ConfigurationError) else FAILED
            raise typer.Exit(code) from error


def configured(*, quiet: bool = True) -> Settings:
    """Read the settings and log as they say; `quiet` for commands that say themselves what they do."""
    settings = read_settings()
    password = parse_url(settings.database_url).password
    level = settings.log_level
    if quiet and level is LogLevel.INFO:
        level = LogLevel.WARNING
    configure_logging(
        level,
        settings.log_format,
        secrets=[settings.token or "", str(password or "")],
    )
    return settings


def go(work: Coroutine[Any, Any, T], doing: str | None = None) -> T:
    """Run to the end, with a spinner that says what is being done where a person looks on."""
    if doing is None:
        return asyncio.run(work)
    with err().status(doing):
        return asyncio.run(work)
