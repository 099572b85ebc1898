"""`doctor` finds what keeps the bot from running, says what to do, and changes nothing."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.db import acts, leaving
from bot.db.engine import Unit, open_database
from bot.doctor import Check, Outcome, examine
from bot.serve import sync_now
from bot.settings import VARIABLES, read_settings
from tests.app.fake_discord import TOKEN, FakeDiscord
from tests.app.processes import run_to_end


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as world:
        yield world


@pytest.fixture
def settings(
    discord: FakeDiscord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """Good settings, in the environment of this process."""
    given = {
        "DISCORD_TOKEN": TOKEN,
        "STANCEBOT_DISCORD_API": discord.api,
        "STANCEBOT_DATABASE_URL": f"sqlite:///{tmp_path}/record.db",
    }
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.chdir(tmp_path)
    return given


async def _checks(clock: ManualClock) -> Mapping[str, Check]:
    return {check.what: check for check in await examine(clock)}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_all_is_well_after_the_first_start(
    settings: dict[str, str],
    tmp_path: Path,
    clock: ManualClock,
) -> None:
    await sync_now(read_settings(), clock)
    checks = await _checks(clock)
    assert {check.outcome for check in checks.values()} == {Outcome.OK}, checks
    code, out, _ = await run_to_end("doctor", cwd=tmp_path, settings=settings)
    assert code == 0
    assert "ok" in out


async def test_before_the_first_start_it_makes_no_file(
    settings: dict[str, str],
    tmp_path: Path,
    clock: ManualClock,
) -> None:
    checks = await _checks(clock)
    assert checks["database"].outcome is Outcome.WARN
    assert _files(tmp_path) == []


async def test_commands_that_discord_lacks_are_named(
    settings: dict[str, str],
    tmp_path: Path,
    clock: ManualClock,
) -> None:
    await run_to_end("migrate", cwd=tmp_path, settings=settings)
    assert (await _checks(clock))["commands"].outcome is Outcome.WARN


async def test_servers_that_were_left_or_are_frozen_are_named_with_the_day(
    settings: dict[str, str],
    clock: ManualClock,
) -> None:
    await sync_now(read_settings(), clock)
    async with open_database(settings["STANCEBOT_DATABASE_URL"]) as database:

        def work(unit: Unit) -> None:
            for guild in (900, 901):
                acts.begin(unit, guild, what="x", at=clock.now())
            leaving.left(unit, [900], clock.now())
            unit.exec_driver_sql("UPDATE guild SET frozen_until = '2025-03-20' WHERE id = 901")

        await database.write(work)
    found = (await _checks(clock))["servers"]
    assert found.outcome is Outcome.WARN
    assert "left server 900; all that is kept of it is deleted on 2025-04-15" in found.found
    assert "901 is frozen until 2025-03-20" in found.found
    clock.at += timedelta(days=9)
    assert "frozen" not in (await _checks(clock))["servers"].found


async def test_an_empty_database_waits_for_its_schema(
    settings: dict[str, str],
    tmp_path: Path,
    clock: ManualClock,
) -> None:
    (tmp_path / "record.db").touch()
    checks = await _checks(clock)
    assert checks["schema"].outcome is Outcome.WARN
    assert "commands" not in checks


@pytest.mark.parametrize(
    ("variable", "value", "what"),
    [
        ("DISCORD_TOKEN", "refused.token", "token"),
        ("DISCORD_TOKEN", "", "token"),
        ("STANCEBOT_DISCORD_API", "http://127.0.0.1:1", "token"),
        ("STANCEBOT_LOG_FORMAT", "xml", "settings"),
        ("STANCEBOT_DATABASE_URL", "sqlite:///garbage.db", "database"),
        ("STANCEBOT_DATABASE_URL", "mysql://there", "database"),
        ("STANCEBOT_DATABASE_URL", "postgresql://127.0.0.1:1/x", "database"),
    ],
)
async def test_what_keeps_it_from_running_fails(
    settings: dict[str, str],
    tmp_path: Path,
    variable: str,
    value: str,
    what: str,
) -> None:
    (tmp_path / "garbage.db").write_bytes(b"this is no database, whatever its name says" * 99)
    changed = {**settings, variable: value}
    code, out, err = await run_to_end("doctor", cwd=tmp_path, settings=changed)
    assert code == 1
    assert any(line.startswith("FAIL") and what in line for line in out.splitlines()), out
    assert "checks failed" in err
    assert "Traceback" not in err
