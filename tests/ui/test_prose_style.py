"""The style page says what the code does."""

import re
from pathlib import Path

from bot.ui.prose.style_page import style, style_page
from bot.ui.prose.templates import HEADLINES, Note

PAGE = Path(__file__).resolve().parents[2] / "docs" / "style.md"


def test_the_page_is_what_the_code_says() -> None:
    """`python -m scripts.write_style` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == style_page()


def test_the_page_is_short_and_holds_every_sentence() -> None:
    page = style_page()
    assert len(page.splitlines()) <= 150
    for template in (*HEADLINES.values(), *(note.template for note in Note)):
        assert f"`{template.text}`" in page


def test_the_rules_keep_their_own_words() -> None:
    """British spelling, and no two words for one thing to avoid."""
    shown = " ".join(rule.text for rule in style().rule)
    assert not re.search(r"iz(e|es|ed|ing|ation)\b|\b(color|favor|center)", shown)
    assert len(set(style().words)) == len(style().words)
