"""`/admin import` and `/admin export`: a file is seen line by line, let in on a press, taken back."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from bot.client import StanceClient
from bot.errors import InvalidInputError
from bot.packs.reading import read_whole
from bot.packs.sheet_write import encode_sheet
from bot.packs.starter import load_starter
from bot.services.packs import ImportAction, ImportLine, ImportReport
from bot.services.transfer import carrier
from bot.services.transfer.answers import DryRun, Exported, LetIn
from cogs.admin_export import _attachment
from cogs.admin_import import _listed
from tests.cogs.conftest import World, buttons, newest, texts
from tests.cogs.pressing import finish

ROWS = "record,key,name,kind\n"


async def give(world: World, data: bytes | None = None, filename: str = "record.csv") -> Any:
    content = encode_sheet(load_starter()) if data is None else data
    return await world.editor.slash(world.channel, "admin import", file=(filename, content))


async def press(world: World, shown: Any, label: str) -> Any:
    return await world.editor.click(newest(shown), label=label)


def import_label(shown: Any) -> str:
    (label,) = (each for each in buttons(shown) if each.startswith("Import "))
    return label


async def test_a_table_is_seen_let_in_and_taken_back(bare: World) -> None:
    seen = await give(bare)
    assert newest(seen).flags.ephemeral
    count = len(list(load_starter().records()))
    assert f"**{count}** new, **0** changed, **0** unchanged, **0** refused." in texts(seen)
    assert "Line 3: **new** source `article` Trump and Putin" in texts(seen)
    assert "30-day ceasefire" not in await bare.read("issues")
    done = await press(bare, seen, f"Import {count} records")
    assert f"**Imported**: record.csv — {count} new, 0 changed." in texts(done)
    assert "30-day ceasefire" in await bare.read("issues")
    await press(bare, done, "Undo")
    assert "30-day ceasefire" not in await bare.read("issues")


@pytest.mark.simcord(settle_timeout=1.0)
async def test_progress_is_shown_until_the_answer_comes(
    bare: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = await give(bare, (ROWS + "actor,a,A,person\n").encode())

    async def slowly(*_: object, told: Callable[[int, int], None], **__: object) -> LetIn:
        told(500, 10_000)
        await asyncio.sleep(10)
        return LetIn(filename="record.csv", new=10_000, act=1)

    monkeypatch.setattr(carrier.Carrier, "let_in", slowly)
    await press(bare, seen, "Import 1 record")
    for _ in range(2):
        with suppress(TimeoutError):
            await bare.env.advance_time(2)
    assert "Importing: 500 of 10,000 records are written" in texts(seen)
    await finish(bare)
    assert "**Imported**: record.csv — 10,000 new" in texts(seen)


async def test_what_is_refused_stands_first_with_its_line(bare: World) -> None:
    rows = "actor,a,A,person\nactor,b,,person\nactor,c,@everyone,persn\n"
    seen = await give(bare, (ROWS + rows).encode())
    shown = texts(seen)
    assert shown.index("Line 3: **refused** actor `b` — column name: This cell is empty.") < (
        shown.index("Line 2: **new** actor `a` A")
    )
    assert "Did you mean “person”?" in shown
    assert import_label(seen) == "Import 1 record"
    done = await press(bare, seen, "Import 1 record")
    assert "2 records of it did not come in, as the dry run said." in texts(done)


async def test_a_long_dry_run_is_turned_and_given_as_a_file(bare: World) -> None:
    rows = "".join(f"actor,a-{at},Actor {at},person\n" for at in range(25))
    seen = await give(bare, (ROWS + rows).encode())
    assert "Page 1 of 3" in texts(seen)
    assert "a-10" not in texts(seen)
    turned = await press(bare, seen, "Next page ›")
    assert "`a-10` Actor 10" in texts(turned)
    listed = newest(await press(bare, turned, "All of it as a file"))
    (attached,) = listed.attachments
    lines = (await attached.read()).decode().splitlines()
    assert lines[0] == "record.csv: 25 new, 0 changed, 0 unchanged, 0 refused"
    assert lines[25] == "line 26: new actor a-24 Actor 24"
    assert listed.flags.ephemeral


async def test_a_dry_run_outlives_a_restart_and_waits_for_any_editor(
    bare: World,
    new_client: Callable[[], StanceClient],
) -> None:
    seen = await give(bare, (ROWS + "actor,a,A,person\n").encode())
    await bare.env.restart_bot(new_client())
    waiting = await bare.editor.slash(bare.channel, "admin import")
    assert "record.csv · 1 KB · yours" in texts(waiting)
    assert "**1** new" in texts(await press(bare, waiting, "Look"))
    assert "**Imported**" in texts(await press(bare, seen, "Import 1 record"))
    assert "let in before" in texts(await press(bare, waiting, "Import 1 record"))


async def test_a_cancelled_file_is_gone(bare: World) -> None:
    seen = await give(bare, (ROWS + "actor,a,A,person\n").encode())
    assert "Nothing was written" in texts(await press(bare, seen, "Cancel"))
    assert "No file waits here." in texts(await bare.editor.slash(bare.channel, "admin import"))


async def test_a_file_that_is_none_is_answered_with_the_line_at_fault(bare: World) -> None:
    told = await give(bare, b"record,key\nactor,a\0", "nul.csv")
    assert texts(told).startswith("nul.csv, line 2: A NUL character stands here.")
    assert newest(told).flags.ephemeral
    told = await give(bare, b"x" * (25 * 1024 * 1024 + 1), "big.csv")
    assert texts(told).startswith("The file has 26,214,401 bytes. Split it")
    assert bare.env.errors


async def test_a_reader_whom_a_server_shows_the_commands_is_refused(starter: World) -> None:
    await starter.editor.slash(starter.channel, "admin drafts")
    command = starter.env.backend.find_command("admin", starter.guild.id)
    assert command is not None
    starter.guild.set_command_permissions(int(command["id"]), {starter.reader: True})
    file = ("a.csv", (ROWS + "actor,a,A,person\n").encode())
    refused = await starter.reader.slash(starter.channel, "admin import", file=file)
    assert "Manage Server" in texts(refused)
    refused = await starter.reader.slash(starter.channel, "admin export")
    assert "Manage Server" in texts(refused)
    assert newest(refused).attachments == []
    assert starter.env.errors


async def test_an_export_is_a_file_for_the_editor_alone(starter: World) -> None:
    answer = newest(await starter.editor.slash(starter.channel, "admin export", format="csv"))
    (attached,) = answer.attachments
    assert attached.filename == "record.csv"
    assert answer.flags.ephemeral
    assert "All that is published here:" in answer.content
    pack = read_whole(await attached.read(), filename="t.csv")
    assert {each.key for _, each in pack.records()} == {
        each.key for _, each in load_starter().records()
    }
    answer = newest(await starter.editor.slash(starter.channel, "admin export", history=True))
    assert answer.attachments[0].filename == "history.json"
    assert "Editors are numbered, not named." in answer.content


def test_an_export_beyond_discords_limit_is_zipped() -> None:
    made = Exported(filename="record.json", data=b"0" * 20_000, records=1)
    sent = _attachment(made, 10_000)
    assert (sent.filename, len(sent.data) < 10_000) == ("record.json.zip", True)
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        assert archive.read("record.json") == made.data
    assert _attachment(made, 20_000).filename == "record.json"
    with pytest.raises(InvalidInputError, match="python -m bot export"):
        _attachment(made, 10)


def test_a_dry_run_beyond_discords_limit_is_zipped_and_keeps_to_a_line_for_each_record() -> None:
    """Whatever stands in the cells that were refused."""
    wild = ImportLine(
        action=ImportAction.REFUSED, kind="a\nctor" * 5000, key="\u202ek\r\n", title="", reason="no"
    )
    report = ImportReport(pack="p", lines=(wild,) * 500)
    dry = DryRun(upload_id="1", filename="f.csv", digest="1", report=report)
    whole = _listed(dry, 2**20)
    lines = whole.data.decode().splitlines()
    assert (len(lines), max(map(len, lines)) < 200, "\u202e" in lines[1]) == (501, True, False)
    sent = _listed(dry, 10_000)
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        assert archive.read("dry-run.txt") == whole.data


async def test_who_cancels_what_another_has_let_in_is_told_so(bare: World) -> None:
    seen = await give(bare, (ROWS + "actor,a,The A,person\n").encode())
    again = await bare.editor.slash(bare.channel, "admin import")
    other = await press(bare, again, "Look")
    await press(bare, seen, import_label(seen))
    cancelled = await press(bare, other, "Cancel")
    assert "This file was let in before" in texts(cancelled)
    assert "Undo" in buttons(cancelled)
