"""The command line: what each command says, and its exit code."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.packs.format import decode, encode
from bot.packs.starter import load_starter
from bot.settings import VARIABLES

GUILD = "77001"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, with none of the caller's settings."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stancebot(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_help_names_every_command() -> None:
    told = stancebot("--help").output
    for command in ("run", "playground", "migrate", "sync", "import", "export", "doctor"):
        assert command in told
        assert stancebot(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["import"],
        ["import", "starter"],
        ["import", "starter", "--guild", "0"],
        ["export", "--guild", "here"],
        ["publish", "--guild", str(2**63), "--out", "site"],
        ["playground", "--port", "70000"],
    ],
)
def test_a_wrong_call_is_2(arguments: list[str]) -> None:
    assert stancebot(*arguments).exit_code == 2


def test_migrate_says_whether_it_did_something(folder: Path) -> None:
    first, second = stancebot("migrate"), stancebot("migrate")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == "The schema is up to date.\n"
    assert second.stdout == "The schema was up to date already.\n"
    assert (folder / "stancebot.db").exists()


def test_a_dry_run_writes_nothing_and_says_the_same() -> None:
    dry = stancebot("import", "starter", "--guild", GUILD, "--dry-run")
    again = stancebot("import", "starter", "--guild", GUILD, "--dry-run")
    wet = stancebot("import", "starter", "--guild", GUILD)
    assert (dry.exit_code, wet.exit_code) == (0, 0)
    assert dry.stdout == again.stdout
    assert "Nothing was written: a dry run." in dry.stdout
    assert dry.stdout.splitlines()[:-1] == wet.stdout.splitlines()[:-1]


def test_what_is_exported_can_be_imported_and_changes_nothing(folder: Path) -> None:
    assert stancebot("import", "starter", "--guild", GUILD).exit_code == 0
    told = stancebot("export", "--guild", GUILD, "--out", "out.json")
    assert told.exit_code == 0
    assert told.stdout == ""
    pack = decode((folder / "out.json").read_bytes())
    assert {each.key for _, each in pack.records()} == {
        each.key for _, each in load_starter().records()
    }
    second = stancebot("import", "out.json", "--guild", GUILD)
    assert "The server has all of it already." in second.stdout


def test_an_export_without_a_file_is_the_pack_and_nothing_else() -> None:
    stancebot("import", "starter", "--guild", GUILD)
    told = stancebot("export", "--guild", GUILD)
    assert encode(decode(told.stdout_bytes)) == told.stdout_bytes


def test_a_table_goes_out_and_comes_in_elsewhere(folder: Path) -> None:
    stancebot("import", "starter", "--guild", GUILD)
    told = stancebot("export", "--guild", GUILD, "--format", "csv", "--out", "out.csv")
    assert (told.exit_code, told.stdout) == (0, "")
    assert stancebot("import", "out.csv", "--guild", "5").exit_code == 0
    one, other = (stancebot("export", "--guild", guild).stdout_bytes for guild in (GUILD, "5"))
    assert one == other
    told = stancebot("export", "--guild", GUILD, "--history", "--out", "history.json")
    assert "records in 52 versions to history.json." in told.stderr
    told = stancebot("import", "history.json", "--guild", GUILD)
    assert told.exit_code == 1
    assert "This is no pack: its format is" in told.stderr


def test_an_empty_server_has_nothing_to_export() -> None:
    told = stancebot("export", "--guild", GUILD)
    assert told.exit_code == 1
    assert told.stderr == "stancebot: This server has no records to export.\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "pack.json cannot be read: No such file or directory."),
        (b"", "pack.json"),
        (b'{"format": "stancebot.pack", "version": 1, "name": "x", "what": 1}', "what"),
        (b" " * (25 * 1024 * 1024 + 1), "Split it"),
    ],
)
def test_a_pack_that_cannot_be_used_is_one_line(
    folder: Path,
    content: bytes | None,
    says: str,
) -> None:
    if content is not None:
        (folder / "pack.json").write_bytes(content)
    told = stancebot("import", "pack.json", "--guild", GUILD)
    assert told.exit_code == 1
    assert says in told.stderr
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("stancebot: ")
    assert told.stdout == ""


def test_an_export_to_nowhere_is_one_line() -> None:
    stancebot("import", "starter", "--guild", GUILD)
    told = stancebot("export", "--guild", GUILD, "--out", "no/such/folder.json")
    assert told.exit_code == 1
    assert told.stderr.endswith("cannot be written: No such file or directory.\n")


def test_a_setting_that_is_wrong_is_one_line_and_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCEBOT_LOG_LEVEL", "loud")
    for arguments in (["run"], ["migrate"], ["sync"], ["export", "--guild", GUILD]):
        told = stancebot(*arguments)
        assert told.exit_code == 2
        assert told.stderr.startswith("stancebot: STANCEBOT_LOG_LEVEL is “loud”.")
        assert told.stderr.count("\n") == 1


def test_the_settings_of_the_folder_are_used(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xef\xbb\xbfSTANCEBOT_DATABASE_URL=sqlite:///other.db\r\n")
    assert stancebot("migrate").exit_code == 0
    assert (folder / "other.db").exists()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("DISCORD_TOKEN", "", "DISCORD_TOKEN is not set."),
        ("DISCORD_TOKEN", "Bot abc", "holds characters that no token has"),
        ("DISCORD_TOKEN_FILE", "nowhere", "nowhere, which cannot be read: No such file"),
        ("STANCEBOT_GATEWAY", "http://there", "STANCEBOT_GATEWAY must be an address"),
        ("STANCEBOT_DATABASE_URL", "mysql://there/x", "STANCEBOT_DATABASE_URL"),
        ("STANCEBOT_DATABASE_URL", "here", "STANCEBOT_DATABASE_URL"),
    ],
)
def test_what_keeps_run_from_starting_is_one_line_and_2(
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    says: str,
) -> None:
    if not variable.startswith("DISCORD"):
        monkeypatch.setenv("DISCORD_TOKEN", "a.b")
    monkeypatch.setenv(variable, value)
    told = stancebot("run")
    assert told.exit_code == 2
    assert says in told.stderr
    assert told.stderr.count("\n") == 1
    assert told.stdout == ""
