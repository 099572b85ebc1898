"""Sentences as HTML, for pages that need no script."""

from datetime import UTC
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.domain.method import term
from bot.domain.when import Precision, Qualifier, When
from bot.ui.prose.dates import clock, day, spelt, spelt_whole
from bot.ui.prose.languages import ENGLISH, FROM_RIGHT
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
from bot.ui.text import clean, shorten, target

COPY = "archived copy"
_ADDRESS = 120
_NAME = 80
# Years are written with four digits there.
_FIRST = 1000
_LINK = Markup('<a href="{}" rel="{}">{}</a>')
_REL = "noopener noreferrer nofollow external"
_TIME = Markup('<time datetime="{}">{}</time>')
_LANGUAGE = Markup('<span lang="{}">{}</span>')
_FROM_RIGHT = Markup('<bdi lang="{}" dir="rtl">{}</bdi>')
_TYPED = Markup("<bdi>{}</bdi>")
_STRONG = Markup("<strong>{}</strong>")
_STAND = Markup('<span class="stand"><span class="sign">{}</span> {}</span>')


def html(sentence: Sentence, *, language: str = ENGLISH, zone: str = "UTC") -> Markup:
    """The sentence as HTML inside a paragraph; instants by the clock of an IANA zone.

    What people typed stands in `<bdi>`, a position in `.stand` with its sign in `.sign`, and a
    date that is exact in `<time>`. The words around are British English.
    """
    return Markup("").join(_written(span, language, zone) for span in sentence)


def linked(words: str | Markup, url: str | None) -> Markup:
    """Words that lead to an address; one that may not be linked stands behind them."""
    if url is None:
        return Markup("{}").format(words)
    address = target(url)
    if address is None:
        return Markup("{} ({})").format(words, typed(url, _ADDRESS))
    return _LINK.format(address, _REL, words)


def typed(text: str, limit: int | None = None) -> Markup:
    """What somebody typed, on one line and in its own reading direction; never empty."""
    line = clean(text) or "?"
    return _TYPED.format(line if limit is None else shorten(line, limit))


def _written(span: Span, language: str, zone: str) -> Markup:
    match span:
        case Own():
            written = Markup("{}").format(span.text)
        case Typed():
            name = typed(span.text, span.limit)
            written = _STRONG.format(name) if span.strong else name
        case Stand():
            found = term(span.position)
            written = _STAND.format(found.sign, found.label)
        case Read():
            written = linked(typed(span.source.publisher, _NAME), span.source.url)
        case Copy():
            written = linked(COPY, span.url)
        case Dated() | Local() | Day() | Instant():
            written = _date(span, language, zone)
    return written


def _date(span: Dated | Local | Day | Instant, language: str, zone: str) -> Markup:
    match span:
        case Local():
            return _local(span)
        case Day():
            return _TIME.format(span.on.isoformat(), _local(day(span.on, language)))
        case Instant():
            shown = html(clock(span.at, ZoneInfo(zone), language), language=language)
            return _TIME.format(f"{span.at.astimezone(UTC):%Y-%m-%dT%H:%MZ}", shown)
        case Dated():
            spell = spelt_whole if span.whole else spelt
            return Markup("").join(
                _marked(each, span.when, language, zone) for each in spell(span.when, language)
            )


def _marked(span: Span, when: When, language: str, zone: str) -> Markup:
    """A part of a date, which a machine can read only where the source is exact."""
    written = _written(span, language, zone)
    machine = _machine(when) if isinstance(span, Local) else None
    return _TIME.format(machine, written) if machine else written


def _machine(when: When) -> str | None:
    first = when.first_day
    if when.qualifier is not Qualifier.EXACT or when.last_day is None or first.year < _FIRST:
        return None
    match when.precision:
        case Precision.YEAR:
            return f"{first:%Y}"
        case Precision.MONTH:
            return f"{first:%Y-%m}"
        case Precision.UNDATED:
            return None
        case _:
            return first.isoformat() if first == when.last_day else None


def _local(span: Local) -> Markup:
    if span.language in FROM_RIGHT:
        return _FROM_RIGHT.format(span.language, span.text)
    return (
        _LANGUAGE.format(span.language, span.text)
        if span.language != ENGLISH
        else Markup("{}").format(span.text)
    )
