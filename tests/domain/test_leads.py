"""Law: a time before an event is read exactly or refused with what would work."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.leads import LONGEST, MOST, lead_words, read_lead, read_leads
from bot.errors import InvalidInputError

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = timedelta(0)
LEADS = st.integers(0, 30 * 1440).map(lambda minutes: timedelta(minutes=minutes))

READ = {
    "1 hour": HOUR,
    "an hour": HOUR,
    "One Hour": HOUR,
    "1 hr.": HOUR,
    "1h": HOUR,
    "60m": HOUR,
    "1.5 hours": 90 * MINUTE,
    "1,5 hours": 90 * MINUTE,
    "90 min": 90 * MINUTE,
    "1h30m": 90 * MINUTE,
    "1 hour 30 minutes": 90 * MINUTE,
    "1 hour and 30 minutes": 90 * MINUTE,
    "half an hour": 30 * MINUTE,
    "Half an hour before": 30 * MINUTE,
    "0.5h": 30 * MINUTE,
    "24h": DAY,
    "a day": DAY,
    "2 days": 2 * DAY,
    "two days before the start": 2 * DAY,
    "1d 12h": 36 * HOUR,
    "1 day 12 hours 5 min": 36 * HOUR + 5 * MINUTE,
    "in 2 days": 2 * DAY,
    "1 week": 7 * DAY,
    "30 days": 30 * DAY,
    "720 hours": 30 * DAY,
    "  1\u00a0hour \u200f": HOUR,
    "１ hour": HOUR,
    "0": START,
    "0 min": START,
    "start": START,
    "At the start.": START,
    "2 години": 2 * HOUR,
    "за 2 години": 2 * HOUR,
    "за годину до початку": HOUR,
    "30 хв": 30 * MINUTE,
    "півгодини": 30 * MINUTE,
    "півтори години": 90 * MINUTE,
    "1 день 12 годин": 36 * HOUR,
    "добу": DAY,
    "на початку": START,
    "1 час": HOUR,
    "полчаса": 30 * MINUTE,
    "2 часа": 2 * HOUR,
    "за 5 минут до начала": 5 * MINUTE,
    "сутки": DAY,
    "2 недели": 14 * DAY,
}


@pytest.mark.parametrize(("text", "lead"), READ.items())
def test_a_length_in_words_is_read_exactly(text: str, lead: timedelta) -> None:
    assert read_lead(text) == lead


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "soon", "later", "hours", "am", "tomorrow", "1", "90", "1.5"),
        # Left out, doubled or out of order.
        *("1h 30", "1 hour foo", "foo 1 hour", "2 hours 1 hour", "1h 2d", "1 hour and", "24h 1h"),
        # Signs and separators with two meanings.
        *("-1 hour", "−1 hour", ".5 hours", "1,500 hours", "1.500 hours", "1:30", "1½ hours"),
        *("1 day, 12 hours", "24h, 1h", "1-2 hours", "1/2 hour", "1e3 min", "+1h"),
        # Units without a fixed length, or with two meanings, or too fine.
        *("1 month", "1 year", "2 год", "1 рік", "30 seconds", "90s", "half a day"),
        *("0.01 hours", "1.25 min", "31 days", "5 weeks", "721 hours", "999999999 weeks"),
        *("none", "1 hour" + " " * 300, "9" * 6000, "@everyone", "<t:1742212800:R>", "1 hour ago"),
    ],
)
def test_what_is_not_one_length_is_refused_with_what_would_work(text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_lead(text)

    assert "“" in refused.value.text
    assert len(refused.value.text) < 300


def test_a_figure_alone_is_asked_for_its_unit() -> None:
    with pytest.raises(InvalidInputError, match="“90 minutes” or “90 hours”"):
        read_lead("90")


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("24 hours, 1 hour, at the start", (DAY, HOUR, START)),
        ("24h,1h,0", (DAY, HOUR, START)),
        ("at the start; 1h; 2 days", (2 * DAY, HOUR, START)),
        ("24 hours and 1 hour", (DAY, HOUR)),
        ("1 hour and at the start", (HOUR, START)),
        ("2 days, 1 day, and 1 hour", (2 * DAY, DAY, HOUR)),
        ("30 min and 1 hour before", (HOUR, 30 * MINUTE)),
        ("1 hour, 60 min, 1h", (HOUR,)),
        ("1d 12h, 1h", (36 * HOUR, HOUR)),
        ("1 hour,", (HOUR,)),
        ("1 hour\n2 hours", (2 * HOUR, HOUR)),
        ("2 години та 1 година", (2 * HOUR, HOUR)),
        ("за добу; за годину; на початку", (DAY, HOUR, START)),
        ("none", ()),
        (" Off. ", ()),
    ],
)
def test_a_list_is_read_longest_first_and_each_length_once(
    text: str,
    leads: tuple[timedelta, ...],
) -> None:
    assert read_leads(text) == leads


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " , ; ",
            "1 hour, soon",
            "none, 1 hour",
            "0,5 hours",
            "60,30 minutes",
            "60, 30 minutes",
        ),
        *("1 hour and 30 minutes", "1 day and 12 hours", "1 hour and and 2 hours", "1 hour and"),
        "1h, 2h, 3h, 4h, 5h, 6h",
        "1h, 31 days",
        "x" * 6000,
    ],
)
def test_a_list_with_one_doubtful_length_is_refused_whole(text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_leads(text)

    assert "“" in refused.value.text
    assert len(refused.value.text) < 300


def test_one_length_or_two_is_asked_with_both_ways_to_write_it() -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_leads("1 day and 12 hours")

    assert "“1 day, 12 hours”" in refused.value.text
    assert "“1 day 12 hours”" in refused.value.text
    assert read_leads("1 day, 12 hours") == (DAY, 12 * HOUR)
    assert read_leads("1 day 12 hours") == (36 * HOUR,)


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (START, "at the start"),
        (MINUTE, "1 minute"),
        (15 * MINUTE, "15 minutes"),
        (HOUR, "1 hour"),
        (90 * MINUTE, "90 minutes"),
        (2 * HOUR, "2 hours"),
        (150 * MINUTE, "2 hours 30 minutes"),
        (DAY, "24 hours"),
        (36 * HOUR, "36 hours"),
        (2 * DAY, "2 days"),
        (2 * DAY + 12 * HOUR, "2 days 12 hours"),
        (7 * DAY, "7 days"),
        (LONGEST, "30 days"),
    ],
)
def test_a_length_is_said_as_people_say_it(lead: timedelta, words: str) -> None:
    assert lead_words(lead) == words


@given(lead=LEADS)
def test_what_is_said_is_read_back(lead: timedelta) -> None:
    assert read_lead(lead_words(lead)) == lead


@given(leads=st.lists(LEADS, min_size=1, max_size=MOST), divider=st.sampled_from([", ", "; "]))
def test_a_list_that_is_said_is_read_back(leads: list[timedelta], divider: str) -> None:
    text = divider.join(map(lead_words, leads))

    assert read_leads(text) == tuple(sorted(set(leads), reverse=True))


@given(text=st.text(max_size=40))
@example(text="ﷺ" * 12)
@example(text="२ hours")
def test_whatever_is_typed_is_read_within_bounds_or_refused(text: str) -> None:
    found: list[timedelta] = []
    with suppress(InvalidInputError):
        found.append(read_lead(text))
    with suppress(InvalidInputError):
        found.extend(read_leads(text))

    assert all(START <= lead <= LONGEST and not lead % MINUTE for lead in found)
