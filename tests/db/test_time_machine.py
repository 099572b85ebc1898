"""Laws 2 and 3: whatever was entered, each look-up answers as a plain reading of the log would."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings

from bot.db import acts, claims, log, stances
from bot.db.engine import Database, Unit
from bot.db.facts import CLAIMS, SILENCES, facts
from bot.domain.records import Claim, Recorded, Source, Stance, Statement
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, RecordState, Verb
from bot.domain.when import days
from tests.db.naive_log import (
    FIRST,
    HOLDERS,
    ISSUES,
    LOGS,
    QUESTIONS,
    START,
    Entry,
    Step,
    play,
    said_by_then,
    standing_entries,
)
from tests.db.samples import actor, claim, evidence, issue, source, stance, standing

GUILDS = count(1_000, 2)


def names(found: Iterable[Recorded[Any]]) -> list[tuple[str, int]]:
    found = list(found)
    assert all(each.source is not None and each.source.key == "s1" for each in found)
    return [(each.record.key, each.version.number) for each in found]


def expected(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    return [(entry.record.key, entry.number) for entry in entries]


def check_stances(unit: Unit, model: list[Entry], scope: Scope, issue_key: str) -> None:
    entries = standing_entries(model, scope, Stance)
    assert names(log.all_live(unit, Stance, scope)) == expected(entries)
    trail = said_by_then(entries, scope, issue_key)
    mine = {h: [e for e in trail if e.record.holder == h] for h in HOLDERS}
    latest = stances.latest(unit, scope, issue_key)
    assert list(latest) == [h for h in sorted(HOLDERS) if mine[h]]
    assert names(latest.values()) == expected(mine[holder][0] for holder in latest)
    history = stances.history(unit, scope, issue_key, HOLDERS)
    assert names(history) == expected(trail)
    assert names(stances.history(unit, scope, issue_key, HOLDERS, limit=2, offset=1)) == expected(
        trail[1:3],
    )
    for holder in HOLDERS:
        found = standing(unit, scope, issue_key, holder)
        if found is None:
            assert not mine[holder]
            continue
        position = mine[holder][0].record.position
        run = next(
            (n for n, e in enumerate(mine[holder]) if e.record.position is not position),
            len(mine[holder]),
        )
        assert names([found.current, found.opening]) == expected(
            [mine[holder][0], mine[holder][run - 1]],
        )
        before = names([found.before] if found.before else [])
        assert before == expected(mine[holder][run : run + 1])


def check_claims(unit: Unit, model: list[Entry], scope: Scope, issue_key: str) -> None:
    trail = said_by_then(standing_entries(model, scope, Claim), scope, issue_key)
    assert names(claims.claims(unit, scope, issue_key)) == expected(trail)
    for holder in HOLDERS:
        about = [e for e in trail if e.record.about == holder]
        assert names(claims.claims(unit, scope, issue_key, about=[holder])) == expected(about)
        assert names(facts(unit, scope, issue_key, holder).claims) == expected(about[:CLAIMS])
    two = [e for e in trail if e.record.about in HOLDERS[:2]]
    assert names(claims.claims(unit, scope, issue_key, about=HOLDERS[:2])) == expected(two)
    page = claims.claims(unit, scope, issue_key, about=HOLDERS[:2], limit=2, offset=1)
    assert names(page) == expected(two[1:3])


def check_statements(unit: Unit, model: list[Entry], scope: Scope, issue_key: str) -> None:
    trail = said_by_then(standing_entries(model, scope, Statement), scope, issue_key)
    assert names(claims.statements(unit, scope, issue_key)) == expected(trail)
    by_two = [e for e in trail if e.record.evidence.speaker in HOLDERS[:2]]
    found = claims.statements(unit, scope, issue_key, by=HOLDERS[:2], limit=2)
    assert names(found) == expected(by_two[:2])
    for holder in HOLDERS:
        silences = [
            e
            for e in trail
            if e.record.evidence.speaker == holder and issue_key in e.record.silent_on
        ]
        found = list(facts(unit, scope, issue_key, holder).silences)
        assert names(found) == expected(silences[:SILENCES])


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=LOGS, questions=QUESTIONS)
async def test_law_3_lookups_answer_as_the_log_says(
    database: Database,
    steps: list[Step],
    questions: list[tuple[date | None, datetime | None]],
) -> None:
    """Current is the newest by day said, then by entry, at any `as_of` and any `known_at`."""
    guild = next(GUILDS)
    guilds = (guild, guild + 1)
    model = await database.write(lambda unit: play(unit, steps, guilds))

    def ask(unit: Unit) -> None:
        for as_of, known_at in questions:
            for guild_id in guilds:
                scope = Scope(guild_id=guild_id, as_of=as_of, known_at=known_at)
                for issue_key in ISSUES:
                    check_stances(unit, model, scope, issue_key)
                    check_claims(unit, model, scope, issue_key)
                    check_statements(unit, model, scope, issue_key)

    await database.read(ask)


async def test_law_3_of_the_same_day_the_one_entered_last_is_current(database: Database) -> None:
    """And a correction of the earlier one does not put it in front."""
    scope = Scope(guild_id=1)

    def work(unit: Unit) -> list[list[str]]:
        act = acts.begin(unit, 1, what="set", at=START)
        acts.add_many(act, [source(), *map(actor, HOLDERS), issue(), stance("b"), claim("c-b")])
        acts.add_many(act, [stance("a"), claim("c-a")])
        was = log.by_keys(unit, Stance, scope, ["b"])["b"]
        later = acts.begin(unit, 1, what="correct", at=START + timedelta(days=1))
        acts.amend(later, was, was.record, verb=Verb.CORRECT, reason="A better translation.")
        found = standing(unit, scope, "ceasefire", "putin")
        assert found is not None
        known = facts(unit, scope, "ceasefire", "putin")
        return [
            [key for key, _ in names(part)]
            for part in (
                stances.latest(unit, scope, "ceasefire").values(),
                stances.history(unit, scope, "ceasefire", HOLDERS),
                [found.current, found.opening],
                known.stances,
                known.claims,
            )
        ]

    assert await database.write(work) == [
        ["a"],
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
        ["c-a", "c-b"],
    ]


async def test_law_3_a_clock_that_was_set_back_leaves_one_version_standing(
    database: Database,
) -> None:
    """Version 3 was recorded before version 2 by a clock that had been wrong in between."""

    def work(unit: Unit) -> list[list[tuple[str, int]]]:
        act = acts.begin(unit, 1, what="set", at=START)
        acts.add_many(act, [source(), actor("putin"), issue(), stance("t")])
        for hours in (3, 2):
            act = acts.begin(unit, 1, what="confirm", at=START + timedelta(hours=hours))
            seen = log.versions(unit, Stance, 1, "t")[-1]
            acts.amend(act, seen, seen.record, verb=Verb.CONFIRM)
        return [
            names(
                log.all_live(
                    unit,
                    Stance,
                    Scope(guild_id=1, known_at=START + timedelta(hours=hours)),
                ),
            )
            for hours in (-1, 1, 2, 3)
        ]

    assert await database.write(work) == [[], [("t", 1)], [("t", 3)], [("t", 3)]]


async def test_law_3_a_record_is_shown_once_with_its_source_as_known(database: Database) -> None:
    """A source that was corrected shows as it stood then; one that was retracted, not at all."""
    hours = [START + timedelta(hours=n) for n in range(3)]

    def work(unit: Unit) -> list[list[str | None]]:
        act = acts.begin(unit, 1, what="set", at=hours[0])
        acts.add_many(act, [source(), actor("putin"), issue(), stance("t")])
        for at, verb, state, publisher in (
            (hours[1], Verb.CORRECT, RecordState.PUBLISHED, "Reuters"),
            (hours[2], Verb.RETRACT, RecordState.RETRACTED, "Reuters"),
        ):
            was = log.versions(unit, Source, 1, "s1")[-1]
            changed = replace(was.record, publisher=publisher)
            act = acts.begin(unit, 1, what="change", at=at)
            acts.amend(act, was, changed, verb=verb, reason="Misread.", state=state)
        return [
            [each.source.publisher if each.source else None for each in found]
            for scope in [Scope(guild_id=1, known_at=at) for at in hours]
            for found in (
                stances.latest(unit, scope, "ceasefire").values(),
                facts(unit, scope, "ceasefire", "putin").stances,
            )
        ]

    assert await database.write(work) == [["Al Jazeera"]] * 2 + [["Reuters"]] * 2 + [[None]] * 2


async def test_law_3_a_run_longer_than_one_step_of_the_walk_is_found(database: Database) -> None:
    """Forty confirming statements in a row still show since when, and what was before."""

    def work(unit: Unit) -> tuple[str, str, str]:
        act = acts.begin(unit, 1, what="set", at=START)
        acts.add_many(act, [source(), actor("putin"), issue()])
        before = stance("before", position=Position.REJECTS, evidence=_on(0))
        run = [stance(f"run-{n}", position=Position.ACCEPTS, evidence=_on(n)) for n in range(1, 41)]
        acts.add_many(act, [before, *run])
        found = standing(unit, Scope(guild_id=1), "ceasefire", "putin")
        assert found is not None
        assert found.before is not None
        return (
            found.current.record.key,
            found.opening.record.key,
            found.before.record.key,
        )

    assert await database.write(work) == ("run-40", "run-1", "before")


async def test_law_5_later_statements_crowd_no_silence_off_the_card(database: Database) -> None:
    """An omission is news however much was said since."""

    def work(unit: Unit) -> list[tuple[str, int]]:
        act = acts.begin(unit, 1, what="set", at=START)
        acts.add_many(act, [source(), actor("putin"), issue()])
        for n in range(SILENCES + 1):
            said = Statement(key=f"u-{n}", issue="ceasefire", evidence=_on(n))
            acts.add(act, replace(said, silent_on=("ceasefire",)) if n == 0 else said)
        return names(facts(unit, Scope(guild_id=1), "ceasefire", "putin").silences)

    assert await database.write(work) == [("u-0", 1)]


async def test_law_4_a_claim_about_a_holder_moves_nothing(database: Database) -> None:
    """However many say so, and however new: the holder's stance and its history stay the same."""

    def work(unit: Unit) -> tuple[Any, Any]:
        scope = Scope(guild_id=1)
        act = acts.begin(unit, 1, what="set", at=START)
        acts.add_many(act, [source(), *map(actor, HOLDERS), issue(), stance("t1")])

        def shown() -> tuple[Any, ...]:
            return (
                stances.latest(unit, scope, "ceasefire"),
                stances.history(unit, scope, "ceasefire", HOLDERS),
                standing(unit, scope, "ceasefire", "putin"),
            )

        before = shown()
        acts.add_many(act, [claim(f"c{n}", evidence=_on(n)) for n in range(20)])
        assert len(claims.claims(unit, scope, "ceasefire", about=["putin"])) == 20
        return before, shown()

    before, after = await database.write(work)
    assert before == after


def _on(day: int) -> Any:
    return replace(evidence(), said=days(FIRST + timedelta(days=day)))
