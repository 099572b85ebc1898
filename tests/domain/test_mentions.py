"""Names in running text: other scripts, endings, capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mentions import MentionIndex

NAMES = [
    ("putin", "Vladimir Putin"),
    ("putin", "Путин"),
    ("zelenskyy", "Volodymyr Zelenskyy"),
    ("zelenskyy", "Зеленський"),
    ("us", "US"),
    ("us", "United States"),
    ("ukraine", "Україна"),
    ("russia", "Россия"),
    ("xi", "习近平"),
    ("putin", "بوتين"),
    ("mfa", "Russian Foreign Ministry"),
]
INDEX = MentionIndex(NAMES, [("putin", "Vladimir Putin"), ("zelenskyy", "Volodymyr Zelenskyy")])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Zelenskyy’s office and Putin's", ["zelenskyy", "putin"]),
        ("they told us so", []),
        ("the U.S. and the US", ["us"]),
        ("the United States", ["us"]),
        ("Путіна й Зеленського зустріли в Україні", ["putin", "zelenskyy", "ukraine"]),
        ("из России", ["russia"]),
        ("习近平主席表示", ["xi"]),
        ("وقال لبوتين", ["putin"]),
        ("the Russian Foreign Ministry", ["mfa"]),
        ("Vladimir alone, and a Putinesque word", []),
        ("\u200fPutin\u200e said", ["putin"]),
        ("", []),
    ],
)
def test_who_is_named_is_found_in_order(text: str, keys: list[str]) -> None:
    assert [each.key for each in INDEX.find(text)] == keys


@given(st.text(max_size=200), st.sampled_from(NAMES), st.text(max_size=200))
def test_a_whole_name_is_found_wherever_it_stands(
    before: str, name: tuple[str, str], after: str
) -> None:
    found = INDEX.find(f"{before} ; {name[1]} ; {after}")
    assert name[0] in {each.key for each in found}


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    found = [each.key for each in INDEX.find(text)]
    assert len(found) == len(set(found))
