"""The card of a refusal: one sentence that says what would work."""

from bot.ui.card import MAX_TEXT, Button, Card, Text
from bot.ui.text import clean, escape

_CUT = " … (cut)"


def failure_card(text: str, buttons: tuple[Button, ...] = ()) -> Card:
    """Show why something did not work; it may repeat what was typed, so nothing in it is Markdown."""
    lines = "\n".join(escape(clean(line)) for line in text.splitlines())
    if len(lines) > MAX_TEXT:
        lines = lines[: MAX_TEXT - len(_CUT)] + _CUT
    said = Text(lines or "That did not work. Try again in a minute.")
    return Card(blocks=(said,), buttons=buttons)
