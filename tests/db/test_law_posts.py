"""Laws 7 and 8 of posts, attacked with plain SQL: what is owed is kept, in one server's world."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.db import acts
from bot.db.engine import Database, Unit
from tests.db.post_samples import row
from tests.db.samples import GUILD, NOON, OTHER, fill, forbidden, insert, refused, source

TRIED: dict[str, Any] = {"body": "{}", "first_attempt_at": NOON}
STATES: dict[str, dict[str, Any]] = {
    "due": {},
    "tried": TRIED,
    "claimed": {"state": "claimed", **TRIED},
    "failed": {"state": "failed", "reason": "refused", **TRIED},
    "skipped": {"state": "skipped", "reason": "moved"},
    "sent": {"state": "sent", "sent_at": NOON, **TRIED},
}


def stored(unit: Unit, **values: Any) -> dict[str, Any]:
    """A post's row as plain SQL writes it on either database."""
    post = row(1, 5, NOON) | values
    if unit.dialect.name == "sqlite":
        post = {key: str(it) if it == NOON else it for key, it in post.items()}
    return post


async def refusals(database: Database, statement: str) -> dict[str, bool]:
    """For a post in each state, whether the database refuses a statement about it."""

    def of(state: str) -> Callable[[Unit], bool]:
        def work(unit: Unit) -> bool:
            point = unit.begin_nested()
            acts.begin(unit, GUILD, what="test", at=NOON)
            insert(unit, "post", stored(unit, **STATES[state]))
            found = forbidden(unit, statement)
            point.rollback()
            return found

        return work

    return {state: await database.write(of(state)) for state in STATES}


async def test_law_8_a_post_that_was_not_sent_cannot_be_deleted(database: Database) -> None:
    found = await refusals(database, "DELETE FROM post")
    assert [state for state, refused_ in found.items() if not refused_] == ["skipped", "sent"]


@pytest.mark.parametrize(
    "change",
    [
        "body = 'other words'",
        "body = NULL",
        "body = NULL, first_attempt_at = NULL",
        "body = NULL, first_attempt_at = NULL, token = 'another'",
    ],
)
async def test_law_8_what_is_being_tried_keeps_its_words(database: Database, change: str) -> None:
    """Also with another token; only what failed or was skipped may be owed in other words."""
    found = await refusals(database, f"UPDATE post SET {change}")
    assert (found["tried"], found["claimed"], found["sent"]) == (True, True, True)


async def test_law_8_what_failed_gets_other_words_only_with_another_marker(
    database: Database,
) -> None:
    """By the old one it could be found, and taken for the new."""
    anew = "UPDATE post SET state = 'due', body = NULL, first_attempt_at = NULL"
    assert (await refusals(database, anew))["failed"]
    assert not (await refusals(database, f"{anew}, token = 'another'"))["failed"]


@pytest.mark.parametrize("state", ["due", "claimed", "failed", "skipped"])
async def test_law_8_what_was_sent_stays_sent(database: Database, state: str) -> None:
    change = f"UPDATE post SET state = '{state}', reason = 'moved'"
    assert (await refusals(database, change))["sent"]


async def test_law_8_every_state_has_what_it_means(database: Database) -> None:
    """A reason for what was not sent, a time for what was, words for what was tried, a place."""
    attacks: list[dict[str, Any]] = [
        {"state": "failed"},
        {"state": "skipped"},
        {"state": "sent"},
        {"first_attempt_at": NOON},
        {"channel_id": None},
        {"state": "lost"},
        {"kind": "chat"},
        {"state": "failed", "reason": "mood"},
    ]

    def work(unit: Unit) -> list[dict[str, Any]]:
        acts.begin(unit, GUILD, what="test", at=NOON)
        assert not refused(unit, "post", stored(unit))
        return [each for each in attacks if not refused(unit, "post", stored(unit, **each))]

    assert await database.write(work) == []


async def test_law_8_one_key_is_owed_once_in_a_server(database: Database) -> None:
    def work(unit: Unit) -> list[bool]:
        for guild in (GUILD, OTHER):
            acts.begin(unit, guild, what="test", at=NOON)
        insert(unit, "post", stored(unit))
        return [
            refused(unit, "post", stored(unit, channel_id=6)),
            refused(unit, "post", stored(unit, guild_id=OTHER)),
        ]

    assert await database.write(work) == [True, False]


async def test_law_7_nothing_of_the_calendar_names_another_servers_records(
    database: Database,
) -> None:
    """Each reference is tried with a key, or an act, that only the other server has."""

    def work(unit: Unit) -> list[str]:
        fill(unit, OTHER)
        acts.begin(unit, OTHER, what="their second act", at=NOON)
        ours = acts.begin(unit, GUILD, what="ours", at=NOON)
        acts.add(ours, source())
        at = NOON if unit.dialect.name == "postgresql" else str(NOON)
        person = {"guild_id": GUILD, "id": "p1", "user_id": 1, "lead": 0, "made_at": at}
        after = {"guild_id": GUILD, "answer": "unchanged", "act": 1}
        names = {"event": "e1", "actor": "putin", "issue": "ceasefire"}
        attacks: list[tuple[str, dict[str, Any]]] = [
            ("post", stored(unit, event="e1")),
            ("personal_reminder", person | {"event": "e1"}),
            ("event_reminder", {"guild_id": GUILD, "event": "e1"}),
            ("mirrored_event", {"guild_id": GUILD, "event": "e1", "discord_id": 1}),
            ("after_answer", after | names),
        ]
        crossed = [table for table, values in attacks if not refused(unit, table, values)]
        for table, values in attacks:
            theirs = values | {"guild_id": OTHER}
            assert not refused(unit, table, theirs), f"the sound row of {table} must pass"
        # Of a row that is sound otherwise, each reference by itself.
        for each in names:
            mixed = after | {key: "s1" if key != each else it for key, it in names.items()}
            if not refused(unit, "after_answer", mixed):
                crossed.append(f"after_answer.{each}")
        if not refused(unit, "after_answer", after | dict.fromkeys(names, "s1") | {"act": 2}):
            crossed.append("after_answer.act")
        assert not refused(unit, "after_answer", after | dict.fromkeys(names, "s1"))
        return crossed

    assert await database.write(work) == []
