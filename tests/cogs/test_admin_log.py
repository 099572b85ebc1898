"""`/admin log` and `/admin freeze`: pages, filters, Undo, the files, and who is refused."""

import csv
import io
import json
from typing import Any

from bot.domain.records import Stance
from tests.cogs.conftest import World, buttons, newest, texts
from tests.cogs.editing_steps import COMPLETE, edit, live, press, publish
from tests.cogs.pressing import forge, rewrite


async def file_of(shown: Any) -> tuple[str, bytes]:
    """The file that an answer brings."""
    [found] = newest(shown).attachments
    return found.filename, await found.read()


async def test_the_log_tells_an_act_and_undoes_it(world: World) -> None:
    before = await live(world, Stance)
    await publish(world, "stance set", **COMPLETE)
    shown = await edit(world, "log")
    assert shown.ephemeral
    told = texts(shown)
    assert "**2. A new stance**" in told
    assert f"By <@{world.editor.id}> · 1 source, 1 stance" in told
    undone = await press(world, shown, "Undo 2")
    assert "**Undone**" in texts(undone)
    assert await live(world, Stance) == before
    assert "### What was done" in texts(shown), "the log itself stays"
    after = await edit(world, "log")
    assert "**3. Act 2, taken back**" in texts(after)
    assert "Taken back by act 3." in texts(after)
    assert "Undo 2" not in buttons(after)
    whole = await press(world, after, "Whole act 2")
    assert "Words: “We are ready to begin on Monday.”" in texts(whole)


async def test_the_log_is_filtered_turned_and_exported_as_asked(world: World) -> None:
    for at in range(6):
        await edit(world, "actor add", name=f"=Actor {at}", kind="person")
    drafts = [
        await publish(world, "actor add", name=f"=Actor {at}", kind="person") for at in range(6)
    ]
    assert drafts
    log = await edit(world, "log", person=world.editor, since="16 March")
    assert f"by <@{world.editor.id}> · since 16 March 2025" in texts(log)
    assert "page 1" in texts(log)
    await press(world, log, "Next page ›")
    assert "page 2" in texts(log)
    csv_file = await press(world, log, "Export CSV")
    name, data = await file_of(csv_file)
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert name == "log.csv"
    assert {line["by"] for line in lines} == {str(world.editor.id)}
    assert not [cell for line in lines for cell in line.values() if cell[:1] in "=+-@\t\r" and cell]
    name, data = await file_of(await press(world, log, "Export JSON"))
    assert name == "log.json"
    acts = json.loads(data)["acts"]
    assert [act["act"] for act in acts] == list(range(7, 0, -1))
    assert acts[0]["records"][0]["after"]["name"] == "=Actor 5"
    only = texts(await edit(world, "log", actor="=Actor 3"))
    assert "Actor, new: =Actor 3" in only
    assert "=Actor 4" not in only
    assert "Nothing was done that fits." in texts(await edit(world, "log", until="1 March"))


async def test_a_setting_is_told_and_undone_from_the_log(world: World) -> None:
    await world.editor.slash(world.channel, "setup zone", zone="Asia/Tokyo")
    log = await edit(world, "log")
    assert "-# Time zone: UTC → Asia/Tokyo" in texts(log)
    await press(world, log, "Undo 2")
    assert "-# Time zone: Asia/Tokyo → UTC" in texts(await edit(world, "log"))


async def test_a_freeze_refuses_says_until_when_and_is_ended_by_a_press(world: World) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    frozen = await edit(world, "freeze", until="20 March", reason="Audit")
    assert "**Frozen until <t:1742515200:f>**" in texts(frozen)
    assert f"by <@{world.editor.id}>: Audit." in texts(frozen)
    refused = await press(world, seen, "Publish")
    assert "frozen until 21 March 2025, 00:00 (UTC)" in texts(refused)
    assert "Frozen until <t:1742515200:f>" in texts(await edit(world, "log"))
    await press(world, frozen, "End it now")
    assert "The freeze has ended" in texts(frozen)
    assert "**Published**" in texts(await press(world, seen, "Publish"))
    assert "Nothing is frozen here" in texts(await edit(world, "freeze"))
    assert "Say in the until option" in texts(await edit(world, "freeze", reason="Audit"))
    assert world.env.errors


async def test_a_reader_reaches_no_button_of_the_log(world: World) -> None:
    before = await live(world, Stance)
    for forged in (
        "sb:al-n",
        "sb:al-csv",
        "sb:al-json",
        "sb:log-undo:1",
        "sb:log-act:1",
        "sb:log-act-n:1:0",
        "sb:freeze-end",
    ):
        refused = await forge(world, forged)
        assert "Manage Server" in texts(refused), forged
        assert refused.ephemeral
    assert await live(world, Stance) == before


async def test_an_unreadable_press_is_answered(world: World) -> None:
    log = await edit(world, "log")
    for forged in (
        "sb:al-n:::x",
        "sb:al-n::::!",
        "sb:log-undo:x",
        "sb:log-act",
        "sb:al-b:::::zzzzzzz",
    ):
        rewrite(world, log.response, forged)
        assert "cannot be read" in texts(await world.editor.click(log.response, custom_id=forged))
