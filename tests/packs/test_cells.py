"""No cell that leaves is a formula to a spreadsheet, and each comes back as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.packs.cells import neutral, restored

_NASTY = st.text(alphabet=" '\"=+-@＝;,\t\r\nab", max_size=14) | st.text(max_size=20)
# Where a cell begins, for a spreadsheet that splits at commas, at semicolons or at tabs.
_COMPUTED = re.compile(r"(?:\A|[;\t\r\n])[ \"]*[=+\-@＝＋－＠]|\A[ \"]*[\t\r\n]")


@given(_NASTY)
def test_what_is_marked_comes_back_as_it_was(text: str) -> None:
    assert restored(neutral(text)) == text


@given(_NASTY)
def test_nothing_that_is_marked_is_a_formula(text: str) -> None:
    assert not _COMPUTED.search(neutral(text))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("a;=cmd()", "a;'=cmd()"),
        ("'=1", "''=1"),
        ("it's -5", "it's -5"),
        ("2 + 2", "2 + 2"),
        ("", ""),
    ],
)
def test_only_what_would_be_computed_is_marked(text: str, marked: str) -> None:
    assert neutral(text) == marked
    assert restored(marked) == text
