"""The answer of `/changes`, and of “and n more”: what was recorded, one page of it."""

from collections.abc import Iterator

from bot.domain.rules import FollowKind
from bot.services.answers import EventView
from bot.services.news.answers import NewsAnswer
from bot.ui.calendar.words import dated, event_menu
from bot.ui.card import Button, Card, Rule, Text
from bot.ui.dates import moment
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, turns
from bot.ui.news.follow_button import follow_button
from bot.ui.news.lines import news_parts, whole_words
from bot.ui.news.window import MORE, Window
from bot.ui.shows import news_told, shows
from bot.ui.text import name, plural

_TITLE = 120
_SHORT_TITLE = 60
_TITLES = 3
_ROOM = 2900


def changes_card(answer: NewsAnswer) -> Card:
    """One page of the news, whole; on the first also what comes next."""
    news = _news(answer)
    blocks = fit((Text("\n".join(_heading(answer))), Rule(), *news, *_next(answer)))
    return Card(
        blocks=blocks,
        shows=shows(blocks, news_told(answer.lines, news)),
        buttons=(
            *_pager(answer),
            *whole_words(answer.lines, answer.asked),
            *((follow_button(FollowKind.ISSUE, answer.issue.key),) if answer.issue else ()),
        ),
        menu=event_menu(Place.of(answer.asked), [each.event.record for each in _ahead(answer)]),
    )


def _heading(answer: NewsAnswer) -> Iterator[str]:
    yield f"## Changes: {name(answer.issue.title, _TITLE)}" if answer.issue else "## Changes"
    edges = [
        f"since {moment(answer.since)}" if answer.since else "",
        f"up to {moment(answer.until)}"
        if answer.until and (answer.asked.at > answer.until or answer.since is None)
        else "",
    ]
    if any(edges):
        yield f"Recorded {' '.join(filter(None, edges))}"
    small = f"{plural(answer.count, 'entry', 'entries')}, the weightiest first"
    on = "" if answer.issue else f"On {_issues(answer)} · "
    yield f"-# {on}{small} · page {answer.page + 1}"


def _issues(answer: NewsAnswer) -> str:
    """Every issue that there is, by title; the first of many."""
    titles = [name(each.title, _SHORT_TITLE) for each in answer.issues]
    if not titles:
        return "every issue"
    others = len(titles) - _TITLES
    listed = "; ".join(titles[:_TITLES]) + (f"; and {others:,} more" if others > 0 else "")
    return f"every issue: {listed}" if len(titles) > 1 else listed


def _news(answer: NewsAnswer) -> tuple[Part, ...]:
    if not answer.lines:
        return (Text(_nothing(answer)),)
    # On a server of one issue, the heading names it already.
    several = answer.issue is None and len(answer.issues) != 1
    return news_parts(answer.lines, limit=_ROOM, on=several, every=True)


def _nothing(answer: NewsAnswer) -> str:
    if answer.count:
        return "Nothing further is recorded."
    on = " on this issue" if answer.issue else ""
    return (
        f"Nothing was recorded{on} in that time. Ask for an earlier day, such as /changes "
        "since:14 March, or see /board for where everybody stands."
    )


def _next(answer: NewsAnswer) -> tuple[Part, ...]:
    events = [each.event.record for each in _ahead(answer)]
    if not events:
        return ()
    items = tuple(f"- **{name(each.title, _TITLE)}**, {dated(each)}" for each in events)
    return Rule(), Listed(head="### What comes next", items=items)


def _ahead(answer: NewsAnswer) -> tuple[EventView, ...]:
    return () if answer.page else answer.coming


def _pager(answer: NewsAnswer) -> tuple[Button, ...]:
    if not answer.page and not answer.has_more:
        return ()
    here, (back, on) = Window.of(answer), turns(MORE)
    # Two buttons of one message may not share an id, so the idle one leads nowhere else.
    return (
        Button(
            label="‹ Previous page",
            press=here.at(answer.page - 1).press(back),
            disabled=not answer.page,
        ),
        Button(
            label="Next page ›",
            press=here.at(answer.page + 1).press(on),
            disabled=not answer.has_more,
        ),
    )
