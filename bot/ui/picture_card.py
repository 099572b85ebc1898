"""The message that a picture comes in: its file, its words, and its buttons."""

import re
from enum import IntEnum

from bot.domain.pictures import (
    BoardPicture,
    ClaimsPicture,
    HistoryPicture,
    Picture,
    PictureKind,
    TimelinePicture,
)
from bot.domain.shown import Shown
from bot.ui.attachment import Attachment, Illustrated
from bot.ui.card import Button, Card, Image, Text
from bot.ui.nav import Place, button
from bot.ui.pictures.alt import alt_text, title
from bot.ui.pictures.drawing import draw
from bot.ui.pictures.themes import Theme
from bot.ui.text import name

LABEL = "Picture"
_NAME = 60
# So many records of one picture are remembered, for those who correct them.
_NOTED = 40


class Form(IntEnum):
    """In which form a button asks for a picture: the page of its place, so that one verb does.

    OPEN shows it anew, DARK and LIGHT change the colours of one that is there.
    """

    OPEN = 0
    LIGHT = 1
    SVG = 2
    DARK = 3

    @property
    def theme(self) -> Theme:
        """The colours that it asks for."""
        return Theme.LIGHT if self is Form.LIGHT else Theme.DARK


# The verb of a picture's buttons, and that of the card with the same facts.
VERBS = {
    PictureKind.BOARD: "pic-board",
    PictureKind.TIMELINE: "pic-line",
    PictureKind.CLAIMS: "pic-claims",
    PictureKind.HISTORY: "pic-hist",
}
_CARDS = {
    PictureKind.BOARD: ("Board", "board-of"),
    PictureKind.TIMELINE: ("List", "line"),
    PictureKind.CLAIMS: ("List", "claims"),
    PictureKind.HISTORY: ("Card", "card"),
}


def picture_button(kind: PictureKind, here: Place) -> Button:
    """The button of a card that shows the same as a picture."""
    to = Place(actor=here.actor, issue=here.issue, as_of=here.as_of, known_at=here.known_at)
    return button(LABEL, VERBS[kind], to)


def form_at(place: Place) -> Form:
    """The form that a button asks for."""
    return Form(place.page) if place.page in set(Form) else Form.OPEN


def picture_card(picture: Picture, data: bytes, *, theme: Theme) -> Illustrated:
    """The picture with its words, the other colours, the SVG and the card of the same facts."""
    kind, here = kind_of(picture), _place(picture)
    filename = f"{_stem(picture)}.png"
    alt = alt_text(picture)
    other = Form.LIGHT if theme is Theme.DARK else Form.DARK
    label, verb = _CARDS[kind]
    return Illustrated(
        card=Card(
            blocks=(Text(f"-# {name(title(picture), 240)}"), Image(filename, alt)),
            buttons=(
                button(other.name.capitalize(), VERBS[kind], _formed(here, other)),
                button("SVG", VERBS[kind], _formed(here, Form.SVG)),
                button(label, verb, here),
            ),
            shows=_shows(picture),
        ),
        filename=filename,
        data=data,
        alt=alt,
    )


def _shows(picture: Picture) -> tuple[Shown, ...]:
    """The stances that it draws, the newest of many; it is itself their line."""
    match picture:
        case BoardPicture(rows=rows):
            drawn = [row.stance for row in rows]
        case TimelinePicture(lanes=lanes):
            drawn = [stance for lane in lanes for stance in lane.stances]
        case HistoryPicture(points=points):
            drawn = [point.stance for point in points]
        case _:
            drawn = []
    if picture.seen.known_at is not None:
        return ()
    newest = sorted(drawn, key=lambda stance: stance.evidence.said.lower, reverse=True)
    return tuple(Shown(record=each.key, number=0) for each in newest[:_NOTED])


def svg_file(picture: Picture) -> Attachment:
    """The picture as SVG, which follows its reader's own light or dark."""
    return Attachment(
        text=(
            "The same picture as SVG: it stays sharp at any size, follows your own light or dark, "
            "and any browser prints it as PDF."
        ),
        filename=f"{_stem(picture)}.svg",
        data=draw(picture, Theme.AUTO).svg.encode("utf-8", "replace"),
    )


def kind_of(picture: Picture) -> PictureKind:
    """Which picture it is."""
    match picture:
        case BoardPicture():
            return PictureKind.BOARD
        case TimelinePicture():
            return PictureKind.TIMELINE
        case ClaimsPicture():
            return PictureKind.CLAIMS
        case HistoryPicture():
            return PictureKind.HISTORY


def _place(picture: Picture) -> Place:
    actor = None if isinstance(picture, BoardPicture) else picture.actor
    seen = picture.seen
    return Place(
        actor=actor.key if actor else None,
        issue=picture.issue.key,
        as_of=seen.on if seen.past else None,
        known_at=seen.known_at,
    )


def _formed(here: Place, form: Form) -> Place:
    return Place(
        actor=here.actor,
        issue=here.issue,
        as_of=here.as_of,
        known_at=here.known_at,
        page=form,
    )


def _stem(picture: Picture) -> str:
    """The file's name: what it is, of whom, on what, and of which day."""
    place = _place(picture)
    keys = (kind_of(picture).value, place.actor, place.issue)
    written = "-".join(re.sub(r"[^a-z0-9]+", "-", key.lower()) for key in keys if key)
    return f"{written.strip('-')[:_NAME]}-{picture.seen.on.isoformat()}"
