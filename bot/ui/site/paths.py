"""Where things are found on a site: file names that any key can have, and links between pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2s
from urllib.parse import urlsplit

from bot.domain.records import Issue
from bot.domain.when import When

HOME = "index.html"
ACTORS = "actors/index.html"
EVENTS = "events/index.html"
SOURCES = "sources/index.html"
METHOD = "method/index.html"
CORRECTIONS = "corrections/index.html"
ABOUT = "about/index.html"
FEED = "feed.atom"
STYLE = "style.css"

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
# Some systems open a device by these names, whatever the folder.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def segment(key: str) -> str:
    """A key as a file's or a folder's name, and as an address; two keys never share one.

    A key as keys should be stays itself. Any other is spelled with “~”, which no key may hold.
    """
    if _PLAIN.fullmatch(key) and key not in _DEVICES:
        return key
    digest = blake2s(key.encode(errors="surrogatepass"), digest_size=8).hexdigest()
    letters = re.sub(r"[^a-z0-9]+", "-", key.lower())[:20].strip("-")
    return f"{letters or 'key'}~{digest}"


def anchor(key: str) -> str:
    """Where a record stands on its page."""
    return f"r-{segment(key)}"


def board(issue: str) -> str:
    """The page of an issue."""
    return f"issue/{segment(issue)}/index.html"


def conditions(issue: str) -> str:
    """The page of an issue's conditions."""
    return f"issue/{segment(issue)}/conditions/index.html"


def timeline(issue: str) -> str:
    """The newest page of an issue's timeline."""
    return f"issue/{segment(issue)}/timeline/index.html"


def issue_feed(issue: str) -> str:
    """The feed of an issue."""
    return f"issue/{segment(issue)}/feed.atom"


def issue_pages(issue: Issue) -> tuple[tuple[str, str], ...]:
    """The pages of an issue, each with its label."""
    return (
        (board(issue.key), "Board"),
        (timeline(issue.key), "Timeline"),
        (conditions(issue.key), "Conditions"),
    )


def actor(key: str) -> str:
    """The page of an actor."""
    return f"actor/{segment(key)}/index.html"


def source(key: str) -> str:
    """The page of a source."""
    return f"source/{segment(key)}/index.html"


def words(key: str) -> str:
    """The page of a record's whole words."""
    return f"words/{segment(key)}/index.html"


def numbered(first: str, number: int) -> str:
    """A further page beside the first; the first one is number 1."""
    return first if number == 1 else f"{first.removesuffix('index.html')}page-{number}.html"


def month_of(when: When) -> str:
    """The part of a timeline that a date belongs to, such as `2025-03`, by its first day."""
    return f"{when.first_day:%Y-%m}" if when.first_day.year > 1 else "undated"


def year_of(when: When) -> str:
    """The part of the calendar that a date belongs to, such as `2025`, by its first day."""
    return f"{when.first_day:%Y}" if when.first_day.year > 1 else "undated"


def root_of(path: str) -> str:
    """The way from a page back to the site's root: empty, or `../` as often as needed."""
    return "../" * path.count("/")


@dataclass(slots=True)
class Places:
    """Where each record stands: a path, maybe with an anchor. What has no place is not linked."""

    of: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, keys: Iterable[str], *, anchored: bool = True) -> None:
        """Note that these records stand on a page."""
        for key in keys:
            self.of[key] = f"{path}#{anchor(key)}" if anchored else path


def web_address(url: str | None) -> str | None:
    """The address to link to; None where it may not be linked, such as one that is not https."""
    if url is None or not url.startswith("https://") or re.search(r"[\s\x00-\x1f\x7f-\x9f]", url):
        return None
    try:
        parts = urlsplit(url)
        url.encode()
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if usable else None
