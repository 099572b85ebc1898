"""An issue at a glance: the same pictures as on Discord, as SVG beside the words."""

from dataclasses import dataclass

from bot.domain.pictures import BoardPicture, BoardRow, Lane, Picture, Seen, TimelinePicture
from bot.domain.records import Stance
from bot.domain.vocabulary import Position
from bot.domain.when import zone_named
from bot.services.answers import EventView, StanceView
from bot.services.site.answers import IssueRecord
from bot.ui.pictures.drawing import draw
from bot.ui.pictures.themes import Theme
from bot.ui.site.page import Page
from bot.ui.site.sheets import MOST_BYTES

# A picture of more is no glance any more, and the words beside it hold them all.
_MOST_STANCES = 600


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture's file, and its size in units."""

    page: Page
    width: int
    height: int


def board_figure(record: IssueRecord, path: str, zone: str) -> Figure | None:
    """Who stands where; None where nobody does, or where the picture would be too large."""
    if not record.rows:
        return None
    before = _before(record)
    rows = tuple(
        BoardRow(
            holder=row.holder,
            stance=row.stance.record,
            before=before.get(row.holder.key),
            mandate=row.mandate,
            principal=row.principal,
        )
        for row in record.rows
    )
    picture = BoardPicture(
        seen=_seen(record, zone),
        issue=record.issue.record,
        rows=rows,
        silent=record.silent,
        sources=len({row.source.key for row in record.rows}),
    )
    return _drawn(picture, path)


def timeline_figure(record: IssueRecord, path: str, zone: str) -> Figure | None:
    """How everybody moved; None where nobody did, or where the picture would be too large."""
    said: dict[str, list[Stance]] = {row.holder.key: [] for row in record.rows}
    views = [entry for entry in record.timeline if isinstance(entry, StanceView)]
    for view in reversed(views):
        said[view.holder.key].append(view.stance.record)
    if not views or len(views) > _MOST_STANCES:
        return None
    lanes = tuple(
        Lane(holder=row.holder, stances=tuple(said[row.holder.key])) for row in record.rows
    )
    events = [entry.event.record for entry in record.timeline if isinstance(entry, EventView)]
    picture = TimelinePicture(
        seen=_seen(record, zone),
        issue=record.issue.record,
        lanes=lanes,
        events=tuple(sorted(events, key=lambda event: event.when.lower)),
    )
    return _drawn(picture, path)


def _drawn(picture: Picture, path: str) -> Figure | None:
    drawing = draw(picture, Theme.AUTO)
    data = drawing.svg.encode()
    if len(data) > MOST_BYTES:
        return None
    return Figure(Page(path, data), drawing.width, round(drawing.height))


def _seen(record: IssueRecord, zone: str) -> Seen:
    """Of the day when anything on the issue was last written: the picture is of no later one."""
    return Seen(on=record.updated.astimezone(zone_named(zone)).date())


def _before(record: IssueRecord) -> dict[str, Position]:
    """The last position of each holder that differs from the current one."""
    current = {row.holder.key: row.stance.record.position for row in record.rows}
    before: dict[str, Position] = {}
    for entry in record.timeline:
        if isinstance(entry, StanceView):
            holder, position = entry.holder.key, entry.stance.record.position
            if position is not current[holder]:
                before.setdefault(holder, position)
    return before
