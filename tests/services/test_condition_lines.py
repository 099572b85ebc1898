"""Conditions as lines of a form: what is typed again keeps what has become of it."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records import Citation, Condition
from bot.domain.vocabulary import ConditionForm, ConditionKind, ConditionState
from bot.domain.when import days
from bot.services.editing.reading import condition_line, conditions

TERMS = st.builds(
    Condition,
    kind=st.sampled_from(ConditionKind),
    form=st.sampled_from(ConditionForm),
    text=st.sampled_from(["who controls?", "no arms", "No  arms", "first: the prisoners", "так?"]),
    state=st.sampled_from(ConditionState),
    addressee=st.sampled_from([None, "ada"]),
    settled=st.just(Citation(source="s", words="It was so.")),
    settled_on=st.sampled_from([None, days(date(2025, 3, 12))]),
)


@given(st.lists(TERMS, max_size=5), st.randoms())
def test_conditions_written_out_read_back_with_all_that_became_of_them(
    was: list[Condition], random: Random
) -> None:
    lines = [condition_line(each) for each in was]
    assert conditions("\n".join(lines), tuple(was)) == tuple(was)
    shuffled = list(lines)
    random.shuffle(shuffled)
    read = conditions("\n".join(shuffled), tuple(was))
    assert sorted(map(repr, read)) == sorted(map(repr, was))


def test_a_condition_filed_elsewhere_keeps_what_became_of_it() -> None:
    was = Condition(
        kind=ConditionKind.OTHER,
        form=ConditionForm.DEMAND,
        text="Who controls it?",
        state=ConditionState.MET,
        addressee="ada",
        settled=Citation(source="s", words="It was so."),
    )
    (read,) = conditions("VERIFICATION / question: who controls it", (was,))
    assert read == replace(
        was,
        kind=ConditionKind.VERIFICATION,
        form=ConditionForm.QUESTION,
        text="who controls it",
    )
    again, new = conditions("Who controls it?\nWho controls it?", (was,))
    assert (again.state, new.state) == (ConditionState.MET, ConditionState.OPEN)
