"""Laws 2 and 9, attacked with plain SQL: nothing is overwritten, and drafts are invisible."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.db import acts, log, stances
from bot.db.engine import Database, Unit
from bot.db.guilds import load_directory
from bot.db.schema import Base
from bot.domain.records import KIND_NAMES, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, RecordState, Verb
from bot.errors import ConflictError, InvalidInputError
from tests.db.samples import (
    BLANK,
    GUILD,
    KINDS,
    LOG,
    NOON,
    OTHER,
    actor,
    each_refused,
    forbidden,
    source,
    stance,
)

# What may be forgotten of who did it; each has a test of its own.
FORGETTABLE = frozenset({"recorded_by", "drafted_by", "erased"})


async def test_law_2_no_row_of_the_log_can_be_changed_or_deleted(filled: Database) -> None:
    def work(unit: Unit) -> list[str]:
        tried = {table: [f"DELETE FROM {table}"] for table in LOG}
        for table in LOG:
            columns = Base.metadata.tables[table].columns.keys()
            tried[table] += [
                f'UPDATE {table} SET "{name}" = "{name}"'
                for name in columns
                if name not in FORGETTABLE
            ]
            if unit.dialect.name == "postgresql":
                tried[table].append(f"TRUNCATE {table} CASCADE")
            else:
                known = ", ".join(f'"{name}"' for name in columns)
                tried[table].append(
                    f"INSERT OR REPLACE INTO {table} ({known}) SELECT {known} FROM {table}",
                )
        statements = [statement for each in tried.values() for statement in each]
        return [statement for statement in statements if not forbidden(unit, statement)]

    assert await filled.write(work) == []


async def test_law_2_every_table_is_either_of_the_log_or_known_to_be_scratch() -> None:
    """A new table must say whether it is of the log."""
    scratch = {"guild", "channel_issue", "draft", "synced_commands", "post", "broken_channel"}
    scratch |= {"calendar_settings", "event_reminder", "personal_reminder", "mirrored_event"}
    scratch |= {"after_answer", "digest", "alert", "follow"}
    scratch |= {"role_grant", "report", "shown", "upload"}
    assert set(KIND_NAMES.values()) == set(KINDS)
    assert set(Base.metadata.tables) == scratch | set(LOG)


async def test_law_2_an_act_may_forget_who_did_it_and_nothing_else(filled: Database) -> None:
    def work(unit: Unit) -> tuple[int | None, list[bool]]:
        blame = "UPDATE act SET recorded_by = 8"
        refusals = [forbidden(unit, blame), forbidden(unit, "UPDATE act SET recorded_by = 7")]
        unit.execute(sa.text("UPDATE act SET recorded_by = NULL"))
        refusals.append(forbidden(unit, blame))
        return unit.execute(sa.text("SELECT recorded_by FROM act")).scalar_one(), refusals

    assert await filled.write(work) == (None, [True, True, True])


async def test_law_2_who_is_forgotten_is_so_for_good_and_leaves_a_mark(filled: Database) -> None:
    """The author of a draft goes as who published it does; that they were there is not taken back."""

    def work(unit: Unit) -> list[bool]:
        acts.begin(unit, GUILD, what="publish", at=NOON, by=8, drafted_by=9, why="Checked twice.")
        refusals = [
            forbidden(unit, f"UPDATE act SET {change} WHERE seq = 2")
            for change in ("drafted_by = 8", "drafted_by = 9", "erased = false", "why = NULL")
        ]
        unit.execute(sa.text("UPDATE act SET drafted_by = NULL, erased = true WHERE seq = 2"))
        refusals += [
            forbidden(unit, f"UPDATE act SET {change} WHERE seq = 2")
            for change in ("drafted_by = 9", "erased = false", "why = 'other'")
        ]
        found = unit.execute(sa.text("SELECT recorded_by, erased, why FROM act WHERE seq = 2"))
        assert [tuple(row) for row in found] == [(8, True, "Checked twice.")]
        return refusals

    assert await filled.write(work) == [True] * 7


async def test_law_2_who_when_and_why_are_kept_with_every_version(filled: Database) -> None:
    later = NOON + timedelta(hours=1)

    def work(unit: Unit) -> list[Recorded[Stance]]:
        was = log.by_keys(unit, Stance, Scope(guild_id=GUILD), ["t1"])["t1"]
        act = acts.begin(unit, GUILD, what="correct", at=later, by=8)
        new = replace(was.record, position=Position.CONSIDERING)
        acts.amend(act, was, new, verb=Verb.CORRECT, reason="A better translation.")
        return log.versions(unit, Stance, GUILD, "t1")

    first, second = await filled.write(work)
    assert (first.version.recorded_by, first.version.recorded_at) == (7, NOON)
    assert first.record.position is Position.AGREES_IN_PRINCIPLE
    assert (second.version.number, second.version.verb) == (2, Verb.CORRECT)
    assert (second.version.recorded_by, second.version.recorded_at) == (8, later)
    assert second.version.reason == "A better translation."


async def test_law_2_a_correction_and_a_retraction_say_why(filled: Database) -> None:
    attacks: list[dict[str, Any]] = [
        {"verb": verb, "reason": reason}
        for verb in ("correct", "retract")
        for reason in (None, *BLANK)
    ]
    attacks += [{"verb": "overwrite"}, {"state": "gone"}, {"number": 0}]
    for table in KINDS:
        await each_refused(filled, table, attacks)

    def work(unit: Unit) -> None:
        was = log.by_keys(unit, Stance, Scope(guild_id=GUILD), ["t1"])["t1"]
        act = acts.begin(unit, GUILD, what="retract", at=NOON)
        acts.amend(act, was, was.record, verb=Verb.RETRACT, reason=" ")

    with pytest.raises(InvalidInputError, match="reason"):
        await filled.write(work)


async def test_law_2_what_is_retracted_was_retracted_and_nothing_else(filled: Database) -> None:
    attacks: list[dict[str, Any]] = [
        {"verb": "retract", "reason": "A hoax.", "state": "published"},
        {"verb": "retract", "reason": "A hoax.", "state": "draft"},
        {"verb": "correct", "reason": "A typo.", "state": "retracted"},
        {"verb": "confirm", "state": "retracted"},
    ]
    for table in KINDS:
        await each_refused(filled, table, attacks)


async def test_law_2_of_two_editors_at_once_the_second_is_told(filled: Database) -> None:
    """Both looked at version 1; exactly one writes version 2, and the other loses nothing."""
    scope = Scope(guild_id=GUILD)
    seen = (await filled.read(lambda u: log.by_keys(u, Stance, scope, ["t1"])))["t1"]

    def correct(position: Position) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            act = acts.begin(unit, GUILD, what="correct", at=NOON, by=8)
            new = replace(seen.record, position=position)
            acts.amend(act, seen, new, verb=Verb.CORRECT, reason="Misread.")

        return work

    outcomes = await asyncio.gather(
        filled.write(correct(Position.REJECTS)),
        filled.write(correct(Position.ACCEPTS)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ConflictError", "NoneType"]
    versions = await filled.read(lambda u: log.versions(u, Stance, GUILD, "t1"))
    assert [each.version.number for each in versions] == [1, 2]
    acted = await filled.read(lambda u: u.execute(sa.text("SELECT count(*) FROM act")).scalar())
    assert acted == 2, "the act of the one who lost is not left behind"


async def test_law_2_the_same_cause_acts_only_once(filled: Database) -> None:
    def work(unit: Unit) -> None:
        acts.begin(unit, GUILD, what="again", at=NOON, cause=f"first {GUILD}")

    with pytest.raises(ConflictError):
        await filled.write(work)
    await filled.write(lambda u: acts.begin(u, OTHER, what="x", at=NOON, cause=f"first {GUILD}"))


async def test_law_2_a_key_stays_what_it_first_named(filled: Database) -> None:
    """Keys are never re-used, not even for another kind of record."""

    def work(unit: Unit) -> None:
        acts.add(acts.begin(unit, GUILD, what="add", at=NOON), source("putin"))

    with pytest.raises(ConflictError):
        await filled.write(work)


async def test_a_key_with_a_confusing_name_is_no_conflict(filled: Database) -> None:
    """Only a row that stands already is a conflict; a missing record is a mistake of the program."""

    def work(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="add", at=NOON)
        acts.add(act, stance("t2", holder="number-ten"))

    with pytest.raises(IntegrityError):
        await filled.write(work)


async def test_law_9_a_draft_is_seen_by_no_lookup_and_supersedes_nothing(
    filled: Database,
) -> None:
    scope = Scope(guild_id=GUILD)

    def work(unit: Unit) -> list[Any]:
        act = acts.begin(unit, GUILD, what="draft", at=NOON)
        acts.add(act, stance("t2", position=Position.REJECTS), state=RecordState.DRAFT)
        acts.add(act, actor("trump"), state=RecordState.DRAFT)
        was = log.by_keys(unit, Stance, scope, ["t1"])["t1"]
        draft = replace(was.record, position=Position.ACCEPTS)
        acts.amend(act, was, draft, verb=Verb.SET, state=RecordState.DRAFT)
        shown = [
            *stances.latest(unit, scope, "ceasefire").values(),
            *stances.history(unit, scope, "ceasefire", ["putin"]),
            *log.by_keys(unit, Stance, scope, ["t1", "t2"]).values(),
            *log.all_live(unit, Stance, scope),
        ]
        assert "trump" not in load_directory(unit, scope).actors
        return [(each.record.key, each.version.number) for each in shown]

    assert await filled.write(work) == [("t1", 1)] * 4
