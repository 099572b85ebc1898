"""Names in a running text: any script, also inflected, never a guess between two of them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.names import normal

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ][^\W_]+)*\.?")
# A shorter word is in everything: “us” is no state, while “US” is.
_SHORT = 3
# What a name may end in otherwise in a language that inflects: “Путіна”, “Лавровым”.
_ENDING = 3
_STEM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A key whose name stands in a text, and where it stands first, in characters."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    at: int


@dataclass(frozen=True, slots=True)
class _Name:
    key: str
    words: tuple[str, ...]
    is_capitals: bool


class MentionIndex:
    """Finds things by their names in a text."""

    def __init__(
        self, names: Iterable[tuple[str, str]], surnames: Iterable[tuple[str, str]]
    ) -> None:
        """Take pairs of (key, name), and of (key, name) where the last word alone is one too."""
        self._by_word: dict[str, list[_Name]] = {}
        self._unspaced: list[tuple[str, str]] = []
        for key, text in dict.fromkeys(names):
            self._add(key, text)
        for key, text in dict.fromkeys(surnames):
            self._add(key, text.split()[-1] if text.split() else "")

    def _add(self, key: str, text: str) -> None:
        folded = tuple(normal(text).split())
        if not folded or (len(folded) == 1 and len(folded[0]) < 2):  # noqa: PLR2004 -- one letter
            return
        if _is_unspaced(text):
            self._unspaced.append((key, unicodedata.normalize("NFKC", text)))
            return
        letters = [letter for letter in text if letter.isalpha()]
        is_capitals = len("".join(folded)) <= _SHORT and all(map(str.isupper, letters))
        named = _Name(key, folded, is_capitals)
        self._by_word.setdefault(_stem(folded[0]), []).append(named)

    def find(self, text: str) -> tuple[Named, ...]:
        """Everything that is named in a text, in the order in which it is first named."""
        words = [
            _Word(found[0], part, found.start())
            for found in _WORD.finditer(text)
            for part in _fold(found[0]).split()
        ]
        first: dict[str, int] = {}
        for at, word in enumerate(words):
            for name in self._by_word.get(_stem(word.folded), ()):
                if _fits(name, words[at : at + len(name.words)]):
                    first.setdefault(name.key, word.at)
        composed = unicodedata.normalize("NFKC", text)
        for key, name_text in self._unspaced:
            place = composed.find(name_text)
            if place >= 0:
                first[key] = min(place, first.get(key, place))
        found_keys = sorted(first.items(), key=lambda each: each[1])
        return tuple(Named(key=key, at=place) for key, place in found_keys)


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return normal(word)


def _stem(word: str) -> str:
    return word[:_STEM]


def _is_unspaced(text: str) -> bool:
    """Whether a name is in a script that joins words, or joins small ones to them."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(unicodedata.category(each) == "Lo" for each in letters)


def _fits(name: _Name, words: list[_Word]) -> bool:
    if len(words) < len(name.words):
        return False
    if name.is_capitals and not all(word.text.isupper() for word in words):
        return False
    return all(_is(word, wanted) for word, wanted in zip(words, name.words, strict=True))


def _is(word: _Word, wanted: str) -> bool:
    """Whether a word of the text is one of a name: in Latin with an “s”, in others inflected."""
    said = word.folded
    if said in {wanted, f"{wanted}s"}:
        return True
    if word.text.isascii() or len(wanted) <= _STEM:
        return False
    kept = max(_STEM, len(wanted.rstrip("aeiouy")))
    return said.startswith(wanted[:kept]) and len(said) - kept <= _ENDING
