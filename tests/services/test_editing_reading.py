"""Single fields are read without loss, and refused with what would work."""

from contextlib import suppress
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import normal
from bot.domain.records import Condition
from bot.domain.vocabulary import ConditionForm, ConditionKind, ConditionState, Position
from bot.errors import StancebotError
from bot.services.editing.forms import FORMS, StanceForm, asks, cleaned, kind_of, lacks, typed
from bot.services.editing.reading import (
    code,
    condition_line,
    conditions,
    label_of,
    link,
    publisher_and_title,
    words,
)

LINES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


@given(
    st.lists(
        st.builds(
            Condition,
            kind=st.sampled_from(ConditionKind),
            form=st.sampled_from(ConditionForm),
            text=LINES,
            state=st.sampled_from(ConditionState),
        ),
        max_size=8,
        unique_by=condition_line,
    ),
)
def test_conditions_written_out_read_back_as_they_were(was: list[Condition]) -> None:
    text = "\n".join(condition_line(each) for each in was)
    assert conditions(text, tuple(was)) == tuple(was)


@given(st.lists(LINES.filter(lambda line: any(c.isalnum() for c in line)), max_size=8))
def test_no_word_of_a_condition_is_lost(lines: list[str]) -> None:
    for line, condition in zip(lines, conditions("\n".join(lines)), strict=True):
        assert line.endswith(condition.text)


@pytest.mark.parametrize(
    ("line", "kind", "form", "text"),
    [
        ("verification/question: who?", ConditionKind.VERIFICATION, ConditionForm.QUESTION, "who?"),
        ("Verification: who controls", ConditionKind.VERIFICATION, ConditionForm.DEMAND, None),
        ("question: by when", ConditionKind.OTHER, ConditionForm.QUESTION, "by when"),
        ("Who verifies it?", ConditionKind.OTHER, ConditionForm.QUESTION, "Who verifies it?"),
        ("Kyiv: no troops", ConditionKind.OTHER, ConditionForm.DEMAND, "Kyiv: no troops"),
        ("scope / demand: the sea", ConditionKind.SCOPE, ConditionForm.DEMAND, "the sea"),
    ],
)
def test_a_condition_is_read_as_it_is_put(
    line: str, kind: ConditionKind, form: ConditionForm, text: str | None
) -> None:
    [found] = conditions(line)
    assert (found.kind, found.form) == (kind, form)
    assert found.text == (text or line.split(": ", 1)[1])


@pytest.mark.parametrize("position", [p for p in Position if p.recordable])
def test_a_code_goes_by_its_code_and_its_label(position: Position) -> None:
    assert code(Position, position.value, "position") is position
    assert code(Position, label_of(position).upper(), "position") is position


@given(st.text(max_size=40))
def test_a_code_is_found_or_refused_and_never_guessed(text: str) -> None:
    known = {normal(name) for p in Position for name in (p.value, label_of(p))}
    if normal(text) in known:
        assert code(Position, text, "position") in Position
    else:
        with pytest.raises(StancebotError, match="Did you mean"):
            code(Position, text, "position")


@given(st.text(max_size=700))
def test_a_link_is_kept_whole_or_refused(text: str) -> None:
    found = None
    with suppress(StancebotError):
        found = link(text)
    assert found is None or (found.startswith("https://") and found[8:] in text)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org",
        "https://",
        "https://nodot",
        "javascript:x",
        "https://a.b/ c",
        "ftp://a.b",
        "https://user:word@example.org/x",
        "https://example.org@a.b/x",
        "https://.",
        "https://a..b/",
        "https://127.0.0.1/x",
        "https://a.org:999999/",
        "https://приклад.укр/x",
    ],
)
def test_only_whole_https_links_are_taken(text: str) -> None:
    with pytest.raises(StancebotError, match="https://"):
        link(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("<https://www.youtube.com/@news?v=1#t>", "https://www.youtube.com/@news?v=1#t"),
        ("https://xn--80aikhbrhr.xn--j1amh:443", "https://xn--80aikhbrhr.xn--j1amh:443"),
    ],
)
def test_a_link_of_a_public_site_is_taken(text: str, kept: str) -> None:
    assert link(text) == kept


@pytest.mark.parametrize("line", [":", "question:", "verification/demand: …", "—"])
def test_a_condition_says_something(line: str) -> None:
    with pytest.raises(StancebotError, match="says nothing"):
        conditions(line)


def test_a_source_is_publisher_and_title_or_the_links_host() -> None:
    assert publisher_and_title("Al Jazeera — Talks - begin", None) == (
        "Al Jazeera",
        "Talks - begin",
    )
    assert publisher_and_title("Al-Jazeera", None) == ("Al-Jazeera", None)
    assert publisher_and_title("", "https://www.example.org:443/a") == ("example.org", None)


def test_only_the_marks_around_all_of_it_are_taken_off() -> None:
    assert words("“So be it.”") == "So be it."
    assert words("“So” be “it”") == "“So” be “it”"
    assert words("“”") == ""


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    form = cleaned(StanceForm(quote=text))
    assert cleaned(form) == form
    assert "\x00" not in form.quote


@pytest.mark.parametrize("text", ["\u200b\u200b", " \u202e\u202c ", "\ufeff", "\u2003"])
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert cleaned(StanceForm(quote=text)).quote == ""


def test_every_form_has_a_name_and_begins_empty() -> None:
    for kind, form in FORMS.items():
        assert kind_of(form()) == kind
        assert not any(asdict(form()).values())
        assert not typed(form())


def test_a_stance_needs_words_a_source_and_a_date() -> None:
    assert lacks(StanceForm(actor="putin", position="accepts")) == ("quote", "source", "said")
    assert not asks(StanceForm(quote="x", url="https://a.org", said="today"))
