"""Logs on standard error: text for people or one JSON object a line; secrets never stand in them."""

import logging
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import Processor

from bot.settings import LogFormat, LogLevel

# These tell every request or statement; at DEBUG, discord.py's URLs hold interaction tokens.
_AT_LEAST = {
    "discord": logging.INFO,
    "aiohttp": logging.INFO,
    "asyncio": logging.INFO,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Puts a mark in place of every secret, wherever in a finished line it stands."""

    def __init__(self, *, secrets: Iterable[str], processors: list[Processor]) -> None:
        super().__init__(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *processors],
            foreign_pre_chain=_SHARED,
        )
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_logging(
    level: LogLevel,
    form: LogFormat,
    *,
    secrets: Iterable[str] = (),
) -> None:
    """Send every log of the process to standard error; `secrets` are struck out of each line."""
    if form is LogFormat.JSON:
        ending: list[Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        ending = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(secrets=secrets, processors=ending))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    number = logging.getLevelNamesMapping()[level.name]
    root.setLevel(number)
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(number, least))
