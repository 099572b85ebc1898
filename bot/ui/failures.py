"""The card of a refusal: one sentence that says what would work."""

from bot.ui.card import MAX_TEXT, Card, Text


def failure_card(text: str) -> Card:
    """Show why something did not work; cut only if it could not be sent otherwise."""
    return Card(blocks=(Text(text[:MAX_TEXT]),))
