"""How a `When` is written in a pack: whole civil days where it is made of them, else instants.

The written form is canonical: one `When` has one form, and reading it gives the same `When`.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bot.domain.when import Convention, Direction, Precision, Qualifier, When, days
from bot.errors import InvalidInputError

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DAYS = rf"^([0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{_DATE}|{_DATE}/({_DATE}|\.\.))$"
_OPEN = ".."
_USUAL_ZONE = "UTC"
_MONTH_LENGTH, _YEAR_LENGTH = 7, 4
_FIRST_YEAR, _LAST_YEAR = 2, 9998

Instant = Annotated[datetime, Meta(tz=True)]


class Moment(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"since": "from"},
):
    """A date as vague as its source: `phrase` in the source's words, and what it was taken to mean.

    Exactly one of `days`, `at` and `from`. `days` are whole civil days of `zone`, both ends
    included: 2025, 2025-02, 2025-03-16, 2025-03-10/2025-03-16 or 2025-03-10/.. when open. `at` is
    one instant; `from` and `until` are the first instant inside and the first one after; without
    `until` it is open. `anchor` is the day on which a relative phrase was said.
    """

    phrase: Annotated[str, Meta(pattern=r"\S")]
    days: Annotated[str, Meta(pattern=DAYS)] | None = None
    at: Instant | None = None
    since: Instant | None = None
    until: Instant | None = None
    precision: Precision | None = None
    zone: str = _USUAL_ZONE
    qualifier: Qualifier = Qualifier.EXACT
    direction: Direction = Direction.NONE
    anchor: date | None = None
    convention: Convention | None = None
    resolved_by: str | None = None


def read(moment: Moment) -> When:
    """What a written moment means; raises InvalidInputError when it means nothing."""
    given = sum(each is not None for each in (moment.days, moment.at, moment.since))
    if given > 1 or (moment.until is not None and moment.since is None):
        raise _unclear()
    if moment.days is not None:
        lower, upper, precision = _bounds(moment.days, moment.zone)
    elif moment.at is not None:
        lower = upper = _utc(moment.at)
        precision = Precision.MINUTE
    elif moment.since is not None:
        lower = _utc(moment.since)
        upper = None if moment.until is None else _utc(moment.until)
        precision = Precision.INTERVAL
    else:
        raise _unclear()
    return When(
        phrase=moment.phrase,
        lower=lower,
        upper=upper,
        precision=moment.precision or precision,
        zone=moment.zone,
        qualifier=moment.qualifier,
        direction=moment.direction,
        anchor=moment.anchor,
        convention=moment.convention,
        resolved_by=moment.resolved_by,
    )


def _unclear() -> InvalidInputError:
    return InvalidInputError(
        "A date is given as days, as at, or as from with until. Give exactly one of them.",
    )


def _utc(at: datetime) -> datetime:
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise InvalidInputError(
            f"“{at.isoformat()}” lies beyond the calendar. "
            f"Give a time between the years {_FIRST_YEAR} and {_LAST_YEAR}.",
        )
    return at.astimezone(UTC)


def write(when: When) -> Moment:
    """The canonical form of a `When`."""
    return next(form for form in _forms(when) if read(form) == when)


def _forms(when: When) -> Iterator[Moment]:
    """The forms that may say it, best first; the last always does."""
    for text in _days_of(when):
        yield _moment(when, Precision(_bounds(text, when.zone)[2]), days=text)
    if when.lower == when.upper:
        yield _moment(when, Precision.MINUTE, at=when.lower.astimezone(UTC))
    upper = None if when.upper is None else when.upper.astimezone(UTC)
    yield _moment(when, Precision.INTERVAL, since=when.lower.astimezone(UTC), until=upper)


def _moment(
    when: When,
    implied: Precision,
    *,
    days: str | None = None,
    at: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Moment:
    return Moment(
        phrase=when.phrase,
        days=days,
        at=at,
        since=since,
        until=until,
        precision=None if when.precision is implied else when.precision,
        # The very default: another text that equals it would be written out.
        zone=_USUAL_ZONE if when.zone == _USUAL_ZONE else when.zone,
        qualifier=when.qualifier,
        direction=when.direction,
        anchor=when.anchor,
        convention=when.convention,
        resolved_by=when.resolved_by,
    )


def _days_of(when: When) -> Iterator[str]:
    if when.has_clock_time or when.lower == when.upper:
        return
    first, last = when.first_day, when.last_day
    if when.precision is Precision.YEAR:
        yield f"{first.year:04}"
    if when.precision is Precision.MONTH:
        yield first.isoformat()[:_MONTH_LENGTH]
    if first == last:
        yield first.isoformat()
    yield f"{first.isoformat()}/{_OPEN if last is None else last.isoformat()}"


def _bounds(text: str, zone: str) -> tuple[datetime, datetime | None, Precision]:
    """The half-open interval that days mean in a zone, and how finely they are given."""
    first_text, _, last_text = text.partition("/")
    try:
        if last_text:
            first = date.fromisoformat(first_text)
            last = first if last_text == _OPEN else date.fromisoformat(last_text)
            precision = Precision.INTERVAL
        else:
            first, last, precision = _single(text)
        when = days(first, last, phrase=text, zone=zone)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            f"“{text}” is no day of the calendar. Write 2025-03-16, or 2025-03-10/2025-03-16.",
        ) from error
    return when.lower, None if last_text == _OPEN else when.upper, precision


def _single(text: str) -> tuple[date, date, Precision]:
    if len(text) == _YEAR_LENGTH:
        return date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR
    if len(text) == _MONTH_LENGTH:
        year, month = (int(part) for part in text.split("-"))
        last = calendar.monthrange(year, month)[1]
        return date(year, month, 1), date(year, month, last), Precision.MONTH
    day = date.fromisoformat(text)
    return day, day, Precision.DAY
