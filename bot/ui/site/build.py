"""From a server's published record to the files of its site."""

from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from bot.domain.method import method
from bot.domain.method_page import FAMILIES, POSITIONS
from bot.domain.vocabulary import Position
from bot.errors import InvalidInputError
from bot.services.site.answers import SiteData
from bot.ui.pictures.themes import PALETTES, Theme
from bot.ui.site import paths
from bot.ui.site.boards import IssuePages
from bot.ui.site.changes import HOME_NEWS, Item, correction_pages, feed, items
from bot.ui.site.data import data_files
from bot.ui.site.frame import Frame, Head, short, stylesheet, visible
from bot.ui.site.page import Page
from bot.ui.site.paths import Places
from bot.ui.site.people import actor_pages
from bot.ui.site.records import Told
from bot.ui.site.sheets import lay
from bot.ui.site.shelves import EventPages, source_pages, word_pages
from bot.ui.text import plural

TITLE = "Who stands where"
_TITLE_LENGTH = 100
_FEEDS_NAMED = 40
_KIB = 1024


def build(data: SiteData, *, title: str | None = None, base: str | None = None) -> tuple[Page, ...]:
    """Every file of the site, the same bytes for the same record.

    `base` is the address that the site will have; feeds then hold whole addresses. Raises
    InvalidInputError for one that cannot be linked to.
    """
    frame = Frame(
        title=short(title or "", _TITLE_LENGTH) if visible(title or "") else TITLE,
        base=base_address(base) if base else None,
        zone=data.zone,
        places=Places(),
    )
    return tuple(_Site(frame, data).pages())


def base_address(typed: str) -> str:
    """The address of a site's root, without a slash at its end; raises InvalidInputError."""
    try:
        parts = urlsplit(typed.strip())
        usable = parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.port != 0
        plain = not (parts.query or parts.fragment or parts.username)
        typed.encode("ascii")
    except ValueError:
        usable = plain = False
    if not (usable and plain) or any(letter in typed for letter in " \"'<>\\"):
        raise InvalidInputError(
            f"“{visible(typed)[:100]}” is no address for a site. Give one such as "
            "https://example.org/record.",
        )
    return typed.strip().rstrip("/")


class _Site:
    """One site under way. What gives places is laid out first, then all pages are made."""

    def __init__(self, frame: Frame, data: SiteData) -> None:
        self._frame = frame
        self._data = data
        self._told = Told(data.directory)
        self._files = data_files(data.pack)
        places = frame.places
        for key in data.directory.issues:
            places.add(paths.board(key), [key], anchored=False)
        for key in data.directory.actors:
            places.add(paths.actor(key), [key], anchored=False)
        for source in data.sources:
            key = source.source.record.key
            places.add(paths.source(key), [key], anchored=False)
        self._events = EventPages(frame, data)
        self._issues = [IssuePages(frame, record) for record in data.issues]
        for statement in data.pack.statements:
            # One that belongs to no issue is in no timeline.
            if statement.key not in places.of:
                places.add(paths.words(statement.key), [statement.key], anchored=False)
        for mandate in data.pack.mandates:
            places.add(paths.actor(mandate.voice), [mandate.key], anchored=False)
        for role in data.pack.roles:
            places.add(paths.actor(role.actor), [role.key], anchored=False)

    def pages(self) -> Iterator[Page]:
        """Every file."""
        frame, data, told = self._frame, self._data, self._told
        changed = items(frame, data)
        yield from self._home(changed)
        for issue in self._issues:
            yield from issue.pages()
        yield from actor_pages(frame, data)
        yield from self._events.pages()
        yield from source_pages(frame, data, told)
        yield from word_pages(frame, data, told)
        yield from correction_pages(frame, data, told)
        yield self._method()
        yield self._about()
        yield feed(frame, data, changed)
        for record in data.issues:
            yield feed(frame, data, changed, issue=record.issue.record.key)
        yield from self._files
        themes = (PALETTES[Theme.LIGHT], PALETTES[Theme.DARK])
        light, dark = (asdict(theme) for theme in themes)
        yield Page(paths.STYLE, stylesheet({"light": light, "dark": dark, "positions": Position}))

    def _home(self, changed: list[Item]) -> Iterator[Page]:
        pieces = [
            self._frame.piece("home_issue.html", paths.HOME, record=record)
            for record in self._data.issues
        ]
        for laid in lay(paths.HOME, pieces, budget=15_000):
            head = Head(
                path=laid.path,
                title=laid.titled(self._frame.title),
                about="Who stands where, since when, and who says so.",
                part=paths.HOME,
            )
            yield self._frame.page(
                "home.html",
                head,
                data=self._data,
                pieces=laid.pieces,
                sheets=laid.sheets,
                news=changed[:HOME_NEWS] if laid.first else [],
            )

    def _method(self) -> Page:
        known = method()
        families = [
            ("position", "Position", POSITIONS, known.position.items()),
            *(
                (name.replace("_", "-"), title, lead, getattr(known, name).items())
                for name, title, lead in FAMILIES
            ),
        ]
        head = Head(
            path=paths.METHOD,
            title="Method",
            about="How positions, commitments, conditions and claims are coded.",
            part=paths.METHOD,
        )
        rules = (
            ("Which code", known.order),
            ("One step or two", known.rule),
            ("What is current", known.current),
            ("A state’s line", known.line),
            ("What is stale", known.stale),
        )
        return self._frame.page("method.html", head, method=known, rules=rules, families=families)

    def _about(self) -> Page:
        data = self._data
        head = Head(
            path=paths.ABOUT,
            title="About",
            about="What this record is, of which day it is, and how to cite it.",
            part=paths.ABOUT,
        )
        counted = (
            (len(data.pack.issues), "issue"),
            (len(data.pack.actors), "actor"),
            (len(data.pack.stances), "stance"),
            (len(data.pack.claims), "claim"),
            (len(data.pack.statements), "statement"),
            (len(data.pack.events), "event"),
            (len(data.pack.sources), "source"),
        )
        example = data.pack.issues[0].title if data.pack.issues else "Issues"
        return self._frame.page(
            "about.html",
            head,
            data=data,
            counts=", ".join(plural(count, one) for count, one in counted),
            example=short(example, 120),
            issues=data.pack.issues[:_FEEDS_NAMED],
            files=[
                {
                    "path": file.path,
                    "label": "The whole record" if len(self._files) == 1 else f"Part {number}",
                    "size": f"{max(1, round(len(file.data) / _KIB)):,} KB",
                }
                for number, file in enumerate(self._files, 1)
            ],
        )
