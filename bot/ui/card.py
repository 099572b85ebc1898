"""A card: text, rules and buttons, as Discord's Components V2 and as plain text.

Components are built as the plain objects that Discord takes. Building them through `discord.ui`
costs more than everything else a look-up does, see docs/adr.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

import discord

from bot.domain.shown import Shown

MAX_TEXT = 4000
MAX_COMPONENTS = 40
MAX_CUSTOM_ID = 100
_ROW = 5


class Style(IntEnum):
    """How a button looks; its label says what it does."""

    PRIMARY = 1
    SECONDARY = 2
    SUCCESS = 3
    DANGER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that calls the bot back by its `press`, as made by `bot.ui.press`."""

    label: str
    press: str
    style: Style = Style.SECONDARY
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A button that opens an https address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One line of a menu: what is shown, what it stands for, and a line of explanation."""

    label: str
    value: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu of at most 25 options; the chosen values are the last arguments of its press.

    At most `most` of them can be chosen at once.
    """

    hint: str
    press: str
    options: tuple[Option, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of Discord's Markdown; what users typed in it is escaped already."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the card."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A little room between two groups of a card, without a line."""


@dataclass(frozen=True, slots=True)
class Row:
    """At most five buttons that belong to the paragraph above them."""

    buttons: tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that is sent with the card as a file of this name; `alt` says what is in it."""

    filename: str
    alt: str


Block = Text | Rule | Gap | Row | Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is shown as one message: blocks from top to bottom, buttons in rows of five, a menu.

    `shows` are the records that it tells of, for those who correct it later; Discord is not told.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button | Link, ...] = ()
    menu: Menu | None = None
    shows: tuple[Shown, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what Discord would refuse, so that a test finds it first."""
        length = sum(len(block.text) for block in self.blocks if isinstance(block, Text))
        inner = [block.buttons for block in self.blocks if isinstance(block, Row)]
        rows = -(-len(self.buttons) // _ROW)
        parts = 1 + len(self.blocks) + len(self.buttons) + rows + (2 if self.menu else 0)
        parts += sum(len(buttons) for buttons in inner)
        if any(not 0 < len(buttons) <= _ROW for buttons in inner):
            raise ValueError("a row holds one button to five")
        if length > MAX_TEXT or parts > MAX_COMPONENTS:
            raise ValueError(f"a card of {length} characters and {parts} components is too large")


def components(card: Card) -> list[dict[str, Any]]:
    """The card as Discord's message components: one container with all of it.

    A card with a picture has none, so that the picture is as wide as the screen allows.
    """
    inner = [_block(block) for block in card.blocks]
    inner.extend(_rows(card.buttons))
    if card.menu:
        inner.append({"type": 1, "components": [_menu(card.menu)]})
    if any(isinstance(block, Image) for block in card.blocks):
        return inner
    return [{"type": 17, "components": inner}]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Row):
        return {"type": 1, "components": [_button(button) for button in block.buttons]}
    if isinstance(block, Rule | Gap):
        return {"type": 14, "divider": isinstance(block, Rule), "spacing": 1}
    if isinstance(block, Image):
        media = {"url": f"attachment://{block.filename}"}
        return {"type": 12, "items": [{"media": media, "description": block.alt}]}
    return {"type": 10, "content": block.text}


def _rows(buttons: tuple[Button | Link, ...]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(buttons), _ROW):
        row = [_button(button) for button in buttons[start : start + _ROW]]
        yield {"type": 1, "components": row}


def _button(button: Button | Link) -> dict[str, Any]:
    if isinstance(button, Link):
        return {"type": 2, "style": 5, "label": button.label, "url": button.url}
    return {
        "type": 2,
        "style": int(button.style),
        "label": button.label,
        "custom_id": button.press,
        "disabled": button.disabled,
    }


def _menu(menu: Menu) -> dict[str, Any]:
    return {
        "type": 3,
        "custom_id": menu.press,
        "placeholder": menu.hint,
        "min_values": 1,
        "max_values": menu.most,
        "options": [
            {"label": each.label, "value": each.value}
            | ({"description": each.note} if each.note else {})
            for each in menu.options
        ],
    }


def plain(card: Card) -> str:
    """The card as text alone: the same words in the same order."""
    parts = [_line(block) for block in card.blocks]
    if card.buttons:
        parts.append(_labels(card.buttons))
    if card.menu:
        parts.append(f"[{card.menu.hint}]")
    return "\n".join(parts)


def _labels(buttons: tuple[Button | Link, ...]) -> str:
    return " ".join(f"[{button.label}]" for button in buttons)


def _line(block: Block) -> str:
    if isinstance(block, Text):
        return block.text
    if isinstance(block, Row):
        return _labels(block.buttons)
    if isinstance(block, Image):
        return f"[{block.alt}]"
    return "—" * 8 if isinstance(block, Rule) else ""


class CardView(discord.ui.LayoutView):
    """A finished view that only carries its components.

    Its buttons are answered by the one dynamic item of the client, so it is never stored: an
    unfinished view would live, with a task, for as long as the process.
    """

    timeout: ClassVar[None] = None

    def __init__(self, card: Card) -> None:
        # BaseView's own __init__ would draw an id, a future and a task that nobody uses.
        self._raw = components(card)

    def to_components(self) -> list[dict[str, Any]]:
        """Give the card as it is."""
        return self._raw

    def has_components_v2(self) -> bool:
        """Say so, for Discord's message flag."""
        return True

    def is_finished(self) -> bool:
        """Say so, so that the view is not kept."""
        return True

    def is_dispatchable(self) -> bool:
        """Say no: presses arrive through the dynamic item."""
        return False
