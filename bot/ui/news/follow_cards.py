"""What one person is told of what they follow, and all of what a post told in short."""

from collections.abc import Iterator, Sequence

from bot.domain.rules import Pace
from bot.services.news.answers import FollowContent, Followed
from bot.services.news.follow_wishes import FollowNews
from bot.ui.calendar.post_parts import marker, spell
from bot.ui.card import Button, Card, Link, Rule, Text
from bot.ui.fit import fit
from bot.ui.nav import turns
from bot.ui.news.lines import news_parts, shown_in
from bot.ui.press import custom_id
from bot.ui.shows import news_told, shows
from bot.ui.text import label, name, plural

MORE = "follow-all"
STOP = "follow-stop"
_STOPS = 3
_TITLES = 4
_TITLE = 60
_ROOM = 3000
_SERVER = "https://discord.com/channels/{}"


def follow_card(content: FollowContent) -> Card:
    """What is new, by what of it is followed, with a button that ends each follow."""
    post, answer = content.post, content.answer
    called = "" if post.channel_id is None else f"<@{post.user_id}>"
    daily = post.subject == Pace.DAILY
    head = "### The day’s news of what you follow" if daily else "### News of what you follow"
    late = f"This message is {spell(content.late)} late." if content.late is not None else ""
    lines = (called, head, f"-# You follow {_titles(content.followed)}", late)
    news = news_parts(answer.lines, limit=_ROOM)
    left = answer.count - shown_in(news)
    buttons: tuple[Button | Link, ...] = (*_stops(content), *_more(content, left))
    if post.channel_id is None:
        # A direct message does not say of which server it speaks.
        buttons += (Link(label="Open the server", url=_SERVER.format(post.guild_id)),)
    blocks = fit((Text("\n".join(filter(None, lines))), *news))
    told = news_told(answer.lines, news)
    return Card(blocks=blocks, buttons=buttons, shows=shows(blocks, told))


def _titles(followed: Sequence[Followed]) -> str:
    titles = list(dict.fromkeys(name(each.title, _TITLE) for each in followed))
    more = f" and {len(titles) - _TITLES:,} more of this" if len(titles) > _TITLES else ""
    return "; ".join(titles[:_TITLES]) + more


def _stops(content: FollowContent) -> Iterator[Button]:
    for each in content.followed[:_STOPS]:
        press = custom_id(STOP, content.post.id, each.follow.id, marker(content.post))
        yield Button(label=label(f"Stop following {label(each.title, _TITLE)}"), press=press)


def _more(content: FollowContent, left: int) -> Iterator[Button]:
    if left > 0:
        press = custom_id(MORE, content.post.id, content.answer.after)
        yield Button(label=f"and {left:,} more", press=press)


def follow_news_card(found: FollowNews) -> Card:
    """One page of all that a post told, for its reader alone."""
    answer = found.answer
    head = (
        f"### News of what you follow\n-# {plural(answer.count, 'entry', 'entries')}, the "
        f"weightiest first · page {answer.page + 1}"
    )
    news = news_parts(answer.lines, limit=_ROOM, every=True)
    nothing = () if news else (Text("Nothing further was recorded."),)
    return Card(
        blocks=fit((Text(head), Rule(), *news, *nothing)),
        buttons=tuple(_pager(found)),
    )


def _pager(found: FollowNews) -> Iterator[Button]:
    answer, (back, on) = found.answer, turns(MORE)
    if not answer.page and not answer.has_more:
        return
    for verb, words, page, idle in (
        (back, "‹ Previous page", max(answer.page - 1, 0), not answer.page),
        (on, "Next page ›", answer.page + 1, not answer.has_more),
    ):
        press = custom_id(verb, found.post.id, answer.after, page)
        yield Button(label=words, press=press, disabled=idle)
