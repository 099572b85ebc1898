"""Sites made of records in memory, and what a browser would find in their pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

from bot.domain.news import Entry
from bot.domain.records import Record, Recorded, Version
from bot.domain.vocabulary import Position, RecordState, Verb
from bot.packs.starter import load_starter
from bot.services.site.answers import SiteData
from bot.services.site.assembling import assemble
from bot.services.site.ledger import Ledger
from bot.ui.site.build import build
from bot.ui.site.page import Page
from tests.cogs.samples import LYING, PUTIN, RECORDS

GUILD = 900
NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)
VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})


def site_of(records: Sequence[Record], *, zone: str = "UTC") -> SiteData:
    """The site of records that one act has published, in their order of entry."""
    entries = [
        Entry(act=1, entered=at, recorded=_recorded(record)) for at, record in enumerate(records)
    ]
    return assemble(Ledger(entries, zone=zone, default_issue=None), GUILD)


def corrected_site() -> SiteData:
    """The sample record after a correction of a stance and the retraction of a claim."""
    first = [
        Entry(act=1, entered=at, recorded=_recorded(record)) for at, record in enumerate(RECORDS)
    ]
    places = {record.key: at for at, record in enumerate(RECORDS)}
    corrected = replace(PUTIN, position=Position.REJECTS, note="Read again.")
    later = [
        Entry(
            act=2,
            entered=places[PUTIN.key],
            recorded=_recorded(corrected, Verb.CORRECT, "We had misread it."),
        ),
        Entry(
            act=3,
            entered=places[LYING.key],
            recorded=_recorded(LYING, Verb.RETRACT, "Somebody else said it."),
        ),
    ]
    entries = sorted([*first, *later], key=lambda each: (each.entered, each.act))
    return assemble(Ledger(entries, zone="UTC", default_issue=None), GUILD)


def _recorded(record: Record, verb: Verb = Verb.SET, reason: str | None = None) -> Recorded[Record]:
    state = RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED
    return Recorded(
        record=record,
        version=Version(
            number=1 if verb is Verb.SET else 2,
            verb=verb,
            state=state,
            recorded_at=NOW,
            reason=reason,
        ),
    )


def starter_site() -> SiteData:
    """The site of the starter pack."""
    return site_of([record for _, record in load_starter().records()])


@dataclass(slots=True)
class Found:
    """A page as a browser reads it: its tags, ids, links and words; `inside` is each tag's own."""

    path: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    inside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(attrs["id"]) for _, attrs in self.tags if attrs.get("id")]

    @property
    def words(self) -> str:
        """All that is shown, on one line."""
        return " ".join("".join(self.text).split())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of a name."""
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def links(self) -> Iterator[str]:
        """Everything that the page links to or takes in."""
        for _, attrs in self.tags:
            for name in ("href", "src", "action", "data", "poster", "srcset"):
                if (value := attrs.get(name)) is not None:
                    yield value

    def target(self, link: str) -> tuple[str, str]:
        """Where a relative link leads: the path and the anchor."""
        path, _, anchor = link.partition("#")
        return (normpath(join(dirname(self.path), path)) if path else self.path), anchor


class _Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order."""

    def __init__(self, found: Found) -> None:
        super().__init__(convert_charrefs=True)
        self._found = found
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self._found.faults.append(f"an attribute of <{tag}> stands twice")
        self._found.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, len(self._found.text)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self._found.faults.append(f"</{tag}> closes nothing that is open")
            return
        _, begin = self._open.pop()
        self._found.inside.append((tag, " ".join("".join(self._found.text[begin:]).split())))

    def handle_data(self, data: str) -> None:
        self._found.text.append(data)

    def close(self) -> None:
        super().close()
        self._found.faults += [f"<{tag}> is never closed" for tag, _ in self._open]


def read(page: Page) -> Found:
    """Read a page of HTML."""
    found = Found(page.path)
    reader = _Reader(found)
    reader.feed(page.data.decode())
    reader.close()
    return found


def read_all(pages: Sequence[Page]) -> dict[str, Found]:
    """Every page of HTML, by its path."""
    return {page.path: read(page) for page in pages if page.path.endswith(".html")}


def built(*records: Record) -> dict[str, Page]:
    """The files of the site of some records, by their paths."""
    return {page.path: page for page in build(site_of(records))}


def dangling(pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Every link of a page that leads nowhere: the page and the link."""
    files = {page.path for page in pages}
    found = read_all(pages)
    lost = []
    for page in found.values():
        for link in page.links:
            if link.startswith("https://"):
                continue
            path, anchor = page.target(link)
            there = path in files and (not anchor or anchor in found[path].ids)
            if not there:
                lost.append((page.path, link))
    return lost
