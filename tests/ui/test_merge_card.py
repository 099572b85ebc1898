"""The menu of a split: every record can be reached, and every card fits into one message."""

import pytest

from bot.domain.records import Actor
from bot.domain.vocabulary import ActorKind
from bot.services.desk.moves import Movable, Moves, Parting
from bot.services.editing.answers import Preview, Refused
from bot.services.editing.forms import ActorForm, ActorSplitForm, AliasForm, Form
from bot.services.editing.register import NameTakenError
from bot.ui.card import Button, Card, components
from bot.ui.desk.merge_card import PAGE, choosing, clash_buttons, moving
from bot.ui.editing.cards import outcome_card

DRAFT = "0" * 16
ADA = Actor(key="ada", name="*Ada*" * 20, kind=ActorKind.PERSON)
BO = Actor(key="bo", name="@everyone", kind=ActorKind.PERSON)


def split(count: int) -> Preview:
    left = tuple(
        Movable(key=f"s-{at}", kind="stance", line=f"{at} " + "عربي " * 60) for at in range(count)
    )
    return Preview(
        draft_id=DRAFT,
        form=ActorSplitForm(actor="ada", name="Bo", reason="x"),
        record=BO,
        was=None,
        source=None,
        source_is_new=False,
        names={},
        parting=Parting(was=ADA, new=BO, chosen=left[:40], left=left, names=("Adu",)),
    )


def values(card: Card) -> list[str]:
    return [each.value for each in card.menu.options] if card.menu else []


@pytest.mark.parametrize("count", [0, 1, 25, 26, 60])
def test_every_record_is_in_a_menu_of_some_page(count: int) -> None:
    seen = split(count)
    pages = [choosing(outcome_card(seen), seen, page) for page in range(-(-count // PAGE))]
    assert [value for card in pages for value in values(card)] == [f"s-{at}" for at in range(count)]
    for card in (*pages, choosing(outcome_card(seen), seen, 99)):
        assert components(card)
        presses = [each.press for each in card.buttons if isinstance(each, Button)]
        assert len(presses) == len(set(presses))


def test_a_merge_of_nothing_and_of_much_is_told_in_words() -> None:
    names = tuple(f"name {at}" for at in range(40))
    much = moving(Moves(gone=BO, kept=ADA, counts=(("stance", 1200),), names=names))
    assert "1,200 standing records will name it: 1,200 stances" in much.head
    assert "@everyone" not in much.head
    bare = moving(Moves(gone=BO, kept=ADA, counts=(), names=()))
    assert "0 standing records will name it." in bare.head


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        (AliasForm(actor="ada", name="Bo"), ["They are one: merge them", "Keep it for both"]),
        (ActorForm(name="Bo"), ["It is that one: add the names", "Keep it for both"]),
        (ActorSplitForm(actor="ada", name="Bo"), ["Keep it for both"]),
    ],
    ids=["alias", "new", "split"],
)
def test_a_name_that_is_taken_asks_what_is_meant(form: Form, labels: list[str]) -> None:
    taken = Refused(draft_id=DRAFT, form=form, error=NameTakenError("Bo", BO, by=None))
    assert [each.label for each in clash_buttons(taken)] == labels
    shown = [each.label for each in outcome_card(taken).buttons]
    assert shown[: len(labels)] == labels
    assert "Cancel" in shown
