"""The starter pack: what one news article says, row by row, and nothing more."""

from importlib.resources import files

from bot.packs.format import Pack, decode

_NAME = "starter.json"


def load_starter() -> Pack:
    """The starter pack, read from the file beside this module."""
    return decode(files(__package__).joinpath(_NAME).read_bytes(), filename=_NAME)
