"""Checks of an installation, each with a sentence on what was found or what to do."""

import platform
import shutil
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import discord

from bot.client import StanceClient
from bot.clock import Clock
from bot.db import leaving
from bot.db.engine import Database, open_database
from bot.db.health import Health, absent
from bot.db.health import examine as examine_database
from bot.db.migrate import revisions
from bot.db.synced import synced_hash
from bot.errors import StancebotError
from bot.serve import reaching
from bot.services.wired import wire
from bot.settings import Settings, read_settings
from bot.sync import commands_hash

_ROOM = 200 * 1024 * 1024


class Outcome(StrEnum):
    """How a check went; only FAIL keeps the bot from running."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and one sentence about it."""

    outcome: Outcome
    what: str
    found: str


async def examine(clock: Clock) -> list[Check]:
    """Look at everything that `run` needs, and change nothing."""
    checks = [
        Check(
            Outcome.OK,
            "versions",
            f"stancebot {_version()}, Python {platform.python_version()}, discord.py "
            f"{discord.__version__}, SQLite {sqlite3.sqlite_version}.",
        ),
    ]
    try:
        settings = read_settings()
    except StancebotError as error:
        return [*checks, Check(Outcome.FAIL, "settings", error.text)]
    checks.append(Check(Outcome.OK, "settings", _addresses(settings)))
    token, application = await _ask_discord(settings)
    return [*checks, token, *await _ask_database(settings, clock, application)]


def _version() -> str:
    try:
        return version("stancebot")
    except PackageNotFoundError:
        return "(not installed)"


def _addresses(settings: Settings) -> str:
    through = [
        f"{what} through {address}"
        for what, address in (("requests", settings.discord_api), ("gateway", settings.gateway))
        if address is not None
    ]
    return f"Discord's {' and '.join(through)}." if through else "Discord is reached directly."


async def _ask_discord(settings: Settings) -> tuple[Check, int | None]:
    """Whether Discord takes the token, and the id of its application."""
    try:
        token = settings.required_token()
        async with (
            reaching(settings),
            discord.Client(intents=discord.Intents(guilds=True)) as client,
        ):
            await client.login(token)
            return (
                Check(Outcome.OK, "token", f"Discord takes it: this bot is {client.user}."),
                client.application_id,
            )
    except StancebotError as error:
        return Check(Outcome.FAIL, "token", error.text), None


async def _ask_database(
    settings: Settings,
    clock: Clock,
    application: int | None,
) -> list[Check]:
    try:
        missing = absent(settings.database_url)
        if missing is not None:
            return [
                Check(
                    Outcome.WARN,
                    "database",
                    f"{missing} does not exist yet. The first start makes it.",
                ),
            ]
        async with open_database(settings.database_url) as database:
            health = await examine_database(database)
            checks = [Check(Outcome.OK, "database", f"{health.where} answers."), _schema(health)]
            if health.file is not None:
                checks.append(_file(health, health.file))
            if health.revision == health.newest:
                checks.append(await _commands(database, clock, application))
                checks.append(await _servers(database, clock))
            return checks
    except StancebotError as error:
        return [Check(Outcome.FAIL, "database", error.text)]


def _schema(health: Health) -> Check:
    if health.revision == health.newest:
        return Check(Outcome.OK, "schema", f"It is up to date: {health.newest}.")
    if health.revision is not None and health.revision not in revisions():
        return Check(
            Outcome.FAIL,
            "schema",
            f"It was written by a newer stancebot: {health.revision}. Update stancebot.",
        )
    return Check(
        Outcome.WARN,
        "schema",
        f"It stands at {health.revision or 'nothing'}, this version at {health.newest}. The next "
        "start brings it up to date.",
    )


def _file(health: Health, file: Path) -> Check:
    free = shutil.disk_usage(file.parent).free
    if not health.writable:
        return Check(
            Outcome.FAIL,
            "disk",
            f"{file} or its folder cannot be written. Give this user the right to.",
        )
    if free < _ROOM:
        return Check(
            Outcome.WARN,
            "disk",
            f"Only {free // 1024**2} MB are free beside {file}. Make room.",
        )
    if health.journal_mode != "wal":
        return Check(
            Outcome.WARN,
            "disk",
            f"Its journal mode is {health.journal_mode}, not wal, so that readers wait for "
            "editors. Keep the file on a local disk.",
        )
    return Check(Outcome.OK, "disk", f"{file} can be written, in WAL mode.")


async def _servers(database: Database, clock: Clock) -> Check:
    """Which servers the bot has left, so that all of them will be deleted, and which are frozen."""
    now = clock.now()
    absences = await database.read(leaving.absences)
    frozen = await database.read(lambda unit: leaving.frozen(unit, now))
    told = [
        f"The bot has left server {each.guild_id}; all that is kept of it is deleted on "
        f"{each.until.date()}."
        for each in absences
    ]
    told += [f"Server {guild} is frozen until {until.date()}." for guild, until in frozen.items()]
    if told:
        return Check(Outcome.WARN, "servers", " ".join(told))
    return Check(Outcome.OK, "servers", "The bot has left none, and none is frozen.")


async def _commands(database: Database, clock: Clock, application: int | None) -> Check:
    if application is None:
        return Check(Outcome.WARN, "commands", "Not looked at: Discord did not take the token.")
    async with StanceClient(wire(database, clock), clock) as client:
        await client.setup_hook()
        digest = await commands_hash(client.tree)
        number = len(client.tree.get_commands())
    if digest == await database.read(lambda unit: synced_hash(unit, application)):
        return Check(Outcome.OK, "commands", f"Discord has all {number}.")
    return Check(
        Outcome.WARN,
        "commands",
        f"Discord was not given these {number} yet. The next start does; so does: "
        "python -m bot sync.",
    )
