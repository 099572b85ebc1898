"""What is still worth sending: nothing doubled, nothing pointless."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.occasions import (
    DEFAULT_LEADS,
    WORTH_CLOSING,
    WORTH_TELLING,
    Owed,
    lateness,
    occasions,
    owed_from,
    personal,
    verdicts,
)
from bot.domain.posts import PostKind, Reason
from bot.domain.records import Event
from bot.domain.vocabulary import EventStatus
from bot.domain.when import When, days, instant
from tests.domain.owed_samples import (
    AT_START,
    DAY,
    GONE,
    HOUR,
    MINUTE,
    OPEN_END,
    START,
    TELLING,
    WEEK,
    event,
    plan,
    rows,
    sent,
)


@pytest.mark.parametrize(
    ("owed", "after", "expected"),
    [
        # In time, one after another.
        (rows(DAY, HOUR, AT_START), -DAY, [None]),
        (rows(DAY, HOUR, AT_START, told=[DAY]), -HOUR, [None]),
        (rows(DAY, HOUR, AT_START, told=[DAY, HOUR]), AT_START, [None]),
        # After downtime, before the start: the newest that is due.
        (rows(DAY, HOUR, AT_START), -2 * HOUR, [None]),
        (rows(DAY, HOUR, AT_START), -MINUTE, [Reason.REPLACED, None]),
        # What is older than what was told is not told again.
        (rows(DAY, HOUR, AT_START, told=[HOUR]), -MINUTE, [Reason.REPLACED]),
        (rows(DAY, HOUR, AT_START, told=[AT_START]), HOUR, [Reason.REPLACED, Reason.REPLACED]),
        # After the start: that it has begun, and nothing else.
        (rows(DAY, HOUR, AT_START), AT_START, [Reason.REPLACED, Reason.REPLACED, None]),
        (rows(DAY, HOUR, AT_START), WORTH_TELLING, [Reason.REPLACED, Reason.REPLACED, None]),
        (rows(DAY, HOUR, AT_START, told=[DAY]), 3 * HOUR, [Reason.REPLACED, None]),
        (rows(DAY, HOUR), HOUR, [Reason.REPLACED, None]),
        (rows(DAY, HOUR, told=[DAY]), HOUR, [Reason.TOO_LATE]),
        (rows(DAY, HOUR, AT_START), WORTH_TELLING + MINUTE, [Reason.TOO_LATE] * 3),
        (rows(DAY, HOUR), WORTH_TELLING + MINUTE, [Reason.TOO_LATE] * 2),
        # Nothing is due.
        (rows(DAY, HOUR, AT_START), -DAY - MINUTE, []),
        (rows(DAY, HOUR, AT_START, told=[DAY, HOUR, AT_START]), HOUR, []),
    ],
)
def test_one_reminder_at_most_and_only_a_useful_one(
    owed: list[Owed],
    after: timedelta,
    expected: list[Reason | None],
) -> None:
    found = verdicts(event(), owed, START + after)

    assert [found[row.id] for row in owed if row.id in found] == expected


def window(*told: PostKind, when: When = WEEK, lead: timedelta | None = None) -> list[Owed]:
    """One place's rows of a window; with `lead`, a person's own."""
    found = [
        Owed(id=1, kind=PostKind.OPENS, at=when.lower - (lead or AT_START), lead=lead, told=False)
    ]
    if when.upper is not None and lead is None:
        found.append(Owed(id=2, kind=PostKind.CLOSES, at=when.upper, lead=None, told=False))
    for row in found:
        row.told = row.kind in told
    return found


OPENS, CLOSES = PostKind.OPENS, PostKind.CLOSES


@pytest.mark.parametrize(
    ("owed", "after", "expected"),
    [
        (window(), AT_START, {1: None}),
        (window(), 7 * DAY - MINUTE, {1: None}),
        (window(), 7 * DAY, {1: Reason.REPLACED, 2: None}),
        (window(OPENS), 7 * DAY, {2: None}),
        (window(CLOSES), 8 * DAY, {1: Reason.REPLACED}),
        (window(OPENS), 7 * DAY + WORTH_CLOSING, {2: None}),
        (window(OPENS), 7 * DAY + WORTH_CLOSING + MINUTE, {2: Reason.TOO_LATE}),
        (window(), 7 * DAY + WORTH_CLOSING + MINUTE, {1: Reason.TOO_LATE, 2: Reason.TOO_LATE}),
        (window(when=OPEN_END), 90 * DAY, {1: None}),
        (window(lead=DAY), -DAY, {1: None}),
        (window(lead=DAY), 7 * DAY - MINUTE, {1: None}),
        (window(lead=DAY), 7 * DAY, {1: Reason.TOO_LATE}),
    ],
)
def test_a_window_is_told_of_while_it_lasts_and_its_close_a_week_after(
    owed: list[Owed],
    after: timedelta,
    expected: dict[int, Reason | None],
) -> None:
    about = event(WEEK if len(owed) == 2 or owed[0].lead else OPEN_END)

    assert verdicts(about, owed, WEEK.lower + after) == expected


@pytest.mark.parametrize(("status", "reason"), GONE.items())
def test_what_is_due_about_an_event_that_is_off_or_over_is_not_sent(
    status: EventStatus,
    reason: Reason,
) -> None:
    owed = plan(event(), occasions(event(), DEFAULT_LEADS))

    assert verdicts(event(status=status), owed, START + DAY) == {row.id: reason for row in owed}


def test_the_desk_is_never_asked_too_late() -> None:
    owed = plan(event(), occasions(event(), ()))

    assert verdicts(event(), owed, START + 400 * DAY) == {1: None}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (EventStatus.HELD, None),
        (EventStatus.NOT_HELD, Reason.OVER),
        (EventStatus.CANCELLED, Reason.CANCELLED),
        (EventStatus.EXPECTED, None),
    ],
)
def test_the_row_of_buttons_is_for_an_event_that_was_held(
    status: EventStatus,
    reason: Reason | None,
) -> None:
    after = Owed(id=1, kind=PostKind.AFTER, at=START, lead=None, told=False)

    assert verdicts(event(status=status), [after], START + 9 * DAY) == {1: reason}


@pytest.mark.parametrize("kind", [PostKind.MOVED, PostKind.CANCELLED])
@pytest.mark.parametrize("status", EventStatus)
def test_a_notice_of_a_change_is_always_sent(kind: PostKind, status: EventStatus) -> None:
    notice = Owed(id=1, kind=kind, at=START, lead=None, told=False)

    assert verdicts(event(status=status), [notice], START + 9 * DAY) == {1: None}


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        (PostKind.REMINDER, WEEK),
        (PostKind.OPENS, instant(START)),
        (PostKind.CLOSES, instant(START)),
        (PostKind.CLOSES, OPEN_END),
    ],
)
def test_a_post_that_no_longer_fits_the_date_is_never_sent(kind: PostKind, when: When) -> None:
    stale = Owed(id=1, kind=kind, at=START, lead=AT_START, told=False)

    assert verdicts(event(when), [stale], START) == {1: Reason.MOVED}


def test_a_snoozed_reminder_is_told_after_the_start_too() -> None:
    """Who puts off “it starts now” by ten minutes still hears of it, once."""
    owed = rows(AT_START, told=[AT_START])
    owed.append(Owed(id=2, kind=PostKind.REMINDER, at=START + 10 * MINUTE, lead=None, told=False))

    assert verdicts(event(), owed, START + 9 * MINUTE) == {}
    assert verdicts(event(), owed, START + 10 * MINUTE) == {2: None}

    owed[1].at = START + 20 * HOUR
    assert verdicts(event(), owed, START + 40 * HOUR) == {2: None}
    assert verdicts(event(), owed, START + 45 * HOUR) == {2: Reason.TOO_LATE}


@pytest.mark.parametrize("first", [1, 2])
def test_of_two_posts_for_one_instant_one_is_sent(first: int) -> None:
    twice = [replace(row, id=number) for number, row in enumerate(rows(HOUR, HOUR), 1)]

    assert verdicts(event(), twice, START - HOUR) == {1: None, 2: Reason.REPLACED}
    twice[first - 1].told = True
    assert verdicts(event(), twice, START - HOUR) == {3 - first: Reason.REPLACED}


def test_a_window_that_opens_and_closes_at_once_has_closed() -> None:
    when = replace(WEEK, upper=WEEK.lower)

    assert verdicts(event(when), window(when=when), when.lower) == {1: Reason.REPLACED, 2: None}
    assert verdicts(event(when), window(OPENS, when=when), when.lower) == {2: None}


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (-HOUR, None),
        (AT_START, None),
        (timedelta(seconds=119), None),
        (2 * MINUTE, 2 * MINUTE),
        (3 * DAY, 3 * DAY),
    ],
)
def test_a_post_says_that_it_is_late_from_two_minutes_on(
    late: timedelta,
    said: timedelta | None,
) -> None:
    assert lateness(START, START + late) == said


LEADS = st.lists(
    st.sampled_from([0, 1, 5, 60, 90, 1440, 2880, 43200]).map(lambda n: timedelta(minutes=n)),
    max_size=5,
)
WINDOWS = st.builds(
    lambda first, length: days(first, first + timedelta(days=length)),
    st.dates(date(2025, 3, 1), date(2025, 3, 31)),
    st.integers(0, 40),
)
WHENS = st.one_of(
    st.just(instant(START)),
    WINDOWS,
    WINDOWS.map(lambda when: replace(when, upper=None)),
)
OFFSETS = st.integers(-60 * 24 * 40, 60 * 24 * 90).map(lambda n: timedelta(minutes=n))


@st.composite
def places(draw: st.DrawFn) -> tuple[Event, list[Owed]]:
    """An event and what one place is owed about it: a server's posts, or a person's own.

    They are planned before, while or after it happens.
    """
    about = event(draw(WHENS))
    leads = draw(LEADS)
    found = list(occasions(about, leads))
    if draw(st.booleans()):
        found = [one for lead in leads if (one := personal(about, lead))]
    planned = about.when.lower + draw(OFFSETS)
    due = [(one, owed_from(one, about, planned)) for one in found]
    assert all(at is None or at >= planned for _, at in due)
    return about, plan(about, [replace(one, at=at) for one, at in due if at])


def pointless(row: Owed, about: Event, owed: Sequence[Owed], now: datetime) -> bool:
    """Whether a reader would shrug: it has begun, closed or been said already."""
    start, end = about.when.lower, about.when.upper
    newer = any(other.told and other.at >= row.at for other in owed if other.kind in TELLING)
    match row.kind:
        case PostKind.REMINDER if now < start:
            return newer
        case PostKind.REMINDER:
            told = any(other.told for other in owed if other.kind in TELLING)
            return newer or now - start > WORTH_TELLING or (bool(row.lead) and told)
        case PostKind.OPENS:
            return newer or (end is not None and now >= end)
        case PostKind.CLOSES:
            return newer or end is None or not end <= now <= end + WORTH_CLOSING
        case _:
            return False


@given(place=places(), told=st.sets(st.integers(1, 6)), after=OFFSETS)
def test_every_due_post_has_one_verdict_and_at_most_one_is_sent(
    place: tuple[Event, list[Owed]],
    told: set[int],
    after: timedelta,
) -> None:
    about, owed = place
    for row in owed:
        row.told = row.id in told
    now = about.when.lower + after
    found = verdicts(about, owed, now)

    assert set(found) == {row.id for row in owed if not row.told and row.at <= now}
    going = [row for row in owed if row.id in sent(found)]
    assert sum(row.kind in TELLING for row in going) <= 1
    assert not any(pointless(row, about, owed, now) for row in going)


@given(place=places(), after=OFFSETS)
def test_where_nothing_was_told_and_something_is_worth_telling_something_is_sent(
    place: tuple[Event, list[Owed]],
    after: timedelta,
) -> None:
    about, owed = place
    now = about.when.lower + after
    found = verdicts(about, owed, now)

    worth = [
        row
        for row in owed
        if row.kind in TELLING and row.at <= now and not pointless(row, about, owed, now)
    ]
    going = [row for row in owed if row.id in sent(found) and row.kind in TELLING]
    assert bool(going) is bool(worth)


@given(place=places(), steps=st.lists(OFFSETS, max_size=12), forward=st.booleans())
@example(
    place=(event(), plan(event(), occasions(event(), DEFAULT_LEADS))),
    steps=[-DAY, -HOUR, -2 * HOUR, AT_START, -HOUR, AT_START],
    forward=False,
)
def test_no_post_is_sent_twice_and_no_two_at_one_instant(
    place: tuple[Event, list[Owed]],
    steps: list[timedelta],
    forward: bool,  # noqa: FBT001 -- drawn by Hypothesis
) -> None:
    """Whatever the downtimes, and when the clock steps back as well."""
    about, owed = place
    history: list[tuple[datetime, Owed]] = []
    for step in sorted(steps) if forward else steps:
        now = about.when.lower + step
        for _ in range(3):
            for number in sent(verdicts(about, owed, now)):
                row = next(row for row in owed if row.id == number)
                row.told = True
                history.append((now, row))
        assert sent(verdicts(about, owed, now)) == []

    assert len({row.id for _, row in history}) == len(history)
    telling = [(at, row.at) for at, row in history if row.kind in TELLING]
    assert len({at for at, _ in telling}) == len(telling)
    assert len({due for _, due in telling}) == len(telling)
    assert [due for _, due in telling] == sorted(due for _, due in telling)


@given(leads=LEADS, step=st.integers(30, 60 * 36))
def test_a_bot_that_looks_often_enough_sends_every_reminder_in_its_time(
    leads: list[timedelta],
    step: int,
) -> None:
    """Each lead is told before the next is due, when the bot is up at every instant of one."""
    owed = plan(event(), occasions(event(), leads))
    ticks = {START - 31 * DAY + timedelta(minutes=step * n) for n in range(50 * 1440 // step)}
    for now in sorted(ticks | {row.at for row in owed}):
        for number in sent(verdicts(event(), owed, now)):
            row = next(row for row in owed if row.id == number)
            row.told = True
            assert row.at == now

    assert all(row.told for row in owed)
