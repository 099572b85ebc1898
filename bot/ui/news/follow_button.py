"""The button that leads from a card to being told what changes about what the card shows."""

from bot.domain.rules import FollowKind
from bot.ui.card import Button
from bot.ui.press import custom_id

FOLLOW = "follow"


def follow_button(kind: FollowKind, key: str) -> Button:
    """Offer to follow a record; nothing is followed before the reader has chosen how."""
    return Button(label="Follow", press=custom_id(FOLLOW, kind.value, key))
