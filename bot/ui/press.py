"""What a button's custom id says: a verb and its arguments, never a server.

Custom ids can be forged, so whatever one names is looked up in the server of the interaction.
"""

from dataclasses import dataclass

from bot.errors import InvalidInputError
from bot.ui.card import MAX_CUSTOM_ID

PREFIX = "sb"
# Any number with so few digits fits every column.
_DIGITS = 15
# What Discord numbers its channels with fits 63 bits.
_ID_DIGITS = 19
_MOST = 2**63 - 1
TEMPLATE = rf"{PREFIX}:(?P<verb>[a-z-]+)(?::(?P<rest>.*))?"


@dataclass(frozen=True, slots=True)
class Press:
    """A verb with its arguments; an empty argument is none."""

    verb: str
    args: tuple[str, ...] = ()

    def argument(self, at: int) -> str | None:
        """The argument at a place; None when it was left out."""
        return self.args[at] or None if at < len(self.args) else None

    def number(self, at: int) -> int:
        """The whole number at a place; raises InvalidInputError for an id that was never written."""
        return self._read(at, _DIGITS)

    def discord_id(self, at: int) -> int:
        """The id of one of Discord's own things at a place; raises InvalidInputError as `number`."""
        return self._read(at, _ID_DIGITS)

    def _read(self, at: int, digits: int) -> int:
        text = self.argument(at) or ""
        if not (text.isascii() and text.isdigit() and len(text) <= digits and int(text) <= _MOST):
            raise InvalidInputError("This button cannot be read. Ask the command again.")
        return int(text)


def custom_id(verb: str, *args: str | int | None) -> str:
    """Write a press as a custom id; raises ValueError when Discord would refuse its length."""
    text = ":".join((PREFIX, verb, *("" if arg is None else str(arg) for arg in args)))
    if len(text) > MAX_CUSTOM_ID:
        raise ValueError(f"a custom id of {len(text)} characters: {text}")
    return text


def read(verb: str, rest: str | None, *chosen: str) -> Press:
    """Read what `custom_id` wrote, and add what was chosen in a menu."""
    return Press(verb, (*(rest.split(":") if rest is not None else ()), *chosen))
