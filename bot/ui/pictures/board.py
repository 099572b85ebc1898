"""The board: everybody by position, each with the way that it came."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from bot.domain.pictures import BoardPicture, BoardRow
from bot.domain.vocabulary import Position
from bot.ui.pictures import words
from bot.ui.pictures.canvas import MARGIN, NAME, ROOM, SMALL, WIDTH, Anchor, Canvas
from bot.ui.pictures.frame import LINE, flow, foot, head, left_out, newest, paragraph, rule
from bot.ui.pictures.lettering import cut, width, wrapped
from bot.ui.pictures.marks import SCALE, ghost, mark, side, tail
from bot.ui.text import plural

_COLUMN = 43
_FIRST = WIDTH - MARGIN - 6.5 * _COLUMN + 4
_LEFT_ROOM = _FIRST - _COLUMN / 2 - MARGIN - 8
_RADIUS = 11
MOST = 120
_SHAPES = ("A circle accepts, a square rejects. Hollow: it does not bind.",)
_TAIL = ("A small ring and an arrow: where the position was before.",)
_CURRENT = "Current means latest, by the date it was said. Nothing is averaged."


def draw_board(canvas: Canvas, picture: BoardPicture) -> None:
    """Draw everybody's row in groups of one position, most accepting first."""
    counts = [plural(len(picture.rows), "holder"), plural(picture.sources, "source")]
    head(
        canvas,
        "Where they stand",
        picture.issue.title,
        " · ".join((*words.as_of(picture.seen), *(counts if picture.rows else ()))),
    )
    counts_of = Counter(row.stance.position for row in picture.rows)
    rows = newest(picture.rows, MOST, lambda row: row.stance)
    if any(row.stance.position in SCALE or row.before in SCALE for row in rows):
        _scale(canvas)
    for position, found in groupby(rows, lambda row: row.stance.position):
        _heading(canvas, position, counts_of[position])
        for row in found:
            _row(canvas, row)
    if len(rows) < len(picture.rows):
        left_out(canvas, len(rows), len(picture.rows), "/board")
    if not picture.rows:
        paragraph(canvas, "No stance is recorded.", kind="ink")
    if picture.silent:
        _heading(canvas, Position.NO_RECORD, len(picture.silent))
        canvas.y += 2
        paragraph(canvas, "Nothing was found. This says nothing about them.")
        canvas.y += 2
        flow(canvas, (words.who(each) for each in picture.silent[:MOST]))
        canvas.y += 8
    moved = any(row.before in SCALE for row in rows)
    foot(canvas, *(_SHAPES if rows else ()), *(_TAIL if moved else ()), _CURRENT)


def column(position: Position) -> float:
    """The middle of a step's column."""
    return _FIRST + SCALE.index(position) * _COLUMN


def _scale(canvas: Canvas) -> None:
    """The head of the seven columns."""
    first, last = column(SCALE[0]), column(SCALE[-1])
    canvas.y += LINE - 6
    canvas.text("text-minus", first - 16, canvas.y, "Rejects")
    canvas.text("text-zero", column(Position.NEUTRAL), canvas.y, "Neutral", anchor=Anchor.MIDDLE)
    canvas.text("text-plus", last + 16, canvas.y, "Accepts", anchor=Anchor.END)
    canvas.y += LINE - 2
    for position in SCALE:
        canvas.text(
            f"text-{side(position)}",
            column(position),
            canvas.y,
            words.bare_sign(position),
            anchor=Anchor.MIDDLE,
            bold=True,
        )
    canvas.y += 10


def _heading(canvas: Canvas, position: Position, count: int) -> None:
    """The name of a group, with how many are in it."""
    canvas.y += 8
    rule(canvas)
    canvas.y += 27
    sign = words.sign(position)
    kind = f"text-{side(position)}"
    used = canvas.text(kind, MARGIN, canvas.y, sign, bold=True) + 10
    used += canvas.text("ink", MARGIN + used, canvas.y, words.label(position), bold=True) + 10
    canvas.text("soft", MARGIN + used, canvas.y, f"{count:,}")
    canvas.y += 8


def _row(canvas: Canvas, row: BoardRow) -> None:
    _track(canvas, row, canvas.y + 20)
    for line in wrapped(words.who(row.holder), NAME, _LEFT_ROOM, most=2):
        canvas.y += 27
        canvas.text("ink", MARGIN, canvas.y, line, size=NAME)
    for line in _lines(row):
        canvas.y += 24
        canvas.text("soft", MARGIN, canvas.y, line)
    canvas.y += 11


def _lines(row: BoardRow) -> Iterator[str]:
    """Office, date, whether it was looked at lately and the position before, in as few lines as they need."""
    known = [
        words.office(row.mandate, row.principal) if row.mandate and row.principal else "",
        words.dated(row.stance.evidence.said),
        words.unlooked(row.unlooked) if row.unlooked else "",
        f"was {words.standing(row.before)}" if row.before else "",
    ]
    line = ""
    for text in filter(None, known):
        longer = f"{line} · {text}" if line else text
        if line and width(longer, SMALL) > ROOM:
            yield line
            line = cut(text, SMALL, ROOM)
        else:
            line = cut(longer, SMALL, ROOM)
    yield line


def _track(canvas: Canvas, row: BoardRow, y: float) -> None:
    """The seven steps, with the mark, and the way to it from the position before."""
    canvas.line("grid", (column(SCALE[0]), y), (column(SCALE[-1]), y))
    for position in SCALE:
        canvas.circle("dot", column(position), y, 3)
    now, before = row.stance.position, row.before
    if before in SCALE and before is not None:
        if now in SCALE:
            tail(canvas, column(before), column(now), y, _RADIUS)
        else:
            ghost(canvas, column(before), y)
    if now in SCALE:
        mark(canvas, now, column(now), y, _RADIUS)
