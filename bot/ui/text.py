"""What people typed, made fit to be shown: visible, on one line, and never Markdown or a ping."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

MAX_LINK = 512
MAX_LABEL = 80

# Marks that turn the reading direction of what follows them, and marks that show nothing at all.
_UNSEEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_LONE = re.compile("[\ud800-\udfff]")
# Every character that Discord gives a meaning to. `discord.utils.escape_markdown` leaves the second
# of two masked links alive, and bare addresses, timestamps and custom emoji.
_MARKS = re.compile(r"[\\*_~`|<\[\]]|:(?=//)|^(?:[-+>#]|\d+(?=[.)]))")
_PING = re.compile(r"@(?=everyone|here|[!&]?\d)")
_SLACK = 40
_IN_ADDRESS = "%/:?#!$&'*+,;=~"


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """The text as one line of visible characters, composed; not escaped yet."""
    if not text.isascii():
        text = _LONE.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return _SPACE.sub(" ", text).strip()


def _mark(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def escape(line: str) -> str:
    """One cleaned line that Discord shows letter by letter."""
    return _PING.sub("@\u200b", _MARKS.sub(_mark, line))


@lru_cache(maxsize=1024)
def safe(text: str) -> str:
    """What somebody typed, as Discord may show it; whole, so it may be long."""
    return escape(clean(text))


@lru_cache(maxsize=1024)
def name(text: str, limit: int = 80) -> str:
    """A name or title; beyond `limit` characters it ends in “…”."""
    line = clean(text)
    return safe(line) if len(line) <= limit else f"{escape(_cut(line, limit - 1))}…"


def label(text: str, limit: int = MAX_LABEL) -> str:
    """A name for a button or a choice, where Markdown means nothing; never empty."""
    return shorten(_PING.sub("@\u200b", clean(text)) or "?", limit)


def shorten(line: str, limit: int) -> str:
    """A cleaned line that is not escaped; beyond `limit` characters it ends in “…”."""
    return line if len(line) <= limit else f"{_cut(line, limit - 1)}…"


@lru_cache(maxsize=1024)
def fold(text: str, limit: int) -> tuple[str, int]:
    """The beginning of a text, escaped to about `limit` characters, and how many more there are.

    What is a quarter longer at most is shown whole: folding the last few words helps nobody.
    """
    return _folded(clean(text), limit)


def folds(text: str, limit: int) -> bool:
    """Whether `fold` would leave something out."""
    return fold(text, limit)[1] > 0


def _folded(line: str, limit: int) -> tuple[str, int]:
    most = limit + limit // 4
    shown = line if len(line) <= most else _cut(line, limit)
    written = escape(shown)
    while len(written) > most:
        shown = _cut(shown, len(shown) * limit // len(written))
        written = escape(shown)
    return written, len(line) - len(shown)


def pages(text: str, limit: int) -> Iterator[str]:
    """The whole text, escaped, in pieces of about `limit` characters."""
    line = clean(text)
    while line:
        written, left = _folded(line, limit)
        yield written
        line = line[len(line) - left :].lstrip() if left else ""


def _cut(line: str, limit: int) -> str:
    """The first `limit` characters at most, ending with a word where one ends near."""
    end = max(1, min(limit, len(line)))
    while 1 < end < len(line) and (
        unicodedata.combining(line[end]) or line[end] in "\u200c\u200d\ufe0f"
    ):
        end -= 1
    space = line.rfind(" ", max(1, end - _SLACK), end)
    return line[: space if space > 0 and end < len(line) else end].rstrip() or line[:end]


def hidden(count: int) -> str:
    """Say that a text goes on."""
    return f"… (folded: {count:,} more character{'s' if count != 1 else ''})" if count else ""


@lru_cache(maxsize=1024)
def target(url: str) -> str | None:
    """The address to link to, with what would end a Markdown link percent-encoded.

    None where it may not be linked: it is not https, holds spaces, or exceeds 512 characters.
    """
    if not url.startswith("https://") or _SPACE.search(url):
        return None
    try:
        written = quote(url, safe=_IN_ADDRESS)
    except UnicodeEncodeError:
        return None
    return written if len(written) <= MAX_LINK else None


def link(shown: str, url: str | None) -> str:
    """Words that open an address; an address that may not be linked stands as plain text."""
    if url is None:
        return shown
    address = target(url)
    return f"{shown} ({name(url, 120)})" if address is None else f"[{shown}]({address})"


def opened(sentence: str) -> str:
    """A clause of our own words as the beginning of a sentence."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: “1 source”, “3 sources”."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
