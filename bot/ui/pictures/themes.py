"""Colours, light and dark. They support what shapes, places and words say, and never say it alone.

The ends of the scale are blue and orange: both are told apart by people who do not see red and
green, and neither is the colour of “right” or “wrong”.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Theme(StrEnum):
    """How a picture is coloured; AUTO follows the reader's own setting, where it is shown as SVG."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme, as #rrggbb.

    `ink` and `soft` are texts, `page` and `panel` what they stand on, `rule` and `grid` fine lines.
    `plus`, `zero` and `minus` are the sides of the scale, `off` what is not on it.
    """

    page: str
    panel: str
    ink: str
    soft: str
    rule: str
    grid: str
    plus: str
    zero: str
    minus: str
    off: str


PALETTES = {
    Theme.LIGHT: Palette(
        page="#fcfbf8",
        panel="#f1efe8",
        ink="#1b2330",
        soft="#525c6b",
        rule="#cfcbbf",
        grid="#e4e1d8",
        plus="#1f5fa6",
        zero="#5c6470",
        minus="#ad4a12",
        off="#6a5178",
    ),
    Theme.DARK: Palette(
        page="#171b22",
        panel="#212733",
        ink="#eef1f5",
        soft="#aab3c0",
        rule="#465063",
        grid="#2b3342",
        plus="#82b7f2",
        zero="#b4bcc8",
        minus="#f0a473",
        off="#c6aadd",
    ),
}

# Shapes by the side they are on: filled, hollow on the page's colour, or only a stroke.
_SIDES = ("plus", "zero", "minus", "off")


def style(theme: Theme) -> str:
    """The style sheet of a theme."""
    if theme is not Theme.AUTO:
        return _shapes() + _colours(PALETTES[theme])
    dark = _colours(PALETTES[Theme.DARK])
    return (
        f"{_shapes()}{_colours(PALETTES[Theme.LIGHT])}@media (prefers-color-scheme:dark){{{dark}}}"
    )


def _shapes() -> str:
    """What is the same in every theme."""
    rules = {
        # The method's signs hold spaces.
        "text": "white-space:pre",
        ".rule,.grid,.zeroline": "fill:none;stroke-width:1.5",
        ".zeroline": "stroke-dasharray:5 5",
        ".now": "fill:none;stroke-width:2",
        ".step": "fill:none;stroke-width:4;stroke-linejoin:round",
        ".between": "fill:none;stroke-width:3;stroke-dasharray:2 5;stroke-linecap:round",
        ".event": "fill:none;stroke-width:2;stroke-dasharray:2 4",
        ".event-span": "fill:none;stroke-width:2.5",
        ".tail": "fill:none;stroke-width:3",
        ".ghost": "stroke-width:2.5",
        ".icon": "fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round",
        ".off-edge": "fill:none;stroke-width:3",
        ".off-between": "fill:none;stroke-width:3;stroke-dasharray:2 5;stroke-linecap:round",
        ".hatch": "fill:none;stroke-width:1.5",
        ".tick": "opacity:.9",
        ".tick-span": "opacity:.3",
        ".halo": "stroke-width:5;stroke-linejoin:round;paint-order:stroke",
        ".window": "opacity:.55",
        ",".join(f".hollow-{side}" for side in _SIDES): "stroke-width:3",
    }
    return "".join(f"{_scoped(which)}{{{how}}}" for which, how in rules.items())


def _colours(palette: Palette) -> str:
    colour = asdict(palette)
    rules = {
        ".page": f"fill:{palette.page}",
        ".panel,.window": f"fill:{palette.panel}",
        ".ink": f"fill:{palette.ink}",
        ".soft,.small": f"fill:{palette.soft}",
        ".halo": f"fill:{palette.ink};stroke:{palette.page}",
        ".badge": f"fill:{palette.ink}",
        ".on-badge": f"fill:{palette.page}",
        ".rule,.hatch": f"stroke:{palette.rule}",
        ".grid": f"stroke:{palette.grid}",
        ".dot": f"fill:{palette.rule}",
        ".zeroline,.event,.event-span": f"stroke:{palette.soft}",
        ".now,.step,.between": f"stroke:{palette.ink}",
        ".tail": f"stroke:{palette.soft}",
        ".tip": f"fill:{palette.soft}",
        ".ghost": f"fill:{palette.page};stroke:{palette.soft}",
        ".off-edge,.off-between": f"stroke:{palette.off}",
        ".icon": f"stroke:{palette.ink}",
        ".tick,.tick-span": f"fill:{palette.soft}",
    }
    for side in _SIDES:
        rules[f".text-{side},.full-{side}"] = f"fill:{colour[side]}"
        rules[f".hollow-{side}"] = f"fill:{palette.page};stroke:{colour[side]}"
    return "".join(f"{_scoped(which)}{{{how}}}" for which, how in rules.items())


def _scoped(which: str) -> str:
    """Selectors that reach no further than the picture, wherever its SVG is put."""
    return ",".join(f".picture {each}" for each in which.split(","))
