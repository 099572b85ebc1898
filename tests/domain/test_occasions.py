"""What is owed about an event and when: nothing lost, nothing made up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.occasions import (
    ASK_AFTER,
    DEFAULT_LEADS,
    Occasion,
    is_active,
    occasions,
    owed_from,
    personal,
    schedule_of,
    verdicts,
)
from bot.domain.phrases import AmbiguousWhenError, read_when, warm_up
from bot.domain.posts import PostKind
from bot.domain.records import Event, Recorded, Version
from bot.domain.vocabulary import EventStatus, RecordState, Verb
from bot.domain.when import Direction, When, days, instant
from tests.domain.owed_samples import (
    AT_START,
    DAY,
    GONE,
    HOUR,
    MINUTE,
    OPEN_END,
    START,
    WEEK,
    event,
    plan,
    sent,
)


def test_a_clock_time_has_a_reminder_per_lead_and_a_question_after_it() -> None:
    assert [(one.kind, one.at - START, one.lead) for one in occasions(event(), DEFAULT_LEADS)] == [
        (PostKind.REMINDER, -DAY, DAY),
        (PostKind.REMINDER, -HOUR, HOUR),
        (PostKind.REMINDER, AT_START, AT_START),
        (PostKind.QUESTION, ASK_AFTER, None),
    ]


def test_a_lead_given_twice_is_one_reminder() -> None:
    found = occasions(event(), [HOUR, timedelta(minutes=60), HOUR])

    assert [one.kind for one in found] == [PostKind.REMINDER, PostKind.QUESTION]


def test_a_window_opens_and_closes_without_a_clock_time_made_up_for_it() -> None:
    assert [(one.kind, one.at, one.lead) for one in occasions(event(WEEK), DEFAULT_LEADS)] == [
        (PostKind.OPENS, WEEK.lower, None),
        (PostKind.CLOSES, WEEK.upper, None),
        (PostKind.QUESTION, WEEK.upper, None),
    ]


def test_a_window_without_an_end_only_opens() -> None:
    assert [one.kind for one in occasions(event(OPEN_END), DEFAULT_LEADS)] == [PostKind.OPENS]


@pytest.mark.parametrize("when", [instant(START), WEEK])
def test_without_leads_only_the_desk_is_asked(when: When) -> None:
    assert [one.kind for one in occasions(event(when), ())] == [PostKind.QUESTION]


@pytest.mark.parametrize("when", [instant(START), WEEK])
@pytest.mark.parametrize("status", GONE)
def test_nothing_is_owed_about_what_will_not_come(when: When, status: EventStatus) -> None:
    gone = event(when, status)

    assert not is_active(gone)
    assert occasions(gone, DEFAULT_LEADS) == ()
    assert personal(gone, HOUR) is None
    question = Occasion(kind=PostKind.QUESTION, at=START)
    assert owed_from(question, gone, START - DAY) is None


def test_ones_own_reminder_counts_back_from_the_start_or_the_opening() -> None:
    assert personal(event(), HOUR) == Occasion(kind=PostKind.REMINDER, at=START - HOUR, lead=HOUR)
    assert personal(event(WEEK), DAY) == Occasion(
        kind=PostKind.OPENS, at=WEEK.lower - DAY, lead=DAY
    )


def test_the_ends_of_the_calendar_break_nothing() -> None:
    first, last = datetime(1, 1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)

    for edge in (first, last):
        assert len(occasions(event(instant(edge)), DEFAULT_LEADS)) == 4
    assert personal(event(instant(first)), 30 * DAY) is not None


def test_what_is_ahead_is_due_in_its_time_and_what_has_passed_is_not_owed() -> None:
    now = START - 30 * MINUTE
    due = [owed_from(one, event(), now) for one in occasions(event(), DEFAULT_LEADS)]

    assert due == [None, None, START, START + ASK_AFTER]


def test_what_is_due_this_very_instant_is_owed() -> None:
    assert owed_from(occasions(event(), [HOUR])[0], event(), START - HOUR) == START - HOUR


def test_a_window_that_is_open_already_is_told_at_once() -> None:
    now = WEEK.lower + 3 * DAY

    for window in (event(WEEK), event(OPEN_END)):
        opens = occasions(window, DEFAULT_LEADS)[0]
        mine, early = personal(window, AT_START), personal(window, DAY)
        assert mine is not None
        assert early is not None
        assert owed_from(opens, window, now) == now
        assert owed_from(mine, window, now) == now
        assert owed_from(early, window, now) is None


def test_of_a_window_that_is_over_only_the_question_is_left() -> None:
    assert WEEK.upper is not None
    now = WEEK.upper
    later = now + MINUTE

    assert [owed_from(one, event(WEEK), now) for one in occasions(event(WEEK), [HOUR])] == [
        None,
        now,
        now,
    ]
    assert [owed_from(one, event(WEEK), later) for one in occasions(event(WEEK), [HOUR])] == [
        None,
        None,
        later,
    ]


def test_the_question_about_a_time_that_has_passed_is_due_now() -> None:
    question, now = occasions(event(), ())[0], START + 9 * DAY

    assert owed_from(question, event(), now) == now


def version(
    number: int, record: Event, state: RecordState = RecordState.PUBLISHED
) -> Recorded[Event]:
    return Recorded(
        record=record,
        version=Version(number=number, verb=Verb.SET, state=state, recorded_at=START),
    )


THEN, LATER = event(), event(instant(START + DAY))
OFF, RETITLED = event(status=EventStatus.CANCELLED), replace(event(), title="The call")
SURE = event(status=EventStatus.CONFIRMED)
HIDDEN = (THEN, RecordState.RETRACTED)
DRAFT = (LATER, RecordState.DRAFT)


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([], None),
        ([THEN], 1),
        ([THEN, RETITLED, SURE], 1),
        ([THEN, LATER], 2),
        ([THEN, LATER, THEN], 3),
        ([THEN, OFF], None),
        ([THEN, OFF, THEN], 3),
        ([THEN, OFF, LATER, RETITLED], 4),
        ([THEN, HIDDEN], None),
        ([THEN, HIDDEN, THEN], 3),
        ([DRAFT], None),
        ([DRAFT, THEN], 2),
        ([THEN, DRAFT], 1),
        ([THEN, DRAFT, RETITLED], 1),
        ([event(WEEK), event(replace(WEEK, phrase="16–22 March"))], 1),
        ([event(WEEK), event(OPEN_END)], 2),
    ],
)
def test_a_schedule_lasts_while_the_event_stands_unbroken_at_one_date(
    told: Sequence[Event | tuple[Event, RecordState]],
    since: int | None,
) -> None:
    versions = [
        version(number, *(one if isinstance(one, tuple) else (one,)))
        for number, one in enumerate(told, 1)
    ]

    assert schedule_of(versions) == since


EDGES = {
    "Europe/Kyiv": (date(2025, 3, 30), date(2025, 10, 26)),
    "America/New_York": (date(2025, 3, 9), date(2025, 11, 2)),
}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load the date library once, outside every deadline."""
    warm_up()


@given(
    edge=st.sampled_from([(zone, day) for zone, both in EDGES.items() for day in both]),
    away=st.integers(-2, 2),
    minute=st.integers(0, 1439),
    leads=st.lists(st.integers(0, 3 * 1440), max_size=5),
)
@example(edge=("Europe/Kyiv", date(2025, 3, 30)), away=0, minute=3 * 60 + 30, leads=[1440])
@example(edge=("Europe/Kyiv", date(2025, 10, 26)), away=0, minute=3 * 60 + 30, leads=[1440])
@example(edge=("America/New_York", date(2025, 3, 9)), away=0, minute=2 * 60 + 30, leads=[60])
@example(edge=("America/New_York", date(2025, 11, 2)), away=0, minute=90, leads=[60])
def test_a_lead_is_elapsed_time_on_both_sides_of_a_change_of_clocks(
    edge: tuple[str, date],
    away: int,
    minute: int,
    leads: list[int],
) -> None:
    """“24 h before” is 24 hours that pass, whatever the wall says; two meanings are two instants."""
    zone, day = edge
    on = day + timedelta(days=away)
    text = f"{on.isoformat()} {minute // 60:02}:{minute % 60:02}"
    now = datetime(2025, 2, 1, 12, tzinfo=UTC)
    try:
        meant: tuple[When, ...] = (read_when(text, now=now, zone=zone, direction=Direction.FUTURE),)
    except AmbiguousWhenError as asked:
        meant = asked.choices
        assert len(meant) == 2
        assert meant[1].lower - meant[0].lower == HOUR
    for when in meant:
        wanted = {timedelta(minutes=lead) for lead in leads}
        found = occasions(event(when), tuple(wanted))
        reminders = [one for one in found if one.kind is PostKind.REMINDER]
        assert {(when.lower - one.at, one.lead) for one in reminders} == {
            (lead, lead) for lead in wanted
        }
        assert all(one.at.tzinfo is UTC for one in found)
        owed = plan(event(when), found)
        for row in owed:
            assert sent(verdicts(event(when), owed, row.at)) == [row.id]
            row.told = True


@given(
    edge=st.sampled_from([(zone, day) for zone, both in EDGES.items() for day in both]),
    back=st.integers(0, 6),
    length=st.integers(0, 13),
)
def test_a_window_across_a_change_of_clocks_opens_and_closes_at_its_own_midnights(
    edge: tuple[str, date],
    back: int,
    length: int,
) -> None:
    zone, day = edge
    first = day - timedelta(days=back)
    last = first + timedelta(days=length)
    text = f"{first.isoformat()} to {last.isoformat()}" if length else first.isoformat()
    now = datetime(2025, 2, 1, 12, tzinfo=UTC)
    when = read_when(text, now=now, zone=zone, direction=Direction.FUTURE)
    found = {one.kind: one.at for one in occasions(event(when), DEFAULT_LEADS)}

    assert set(found) == {PostKind.OPENS, PostKind.CLOSES, PostKind.QUESTION}
    expected = days(first, last, zone=zone)
    assert (found[PostKind.OPENS], found[PostKind.CLOSES]) == (expected.lower, expected.upper)
