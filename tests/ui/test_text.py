"""Nothing that people type is Markdown, a ping or a link, and nothing is cut in silence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import text
from tests.ui.nasty import SNIPPETS, lines

UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f]")


def unescaped(written: str, mark: str) -> bool:
    """Whether a mark stands in what was written without a backslash before it."""
    return re.search(rf"(?<!\\)(?:\\\\)*{re.escape(mark)}", written) is not None


@given(lines)
def test_what_was_typed_keeps_no_mark_that_discord_reads(typed: str) -> None:
    written = text.safe(typed)
    for mark in ("*", "_", "~", "`", "|", "<", "[", "]"):
        bare = re.sub(r"\\.", "", written)
        assert mark not in bare, (mark, written)
    assert not re.search(r"(?<!\\)://", written)
    assert not re.search(r"@(everyone|here|\d)", written)
    assert not UNSEEN.search(written)
    assert not re.match(r"[-+>#]|\d+[.)]", written)
    written.encode()


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_snippet_stays_on_one_line(snippet: str) -> None:
    assert "\n" not in text.safe(f"a {snippet} b")


def test_plain_words_stay_as_they_are() -> None:
    said = "Вони сказали: “так”, 30% (or 50) — it's fine!"
    assert text.safe(said) == said


@given(lines, st.integers(20, 400))
def test_a_fold_counts_what_it_leaves_out(typed: str, limit: int) -> None:
    whole = text.clean(typed)
    written, more = text.fold(typed, limit)
    assert len(written) <= limit + limit // 4
    assert text.escape(whole[: len(whole) - more]) == written
    assert text.hidden(more) == "" or f"{more:,} more character" in text.hidden(more)


@given(lines, st.integers(20, 400))
def test_the_pages_together_are_the_whole(typed: str, limit: int) -> None:
    whole = re.sub(r"\s", "", text.clean(typed))
    together = "".join(re.sub(r"\s", "", page) for page in text.pages(typed, limit))
    assert unmarked(together) == whole


def unmarked(written: str) -> str:
    """What Discord shows of escaped text."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", written).replace("\u200b", "")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ("https://example.org/Page_(x)", "https://example.org/Page_%28x%29"),
        ("https://example.org/%D0%9F", "https://example.org/%D0%9F"),
        ("https://example.org/П", "https://example.org/%D0%9F"),
        ("https://example.org/" + "a" * 492, "https://example.org/" + "a" * 492),
        (
            "https://example.org/)[x](https://evil.example)",
            "https://example.org/%29%5Bx%5D%28https://evil.example%29",
        ),
    ],
)
def test_https_addresses_are_linked_and_cannot_leave_their_link(url: str, address: str) -> None:
    assert text.link("words", url) == f"[words]({address})"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://example.org/" + "a" * 493,
        "https://example.org/a b",
        "https://example.org/\ud800",
    ],
)
def test_other_addresses_are_plain_text(url: str) -> None:
    shown = text.link("words", url)
    assert "](" not in shown
    assert not re.search(r"(?<!\\)://", shown)


def test_a_label_is_never_empty_and_never_too_long() -> None:
    assert text.label("\u200e") == "?"
    assert len(text.label("x" * 500)) == text.MAX_LABEL
    assert text.label("x" * 500).endswith("…")
