"""What editors are shown fits into Discord's limits, whatever was typed, and loses no word of it."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.when import days
from bot.errors import InvalidInputError
from bot.services.editing.answers import Drafts, DraftSummary, Refused, Unclear
from bot.services.editing.forms import FORMS, Form, StanceForm, typed, with_fields
from bot.ui.card import Text
from bot.ui.editing.cards import drafts_card, kept_card, outcome_card, typed_text
from bot.ui.editing.fields import FIELDS, HEADINGS, PAGES, field_of
from bot.ui.editing.modal import form_modal, page_lacking, submitted

KINDS = list(FORMS)
ANY = st.text(max_size=6000)
FORMS_TYPED = st.builds(
    StanceForm,
    actor=ANY,
    position=ANY,
    quote=ANY,
    source=ANY,
    url=ANY,
    said=ANY,
    conditions=ANY,
)
# A field of the editor's that a form's dialogues leave out: it names what is edited.
NAMED = {
    "actor edit": {"actor"},
    "issue edit": {"issue"},
    # One field, “Source and link”, stands for both.
    **{f"{kind} capture": {"source", "url"} for kind in ("stance", "claim", "event")},
}


def full_form(kind: str, text: str) -> Form:
    form = FORMS[kind]()
    return with_fields(form, {item.name: text for item in fields(form)})


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_form_is_on_one_of_its_pages(kind: str) -> None:
    shown = [name for page in PAGES[kind] for name in page.fields]
    own = {item.name for item in fields(FORMS[kind])} - {"seen", "shared"} - NAMED.get(kind, set())
    assert set(shown) == own
    assert len(shown) == len(set(shown))
    assert len(PAGES[kind]) <= 3


@pytest.mark.parametrize("text", ["", "x", "ы" * 100, "y" * 6000])
@pytest.mark.parametrize("kind", KINDS)
async def test_every_dialogue_is_one_that_discord_takes(kind: str, text: str) -> None:
    for at in range(len(PAGES[kind])):
        modal = form_modal("0123456789abcdef", full_form(kind, text), at)
        sent = modal.to_dict()
        assert len(sent["title"]) <= 45
        assert len(sent["custom_id"]) <= 100
        assert len(sent["components"]) <= 5
        assert modal.is_finished()
        for label in sent["components"]:
            control = label["component"]
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
            assert len(control.get("options", ())) <= 25
            assert len(control.get("value") or "") <= control.get("max_length", 4000) <= 4000


def test_every_field_has_words_for_people() -> None:
    for kind in KINDS:
        assert HEADINGS[kind]
        for page in PAGES[kind]:
            for name in page.fields:
                assert field_of(kind, name).label
    assert len({field.label for field in FIELDS.values()}) == len(FIELDS)


def test_the_page_that_lacks_something_comes_first() -> None:
    assert page_lacking(StanceForm()) == 0
    assert page_lacking(FORMS["stance correct"]()) == 2


@settings(max_examples=50, deadline=None)
@given(FORMS_TYPED)
def test_what_goes_back_is_on_the_card_or_in_the_file_word_for_word(form: StanceForm) -> None:
    card, file = kept_card("It failed.", typed_text(form))
    shown = file or "".join(block.text for block in card.blocks if isinstance(block, Text))
    for text in typed(form).values():
        assert text in shown


@settings(max_examples=50, deadline=None)
@given(FORMS_TYPED, ANY)
def test_every_answer_fits_into_one_message(form: StanceForm, text: str) -> None:
    error = InvalidInputError(text)
    outcome_card(Refused(draft_id="0" * 16, form=form, error=error))
    choices = (days(date(2025, 3, 10), date(2025, 3, 16)), days(date(2025, 3, 16)))
    outcome_card(Unclear(draft_id="0" * 16, form=form, field="said", text=text, choices=choices))
    rows = (DraftSummary(draft_id="0" * 16, form=form),) * 5
    drafts_card(Drafts(rows=rows, has_more=True))


def test_a_dialogue_is_read_back() -> None:
    assert submitted(
        {
            "components": [
                {"type": 18, "component": {"type": 4, "custom_id": "quote", "value": "So be it."}},
                {"type": 18, "component": {"type": 3, "custom_id": "position", "values": ["x"]}},
                {"type": 18, "component": {"type": 3, "custom_id": "basis", "values": []}},
                {"type": 10, "content": "a text without a field"},
            ],
        },
    ) == {"quote": "So be it.", "position": "x", "basis": ""}
