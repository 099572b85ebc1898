"""A sentence before it is written out: our own words, and marked places for all that is not ours.

What people typed, dates, positions and links are kept as what they are, so that Discord, a web
page, a feed and a picture's description can each write the same sentence safely in their own way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.domain.records import Evidence, Source
from bot.domain.vocabulary import Position
from bot.domain.when import When


@dataclass(frozen=True, slots=True)
class Own:
    """Our own words, which need no escaping but what the medium itself wants."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: a name, a title, a reason. `limit` None is whole."""

    text: str
    strong: bool = False
    limit: int | None = 80


@dataclass(frozen=True, slots=True)
class Stand:
    """A position, by sign and label."""

    position: Position


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as vague as its source; `whole` adds the source's own words for it."""

    when: When
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Local:
    """A date, or a part of one, written out in the words of a language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Day:
    """A civil day."""

    on: date


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant, aware UTC."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """Where it was read: the publisher, linked to its address."""

    source: Source


@dataclass(frozen=True, slots=True)
class Copy:
    """A source's archived copy, linked to its address."""

    url: str


Span: TypeAlias = Own | Typed | Stand | Dated | Local | Day | Instant | Read | Copy
Sentence: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """News in words: a headline sentence, whose words stand behind it, and the small print.

    `evidence` is quoted where there is room; None where a quotation would mislead. `notes` are
    short sentences: of what, when it was said, why it was corrected, where it was read.
    """

    headline: Sentence
    evidence: Evidence | None
    notes: tuple[Sentence, ...]


def joined(sentences: Iterable[Sentence], between: str) -> Sentence:
    """Some sentences as one, with our own words between each two."""
    found: list[Span] = []
    for sentence in sentences:
        if found:
            found.append(Own(between))
        found += sentence
    return tuple(found)


def listed(sentences: Iterable[Sentence]) -> Sentence:
    """Some sentences as a list in words: “a, b and c”."""
    *head, last = sentences
    return joined((joined(head, ", "), last), " and ") if head else last
