"""What later versions of one record are told as: confirmed, settled, moved, held, come further."""

import pytest

from bot.domain import vocabulary as v
from bot.domain.news import What, issues_of
from bot.domain.vocabulary import EventStatus as S
from bot.domain.vocabulary import Position
from tests.domain.news_samples import (
    Log,
    claim,
    condition,
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


# Confirmations


def test_a_confirmation_is_told_and_its_undoing_is_not(log: Log) -> None:
    mark = log.add(stance("a"))
    log.confirm(stance("a", confirmed=march(14)))
    assert log.told(mark) == [(W.CONFIRMED, "a")]
    log.undo("a")
    assert log.told(mark) == []


def test_a_second_confirmation_of_the_same_day_is_told_to_who_knew_the_first(log: Log) -> None:
    log.add(stance("a"))
    mark = log.confirm(stance("a", confirmed=march(14)))
    log.confirm(stance("a", confirmed=march(14)))
    assert log.told(mark) == [(W.CONFIRMED, "a")]
    log.undo("a")
    assert log.told(mark) == []


def test_undoing_a_confirmation_that_readers_know_is_a_correction(log: Log) -> None:
    log.add(stance("a"))
    mark = log.confirm(stance("a", confirmed=march(14)))
    log.undo("a")
    assert log.told(mark) == [(W.CORRECTED, "a")]


def test_a_record_that_was_corrected_and_confirmed_is_told_as_both(log: Log) -> None:
    mark = log.add(stance("a"))
    log.correct(stance("a", Position.REJECTS))
    log.confirm(stance("a", Position.REJECTS, confirmed=march(14)))
    corrected, confirmed = log.news(mark)
    assert (corrected.what, confirmed.what) == (W.CORRECTED, W.CONFIRMED)
    assert corrected.before is not None
    assert corrected.before.record.confirmed == march(14), "which is no correction"


def test_a_new_record_that_was_confirmed_is_new(log: Log) -> None:
    log.add(stance("a"))
    log.confirm(stance("a", confirmed=march(14)))
    assert log.told(0) == [(W.FIRST, "a")]


# Conditions


def test_a_condition_that_came_out_is_settled_and_no_correction(log: Log) -> None:
    mark = log.add(stance("a", conditions=(condition("a vote"), condition())))
    log.set(stance("a", conditions=(condition("a vote"), condition(state=MET))))
    (told,) = log.news(mark)
    assert (told.what, told.condition, told.settled_from) == (
        W.SETTLED,
        1,
        v.ConditionState.OPEN,
    )


def test_a_condition_whose_state_was_wrong_is_corrected_and_not_settled(log: Log) -> None:
    mark = log.add(stance("a", conditions=(condition(),)))
    log.correct(stance("a", conditions=(condition(state=MET),)))
    assert log.told(mark) == [(W.CORRECTED, "a")]


def test_a_condition_that_was_settled_and_undone_is_nothing(log: Log) -> None:
    mark = log.add(stance("a", conditions=(condition(),)))
    settled = log.set(stance("a", conditions=(condition(state=MET),)))
    log.undo("a")
    assert log.told(mark) == []
    assert log.told(settled) == [(W.CORRECTED, "a")]


def test_each_settled_condition_is_told_by_itself(log: Log) -> None:
    mark = log.add(stance("a", conditions=(condition("a vote"), condition())))
    log.set(stance("a", conditions=(condition("a vote", state=MET), condition())))
    log.set(stance("a", conditions=(condition("a vote", state=MET), condition(state=MET))))
    assert [(each.what, each.condition) for each in log.news(mark)] == [
        (W.SETTLED, 1),
        (W.SETTLED, 0),
    ]


def test_a_condition_is_followed_through_a_correction_of_its_words(log: Log) -> None:
    """Whether its words or its place were corrected first: it was settled, and it was corrected."""
    mark = log.add(stance("a", conditions=(condition("inspektors"),)))
    log.correct(stance("a", conditions=(condition("a vote"), condition("inspektors"))), "two")
    log.correct(stance("a", conditions=(condition("a vote"), condition())), "spelling")
    log.set(stance("a", conditions=(condition("a vote"), condition(state=MET))))
    corrected, settled = log.news(mark)
    assert (settled.what, settled.condition) == (W.SETTLED, 1)
    assert corrected.what is W.CORRECTED
    assert corrected.before is not None
    (known,) = corrected.before.record.conditions
    assert (known.text, known.state) == ("inspektors", MET), "its state is no correction"


def test_a_condition_that_a_correction_added_is_not_settled(log: Log) -> None:
    mark = log.add(stance("a"))
    log.correct(stance("a", conditions=(condition(),)))
    log.set(stance("a", conditions=(condition(state=MET),)))
    assert log.told(mark) == [(W.CORRECTED, "a")]


# Events


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (S.HELD, W.HELD),
        (S.NOT_HELD, W.NOT_HELD),
        (S.CANCELLED, W.CANCELLED),
        (S.POSTPONED, W.POSTPONED),
        (S.CONFIRMED, W.REDATED),
    ],
)
def test_what_came_of_an_event_is_told_by_its_status(log: Log, status: S, what: What) -> None:
    mark = log.add(event())
    log.set(event(status=status))
    assert log.told(mark) == [(what, "e1")]


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (S.EXPECTED, W.ANNOUNCED),
        (S.CONFIRMED, W.ANNOUNCED),
        (S.HELD, W.HELD),
        (S.CANCELLED, W.CANCELLED),
    ],
)
def test_a_new_event_is_told_as_it_stands(log: Log, status: S, what: What) -> None:
    log.add(event())
    log.set(event(day=22, status=status))
    (told,) = log.news(0)
    assert (told.what, told.before) == (what, None)


def test_an_event_that_moved_twice_is_told_once_from_what_readers_knew(log: Log) -> None:
    mark = log.add(event(day=20))
    log.set(event(day=22))
    log.set(event(day=25))
    (told,) = log.news(mark)
    assert told.what is W.REDATED
    assert told.before is not None
    assert (told.before.record.when, told.recorded.record.when) == (march(20), march(25))


def test_an_event_that_moved_and_was_put_right_is_told_once(log: Log) -> None:
    mark = log.add(event(day=20))
    log.set(event(day=22))
    log.correct(event(day=23))
    assert log.told(mark) == [(W.REDATED, "e1")]


def test_an_event_that_moved_and_moved_back_is_nothing(log: Log) -> None:
    mark = log.add(event(day=20))
    log.set(event(day=22))
    log.set(event(day=20))
    assert log.told(mark) == []


def test_a_move_that_was_undone_leaves_a_later_correction_one(log: Log) -> None:
    mark = log.add(event(day=20))
    log.set(event(day=22))
    log.undo("e1")
    log.correct(event(day=21), "misread")
    (told,) = log.news(mark)
    assert (told.what, told.recorded.version.reason) == (W.CORRECTED, "misread")


def test_a_correction_beside_a_move_is_told_apart_from_it(log: Log) -> None:
    mark = log.add(event(day=20))
    log.correct(event(day=20, title="The phone call"), "misread")
    log.set(event(day=22, title="The phone call"))
    log.undo("e1")
    log.set(event(day=25, title="The phone call"))
    corrected, moved = log.news(mark)
    assert (corrected.what, moved.what) == (W.CORRECTED, W.REDATED)
    assert corrected.recorded.version.reason == "misread"
    assert corrected.before is not None
    assert corrected.before.record.when == march(25), "the move is no correction"


def test_another_place_and_an_outcome_that_came_later_are_told(log: Log) -> None:
    mark = log.add(event(), event("e2", status=S.HELD))
    log.set(event(place="Jeddah"))
    log.set(event("e2", status=S.HELD, outcome="They agreed."))
    assert log.told(mark) == [(W.HELD, "e2"), (W.REDATED, "e1")]


def test_a_cancelled_event_that_is_on_again_has_a_date_again(log: Log) -> None:
    log.add(event())
    mark = log.set(event(status=S.CANCELLED))
    log.set(event())
    assert log.told(mark) == [(W.REDATED, "e1")]
    assert log.told(1) == []


# Claims, statements, issues


def test_claims_and_statements_are_told_as_what_they_are(log: Log) -> None:
    log.add(claim(), statement(), statement("u2", silent_on=("ceasefire",)), issue())
    assert log.told(0) == [(W.CLAIMED, "c1"), (W.LEFT_OUT, "u2"), (W.STATED, "u1")]


def test_the_course_of_an_issue_is_no_correction(log: Log) -> None:
    mark = log.add(issue())
    log.set(issue(status=v.IssueStatus.SETTLED))
    assert log.told(mark) == [(W.PROPOSAL, "ceasefire")]
    log.correct(issue(), "it goes on")
    assert log.told(mark) == []
    assert log.told(log.seq - 1) == [(W.CORRECTED, "ceasefire")]


def test_news_is_on_the_issues_of_both_versions(log: Log) -> None:
    mark = log.add(stance("a"), event(issues=("ceasefire", "summit")), statement())
    log.correct(stance("a", issue="summit"))
    log.set(event(day=22, issues=("ceasefire", "summit")))
    log.add(statement("u2", silent_on=("summit",)), claim())
    assert {each.recorded.record.key: issues_of(each) for each in log.news(mark)} == {
        "a": {"ceasefire", "summit"},
        "e1": {"ceasefire", "summit"},
        "u2": {"ceasefire", "summit"},
        "c1": {"ceasefire"},
    }


# Order


def test_the_heaviest_come_first_and_then_the_newest(log: Log) -> None:
    log.add(
        event(),
        claim(),
        claim("c2"),
        stance("a", Position.ACCEPTS, 8),
        stance("b", Position.REJECTS, 9),
    )
    log.add(claim("c3", evidence=stance("x", day=11).evidence))
    assert log.told(0) == [
        (W.FLIPPED, "b"),
        (W.FIRST, "a"),
        (W.ANNOUNCED, "e1"),
        (W.CLAIMED, "c3"),
        (W.CLAIMED, "c1"),
        (W.CLAIMED, "c2"),
    ]


def test_of_one_act_what_was_said_last_comes_first(log: Log) -> None:
    days_of = {"c1": 9, "c2": 12, "c3": 10}
    log.add(*(claim(key, evidence=stance("x", day=day).evidence) for key, day in days_of.items()))
    assert [key for _, key in log.told(0)] == ["c2", "c3", "c1"]


def test_what_changes_a_stance_is_heavier_than_all_else() -> None:
    changing = [what for what in What if what.changes_a_stance]
    assert changing == list(What)[:3]
    assert [what.weight for what in What] == list(range(len(What)))
