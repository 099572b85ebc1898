"""A naive model of the log: a list of versions and the sentence of law 3. It knows no SQL."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.db import acts, log
from bot.db.engine import Unit
from bot.domain.records import Claim, Record, Stance, Statement
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, RecordState, Verb
from bot.domain.when import When, days
from tests.db.samples import actor, claim, evidence, issue, source, stance

HOLDERS = ("putin", "trump", "zelenskyy")
ISSUES = ("ceasefire", "summit")
POSITIONS = (Position.ACCEPTS, Position.NEUTRAL, Position.REJECTS)
# Civil days begin at different instants; in the last zone they differ by a season.
ZONES = ("UTC", "Asia/Tokyo", "America/New_York")
FIRST = date(2025, 3, 8)
START = datetime(2025, 3, 10, tzinfo=UTC)


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
    silent: bool
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
        kind=st.sampled_from([Stance, Stance, Claim, Statement]),
        second_guild=st.sampled_from([False, False, False, True]),
        target=st.none() if verb is Verb.SET else st.integers(0, 3),
        state=_states(verb),
        issue=st.sampled_from([ISSUES[0], ISSUES[0], ISSUES[1]]),
        position=st.sampled_from(POSITIONS),
        day=st.integers(0, 3),
        length=st.sampled_from([1, 1, 1, 4]),
        silent=st.booleans(),
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
    if step.kind is Statement:
        left_out = step.issue if step.silent else next(i for i in ISSUES if i != step.issue)
        return Statement(
            key=key,
            evidence=said_by_holder,
            issue=step.issue,
            silent_on=(left_out,),
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
