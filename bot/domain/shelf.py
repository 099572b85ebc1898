"""Shelf life: how long a stance counts as looked at."""

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.leads import length_in_days
from bot.domain.records import MAX_STALE_AFTER, Issue, Stance
from bot.domain.vocabulary import IssueStatus
from bot.errors import InvalidInputError

USUAL_DAYS = 30
NEVER = 0
_USUAL = frozenset({"", "usual", "the usual", "the usual time", "default"})
_LONGEST_TEXT = 100


def stale_on(stance: Stance, issue: Issue) -> date | None:
    """The civil day on which a stance has been looked at too long ago; None: on no day.

    It counts from the last day on which it can have been said, or looked at again.
    """
    days = shelf_days(issue)
    if days == NEVER or issue.status is not IssueStatus.OPEN:
        return None
    known = looked_on(stance)
    try:
        return None if known is None else known + timedelta(days=days)
    except OverflowError:
        # Beyond the calendar's last day nothing goes stale.
        return None


def looked_on(stance: Stance) -> date | None:
    """The last day on which it can have been said, or looked at again; None: not known."""
    looked = [when.last_day for when in (stance.evidence.said, stance.confirmed) if when]
    return max((day for day in looked if day is not None), default=None)


def unlooked_since(stance: Stance, issue: Issue, day: date) -> date | None:
    """The day on which a stance was last looked at, where on a civil day that is too long ago.

    None where it is not stale on that day.
    """
    since = stale_on(stance, issue)
    return looked_on(stance) if since is not None and since <= day else None


def shelf_days(issue: Issue) -> int:
    """For how many days a stance on an issue counts as looked at; 0 is for ever."""
    return USUAL_DAYS if issue.stale_after_days is None else issue.stale_after_days


def read_stale_after(typed: str) -> int | None:
    """How many days “30”, “2 weeks”, “never” or “usual” are; None is the usual time, 0 is never.

    Raises InvalidInputError that says what can be read.
    """
    text = typed.strip(" “”\"'").casefold()
    if text in _USUAL:
        return None
    if text == "never":
        return NEVER
    days = _days(text)
    if days is None or days % 1 or not 1 <= days <= MAX_STALE_AFTER:
        raise InvalidInputError(
            f"“{typed[:_LONGEST_TEXT]}” is no time after which a stance goes stale. Give whole days "
            f"or weeks, such as “30” or “2 weeks”, at most {MAX_STALE_AFTER:,} days; “never”; or "
            f"“usual”, which is {USUAL_DAYS} days.",
        )
    return int(days)


def _days(text: str) -> Decimal | None:
    if len(text) > _LONGEST_TEXT:
        return None
    if text.isascii() and text.isdigit():
        return Decimal(text)
    return length_in_days(text)


def stale_after_typed(days: int | None) -> str:
    """A time as it would be typed, so that it reads back as the same."""
    if days is None:
        return "usual"
    return "never" if days == NEVER else _counted(days)


def stale_after_words(issue: Issue) -> str:
    """After how long a stance on an issue goes stale: “14 days”, “never”."""
    days = shelf_days(issue)
    return "never" if days == NEVER else _counted(days)


def _counted(days: int) -> str:
    return f"{days} day{'s' if days != 1 else ''}"
