"""The README says what is so: its tables are compared with the program."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import typer.main
from discord import app_commands

from bot.cli import app as command_line
from bot.client import StanceClient
from bot.clock import ManualClock
from bot.db.engine import Database
from bot.services.wired import wire
from bot.settings import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
async def tree(sqlite: Database) -> AsyncIterator[app_commands.CommandTree[StanceClient]]:
    clock = ManualClock()
    async with StanceClient(wire(sqlite, clock), clock) as client:
        await client.setup_hook()
        yield client.tree


def _usage(command: app_commands.Command[discord.app_commands.Group, ..., None]) -> str:
    options = (p.name if p.required else f"[{p.name}]" for p in command.parameters)
    return " ".join((f"/{command.qualified_name}", *options))


async def test_the_command_table_is_the_command_tree(
    tree: app_commands.CommandTree[StanceClient],
) -> None:
    rows = [
        f"| `{_usage(command)}` | {command.description.rstrip('.')} |"
        for command in sorted(tree.walk_commands(), key=lambda each: each.qualified_name)
        if isinstance(command, app_commands.Command)
    ]
    readers = [row for row in rows if not row.startswith(("| `/admin", "| `/setup"))]
    editors = [row for row in rows if row not in readers]
    head = "|---|---|"
    wanted = "\n".join(
        ("| readers | |", head, *readers, "", "| editors and owners | |", head, *editors),
    )
    found = re.search(r"<!-- commands:.*?-->\n(.*?)\n?<!-- /commands -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == wanted, f"put this between the marks:\n{wanted}"


async def test_every_command_that_the_docs_name_exists(
    tree: app_commands.CommandTree[StanceClient],
) -> None:
    known = {f"/{command.qualified_name}" for command in tree.walk_commands()}
    files = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name
        for file in files
        for name in re.findall(r"`(/[a-z]+(?: [a-z]+)*)", file.read_text(encoding="utf-8"))
    }
    unknown = {
        name
        for name in named
        # An example may give options after the command: “/stance putin”.
        if not any(name == each or name.startswith(f"{each} ") for each in known)
    }
    assert unknown == set()


def test_the_command_line_table_names_every_command() -> None:
    group = typer.main.get_group(command_line)
    table = README.split("## The command line", 1)[1].split("## ", 1)[0]
    assert set(re.findall(r"^\| `([a-z]+)", table, re.MULTILINE)) == set(group.commands)


def test_the_configuration_table_names_every_setting() -> None:
    table = README.split("## Configuration", 1)[1].split("## ", 1)[0]
    assert set(re.findall(r"`((?:DISCORD|STANCEBOT)_[A-Z_]+)`", table)) == set(VARIABLES)


@pytest.mark.parametrize(
    "file",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda file: file.name,
)
def test_every_link_and_picture_of_the_docs_is_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text)
    missing = [
        target
        for target in targets
        if not target.startswith("https://") and not (file.parent / target).exists()
    ]
    assert missing == []
