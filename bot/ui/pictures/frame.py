"""What all pictures share: the head with what is asked, and the foot with how to read it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.domain.records import Stance
from bot.ui.pictures.canvas import MARGIN, ROOM, SMALL, TITLE, WIDTH, Canvas
from bot.ui.pictures.lettering import cut, drawable, width, wrapped
from bot.ui.pictures.marks import SCALE, side

T = TypeVar("T")

LINE = 27
_TITLE_LINE = 38
_STRIP = 8


def head(canvas: Canvas, kicker: str, title: str, *lines: str) -> None:
    """The strip of the scale, what kind of picture it is, its title, and lines of small print."""
    part = WIDTH / len(SCALE)
    for at, position in enumerate(SCALE):
        canvas.rect(f"full-{side(position)}", at * part, 0, part - 3 if at < 6 else part, _STRIP)  # noqa: PLR2004 -- the last of seven
    canvas.y = 46
    canvas.text("soft", MARGIN, canvas.y, cut(kicker, SMALL, ROOM, bold=True), bold=True)
    canvas.y += 4
    for line in wrapped(drawable(title), TITLE, ROOM, most=3, bold=True):
        canvas.y += _TITLE_LINE
        canvas.text("ink", MARGIN, canvas.y, line, size=TITLE, bold=True)
    canvas.y += 8
    for text in lines:
        paragraph(canvas, text, most=3)
    canvas.y += 14


def paragraph(
    canvas: Canvas,
    text: str,
    *,
    kind: str = "soft",
    most: int = 4,
    left: float = MARGIN,
) -> None:
    """Small print in at most so many lines, from `left` to the right margin."""
    for line in wrapped(text, SMALL, WIDTH - MARGIN - left, most=most):
        canvas.y += LINE
        canvas.text(kind, left, canvas.y - 5, line)


def rule(canvas: Canvas) -> None:
    """A fine line across."""
    canvas.line("rule", (MARGIN, canvas.y), (WIDTH - MARGIN, canvas.y))


def flow(canvas: Canvas, items: Iterable[str], *, kind: str = "ink", left: float = MARGIN) -> None:
    """Items one after another, as many in a line as fit, each a text of its own."""
    x, gap = left, 18.0
    canvas.y += LINE
    for item in items:
        shown = wrapped(item, SMALL, WIDTH - MARGIN - left, most=1)[0]
        needed = width(shown, SMALL)
        if x > left and x + needed > WIDTH - MARGIN:
            x = left
            canvas.y += LINE
        canvas.text(kind, x, canvas.y - 5, shown)
        x += needed + gap


def newest(
    items: Sequence[T],
    most: int,
    stance: Callable[[T], Stance],
) -> tuple[T, ...]:
    """As many as are drawn, in their own order: of too many those who spoke last, on any side."""
    if len(items) <= most:
        return tuple(items)
    spoke = sorted(range(len(items)), key=lambda at: _said(stance(items[at])), reverse=True)
    return tuple(items[at] for at in sorted(spoke[:most]))


def _said(stance: Stance) -> datetime:
    return stance.evidence.said.lower


def left_out(canvas: Canvas, shown: int, there: int, command: str) -> None:
    """That a picture does not show all, and what does."""
    canvas.y += 6
    text = f"Of {there:,} these {shown:,} spoke last; {command} lists all."
    paragraph(canvas, text, kind="ink")


def foot(canvas: Canvas, *lines: str) -> None:
    """How to read it, below a fine line, and the end of the picture."""
    canvas.y += 10
    rule(canvas)
    canvas.y += 8
    for line in lines:
        paragraph(canvas, line)
    canvas.y += 16
