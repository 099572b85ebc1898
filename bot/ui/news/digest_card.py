"""Digests, and the desk's word that they live."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.rules import Digest, FollowKind
from bot.domain.vocabulary import IssueStatus
from bot.services.answers import EventView
from bot.services.news.answers import AliveContent, DigestContent, NewsAnswer, QuietDigest
from bot.ui import parts
from bot.ui.calendar.post_parts import marker, spell
from bot.ui.calendar.words import standing
from bot.ui.card import MAX_TEXT, Button, Card, Text
from bot.ui.dates import brief, moment
from bot.ui.fit import Listed, Part, fit
from bot.ui.news.follow_button import follow_button
from bot.ui.news.lines import ROOM, more_button, news_parts, shown_in
from bot.ui.news.window import MORE, Window
from bot.ui.press import custom_id
from bot.ui.shows import Told, news_told, shows
from bot.ui.text import name

DIGESTS = "digests"
ALL_ISSUES = "all issues"
_TITLE = 120
_SLACK = 100
# An act that no server will come to: all that is recorded by the time somebody presses.
_EVER = 36**9
_CLOSED = {
    IssueStatus.SETTLED: "This issue is settled: no new stances are recorded on it.",
    IssueStatus.RETIRED: "This issue is retired: no new stances are recorded on it.",
}


def digest_card(content: DigestContent) -> Card:
    """A digest as it is sent."""
    found = digest_parts(content.digest, content.answer, gone=content.gone, late=content.late)
    blocks = fit(found)
    news = news_told(content.answer.lines, (each for each in found if not _is_coming(each)))
    return Card(
        blocks=blocks,
        buttons=_buttons(content, shown_in_news(found)),
        shows=shows(blocks, (*news, *_coming_told(content))),
    )


def digest_parts(
    digest: Digest,
    answer: NewsAnswer,
    *,
    gone: bool = False,
    late: timedelta | None = None,
    room: int = MAX_TEXT,
) -> tuple[Part, ...]:
    """What a digest says, in at most `room` characters: what is new, then what comes next."""
    head = Text("\n".join(filter(None, _head(answer, gone=gone, late=late))))
    next_ = _coming(answer.coming, digest.language)
    taken = len(head.text) + sum(len(each.text(len(each.items))) for each in next_) + _SLACK
    news = news_parts(
        answer.lines,
        language=digest.language,
        limit=min(ROOM, room - taken),
        on=answer.issue is None,
    )
    return (head, *news, *next_)


def shown_in_news(found: tuple[Part, ...]) -> int:
    """How many lines of news the parts of a digest hold."""
    return shown_in([each for each in found if not _is_coming(each)])


def alive_card(content: AliveContent) -> Card:
    """The desk's weekly word of digests that had nothing to tell."""
    heading = (
        "### Digests that had nothing new\n"
        "-# They were left out, as they are set up to be. You are told so once a week."
    )
    quiet = Listed(
        head="",
        items=tuple(_quiet(each) for each in content.quiet),
        more="/setup digest shows all",
    )
    button = Button(label="Digests", press=custom_id(DIGESTS, marker(content.post)))
    return Card(blocks=fit((Text(heading), quiet)), buttons=(button,))


def about(answer: NewsAnswer) -> str:
    """The issue of a digest."""
    return name(answer.issue.title, _TITLE) if answer.issue else ALL_ISSUES


def _head(answer: NewsAnswer, *, gone: bool, late: timedelta | None) -> tuple[str, ...]:
    since = f"since {moment(answer.since)}" if answer.since else ""
    closed = _CLOSED.get(answer.issue.status, "") if answer.issue else ""
    return (
        f"## {about(answer)[:1].upper()}{about(answer)[1:]}",
        f"-# Digest: what is new {since}" if answer.count else f"Nothing new {since}.",
        f"This digest is {spell(late)} late." if late else "",
        "This issue was taken out of the record, so no more will come of it." if gone else closed,
    )


def _coming(views: tuple[EventView, ...], language: str) -> tuple[Listed, ...]:
    if not views:
        return ()
    return (Listed(head=_NEXT, items=tuple(_event(view, language) for view in views)),)


_NEXT = "### Next in the calendar"


def _coming_told(content: DigestContent) -> Iterator[Told]:
    for view in content.answer.coming:
        yield view.event, _event(view, content.digest.language)


def _is_coming(part: Part) -> bool:
    return isinstance(part, Listed) and part.head == _NEXT


def _event(view: EventView, language: str) -> str:
    event = view.event.record
    when = standing(event, brief(event.when, language))
    return f"- **{name(event.title, 80)}**: {when} · {parts.source_short(view.source)}"


def _buttons(content: DigestContent, shown: int) -> tuple[Button, ...]:
    """The first carries the marker; what the others lead to is looked up when they are pressed."""
    answer, mark = content.answer, marker(content.post)
    return (
        more_button(answer, mark, shown=shown) or _whole(answer, mark),
        *(_of_issue(answer.issue.key) if answer.issue and not content.gone else ()),
    )


def _whole(answer: NewsAnswer, mark: str) -> Button:
    told = Window.of(answer).at(0)
    if answer.count:
        return Button(label="Read in full", press=told.press(MORE, mark))
    later = Window(after=told.through, through=_EVER, issue=told.issue, since=told.until)
    return Button(label="What came since", press=later.press(MORE, mark))


def _of_issue(issue: str) -> tuple[Button, ...]:
    return (
        Button(label="Board", press=custom_id("board", None, issue)),
        follow_button(FollowKind.ISSUE, issue),
    )


def _quiet(each: QuietDigest) -> str:
    title = f"**{name(each.issue.title, 80)}**" if each.issue else ALL_ISSUES
    gone = ", which was taken out of the record" if each.gone else ""
    return (
        f"- <#{each.digest.channel_id}>, {title}{gone}: nothing new since {moment(each.told_at)}, "
        f"next {moment(each.next_at, 'F')}"
    )
