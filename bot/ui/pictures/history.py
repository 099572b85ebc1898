"""One actor's history: a large step line, its records in words, and apart what others say."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.method import term
from bot.domain.pictures import HistoryPicture, Point, Said
from bot.domain.vocabulary import Position, Relation
from bot.ui.dates import day
from bot.ui.pictures import words
from bot.ui.pictures.axis import Axis, spanning
from bot.ui.pictures.canvas import MARGIN, SMALL, WIDTH, Anchor, Canvas
from bot.ui.pictures.frame import LINE, foot, head, paragraph, rule
from bot.ui.pictures.lettering import (
    END,
    ISOLATE,
    drawable,
    from_right,
    isolated,
    width,
    wrapped,
)
from bot.ui.pictures.marks import SCALE, badge, icon, side
from bot.ui.pictures.steps import READING, Track, is_day, step_line
from bot.ui.pictures.timeline import across, days_below
from bot.ui.text import plural

TOLD = 10
_LEFT, _RIGHT = MARGIN + 50, WIDTH - MARGIN - 10
_STEP = 27
_TEXT = MARGIN + 44
# More symbols than these would not stand near their dates.
_SYMBOLS = 14


def draw_history(canvas: Canvas, picture: HistoryPicture) -> None:
    """Draw the line with numbered marks; below, the newest records in words."""
    head(
        canvas,
        "How the position went",
        words.who(picture.actor),
        f"On: {isolated(drawable(picture.issue.title))}",
        " · ".join((*words.as_of(picture.seen), plural(len(picture.points), "record"))),
    )
    if not picture.points and not picture.claims:
        paragraph(canvas, "No stance of this actor is recorded. This says nothing about it.")
        foot(canvas)
        return
    axis = spanning(
        [
            *(point.stance.evidence.said for point in picture.points),
            *(claim.said for claim in picture.claims),
        ],
        now=picture.seen.on,
        left=_LEFT,
        right=_RIGHT,
    )
    now = axis.at_end_of(picture.seen.on)
    _plot(canvas, axis, picture, now)
    if picture.claims:
        _others(canvas, axis, picture.claims)
    days_below(canvas, axis)
    _kinds(canvas, Counter(claim.relation for claim in picture.claims))
    canvas.y += 10
    rule(canvas)
    for number, point in reversed(list(enumerate(picture.points, 1))[-TOLD:]):
        _record(canvas, number, point, named=point.holder.key != picture.actor.key)
    earlier = len(picture.points) - TOLD
    if earlier > 0 or picture.older:
        more = f"{earlier:,} earlier" if earlier > 0 and not picture.older else "Earlier"
        canvas.y += 4
        paragraph(canvas, f"{more} records are not told here; /timeline has them.")
    foot(canvas, *READING, f"The solid line is {day(picture.seen.on)}.")


def _plot(canvas: Canvas, axis: Axis, picture: HistoryPicture, now: float) -> None:
    """The line on its seven steps, each mark with its number where there is room for it."""
    top = canvas.y + 46
    bottom = top + 6 * _STEP
    track = Track(axis=axis, top=top, bottom=bottom, radius=11)
    across(canvas, axis, (), (top - 14, bottom + 14), now)
    for position in SCALE:
        y = track.level(position)
        kind = "zeroline" if position is Position.NEUTRAL else "grid"
        canvas.line(kind, (_LEFT, y), (_RIGHT, y))
        kind, sign = f"text-{side(position)}", words.bare_sign(position)
        canvas.text(kind, MARGIN, y + 6, sign, bold=True)
    canvas.text("text-plus", MARGIN, top - 24, "Accepts")
    canvas.text("text-minus", MARGIN, bottom + 36, "Rejects")
    records = [(point.stance.evidence.said, point.line) for point in picture.points]
    places = step_line(canvas, track, records, now)
    marks = [(x, track.level(p.line)) for x, p in zip(places, picture.points, strict=True)]
    _numbers(canvas, marks)
    canvas.y = bottom + 44


def _numbers(canvas: Canvas, places: Sequence[tuple[float, float]]) -> None:
    """Numbers of what is told below: above a mark, or below, where it hides no other number."""
    taken: list[tuple[float, float]] = []
    for number, (x, level) in list(enumerate(places, 1))[-TOLD:]:
        text = str(number)
        room = width(text, SMALL, bold=True) + 4
        for y in (level - 17, level + 29):
            if all(abs(x - a) > room or abs(y - b) > SMALL for a, b in taken):
                canvas.text("halo", x, y, text, anchor=Anchor.MIDDLE, bold=True)
                taken.append((x, y))
                break


def _others(canvas: Canvas, axis: Axis, claims: Sequence[Said]) -> None:
    """A lane apart: when others spoke about it, and what kinds of claims they made."""
    rule(canvas)
    canvas.y += 27
    text = "What others say, apart: it moves no position"
    canvas.text("ink", MARGIN, canvas.y, text)
    y = canvas.y + 24
    canvas.line("grid", (_LEFT, y), (_RIGHT, y))
    end = float("-inf")
    for claim in sorted(claims, key=lambda each: each.said.lower):
        start, stop = axis.span(claim.said)
        if is_day(claim.said):
            start = stop = (start + stop) / 2
        if stop > start:
            canvas.rect("tick-span", start, y - 8, stop - start, 16, round_=8)
        else:
            canvas.rect("tick", start - 1.5, y - 12, 3, 24, round_=1.5)
        x = max((start + stop) / 2, end + 24)
        if len(claims) <= _SYMBOLS and x + 11 <= WIDTH - MARGIN:
            icon(canvas, claim.relation, x, y + 30)
            end = x
    canvas.y = y + 46


def _kinds(canvas: Canvas, counts: Counter[Relation]) -> None:
    """The symbols in words, as many in a line as fit."""
    x = float(MARGIN)
    there = [relation for relation in Relation if counts[relation]]
    canvas.y += LINE if there else 0
    for relation in there:
        text = f"{term(relation).label} ({counts[relation]:,})"
        needed = 28 + width(text, SMALL) + 20
        if x > MARGIN and x + needed - 20 > WIDTH - MARGIN:
            x = MARGIN
            canvas.y += LINE + 4
        icon(canvas, relation, x + 11, canvas.y - 6)
        canvas.text("soft", x + 28, canvas.y, text)
        x += needed


def _record(canvas: Canvas, number: int, point: Point, *, named: bool) -> None:
    """One record: its number, when, which position, the words, and who said them."""
    stance = point.stance
    canvas.y += 8
    badge(canvas, number, MARGIN + 16, canvas.y + 19)
    stands = words.standing(stance.position)
    canvas.y += LINE
    canvas.text(f"text-{side(stance.position)}", _TEXT, canvas.y - 1, stands, bold=True)
    room = WIDTH - MARGIN - _TEXT
    by = [words.dated(stance.evidence.said)]
    by += [isolated(words.who(point.holder))] if named else []
    by += [isolated(drawable(point.publisher))] if point.publisher else []
    for line in wrapped(" · ".join(by), SMALL, room, most=2):
        canvas.y += LINE
        canvas.text("soft", _TEXT, canvas.y - 2, line)
    said = words.quotation(stance.evidence)
    right = from_right(said)
    for line in wrapped(said, SMALL, room, most=3):
        canvas.y += LINE
        if right:
            whole = f"{ISOLATE}{line}{END}"
            canvas.text("ink", WIDTH - MARGIN, canvas.y - 3, whole, anchor=Anchor.END)
        else:
            canvas.text("ink", _TEXT, canvas.y - 3, line)
    canvas.y += 4
