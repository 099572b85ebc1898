"""Loaded words: found in our own words, in every language of the lists, and never in quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.loaded_words import (
    loaded_words,
    names_in_texts,
    own_words,
    unquoted,
    word_lists,
)
from bot.domain.records import Actor, Issue, Name
from bot.domain.vocabulary import ActorKind, Directness
from tests.db.samples import evidence, stance

QUOTED = (
    "“{}”",
    '"{}"',
    "„{}“",
    "„{}”",
    "«{}»",
    "« {} »",
    "»{}«",
    "‹{}›",
    "‘{}’",
    "‚{}‘",
    "「{}」",
    "『{}』",
    "'{}'",
    "〝{}〟",
    "❝{}❞",
)
SAMPLES = {
    "English": "The regime answers.",
    "Ukrainian": "Їхній режим відповідає.",
    "Russian": "Этот режим отвечает, вы видели?",
    "German": "Die Machthaber räumten es ein.",
    "French": "Les terroristes répondent.",
    "Spanish": "Los terroristas responden mañana.",
    "Arabic": "قال إن الإرهابيين هناك",
}


def test_every_language_has_a_list_and_each_word_an_alternative() -> None:
    lists = word_lists()
    assert {each.language for each in lists} >= set(SAMPLES)
    for words in lists:
        assert len(words.word) >= 10, words.language
        assert all(entry.says and entry.instead.strip() for entry in words.word)


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_a_loaded_word_is_found_in_its_language(language: str) -> None:
    (found, *_) = loaded_words(SAMPLES[language])
    assert found.language == language
    assert found.instead


@pytest.mark.parametrize("marks", QUOTED)
@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_nothing_in_quotation_marks_is_ours(language: str, marks: str) -> None:
    assert loaded_words(marks.format(SAMPLES[language])) == ()


def test_every_form_of_every_list_is_found_as_it_is_written() -> None:
    lost = [
        (words.language, form)
        for words in word_lists()
        for entry in words.word
        for form in entry.says
        if not loaded_words(f"x {form.removesuffix('*')} x")
    ]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "The people’s hopes and the leaders’ talks",
        "Regimental music; terroir; a lieutenant; clear skies",
        "It fell to 5’ 6”",
        "Ministers discussed a ceasefire of 30 days.",
        "Міністри обговорили перемир’я",
        "Министры обсудили перемирие",
        "The border lies between them; we log each call; occupants of the car",
        "The sanctions regime and the inspection regime",
        "Turkey was admitted to NATO",
        "Режим прекращения огня и режима тишины, освобождение пленных",
        "Режим припинення вогню, правовий режим; він зрадів новині",
        "le régime de sanctions; el régimen de visados",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert loaded_words(text) == ()


def test_a_mark_that_nothing_closes_hides_nothing() -> None:
    assert [each.word for each in loaded_words("He said “the regime")] == ["regime"]
    assert [each.word for each in loaded_words("the leaders’ regime’s end")] == ["regime"]
    for text in ("the leaders' regime's end", "In '14 the regime took the leaders' seats"):
        assert [each.word for each in loaded_words(text)] == ["regime"]


def test_names_are_nobodys_words() -> None:
    people = Actor(key="b", name="Antoine Boucher", kind=ActorKind.PERSON)
    army = Actor(
        key="pla",
        name="People's Liberation Army",
        kind=ActorKind.ARMED_GROUP,
        names=(Name(text="Junta"), Name(text="Радикальна партія «Режим»")),
    )
    names = names_in_texts([people, army])
    text = "Boucher met the People’s Liberation Army"
    assert [each.word for each in loaded_words(text)] == ["boucher", "liberation"]
    assert loaded_words(text, names) == ()
    # One loaded word alone is what the server calls somebody.
    assert [each.word for each in loaded_words("The junta answers", names)] == ["junta"]


def test_marks_that_do_not_show_hide_no_word() -> None:
    for text in ("re\u00adgime", "reg\u200bime", "so\u2011called", "режи\u0301м"):
        assert loaded_words(f"x {text} x"), text


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert len(unquoted(text)) <= len(text)
    loaded_words(text)


def test_only_what_we_say_ourselves_is_looked_at() -> None:
    issue = Issue(key="i", title="Truce", question="Should it be?", context="The regime asks.")
    assert dict(own_words(issue))["context"] == "The regime asks."
    quoted = stance(evidence=evidence(words="This regime lies."), note="As he admits.")
    assert dict(own_words(quoted)) == {"note": "As he admits."}
    ours = stance(evidence=evidence(words="It lies.", directness=Directness.PARAPHRASE))
    assert dict(own_words(ours)) == {"paraphrase": "It lies."}
