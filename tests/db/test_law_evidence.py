"""Laws 1 and 5, attacked with plain SQL: no record without evidence, and silence is no stance."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.db.schema import StanceRow
from bot.domain.records import Stance
from bot.errors import InvalidInputError
from tests.db.samples import (
    BLANK,
    CITED,
    EVIDENCED,
    GUILD,
    KINDS,
    NOON,
    REFERENCES,
    each_refused,
    insert,
    next_version,
    refused,
    sample,
    stance,
)


async def test_law_1_no_record_of_what_was_said_without_evidence(filled: Database) -> None:
    """Source, speaker, day, words and whose words they are: none may be missing or blank."""
    required = ("source", "speaker", "said", "said_from", "said_last", "words", "directness")
    attacks: list[dict[str, Any]] = [dict.fromkeys([name]) for name in (*required, "basis", "body")]
    attacks += [{"words": words} for words in (*BLANK, "x" * 6001)]
    attacks += [{"source": "no-such-source"}, {"speaker": "nobody"}, {"directness": "hearsay"}]
    attacks += [{"basis": "a hunch"}, {"act": 99}, {"act": None}, {"recorded_at": None}]
    for table in EVIDENCED:
        await each_refused(filled, table, attacks)


async def test_law_1_no_mandate_role_or_event_without_a_cited_sentence(filled: Database) -> None:
    attacks: list[dict[str, Any]] = [{"source": None}, {"words": None}, {"source": "nothing"}]
    attacks += [{"words": words} for words in (*BLANK, "x" * 6001)]
    for table in CITED:
        await each_refused(filled, table, attacks)


async def test_law_1_a_source_has_a_publisher_and_links_over_https(filled: Database) -> None:
    attacks: list[dict[str, Any]] = [{"publisher": None}, {"publisher": " "}]
    for link in ("http://example.org", "javascript:alert(1)", "ftp://x", "HTTPS://x", " https://x"):
        attacks += [{"url": link}, {"archive_url": link}]
    await each_refused(filled, "source", attacks)


async def test_law_1_a_reference_names_a_record_of_the_right_kind(filled: Database) -> None:
    """An actor is no source and an issue holds no stance, whatever the service above forgot."""
    wrong = {
        **dict.fromkeys(("holder", "speaker", "claimant", "about", "voice", "actor"), "ceasefire"),
        **dict.fromkeys(("principal", "on_behalf_of", "announced_by"), "ceasefire"),
        **dict.fromkeys(("source", "issue", "event", "follows", "within"), "putin"),
        "about_record": "s1",
        "key": "zelenskyy",
    }
    for table in KINDS:
        named = [name for name in REFERENCES[table] if name in wrong]
        attacks: list[dict[str, Any]] = [
            {name: wrong[name]} for name in named if (table, name) != ("actor", "key")
        ]
        assert attacks, table
        await each_refused(filled, table, attacks)

    def board_rows(unit: Unit) -> bool:
        row = sample(unit, "issue_holder")
        return refused(unit, "issue_holder", row | {"holder": "s1"})

    assert await filled.write(board_rows)


async def test_law_5_silence_cannot_be_stored_as_a_position(filled: Database) -> None:
    await each_refused(
        filled,
        "stance",
        [{"position": "no_record"}, {"position": "silent"}, {"position": None}, {"position": ""}],
    )


async def test_a_claim_is_about_another_unless_it_denies(filled: Database) -> None:
    await each_refused(filled, "claim", [{"about": "zelenskyy"}, {"claimant": "putin"}])

    def denial(unit: Unit) -> bool:
        row = next_version(unit, "claim", about="zelenskyy", relation="denies")
        return refused(unit, "claim", row)

    assert not await filled.write(denial)


async def test_a_role_is_in_one_issue_or_in_one_event(filled: Database) -> None:
    await each_refused(filled, "role", [{"issue": "ceasefire"}, {"event": None}])
    await each_refused(filled, "mandate", [{"authority": 0}])


async def test_the_database_stores_what_was_given(filled: Database) -> None:
    """Right-to-left marks, mentions and long quotations come back letter for letter."""
    words = "\u202eمرحبا\u200f @everyone 🇺🇦 “ти” " + "ї" * 5000

    def work(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="set", at=NOON)
        acts.add(act, stance("t2", evidence=replace(stance().evidence, words=words)))

    await filled.write(work)
    found = await filled.read(lambda u: log.versions(u, Stance, GUILD, "t2"))
    assert found[0].record.evidence.words == words
    stored = await filled.read(
        lambda u: u.execute(sa.select(StanceRow.said_last).where(StanceRow.key == "t2")).scalar(),
    )
    assert stored == found[0].record.evidence.said.last_day


async def test_nul_in_a_text_is_refused_or_kept_but_never_breaks(filled: Database) -> None:
    def work(unit: Unit) -> None:
        insert(unit, "stance", next_version(unit, "stance", said="a\0b"))

    if filled.url.get_backend_name() == "sqlite":
        await filled.write(work)
    else:
        with pytest.raises(InvalidInputError, match="character"):
            await filled.write(work)
