"""A step line: how a position went over time, with gaps where it was not on the scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.vocabulary import Position
from bot.domain.when import When
from bot.ui.pictures import words
from bot.ui.pictures.axis import Axis
from bot.ui.pictures.canvas import SMALL, Anchor, Canvas, number
from bot.ui.pictures.lettering import width
from bot.ui.pictures.marks import mark, side

READING = (
    "Up accepts, down rejects. Hatched: it was not on the scale.",
    "A circle accepts, a square rejects. Hollow: it does not bind.",
    "A long mark or a dotted way: some time within those days.",
)
_SLOPE = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Where a step line is drawn: its axis, the heights of both ends of the scale, its marks."""

    axis: Axis
    top: float
    bottom: float
    radius: float

    def level(self, position: Position) -> float:
        """The height of a step; the middle for what is not on the scale."""
        value = position.value_on_scale or 0
        return (self.top + self.bottom) / 2 - value * (self.bottom - self.top) / 6


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record between two places across; of a single day both are its middle."""

    position: Position
    start: float
    end: float


def step_line(
    canvas: Canvas,
    track: Track,
    records: Sequence[tuple[When, Position]],
    now: float,
) -> tuple[float, ...]:
    """Draw records, oldest first, up to the place of the present; returns the places of marks."""
    placed = _placed(track, records, now)
    for at, each in enumerate(placed):
        before = placed[at - 1] if at else None
        after = placed[at + 1].start if at + 1 < len(placed) else now
        if before is not None:
            _way(canvas, track, before, each)
        if each.position.value_on_scale is None:
            _gap(canvas, track, each, max(after, each.end))
        else:
            level = track.level(each.position)
            canvas.line("step", (each.end, level), (max(after, each.end), level))
    for each in placed:
        _mark(canvas, track, each)
    return tuple((each.start + each.end) / 2 for each in placed)


def _placed(
    track: Track,
    records: Sequence[tuple[When, Position]],
    now: float,
) -> list[_Placed]:
    """Records in their order, none beginning before the one before it has ended."""
    found: list[_Placed] = []
    reached = track.axis.left
    for when, position in records:
        start, end = track.axis.span(when)
        if is_day(when):
            start = end = (start + end) / 2
        start = min(max(start, reached), max(now, reached))
        end = min(max(end, start), max(now, start))
        found.append(_Placed(position, start, end))
        reached = end
    return found


def is_day(when: When) -> bool:
    """Whether it is dated to the day or finer."""
    return when.has_clock_time or when.first_day == when.last_day


def _way(canvas: Canvas, track: Track, before: _Placed, each: _Placed) -> None:
    """From one position to the next: straight up or down, or dotted where the day is not known."""
    was, is_ = before.position.value_on_scale, each.position.value_on_scale
    if was is None and is_ is None:
        return
    old, new = track.level(before.position), track.level(each.position)
    if was is None:
        old = new
    if is_ is None:
        new = old
    if was == is_:
        canvas.line("step", (each.start, old), (each.end, new))
    elif each.end > each.start:
        canvas.line("between", (each.start, old), (each.end, new))
    elif old != new:
        canvas.line("step", (each.start, old), (each.end, new))


def _gap(canvas: Canvas, track: Track, each: _Placed, end: float) -> None:
    """A stretch off the scale: hatched, with the sign where there is room."""
    hatched(canvas, each.end, end, track.top, track.bottom)
    if each.end > each.start:
        for edge in (track.top, track.bottom):
            canvas.line("off-between", (each.start, edge), (each.end, edge))
    else:
        canvas.line("off-edge", (each.start, track.top), (each.start, track.bottom))
    sign = words.sign(each.position)
    needed = width(sign, SMALL, bold=True) + 14
    if end - each.end < needed + 6:
        return
    middle, height = (each.end + end) / 2, (track.top + track.bottom) / 2
    canvas.rect("page", middle - needed / 2, height - 13, needed, 26, round_=6)
    canvas.text("text-off", middle, height + 6, sign, anchor=Anchor.MIDDLE, bold=True)


def hatched(canvas: Canvas, left: float, right: float, top: float, bottom: float) -> None:
    """Slanted lines in a rectangle."""
    if right - left < 1:
        return
    tall = bottom - top
    strokes = []
    at = left - tall + _SLOPE / 2
    while at < right:
        # The line rises from (at, bottom) to (at + tall, top); what stands out is cut off.
        low, high = max(at, left), min(at + tall, right)
        if high > low:
            strokes.append(
                f"M{number(low)} {number(bottom - (low - at))}"
                f"L{number(high)} {number(bottom - (high - at))}",
            )
        at += _SLOPE
    canvas.path("hatch", "".join(strokes))


def _mark(canvas: Canvas, track: Track, each: _Placed) -> None:
    if each.position.value_on_scale is None:
        return
    level = track.level(each.position)
    if each.end <= each.start:
        mark(canvas, each.position, each.start, level, track.radius)
    else:
        capsule(canvas, each.position, each.start, each.end, level, track.radius)


def capsule(  # noqa: PLR0917 -- a place, as everywhere in this room
    canvas: Canvas,
    position: Position,
    start: float,
    end: float,
    y: float,
    radius: float,
) -> None:
    """A mark over some days, always longer than that of one day: it was within them."""
    where = side(position)
    hollow = position.binding is False or where == "off"
    kind, inset = (f"hollow-{where}", 1.5) if hollow else (f"full-{where}", 0.0)
    lacking = max(0.0, 3.2 * radius - (end - start))
    left, right = start - lacking / 2 + inset, end + lacking / 2 - inset
    half = radius * 0.8 - inset
    canvas.rect(
        kind,
        left,
        y - half,
        right - left,
        2 * half,
        round_=2 if where == "minus" else half,
    )
