"""Who says what about whom: a row for each claimant, a column for each one spoken about."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.method import term
from bot.domain.pictures import ClaimsPicture, Said
from bot.domain.records import Actor
from bot.domain.vocabulary import Relation
from bot.ui.pictures import words
from bot.ui.pictures.canvas import MARGIN, NAME, SMALL, WIDTH, Canvas
from bot.ui.pictures.frame import LINE, foot, head, paragraph, rule
from bot.ui.pictures.lettering import cut, width, wrapped
from bot.ui.pictures.marks import icon
from bot.ui.text import plural

BAND = 11
MOST = 5 * BAND
_ROWS = 60
_NAMES = 210
_HEADS = 200
_LEFT = MARGIN + _NAMES + 10
_ACROSS = WIDTH - MARGIN - _LEFT
_LINE = 28
_SYMBOL = 46
_PAD = 14
_RELATIONS = tuple(Relation)
_READING = "A claim never moves the position of the one it is about."


@dataclass(frozen=True, slots=True)
class _Grid:
    """How often whom says what about whom; rows and columns by how much they have."""

    claimants: tuple[Actor, ...]
    about: tuple[Actor, ...]
    cells: dict[tuple[str, str], Counter[Relation]]

    def cell(self, claimant: Actor, about: Actor) -> Counter[Relation]:
        """What one says about another."""
        return self.cells.get((claimant.key, about.key), Counter())


def grid_of(claims: Sequence[Said]) -> _Grid:
    """Count the claims."""
    cells: dict[tuple[str, str], Counter[Relation]] = {}
    for each in claims:
        cells.setdefault((each.claimant.key, each.about.key), Counter())[each.relation] += 1
    return _Grid(
        claimants=_most_first(claims, lambda each: each.claimant),
        about=_most_first(claims, lambda each: each.about),
        cells=cells,
    )


def _most_first(claims: Sequence[Said], which: Callable[[Said], Actor]) -> tuple[Actor, ...]:
    actors = {which(each).key: which(each) for each in claims}
    counts = Counter(which(each).key for each in claims)
    return tuple(sorted(actors.values(), key=lambda a: (-counts[a.key], a.name.casefold(), a.key)))


def draw_claims(canvas: Canvas, picture: ClaimsPicture) -> None:
    """Draw the symbols in words, and the grid in bands of columns that a phone can show."""
    grid = grid_of(picture.claims)
    kicker = "Who says what about whom"
    if picture.actor:
        kicker = f"What others say about {words.who(picture.actor)}"
    counts = [plural(len(picture.claims), "claim"), plural(len(grid.claimants), "claimant")]
    head(
        canvas,
        kicker,
        picture.issue.title,
        " · ".join((*words.as_of(picture.seen), *(counts if picture.claims else ()))),
    )
    if not picture.claims:
        paragraph(canvas, "No claim is recorded.", kind="ink")
        foot(canvas, _READING)
        return
    _legend(canvas, Counter(each.relation for each in picture.claims))
    about = grid.about[:MOST]
    bands = -(-len(about) // BAND)
    each = -(-len(about) // bands)
    for start in range(0, len(about), each):
        _band(canvas, grid, about[start : start + each])
    if len(about) < len(grid.about):
        canvas.y += 6
        text = f"Of {len(grid.about):,} these {MOST} are spoken about most; /claims lists all."
        paragraph(canvas, text, kind="ink")
    if picture.older:
        paragraph(canvas, "Older claims are left out; /claims has them.")
    foot(canvas, f"Rows say it, columns are spoken about. {_READING}")


def _legend(canvas: Canvas, counts: Counter[Relation]) -> None:
    """Each symbol in words, with how often it occurs, in two columns."""
    half = (WIDTH - 2 * MARGIN) / 2
    there = [relation for relation in _RELATIONS if counts[relation]]
    for at, relation in enumerate(there):
        x = MARGIN + half * (at % 2)
        if at % 2 == 0:
            canvas.y += LINE + 2
        icon(canvas, relation, x + 11, canvas.y - 6)
        text = f"{term(relation).label} ({counts[relation]:,})"
        canvas.text("ink", x + 30, canvas.y, cut(text, SMALL, half - 36))
    canvas.y += 16


def _band(canvas: Canvas, grid: _Grid, about: tuple[Actor, ...]) -> None:
    """Some of the columns, with the rows that have something in them."""
    every = [who for who in grid.claimants if any(grid.cell(who, each) for each in about)]
    rows = every[:_ROWS]
    step = _ACROSS / len(about)
    rule(canvas)
    if all(_longest(each) <= step - _PAD for each in about):
        _level_heads(canvas, about, step)
    else:
        _upright_heads(canvas, about, step)
    top = canvas.y
    for who in rows:
        _row(canvas, who, [grid.cell(who, each) for each in about], step)
    for at in range(len(about) + 1):
        x = _LEFT + step * at
        canvas.line("grid", (x, top), (x, canvas.y))
    canvas.line("grid", (MARGIN, canvas.y), (WIDTH - MARGIN, canvas.y))
    if len(rows) < len(every):
        paragraph(canvas, f"Of {len(every):,} these {_ROWS} say most about them.", kind="ink")
    canvas.y += 22


def _longest(actor: Actor) -> float:
    """How wide the longest word of a name is; Chinese names are one word here."""
    return max(width(word, SMALL) for word in words.who(actor).split())


def _upright_heads(canvas: Canvas, about: Sequence[Actor], step: float) -> None:
    """Names that are read upwards, above narrow columns."""
    heads = [cut(words.who(each), SMALL, _HEADS) for each in about]
    canvas.y += max(width(each, SMALL) for each in heads) + 12
    for at, text in enumerate(heads):
        canvas.text("ink", _LEFT + step * (at + 0.5) + 6, canvas.y, text, upright=False)
    canvas.y += 8


def _level_heads(canvas: Canvas, about: Sequence[Actor], step: float) -> None:
    """Names above wide columns, in as many lines as they need."""
    heads = [wrapped(words.who(each), SMALL, step - _PAD, most=3) for each in about]
    canvas.y += max(len(lines) for lines in heads) * 24 + 6
    for at, lines in enumerate(heads):
        for above, line in enumerate(reversed(lines)):
            canvas.text("ink", _LEFT + step * at + 7, canvas.y - above * 24, line)
    canvas.y += 12


def _row(canvas: Canvas, who: Actor, cells: Sequence[Counter[Relation]], step: float) -> None:
    canvas.line("grid", (MARGIN, canvas.y), (WIDTH - MARGIN, canvas.y))
    top = canvas.y
    names = wrapped(words.who(who), NAME, _NAMES, most=2)
    for at, line in enumerate(names):
        canvas.text("ink", MARGIN, top + 28 + at * 26, line, size=NAME)
    deep = max(
        _cell(canvas, cell, _LEFT + step * at, top + 22, step) for at, cell in enumerate(cells)
    )
    canvas.y = top + max(len(names) * 26, deep * _LINE) + 16


def _cell(canvas: Canvas, cell: Counter[Relation], left: float, y: float, room: float) -> int:
    """Its symbols, as many in a line as fit; a number says how often. Returns the lines."""
    there = [relation for relation in _RELATIONS if cell[relation]]
    per = max(1, int((room - 6) // _SYMBOL))
    for at, relation in enumerate(there):
        row, place = divmod(at, per)
        count = f"{cell[relation]}" if cell[relation] > 1 else ""
        x = left + 20 + place * _SYMBOL
        if per == 1:
            x = left + room / 2 - (width(count, SMALL, bold=True) / 2 + 1 if count else 0)
        icon(canvas, relation, x, y + row * _LINE)
        if count:
            canvas.text("ink", x + 12, y + row * _LINE + 6.5, count, bold=True)
    return -(-len(there) // per)
