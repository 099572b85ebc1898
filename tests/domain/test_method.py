"""Every code has a written test, and the scale leans to neither side."""

from enum import StrEnum

import pytest

from bot.domain import vocabulary as v
from bot.domain.method import method, term
from bot.domain.vocabulary import Position
from tests.domain.samples import mirror

CODED = (
    v.Position,
    v.Commitment,
    v.ConditionKind,
    v.ConditionForm,
    v.ConditionState,
    v.Basis,
    v.Directness,
    v.Relation,
    v.Certainty,
)
ON_SCALE = [p for p in Position if p.value_on_scale is not None]
OFF_SCALE = [p for p in Position if p.value_on_scale is None]


@pytest.mark.parametrize("code", [code for family in CODED for code in family])
def test_every_code_has_a_label_and_a_written_test(code: StrEnum) -> None:
    found = term(code)
    assert found.label.strip()
    assert found.test.strip().endswith(".")


def test_codes_of_the_same_name_in_two_vocabularies_are_told_apart() -> None:
    assert term(v.Position.WITHDRAWN).test != term(v.ConditionState.WITHDRAWN).test
    assert term(v.ConditionKind.OTHER).label == "Other"


def test_a_vocabulary_without_written_tests_is_refused() -> None:
    with pytest.raises(KeyError):
        term(v.ActorKind.OTHER)


def test_the_scale_has_seven_distinct_steps_each_with_its_opposite() -> None:
    assert sorted(p.value_on_scale or 0 for p in ON_SCALE) == [-3, -2, -1, 0, 1, 2, 3]


@pytest.mark.parametrize("position", ON_SCALE)
def test_the_signs_are_mirrored_and_of_one_width(position: Position) -> None:
    other = mirror(position)
    assert other is not None
    swapped = term(position).sign.translate(str.maketrans("+-", "-+"))
    assert term(other).sign == swapped
    signs = [term(p).sign for p in Position]
    assert len({len(sign) for sign in signs}) == 1
    assert len(set(signs)) == len(signs)


def test_the_groups_are_mirrored() -> None:
    """Five groups of the simple view: two, one, the middle, one, two."""
    mirrored = {"accepts": "rejects", "leans to it": "leans against it", "neutral": "neutral"}
    for position in ON_SCALE:
        if term(position).group in mirrored:
            other = mirror(position)
            assert other is not None
            assert term(other).group == mirrored[term(position).group]
    assert {term(p).group for p in OFF_SCALE} == {"not stated"}


@pytest.mark.parametrize("position", OFF_SCALE)
def test_law_5_what_is_off_the_scale_has_no_value(position: Position) -> None:
    assert position.value_on_scale is None


def test_law_5_five_kinds_of_not_taking_a_side_are_five_codes() -> None:
    kinds = {
        Position.NO_RECORD,
        Position.DECLINED_TO_SAY,
        Position.CONSIDERING,
        Position.NEUTRAL,
        Position.MIXED_SIGNALS,
    }
    assert len({(p.value_on_scale, term(p).label, term(p).sign, term(p).test) for p in kinds}) == 5


def test_law_5_only_the_absence_of_a_record_cannot_be_recorded() -> None:
    assert [p for p in Position if not p.recordable] == [Position.NO_RECORD]


def test_a_condition_of_reciprocity_does_not_lower_the_position() -> None:
    """Said in the written test of both: the one who accepts first is not marked down for it."""
    assert "reciprocity" in term(Position.ACCEPTS).test
    assert "does not lower" in term(v.ConditionKind.RECIPROCITY).test


def test_the_window_that_the_line_names_is_the_one_it_uses() -> None:
    assert f"within {method().line_window_days} days" in method().line


def test_what_binds_once_its_terms_are_met_is_two_steps_from_the_middle() -> None:
    assert [p.value for p in Position if p.binding] == [
        "accepts",
        "accepts_with_conditions",
        "rejects_as_drafted",
        "rejects",
    ]
    assert [p.value for p in Position if p.binding is False] == [
        "agrees_in_principle",
        "objects_in_principle",
    ]
