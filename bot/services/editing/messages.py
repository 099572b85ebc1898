"""A message that somebody wrote, in plain values, and the words, link and source that it gives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from bot.domain.names import normal
from bot.domain.phrases.refusals import absolute
from bot.domain.when import instant
from bot.errors import InvalidInputError
from bot.services.editing.desk import MAX_SOURCE
from bot.services.editing.reading import link, publisher_and_title

_MAX_PUBLISHER = 100
# Where Discord and others keep files and invitations: none is an article.
_NO_ARTICLE = re.compile(
    r"(?:^|\.)(?:discord(?:app)?\.(?:com|net|gg)|discord\.gg|tenor\.com|giphy\.com)$"
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id", re.IGNORECASE)
# A sentence in a script without blanks, a mark that shows nothing, or the next of several Markdown
# links ends an address.
_LINK = re.compile(
    r"https?://(?:(?!\]\(|\)\W{0,3}\[)"
    r"[^\s<>|`«»“”„。，、；：！？（）【】「」『』《》،؛؟\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])+",
    re.IGNORECASE,
)
_TAIL = ".,;:!?'\"’)]}…*~"
_DASHES = re.compile(r"\s+[—–-]\s+")
_ESCAPED = re.compile(r"\\([\\*_~`|<>\[\]()#:.@!+-])")
# Letters of no script stand for escaped marks meanwhile.
_AWAY = 0xF0000
_BACK = re.compile("[\U000f0000-\U000f00ff]")
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"```(?:[a-z0-9+-]+\n)?\n?(.*?)\n?```", re.DOTALL | re.IGNORECASE), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\(<?https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*>?\)"), r"\1"),
    (re.compile(r"<https?://[^\s<>]+>"), ""),
    (re.compile(r"<a?(:\w+:)\d+>"), r"\1"),
    (re.compile(r"<(/[\w -]+):\d+>"), r"\1"),
    (re.compile(r"^(?:>>> |> |#{1,3} |-# )+", re.MULTILINE), ""),
    (re.compile(r"\|\|(.+?)\|\|", re.DOTALL), r"\1"),
    (re.compile(r"~~(.+?)~~", re.DOTALL), r"\1"),
    (re.compile(r"\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*", re.DOTALL), r"\1"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
)
_MENTION = re.compile(r"<(@[!&]?|#)(\d{1,20})>")
_UNKNOWN = {"@": "@somebody", "@!": "@somebody", "@&": "@a role", "#": "#a channel"}
_TIME = re.compile(r"<t:(\d{1,11})(?::[tTdDfFR])?>")


class Without(StrEnum):
    """What a message without any words is."""

    POLL = "poll"
    IMAGE = "image"
    FILE = "file"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What Discord, or a program, shows below a message about a page."""

    title: str = ""
    text: str = ""
    url: str = ""
    publisher: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of a server's channel; `author` is a person or a webhook, by the name it shows.

    `link` is its own address, `sent_at` aware UTC; of a forwarded one, when the original was sent.
    `called` gives the names of whom and what it mentions, by Discord's ids.
    """

    text: str
    link: str
    author: str
    channel: str
    server: str
    sent_at: datetime
    previews: tuple[Preview, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    is_forwarded: bool = False
    without: Without = Without.NOTHING


def quotation(message: Message, zone: str) -> str:
    """The words of a message without links and Markdown; of its first preview where it has none."""
    said = without_marks(message.text, message.called, zone)
    if normal(said):
        return said
    texts = (text for each in message.previews for text in (each.text, each.title))
    return next((words for text in texts if (words := without_marks(text, {}, zone))), "")


def without_marks(text: str, called: Mapping[str, str], zone: str) -> str:
    """A text as it is read: what is no Markdown, no link and no mention stays letter by letter."""
    text = _BACK.sub("", text)
    text = _ESCAPED.sub(lambda found: chr(_AWAY + ord(found[1])), text)
    text = _MENTION.sub(lambda found: _mention(found, called), text)
    text = _TIME.sub(lambda found: _time(int(found[1]), zone), text)
    for marks, kept in _MARKS:
        text = marks.sub(kept, text)
    text = _LINK.sub(lambda found: found[0][len(_address(found[0])) :], text)
    text = _BACK.sub(lambda found: chr(ord(found[0]) - _AWAY), text)
    lines = (re.sub(r"[ \t]{2,}", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _mention(found: re.Match[str], called: Mapping[str, str]) -> str:
    name = called.get(found[2])
    return f"{found[1][0]}{name}" if name else _UNKNOWN[found[1]]


def _time(seconds: int, zone: str) -> str:
    try:
        return absolute(instant(datetime.fromtimestamp(seconds, UTC), zone=zone))
    except (ValueError, OverflowError, OSError):
        return ""


def articles(message: Message) -> Iterator[str]:
    """The https addresses of pages that a message links, the first one first."""
    found = [_address(each) for each in _LINK.findall(message.text)]
    for url in (*found, *(each.url for each in message.previews)):
        try:
            known = link(plain_link(url))
        except (InvalidInputError, ValueError):
            continue
        if known and not _NO_ARTICLE.search(host_of(known)):
            yield known


def _address(typed: str) -> str:
    """An address without the marks of the sentence that it stands in."""
    url = typed.rstrip(_TAIL)
    # A closing bracket belongs to the address that opened it.
    return (
        f"{url})" if typed[len(url) :].startswith(")") and url.count("(") > url.count(")") else url
    )


def plain_link(url: str) -> str:
    """An address without what only tells where somebody came from; other letters encoded."""
    parts = urlsplit(url.strip())
    kept = [
        (name, text)
        for name, text in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    is_tracked = len(kept) != len(parse_qsl(parts.query, keep_blank_values=True))
    query = urlencode(kept) if is_tracked else parts.query
    safe = "%/:?#[]@!$&'()*+,;=~-._"
    return quote(urlunsplit(parts._replace(query=query)), safe=safe)


def host_of(url: str) -> str:
    """The site of an address, without “www.”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def source_of(message: Message, url: str, known: Mapping[str, str]) -> str:
    """The publisher and the title of an article, “publisher — title”, as far as is known.

    `known` gives the publishers that the server has named before, by their site.
    """
    shown = next((each for each in message.previews if same_page(each.url, url)), Preview())
    named = known.get(host_of(url)) or shown.publisher or publisher_and_title("", url)[0]
    return _line(named, shown.title)


def same_page(one: str, other: str) -> bool:
    """Whether an address leads to the page of a plain one."""
    try:
        return bool(one) and plain_link(one).rstrip("/") == other.rstrip("/")
    except ValueError:
        return False


def source_itself(message: Message) -> str:
    """The message as a source: who wrote it, and where."""
    author = "Forwarded message" if message.is_forwarded else message.author
    return _line(author or "Message", f"message in #{message.channel}, {message.server}")


def _line(publisher: str, title: str) -> str:
    name = _DASHES.sub(", ", " ".join(publisher.split()))[:_MAX_PUBLISHER].strip()
    rest = " ".join(without_marks(title, {}, "UTC").split())
    # The dash between the two is not counted.
    room = MAX_SOURCE - len(name)
    return f"{name} — {rest[:room].strip()}" if rest else name
