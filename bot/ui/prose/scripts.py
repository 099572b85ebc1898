"""Scripts that run from right to left, inside a sentence that runs from left to right."""

import re

LEFT_TO_RIGHT = "\u200e"
RIGHT_TO_LEFT = "\u200f"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def kept_apart(text: str) -> str:
    """The text so that what follows it, such as a colon or a number, is not drawn into its run."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{text}{LEFT_TO_RIGHT}"


def from_right(text: str) -> str:
    """A text in such a script as one run, with the numbers that stand in it."""
    return f"{RIGHT_TO_LEFT}{text}{LEFT_TO_RIGHT}"
