"""Laws 2 and 3: whatever was entered, each look-up answers as a plain reading of the log would.

The model knows no SQL: it is a list of versions and the sentence of law 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, groupby
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.db import acts, claims, log, stances
from bot.db.engine import Database, Unit
from bot.db.facts import CLAIMS, facts
from bot.domain.records import Claim, Record, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, RecordState, Verb
from bot.domain.when import When, days
from tests.db.samples import actor, claim, evidence, issue, source, stance, standing

HOLDERS = ("putin", "trump", "zelenskyy")
ISSUES = ("ceasefire", "summit")
POSITIONS = (Position.ACCEPTS, Position.NEUTRAL, Position.REJECTS)
# Civil days begin at different instants; in the last zone they differ by a season.
ZONES = ("UTC", "Asia/Tokyo", "America/New_York")
FIRST = date(2025, 3, 8)
START = datetime(2025, 3, 10, tzinfo=UTC)
GUILDS = count(1_000, 2)


@dataclass(frozen=True)
class Entry:
    """One version, as the model remembers it; `order` is that of its record's first entry."""

    guild: int
    record: Any
    number: int
    state: RecordState
    at: datetime
    order: int
    begins: datetime
    last_day: date


@dataclass(frozen=True)
class Step:
    """One thing an editor does. `target` None is a new record."""

    kind: type[Any]
    second_guild: bool
    target: int | None
    verb: Verb
    state: RecordState
    holder: str
    other: str
    issue: str
    position: Position
    day: int
    length: int
    zone: str
    hour: int


def _states(verb: Verb) -> st.SearchStrategy[RecordState]:
    if verb is Verb.RETRACT:
        return st.just(RecordState.RETRACTED)
    if verb is Verb.SET:
        return st.sampled_from([RecordState.PUBLISHED, RecordState.PUBLISHED, RecordState.DRAFT])
    return st.just(RecordState.PUBLISHED)


def _step(verb: Verb) -> st.SearchStrategy[Step]:
    # Few choices, so that ties and long runs of one holder come about.
    return st.builds(
        lambda pair, **more: Step(holder=pair[0], other=pair[1], verb=verb, **more),
        pair=st.sampled_from([HOLDERS, HOLDERS, HOLDERS[1:], HOLDERS[::-1]]),
        kind=st.sampled_from([Stance, Stance, Claim]),
        second_guild=st.sampled_from([False, False, False, True]),
        target=st.none() if verb is Verb.SET else st.integers(0, 3),
        state=_states(verb),
        issue=st.sampled_from([ISSUES[0], ISSUES[0], ISSUES[1]]),
        position=st.sampled_from(POSITIONS),
        day=st.integers(0, 3),
        length=st.sampled_from([1, 1, 1, 4]),
        zone=st.sampled_from(["UTC", "UTC", *ZONES]),
        hour=st.integers(0, 3),
    )


# A draft of a published record is a SET with a target; it is drawn apart from new records.
DRAFTS = _step(Verb.SET).flatmap(
    lambda step: st.integers(0, 3).map(
        lambda at: replace(step, target=at, state=RecordState.DRAFT),
    ),
)
LOGS = st.lists(
    st.one_of(_step(Verb.SET), *(_step(verb) for verb in Verb), DRAFTS),
    min_size=4,
    max_size=24,
)
QUESTIONS = st.lists(
    st.tuples(
        st.none() | st.integers(-1, 7).map(lambda n: FIRST + timedelta(days=n)),
        st.none() | st.integers(-1, 3).map(lambda n: START + timedelta(hours=n)),
    ),
    min_size=1,
    max_size=4,
)


def _record(step: Step, key: str, said: When) -> Record:
    said_by_holder = evidence(step.holder, said=said)
    if step.kind is Claim:
        return claim(
            key,
            claimant=step.holder,
            about=step.other,
            issue=step.issue,
            evidence=said_by_holder,
        )
    return stance(
        key,
        holder=step.holder,
        issue=step.issue,
        position=step.position,
        evidence=said_by_holder,
    )


def play(unit: Unit, steps: list[Step], guilds: tuple[int, int]) -> list[Entry]:
    """Do every step in the database and write down what was done."""
    for guild in guilds:
        act = acts.begin(unit, guild, what="open", at=START - timedelta(days=1))
        registered: list[Record] = [source(), *map(actor, HOLDERS), *map(issue, ISSUES)]
        acts.add_many(act, registered)
    model: list[Entry] = []
    for step in steps:
        guild = guilds[step.second_guild]
        first = FIRST + timedelta(days=step.day)
        last = first + timedelta(days=step.length - 1)
        said = days(first, last, zone=step.zone)
        begins = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(step.zone))
        act = acts.begin(unit, guild, what="step", at=START + timedelta(hours=step.hour), by=7)
        kept = [e for e in model if e.guild == guild and type(e.record) is step.kind]
        keys = sorted({entry.record.key for entry in kept})
        if step.target is None or not keys:
            if step.verb is not Verb.SET:
                continue
            record = _record(step, act.new_key("x"), said)
            version = acts.add(act, record, state=step.state)
            order = len(model)
        else:
            key = keys[step.target % len(keys)]
            was = max((e for e in kept if e.record.key == key), key=lambda e: e.number)
            record = _record(step, key, said)
            if step.verb in {Verb.CONFIRM, Verb.RETRACT}:
                record, begins, last = was.record, was.begins, was.last_day
            seen = log.versions(unit, step.kind, guild, key)[-1]
            version = acts.amend(
                act,
                seen,
                record,
                verb=step.verb,
                reason="Because.",
                state=step.state,
            )
            order = was.order
        model.append(
            Entry(guild, record, version.number, version.state, act.at, order, begins, last),
        )
    return model


def standing_entries(model: list[Entry], scope: Scope, kind: type[Any]) -> list[Entry]:
    """The published records as known then: of each record the newest version that is no draft."""
    known = [
        entry
        for entry in model
        if entry.guild == scope.guild_id
        and type(entry.record) is kind
        and entry.state is not RecordState.DRAFT
        and (scope.known_at is None or entry.at <= scope.known_at)
    ]
    known.sort(key=lambda entry: (entry.order, entry.number))
    newest = [list(group)[-1] for _, group in groupby(known, key=lambda entry: entry.order)]
    return [entry for entry in newest if entry.state is RecordState.PUBLISHED]


def said_by_then(entries: list[Entry], scope: Scope, issue_key: str) -> list[Entry]:
    """Those on an issue that had certainly been said, newest first by day said, then by entry."""
    said = [
        entry
        for entry in entries
        if entry.record.issue == issue_key
        and (scope.as_of is None or entry.last_day <= scope.as_of)
    ]
    return sorted(said, key=lambda entry: (entry.begins, entry.order), reverse=True)


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
    # Of the same day, claims are read in order of entry.
    trail.sort(key=lambda entry: (-entry.begins.timestamp(), entry.order))
    assert names(claims.claims(unit, scope, issue_key)) == expected(trail)
    for holder in HOLDERS:
        about = [e for e in trail if e.record.about == holder]
        assert names(claims.claims(unit, scope, issue_key, about=[holder])) == expected(about)
    two = [e for e in trail if e.record.about in HOLDERS[:2]]
    # Said on the same day of several actors, claims are read actor by actor.
    two.sort(key=lambda entry: (-entry.begins.timestamp(), HOLDERS.index(entry.record.about)))
    assert names(claims.claims(unit, scope, issue_key, about=HOLDERS[:2])) == expected(two)
    for holder in HOLDERS:
        known = facts(unit, scope, issue_key, holder)
        about = [e for e in trail if e.record.about == holder]
        about.sort(key=lambda entry: (entry.begins, entry.order), reverse=True)
        assert names(known.claims) == expected(about[: len(known.claims)])
        assert len(known.claims) == min(CLAIMS, len(about))
    page = claims.claims(unit, scope, issue_key, about=HOLDERS[:2], limit=2, offset=1)
    assert names(page) == expected(two[1:3])


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
