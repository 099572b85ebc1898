"""Names as people type them: any script, any spelling, small mistakes forgiven."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.errors import InvalidInputError

KEY_LENGTH = 32
_INITIAL = re.compile(r"(?<![a-z0-9])([a-z0-9])\.")
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
# Measured on the starter pack's names and their usual misspellings: “lavrof” is a ratio of 83 from
# “lavrov”, unrelated surnames stay below 70.
_MIN_RATIO = 74.0
_MIN_SIMILARITY = 0.86
_SURE_SCORE = 76.0
_CLEAR_LEAD = 4.0


def normal(text: str) -> str:
    """Fold a name to what is compared: Latin letters and digits, lower case, single spaces.

    Any script is transliterated and initials are joined, so “Путін” and “PUTIN” fold to the same,
    as do “U.S.” and “US”.
    """
    visible = "".join(
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) not in {"Cf", "Cc"}
    )
    latin = anyascii(visible).casefold().replace("'", "")
    latin = _INITIAL.sub(r"\1", latin)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", latin).split())


def key_from(name: str) -> str:
    """Make a key from a name; raises InvalidInputError when nothing in it can be read."""
    key = normal(name).replace(" ", "-")[:KEY_LENGTH].strip("-")
    if not key:
        raise InvalidInputError(f"“{name}” holds no letter or digit. Give a name that can be read.")
    return key


def check_key(key: str) -> str:
    """Return the key; raises InvalidInputError unless it is 1–32 of a–z, 0–9 and inner hyphens."""
    if not _KEY.fullmatch(key):
        raise InvalidInputError(
            f"“{key}” is no key. Use 1 to 32 lower-case letters, digits and hyphens: “putin”.",
        )
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One named thing that fits what was typed; `score` 100 is exact, `via` the name that fitted."""

    key: str
    via: str
    score: float


class NameIndex:
    """Finds things by any of their names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of (key, name); a key may have many names."""
        pairs = list(dict.fromkeys((key, name) for key, name in names))
        self._keys = [key for key, _ in pairs]
        self._names = [name for _, name in pairs]
        self._normals = [normal(name) for name in self._names]
        words = [(word, at) for at, name in enumerate(self._normals) for word in name.split()]
        self._words = [word for word, _ in words]
        self._word_of = [at for _, at in words]
        self._exact: dict[str, list[int]] = {}
        for at, folded in enumerate(self._normals):
            if folded:
                self._exact.setdefault(folded, []).append(at)

    def exact(self, typed: str) -> tuple[str, ...]:
        """The keys that have exactly this name, in order of entry."""
        found = (self._keys[at] for at in self._exact.get(normal(typed), ()))
        return tuple(dict.fromkeys(found))

    def search(self, typed: str, *, limit: int = 25) -> tuple[Hit, ...]:
        """The best fitting things, best first; all in order of entry when nothing is typed."""
        wanted = normal(typed)
        scores = dict.fromkeys(range(len(self._keys)), 50.0) if not wanted else self._scores(wanted)
        best: dict[str, Hit] = {}
        for at in sorted(scores, key=lambda i: (-scores[i], i)):
            if len(best) >= limit:
                break
            key = self._keys[at]
            best.setdefault(key, Hit(key=key, via=self._names[at], score=scores[at]))
        return tuple(best.values())

    def resolve(self, typed: str) -> tuple[str, ...]:
        """The keys that what was typed can mean: one when it is clear, several when it is not."""
        exact = self.exact(typed)
        if exact or not normal(typed):
            return exact
        hits = [hit for hit in self.search(typed, limit=2) if hit.score >= _SURE_SCORE]
        if len(hits) == 2 and hits[0].score - hits[1].score < _CLEAR_LEAD:  # noqa: PLR2004 -- first and second
            return tuple(hit.key for hit in hits)
        return tuple(hit.key for hit in hits[:1])

    def _scores(self, wanted: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        for _, similar, at in process.extract(
            wanted,
            self._words,
            scorer=fuzz.ratio,
            score_cutoff=_MIN_RATIO,
            limit=None,
        ):
            named = self._word_of[at]
            scores[named] = max(scores.get(named, 0.0), 0.94 * similar)
        for _, similar, at in process.extract(
            wanted,
            self._normals,
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=_MIN_SIMILARITY,
            limit=None,
        ):
            scores[at] = max(scores.get(at, 0.0), 94.0 * similar)
        words = wanted.split()
        for at, name in enumerate(self._normals):
            if name == wanted:
                scores[at] = 100.0
            elif name.startswith(wanted):
                scores[at] = 98.0
            elif f" {wanted}" in name:
                scores[at] = 96.0
            elif _begins_all(words, name.split()):
                scores[at] = max(scores.get(at, 0.0), 92.0)
        return scores


def _begins_all(wanted: list[str], words: list[str]) -> bool:
    """Whether each of several words begins one of a name, in whatever order."""
    return len(wanted) > 1 and all(any(word.startswith(each) for word in words) for each in wanted)
