"""Reference pictures: what was looked at and found good, and how near to it a drawing must be."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops, ImageStat

from bot.domain.pictures import PictureKind
from bot.ui.pictures.drawing import Drawing, draw
from bot.ui.pictures.faces import SANS, font_files
from bot.ui.pictures.themes import Theme
from tests.ui.picture_samples import sample

FOLDER = Path(__file__).with_name("pictures")
COLOURS = 24
# Pieces in which pictures are compared: edges may be smoothed otherwise, nothing may be elsewhere.
_PIECE = 8
# Of 255: the mean difference of a whole picture, and of the piece that differs most.
MEAN, WORST = 1.5, 48


def references() -> Iterator[tuple[str, PictureKind, int, Theme]]:
    """Every reference picture by its name: each kind with 2, 12 and 50, and 12 in the dark."""
    for kind in PictureKind:
        for count in (2, 12, 50):
            yield f"{kind}-{count}", kind, count, Theme.LIGHT
        yield f"{kind}-12-dark", kind, 12, Theme.DARK


def rendered(kind: PictureKind, count: int, theme: Theme) -> Image.Image:
    """The picture as it is drawn now, one pixel for each unit, without the host's fonts."""
    drawing: Drawing = draw(sample(kind, count), theme)
    png = resvg_py.svg_to_bytes(
        svg_string=drawing.svg,
        skip_system_fonts=True,
        font_files=list(font_files()),
        font_family=SANS,
        sans_serif_family=SANS,
    )
    return Image.open(BytesIO(bytes(png))).convert("RGB")


def small(picture: Image.Image) -> Image.Image:
    """A picture in few colours, to be kept."""
    return picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures of one size are apart: on the whole, and where they differ most."""
    size = (one.width // _PIECE, one.height // _PIECE)
    box = Image.Resampling.BOX
    apart = ImageChops.difference(one.resize(size, box), other.resize(size, box)).convert("L")
    stat = ImageStat.Stat(apart)
    return stat.mean[0], float(stat.extrema[0][1])
