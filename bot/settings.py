"""Settings from the environment and a `.env` file, typed; every one stands in `.env.example`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import ConfigurationError

E = TypeVar("E", bound=StrEnum)

_TOKEN = re.compile(r"[A-Za-z0-9._-]+")


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """For whom it is logged: people or programs."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the process was told. A None base URL is Discord's own. Secrets are not in its repr."""

    token: str | None = field(default=None, repr=False)
    token_file: Path | None = None
    database_url: str = field(default="sqlite:///stancebot.db", repr=False)
    discord_api: str | None = None
    gateway: str | None = None
    publish_dir: Path | None = None
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    def required_token(self) -> str:
        """The bot's token; raises ConfigurationError when there is none."""
        token = self.token
        if token is None and self.token_file is not None:
            token = _read(self.token_file, "DISCORD_TOKEN_FILE").strip()
            if not token:
                raise ConfigurationError(
                    f"DISCORD_TOKEN_FILE names {self.token_file}, which is empty. "
                    "Put the bot's token into it.",
                )
        if not token:
            raise ConfigurationError(
                "DISCORD_TOKEN is not set. Put the bot's token into .env, or try the bot without "
                "one: python -m bot playground.",
            )
        if not _TOKEN.fullmatch(token):
            raise ConfigurationError(
                "DISCORD_TOKEN holds characters that no token has. Copy it again from the "
                "Developer Portal, without quotation marks and without “Bot ” before it.",
            )
        return token


VARIABLES = {
    "DISCORD_TOKEN": "token",
    "DISCORD_TOKEN_FILE": "token_file",
    "STANCEBOT_DATABASE_URL": "database_url",
    "STANCEBOT_DISCORD_API": "discord_api",
    "STANCEBOT_GATEWAY": "gateway",
    "STANCEBOT_PUBLISH_DIR": "publish_dir",
    "STANCEBOT_LOG_LEVEL": "log_level",
    "STANCEBOT_LOG_FORMAT": "log_format",
}


def read_settings(
    environment: Mapping[str, str] | None = None,
    *,
    dotenv: Path | None = Path(".env"),
) -> Settings:
    """Read the settings; the environment wins over `.env`, an empty value is no value.

    Raises ConfigurationError that names the variable or the file at fault.
    """
    found = {} if dotenv is None else _known(_from_file(dotenv))
    found |= _known(os.environ if environment is None else environment)
    return Settings(
        token=found.get("DISCORD_TOKEN"),
        token_file=Path(found["DISCORD_TOKEN_FILE"]) if "DISCORD_TOKEN_FILE" in found else None,
        database_url=found.get("STANCEBOT_DATABASE_URL", Settings().database_url),
        discord_api=_base_url(found, "STANCEBOT_DISCORD_API", ("http", "https")),
        gateway=_base_url(found, "STANCEBOT_GATEWAY", ("ws", "wss")),
        publish_dir=(
            Path(found["STANCEBOT_PUBLISH_DIR"]) if "STANCEBOT_PUBLISH_DIR" in found else None
        ),
        log_level=_one_of(LogLevel.INFO, "STANCEBOT_LOG_LEVEL", found.get("STANCEBOT_LOG_LEVEL")),
        log_format=_one_of(
            LogFormat.TEXT, "STANCEBOT_LOG_FORMAT", found.get("STANCEBOT_LOG_FORMAT")
        ),
    )


def _known(given: Mapping[str, str | None]) -> dict[str, str]:
    values = ((name, (given.get(name) or "").strip()) for name in VARIABLES)
    return {name: value for name, value in values if value}


def _from_file(path: Path) -> dict[str, str | None]:
    if not path.exists():
        return {}
    # Passwords may hold a ${…} of their own, so nothing is put in place of one.
    text = _read(path, None)
    return dict(dotenv_values(stream=StringIO(text), interpolate=False))


def _read(path: Path, variable: str | None) -> str:
    """Read a small text file as editors on any system save it: UTF-8, a byte-order mark or none."""
    named = f"{variable} names {path}, which" if variable else f"The file {path}"
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{named} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(f"{named} cannot be read: {reason}.") from error


def _base_url(found: Mapping[str, str], variable: str, schemes: tuple[str, str]) -> str | None:
    value = found.get(variable)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{variable} must be an address that begins with {schemes[0]}:// or {schemes[1]}://.",
        )
    return value.rstrip("/")


def _one_of(default: E, variable: str, value: str | None) -> E:
    words = type(default)
    try:
        return words(value.lower()) if value is not None else default
    except ValueError as error:
        known = ", ".join(words)
        raise ConfigurationError(f"{variable} is “{value}”. It can be: {known}.") from error
