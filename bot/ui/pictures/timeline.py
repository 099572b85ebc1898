"""The timeline of an issue: a lane for each actor, with the events across all of them."""

from collections.abc import Sequence

from bot.domain.pictures import Lane, TimelinePicture
from bot.domain.records import Event
from bot.domain.vocabulary import Position
from bot.ui.dates import day
from bot.ui.pictures import happenings, words
from bot.ui.pictures.axis import Axis, spanning
from bot.ui.pictures.canvas import MARGIN, NAME, ROOM, SMALL, WIDTH, Anchor, Canvas
from bot.ui.pictures.frame import foot, head, left_out, newest, paragraph, rule
from bot.ui.pictures.lettering import width, wrapped
from bot.ui.pictures.marks import side
from bot.ui.pictures.steps import READING, Track, step_line
from bot.ui.text import plural

LEFT, RIGHT = MARGIN + 22, WIDTH - MARGIN - 10
_MANY = 16
MOST = 80


def draw_timeline(canvas: Canvas, picture: TimelinePicture) -> None:
    """Draw the lanes below one axis, and the events in words."""
    events = happenings.shown(picture.events)
    counts = [plural(len(picture.lanes), "holder"), plural(len(picture.events), "event")]
    title = picture.issue.title
    whose = f"Timeline · {words.who(picture.actor)}" if picture.actor else "Timeline"
    head(canvas, whose, title, " · ".join((*words.as_of(picture.seen), *counts)))
    if not picture.lanes and not events:
        paragraph(canvas, "Nothing is recorded.", kind="ink")
        foot(canvas, *READING)
        return
    stances = [stance for lane in picture.lanes for stance in lane.stances]
    axis = spanning(
        [*(each.evidence.said for each in stances), *(each.when for each in events)],
        now=picture.seen.on,
        left=LEFT,
        right=RIGHT,
    )
    happenings.numbers(canvas, axis, events)
    days_below(canvas, axis)
    tall = 32 if len(picture.lanes) > _MANY else 48
    now = axis.at_end_of(picture.seen.on)
    lanes = newest(picture.lanes, MOST, lambda lane: lane.current)
    for lane in lanes:
        top = _name(canvas, lane)
        across(canvas, axis, events, (top - 5, top + tall + 5), now)
        _lane(canvas, axis, lane, (top, top + tall), now)
        canvas.y = top + tall + 12
    rule(canvas)
    days_below(canvas, axis)
    if len(lanes) < len(picture.lanes):
        left_out(canvas, len(lanes), len(picture.lanes), "/timeline")
    if picture.older:
        paragraph(canvas, "Older stances are left out; /timeline has them.")
    if events:
        canvas.y += 8
        rule(canvas)
        happenings.legend(canvas, events, left_out=len(picture.events) - len(events))
    foot(
        canvas,
        *READING,
        f"The solid line is {day(picture.seen.on)}; what is right of it lies ahead.",
    )


def days_below(canvas: Canvas, axis: Axis) -> None:
    """The days that are named."""
    canvas.y += 22
    for tick in axis.ticks():
        canvas.text("soft", tick.middle, canvas.y, tick.text, anchor=Anchor.MIDDLE)
    canvas.y += 10


def across(
    canvas: Canvas,
    axis: Axis,
    events: Sequence[Event],
    between: tuple[float, float],
    now: float,
) -> None:
    """What stands behind a step line: the days, the events and the present."""
    top, bottom = between
    happenings.windows(canvas, axis, events, top, bottom)
    for tick in axis.ticks():
        canvas.line("grid", (tick.place, top), (tick.place, bottom))
    happenings.lines(canvas, axis, events, top, bottom)
    canvas.line("now", (now, top), (now, bottom))


def _name(canvas: Canvas, lane: Lane) -> float:
    """Whose lane it is and where that one stands now; returns where the steps begin."""
    rule(canvas)
    position = lane.current.position
    stands = words.standing(position)
    canvas.y += 26
    canvas.text(f"text-{side(position)}", WIDTH - MARGIN, canvas.y, stands, anchor=Anchor.END)
    room = ROOM - width(stands, SMALL) - 16
    for at, line in enumerate(wrapped(words.who(lane.holder), NAME, room, most=2)):
        canvas.y += 25 * at
        canvas.text("ink", MARGIN, canvas.y, line, size=NAME)
    return canvas.y + 14


def _lane(
    canvas: Canvas,
    axis: Axis,
    lane: Lane,
    between: tuple[float, float],
    now: float,
) -> None:
    top, bottom = between
    track = Track(axis=axis, top=top, bottom=bottom, radius=8)
    middle = track.level(Position.NEUTRAL)
    canvas.line("zeroline", (LEFT, middle), (RIGHT, middle))
    canvas.text("soft", MARGIN, top + 8, "+")
    canvas.text("soft", MARGIN + 1, bottom + 4, "–")
    step_line(canvas, track, [(s.evidence.said, s.position) for s in lane.stances], now)
