"""Where it was read and what happened: the pages of sources and of events, and of whole words."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from bot.domain.occasions import is_active
from bot.domain.records import Evidence, Issue, Recorded
from bot.domain.when import When
from bot.services.answers import EventView
from bot.services.site.answers import SiteData, SourceRecord
from bot.ui.site import paths
from bot.ui.site.frame import Frame, Head, short, visible
from bot.ui.site.page import Page
from bot.ui.site.records import Told
from bot.ui.site.sheets import archive, lay, newest

# Words that no page shows in part need no page of their own.
SHOWN_WHOLE = 300
_PARAGRAPH = 2500
_COMING = 40


def source_pages(frame: Frame, data: SiteData, told: Told) -> Iterator[Page]:
    """The list of sources, and a page for each with everything that rests on it."""
    pieces = [
        frame.piece("sources_piece.html", paths.SOURCES, record=each) for each in data.sources
    ]
    for laid in lay(paths.SOURCES, pieces):
        head = Head(
            path=laid.path,
            title=laid.titled("Sources"),
            about="Where all of this record was read.",
            part=paths.SOURCES,
        )
        yield frame.page(
            "list.html",
            head,
            lead="Where all of this was read, in the order in which it was first named.",
            tag="ul",
            look="names",
            pieces=laid.pieces,
            empty="No source is recorded.",
            sheets=laid.sheets,
        )
    for record in data.sources:
        yield from _source(frame, record, told)


def _source(frame: Frame, record: SourceRecord, told: Told) -> Iterator[Page]:
    source = record.source.record
    path = paths.source(source.key)
    pieces = [
        frame.piece(
            "source_piece.html",
            path,
            kind=told.kind(each),
            told=told.of(each),
            link=frame.places.of.get(each.record.key),
        )
        for each in record.uses
    ]
    for laid in lay(path, pieces):
        head = Head(
            path=laid.path,
            title=laid.titled(f"Source: {short(source.publisher, 80)}"),
            about=short(source.title or source.publisher, 160),
            part=paths.SOURCES,
        )
        yield frame.page(
            "source.html",
            head,
            record=record,
            pieces=laid.pieces,
            sheets=laid.sheets,
            first=laid.first,
        )


class EventPages:
    """The calendar. It is laid out before any page is made: it gives places."""

    def __init__(self, frame: Frame, data: SiteData) -> None:
        """Lay it out; the places of actors, issues and sources are known already."""
        self._frame = frame
        issues = {each.issue.record.key: each.issue.record for each in data.issues}
        self._views = sorted(data.events, key=_date, reverse=True)
        self._pieces = [
            frame.piece("event.html", paths.EVENTS, view=view, issues=_issues(view, issues))
            for view in self._views
        ]
        folder = paths.EVENTS.removesuffix("index.html")
        self._years = archive(folder, self._pieces, [_year(view) for view in self._views])
        for year in self._years:
            frame.places.add(year.path, (self._views[at].event.record.key for at in year.at))

    def pages(self) -> Iterator[Page]:
        """What may still come and what was last, and every year."""
        coming = [at for at, view in enumerate(self._views) if is_active(view.event.record)]
        coming.reverse()
        ahead = [self._pieces[at] for at in coming[:_COMING]]
        past = [self._pieces[at] for at in range(len(self._pieces)) if at not in set(coming)]
        yield self._page(
            paths.EVENTS,
            "Events",
            "What may still come about by this record, and what was held, put off or called off.",
            [
                ("coming", "Expected or confirmed", ahead[: newest(ahead)]),
                ("past", "Held, not held, postponed or cancelled", past[: newest(past)]),
            ],
        )
        for year in self._years:
            pieces = [self._pieces[at] for at in year.at]
            title = f"Events, {year.label}"
            lead = "By the first day that each may mean, newest first."
            yield self._page(year.path, title, lead, [("all", "Events", pieces)])

    def _page(
        self,
        path: str,
        title: str,
        lead: str,
        groups: Sequence[tuple[str, str, Sequence[Markup]]],
    ) -> Page:
        head = Head(path=path, title=title, about=lead, part=paths.EVENTS)
        joined = [(name, label, Markup("").join(pieces)) for name, label, pieces in groups]
        return self._frame.page("events.html", head, lead=lead, groups=joined, years=self._years)


def word_pages(frame: Frame, data: SiteData, told: Told) -> Iterator[Page]:
    """The whole words of every record that another page shows in part."""
    for use in (use for source in data.sources for use in source.uses):
        evidence = getattr(use.record, "evidence", None)
        if isinstance(evidence, Evidence) and needs_page(evidence, use.record.key, frame):
            yield from _words(frame, use, evidence, told)


def needs_page(evidence: Evidence, key: str, frame: Frame) -> bool:
    """Whether a record's words have a page of their own."""
    long = any(len(text) > SHOWN_WHOLE for text in (evidence.words, evidence.translation or ""))
    return long or frame.places.of.get(key) == paths.words(key)


def _words(frame: Frame, use: Recorded[Any], evidence: Evidence, told: Told) -> Iterator[Page]:
    path = paths.words(use.record.key)
    own = list(_paragraphs(evidence.words))
    pieces = [*own, *_paragraphs(evidence.translation or "")]
    speaker = told.actor(evidence.speaker)
    for laid in lay(path, pieces):
        split = len(own)
        head = Head(
            path=laid.path,
            title=laid.titled(f"The words of {short(speaker.name, 80)}"),
            about=short(evidence.words, 160),
            part=paths.HOME,
        )
        yield frame.page(
            "whole.html",
            head,
            key=use.record.key,
            evidence=evidence,
            evidence_of=speaker,
            source=use.source,
            pieces=_joined(pieces, [at for at in laid.at if at < split]),
            translated=_joined(pieces, [at for at in laid.at if at >= split]),
            sheets=laid.sheets,
        )


_P = Markup('<p dir="auto">{}</p>\n')


def _paragraphs(text: str) -> Iterator[Markup]:
    """A text's own paragraphs; one that is very long comes in several."""
    for line in text.splitlines():
        rest = visible(line)
        while rest:
            space = rest.rfind(" ", 0, _PARAGRAPH) if len(rest) > _PARAGRAPH else -1
            end = space if space > 0 else _PARAGRAPH
            yield _P.format(rest[:end])
            rest = rest[end:].lstrip()


def _joined(pieces: Sequence[Markup], at: Sequence[int]) -> Markup:
    return Markup("").join(pieces[each] for each in at)


def _date(view: EventView) -> Any:
    return view.event.record.when.lower


def _year(view: EventView) -> tuple[str, str]:
    when: When = view.event.record.when
    year = paths.year_of(when)
    return year, year if when.first_day.year > 1 else "days not known"


def _issues(view: EventView, issues: dict[str, Issue]) -> list[Issue]:
    return [issues[key] for key in view.event.record.issues if key in issues]
