"""What is owed about an event and when, and what is still worth sending once it is late.

Pure: instants in, verdicts out. A window keeps its vagueness: it opens and closes, and no clock
time is made up for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.posts import PostKind, Reason
from bot.domain.records import Event, Recorded
from bot.domain.vocabulary import EventStatus, RecordState

ASK_AFTER = timedelta(hours=2)
"""How long after a clock time the desk is asked whether it happened."""

WORTH_TELLING = timedelta(hours=24)
"""For how long after the start a late reminder is still worth sending."""

WORTH_CLOSING = timedelta(days=7)
"""For how long after a window's end the post of its close is still worth sending."""

DEFAULT_LEADS: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=1), timedelta(0))

_LATE = timedelta(minutes=2)
_TELLING = (PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES)
_DESK = (PostKind.QUESTION, PostKind.AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An instant (aware UTC) at which something is said of an event; `lead` counts back from it."""

    kind: PostKind
    at: datetime
    lead: timedelta | None = None


@dataclass(slots=True)
class Owed:
    """One post owed to one place about one event at one date; `told` once it has been sent."""

    id: int
    kind: PostKind
    at: datetime
    lead: timedelta | None
    told: bool


def is_active(event: Event) -> bool:
    """Whether it may still come about: it is expected or confirmed."""
    return event.status in {EventStatus.EXPECTED, EventStatus.CONFIRMED}


def occasions(event: Event, leads: Sequence[timedelta]) -> tuple[Occasion, ...]:
    """Everything a server hears of an event, in order of time; nothing when it is not active.

    A clock time has a reminder per distinct lead, a window its opening and its close; without
    leads there is neither. The desk's question stays, unless the window has no end.
    """
    if not is_active(event):
        return ()
    when, found = event.when, []
    if when.has_clock_time:
        found = [_before(when.lower, PostKind.REMINDER, lead) for lead in set(leads)]
        asked: datetime | None = _shifted(when.lower, ASK_AFTER)
    else:
        asked = when.upper
        if leads:
            found.append(Occasion(kind=PostKind.OPENS, at=when.lower))
        if leads and when.upper is not None:
            found.append(Occasion(kind=PostKind.CLOSES, at=when.upper))
    if asked is not None:
        found.append(Occasion(kind=PostKind.QUESTION, at=asked))
    return tuple(sorted(found, key=lambda occasion: occasion.at))


def personal(event: Event, lead: timedelta) -> Occasion | None:
    """One person's own reminder, `lead` before the clock time or before the window opens.

    None when the event is not active.
    """
    if not is_active(event):
        return None
    kind = PostKind.REMINDER if event.when.has_clock_time else PostKind.OPENS
    return _before(event.when.lower, kind, lead)


def owed_from(occasion: Occasion, event: Event, now: datetime) -> datetime | None:
    """When a newly planned occasion is due; None when it has passed and nobody needs it now.

    A window that is open already is told at once, and the desk is asked at once of what is over.
    """
    if not is_active(event):
        return None
    if occasion.at >= now:
        return occasion.at
    upper = event.when.upper
    lasts = upper is None or now < upper
    opened = occasion.kind is PostKind.OPENS and not occasion.lead and lasts
    return now if opened or occasion.kind is PostKind.QUESTION else None


def schedule_of(versions: Sequence[Recorded[Event]]) -> int | None:
    """The number of the version since which the event stands, unbroken, as it does now.

    That is published, active and at one and the same date; None when it does not stand so now.
    `versions` are oldest first, of any state; drafts do not count. To move it away and back, or to
    cancel and reinstate it, starts anew; to correct its title does not.
    """
    stands, since = None, None
    for recorded in versions:
        event, version = recorded.record, recorded.version
        if version.state is RecordState.DRAFT:
            continue
        shown = version.state is RecordState.PUBLISHED and is_active(event)
        date = (event.when.lower, event.when.upper, event.when.precision) if shown else None
        if date != stands:
            stands, since = date, version.number
    return since if stands else None


def verdicts(event: Event, owed: Sequence[Owed], now: datetime) -> dict[int, Reason | None]:
    """For every post of one place that is due and not told: None to send it, or why to skip it.

    Of reminders, openings and closes at most one is sent: the newest that is worth telling. What
    it, or a newer one that was told before, makes needless is REPLACED; what only came too late is
    TOO_LATE. Notices of a change are always sent.
    """
    due = [row for row in owed if not row.told and row.at <= now]
    telling = [row for row in due if row.kind in _TELLING and _mismatch(row, event) is None]
    told = [row for row in owed if row.told and row.kind in _TELLING]
    worth = [row for row in telling if _worth(row, event, now, silent=not told)]
    newest = max([*worth, *told], key=_rank, default=None)
    found: dict[int, Reason | None] = {row.id: _mismatch(row, event) for row in due}
    for row in telling:
        replaced = newest is not None and _rank(row) <= _rank(newest)
        found[row.id] = Reason.REPLACED if replaced else Reason.TOO_LATE
    if newest is not None and not newest.told:
        found[newest.id] = None
    return found


def lateness(at: datetime, now: datetime) -> timedelta | None:
    """How late a post is that was due `at`; None when it is less than two minutes."""
    late = now - at
    return late if late >= _LATE else None


def _before(start: datetime, kind: PostKind, lead: timedelta) -> Occasion:
    return Occasion(kind=kind, at=_shifted(start, -lead), lead=lead)


def _shifted(at: datetime, by: timedelta) -> datetime:
    """The instant so far away, or the calendar's end where there is none."""
    try:
        return at + by
    except OverflowError:
        later = by > timedelta(0)
        return datetime.max.replace(tzinfo=UTC) if later else datetime.min.replace(tzinfo=UTC)


def _mismatch(row: Owed, event: Event) -> Reason | None:
    """Why the event as it stands rules a post out, whatever the hour."""
    if row.kind not in (*_TELLING, *_DESK):
        return None
    match event.status:
        case EventStatus.CANCELLED | EventStatus.POSTPONED:
            return Reason.CANCELLED
        case EventStatus.HELD if row.kind is PostKind.AFTER:
            return None
        case EventStatus.HELD | EventStatus.NOT_HELD:
            return Reason.OVER
    if row.kind in _DESK:
        return None
    fits = (row.kind is PostKind.REMINDER) is event.when.has_clock_time
    endless = row.kind is PostKind.CLOSES and event.when.upper is None
    return None if fits and not endless else Reason.MOVED


def _worth(row: Owed, event: Event, now: datetime, *, silent: bool) -> bool:
    """Whether a reader gains from a post that is due, were it the only one."""
    start, end = event.when.lower, event.when.upper
    match row.kind:
        case PostKind.OPENS:
            return end is None or now < end
        case PostKind.CLOSES:
            return end is not None and now - end <= WORTH_CLOSING
    if now < start:
        return True
    if now - max(start, row.at) > WORTH_TELLING:
        return False
    # One that was due before the start is worth a word after it only to who has heard nothing.
    return row.at >= start or silent


def _rank(row: Owed) -> tuple[datetime, int, bool, int]:
    """Newest last; of two at one instant the close, then the one told, then the one owed first."""
    return row.at, _TELLING.index(row.kind), row.told, -row.id
