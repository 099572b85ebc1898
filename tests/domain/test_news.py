"""What is told of a record since a mark: the net effect, as a change or as a correction."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain import vocabulary as v
from bot.domain.news import What
from bot.domain.records import Record
from bot.domain.vocabulary import Position
from tests.domain.news_samples import (
    Log,
    claim,
    event,
    issue,
    march,
    stance,
    statement,
)

W = What
MET = v.ConditionState.MET


@pytest.fixture
def log() -> Log:
    return Log()


# Stances: where somebody stands


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (Position.ACCEPTS, Position.REJECTS, W.FLIPPED),
        (Position.OBJECTS_IN_PRINCIPLE, Position.AGREES_IN_PRINCIPLE, W.FLIPPED),
        (Position.ACCEPTS, Position.NEUTRAL, W.MOVED),
        (Position.NEUTRAL, Position.REJECTS, W.MOVED),
        (Position.CONSIDERING, Position.REJECTS, W.MOVED),
        (Position.ACCEPTS, Position.WITHDRAWN, W.MOVED),
        (Position.ACCEPTS, Position.ACCEPTS, W.REPEATED),
    ],
)
def test_a_newer_record_is_told_by_how_far_it_is_from_the_one_before(
    log: Log, before: Position, after: Position, what: What
) -> None:
    mark = log.add(stance("a", before, 10))
    log.add(stance("b", after, 12))
    (told,) = log.news(mark)
    assert (told.what, told.recorded.record.key) == (what, "b")
    assert told.before is not None
    assert told.before.record.key == "a"


def test_the_first_record_of_a_holder_follows_nothing(log: Log) -> None:
    log.add(stance("a"))
    (told,) = log.news(0)
    assert (told.what, told.before) == (W.FIRST, None)


def test_two_records_of_one_window_follow_each_other(log: Log) -> None:
    log.add(stance("a", Position.ACCEPTS, 10), stance("b", Position.REJECTS, 12))
    assert log.told(0) == [(W.FLIPPED, "b"), (W.FIRST, "a")]


def test_another_holder_or_issue_is_another_line(log: Log) -> None:
    log.add(stance("a", Position.ACCEPTS))
    mark = log.add(
        stance("b", Position.ACCEPTS, holder="trump"), stance("c", Position.ACCEPTS, issue="summit")
    )
    log.add(stance("d", Position.REJECTS, 12, holder="rubio"))
    assert log.told(mark) == [(W.FIRST, "d")]


def test_a_backdated_record_is_earlier_and_no_change(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS, 10))
    log.add(stance("b", Position.REJECTS, 8))
    (told,) = log.news(mark)
    assert (told.what, told.before) == (W.EARLIER, None)


def test_a_backdated_record_is_a_change_where_the_later_one_is_new_as_well(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS, 10))
    log.add(stance("b", Position.REJECTS, 14))
    log.add(stance("c", Position.NEUTRAL, 12))
    assert log.told(mark) == [(W.MOVED, "c"), (W.MOVED, "b")]


def test_a_record_is_current_where_the_later_one_was_retracted_meanwhile(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS, 1), stance("b", Position.REJECTS, 10))
    log.retract("b")
    log.add(stance("c", Position.NEUTRAL, 5))
    moved, retracted = log.news(mark)
    assert (moved.what, moved.recorded.record.key) == (W.MOVED, "c")
    assert moved.before is not None
    assert moved.before.record.key == "a"
    assert retracted.what is W.RETRACTED
    assert retracted.stands is not None
    assert retracted.stands.record.key == "c"


def test_a_record_is_earlier_than_one_that_was_given_to_its_holder(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS, 12, holder="trump"))
    log.correct(stance("a", Position.ACCEPTS, 12))
    log.add(stance("b", Position.REJECTS, 10))
    assert log.told(mark) == [(W.CORRECTED, "a"), (W.EARLIER, "b")]


def test_of_one_day_the_last_entered_is_current(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS, 10))
    log.add(stance("b", Position.REJECTS, 10))
    assert log.told(mark) == [(W.FLIPPED, "b")]


# Corrections: our record was wrong


def test_a_correction_across_the_middle_is_no_flip(log: Log) -> None:
    mark = log.add(stance("a", Position.ACCEPTS))
    log.correct(stance("a", Position.REJECTS), "misread")
    (told,) = log.news(mark)
    assert told.what is W.CORRECTED
    assert told.recorded.version.reason == "misread"
    assert told.before is not None
    assert told.before.record.position is Position.ACCEPTS


def test_the_correction_of_a_record_that_nobody_knew_is_nothing(log: Log) -> None:
    log.add(stance("a", Position.ACCEPTS))
    log.correct(stance("a", Position.REJECTS))
    (told,) = log.news(0)
    assert (told.what, told.recorded.record.position) == (W.FIRST, Position.REJECTS)


def test_a_change_follows_the_record_as_it_was_corrected(log: Log) -> None:
    """It is measured from what stands: a correction never makes a change of stance."""
    mark = log.add(stance("a", Position.REJECTS))
    log.correct(stance("a", Position.ACCEPTS))
    log.add(stance("b", Position.ACCEPTS, 12))
    assert log.told(mark) == [(W.CORRECTED, "a"), (W.REPEATED, "b")]


def test_several_corrections_are_told_as_one_with_all_their_reasons(log: Log) -> None:
    mark = log.add(stance("a"))
    log.correct(stance("a", note="one"), "a slip")
    log.correct(stance("a", Position.REJECTS, note="one"), "misread")
    log.correct(stance("a", Position.REJECTS, 11, note="one"), "a slip")
    (told,) = log.news(mark)
    assert told.what is W.CORRECTED
    assert told.recorded.version.reason == "a slip; misread"


def test_reasons_of_what_came_to_nothing_are_not_given(log: Log) -> None:
    mark = log.add(stance("a"))
    log.correct(stance("a", note="one"), "a note")
    log.undo("a")
    log.correct(stance("a", Position.REJECTS), "misread")
    (told,) = log.news(mark)
    assert told.recorded.version.reason == "misread"


@pytest.mark.parametrize(
    "record", [stance("x"), claim("x"), statement("x"), event("x"), issue("x")]
)
def test_what_was_corrected_and_put_back_is_nothing(log: Log, record: Record) -> None:
    mark = log.add(record)
    changed = replace(record, **_OTHER[type(record).__name__])
    log.correct(changed)
    assert log.told(mark) == [(W.CORRECTED, "x")]
    log.undo("x")
    assert log.told(mark) == []


_OTHER: dict[str, dict[str, Any]] = {
    "Stance": {"note": "a note"},
    "Claim": {"polarity": v.Polarity.NEGATIVE},
    "Statement": {"on_behalf_of": "russia"},
    "Event": {"place": "Jeddah"},
    "Issue": {"context": "a context"},
}


def test_undoing_what_readers_know_is_a_correction_with_its_reason(log: Log) -> None:
    log.add(event())
    mark = log.set(event(day=22))
    log.undo("e1")
    (told,) = log.news(mark)
    assert (told.what, told.recorded.version.reason) == (W.CORRECTED, "undone")
    assert told.before is not None
    assert told.before.record.when == march(22)


def test_how_long_a_server_counts_a_record_as_looked_at_is_no_news(log: Log) -> None:
    mark = log.add(issue())
    log.correct(issue(stale_after_days=10))
    assert log.told(mark) == []
    log.correct(issue(stale_after_days=10, context="a context"), "more")
    assert log.told(mark) == [(W.CORRECTED, "ceasefire")]


# Retractions, and records that come back


@pytest.mark.parametrize(
    "record", [stance("x"), claim("x"), statement("x"), event("x"), issue("x")]
)
def test_what_readers_knew_is_told_when_it_is_retracted_or_undone(log: Log, record: Record) -> None:
    mark = log.add(record)
    log.undo("x")
    (told,) = log.news(mark)
    assert (told.what, told.recorded.version.reason) == (W.RETRACTED, "undone")
    assert log.told(0) == []
    assert log.told(log.seq) == []


def test_a_retraction_says_where_the_holder_is_left(log: Log) -> None:
    log.add(stance("a", Position.ACCEPTS, 10))
    mark = log.add(
        stance("b", Position.REJECTS, 12), stance("c", Position.REJECTS, 12, holder="trump")
    )
    log.retract("b")
    log.retract("c")
    alone, left = log.news(mark)
    assert alone.stands is None
    assert left.stands is not None
    assert left.stands.record.key == "a"


def test_what_was_retracted_and_came_back_within_the_window_is_nothing(log: Log) -> None:
    mark = log.add(stance("a"))
    log.retract("a")
    log.correct(stance("a"), "undone: the retraction")
    assert log.told(mark) == []


def test_what_came_back_otherwise_than_it_was_is_corrected(log: Log) -> None:
    mark = log.add(stance("a"))
    log.retract("a")
    log.correct(stance("a", note="sure"), "undone: the retraction")
    assert log.told(mark) == [(W.CORRECTED, "a")]


def test_what_readers_know_as_retracted_is_told_as_restored(log: Log) -> None:
    log.add(stance("a"))
    mark = log.retract("a")
    log.correct(stance("a"), "undone: the retraction")
    (told,) = log.news(mark)
    assert (told.what, told.recorded.version.reason) == (W.RESTORED, "undone: the retraction")
    assert told.before is not None
    assert told.before.version.state is v.RecordState.RETRACTED


def test_what_came_back_and_went_again_is_nothing(log: Log) -> None:
    log.add(stance("a"))
    mark = log.retract("a")
    log.correct(stance("a"))
    log.retract("a")
    assert log.told(mark) == []


def test_a_record_older_than_one_that_came_back_is_earlier(log: Log) -> None:
    log.add(stance("a", Position.ACCEPTS, 12))
    mark = log.retract("a")
    log.correct(stance("a", Position.ACCEPTS, 12))
    log.add(stance("b", Position.REJECTS, 10))
    assert log.told(mark) == [(W.RESTORED, "a"), (W.EARLIER, "b")]
