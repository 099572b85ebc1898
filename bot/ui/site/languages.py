"""Languages as a page names them: by a tag that programs know, and in English words."""

import re
from functools import cache

from babel import Locale
from markupsafe import Markup

from bot.ui.text import label

_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9]{2,8}){0,3}")
_LANG = Markup(' lang="{}"')
_PAGE = "en"


@cache
def _known() -> dict[str, str]:
    found: dict[str, str] = dict(Locale.parse("en").languages)
    return found


def tag(typed: str) -> str:
    """The language that was typed, as a tag; empty where no language goes by it."""
    code = typed.strip().replace("_", "-")
    found = _TAG.fullmatch(code[:1].lower() + code[1:])
    return code if found and found[1].lower() in _known() else ""


def named(typed: str) -> str:
    """The language in English; what was typed where no language goes by it."""
    found = tag(typed)
    return _known()[found.split("-")[0].lower()] if found else f"“{label(typed, 12)}”"


def attribute(typed: str) -> Markup:
    """The `lang` attribute of words in that language, as far as they are not the page's own.

    It is empty for a language that is not known, so that nobody takes the words for English.
    """
    found = tag(typed)
    return Markup("") if found.split("-")[0] == _PAGE else _LANG.format(found)
