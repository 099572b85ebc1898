"""An issue's pages: the board, the conditions and the timeline."""

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from bot.domain.records import Actor, Role
from bot.domain.vocabulary import ConditionState, RoleKind
from bot.domain.when import When
from bot.services.answers import (
    ClaimView,
    ConditionView,
    EventView,
    StanceView,
    StatementView,
    TimelineEntry,
)
from bot.services.site.answers import IssueRecord
from bot.ui import parts
from bot.ui.prose.languages import ENGLISH, months
from bot.ui.site import paths
from bot.ui.site.figures import Figure, board_figure, timeline_figure
from bot.ui.site.frame import Frame, Head, short
from bot.ui.site.page import Page
from bot.ui.site.sheets import Period, archive, lay, newest

_NAMED = 12
_CONDITIONS = 12
# Stands for an entry's own place until all are laid out; nothing that people type can hold it.
_HERE = Markup("\0")


class IssuePages:
    """The pages of one issue. The timeline is laid out before any page is made: it gives places."""

    def __init__(self, frame: Frame, record: IssueRecord) -> None:
        """Lay the timeline out; the places of actors, sources and events are known already."""
        self._frame = frame
        self._record = record
        self._issue = record.issue.record
        self._path = paths.timeline(self._issue.key)
        self._keys = [key_of(entry) for entry in record.timeline]
        self._pieces = [self._entry(entry, link=None) for entry in record.timeline]
        folder = self._path.removesuffix("index.html")
        self._months = archive(folder, self._pieces, [_month(each) for each in record.timeline])
        for month in self._months:
            said = (self._keys[at] for at in month.at)
            # An event has its place in the calendar.
            frame.places.add(month.path, [key for key in said if key not in frame.places.of])

    def pages(self) -> Iterator[Page]:
        """All of them."""
        yield from self._board()
        yield from self._conditions()
        yield from self._timeline()

    def _head(self, path: str, title: str, *, part: str = "") -> Head:
        return Head(
            path=path,
            title=title,
            about=short(self._issue.question, 160),
            part=part or paths.HOME,
            feed=paths.issue_feed(self._issue.key),
        )

    def _board(self) -> Iterator[Page]:
        path = paths.board(self._issue.key)
        rows = [
            self._frame.piece(
                "issue_row.html",
                path,
                row=row,
                open=sum(each.condition.state is ConditionState.OPEN for each in row.conditions),
            )
            for row in self._record.rows
        ]
        picture = board_figure(self._record, path.replace(".html", ".svg"), self._frame.zone)
        if picture is not None:
            yield picture.page
        for laid in lay(path, rows, budget=15_000):
            yield self._frame.page(
                "issue.html",
                self._head(laid.path, laid.titled(short(self._issue.title, 120))),
                record=self._record,
                parts_=_parts(self._record.roles),
                pieces=laid.pieces,
                sheets=laid.sheets,
                first=laid.first,
                last=laid.last,
                picture=picture,
            )

    def _conditions(self) -> Iterator[Page]:
        path = paths.conditions(self._issue.key)
        every = [each for row in self._record.rows for each in row.conditions]
        pieces = [
            self._frame.piece(
                "conditions_piece.html",
                path,
                row=row,
                found=row.conditions[at : at + _CONDITIONS],
                again=at > 0,
                name=f"{paths.anchor(row.stance.record.key)}-{at}",
            )
            for row in self._record.rows
            for at in range(0, len(row.conditions), _CONDITIONS)
        ]
        for laid in lay(path, pieces):
            title = laid.titled(f"Conditions: {short(self._issue.title, 120)}")
            yield self._frame.page(
                "conditions.html",
                self._head(laid.path, title),
                record=self._record,
                count=len(every),
                open=sum(map(_is_open, every)),
                pieces=laid.pieces,
                sheets=laid.sheets,
            )

    def _timeline(self) -> Iterator[Page]:
        for at, entry in enumerate(self._record.timeline):
            link = self._speaks_of(entry)
            if link is not None:
                self._pieces[at] = self._entry(entry, link=link)
            place = self._frame.places.of[self._keys[at]]
            self._pieces[at] = self._pieces[at].replace(_HERE, place)
        title = f"Timeline: {short(self._issue.title, 120)}"
        first = self._pieces[: newest(self._pieces)]
        file = self._path.replace(".html", ".svg")
        picture = timeline_figure(self._record, file, self._frame.zone)
        if picture is not None:
            yield picture.page
        yield self._sheet(self._path, title, first, None, picture)
        for month in self._months:
            pieces = [self._pieces[at] for at in month.at]
            yield self._sheet(month.path, f"{title}, {month.label}", pieces, month)

    def _sheet(
        self,
        path: str,
        title: str,
        pieces: Sequence[Markup],
        month: Period | None,
        picture: Figure | None = None,
    ) -> Page:
        return self._frame.page(
            "timeline.html",
            self._head(path, title),
            record=self._record,
            pieces=Markup("").join(pieces),
            period=month.label if month else None,
            months=self._months,
            picture=picture,
        )

    def _entry(self, entry: TimelineEntry, *, link: str | None) -> Markup:
        kind, version = _kind(entry)
        return self._frame.piece(
            "entry.html",
            self._path,
            view=entry,
            key=key_of(entry),
            kind=kind,
            corrected=version > 1,
            link=link,
            here=_HERE,
        )

    def _speaks_of(self, entry: TimelineEntry) -> str | None:
        """Where the record stands of which a claim speaks, or that it passes on."""
        if not isinstance(entry, ClaimView):
            return None
        claim = entry.claim.record
        return self._frame.places.of.get(claim.about_record or claim.within or "")


def key_of(entry: TimelineEntry) -> str:
    """The key of what stands in a timeline."""
    match entry:
        case StanceView():
            return entry.stance.record.key
        case ClaimView():
            return entry.claim.record.key
        case StatementView():
            return entry.statement.record.key
        case EventView():
            return entry.event.record.key


def _kind(entry: TimelineEntry) -> tuple[str, int]:
    match entry:
        case StanceView():
            return "stance", entry.stance.version.number
        case ClaimView():
            return "claim", entry.claim.version.number
        case StatementView():
            return "statement", entry.statement.version.number
        case EventView():
            return "event", entry.event.version.number


def _when(entry: TimelineEntry) -> When:
    match entry:
        case StanceView():
            return entry.stance.record.evidence.said
        case ClaimView():
            return entry.claim.record.evidence.said
        case StatementView():
            return entry.statement.record.evidence.said
        case EventView():
            return entry.event.record.when


def _month(entry: TimelineEntry) -> tuple[str, str]:
    return paths.month_of(_when(entry)), month_label(_when(entry).first_day)


def month_label(day: date) -> str:
    """“March 2025”, or that no day is known."""
    return months(ENGLISH).month(day) if day.year > 1 else "days not known"


def _is_open(view: ConditionView) -> bool:
    return view.condition.state is ConditionState.OPEN


def _parts(roles: tuple[tuple[Actor, Role], ...]) -> list[tuple[str, list[Actor], int]]:
    by_role: dict[RoleKind, list[Actor]] = {}
    for actor, role in roles:
        by_role.setdefault(role.role, []).append(actor)
    return [
        (parts.spoken(kind), found[:_NAMED], max(0, len(found) - _NAMED))
        for kind, found in by_role.items()
    ]
