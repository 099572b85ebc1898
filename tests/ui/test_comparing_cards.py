"""What others wrote meanwhile, beside what was typed: in words, whole, and within one message."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records import Version
from bot.domain.vocabulary import RecordState, Verb
from bot.errors import InvalidInputError
from bot.services.editing.answers import Compared, Meanwhile, Refused
from bot.services.editing.capture import Captured, Offer
from bot.services.editing.forms import (
    CaptureForm,
    ClaimCaptureForm,
    CorrectForm,
    EventCaptureForm,
    StanceCaptureForm,
)
from bot.services.editing.messages import Without
from bot.ui.card import Text
from bot.ui.editing.capture import capture_modal
from bot.ui.editing.cards import outcome_card
from bot.ui.editing.compare import meanwhile_text

AT = datetime(2025, 3, 16, 12, tzinfo=UTC)
ANY = st.text(max_size=6000)
FIELDS = ("quote", "said", "position", "source", "conditions", "confirmed", "actor", "issue")


def version(number: int = 2, by: int | None = 7, reason: str | None = "Misread") -> Version:
    return Version(
        number=number,
        verb=Verb.CORRECT if number > 1 else Verb.SET,
        state=RecordState.PUBLISHED,
        recorded_at=AT,
        recorded_by=by,
        reason=reason,
    )


def test_each_field_is_shown_as_it_was_as_theirs_and_as_yours() -> None:
    found = Meanwhile(
        versions=(version(),),
        fields=(
            Compared(field="position", was="Accepts", theirs="Rejects", yours=None),
            Compared(field="conditions", was="", theirs=None, yours="*No* arms."),
        ),
    )
    assert meanwhile_text("stance correct", found) == (
        "**Others were here meanwhile**\n"
        "<@7> corrected it on <t:1742126400:f>: “Misread”.\n"
        "**Position**\n"
        "- when you looked: Accepts\n- theirs now: Rejects\n- yours: as it was\n"
        "**Conditions**\n"
        "- when you looked: none\n- theirs now: as it was\n- yours: \\*No\\* arms."
    )


def test_another_stance_is_told_as_another() -> None:
    found = Meanwhile(versions=(version(1, None, None),), fields=(), is_other=True)
    shown = meanwhile_text("stance set", found)
    assert "recorded another stance of this actor on" in shown


def test_of_long_texts_the_place_where_they_part_is_shown() -> None:
    same = "word " * 400
    field = Compared(field="quote", was=f"{same}one", theirs=f"{same}two", yours=f"{same}three")
    shown = meanwhile_text("stance set", Meanwhile(versions=(version(),), fields=(field,)))
    assert "one\n- theirs now: … " in shown
    assert shown.endswith("three")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.builds(Compared, field=st.sampled_from(FIELDS), was=ANY, theirs=ANY, yours=ANY)),
    ANY,
)
def test_a_refusal_with_it_fits_into_one_message(fields: list[Compared], text: str) -> None:
    found = Meanwhile(versions=(version(reason=text),) * 9, fields=tuple(fields))
    form = CorrectForm(quote=text, reason=text)
    error = InvalidInputError(text)
    card = outcome_card(Refused(draft_id="0" * 16, form=form, error=error, meanwhile=found))
    assert any("Others were here" in each.text for each in card.blocks if isinstance(each, Text))


@pytest.mark.parametrize("without", [None, *Without])
@pytest.mark.parametrize("text", ["", "x", "ы" * 4001])
@pytest.mark.parametrize("issues", [0, 24])
@pytest.mark.parametrize("form", [StanceCaptureForm, ClaimCaptureForm, EventCaptureForm])
async def test_every_dialogue_from_a_message_is_one_that_discord_takes(
    form: type[CaptureForm], issues: int, text: str, without: Without | None
) -> None:
    offers = tuple(Offer(key=f"k-{n}", label=text or "?", is_named=True) for n in range(24))
    made = capture_modal(
        Captured(
            draft_id="0123456789abcdef",
            form=form(quote=text, cited=text[:1000]),
            actors=offers,
            issues=offers[:issues],
            without=without,
        ),
    ).to_dict()
    assert 3 <= len(made["components"]) <= 5
    assert len(made["custom_id"]) <= 100
    for label in made["components"]:
        control = label["component"]
        assert len(label["label"]) <= 45
        assert 0 < len(label["description"]) <= 100
        assert len(control.get("options", ())) <= 25
        assert all(0 < len(each["label"]) <= 100 for each in control.get("options", ()))
        assert len(control.get("value") or "") <= control.get("max_length", 4000) <= 4000
