"""Names as people type them find the one they mean, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import NameIndex, check_key, key_from, normal
from bot.errors import InvalidInputError, UnknownNameError
from tests.domain.samples import directory

SEED = directory()
INDEX = SEED.actor_names
MARKS = "\u200f\u200e\u202e\u202c\u2066\u2069\u200b\u200d\ufeff\u00ad"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *((name, "zelenskyy") for name in ("Zelensky", "Zelenskyy", "Zelenskiy", "zelenski")),
        *((name, "zelenskyy") for name in ("Зеленський", "Зеленский", "ZELENSKYJ", "zelensk")),
        *((name, "zelenskyy") for name in ("Volodymyr Zelenskyy", "zelensky volodymyr")),
        *((name, "putin") for name in ("Путін", "путин", "puttin", "Vladimir Putin", "Putin ")),
        *((name, "lavrov") for name in ("lavrof", "Lavrow", "Лавров", "sergei lavrov", "LAVROV")),
        *((name, "witkoff") for name in ("witkof", "Wittkoff", "Віткофф")),
        *((name, "russia") for name in ("Росія", "россия", "kremlin", "Moscow")),
        *((name, "us") for name in ("US", "usa", "u.s.", "United States", "США")),
        *((name, "ukraine") for name in ("україна", "Ukrain", "kyiv")),
        *((name, "trump") for name in ("Tramp", "Donald Trump", "трамп", "ＴＲＵＭＰ")),
        ("rubio", "rubio"),
        ("bruce", "bruce"),
    ],
)
def test_one_actor_goes_by_many_spellings(typed: str, key: str) -> None:
    assert SEED.actor(typed).key == key


@pytest.mark.parametrize(
    "typed",
    [
        *("Macron", "Orban", "Orbán", "Merz", "Bush", "Biden", "Starmer", "Meloni", "Erdogan"),
        *("Scholz", "Xi Jinping", "Netanyahu", "Tusk", "Vance", "Rutte", "Guterres", "Modi"),
        *("Lukashenko", "Zaluzhnyi", "Medvedev", "Navalny", "Poroshenko", "Kallas", "Macron ?"),
        *("Belarus", "France", "Poland", "China", "United Kingdom", "Austria", "Georgia"),
    ],
)
def test_somebody_unknown_is_nobody_here(typed: str) -> None:
    """A wrong answer about whom was meant is worse than none; a question may name the near ones."""
    with pytest.raises(UnknownNameError):
        SEED.actor(typed)


@pytest.mark.parametrize("typed", ["trump putin call", "Putin–Trump", "call trump", "put call tru"])
def test_the_words_of_a_title_are_found_in_any_order(typed: str) -> None:
    titles = ("Call between Trump and Putin", "Contact between Rubio and Lavrov", "Talks")
    assert NameIndex((title, title) for title in titles).resolve(typed) == (titles[0],)


@pytest.mark.parametrize("typed", ["", " ", "???", MARKS, "—", "\n\t"])
def test_what_cannot_be_read_means_nobody_but_lists_everybody(typed: str) -> None:
    assert INDEX.resolve(typed) == ()
    assert len(INDEX.search(typed)) == len(SEED.actors)
    with pytest.raises(UnknownNameError):
        SEED.actor(typed)


def test_a_name_that_cannot_be_read_matches_nothing_else_that_cannot() -> None:
    index = NameIndex([("a", "???"), ("b", "Somebody")])
    assert index.resolve("!!!") == ()


@given(st.data())
def test_marks_that_nobody_sees_change_nothing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([actor.name for actor in SEED.actors.values()]))
    at = data.draw(st.integers(0, len(name)))
    mark = data.draw(st.sampled_from(MARKS))
    assert normal(name[:at] + mark + name[at:]) == normal(name)
    assert INDEX.resolve(name[:at] + mark + name[at:]) == INDEX.resolve(name)


@given(typed=st.text(max_size=60), limit=st.integers(0, 30))
def test_never_more_than_asked_for_nor_anybody_twice(typed: str, limit: int) -> None:
    hits = INDEX.search(typed, limit=limit)
    keys = [hit.key for hit in hits]
    assert len(keys) <= limit
    assert len(set(keys)) == len(keys)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert set(keys) <= set(SEED.actors)


@given(typed=st.text(max_size=200))
def test_whatever_is_typed_gets_an_actor_or_a_sentence(typed: str) -> None:
    refusal: UnknownNameError | None = None
    try:
        found = SEED.actor(typed)
    except UnknownNameError as error:
        refusal = error
    if refusal is None:
        assert found.key in SEED.actors
    else:
        assert refusal.typed == typed
        assert len(refusal.suggestions) <= 3
        assert len(refusal.text) < 600


def test_what_was_typed_is_cut_where_it_is_echoed() -> None:
    with pytest.raises(UnknownNameError) as caught:
        SEED.actor("q" * 6000)
    assert "q" * 100 in caught.value.text
    assert "q" * 101 not in caught.value.text


@given(st.text(max_size=100))
def test_a_key_made_from_a_name_is_a_key(name: str) -> None:
    try:
        key = key_from(name)
    except InvalidInputError:
        assert normal(name) == ""
    else:
        assert check_key(key) == key


@pytest.mark.parametrize("key", ["", "-a", "a-", "A", "a b", "ключ", "a" * 33, "a\n", "a_b"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidInputError):
        check_key(key)


@pytest.mark.parametrize("key", ["a", "putin", "s-4x7kq2", "a" * 32, "30-day"])
def test_what_is_a_key_is_kept(key: str) -> None:
    assert check_key(key) == key
