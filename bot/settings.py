"""Settings from the environment and a `.env` file, typed; every one stands in `.env.example`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

from bot.errors import ConfigurationError

E = TypeVar("E", bound=StrEnum)


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
    """What the process was told. A None base URL is Discord's own."""

    token: str | None = None
    token_file: Path | None = None
    database_url: str = "sqlite:///stancebot.db"
    discord_api: str | None = None
    gateway: str | None = None
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    def required_token(self) -> str:
        """The bot's token; raises ConfigurationError when there is none."""
        token = self.token
        if token is None and self.token_file is not None:
            try:
                token = self.token_file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigurationError(
                    f"DISCORD_TOKEN_FILE names {self.token_file}, which cannot be read.",
                ) from error
        token = (token or "").strip()
        if not token:
            raise ConfigurationError(
                "DISCORD_TOKEN is not set. Put the bot's token into .env, or try the bot without "
                "one: python -m bot playground.",
            )
        if not token.isascii() or any(c.isspace() for c in token):
            raise ConfigurationError(
                "DISCORD_TOKEN holds characters that no token has. Copy it again from the "
                "Developer Portal.",
            )
        return token


VARIABLES = {
    "DISCORD_TOKEN": "token",
    "DISCORD_TOKEN_FILE": "token_file",
    "STANCEBOT_DATABASE_URL": "database_url",
    "STANCEBOT_DISCORD_API": "discord_api",
    "STANCEBOT_GATEWAY": "gateway",
    "STANCEBOT_LOG_LEVEL": "log_level",
    "STANCEBOT_LOG_FORMAT": "log_format",
}


def read_settings(
    environment: Mapping[str, str] | None = None,
    *,
    dotenv: Path | None = Path(".env"),
) -> Settings:
    """Read the settings; the environment wins over `.env`, an empty value is no value.

    Raises ConfigurationError that names the variable at fault.
    """
    given: dict[str, str | None] = dict(dotenv_values(dotenv)) if dotenv is not None else {}
    given.update(os.environ if environment is None else environment)
    values = {field: given.get(name) for name, field in VARIABLES.items()}
    found = {field: value.strip() for field, value in values.items() if value and value.strip()}
    for name, schemes in (
        ("discord_api", ("http://", "https://")),
        ("gateway", ("ws://", "wss://")),
    ):
        if name in found and not found[name].startswith(schemes):
            variable = next(v for v, field in VARIABLES.items() if field == name)
            raise ConfigurationError(f"{variable} must begin with {' or '.join(schemes)}.")
    return Settings(
        token=found.get("token"),
        token_file=Path(found["token_file"]) if "token_file" in found else None,
        database_url=found.get("database_url", Settings().database_url),
        discord_api=found.get("discord_api"),
        gateway=found.get("gateway"),
        log_level=_one_of(LogLevel, "STANCEBOT_LOG_LEVEL", found.get("log_level", "info")),
        log_format=_one_of(LogFormat, "STANCEBOT_LOG_FORMAT", found.get("log_format", "text")),
    )


def _one_of(words: type[E], variable: str, value: str) -> E:
    try:
        return words(value.lower())
    except ValueError as error:
        known = ", ".join(words)
        raise ConfigurationError(f"{variable} is “{value}”. It can be: {known}.") from error
