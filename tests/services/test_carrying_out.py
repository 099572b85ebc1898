"""Files that go out: what stands, or every version with its verb; never an editor's id."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db import log
from bot.db.engine import Database
from bot.domain.records import Stance
from bot.domain.vocabulary import Verb
from bot.errors import InvalidInputError
from bot.packs.format import encode
from bot.packs.reading import read, read_whole
from bot.packs.starter import load_starter
from bot.services.transfer import carrier
from bot.services.transfer.answers import Exported, Form
from bot.services.transfer.carrier import Carrier
from tests.people import owner
from tests.services.transfer_steps import HERE, Office

EDITOR = 123456789012345678


@pytest.fixture
async def office(database: Database, clock: ManualClock) -> Office:
    made = Office(database, clock)
    await made.starter()
    return made


@pytest.fixture
async def lite(sqlite: Database, clock: ManualClock) -> Office:
    made = Office(sqlite, clock)
    await made.starter()
    return made


async def export(office: Office, form: Form, *, history: bool = False) -> Exported:
    service: Carrier = office.services.carrier
    return await service.export(HERE, form, history=history, by=owner(1))


async def correct(office: Office) -> tuple[str, str]:
    """Correct one stance and retract another; gives their keys."""
    first, second = load_starter().stances[:2]

    async def newest(key: str) -> Any:
        return await office.database.read(lambda unit: log.versions(unit, Stance, 1, key)[-1])

    was = await newest(first.key)
    await office.amend(was, replace(was.record, note="It was a typing error."), Verb.CORRECT)
    was = await newest(second.key)
    await office.amend(was, was.record, Verb.RETRACT)
    return first.key, second.key


async def test_either_form_is_the_pack_that_the_server_holds(office: Office) -> None:
    pack = await office.services.packs.export(HERE.guild_id)
    made = await export(office, Form.JSON)
    assert made.data == encode(pack)
    assert (made.filename, made.records) == ("record.json", len(list(pack.records())))
    table = await export(office, Form.CSV)
    assert encode(read_whole(table.data, filename="t.csv")) == made.data


async def test_what_is_retracted_is_no_part_of_what_stands(lite: Office) -> None:
    corrected, retracted = await correct(lite)
    for form in Form:
        pack = read((await export(lite, form)).data, filename=f"t.{form}").pack
        stances = {each.key: each for each in pack.stances}
        assert retracted not in stances
        assert stances[corrected].note == "It was a typing error."
        assert encode(pack) == encode(await lite.services.packs.export(HERE.guild_id))


async def test_history_tells_corrections_and_retractions_by_their_verbs(lite: Office) -> None:
    corrected, retracted = await correct(lite)
    found = json.loads((await export(lite, Form.JSON, history=True)).data)
    told = [
        (each["key"], each["number"], each["verb"], each["state"], each.get("reason"))
        for each in found["versions"]
        if each["number"] > 1
    ]
    assert told == [
        (corrected, 2, "correct", "published", "we were wrong"),
        (retracted, 2, "retract", "retracted", "we were wrong"),
    ]
    assert [each["by"] for each in found["acts"]] == ["editor 1", "editor 2", "editor 2"]
    rows = list(
        csv.DictReader(
            io.StringIO((await export(lite, Form.CSV, history=True)).data.decode("utf-8-sig")),
        ),
    )
    assert [row["history.verb"] for row in rows[-2:]] == ["correct", "retract"]
    assert len(rows) == len(found["versions"])
    assert rows[-1]["history.by"] == "editor 2"
    assert rows[-1]["evidence.words"]


@pytest.mark.parametrize("form", Form)
async def test_no_export_holds_an_editors_id(lite: Office, form: Form) -> None:
    dry = await lite.give(b"record,key,name,kind\nactor,a,A,person\n", by=EDITOR)
    await lite.let_in(dry, by=EDITOR)
    for history in (False, True):
        assert str(EDITOR).encode() not in (await export(lite, form, history=history)).data


async def test_a_history_cannot_be_taken_in_and_says_what_can(lite: Office) -> None:
    made = await export(lite, Form.CSV, history=True)
    with pytest.raises(InvalidInputError, match="Export it without history"):
        await lite.give(made.data)
    made = await export(lite, Form.JSON, history=True)
    with pytest.raises(InvalidInputError, match="This is no pack: its format is"):
        await lite.give(made.data, filename="history.json")


async def test_an_empty_server_has_nothing_to_export(sqlite: Database, clock: ManualClock) -> None:
    for history in (False, True):
        with pytest.raises(InvalidInputError, match="no records to export"):
            await export(Office(sqlite, clock), Form.JSON, history=history)


async def test_a_large_record_is_written_by_a_process_of_its_own(
    lite: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = await export(lite, Form.CSV, history=True)
    monkeypatch.setattr(carrier, "SMALL_RECORD", 0)
    assert await export(lite, Form.CSV, history=True) == here
