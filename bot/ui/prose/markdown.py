"""Sentences in Discord's Markdown."""

from bot.ui import dates, parts
from bot.ui.prose.languages import ENGLISH
from bot.ui.prose.scripts import kept_apart
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
from bot.ui.text import link, name, safe

COPY = "archived copy"
_UNNAMED = "?"


def markdown(sentence: Sentence, *, language: str = ENGLISH) -> str:
    """The sentence, with all that people typed escaped, and dates in a language."""
    return "".join(
        [span.text if isinstance(span, Own) else _written(span, language) for span in sentence],
    )


def _written(span: Span, language: str) -> str:
    match span:
        case Typed():
            written = _typed(span)
        case Own():
            written = span.text
        case Stand():
            written = parts.position(span.position)
        case Read():
            publisher = name(span.source.publisher) or _UNNAMED
            written = link(kept_apart(publisher), span.source.url)
        case Copy():
            written = link(COPY, span.url)
        case Dated() | Local() | Day() | Instant():
            written = _date(span, language)
    return written


def _typed(span: Typed) -> str:
    shown = safe(span.text) if span.limit is None else name(span.text, span.limit)
    shown = kept_apart(shown or _UNNAMED)
    return f"**{shown}**" if span.strong else shown


def _date(span: Dated | Local | Day | Instant, language: str) -> str:
    match span:
        case Dated():
            return (dates.full if span.whole else dates.brief)(span.when, language)
        case Local():
            return dates.local(span)
        case Day():
            return dates.day(span.on, language)
        case Instant():
            return dates.moment(span.at)
