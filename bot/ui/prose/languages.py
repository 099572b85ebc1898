"""Days, months and years in the words of a language, as the Unicode locale data gives them."""

import re
from datetime import date
from functools import cache
from typing import Protocol

ENGLISH = "en-GB"
# As many as one option of a command can offer. Each goes by the name it has for itself.
LANGUAGES = {
    ENGLISH: "English (UK)",
    "en-US": "English (US)",
    "ar": "العربية",
    "az": "Azərbaycan",
    "cs": "Čeština",
    "de": "Deutsch",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "hy": "Հայերեն",
    "it": "Italiano",
    "ja": "日本語",
    "ka": "ქართული",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt-BR": "Português (Brasil)",
    "ro": "Română",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
FROM_RIGHT = frozenset({"ar", "fa", "he"})
_SCRIPTS = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant"}
_SCRIPTS |= {"zh-HK": "zh-Hant", "zh-MO": "zh-Hant", "pt": "pt-BR", "pt-PT": "pt-BR"}
_DIGITS = {"arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}
_DAY_ALONE = re.compile(r"d+[^a-zA-Z]*")
_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def nearest(code: str) -> str:
    """The language that stands for a locale such as Discord's “zh-TW”; British English for others.

    Takes a code as it is typed or sent: “uk_UA” is “uk”.
    """
    code = code.strip().replace("_", "-")
    for candidate in (code, _SCRIPTS.get(code, ""), code.split("-")[0]):
        if candidate in LANGUAGES:
            return candidate
    return ENGLISH


class Months(Protocol):
    """How a language writes days, months and years."""

    @property
    def language(self) -> str:
        """Its code."""

    def day(self, on: date) -> str:
        """A civil day."""

    def month(self, of: date) -> str:
        """The month of a day, with its year."""

    def year(self, of: date) -> str:
        """The year of a day."""

    def days(self, first: date, last: date) -> str:
        """The days from the first to the last, which may be one."""


@cache
def months(language: str) -> Months:
    """How a language writes dates; British English for one that is not in LANGUAGES."""
    found = nearest(language)
    if found != language:
        return months(found)
    return British() if found == ENGLISH else ByLocaleData(found)


class British:
    """British English, which most servers read: without the locale data, which is slow to load."""

    language = ENGLISH

    def day(self, on: date) -> str:
        """“13 March 2025”."""
        return f"{on.day} {_MONTHS[on.month]} {on.year}"

    def month(self, of: date) -> str:
        """“March 2025”."""
        return f"{_MONTHS[of.month]} {of.year}"

    def year(self, of: date) -> str:
        """“2025”."""
        return str(of.year)

    def days(self, first: date, last: date) -> str:
        """“10–16 March 2025”."""
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        if first.year == last.year:
            return f"{first.day} {_MONTHS[first.month]} – {self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"


class ByLocaleData:
    """A language by its locale data.

    The data's own intervals abbreviate months in some languages and number them in others, so an
    interval is put together of whole dates wherever the language lets the year stand last.
    """

    def __init__(self, language: str) -> None:
        """Load a language's data, which takes some 20 ms, and the first one 70 ms."""
        from babel import Locale  # noqa: PLC0415 -- slow to load, and most servers need none of it

        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self._digits = _DIGITS.get(self._locale.default_numbering_system, {})
        self._long: str = self._locale.date_formats["long"].pattern
        self._month_day = self._skeleton("MMMMd")
        self._between: str = self._locale.interval_formats[None]
        self._intervals: dict[str, list[str]] = self._locale.interval_formats["yMMMd"]

    def _skeleton(self, fields: str) -> str:
        return str(self._locale.datetime_skeletons[fields].pattern)

    def _write(self, pattern: str, on: date) -> str:
        from babel.dates import parse_pattern  # noqa: PLC0415 -- as above

        written: str = parse_pattern(pattern).apply(on, self._locale)
        return written.translate(self._digits)

    def day(self, on: date) -> str:
        """A civil day."""
        return self._write(self._long, on)

    def month(self, of: date) -> str:
        """The month of a day, with its year."""
        return self._write(self._skeleton("yMMMM"), of)

    def year(self, of: date) -> str:
        """The year of a day."""
        return self._write(self._skeleton("y"), of)

    def days(self, first: date, last: date) -> str:
        """The days from the first to the last, which may be one."""
        if first == last:
            return self.day(first)
        differ = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        if self._long.startswith("y"):
            return self._as_given(differ, first, last)
        if differ == "d":
            return self._in_one_month(first, last)
        begins = self.day(first) if differ == "y" else self._write(self._month_day, first)
        return self._between.format(begins, self.day(last))

    def _as_given(self, differ: str, first: date, last: date) -> str:
        begin, end = (part.replace("MMM", "MMMM") for part in self._intervals[differ])
        return self._write(begin, first) + self._write(end, last)

    def _in_one_month(self, first: date, last: date) -> str:
        if self._long.startswith("M"):
            return self._as_given("d", first, last)
        begin = self._intervals["d"][0]
        if not _DAY_ALONE.fullmatch(begin):
            begin = "d–"
        return self._write(begin, first) + self.day(last)
