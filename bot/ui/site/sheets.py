"""Pieces laid out on pages: in order, or by the time that each belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.ui.site.paths import numbered

# A page's frame and its largest single piece come on top; no page exceeds MOST_BYTES.
BUDGET = 20_000
MOST_PIECES = 60
MOST_BYTES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of a series, as its neighbours link to it."""

    path: str
    label: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """One page of a series: which pieces stand on it, and what leads to the others."""

    path: str
    number: int
    of: int
    pieces: Markup
    at: range
    sheets: tuple[Sheet, ...]

    @property
    def first(self) -> bool:
        """Whether it begins the series."""
        return self.number == 1

    @property
    def last(self) -> bool:
        """Whether it ends the series."""
        return self.number == self.of

    def titled(self, title: str) -> str:
        """A page's title, with its number where there are several."""
        return title if self.of == 1 else f"{title}, page {self.number} of {self.of}"


def ranges(
    pieces: Sequence[str],
    *,
    budget: int = BUDGET,
    most: int = MOST_PIECES,
) -> Iterator[range]:
    """Which pieces stand together, in their order: as many as fit, and at least one."""
    begin, size = 0, 0
    for at, piece in enumerate(pieces):
        weight = len(piece.encode())
        if at > begin and (size + weight > budget or at - begin == most):
            yield range(begin, at)
            begin, size = at, 0
        size += weight
    if begin < len(pieces):
        yield range(begin, len(pieces))


def lay(
    first: str,
    pieces: Sequence[Markup],
    *,
    budget: int = BUDGET,
    most: int = MOST_PIECES,
) -> Iterator[Laid]:
    """Pages in the pieces' order, the first at this path; there is one even without a piece."""
    found = list(ranges(pieces, budget=budget, most=most)) or [range(0)]
    for number, at in enumerate(found, 1):
        yield Laid(
            path=numbered(first, number),
            number=number,
            of=len(found),
            pieces=Markup("").join(pieces[at.start : at.stop]),
            at=at,
            sheets=_around(first, number, len(found)),
        )


def numbered_from_oldest(first: str, pieces: Sequence[Markup]) -> Iterator[Laid]:
    """Pages of pieces that are given newest first; a full page never changes as newer ones come.

    The first path holds the newest.
    """
    parts = list(ranges(pieces[::-1])) or [range(0)]
    paths = [first.replace("index.html", f"page-{n}.html") for n in range(1, len(parts))]
    paths.append(first)
    for number, (path, part) in enumerate(zip(paths, parts, strict=True), 1):
        begin, end = len(pieces) - part.stop, len(pieces) - part.start
        near = sorted({1, len(parts), *range(max(1, number - 3), min(len(parts), number + 3) + 1)})
        yield Laid(
            path=path,
            number=number,
            of=len(parts),
            pieces=Markup("").join(pieces[begin:end]),
            at=range(begin, end),
            sheets=tuple(
                Sheet(path=paths[each - 1], label=f"Page {each}", here=each == number)
                for each in reversed(near)
            ),
        )


def _around(first: str, here: int, count: int) -> tuple[Sheet, ...]:
    """The first, the last and the nearest pages of a series."""
    shown = sorted({1, count, *range(max(1, here - 3), min(count, here + 3) + 1)})
    return tuple(
        Sheet(path=numbered(first, number), label=f"Page {number}", here=number == here)
        for number in shown
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of an archive: a month or a year that has a page, or several, of its own.

    `at` are the places of its pieces, newest first.
    """

    path: str
    label: str
    at: tuple[int, ...]
    here: bool = False

    @property
    def count(self) -> int:
        """How many pieces it has."""
        return len(self.at)


def archive(
    folder: str,
    pieces: Sequence[Markup],
    periods: Sequence[tuple[str, str]],
    *,
    budget: int = BUDGET,
) -> tuple[Period, ...]:
    """Pages by period: of each piece, newest first, `periods` has the name and the label.

    A page keeps its address as newer pieces come: only within a period that exceeds a page do
    pieces move on, when one is put in before them.
    """
    names = dict.fromkeys(periods)
    found: list[Period] = []
    for name, label in names:
        mine = [at for at, period in enumerate(periods) if period == (name, label)]
        oldest_first = mine[::-1]
        parts = list(ranges([pieces[at] for at in oldest_first], budget=budget))
        for number, part in reversed(list(enumerate(parts, 1))):
            several = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            found.append(
                Period(
                    path=f"{folder}{name}{f'-{number}' if number > 1 else ''}.html",
                    label=f"{label}{several}",
                    at=tuple(reversed([oldest_first[at] for at in part])),
                ),
            )
    return tuple(found)


def newest(pieces: Sequence[Markup], *, budget: int = BUDGET) -> int:
    """How many pieces, newest first, stand on an archive's first page."""
    return next(iter(ranges(pieces, budget=budget, most=40)), range(0)).stop
