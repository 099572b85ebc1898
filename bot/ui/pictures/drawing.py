"""From facts to a finished SVG."""

from dataclasses import dataclass

from bot.domain.pictures import (
    BoardPicture,
    ClaimsPicture,
    HistoryPicture,
    Picture,
    TimelinePicture,
)
from bot.ui.pictures.alt import sentences, title
from bot.ui.pictures.board import draw_board
from bot.ui.pictures.canvas import WIDTH, Canvas, document
from bot.ui.pictures.claims import draw_claims
from bot.ui.pictures.history import draw_history
from bot.ui.pictures.themes import Theme, style
from bot.ui.pictures.timeline import draw_timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """An SVG of `width` by `height` units; `borrowed` says that it needs the host's fonts too."""

    svg: str
    width: int
    height: float
    borrowed: bool


def draw(picture: Picture, theme: Theme = Theme.AUTO) -> Drawing:
    """Draw a picture."""
    canvas = Canvas()
    match picture:
        case BoardPicture():
            draw_board(canvas, picture)
        case TimelinePicture():
            draw_timeline(canvas, picture)
        case ClaimsPicture():
            draw_claims(canvas, picture)
        case HistoryPicture():
            draw_history(canvas, picture)
    height = round(canvas.y)
    canvas.y = height
    canvas.parts.insert(0, f'<rect class="page" width="{WIDTH}" height="{height}"/>')
    svg = document(canvas, style=style(theme), title=title(picture), description=sentences(picture))
    return Drawing(svg=svg, width=WIDTH, height=height, borrowed=canvas.borrowed)
