"""`publish` on the command line, and sites made in a process of their own."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import ManualClock
from bot.db.engine import Database
from bot.errors import InvalidInputError, UnavailableError
from bot.packs.starter import load_starter
from bot.publisher import Publisher
from bot.services.wired import Services, wire
from bot.settings import VARIABLES
from tests.app.test_publishing import held
from tests.people import owner

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


@pytest.fixture
def filled() -> None:
    """A database with the starter pack in one server."""
    assert stancebot("import", "starter", "--guild", GUILD).exit_code == 0


def publish(*arguments: str) -> Result:
    return stancebot("publish", "--guild", GUILD, *arguments)


@pytest.mark.usefixtures("filled")
def test_publish_writes_a_site_and_says_what_it_did(folder: Path) -> None:
    first = publish("--out", "site", "--title", "The Newsroom")
    assert (first.exit_code, first.stderr) == (0, "")
    files = held(folder / "site")
    size = f"{round(sum(map(len, files.values())) / 1024):,}"
    assert first.stdout == (
        f"site: {len(files)} files, {size} KB; {len(files)} written, 0 removed.\n"
    )
    assert b"<h1><bdi>The Newsroom</bdi></h1>" in files["index.html"]
    again = publish("--out", "site", "--title", "The Newsroom")
    assert again.stdout == f"site: {len(files)} files, {size} KB. All of it stood there as it is.\n"
    assert held(folder / "site") == files


@pytest.mark.usefixtures("filled")
def test_feeds_name_the_address_that_the_site_will_have(folder: Path) -> None:
    assert publish("--out", "site", "--base-url", "https://example.org/r/").exit_code == 0
    feed = held(folder / "site")["feed.atom"].decode()
    assert (
        '<link rel="self" type="application/atom+xml" href="https://example.org/r/feed.atom"/>'
        in feed
    )


@pytest.mark.usefixtures("filled")
def test_without_a_folder_the_hosts_own_is_taken(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = publish()
    assert nowhere.exit_code == 2
    assert nowhere.stderr == (
        "stancebot: Name a folder for the site with --out, or set STANCEBOT_PUBLISH_DIR.\n"
    )
    monkeypatch.setenv("STANCEBOT_PUBLISH_DIR", "sites")
    assert publish().exit_code == 0
    assert "index.html" in held(folder / "sites" / GUILD)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "file"], "file is a file. Name a folder."),
        (["--out", "mine"], "mine holds files that this program has not written."),
        (["--out", "site", "--base-url", "example.org"], "is no address for a site."),
        (["--out", "file/site"], "cannot be written to file/site: Not a directory."),
    ],
)
def test_what_keeps_a_site_from_being_written_is_one_line(
    folder: Path,
    arguments: list[str],
    says: str,
) -> None:
    (folder / "file").write_text("mine")
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("mine")
    told = publish(*arguments)
    assert told.exit_code == 1
    assert says in told.stderr
    assert told.stderr.startswith("stancebot: ")
    assert told.stderr.count("\n") == 1
    assert told.stdout == ""
    assert not (folder / "site").exists()


def test_an_empty_server_has_nothing_to_publish(folder: Path) -> None:
    told = publish("--out", "site")
    assert told.exit_code == 1
    assert told.stderr.startswith("stancebot: Nothing is published in this server yet.")
    assert not (folder / "site").exists()


@pytest.mark.usefixtures("filled")
def test_the_data_of_a_site_is_a_pack_that_can_be_imported(folder: Path) -> None:
    assert publish("--out", "site").exit_code == 0
    told = stancebot("import", "site/data/record.json", "--guild", "5")
    assert told.exit_code == 0
    assert stancebot("publish", "--guild", "5", "--out", "other").exit_code == 0
    one, other = held(folder / "site"), held(folder / "other")
    assert one["data/record.json"] == other["data/record.json"]
    # What differs is when it was recorded, and by which ids the feeds name it.
    differing = {path for path in one if one[path] != other.get(path)}
    assert not differing & {"events/index.html", "source/article/index.html"}


@pytest.fixture
async def services(sqlite: Database, clock: ManualClock) -> Services:
    made = wire(sqlite, clock)
    await made.packs.apply(int(GUILD), load_starter(), by=owner(1))
    return made


async def test_the_bot_has_a_site_made_in_a_process_of_its_own(
    services: Services,
    folder: Path,
) -> None:
    """The same files as on the command line, in a folder named after the server."""
    publisher = Publisher(record=services.record, folder=folder / "sites")
    done = await publisher.publish(int(GUILD), title="T")
    files = held(folder / "sites" / GUILD)
    assert (done.pages, done.written) == (len(files), len(files))
    assert done.data == b""
    again = await publisher.publish(int(GUILD), title="T")
    assert (again.written, again.removed) == (0, 0)
    zipped = await Publisher(record=services.record).publish(int(GUILD), title="T")
    assert (zipped.pages, zipped.size) == (done.pages, done.size)
    assert zipped.data.startswith(b"PK")


async def test_what_goes_wrong_in_the_process_is_told_as_here(
    services: Services,
    folder: Path,
) -> None:
    (folder / "sites" / GUILD).mkdir(parents=True)
    (folder / "sites" / GUILD / "notes.txt").write_text("mine")
    publisher = Publisher(record=services.record, folder=folder / "sites")
    with pytest.raises(InvalidInputError, match="has not written"):
        await publisher.publish(int(GUILD))
    with pytest.raises(InvalidInputError, match="Nothing is published"):
        await publisher.publish(5)


async def test_a_process_that_dies_is_a_sentence(
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.publisher._WORKER", "no_such_module")
    with pytest.raises(UnavailableError, match="could not be made now"):
        await Publisher(record=services.record).publish(int(GUILD))
    assert "the process that makes sites ended with 1" in caplog.text


async def test_the_process_ends_with_who_asked(services: Services, folder: Path) -> None:
    started: list[asyncio.subprocess.Process] = []
    real = asyncio.create_subprocess_exec

    async def noted(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        started.append(await real(*arguments, **options))  # type: ignore[arg-type]  # as it was given
        asked.cancel()
        return started[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "create_subprocess_exec", noted)
        asked = asyncio.ensure_future(Publisher(record=services.record).publish(int(GUILD)))
        with pytest.raises(asyncio.CancelledError):
            await asked
    (process,) = started
    assert process.returncode is not None


async def test_the_process_is_told_neither_the_token_nor_the_database(
    services: Services,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def noted(*arguments: str, **options: dict[str, str]) -> asyncio.subprocess.Process:
        told.append(options["env"])
        return await real(*arguments, **options)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setenv("DISCORD_TOKEN", "secret-1")
    monkeypatch.setenv("STANCEBOT_DATABASE_URL", "secret-2")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    await Publisher(record=services.record).publish(int(GUILD))
    (environment,) = told
    assert "secret" not in json.dumps(environment)
    assert environment["PATH"] == os.environ["PATH"]
