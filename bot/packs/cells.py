"""Cells of a CSV file that no spreadsheet takes for a formula, and the way back."""

import re

# A spreadsheet computes what begins so, and takes a tab or a line's end before it for nothing. One
# that splits the file at semicolons or tabs sees cells begin in the middle of ours.
_FORMULA = r"'*[ \"]*[=+\-@＝＋－＠]"
_BEGINS = rf"(?=\A'*[ \"]*[\t\r\n]|\A{_FORMULA}|(?<=[;\t\r\n]){_FORMULA})"
_PLAIN = re.compile(_BEGINS)
_MARKED = re.compile(
    rf"(?:\A'(?='*[ \"]*[\t\r\n]|{_FORMULA})|(?<=[;\t\r\n])'(?={_FORMULA}))",
)


def neutral(cell: str) -> str:
    """The cell with an apostrophe before whatever a spreadsheet would compute."""
    return _PLAIN.sub("'", cell)


def restored(cell: str) -> str:
    """What `neutral` was given; a cell that it would not have written stays as it is."""
    return _MARKED.sub("", cell)
