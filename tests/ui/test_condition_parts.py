"""A condition and what became of it, in the same words on every card and in every preview."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from bot.domain.records import Citation, Condition, Recorded, Stance
from bot.domain.vocabulary import ConditionForm, ConditionKind, ConditionState
from bot.domain.when import Precision, Qualifier, When, days, instant
from bot.services.answers import ConditionsAnswer, ConditionView, StanceView
from bot.services.editing.answers import Preview
from bot.services.editing.forms import ConditionSettleForm
from bot.ui import parts
from bot.ui.card import plain
from bot.ui.conditions_card import conditions_card
from bot.ui.editing.cards import outcome_card
from tests.ui import nasty
from tests.ui.test_cards import few, stands

OPEN = Condition(
    kind=ConditionKind.GUARANTEE,
    form=ConditionForm.DEMAND,
    text="The county pays half.",
)
DAY = days(date(2025, 3, 13))
MET = replace(
    OPEN,
    state=ConditionState.MET,
    settled=Citation(source="s", words="The county has paid."),
    settled_on=DAY,
)


def line(view: StanceView, condition: Condition, **more: Any) -> str:
    shown = ConditionView(
        condition=condition, holder=view.holder, addressee=None, stance=view.stance, **more
    )
    return parts.condition(shown)


def undated(precision: Precision) -> When:
    return When(
        phrase="by then",
        lower=datetime(2025, 3, 10, tzinfo=UTC),
        upper=None if precision is Precision.INTERVAL else datetime(2025, 3, 17, tzinfo=UTC),
        precision=precision,
    )


@few
@given(nasty.stance_views(), nasty.sources)
def test_what_became_of_it_follows_the_condition(view: StanceView, source: Any) -> None:
    head = "(guarantee): The county pays half."
    assert line(view, OPEN) == f"- **open demand** {head}"
    assert line(view, MET) == f"- met demand {head} · since 13 March 2025"
    read = parts.source_short(source)
    assert line(view, MET, settled_by=source) == f"{line(view, MET)} · {read}"
    again = replace(MET, state=ConditionState.OPEN)
    assert line(view, again) == f"- **open demand** {head} · open again since 13 March 2025"
    bare = replace(MET, settled_on=None)
    assert line(view, bare, settled_by=source) == f"- met demand {head} · {read}"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (DAY, "since 13 March 2025"),
        (days(date(2025, 3, 10), date(2025, 3, 16)), "since 10–16 March 2025"),
        (replace(DAY, qualifier=Qualifier.APPROXIMATE), "since about 13 March 2025"),
        (days(date(2025, 3, 1), date(2025, 3, 31), precision=Precision.MONTH), "since March 2025"),
        (instant(datetime(2025, 3, 13, 12, tzinfo=UTC)), "since <t:1741867200:f>"),
        (undated(Precision.INTERVAL), "from 10 March 2025 on"),
        (undated(Precision.UNDATED), "not dated, by 16 March 2025"),
    ],
)
def test_since_says_no_more_than_is_known(when: When, words: str) -> None:
    assert parts.since(when) == words


@few
@given(nasty.stance_views(), nasty.asked, nasty.issues)
def test_a_holder_of_both_is_named_in_each_part(view: StanceView, asked: Any, issue: Any) -> None:
    views = tuple(
        ConditionView(condition=each, holder=view.holder, addressee=None, stance=view.stance)
        for each in (OPEN, MET)
    )
    card = conditions_card(
        ConditionsAnswer(
            asked=asked,
            issue=issue,
            conditions=views,
            count=2,
            open_count=1,
            page=0,
            has_more=False,
        ),
    )
    stands(card)
    opened, closed = plain(card).split("### No longer open")
    assert "**open demand**" in opened
    assert "met demand" in closed
    for part in (opened, closed):
        assert parts.who(view.holder) in part


@few
@given(nasty.stance_views(), nasty.sources, nasty.quotes, nasty.conditions)
def test_a_preview_of_any_condition_fits_into_one_message(
    view: StanceView, source: Any, words: str, condition: Condition
) -> None:
    was: Recorded[Stance] = view.stance
    before = replace(was.record, conditions=(OPEN, condition))
    settled = replace(condition, settled=Citation(source="s", words=words))
    preview = Preview(
        draft_id="0" * 16,
        form=ConditionSettleForm(since=words, quote=words),
        record=replace(before, conditions=(OPEN, settled)),
        was=replace(was, record=before),
        source=source,
        source_is_new=True,
        names={},
        notes=(words,) * 4,
        dates=(("since", DAY),),
        condition=1,
        source_before=source,
    )
    stands(outcome_card(preview))
