"""The days on which a zone's clocks change, for what recurs by the wall clock."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from whenever import PlainDateTime, RepeatedTime, SkippedTime

from bot.domain.schedules import Occurrence, Recurrence
from bot.domain.when import zone_named


class Edge(StrEnum):
    """What the clocks do on a day: to the time itself, or at another hour of it."""

    SKIPPED = "skipped"
    REPEATED = "repeated"
    FORWARD = "forward"
    BACK = "back"


def edge_of(run: Occurrence, of: Recurrence) -> Edge | None:
    """What the clocks of its zone do on the day of an occurrence; None when they run on."""
    try:
        wall = PlainDateTime(datetime.combine(run.on, of.at))
        wall.assume_tz(of.zone, disambiguation="raise")
    except SkippedTime:
        return Edge.SKIPPED
    except RepeatedTime:
        return Edge.REPEATED
    zone = zone_named(of.zone)
    first, last = (
        datetime.combine(day, time(), zone).utcoffset() or timedelta(0)
        for day in (run.on, run.on + timedelta(days=1))
    )
    if first == last:
        return None
    return Edge.FORWARD if last > first else Edge.BACK
