"""`/admin publish`: for editors, in private, into the host's folder or as a zip file."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.publisher import Done, Publisher
from bot.ui.site.page import Page
from tests.app.test_publishing import held
from tests.cogs.conftest import World, newest, texts
from tests.ui.site_samples import read

# What Discord takes here, by each interaction's own word.
LIMIT = 26_214_400


def making(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Let a site be made at once, as a zip file of so many bytes."""

    async def made(*_: object, **__: object) -> Done:
        return Done(pages=7006, size=44_529_954, data=b"x" * size)

    monkeypatch.setattr(Publisher, "publish", made)


async def test_an_editor_is_sent_the_site_as_a_zip_file(starter: World) -> None:
    answer = await starter.editor.slash(starter.channel, "admin publish")
    message = newest(answer)
    assert message.flags.ephemeral
    (attached,) = message.attachments
    assert attached.filename == "site.zip"
    with zipfile.ZipFile(io.BytesIO(await attached.read())) as archive:
        names = archive.namelist()
        home = read(Page("index.html", archive.read("index.html")))
    assert f"The site: {len(names)} files, " in message.content
    assert starter.guild.name in home.words
    assert "30-day ceasefire proposal" in home.words


async def test_the_hosts_folder_takes_the_site_and_the_answer_says_its_size(
    starter: World,
    tmp_path: Path,
) -> None:
    starter.client.publish_to(tmp_path / "sites")
    answer = await starter.editor.slash(
        starter.channel,
        "admin publish",
        title="The talks",
        address="https://example.org/talks",
    )
    files = held(tmp_path / "sites" / str(starter.guild.id))
    assert newest(answer).flags.ephemeral
    assert f"The site stands in the host’s folder: {len(files)} files" in texts(answer)
    assert str(tmp_path) not in texts(answer)
    assert "The talks" in read(Page("index.html", files["index.html"])).words
    assert b"https://example.org/talks/feed.atom" in files["feed.atom"]


async def test_a_server_without_records_is_told_what_would_work(bare: World) -> None:
    answer = await bare.editor.slash(bare.channel, "admin publish")
    assert "Nothing is published in this server yet." in texts(answer)
    assert newest(answer).flags.ephemeral
    assert bare.env.errors


async def test_a_site_beyond_discords_limit_names_the_other_way(
    starter: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    making(monkeypatch, LIMIT + 1)
    answer = await starter.editor.slash(starter.channel, "admin publish")
    assert "7,006 files, 43,486 KB" in texts(answer)
    assert "python -m bot publish" in texts(answer)
    assert newest(answer).attachments == []
    assert newest(answer).flags.ephemeral
    making(monkeypatch, LIMIT)
    answer = await starter.editor.slash(starter.channel, "admin publish")
    assert len(newest(answer).attachments) == 1
    assert starter.env.errors


async def test_a_reader_whom_a_server_shows_the_command_is_refused(starter: World) -> None:
    await starter.editor.slash(starter.channel, "admin drafts")
    command = starter.env.backend.find_command("admin", starter.guild.id)
    assert command is not None
    starter.guild.set_command_permissions(int(command["id"]), {starter.reader: True})
    refused = await starter.reader.slash(starter.channel, "admin publish")
    assert "Manage Server" in texts(refused)
    assert newest(refused).attachments == []
    assert starter.env.errors


async def test_what_the_hosts_disk_refuses_is_said_without_naming_its_folders(
    starter: World,
    tmp_path: Path,
) -> None:
    taken = tmp_path / "sites" / str(starter.guild.id)
    taken.mkdir(parents=True)
    (taken / "notes.txt").write_text("Mine.")
    starter.client.publish_to(tmp_path / "sites")
    told = texts(await starter.editor.slash(starter.channel, "admin publish"))
    assert told.startswith("The host’s folder holds files that this program has not written.")
    assert str(tmp_path) not in told
    assert starter.env.errors
