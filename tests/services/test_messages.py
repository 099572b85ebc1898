"""What a message gives: its words without marks, its link, its source in words."""

from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.editing.messages import (
    Message,
    Preview,
    articles,
    quotation,
    source_itself,
    source_of,
    without_marks,
)
from bot.services.editing.reading import cited, publisher_and_title

AT = datetime(2025, 3, 16, 10, 30, tzinfo=UTC)


def message(text: str, *previews: Preview, author: str = "Feed") -> Message:
    return Message(
        text=text,
        link="https://discord.com/channels/1/2/3",
        author=author,
        channel="news",
        server="The Newsroom",
        sent_at=AT,
        previews=previews,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**bold** *it* _it_ __under__ ~~no~~ ||spoiler||", "bold it it under no spoiler"),
        ("***both*** and `code` and ```py\nx = 1\n```", "both and code and x = 1"),
        ("> quoted\n> twice\n-# small\n## Head", "quoted\ntwice\nsmall\nHead"),
        ("[he said](https://example.org/a_(b)) so", "he said so"),
        ("yes <https://example.org/x> no https://example.org/y.", "yes no ."),
        ("snake_case_name 2*3*4 a_b_", "snake_case_name 2*3*4 a_b_"),
        (r"\*not bold\* and \_so\_", "*not bold* and _so_"),
        ("<:flag:123> </stance:9> <t:1742115600:F>", ":flag: /stance 16 March 2025 09:00 UTC"),
        ("قال «نعم»", "قال «نعم»"),
        ("5 < 6 and a > b", "5 < 6 and a > b"),
        ("- one\n- two\n\n\n\nthree", "- one\n- two\n\nthree"),
    ],
)
def test_marks_go_and_words_stay(text: str, said: str) -> None:
    assert without_marks(text, {}, "UTC") == said


PLAIN = st.text(st.characters(categories=("L", "N", "P", "M"), exclude_characters="*_~`|<>[]\\#-:"))


@given(st.lists(PLAIN.filter(bool), max_size=20).map(" ".join))
def test_a_text_without_marks_stays_letter_by_letter(text: str) -> None:
    assert without_marks(text, {}, "UTC").split() == text.split()


@given(st.text(max_size=300))
def test_no_letter_appears_that_was_not_there(text: str) -> None:
    assert set(without_marks(text, {}, "UTC")) <= set(text) | {" "}


@pytest.mark.parametrize(
    "mark", ["**a ", "||", "`", "~~a ", "_a ", "[", "[a](", "<t:1", "\\", "***a"]
)
def test_the_longest_message_is_cleaned_at_once(mark: str) -> None:
    begun = perf_counter()
    without_marks(mark * (4000 // len(mark)), {}, "UTC")
    assert perf_counter() - begun < 1


def test_the_first_article_is_the_link() -> None:
    found = message(
        "See https://discord.com/channels/1/2/3, https://cdn.discordapp.com/a.png and "
        "(https://example.org/a_(b)?utm_source=x&id=7).",
        Preview(url="https://other.example/b"),
    )
    assert list(articles(found)) == ["https://example.org/a_(b)?id=7", "https://other.example/b"]


@pytest.mark.parametrize(
    ("text", "links", "said"),
    [
        ("||https://a.example/b||", ["https://a.example/b"], ""),
        ("**https://a.example/b** ~~https://a.example/c~~", ["b", "c"], ""),
        ("[x](https://a.example/b),[y](https://a.example/c)", ["b", "c"], "x,y"),
        ("見よhttps://a.example/b。次は", ["b"], "見よ。次は"),
        ("（https://a.example/b）そう", ["b"], "（）そう"),
        ("https://a.example/b، نعم", ["b"], "، نعم"),
        ("`https://a.example/b`", ["b"], ""),
        ("https://a.example/b\u200b\u200f yes", ["b"], "yes"),
    ],
)
def test_a_link_ends_where_its_sentence_goes_on(text: str, links: list[str], said: str) -> None:
    found = message(text)
    assert [url.rpartition("/")[2] for url in articles(found)] == [
        each.rpartition("/")[2] for each in links
    ]
    assert without_marks(text, {}, "UTC").strip("\u200b\u200f ") == said


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a", "https://", "https://[", "https://localhost/x", "https://user@x.org/"],
)
def test_what_cannot_be_kept_is_no_link(url: str) -> None:
    assert list(articles(message(f"See {url}"))) == []


def test_letters_of_other_scripts_in_a_link_are_encoded() -> None:
    found = list(articles(message("https://uk.wikipedia.org/wiki/Україна")))
    assert found == ["https://uk.wikipedia.org/wiki/%D0%A3%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0"]


def test_the_source_reads_back_as_publisher_and_title() -> None:
    preview = Preview(
        title="Talks begin – a **first** step",
        url="https://www.example.org/a/",
        publisher="X - formerly",
    )
    url = "https://www.example.org/a"
    line = source_of(message("", preview), url, {})
    assert line == "X, formerly — Talks begin – a first step"
    assert publisher_and_title(line, None) == ("X, formerly", "Talks begin – a first step")
    assert source_of(message("", preview), url, {"example.org": "The Example"}).startswith(
        "The Example — ",
    )
    assert source_of(message(""), url, {}) == "example.org"
    assert source_itself(message("")) == "Feed — message in #news, The Newsroom"


@given(st.text(max_size=200), st.text(max_size=400))
def test_no_source_is_too_long(author: str, title: str) -> None:
    preview = Preview(title=title, url="https://example.org/a", publisher=author)
    line = source_of(message("", preview), "https://example.org/a", {})
    publisher, rest = publisher_and_title(line, "https://example.org/a")
    assert len(publisher) + len(rest or "") <= 300


def test_words_of_the_preview_stand_in_for_a_message_that_is_only_a_link() -> None:
    preview = Preview(title="Talks begin", text="**He** said yes.")
    assert quotation(message("https://example.org/a", preview), "UTC") == "He said yes."
    assert quotation(message("", Preview(title="Talks begin")), "UTC") == "Talks begin"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Al Jazeera — Talks\nhttps://x.org/a", ("Al Jazeera — Talks", "https://x.org/a")),
        ("https://x.org/a", ("", "https://x.org/a")),
        ("Al Jazeera — https://x.org/a", ("Al Jazeera", "https://x.org/a")),
        ("Kyiv Post", ("Kyiv Post", "")),
        ("<http://x.org>", ("", "<http://x.org>")),
    ],
)
def test_source_and_link_are_read_from_one_field(typed: str, read: tuple[str, str]) -> None:
    assert cited(typed) == read
