"""What is said of people's own data: whole, within Discord's limits, and in order."""

import io
import json
import zipfile
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from bot.services.privacy import Kept, PersonalData
from bot.services.retention import RetentionSet
from bot.ui.card import plain
from bot.ui.desk.people import who_did, who_drafted
from bot.ui.desk.retention_card import retention_card, retention_set_card
from bot.ui.privacy_card import erase_card, erased_card
from bot.ui.privacy_file import NAMES, personal_file

COUNTS = [field.name for field in fields(Kept) if field.name != "everywhere"]
NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)


def data(rows: dict[str, Any], guild_id: int | None = 900) -> PersonalData:
    return PersonalData(user_id=2**60 + 1, guild_id=guild_id, at=NOON, rows=rows)


def test_everything_that_is_kept_is_told_of_before_it_goes_and_after() -> None:
    """One of each is told in the singular, and none is left out."""
    for number in (1, 2_000_000):
        found = Kept(everywhere=False, **dict.fromkeys(COUNTS, number))
        for card in (erase_card(found), erased_card(found)):
            assert plain(card).count(f"{number:,} ") >= len(COUNTS) - 1
    each = Kept(everywhere=True, acts=1)
    assert "1 entry of the log" in plain(erase_card(each))
    assert "on any server" in plain(erase_card(each))
    assert "Goes for good" not in plain(erase_card(each))


def test_of_nothing_nothing_is_asked() -> None:
    card = erase_card(Kept(everywhere=False))
    assert (plain(card), card.buttons) == ("Nothing is kept of you on this server.", ())


def test_the_file_gives_ids_without_losing_a_digit_and_times_in_utc() -> None:
    row = {"guild_id": 900, "user_id": 2**60 + 1, "made_at": NOON, "body": '{"a":1}', "why": None}
    made = personal_file(data({"drafts": [row], "posts": [{"id": 5, "body": "no JSON"}]}))
    found = json.loads(made.data)
    assert found["user"] == str(2**60 + 1)
    assert found["server"] == "900"
    told = {"user_id": str(2**60 + 1), "made_at": "2025-03-16T12:00:00Z", "body": {"a": 1}}
    assert found[NAMES["drafts"]] == [told]
    assert found[NAMES["posts"]] == [{"id": 5, "body": "no JSON"}]
    everywhere = json.loads(personal_file(data({"drafts": [row]}, None)).data)
    assert everywhere[NAMES["drafts"]] == [{"guild_id": "900"} | told]


def test_what_is_too_long_for_discord_is_packed() -> None:
    made = personal_file(data({"acts": [{"what": "x" * 1000}] * 9000}))
    assert made.filename.endswith(".zip")
    assert len(made.data) < 2**20
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        (name,) = archive.namelist()
        assert len(json.loads(archive.read(name))[NAMES["acts"]]) == 9000


def test_who_is_forgotten_is_a_former_editor_and_the_program_is_not() -> None:
    assert who_did(7) == "<@7>"
    assert who_did(7, erased=True) == "<@7>"
    assert who_did(None, erased=True) == "a former editor"
    assert who_did(None) == "the bot’s operator"
    assert who_drafted(8, recorded_by=7) == "<@8>"
    assert who_drafted(None, recorded_by=7, erased=True) == "a former editor"
    assert who_drafted(None, recorded_by=None, erased=True) is None
    assert who_drafted(None, recorded_by=7) is None


def test_retention_is_said_in_days_with_a_way_back() -> None:
    assert "**1 day**" in plain(retention_card(1))
    assert "**3,650 days**" in plain(retention_card(3650))
    changed = retention_set_card(RetentionSet(days=90, before=30, seq=7))
    assert [getattr(each, "press", "") for each in changed.buttons] == ["sb:undo:7"]
    assert retention_set_card(RetentionSet(days=30, before=30)).buttons == ()


def test_the_file_of_one_person_names_nobody_else() -> None:
    """Neither who reported what they settled, nor who settled what they reported."""
    mine, other = 2**60 + 1, 2**60 + 3
    rows = {
        "reports": [{"user_id": mine, "settled_by": other}],
        "settled": [{"user_id": other, "settled_by": mine}],
        "acts": [{"recorded_by": mine, "drafted_by": other}],
    }
    made = personal_file(data(rows))
    assert str(other).encode() not in made.data
    assert json.loads(made.data)[NAMES["settled"]] == [
        {"user_id": "somebody else", "settled_by": str(mine)},
    ]
