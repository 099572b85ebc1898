"""Sentences as plain text: for pictures' descriptions, titles of a feed, and logs."""

from zoneinfo import ZoneInfo

from bot.domain.method import term
from bot.ui.prose.dates import clock, day, spelt, spelt_whole
from bot.ui.prose.languages import ENGLISH, FROM_RIGHT
from bot.ui.prose.scripts import from_right, kept_apart
from bot.ui.prose.spans import (
    Copy,
    Dated,
    Day,
    Instant,
    Local,
    Own,
    Read,
    Sentence,
    Span,
    Stand,
    Typed,
)
from bot.ui.text import label

_LINK = 512
_WHOLE = 1_000_000


def plain(sentence: Sentence, *, language: str = ENGLISH, zone: str = "UTC") -> str:
    """The sentence on one line, without Markdown; instants by the clock of an IANA zone.

    What people typed calls nobody, but is not escaped: where it is shown as Markdown or as HTML,
    take `markdown` or `html`.
    """
    return "".join(_written(span, language, zone) for span in sentence)


def _written(span: Span, language: str, zone: str) -> str:
    match span:
        case Own():
            written = span.text
        case Typed():
            written = kept_apart(label(span.text, span.limit or _WHOLE))
        case Stand():
            # Without a sign, quotation marks say where a label such as “Asked, declined to say”
            # begins and ends.
            written = f"“{term(span.position).label}”"
        case Read():
            written = kept_apart(label(span.source.publisher))
        case Copy():
            written = f"archived copy: {label(span.url, _LINK)}"
        case Local():
            right = span.language in FROM_RIGHT
            written = from_right(span.text) if right else span.text
        case Day():
            written = _written(day(span.on, language), language, zone)
        case Instant():
            written = plain(clock(span.at, ZoneInfo(zone), language), language=language)
        case Dated():
            spell = spelt_whole if span.whole else spelt
            written = plain(spell(span.when, language), language=language, zone=zone)
    return written
