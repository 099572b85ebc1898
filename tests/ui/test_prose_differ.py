"""What a correction changed is named, whatever it was."""

from dataclasses import fields, replace
from typing import Any

import pytest

from bot.domain.news import What
from bot.domain.records import (
    Citation,
    Claim,
    Condition,
    Event,
    Evidence,
    Issue,
    Proposal,
    Stance,
    Statement,
)
from bot.domain.vocabulary import (
    ConditionForm,
    ConditionKind,
    ConditionState,
    Directness,
    EventStatus,
    Position,
    ProposalStatus,
    Relation,
)
from bot.ui.prose.differ import Names, differences
from bot.ui.prose.plain import plain
from tests.ui.prose_samples import (
    CAST,
    ISSUE,
    OTHER_SOURCE,
    SOURCE,
    WEEK,
    claim,
    event,
    stance,
    statement,
)

STANCE = stance(CAST, Position.CONSIDERING).stance.record
CLAIM = claim(CAST, Relation.PREDICTS).claim.record
STATEMENT = statement(CAST, What.STATED).statement.record
EVENT = event(EventStatus.EXPECTED)
PROPOSAL = replace(ISSUE, proposal=Proposal(status=ProposalStatus.IDEA, terms="30 days"))
DEMAND = Condition(kind=ConditionKind.SCOPE, form=ConditionForm.DEMAND, text="30 days")
NAMES = Names({each.key: each for each in (CAST.one, CAST.other, CAST.voice)})


def every_field() -> list[tuple[str, Any, Any]]:
    """Each record, and the same with one field that is another object than any before."""
    found: list[tuple[str, Any, Any]] = []
    for record in (STANCE, CLAIM, STATEMENT, EVENT, PROPOSAL):
        found += [
            (each.name, record, changed(record, each.name))
            for each in fields(record)
            if each.name not in {"key", "evidence", "proposal"}
        ]
    for each in fields(Evidence):
        other = changed(STANCE.evidence, each.name)
        found.append((each.name, STANCE, replace(STANCE, evidence=other)))
    for each in fields(Proposal):
        other = changed(PROPOSAL.proposal, each.name)
        found.append((each.name, PROPOSAL, replace(PROPOSAL, proposal=other)))
    return found


def changed(record: Any, name: str) -> Any:
    """A copy in which a field differs, without asking whether its value is of the right sort."""
    copy = object.__new__(type(record))
    for each in fields(record):
        object.__setattr__(copy, each.name, getattr(record, each.name))
    object.__setattr__(copy, name, (DEMAND,) if name == "conditions" else ("another",))
    return copy


@pytest.mark.parametrize(("name", "was", "now"), every_field())
def test_every_field_that_differs_has_a_name(name: str, was: Any, now: Any) -> None:
    """So a field that is added to a record cannot be corrected without a word."""
    found = differences(was, now, NAMES)
    assert [each.field for each in found] == [name]
    assert found[0].name


@pytest.mark.parametrize("record", [STANCE, CLAIM, STATEMENT, EVENT, ISSUE])
def test_what_is_the_same_has_no_differences(record: Any) -> None:
    assert differences(record, record, NAMES) == ()


def test_records_of_two_kinds_are_not_compared() -> None:
    assert differences(STANCE, EVENT) == ()


def told(was: Any, now: Any, names: Names = NAMES) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            each.name,
            None if each.was is None else plain(each.was),
            None if each.now is None else plain(each.now),
        )
        for each in differences(was, now, names)
    ]


def corrected(**more: Any) -> Stance:
    return replace(STANCE, evidence=replace(STANCE.evidence, **more))


def test_short_values_are_told_as_they_were_and_as_they_are() -> None:
    assert told(STANCE, corrected(said=WEEK)) == [("the date", "13 March 2025", "10–16 March 2025")]
    assert told(STANCE, corrected(speaker=CAST.voice.key)) == [("who said it", "Arden", "Coll")]
    assert told(STANCE, corrected(venue="Port Hale")) == [
        ("where it was said", "none", "“Port Hale”"),
    ]
    assert told(STANCE, replace(STANCE, position=Position.REJECTS)) == [
        ("the position", "“Considering”", "“Rejects”"),
    ]


def test_of_long_words_the_ones_before_are_told_and_whose_they_were() -> None:
    other = corrected(words="We have read it.")
    assert told(STANCE, other) == [("the quotation", "“We have heard the proposal.”", None)]
    paraphrase = corrected(directness=Directness.PARAPHRASE)
    reworded = replace(
        paraphrase,
        evidence=replace(paraphrase.evidence, words="It has read the proposal."),
    )
    assert told(paraphrase, reworded) == [("the words", "We have heard the proposal.", None)]


def test_of_conditions_only_those_that_differ_are_told() -> None:
    other = replace(DEMAND, text="a map")
    met = replace(other, state=ConditionState.MET)
    one, two = (
        replace(STANCE, conditions=(DEMAND, other)),
        replace(STANCE, conditions=(DEMAND, met)),
    )
    assert told(one, two) == [("the conditions", "open demand (a map)", "met demand (a map)")]
    assert told(STANCE, replace(STANCE, conditions=(DEMAND, other, met))) == [
        ("the conditions", None, None),
    ]


def test_a_name_that_is_not_known_is_not_guessed() -> None:
    assert told(STANCE, corrected(speaker="somebody")) == [("who said it", None, None)]
    assert told(STANCE, corrected(source="elsewhere")) == [("the source", None, None)]


def test_sources_of_one_publisher_are_told_apart_by_their_titles() -> None:
    one, two = (replace(SOURCE, key=each, title=each) for each in ("first", "second"))
    names = Names(sources={each.key: each for each in (one, two, SOURCE, OTHER_SOURCE)})
    assert told(corrected(source="first"), corrected(source="second"), names) == [
        ("the source", "“first”", "“second”"),
    ]
    assert told(corrected(source="first"), corrected(source="herald"), names) == [
        ("the source", None, None),
    ]
    assert told(STANCE, corrected(source="post"), names) == [
        ("the source", "The Herald", "The Post"),
    ]


def test_a_proposal_that_is_none_any_more_is_one_difference() -> None:
    assert told(PROPOSAL, ISSUE) == [("whether it is a proposal", None, None)]


def test_the_sentence_of_the_source_is_a_difference_too() -> None:
    read = replace(EVENT, citation=Citation(source=SOURCE.key, words="another sentence"))
    assert told(EVENT, read) == [("where it was read", None, None)]


def test_each_kind_of_record_is_known() -> None:
    kinds = (Stance, Claim, Statement, Event, Issue)
    assert {type(each) for each in (STANCE, CLAIM, STATEMENT, EVENT, ISSUE)} == set(kinds)
