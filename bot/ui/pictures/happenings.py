"""Events in a picture: numbered across all lanes, and told in words below."""

from collections.abc import Sequence

from bot.domain.records import Event
from bot.ui import parts
from bot.ui.pictures import words
from bot.ui.pictures.axis import Axis
from bot.ui.pictures.canvas import MARGIN, WIDTH, Canvas
from bot.ui.pictures.frame import LINE, paragraph
from bot.ui.pictures.lettering import drawable
from bot.ui.pictures.marks import badge
from bot.ui.pictures.steps import is_day

MOST = 24
_BADGE = 32
_TEXT = MARGIN + 42


def shown(events: Sequence[Event]) -> tuple[Event, ...]:
    """The newest of the events, as many as can be told apart, by date."""
    return tuple(sorted(events, key=lambda event: event.when.lower)[-MOST:])


def numbers(canvas: Canvas, axis: Axis, events: Sequence[Event]) -> None:
    """Their numbers above the lanes, in as many rows as they need; a window with its length."""
    ends: list[float] = []
    top = canvas.y + _BADGE / 2
    for at, event in enumerate(events, 1):
        x = _middle(axis, event)
        first, last = (x, x) if is_day(event.when) else axis.span(event.when)
        left, right = min(first, x - _BADGE / 2), max(last, x + _BADGE / 2)
        row = next((n for n, end in enumerate(ends) if left >= end), len(ends))
        ends[row : row + 1] = [right + 4]
        y = top + row * _BADGE
        if last > first:
            canvas.line("event-span", (first, y), (last, y))
            for edge in (first, last):
                canvas.line("event-span", (edge, y - 6), (edge, y + 6))
        badge(canvas, at, x, y)
    canvas.y += len(ends) * _BADGE


def windows(canvas: Canvas, axis: Axis, events: Sequence[Event], top: float, bottom: float) -> None:
    """Behind a lane, a band for each window."""
    for event in events:
        if not is_day(event.when):
            start, end = axis.span(event.when)
            canvas.rect("window", start, top, max(end - start, 6), bottom - top)


def lines(canvas: Canvas, axis: Axis, events: Sequence[Event], top: float, bottom: float) -> None:
    """Across a lane, a line for each day, and for both ends of each window."""
    for event in events:
        start, end = axis.span(event.when)
        places = [_middle(axis, event)] if is_day(event.when) else [start, max(end, start + 6)]
        for x in places:
            canvas.line("event", (x, top), (x, bottom))


def _middle(axis: Axis, event: Event) -> float:
    start, end = axis.span(event.when)
    return min(max((start + end) / 2, MARGIN + _BADGE / 2), WIDTH - MARGIN - _BADGE / 2)


def legend(canvas: Canvas, events: Sequence[Event], *, left_out: int) -> None:
    """Each event in words: when, what, and what is known of its coming about."""
    canvas.y += LINE
    canvas.text("ink", MARGIN, canvas.y, "Events", bold=True)
    canvas.y += 6
    for at, event in enumerate(events, 1):
        badge(canvas, at, MARGIN + 16, canvas.y + 19)
        paragraph(
            canvas,
            f"{words.dated(event.when)} · {parts.spoken(event.status)}",
            left=_TEXT,
            most=2,
        )
        paragraph(canvas, drawable(event.title), kind="ink", left=_TEXT, most=2)
        canvas.y += 6
    if left_out:
        paragraph(canvas, f"{left_out:,} earlier events are not shown; /events lists them.")
