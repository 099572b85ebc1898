"""Dates in every language: as vague as the source, and English ones as they always were."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.when import Precision, When, days
from bot.ui.dates import awaited, brief, day, full
from bot.ui.prose.dates import ends_named, spelt
from bot.ui.prose.languages import ENGLISH, FROM_RIGHT, LANGUAGES, months, nearest
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Local, Own
from tests.ui.prose_samples import SAID, WEEK, WHENS

FIRST, SAME, NEXT, LATER = (
    date(2025, 3, 13),
    date(2025, 3, 16),
    date(2025, 4, 3),
    date(2026, 1, 3),
)
# Each as readers of the language write it: a day, a month, a year, and intervals that end in the
# same month, in the same year and in another.
WRITTEN = {
    "en-GB": ("13 March 2025", "March 2025", "2025", "13–16 March 2025"),
    "en-US": ("March 13, 2025", "March 2025", "2025", "March 13 – 16, 2025"),
    "ar": ("13 مارس 2025", "مارس 2025", "2025", "13–16 مارس 2025"),
    "az": ("13 mart 2025", "mart 2025", "2025", "13–16 mart 2025"),
    "cs": ("13. března 2025", "březen 2025", "2025", "13.–16. března 2025"),
    "de": ("13. März 2025", "März 2025", "2025", "13.–16. März 2025"),
    "es": ("13 de marzo de 2025", "marzo de 2025", "2025", "13–16 de marzo de 2025"),
    "fa": ("۱۳ مارس ۲۰۲۵", "مارس ۲۰۲۵", "۲۰۲۵", "۱۳ تا ۱۶ مارس ۲۰۲۵"),
    "fr": ("13 mars 2025", "mars 2025", "2025", "13–16 mars 2025"),
    "he": ("13 במרץ 2025", "מרץ 2025", "2025", "13–16 במרץ 2025"),
    "hy": ("13 մարտի, 2025 թ.", "2025 թ․ մարտ", "2025", "13–16 մարտի, 2025 թ."),
    "it": ("13 marzo 2025", "marzo 2025", "2025", "13–16 marzo 2025"),
    "ja": ("2025年3月13日", "2025年3月", "2025年", "2025年3月13日～16日"),
    "ka": ("13 მარტი, 2025", "მარტი, 2025", "2025", "13–16 მარტი, 2025"),
    "ko": ("2025년 3월 13일", "2025년 3월", "2025년", "2025년 3월 13일~16일"),
    "nl": ("13 maart 2025", "maart 2025", "2025", "13–16 maart 2025"),
    "pl": ("13 marca 2025", "marzec 2025", "2025", "13–16 marca 2025"),
    "pt-BR": ("13 de março de 2025", "março de 2025", "2025", "13 – 16 de março de 2025"),
    "ro": ("13 martie 2025", "martie 2025", "2025", "13–16 martie 2025"),
    "ru": ("13 марта 2025 г.", "март 2025 г.", "2025", "13–16 марта 2025 г."),
    "tr": ("13 Mart 2025", "Mart 2025", "2025", "13–16 Mart 2025"),
    "uk": ("13 березня 2025 р.", "березень 2025 р.", "2025", "13–16 березня 2025 р."),
    "zh-Hans": ("2025年3月13日", "2025年3月", "2025年", "2025年3月13日至16日"),
    "zh-Hant": ("2025年3月13日", "2025年3月", "2025年", "2025年3月13日至16日"),
}
languages = st.sampled_from(tuple(LANGUAGES))
near = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def spaced(text: str) -> str:
    """With usual spaces in place of those that the locale data takes between parts of a date."""
    return text.replace("\u202f", " ").replace("\u2009", " ").replace("\xa0", " ")


def test_there_are_no_more_languages_than_one_option_can_offer() -> None:
    assert set(WRITTEN) == set(LANGUAGES)
    assert len(LANGUAGES) <= 25
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_writes_days_months_and_years_its_own_way(language: str) -> None:
    words = months(language)
    shown = (words.day(FIRST), words.month(FIRST), words.year(FIRST), words.days(FIRST, SAME))
    assert tuple(map(spaced, shown)) == WRITTEN[language]
    assert words.days(FIRST, FIRST) == words.day(FIRST)


@pytest.mark.parametrize(
    ("language", "next_month", "next_year"),
    [
        ("en-US", "March 13 – April 3, 2025", "March 13, 2025 – January 3, 2026"),
        ("uk", "13 березня – 3 квітня 2025 р.", "13 березня 2025 р. – 3 січня 2026 р."),
        ("de", "13. März – 3. April 2025", "13. März 2025 – 3. Januar 2026"),
        ("fa", "۱۳ مارس تا ۳ آوریل ۲۰۲۵", "۱۳ مارس ۲۰۲۵ تا ۳ ژانویهٔ ۲۰۲۶"),
        ("he", "13 במרץ – 3 באפריל 2025", "13 במרץ 2025 – 3 בינואר 2026"),
        ("zh-Hans", "2025年3月13日至4月3日", "2025年3月13日至2026年1月3日"),
    ],
)
def test_an_interval_says_each_part_that_differs(
    language: str,
    next_month: str,
    next_year: str,
) -> None:
    words = months(language)
    assert spaced(words.days(FIRST, NEXT)) == next_month
    assert spaced(words.days(FIRST, LATER)) == next_year


@given(languages, near, near, st.integers(0, 500), st.integers(0, 500))
def test_two_intervals_are_never_written_alike(
    language: str,
    one: date,
    other: date,
    more: int,
    further: int,
) -> None:
    first, second = (one, one + timedelta(days=more)), (other, other + timedelta(days=further))
    words = months(language)
    assert (words.days(*first) == words.days(*second)) == (first == second)


@given(languages, near)
def test_a_vague_date_names_no_day(language: str, of: date) -> None:
    words = months(language)
    for vague in (words.month(of), words.year(of)):
        assert {words.day(of.replace(day=each)) for each in (1, 28)}.isdisjoint({vague})
    assert words.month(of) == words.month(of.replace(day=28))
    assert words.year(of) == words.year(of.replace(month=1))


@pytest.mark.parametrize("when", WHENS.values(), ids=WHENS)
def test_every_kind_of_date_is_as_vague_in_every_language(when: When) -> None:
    """The same marks stand around it, and only days, months and years are in the language."""
    for language in LANGUAGES:
        usual, shown = spelt(when), spelt(when, language)
        assert [type(span) for span in usual] == [type(span) for span in shown]
        for mine, other in zip(usual, shown, strict=True):
            assert other.language == language if isinstance(other, Local) else mine == other


@pytest.mark.parametrize("when", WHENS.values(), ids=WHENS)
def test_only_dates_that_end_in_days_follow_a_preposition(when: When) -> None:
    awkward = plain(spelt(when)).startswith(("not dated", "on a day", "from "))
    assert ends_named(when) != awkward


def test_dates_on_discord_take_a_language() -> None:
    assert brief(SAID, "de") == day(FIRST, "de") == "13. März 2025"
    assert full(WEEK, "fr") == "10–16 mars 2025 (the source says “earlier this week”)"
    assert awaited(WEEK, "fr") == full(WEEK, "fr")
    assert brief(SAID) == brief(SAID, ENGLISH)


@pytest.mark.parametrize("language", sorted(FROM_RIGHT))
def test_a_date_that_is_read_from_the_right_stays_in_one_run(language: str) -> None:
    """Marks at both ends keep its numbers in it, and what follows out of it."""
    shown = brief(SAID, language)
    assert shown == f"\u200f{months(language).day(FIRST)}\u200e"


def test_the_source_s_own_words_are_compared_in_english() -> None:
    assert full(days(FIRST, phrase="13 March 2025"), "de") == "13. März 2025"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("uk", "uk"),
        ("uk_UA", "uk"),
        ("zh-TW", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("es-ES", "es"),
        ("es-419", "es"),
        ("pt-BR", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("en-US", "en-US"),
        ("en", "en-GB"),
        ("sv-SE", "en-GB"),
        ("", "en-GB"),
        ("@everyone", "en-GB"),
    ],
)
def test_a_locale_that_somebody_sends_finds_its_language(code: str, language: str) -> None:
    assert nearest(code) == language
    assert months(code) is months(language)


def test_british_english_needs_no_locale_data() -> None:
    """The data takes a while to load, which no start and no usual answer should wait for."""
    code = (
        "import sys; from bot.ui.prose.markdown import markdown; from bot.ui.prose.tell import tell;"
        "from bot.ui.prose.languages import months; months('en-GB'); assert 'babel' not in sys.modules;"
        "months('uk'); assert 'babel' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 -- our own code


def test_an_undated_month_keeps_its_mark() -> None:
    undated = WHENS["undated, approximate"]
    assert undated.precision is Precision.UNDATED
    assert plain(spelt(undated)) == "not dated, by about 2 April 2025"
    assert Own("about ") in spelt(WHENS["month, approximate"])
