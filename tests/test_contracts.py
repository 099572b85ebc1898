"""The arrows between rooms and the laws that are about the code itself, read from the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
PRESENT = {"now", "utcnow", "today"}
# Not the clock's readers, and why.
OWN_TIME = {
    "bot/clock.py": "it is the clock",
    "bot/bench/frames.py": "discord.py dates an interaction's id by the machine's clock",
}


@cache
def parsed(folders: tuple[str, ...] = ("bot", "cogs")) -> dict[str, ast.Module]:
    """Every module of some folders, by its path from the root."""
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def importers(package: str) -> set[str]:
    """The modules that import a package or anything in it."""
    return {
        path
        for path, tree in parsed().items()
        if any(name.split(".")[0] == package for name in imported(tree))
    }


def calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every `owner.method(…)` of a module, as the last name of the owner and the method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield name, node.func.attr


def test_the_import_contracts_hold(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The contracts of pyproject.toml, as `lint-imports` checks them."""
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_only_the_store_speaks_sql() -> None:
    assert {path for path in importers("sqlalchemy") if not path.startswith("bot/db/")} == set()
    assert importers("alembic") <= {"bot/db/migrate.py"}
    drivers = importers("aiosqlite") | importers("asyncpg") | importers("psycopg")
    assert {path for path in drivers if not path.startswith("bot/db/")} == set()


def test_only_delivery_schedules() -> None:
    found = importers("apscheduler")
    assert {path for path in found if not path.startswith("bot/delivery/")} == set()


def test_the_inner_rooms_know_nothing_of_discord() -> None:
    inner = ("bot/domain/", "bot/services/", "bot/db/", "bot/packs/")
    assert {path for path in importers("discord") if path.startswith(inner)} == set()


def test_nothing_imports_the_cogs() -> None:
    """They are loaded by name; a cog may use a helper module of its own folder by none either."""
    assert {path for path in importers("cogs") if not path.startswith("cogs/")} == set()


def test_cogs_reach_neither_the_store_nor_the_sender() -> None:
    behind = ("bot.db", "bot.delivery", "bot.packs")
    found = {
        (path, name)
        for path, tree in parsed(("cogs",)).items()
        for name in imported(tree)
        if name.startswith(behind)
    }
    assert found == set()


def test_rooms_are_imported_from_and_never_whole() -> None:
    """`from bot.x import y` alone, so that one unique package can hold both one day."""
    whole = {
        (path, name.name)
        for path, tree in parsed().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name.split(".")[0] in {"bot", "cogs"}
    }
    assert whole == set()


def test_module_names_in_strings_are_built() -> None:
    literal = {
        (path, node.value)
        for path, tree in parsed().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"(bot|cogs)(\.[a-z_]+)+", node.value)
    }
    assert literal == set()


def test_law_11_only_the_clock_reads_the_machines_time() -> None:
    readers = {
        path
        for path, tree in parsed(("bot", "cogs", "migrations", "scripts")).items()
        for owner, method in calls(tree)
        if (method in PRESENT and owner in {"datetime", "date", "utils", "Instant", "dt"})
        or (owner, method) in {("time", "time"), ("time", "time_ns")}
    }
    assert readers <= set(OWN_TIME)
    from_time = {
        (path, name.name)
        for path, tree in parsed().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for name in node.names
        if not name.name.startswith(("perf_counter", "monotonic"))
    }
    assert from_time == set()


def test_only_the_engine_begins_commits_and_rolls_back() -> None:
    """A unit of work is given its transaction; `acts.begin` writes a row in it."""
    found = {
        path
        for path, tree in parsed().items()
        for owner, method in calls(tree)
        if method in {"commit", "rollback", "begin", "begin_nested"} and owner != "acts"
    }
    assert found <= {"bot/db/engine.py"}


def test_no_test_sleeps_or_reads_the_machines_clock() -> None:
    found = {
        (path, owner, method)
        for path, tree in parsed(("tests",)).items()
        for owner, method in calls(tree)
        if (owner, method) in {("datetime", "now"), ("date", "today"), ("time", "time")}
        or (owner, method) == ("time", "sleep")
    }
    assert found == set()


@pytest.mark.parametrize("folders", [("bot", "cogs"), ("tests",)])
def test_files_stay_small(folders: tuple[str, ...]) -> None:
    """None over 400 lines; the median near 80 is a matter of habit."""
    long = {
        path: lines
        for path in parsed(folders)
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
