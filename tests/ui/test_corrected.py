"""Laws of a corrected message: made once, taken back whole, and never beyond what Discord takes."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ui.card import MAX_TEXT
from bot.ui.corrected import NOTE, Edit, corrected
from tests.app.fake_checks import parts

LINES = st.text(alphabet="ab *>-#~[]\\", min_size=1, max_size=40).map(
    lambda text: f"- x{text.replace('~', '')}".rstrip()
)
TOLD = st.lists(LINES, min_size=1, max_size=2).map("\n".join)
NOTES = st.lists(st.integers(0, 9).map(lambda n: f"{NOTE}**Corrected** {n}"), max_size=2)


@st.composite
def messages(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[str | None]]:
    """A message of some paragraphs, and the lines of it that told of records."""
    told = draw(st.lists(TOLD, min_size=1, max_size=5, unique=True))
    # One line may not stand in another: no two items of a card are alike.
    lines = [line for line in told if not any(line != o and line in o for o in told)]
    others = draw(st.lists(st.text(alphabet="cd ", min_size=1, max_size=9), max_size=3))
    inner = [{"type": 10, "content": "\n".join(["## Head", *others, line])} for line in lines]
    row = {"type": 1, "components": [{"type": 2, "custom_id": "sb:x"}]}
    return [{"type": 17, "components": [*inner, row]}], [*lines, None, "not to be found"]


def edits(lines: list[str | None], notes: list[list[str]]) -> list[Edit]:
    return [
        Edit(line=line, notes=tuple(told), short=tuple(note[:9] for note in told))
        for line, told in zip(lines, notes, strict=False)
    ]


def size(message: list[dict[str, Any]]) -> tuple[int, int]:
    found = list(parts(message))
    return sum(len(each.get("content", "")) for each in found), len(found)


@settings(max_examples=60, deadline=None)
@given(messages(), st.lists(NOTES, min_size=7, max_size=7), st.lists(NOTES, min_size=7, max_size=7))
def test_whatever_came_before_the_same_corrections_make_the_same_message(
    made: tuple[list[dict[str, Any]], list[str | None]],
    once: list[list[str]],
    again: list[list[str]],
) -> None:
    message, lines = made
    first = corrected(message, edits(lines, once))
    assert corrected(first, edits(lines, once)) == first
    assert corrected(first, edits(lines, again)) == corrected(message, edits(lines, again))
    assert corrected(first, edits(lines, [[]] * 7)) == message
    assert size(first)[1] == size(message)[1]


def marks(message: list[dict[str, Any]]) -> int:
    return sum(each.get("content", "").count("**Corrected**") for each in parts(message))


def test_a_full_message_is_corrected_within_its_limits() -> None:
    """With many corrections in a message that has no room, each record is still marked."""
    lines = [f"- {at} {'x' * 380}" for at in range(10)]
    message = [{"type": 17, "components": [{"type": 10, "content": "\n".join(lines)}]}]
    told = [
        Edit(
            line=line,
            notes=(f"{NOTE}**Corrected** {at} {'n' * 300}",),
            short=(f"{NOTE}**Corrected** {at}",),
        )
        for at, line in enumerate(lines)
    ]
    made = corrected(message, told)
    assert size(made)[0] <= MAX_TEXT
    assert size(made)[1] == 2
    assert marks(made) == 10
    # What gave way leaves room for more of the notes, and for nothing else.
    again = corrected(made, told)
    assert marks(again) == 10
    assert corrected(again, told) == again


def test_beyond_all_measure_it_still_fits() -> None:
    lines = [f"- {at} {'x' * 180}" for at in range(20)]
    message = [{"type": 10, "content": "\n".join(lines)}]
    told = [
        Edit(line=line, notes=(f"{NOTE}{'n' * 900}",), short=(f"{NOTE}{'s' * 300}",))
        for line in lines
    ]
    assert size(corrected(message, told))[0] <= MAX_TEXT


def test_a_picture_without_words_gets_its_note_on_top() -> None:
    image = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    note = Edit(line=None, notes=(f"{NOTE}**Corrected**",), short=())
    assert corrected([image], [note])[0]["content"] == f"{NOTE}**Corrected**"
    assert corrected([image], []) == [image]
