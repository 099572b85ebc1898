"""Conditions as they stood by a day: what the world did by then, and nothing that was an error."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records import Citation, Condition, Recorded, Stance, Version
from bot.domain.terms import as_it_stood
from bot.domain.vocabulary import (
    ConditionForm,
    ConditionKind,
    ConditionState,
    RecordState,
    Verb,
)
from bot.domain.when import Precision, When, days
from bot.errors import InvalidInputError
from tests.domain.test_shelf import stance

AT = datetime(2025, 3, 16, 12, tzinfo=UTC)
OPEN = Condition(kind=ConditionKind.OTHER, form=ConditionForm.DEMAND, text="Money.")
READ = Citation(source="paper", words="It was paid.")


def settled(state: ConditionState, day: int) -> Condition:
    since = days(date(2025, 3, day))
    return replace(OPEN, state=state, settled=READ, settled_on=since)


def history(*steps: tuple[Verb, Condition]) -> list[Recorded[Stance]]:
    first = stance(days(date(2025, 3, 1)))
    return [
        Recorded(
            record=replace(first, conditions=(condition,)),
            version=Version(
                number=number,
                verb=verb,
                state=RecordState.PUBLISHED,
                recorded_at=AT,
                reason="x",
            ),
        )
        for number, (verb, condition) in enumerate(steps, 1)
    ]


def state_on(day: int, *steps: tuple[Verb, Condition]) -> ConditionState:
    found = as_it_stood(history((Verb.SET, OPEN), *steps), date(2025, 3, day))
    return found.conditions[0].state


@given(st.lists(st.integers(2, 28), unique=True, max_size=5), st.integers(1, 28))
def test_the_last_state_that_began_by_the_day_stands(begun: list[int], day: int) -> None:
    states = [state for state in ConditionState if state is not ConditionState.OPEN]
    steps = list(zip(sorted(begun), states, strict=False))
    known = [(Verb.SET, settled(state, since)) for since, state in steps]
    then = [state for since, state in steps if since <= day]
    assert state_on(day, *known) is (then[-1] if then else ConditionState.OPEN)


def test_what_was_corrected_never_stood() -> None:
    met, later = settled(ConditionState.MET, 10), settled(ConditionState.MET, 14)
    assert state_on(12, (Verb.SET, met), (Verb.CORRECT, later)) is ConditionState.OPEN
    assert state_on(14, (Verb.SET, met), (Verb.CORRECT, later)) is ConditionState.MET
    undone = ((Verb.SET, met), (Verb.CORRECT, OPEN))
    assert state_on(12, *undone) is ConditionState.OPEN
    again = settled(ConditionState.REFUSED, 20)
    assert state_on(12, *undone, (Verb.SET, again)) is ConditionState.OPEN


def test_a_confirmation_between_changes_nothing() -> None:
    met, gone = settled(ConditionState.MET, 10), settled(ConditionState.DISPUTED, 20)
    steps = ((Verb.SET, met), (Verb.CONFIRM, met), (Verb.SET, gone))
    assert [state_on(day, *steps).value for day in (9, 10, 19, 20)] == [
        "open",
        "met",
        "met",
        "disputed",
    ]


def test_only_what_had_certainly_begun_counts() -> None:
    window = replace(
        settled(ConditionState.MET, 1),
        settled_on=days(date(2025, 3, 10), date(2025, 3, 16)),
    )
    assert state_on(15, (Verb.SET, window)) is ConditionState.OPEN
    assert state_on(16, (Verb.SET, window)) is ConditionState.MET
    open_ended = When(
        phrase="from 10 March on",
        lower=datetime(2025, 3, 10, tzinfo=UTC),
        upper=None,
        precision=Precision.INTERVAL,
    )
    lasting = replace(window, settled_on=open_ended)
    assert state_on(10, (Verb.SET, lasting)) is ConditionState.MET


def test_a_state_that_nobody_dated_always_stood() -> None:
    assert state_on(1, (Verb.CORRECT, replace(OPEN, state=ConditionState.MET))) is (
        ConditionState.MET
    )


def test_a_date_needs_where_it_was_read() -> None:
    with pytest.raises(InvalidInputError, match="“settled”"):
        replace(OPEN, settled_on=days(date(2025, 3, 10)))
