"""One person's wishes: which can be kept, in words, and what is owed for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.db import posts
from bot.db.engine import Unit
from bot.domain.agenda import has_passed
from bot.domain.directory import Directory
from bot.domain.leads import lead_words, read_lead
from bot.domain.occasions import is_active, personal
from bot.domain.phrases.refusals import absolute, moment
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Event
from bot.domain.reminding import PersonalReminder
from bot.domain.vocabulary import EventStatus
from bot.errors import InvalidInputError
from bot.services.posts.outbox import PERSONAL_KEPT
from bot.services.posts.planning import wish_of

OVER = frozenset({EventStatus.HELD, EventStatus.NOT_HELD})
SPOKEN = {status: status.value.replace("_", " ") for status in EventStatus}
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_USUAL = (timedelta(0), timedelta(minutes=15), _HOUR, _DAY, 7 * _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A wish with its event, and what is owed for it.

    `due_at` (aware UTC) is when it comes next. Without it, `failed` says why it could not be sent,
    or `sent_at` when it was; with none of them the event has no date that it could come before,
    or its window has no hour yet. `opened`: that window is open.
    """

    wish: PersonalReminder
    event: Event
    due_at: datetime | None = None
    failed: Reason | None = None
    sent_at: datetime | None = None
    opened: bool = False

    @property
    def awaits_hour(self) -> bool:
        """Whether it comes, for the first time or again, before an hour that is not known yet."""
        return is_active(self.event) and not self.event.when.has_clock_time

    @property
    def before(self) -> str:
        """How long before the event, in words."""
        return before_words(self.event, self.wish.lead, opened=self.opened)


def before_words(event: Event, lead: timedelta, *, opened: bool = False) -> str:
    """How long before an event, in words: “1 hour before the start”, “when it opens”.

    Of a window that has `opened` the start is still to come.
    """
    start = opened or event.when.has_clock_time
    if not lead:
        return "at the start" if start else "when it opens"
    return f"{lead_words(lead)} before {'the start' if start else 'it opens'}"


def has_opened(event: Event, now: datetime) -> bool:
    """Whether it is known by a window only, and that is open already, or was."""
    return not event.when.has_clock_time and event.when.lower < now


def read_before(typed: str) -> timedelta:
    """How long before; a window opens where what has a clock time starts."""
    words = " ".join(typed.casefold().split())
    return read_lead(typed if "it opens" not in words else words.replace("it opens", "it starts"))


def usual_leads(event: Event, now: datetime) -> tuple[timedelta, ...]:
    """Those that are still ahead; of an open window, those that may be, by its last hour."""
    latest = event.when.upper if has_opened(event, now) else event.when.lower
    return tuple(lead for lead in _USUAL if latest is None or now <= latest - lead)


def check_open(event: Event, now: datetime, zone: str) -> None:
    """Refuse an event that nobody can be reminded of, saying why."""
    title, when = event.title, event.when
    if event.status in OVER:
        raise InvalidInputError(
            f"“{title}” is over: it is recorded as {SPOKEN[event.status]}. /events lists what is "
            "ahead.",
        )
    if not is_active(event):
        raise InvalidInputError(
            f"“{title}” is {SPOKEN[event.status]}, so there is nothing to be reminded of. "
            "Ask again when it has a new date; /events lists what is ahead.",
        )
    if when.has_clock_time and when.lower < now:
        raise InvalidInputError(
            f"“{title}” was due to start at {moment(when.lower, zone)}, which has passed. /events "
            "lists what is ahead.",
        )
    if not when.has_clock_time and has_passed(event, now):
        raise InvalidInputError(
            f"The window of “{title}” has closed: it was {absolute(when)}. /events lists what is "
            "ahead.",
        )


def check_ahead(event: Event, lead: timedelta, now: datetime, zone: str) -> None:
    """Refuse a time before a clock time that has passed, saying when it would have been.

    Of a window the hour is still to be recorded, and any time may come before that.
    """
    occasion = personal(event, lead)
    if not event.when.has_clock_time or (occasion is not None and occasion.at >= now):
        return
    then = "then" if occasion is None else moment(occasion.at, zone)
    usual = usual_leads(event, now)
    longest = before_words(event, usual[-1]) if usual else ""
    raise InvalidInputError(
        f"{before_words(event, lead).capitalize()} would have been {then}, which has passed. Give "
        f"a shorter time, such as “{longest}”.",
    )


def reminders_of(
    unit: Unit,
    guild_id: int,
    wishes: Sequence[PersonalReminder],
    directory: Directory,
    now: datetime,
) -> list[Reminder]:
    """One person's wishes with what is owed for each; without those of retracted events."""
    if not wishes:
        return []
    events = sorted({wish.event for wish in wishes})
    of_wish: dict[str, list[Post]] = {}
    for post in posts.of_person(unit, guild_id, wishes[0].user_id, events):
        if post.kind in {PostKind.REMINDER, PostKind.OPENS}:
            of_wish.setdefault(wish_of(post), []).append(post)
    return [
        _reminder(wish, directory.events[wish.event], of_wish.get(wish.id, []), now)
        for wish in wishes
        if wish.event in directory.events
    ]


def _reminder(
    wish: PersonalReminder,
    event: Event,
    owed: Sequence[Post],
    now: datetime,
) -> Reminder:
    found = Reminder(wish=wish, event=event, opened=has_opened(event, now))
    due = [post.due_at for post in owed if post.open]
    if due:
        return replace(found, due_at=min(due))
    closed = [post for post in owed if post.state is not PostState.SKIPPED]
    if not closed:
        return found
    last = max(closed, key=lambda post: post.due_at)
    failed = last.reason if last.state is PostState.FAILED else None
    return replace(found, failed=failed, sent_at=last.sent_at)


def is_shown(each: Reminder, now: datetime) -> bool:
    """Whether it may still come, or could not and nobody may know."""
    if each.due_at is not None:
        return True
    if each.failed is not None:
        return each.event.when.lower >= now - PERSONAL_KEPT
    return each.event.status not in OVER and not has_passed(each.event, now)


def order_of(each: Reminder) -> tuple[bool, bool, datetime, str]:
    at = each.due_at or each.event.when.lower
    return each.due_at is None, each.failed is None, at, each.wish.id
