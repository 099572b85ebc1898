"""A file that answers somebody, with the words that go with it."""

from dataclasses import dataclass

from bot.ui.card import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file's name, in ASCII, and its bytes; `text` is what the message says."""

    text: str
    filename: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrated:
    """A card with the picture that it shows by its `filename`; `alt` says what is in it."""

    card: Card
    filename: str
    data: bytes
    alt: str
