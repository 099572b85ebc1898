"""Make what people type comparable: signs, spaces, dashes, quotes, prepositions, hedges."""

import re
import unicodedata

from bot.domain.when import Qualifier
from bot.errors import InvalidInputError

LONGEST = 100
"""The most characters that a date in words may have."""

EXAMPLES = "“13 March”, “yesterday”, “this week”, “10–16 March 2025” or “Tuesday 15:00 Kyiv”"
AHEAD = "“18 March”, “in 3 days”, “this week”, “18–20 March 2025” or “Tuesday 15:00 Kyiv”"

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´ʹ"), "'")
_HEDGES = {
    Qualifier.APPROXIMATE: (
        *("about", "around", "circa", "ca", "approximately", "approx", "roughly", "~"),
        *("близько", "приблизно", "около", "примерно"),
    ),
    Qualifier.UNCERTAIN: (
        *("probably", "perhaps", "possibly", "maybe"),
        *("ймовірно", "можливо", "вероятно", "возможно"),
    ),
}
_LEADING = re.compile(r"(?:on|the|at|у|в|во|на)\s+(?=\S)")


def cleaned(text: str) -> str:
    """The text as typed, trimmed, on one line, without signs that cannot be seen.

    Raises InvalidInputError when nothing is left or when it is longer than a date can be.
    """
    seen = "".join(_visible(sign) for sign in text[: LONGEST * 20])
    phrase = " ".join(seen.split())
    if not phrase:
        raise InvalidInputError(f"Give a date, such as {EXAMPLES}.")
    if len(phrase) > LONGEST or len(text) > LONGEST * 20:
        raise InvalidInputError(
            f"A date has at most {LONGEST} characters. Give only the date, such as {EXAMPLES}.",
        )
    return phrase


def folded(phrase: str) -> str:
    """The phrase in lower case with plain digits, dashes and apostrophes, without end marks."""
    plain = unicodedata.normalize("NFKC", phrase).casefold()
    plain = plain.translate(_DASHES).translate(_APOSTROPHES)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    return " ".join(plain.strip(" \t.,;:!'\"“”„«»").split())[:LONGEST]


def hedge(words: str) -> tuple[str, Qualifier]:
    """Take the words that make a date approximate or uncertain off it."""
    bare = words.rstrip("?")
    if bare != words:
        return bare.rstrip(), Qualifier.UNCERTAIN
    if words.endswith("~"):
        return words.rstrip("~ "), Qualifier.APPROXIMATE
    for qualifier, hedges in _HEDGES.items():
        for word in hedges:
            rest = words.removeprefix(word)
            if rest != words and (word == "~" or rest[:1] in {" ", "."}):
                return rest.lstrip(" ."), qualifier
    return words, Qualifier.EXACT


def without_preposition(words: str) -> str:
    """The words without the prepositions and articles that may stand before a date."""
    while found := _LEADING.match(words):
        words = words[found.end() :]
    return words


def _visible(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return sign
