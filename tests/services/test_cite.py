"""Citations: one line each, checked later, with a hash that anybody can compute again."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.citing import Reference, read_reference
from bot.errors import InvalidInputError, StancebotError, UnknownNameError
from bot.packs.format import encode
from bot.services.editing.forms import CorrectForm, RetractForm
from bot.ui.card import plain
from bot.ui.cite_card import citation, cite_card
from tests.services.news_samples import GUILD, PUTIN, REJECTS, Desk, starter


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def cited(desk: Desk, typed: str) -> str:
    return citation(await desk.services.citing.cite(desk.scope, typed), "Our server")


async def shown(desk: Desk, typed: str) -> str:
    return plain(cite_card(await desk.services.citing.cite(desk.scope, typed), "Our server"))


async def corrected(desk: Desk) -> None:
    await desk.publish(CorrectForm(record=PUTIN, position="rejects", reason="A misreading."))


async def test_every_record_of_an_export_has_the_hash_that_its_reader_computes(
    desk: Desk,
) -> None:
    """As docs/cite.md says: its JSON with sorted keys and nothing between, SHA-256, 16 digits."""
    pack = json.loads(encode(await desk.services.packs.export(GUILD)))
    records = [each for found in pack.values() if isinstance(found, list) for each in found]
    assert len(records) > 20
    for record in records:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        computed = sha256(text.encode("utf-8")).hexdigest()[:16]
        assert (await desk.services.citing.cite(desk.scope, record["key"])).digest == computed


async def test_a_citation_is_one_line_with_all_that_names_it(desk: Desk) -> None:
    line = await cited(desk, PUTIN)
    assert "\n" not in line
    for each in (
        "Vladimir Putin",
        "Agrees in principle",
        "said ",
        "“",
        "Our server, record putin-on-ceasefire, version 1, recorded ",
        "sha256:",
    ):
        assert each in line, each


async def test_a_pasted_citation_is_found_checked_and_told_to_stand(desk: Desk) -> None:
    line = await cited(desk, PUTIN)
    told = await shown(desk, line)
    assert "The hash is that of version 1" in told
    assert "Version 1 is the newest: the text stands as cited" in told
    wrong = line[:-1] + ("0" if line[-1] != "0" else "1")
    assert "Its text was altered, or it is of another server." in await shown(desk, wrong)


async def test_a_citation_says_what_became_of_its_text_and_why(desk: Desk) -> None:
    line = await cited(desk, PUTIN)
    await corrected(desk)
    told = await shown(desk, line)
    assert "The text has changed since version 1." in told
    assert "corrected (the position): A misreading." in told
    assert "The hash is that of version 1" in told
    assert f"record {PUTIN}, version 2," in await cited(desk, PUTIN)
    assert await cited(desk, f"{PUTIN}@1") == line
    done = await desk.publish(RetractForm(record=PUTIN, reason="Never said."))
    assert "**Retracted** <t:" in await shown(desk, line)
    assert "Reason: Never said." in await shown(desk, line)
    await desk.undo(done.seq)
    assert "put back into the record" in await shown(desk, line)


async def test_a_newer_stance_leaves_a_citation_as_it_is(desk: Desk) -> None:
    """That somebody stands elsewhere since is another record, and no change of this one."""
    line = await cited(desk, PUTIN)
    await desk.publish(REJECTS)
    assert await cited(desk, line) == line
    assert "the text stands as cited" in await shown(desk, line)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("s-zzzzzz", "No record of this server has the id “s-zzzzzz”"),
        (f"{PUTIN}@7", "has no version 7. Its newest is 1"),
        (f"{PUTIN}@0", "has no version 0. Its newest is 1"),
        (f"{PUTIN}@{9**15}", "has no version 205,891,132,094,649. Its newest is 1"),
        ("What Putin said", "names no record"),
        ("", "names no record"),
        ("@everyone \u202e x", "names no record"),
    ],
)
async def test_what_names_nothing_is_refused_in_words(desk: Desk, typed: str, says: str) -> None:
    with pytest.raises(StancebotError) as refused:
        await cited(desk, typed)
    assert says in refused.value.text
    assert isinstance(refused.value, InvalidInputError | UnknownNameError)


@pytest.mark.parametrize(
    "typed",
    [
        "-# {} · version 1",
        "> “{}”,",
        "({}@1)",
        "<{}>",
        "\u2066{}\u2069\u200b",
        "#{}",
        "*{}* ·",
    ],
)
async def test_an_id_is_read_with_what_was_copied_around_it(desk: Desk, typed: str) -> None:
    found = await desk.services.citing.cite(desk.scope, typed.format(PUTIN))
    assert found.recorded.record.key == PUTIN


async def test_another_servers_record_is_unknown(desk: Desk) -> None:
    elsewhere = type(desk.scope)(guild_id=GUILD + 1)
    with pytest.raises(UnknownNameError):
        await desk.services.citing.cite(elsewhere, PUTIN)


async def test_records_are_offered_by_id_and_by_name(desk: Desk) -> None:
    citing = desk.services.citing
    assert [each.key for each in await citing.suggest(GUILD, PUTIN)] == [PUTIN]
    assert [each.key for each in await citing.suggest(GUILD, await cited(desk, PUTIN))] == [
        f"{PUTIN}@1"
    ]
    offered = await citing.suggest(GUILD, "путин")
    assert PUTIN in {each.key for each in offered}
    assert 0 < len(await citing.suggest(GUILD, "")) <= 25


@given(
    st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True),
    st.integers(1, 9999),
    st.text(max_size=80),
)
def test_a_citation_names_its_own_record_whatever_its_title_says(
    key: str, number: int, title: str
) -> None:
    line = f"“{title} record x, version 3, y” Here, record {key}, version {number}, recorded z"
    assert read_reference(line) == Reference(key=key, number=number)
    assert read_reference(f"{key}@{number}") == Reference(key=key, number=number)
    assert read_reference(f" {key.upper()} ") == Reference(key=key)
    assert read_reference(f"{key} · version {number}") == Reference(key=key, number=number)
