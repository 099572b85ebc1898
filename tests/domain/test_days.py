"""Days of the week and times of day: read as people write them, or refused with what works."""

from datetime import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.days import (
    NAMES,
    WEEKDAYS,
    WEEKEND,
    days_words,
    read_days,
    read_time,
    time_words,
)
from bot.domain.schedules import EVERY_DAY
from bot.errors import InvalidInputError

ANY_DAYS = st.sets(st.integers(0, 6), min_size=1).map(frozenset)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every day", EVERY_DAY),
        ("Daily", EVERY_DAY),
        ("all days", EVERY_DAY),
        ("weekdays", WEEKDAYS),
        ("every weekday", WEEKDAYS),
        ("weekends", WEEKEND),
        ("Mon, Wed, Fri", {0, 2, 4}),
        ("mon wed fri", {0, 2, 4}),
        ("Mon/Wed/Fri", {0, 2, 4}),
        ("Mon-Fri", WEEKDAYS),
        ("Mon.–Fri.", WEEKDAYS),
        ("monday to thursday", {0, 1, 2, 3}),
        ("Monday through Wednesday; Saturday", {0, 1, 2, 5}),
        ("monday and thursday", {0, 3}),
        ("on Mondays", {0}),
        ("Fri-Mon", {4, 5, 6, 0}),
        ("weekdays & Sunday", {0, 1, 2, 3, 4, 6}),
        ("  MON ,  mon", {0}),
        ("щодня", EVERY_DAY),
        ("будні", WEEKDAYS),
        ("пн-пт", WEEKDAYS),
        ("понеділок та п’ятниця", {0, 4}),
        ("вторник и среда", {1, 2}),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    "text",
    ["someday", "Mon-", "mon-tue-wed", "every", "every week", "Monday except", "1-5", "@everyone",
     "the", "Monday 9:00"],
)  # fmt: skip
def test_what_names_no_days_is_refused_with_what_works(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"names no days.*“weekdays”"):
        read_days(text)


@pytest.mark.parametrize("text", ["", "  ", ",", " , and "])
def test_no_days_at_all_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="one or more days"):
        read_days(text)


@given(ANY_DAYS)
@example(EVERY_DAY)
@example(WEEKDAYS)
@example(WEEKEND)
def test_days_in_words_are_read_back(days: frozenset[int]) -> None:
    assert read_days(days_words(days)) == days


@given(ANY_DAYS, st.sampled_from([", ", " and ", "; ", "/", " "]))
def test_any_list_of_days_is_read_however_it_is_joined(days: frozenset[int], joint: str) -> None:
    assert read_days(joint.join(NAMES[day][:3] for day in days)) == days


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_range_runs_from_its_first_day_to_its_last_over_the_weeks_end(
    first: int, last: int
) -> None:
    found = read_days(f"{NAMES[first]} to {NAMES[last]}")
    assert {first, last} <= found
    assert len(found) == (last - first) % 7 + 1
    # Not one day beyond either end, unless it is the whole week.
    assert (last + 1) % 7 not in found or len(found) == 7 or (last + 1) % 7 == first


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9:00", time(9)),
        ("09:00", time(9)),
        ("9am", time(9)),
        ("9 a.m.", time(9)),
        ("at 9 PM", time(21)),
        ("21.30", time(21, 30)),
        ("21h30", time(21, 30)),
        ("9:30pm", time(21, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("опівдні", time(12)),
        ("о 9:00", time(9)),
        ("18", time(18)),
        ("0", time(0)),
        ("٠٩:٠٠", time(9)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9", "“09:00” or “21:00”"),
        ("12", "“12:00” or “00:00”"),
        ("24:00", "from “00:00” to “23:59”"),
        ("9:60", "from “00:00” to “23:59”"),
        ("13pm", "from “00:00” to “23:59”"),
        ("0am", "from “00:00” to “23:59”"),
        ("9:5", "Write it as"),
        ("9:00:30", "Write it as"),
        ("9:00 Kyiv", "the zone has an option of its own"),
        ("9:00 and 18:00", "Write it as"),
        ("soon", "Write it as"),
        ("", "Write it as"),
    ],
)
def test_what_is_no_one_time_is_refused_with_what_works(text: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        read_time(text)


@given(TIMES)
def test_a_time_in_words_is_read_back(at: time) -> None:
    assert read_time(time_words(at)) == at


@given(TIMES)
def test_a_time_by_half_days_is_read_as_the_same(at: time) -> None:
    assert read_time(f"{at:%I:%M %p}") == at


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text: str) -> None:
    for read in (read_days, read_time):
        said = "."
        try:
            read(text)
        except InvalidInputError as error:
            said = error.text
        assert said.endswith(".")
        assert len(said) < 300
