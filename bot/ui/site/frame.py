"""From a template to a page: the environment, and what every template may ask for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.domain.method import term
from bot.domain.vocabulary import Position
from bot.domain.when import When, zone_named
from bot.ui import parts
from bot.ui.prose.dates import source_words
from bot.ui.prose.html import html
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Dated, Day, Instant, Sentence
from bot.ui.site import languages, paths, words
from bot.ui.site.page import Page
from bot.ui.site.paths import Places
from bot.ui.text import clean, plural

MENU = (
    (paths.HOME, "Issues"),
    (paths.ACTORS, "Actors"),
    (paths.EVENTS, "Events"),
    (paths.SOURCES, "Sources"),
    (paths.METHOD, "Method"),
    (paths.CORRECTIONS, "Corrections"),
    (paths.ABOUT, "About"),
)
_SLACK = 30
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")


class Cut(NamedTuple):
    """A text that may have been shortened."""

    text: str
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the frame of a page says of it: where it is, of which part, called how, about what."""

    path: str
    title: str
    about: str
    part: str = ""
    feed: str = ""

    @property
    def address(self) -> str:
        """Its path as an address; a folder's first page is the folder."""
        return self.path.removesuffix(paths.HOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One site under way: its title, where it will be found, its zone, and where records stand."""

    title: str
    base: str | None
    zone: str
    places: Places
    menu: tuple[tuple[str, str], ...] = MENU

    def say(self, sentence: Sentence) -> Markup:
        """A sentence as HTML."""
        return html(sentence, zone=self.zone)

    def when(self, when: When) -> Markup:
        """A date as vague as its source, with the source's own words where they differ."""
        return _spelt(when, self.zone, whole=True)

    def moment(self, at: datetime) -> Markup:
        """An instant, by the clock of the site's zone."""
        return self.say((Instant(at),))

    def civil(self, on: date) -> Markup:
        """A civil day."""
        return self.say((Day(on),))

    def day(self, at: datetime) -> Markup:
        """The civil day of an instant, in the site's zone."""
        return self.civil(at.astimezone(zone_named(self.zone)).date())

    def brief(self, when: When) -> Markup:
        """A date as vague as its source."""
        return _spelt(when, self.zone, whole=False)

    def text(self, sentence: Sentence) -> str:
        """A sentence as plain text."""
        return plain(sentence, zone=self.zone)

    def page(self, template: str, head: Head, **more: Any) -> Page:
        """Fill a page's template."""
        told = {"site": self, "page": head, "root": paths.root_of(head.path), **more}
        return Page(head.path, _template(template).render(told).encode())

    def piece(self, template: str, path: str, **more: Any) -> Markup:
        """Fill the template of a part of a page that stands at this path, or beside it."""
        told = {"site": self, "root": paths.root_of(path), **more}
        # All that was put in has been escaped by the template.
        return Markup(_template(template).render(told))  # noqa: S704 -- see above


# One date stands on many pages.
@lru_cache(maxsize=4096)
def _spelt(when: When, zone: str, *, whole: bool) -> Markup:
    return html((Dated(when, whole=whole),), zone=zone)


def visible(value: Any) -> Any:
    """A text as one line that shows what it holds; anything else, and HTML, as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return clean(value)


def cut(text: str, limit: int) -> Cut:
    """The beginning of a text, with a word's end where one is near."""
    line = visible(text)
    # What is a quarter longer at most is shown whole.
    if len(line) <= limit + limit // 4:
        return Cut(line, more=False)
    space = line.rfind(" ", limit - _SLACK, limit)
    return Cut(line[: space if space > 0 else limit].rstrip(), more=True)


def short(text: str, limit: int) -> str:
    """A name or a title; a longer one ends in “…”, and one that shows nothing is “?”."""
    found = cut(text, limit)
    return f"{found.text}…" if found.more else found.text or "?"


def side(position: Position) -> str:
    """On which side of the scale a position is, for its colour; the words say which it is."""
    value = position.value_on_scale
    if value is None:
        return "off"
    return "zero" if value == 0 else "plus" if value > 0 else "minus"


def utc(at: datetime) -> str:
    """An aware instant as RFC 3339 writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def stylesheet(values: Mapping[str, Any]) -> bytes:
    """The one style sheet."""
    text: str = _template("style.css").render(values)
    return text.encode()


def _template(name: str) -> Any:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        {
            "cut": cut,
            "short": short,
            "side": side,
            # A sign has blanks of its own.
            "sign": lambda position: escape(term(position).sign),
            "test": lambda code: term(code).test,
            "label": lambda code: term(code).label,
            "spoken": parts.spoken,
            "office": parts.office,
            "direct": words.direct,
            "phrase": source_words,
            "whose": words.whose,
            "tongue": lambda evidence: languages.attribute(evidence.lang),
            "lang": lambda typed: languages.attribute(typed or "en"),
            "web": paths.web_address,
            "host": lambda url: urlsplit(url).hostname or "",
            "anchor": paths.anchor,
            "words_path": paths.words,
            "timeline_path": lambda issue: paths.timeline(issue.key),
            "conditions_path": lambda issue: paths.conditions(issue.key),
            "feed_path": lambda issue: paths.issue_feed(issue.key),
            "issue_pages": paths.issue_pages,
            "wikidata": lambda typed: bool(_WIKIDATA.fullmatch(typed or "")),
            "plural": plural,
            "utc": utc,
        },
    )
    made.globals["words"] = words
    return made
