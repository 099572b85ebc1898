"""Words that take a side for many readers, in what a server writes itself; never in quotations.

The lists are data, `loaded/*.toml`, one for each language. They advise editors and refuse nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Issue,
    Record,
    Source,
    Stance,
    Statement,
)
from bot.domain.vocabulary import ActorKind, Directness

# What opens a quotation, and what may close it, in the languages of the lists and their neighbours.
_QUOTES = {
    '"': '"',
    "“": "”“",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "《": "》",
    "＂": "＂",
    "〝": "〞〟",
    "❝": "❞",
    "‟": "”",
    "'": "'",
}
# Between letters these are apostrophes.
_SINGLE = "‘’'"
_LETTER = re.compile(r"\w")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u0301\u00ad\u200b-\u200f\u2060]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Some forms of a word, and what says the same without taking a side; `*` ends a stem.

    `but` are phrases with it that take none.
    """

    says: tuple[str, ...]
    instead: str
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """The words of one language; `before` are particles that it writes as one with a word.

    `letters` tell it from the others of its script: where several lists have a word, that of the
    text's own language counts.
    """

    language: str
    word: tuple[Entry, ...]
    before: tuple[str, ...] = ()
    letters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A loaded word as it stands in a text, what to write instead, and the language of the list."""

    word: str
    instead: str
    language: str


@cache
def word_lists() -> tuple[WordList, ...]:
    """All lists, by language."""
    folder = files(__package__).joinpath("loaded")
    found = [
        msgspec.toml.decode(file.read_bytes(), type=WordList)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda each: each.language))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Entry, WordList], ...]:
    return tuple(
        (_pattern(entry.says, words.before), entry, words)
        for words in word_lists()
        for entry in words.word
    )


@cache
def _pattern(says: tuple[str, ...], before: tuple[str, ...] = ()) -> re.Pattern[str]:
    forms = "|".join(
        re.escape(_folded(form)).replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for form in says
    )
    joined = f"(?:{'|'.join(before)})?" if before else ""
    return re.compile(rf"(?<![\w-]){joined}(?:{forms})(?!\w)")


def _folded(text: str) -> str:
    """As words are compared: in lower case, without marks that some write and some do not."""
    composed = unicodedata.normalize("NFC", text)
    return _MARKS.sub("", composed).replace("’", "'").replace("\u2011", "-").lower()


def loaded_words(text: str, names: Iterable[str] = ()) -> tuple[Loaded, ...]:
    """The loaded words of a text outside its quotations and some names, in order, each once."""
    bare = _folded(unquoted(text))
    found = _found(bare)
    return _found(_without(bare, names)) if found else found


def names_in_texts(actors: Iterable[Actor]) -> tuple[str, ...]:
    """What actors are called in texts: all names of several words, and last names of people.

    A name of one word that is loaded stays one: it is the server that calls somebody so.
    """
    found: list[str] = []
    for actor in actors:
        names = [actor.name, *(each.text for each in actor.names)]
        several = [name for name in names if len(name.split()) > 1]
        found += several
        if actor.kind is ActorKind.PERSON:
            found += [name.split()[-1] for name in several]
    return tuple(found)


@cache
def _plain() -> re.Pattern[str]:
    """The phrases of all lists that take no side: languages share words."""
    lists = word_lists()
    return _pattern(tuple(each for words in lists for entry in words.word for each in entry.but))


def _without(bare: str, names: Iterable[str]) -> str:
    """The text without plain phrases and names."""
    bare = _plain().sub("–", bare)
    for name in sorted({_folded(each) for each in names}, key=len, reverse=True):
        if name and name in bare:
            bare = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "–", bare)
    return bare


def _found(bare: str) -> tuple[Loaded, ...]:
    found = [
        (
            hit.start(),
            not set(words.letters) & set(bare),
            Loaded(word=hit[0], instead=entry.instead, language=words.language),
        )
        for pattern, entry, words in _patterns()
        for hit in pattern.finditer(bare)
    ]
    found.sort(key=lambda each: each[:2])
    first: dict[str, Loaded] = {}
    for _, _, each in found:
        first.setdefault(each.word, each)
    return tuple(first.values())


def unquoted(text: str) -> str:
    """The text with a dash for each quotation; a mark that nothing closes opens none."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        closing = _QUOTES.get(text[at])
        inside = text[at] in _SINGLE and _is_apostrophe(text, at)
        end = None if closing is None or inside else _end(text, at + 1, closing)
        if end is None:
            parts.append(text[at])
            at += 1
        else:
            parts.append("–")
            at = end + 1
    return "".join(parts)


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a single mark opens nothing: after a letter, or before a year as in “’14”."""
    after_letter = at > 0 and _LETTER.match(text[at - 1]) is not None
    return after_letter or text[at + 1 : at + 2].isdigit()


def _end(text: str, start: int, closing: str) -> int | None:
    for at in range(start, len(text)):
        letters = text[at - 1 : at] + text[at + 1 : at + 2]
        apostrophe = text[at] in "’'" and len(letters) == 2 and letters.isalpha()  # noqa: PLR2004 -- one on each side
        if text[at] in closing and not apostrophe:
            return at
    return None


def own_words(record: Record) -> Iterator[tuple[str, str]]:
    """What a server says in a record itself, as pairs of what it is and its text."""
    for what, text in _own(record):
        if text:
            yield what, text


def _own(record: Any) -> Iterator[tuple[str, str | None]]:
    match record:
        case Issue():
            yield "title", record.title
            yield "question", record.question
            yield "context", record.context
            yield "terms", record.proposal.terms if record.proposal else None
        case Event():
            yield "title", record.title
            yield "outcome", record.outcome
            yield "note", record.note
        case Actor():
            yield "title", record.title
            yield "note", record.note
        case Source():
            yield "note", record.note
        case Stance() | Claim() | Statement():
            if record.evidence.directness is Directness.PARAPHRASE:
                yield "paraphrase", record.evidence.words
            if isinstance(record, Stance):
                yield "note", record.note
                for condition in record.conditions:
                    yield "condition", condition.text
        case _:
            return
