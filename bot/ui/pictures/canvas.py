"""Writing SVG: shapes and texts by class, so that one drawing can be shown in any theme."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from bot.ui.pictures.faces import FACES
from bot.ui.pictures.lettering import family, runs, width

WIDTH = 640
MARGIN = 24
ROOM = WIDTH - 2 * MARGIN
# At a phone’s width, 375 CSS pixels, these are 11 and 13 of them; in a message there, ten and more.
SMALL, NAME, TITLE = 19, 22, 31


class Anchor(StrEnum):
    """Which end of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(slots=True)
class Canvas:
    """A drawing that grows downwards; `y` is how far it has come."""

    parts: list[str] = field(default_factory=list)
    y: float = 0.0
    #: Whether a letter is left to the fonts of the host.
    borrowed: bool = False

    def rect(
        self,
        kind: str,
        x: float,
        y: float,
        across: float,
        down: float,
        *,
        round_: float = 0,
    ) -> None:
        """A rectangle by its upper left corner."""
        rounded = f' rx="{number(round_)}"' if round_ else ""
        self.parts.append(
            f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" '
            f'width="{number(max(across, 0))}" height="{number(max(down, 0))}"{rounded}/>',
        )

    def circle(self, kind: str, x: float, y: float, radius: float) -> None:
        """A circle by its middle."""
        self.parts.append(
            f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>',
        )

    def line(self, kind: str, *points: tuple[float, float]) -> None:
        """Straight strokes from point to point."""
        self.path(kind, "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points))

    def path(self, kind: str, d: str) -> None:
        """Any path."""
        self.parts.append(f'<path class="{kind}" d="{d}"/>')

    def text(
        self,
        kind: str,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        anchor: Anchor = Anchor.START,
        bold: bool = False,
        upright: bool = True,
    ) -> float:
        """A text on the baseline `y`, read upwards unless `upright`; returns how wide it is.

        What people typed must have been made drawable before.
        """
        line = xml_text(text)
        inner = "".join(
            self._piece(face, piece, bold=bold) for face, piece in runs(line, bold=bold)
        )
        at = (
            f'x="{number(x)}" y="{number(y)}"'
            if upright
            else f'transform="translate({number(x)} {number(y)}) rotate(-90)"'
        )
        ends = "" if anchor is Anchor.START else f' text-anchor="{anchor}"'
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text class="{kind}" {at} font-size="{number(size)}"{weight}{ends}>{inner}</text>',
        )
        return width(line, size, bold=bold)

    def _piece(self, face: int | None, piece: str, *, bold: bool) -> str:
        if face is None:
            self.borrowed = True
        elif face == 0 or (bold and FACES[face].bold):
            return escape(piece)
        weight = ' font-weight="400"' if bold else ""
        return f"<tspan font-family={quoteattr(family(face))}{weight}>{escape(piece)}</tspan>"

    def start_tag(self, kind: str) -> None:
        """Open a group."""
        self.parts.append(f'<g class="{kind}">')

    def end_tag(self) -> None:
        """Close the group that was opened last."""
        self.parts.append("</g>")


def number(value: float) -> str:
    """A number as SVG likes it: one digit after the point, or none."""
    return f"{round(value, 1):g}" if abs(value) < 100_000 else f"{value:.0f}"  # noqa: PLR2004 -- where %g turns to exponents


def document(
    canvas: Canvas,
    *,
    style: str,
    title: str,
    description: Iterable[str],
) -> str:
    """The whole SVG, as tall as the canvas has come, with what it shows in words."""
    height = number(canvas.y)
    words = escape(xml_text(" ".join(description)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" class="picture" role="img" '
        f"aria-label={quoteattr(xml_text(title))} "
        f'font-family={quoteattr(family(0))} xml:space="preserve">'
        f"<title>{escape(xml_text(title))}</title><desc>{words}</desc>"
        f"<style>{style}</style>"
        f"{''.join(canvas.parts)}</svg>"
    )


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML has no place for."""
    return _NOT_XML.sub("", text)
