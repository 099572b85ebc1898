"""A date is shown as exactly as its source gives it: no clock time that nobody stated."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.when import Precision, Qualifier, When, days, instant
from bot.ui.dates import brief, day, full, moment, since

SUNDAY = date(2025, 3, 16)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (days(date(2025, 3, 13)), "13 March 2025"),
        (days(date(2025, 3, 10), SUNDAY), "10–16 March 2025"),
        (days(date(2025, 2, 28), date(2025, 3, 3)), "28 February – 3 March 2025"),
        (days(date(2024, 12, 28), date(2025, 1, 3)), "28 December 2024 – 3 January 2025"),
        (
            days(date(2025, 3, 10), SUNDAY, phrase="earlier this week", anchor=SUNDAY),
            "10–16 March 2025 (the source says “earlier this week”)",
        ),
        (
            days(
                date(2025, 2, 1), date(2025, 2, 28), precision=Precision.MONTH, phrase="last month"
            ),
            "February 2025 (the source says “last month”)",
        ),
        (days(date(2022, 1, 1), date(2022, 12, 31), precision=Precision.YEAR), "2022"),
        (days(SUNDAY, qualifier=Qualifier.APPROXIMATE), "about 16 March 2025"),
        (days(SUNDAY, qualifier=Qualifier.UNCERTAIN), "16 March 2025, uncertain"),
        (days(SUNDAY, qualifier=Qualifier.INFERRED), "16 March 2025, inferred"),
        (days(SUNDAY, phrase="16 March 2025"), "16 March 2025"),
        (days(SUNDAY, phrase="2025-03-16"), "16 March 2025"),
        (
            days(SUNDAY, phrase="@everyone **Sunday**"),
            "16 March 2025 (the source says “@\u200beveryone \\*\\*Sunday\\*\\*”)",
        ),
    ],
)
def test_days_are_words_and_the_sources_own_words_are_kept(when: When, shown: str) -> None:
    assert full(when) == shown


def test_days_are_counted_in_the_sources_own_zone() -> None:
    assert brief(days(SUNDAY, zone="Pacific/Auckland")) == "16 March 2025"
    assert brief(days(SUNDAY, zone="America/New_York")) == "16 March 2025"


def test_only_an_instant_has_a_clock_time() -> None:
    at = datetime(2025, 3, 16, 15, 30, tzinfo=UTC)
    assert brief(instant(at)) == moment(at) == "<t:1742139000:f>"


def test_an_open_window_says_so() -> None:
    open_ended = When(
        phrase="from Monday",
        lower=datetime(2025, 3, 17, tzinfo=UTC),
        upper=None,
        precision=Precision.INTERVAL,
    )
    assert full(open_ended) == "from 17 March 2025 on (the source says “from Monday”)"


def test_days_ago_are_counted_from_the_last_day_it_may_be() -> None:
    now = datetime(2025, 3, 25, 1, tzinfo=UTC)
    assert since(days(date(2025, 3, 10), SUNDAY), now) == "9 days ago"
    assert since(days(date(2025, 3, 24)), now) == "1 day ago"
    assert since(days(date(2025, 3, 25)), now) == ""
    assert day(SUNDAY) == "16 March 2025"
