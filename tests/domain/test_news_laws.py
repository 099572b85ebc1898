"""Laws of news, over any course of acts: what is told depends on the two ends alone."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import vocabulary as v
from bot.domain.news import News, What, news_since
from bot.domain.records import Record
from bot.domain.vocabulary import EventStatus as S
from bot.domain.vocabulary import Position
from tests.domain.news_samples import (
    NOON,
    Log,
    at_other_times,
    claim,
    condition,
    event,
    issue,
    march,
    stance,
    statement,
)

_DAYS = st.integers(8, 14)
_POSITIONS = st.sampled_from(
    [Position.ACCEPTS, Position.AGREES_IN_PRINCIPLE, Position.CONSIDERING, Position.REJECTS]
)
_STATES = st.sampled_from(list(v.ConditionState)[:3])
_STANCES = st.builds(
    lambda key, position, day, holder, state: stance(
        key, position, day, holder=holder, conditions=(condition(state=state),)
    ),
    st.sampled_from(["a", "b", "c"]),
    _POSITIONS,
    _DAYS,
    st.sampled_from(["putin", "trump"]),
    _STATES,
)
_EVENTS = st.builds(
    lambda key, day, status, title: event(key, day, status=status, title=title),
    st.sampled_from(["e1", "e2"]),
    _DAYS,
    st.sampled_from(list(S)),
    st.sampled_from(["The call", "The phone call"]),
)
_CLAIMS = st.builds(
    lambda relation: claim(relation=relation),
    st.sampled_from([v.Relation.PRAISES, v.Relation.PREDICTS]),
)
_STATEMENTS = st.builds(
    lambda silent: statement(silent_on=silent), st.sampled_from([(), ("ceasefire",)])
)
_ISSUES = st.builds(
    lambda status, title: issue(status=status, title=title),
    st.sampled_from(list(v.IssueStatus)),
    st.sampled_from(["A truce", "The truce"]),
)
_RECORDS = st.one_of(_STANCES, _STANCES, _EVENTS, _CLAIMS, _STATEMENTS, _ISSUES)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "correct", "confirm", "retract", "undo"]), _RECORDS
    ),
    max_size=14,
)


def played(steps: list[tuple[str, Record]]) -> Log:
    """The log of some steps; what a step cannot do to a record as it stands is left out."""
    log = Log()
    for step, record in steps:
        known = log.of(record.key)
        stands = known and known[-1].recorded.version.state is v.RecordState.PUBLISHED
        if not known:
            log.add(record)
        elif step == "undo":
            log.undo(record.key)
        elif not stands:
            log.correct(record, "back")
        elif step == "retract":
            log.retract(record.key)
        elif step == "confirm":
            now: Any = known[-1].recorded.record
            if hasattr(now, "confirmed"):
                log.confirm(replace(now, confirmed=march(15 + log.seq % 2)))
        elif step == "correct":
            log.correct(record)
        else:
            log.set(_moved(known[-1].recorded.record, record))
    return log


def _moved(now: Any, record: Any) -> Any:
    """What the world can do to a record: the rest of it stays as it is."""
    match record.key[0]:
        case "e":
            return replace(now, when=record.when, status=record.status)
        case "a" | "b" | "c" if hasattr(now, "conditions"):
            return replace(now, conditions=(condition(state=record.conditions[0].state),))
        case _:
            return replace(now, status=record.status) if record.key == "ceasefire" else now


def keys(found: list[News]) -> set[str]:
    return {each.recorded.record.key for each in found}


def marks(log: Log, *places: int) -> list[int]:
    """Some acts of a log, in order, from 0 to its last."""
    return sorted(place % (log.seq + 1) for place in places)


_PLACE = st.integers(0, 1000)


@given(_STEPS, _PLACE, _PLACE, _PLACE)
def test_what_is_told_of_two_windows_in_turn_leaves_out_nothing_of_both_at_once(
    steps: list[tuple[str, Record]], one: int, two: int, three: int
) -> None:
    log = played(steps)
    first, middle, last = marks(log, one, two, three)
    apart = keys(log.news(first, middle)) | keys(log.news(middle, last))
    assert keys(log.news(first, last)) <= apart


@given(_STEPS, _PLACE, _PLACE, _PLACE)
def test_nothing_is_told_in_both_of_two_windows(
    steps: list[tuple[str, Record]], one: int, two: int, three: int
) -> None:
    log = played(steps)
    first, middle, last = marks(log, one, two, three)
    assert all(first < each.act <= middle for each in log.news(first, middle))
    assert all(middle < each.act <= last for each in log.news(middle, last))


@given(_STEPS, _PLACE, _PLACE)
def test_one_thing_is_told_of_a_record_once(
    steps: list[tuple[str, Record]], one: int, two: int
) -> None:
    log = played(steps)
    first, last = marks(log, one, two)
    told = [(each.what, each.recorded.record.key, each.condition) for each in log.news(first, last)]
    assert len(set(told)) == len(told)


@given(_STEPS)
def test_nothing_is_news_to_one_who_knows_the_last_act(steps: list[tuple[str, Record]]) -> None:
    log = played(steps)
    assert log.news(log.seq) == []


@given(_STEPS, _PLACE)
def test_who_knows_nothing_is_told_what_stands_and_no_more(
    steps: list[tuple[str, Record]], place: int
) -> None:
    """Never of a correction, a retraction or a settled condition: those are of what one knew."""
    log = played(steps)
    (through,) = marks(log, place)
    told = log.news(0, through)
    newest = {each.recorded.record.key: each for each in log.entries if each.act <= through}
    published = {
        key
        for key, each in newest.items()
        if each.recorded.version.state is v.RecordState.PUBLISHED
    }
    assert keys(told) == published - {"ceasefire"}
    assert not {each.what for each in told} & {What.CORRECTED, What.RETRACTED, What.RESTORED}
    assert What.SETTLED not in {each.what for each in told}


@given(_STEPS, _PLACE, st.randoms(use_true_random=False))
def test_when_an_act_was_recorded_never_matters(
    steps: list[tuple[str, Record]], place: int, random: Random
) -> None:
    log = played(steps)
    (mark,) = marks(log, place)
    before = log.told(mark)
    times = [NOON + timedelta(hours=random.randint(-99, 99)) for _ in range(log.seq + 1)]
    log.entries = at_other_times(log.entries, times)
    assert log.told(mark) == before


@given(_STEPS, _PLACE, st.randoms(use_true_random=False))
def test_in_which_order_records_are_read_never_matters(
    steps: list[tuple[str, Record]], place: int, random: Random
) -> None:
    """Only the versions of one record must stand in order."""
    log = played(steps)
    (mark,) = marks(log, place)
    names = sorted({each.recorded.record.key for each in log.entries})
    random.shuffle(names)
    shuffled = [each for name in names for each in log.of(name)]
    assert news_since(shuffled, mark) == news_since(log.entries, mark)


@given(_STEPS, _PLACE)
def test_the_lines_of_others_that_nobody_touched_change_nothing(
    steps: list[tuple[str, Record]], place: int
) -> None:
    """Reading all of the record tells the same as reading what the store hands out."""
    log = played(steps)
    (mark,) = marks(log, place)
    assert log.news(mark) == news_since(log.entries, mark)


@given(_STEPS, _PLACE, _PLACE)
def test_the_heaviest_come_first_and_among_them_the_newest(
    steps: list[tuple[str, Record]], one: int, two: int
) -> None:
    log = played(steps)
    first, last = marks(log, one, two)
    order = [(each.what.weight, -each.act) for each in log.news(first, last)]
    assert order == sorted(order)


@given(_STEPS, _PLACE, _PLACE)
def test_a_change_and_a_correction_are_never_told_as_the_other(
    steps: list[tuple[str, Record]], one: int, two: int
) -> None:
    """A change follows another record; a correction differs from a version of the same one."""
    log = played(steps)
    first, last = marks(log, one, two)
    for each in log.news(first, last):
        record, before = each.recorded.record, each.before
        if each.what in {What.FLIPPED, What.MOVED, What.REPEATED}:
            assert before is not None
            assert before.record.key != record.key
            assert before.record.holder == record.holder
        elif each.what is What.CORRECTED:
            assert before is not None
            assert before.record.key == record.key
            assert before.record != record
            assert each.recorded.version.reason


@given(_STEPS, _PLACE)
def test_what_stands_as_it_stood_is_no_news_unless_somebody_looked_again(
    steps: list[tuple[str, Record]], place: int
) -> None:
    log = played(steps)
    (mark,) = marks(log, place)
    then = {each.recorded.record.key: each.recorded for each in log.entries if each.act <= mark}
    now = {each.recorded.record.key: each.recorded for each in log.entries}
    for each in log.news(mark):
        key = each.recorded.record.key
        if key in then and each.what is not What.CONFIRMED:
            known, stands = then[key], now[key]
            assert (known.record, known.version.state) != (stands.record, stands.version.state)
