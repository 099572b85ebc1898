"""Marks on the scale. Their place, their shape and whether they are filled each carry a meaning."""

from math import cos, pi, sin

from bot.domain.vocabulary import Position, Relation
from bot.ui.pictures.canvas import Canvas, number

SCALE = tuple(
    sorted(
        (position for position in Position if position.value_on_scale is not None),
        key=lambda position: position.value_on_scale or 0,
    ),
)
_STAR = tuple(
    (sin(at * pi / 5) * radius, -cos(at * pi / 5) * radius)
    for at, radius in enumerate([9.5, 4.2] * 5)
)
# Drawn around nought, within ten units; strokes but for the dots.
_ICONS = {
    Relation.ASCRIBES_STANCE: "M-5 9V-9H8L4.5-4.5L8 0H-5",
    Relation.ASCRIBES_MOTIVE: "M-9 0H8M1.5-6.5L8 0L1.5 6.5",
    Relation.DISPUTES_TRUTH: "M-8-3.5H8M-8 3.5H8M4.5-9L-4.5 9",
    Relation.CONFIRMS: "M-8 .5L-2.5 6.5L8-6.5",
    Relation.DENIES: "M-7-7L7 7M7-7L-7 7",
    Relation.ACCUSES_CONDUCT: "M0-9L9.5 8H-9.5ZM0-3V2M0 5V5.2",
    Relation.PRAISES: "M" + "L".join(f"{number(x)} {number(y)}" for x, y in _STAR) + "Z",
    Relation.PREDICTS: "M9 0A9 9 0 1 1-9 0A9 9 0 1 1 9 0ZM0-5V0L4 3",
}


def side(position: Position) -> str:
    """The side of the scale that a position is on: plus, zero, minus or off."""
    value = position.value_on_scale
    if value is None:
        return "off"
    return "zero" if value == 0 else "plus" if value > 0 else "minus"


def mark(canvas: Canvas, position: Position, x: float, y: float, radius: float) -> None:
    """A circle accepts, a square rejects, a diamond is neutral; hollow where it does not bind."""
    where = side(position)
    hollow = position.binding is False
    kind = f"{'hollow' if hollow else 'full'}-{where}"
    # A stroke is drawn half outside of its shape.
    size = radius - 1.5 if hollow else radius
    if where == "plus":
        canvas.circle(kind, x, y, size)
    elif where == "minus":
        half = size * 0.9
        canvas.rect(kind, x - half, y - half, 2 * half, 2 * half, round_=2)
    elif where == "zero":
        far = number(size * 1.2)
        canvas.path(kind, f"M{_at(x, y)}m0-{far}l{far} {far}l-{far} {far}l-{far}-{far}z")


def tail(canvas: Canvas, start: float, end: float, y: float, radius: float) -> None:
    """From the position before, a hollow dot, an arrow that ends at the mark."""
    way = 1 if end > start else -1
    tip = end - way * (radius + 2)
    base = tip - way * 10
    canvas.line("tail", (start, y), (base, y))
    canvas.path("tip", f"M{_at(tip, y)}L{_at(base, y - 6)}L{_at(base, y + 6)}Z")
    ghost(canvas, start, y)


def ghost(canvas: Canvas, x: float, y: float) -> None:
    """Where a position was."""
    canvas.circle("ghost", x, y, 5)


def icon(canvas: Canvas, relation: Relation, x: float, y: float) -> None:
    """The symbol of a kind of claim, around a point, twenty units wide."""
    canvas.parts.append(
        f'<path class="icon" transform="translate({number(x)} {number(y)})" '
        f'd="{_ICONS[relation]}"/>',
    )


def badge(canvas: Canvas, count: int, x: float, y: float) -> None:
    """A number in a dark circle, around a point."""
    text = str(count)
    half = 13 + max(0, len(text) - 2) * 5
    canvas.rect("badge", x - half, y - 13, 2 * half, 26, round_=13)
    # A number is as high as seven tenths of its size.
    canvas.parts.append(
        f'<text class="on-badge" x="{number(x)}" y="{number(y + 6.5)}" font-size="18" '
        f'font-weight="700" text-anchor="middle">{text}</text>',
    )


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
