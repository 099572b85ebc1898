"""From 0002 to 0003 and back with data in every table: nothing is lost, and the laws hold after."""

from collections.abc import AsyncIterator
from datetime import time, timedelta
from itertools import cycle, product
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from alembic import command

from bot.db import acts, log, posts, rules, sending
from bot.db.engine import Database, Unit, open_database
from bot.db.mapping import to_columns
from bot.db.schema import Base, ChannelIssueRow, DraftRow, SyncedCommandsRow
from bot.db.schema_posts import (
    AfterAnswerRow,
    BrokenChannelRow,
    CalendarSettingsRow,
    EventReminderRow,
    MirroredEventRow,
    PersonalReminderRow,
    PostRow,
)
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.records import Condition, Issue, Record
from bot.domain.rules import Alert, AlertWeight, Digest, Follow, FollowKind, Pace, WhenEmpty
from bot.domain.scope import Scope
from bot.packs.shape import LISTS
from bot.packs.starter import load_starter
from tests.db.migrating import content, migrating, triggers
from tests.db.post_samples import claim, new, row
from tests.db.samples import GUILD, LOG, NOON, OTHER, fill, forbidden, refused

NEW_KINDS = frozenset({PostKind.DIGEST, PostKind.ALERT, PostKind.FOLLOW, PostKind.ALIVE})
LATER_KINDS = frozenset({PostKind.CORRECTION, PostKind.ANSWER})
OLD_KINDS = tuple(kind for kind in PostKind if kind not in NEW_KINDS | LATER_KINDS)
LATER_REASONS = frozenset({Reason.NOTHING_NEW, Reason.GONE})
OLD_REASONS = tuple(reason for reason in Reason if reason not in LATER_REASONS)
NEW_TABLES = {"digest", "alert", "follow"}
LATER_TABLES = {"role_grant", "setting_change", "report", "shown", "upload"}
DECLARED = {
    index.name
    for table in Base.metadata.tables.values()
    if table.name not in LATER_TABLES
    for index in table.indexes
}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
# What else each state needs to stand.
STATES: dict[PostState, dict[str, Any]] = {
    PostState.DUE: {},
    PostState.CLAIMED: {"claimed_by": "a", "body": "{}", "first_attempt_at": NOON, "attempts": 1},
    PostState.SENT: {"body": "Дзвінок", "first_attempt_at": NOON, "sent_at": NOON, "message_id": 7},
    PostState.FAILED: {"body": "{}", "first_attempt_at": NOON, "detail": "403", "attempts": 9},
    PostState.SKIPPED: {},
}


@pytest.fixture
async def before(empty_url: str) -> AsyncIterator[Database]:
    """A database at 0002, with a log and every kind of post in every state."""
    async with open_database(empty_url) as opened:
        # Today's program writes today's tables only, so they are filled first and taken back.
        await opened.ddl(migrating(command.upgrade, "head"))
        await opened.write(_fill)
        await opened.ddl(migrating(command.downgrade, "0002"))
        yield opened
        await opened.ddl(migrating(command.upgrade, "head"))


def _fill(unit: Unit) -> None:
    for guild in (GUILD, OTHER):
        fill(unit, guild)
        unit.execute(sa.insert(PostRow), [*_posts(guild, OLD_KINDS, OLD_REASONS)])
    at = {"guild_id": GUILD}
    event = {**at, "event": "e1"}
    unit.execute(sa.insert(ChannelIssueRow).values(**at, channel_id=5, issue="ceasefire"))
    unit.execute(
        sa.insert(DraftRow).values(
            **at, id="d", user_id=7, kind="issue edit", body="{}", saved_at=NOON
        ),
    )
    unit.execute(sa.insert(SyncedCommandsRow).values(application_id=1, scope=0, hash="x"))
    unit.execute(
        sa.insert(CalendarSettingsRow).values(**at, channel_id=5, leads="3600 0", mirror=True),
    )
    unit.execute(sa.insert(EventReminderRow).values(**event, leads="60"))
    unit.execute(
        sa.insert(PersonalReminderRow).values(**event, id="p", user_id=7, lead=60, made_at=NOON),
    )
    unit.execute(
        sa.insert(AfterAnswerRow).values(
            **event, actor="putin", issue="ceasefire", answer="changed", act=1
        ),
    )
    unit.execute(sa.insert(MirroredEventRow).values(**event, discord_id=2**62))
    unit.execute(
        sa.insert(BrokenChannelRow).values(**at, channel_id=6, reason="no_access", since=NOON),
    )


def _posts(guild: int, kinds: Any, reasons: Any) -> list[dict[str, Any]]:
    """A post of each kind in each state; over all of them, each reason."""
    due, every = row(0, 5, NOON), cycle(reasons)
    columns: dict[str, Any] = {name: None for state in STATES.values() for name in state}
    found = []
    for number, (kind, state) in enumerate(product(kinds, PostState)):
        is_over = state in {PostState.FAILED, PostState.SKIPPED}
        found.append(
            due
            | columns
            | STATES[state]
            | {
                "guild_id": guild,
                "key": f"{kind.value}/{state.value}",
                "kind": kind.value,
                "state": state.value,
                "lane": f"{guild}:{number}",
                "token": f"{guild}-{number}",
                "event": "e1" if number % 2 else None,
                "due_at": NOON + timedelta(seconds=number),
                "attempts": STATES[state].get("attempts", 0),
                "reason": next(every).value if is_over else None,
            },
        )
    return found


def _indexes(unit: Unit) -> dict[str, str]:
    found = unit.execute(sa.text(INDEXES[unit.dialect.name]))
    return {name: " ".join(text.split()) for name, text in found}


def _as_before(content: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What 0002 knows of it."""
    kept = {table: rows for table, rows in content.items() if table not in NEW_TABLES}
    old = [each for each in kept["post"] if each["kind"] in OLD_KINDS]
    assert [each.pop("through") for each in old] == [None] * len(old)
    return {**kept, "post": sorted(old, key=repr)}


async def test_nothing_is_lost_upwards_downwards_and_upwards_again(before: Database) -> None:
    rows, laws = await before.read(content), await before.read(triggers)
    indexes = await before.read(_indexes)
    assert len(rows["post"]) == 2 * len(OLD_KINDS) * len(PostState)
    assert all(rows[table] for table in rows), "every table must hold something"
    for _ in range(2):
        await before.ddl(migrating(command.upgrade, "0003"))
        assert _as_before(await before.read(content)) == rows
        assert await before.read(triggers) == laws
        found = await before.read(_indexes)
        assert {name: text for name, text in found.items() if name in indexes} == indexes
        assert {name for name in found if name.startswith("ix_")} == DECLARED
        await before.ddl(migrating(command.downgrade, "0002"))
        assert await before.read(content) == rows
        assert await before.read(triggers) == laws
        assert await before.read(_indexes) == indexes


async def test_the_laws_hold_after_it(before: Database) -> None:
    await before.ddl(migrating(command.upgrade, "0003"))

    def work(unit: Unit) -> None:
        for table in set(LOG) - LATER_TABLES:
            assert forbidden(unit, f"DELETE FROM {table}"), table
        for state in PostState:
            where = f"WHERE key = 'reminder/{state.value}'"
            open_ = state not in {PostState.SENT, PostState.SKIPPED}
            assert forbidden(unit, f"DELETE FROM post {where}") is open_, state
            tried = "body" in STATES[state]
            assert forbidden(unit, f"UPDATE post SET body = 'other' {where}") is tried, state
        sent = "UPDATE post SET state = 'due' WHERE key = 'reminder/sent'"
        assert forbidden(unit, sent)
        for name, value in {
            "kind": "'nonsense'",
            "state": "'lost'",
            "reason": "'because'",
            "event": "'nothing'",
            "key": "'reminder/sent'",
            "guild_id": "1",
        }.items():
            change = f"UPDATE post SET {name} = {value} WHERE key = 'reminder/due'"
            assert forbidden(unit, change), name
        for kind in NEW_KINDS:
            change = f"UPDATE post SET kind = '{kind.value}' WHERE key = 'reminder/due'"
            assert not forbidden(unit, change), kind
        skipped = "UPDATE post SET reason = 'nothing_new' WHERE key = 'reminder/skipped'"
        assert not forbidden(unit, skipped)
        assert not refused(unit, "digest", _digest_row(unit))
        assert refused(unit, "digest", {**_digest_row(unit), "empty": "maybe"})
        assert refused(unit, "digest", {**_digest_row(unit), "issue": "nothing"})

    await before.write(work)


def _digest_row(unit: Unit) -> dict[str, Any]:
    return {
        "guild_id": GUILD,
        "id": "x",
        "channel_id": 5,
        "issue": "ceasefire",
        "at": "09:00",
        "days": "0",
        "zone": "UTC",
        "language": "en-GB",
        "empty": "skip",
        "paused": False,
        "mark": 0,
        "marked_at": str(NOON) if unit.dialect.name == "sqlite" else NOON,
    }


async def test_what_was_owed_is_sent_and_new_posts_get_new_numbers(before: Database) -> None:
    await before.ddl(migrating(command.upgrade, "0003"))

    def work(unit: Unit) -> None:
        last = unit.execute(sa.select(sa.func.max(PostRow.id))).scalar_one()
        posts.owe(unit, GUILD, [new("later", due=NOON)])
        (number,) = unit.execute(sa.select(PostRow.id).where(PostRow.key == "later")).scalars()
        assert number > last
        taken = claim(unit, now=NOON + timedelta(hours=1), limit=500)
        assert {each.state for each in taken} == {PostState.CLAIMED}
        assert len(taken) == 2 * 2 * len(OLD_KINDS) + 1
        first = taken[0]
        sending.keep_body(unit, first.id, first.body or "words", at=NOON, through=3)
        found = posts.by_id(unit, first.guild_id, first.id)
        assert found is not None
        assert found.through == 3

    await before.write(work)


async def test_what_0003_brought_goes_with_it_and_hinders_nothing(before: Database) -> None:
    """Also what is owed of the new kinds, which the laws keep from being deleted."""
    rows = await before.read(content)
    await before.ddl(migrating(command.upgrade, "0003"))

    def work(unit: Unit) -> None:
        unit.execute(sa.insert(PostRow), _posts(GUILD, sorted(NEW_KINDS), (Reason.NOTHING_NEW,)))
        rules.keep_digest(
            unit,
            GUILD,
            Digest(
                id="d",
                channel_id=5,
                issue="ceasefire",
                at=time(9),
                days=frozenset({0}),
                zone="UTC",
                language="en-GB",
                empty=WhenEmpty.SKIP,
                paused=False,
                mark=1,
                marked_at=NOON,
            ),
        )
        alert = Alert(
            id="a", channel_id=5, issue=None, weight=AlertWeight.FLIPS, mark=1, marked_at=NOON
        )
        rules.keep_alert(unit, GUILD, alert)
        follow = Follow(
            id="f",
            user_id=7,
            kind=FollowKind.ACTOR,
            target="putin",
            pace=Pace.DAILY,
            mark=1,
            made_at=NOON,
        )
        rules.keep_follow(unit, GUILD, follow)

    await before.write(work)
    await before.ddl(migrating(command.downgrade, "0002"))
    assert await before.read(content) == rows
    await before.ddl(migrating(command.upgrade, "0003"))
    assert _as_before(await before.read(content)) == rows
    found = await before.read(content)
    assert all(found[table] == [] for table in NEW_TABLES)


def _of_before(record: Record) -> dict[str, Any]:
    """A record's columns as a program at 0002 wrote them: its body lacks the later fields."""
    columns = to_columns(record)
    body = msgspec.json.decode(columns["body"])
    body.pop("stale_after_days", None)
    for condition in body.get("conditions", ()):
        del condition["settled"], condition["settled_on"]
    return columns | {"body": msgspec.json.encode(body).decode()}


async def test_a_pack_that_an_older_program_took_in_reads_as_it_was(
    before: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = load_starter()
    guild = 77

    def write(unit: Unit) -> None:
        act = acts.begin(unit, guild, what="import", at=NOON)
        acts.add_many(act, [record for _, record in starter.records()])

    # Today's program reads and writes today's tables only; the bodies are those of before.
    await before.ddl(migrating(command.upgrade, "head"))
    with monkeypatch.context() as older:
        older.setattr(acts, "to_columns", _of_before)
        await before.write(write)
    await before.ddl(migrating(command.downgrade, "0002"))
    await before.ddl(migrating(command.upgrade, "head"))

    def read(unit: Unit) -> dict[str, list[Record]]:
        scope = Scope(guild_id=guild)
        return {
            name: [each.record for each in log.all_live(unit, kind, scope)]
            for name, kind in LISTS.items()
        }

    found = await before.read(read)
    assert found == {name: list(getattr(starter, name)) for name in LISTS}
    (issue,) = found["issues"]
    assert isinstance(issue, Issue)
    assert issue.stale_after_days is None
    settled = [c for each in starter.stances for c in each.conditions if c.settled is not None]
    assert settled == list[Condition]()
