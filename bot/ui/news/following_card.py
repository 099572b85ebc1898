"""What one follows: how it could be followed, how it is, and all of it, each with a way to end it."""

from bot.domain.posts import Reason
from bot.domain.rules import DAILY_AT, Follow, FollowKind, Pace
from bot.services.news.answers import Followed
from bot.services.news.follow_wishes import (
    FollowingAnswer,
    FollowKept,
    FollowOffer,
    FollowStopped,
)
from bot.ui.card import Block, Button, Card, Row, Text
from bot.ui.dates import moment
from bot.ui.fit import fit
from bot.ui.nav import Place, pager
from bot.ui.press import custom_id
from bot.ui.text import name

TURNS = "following"
SET, END, AGAIN = "follow-set", "follow-end", "follow-again"
HERE, PRIVATE = "here", "private"
_TITLE = 120
_REACHES = {
    FollowKind.ACTOR: "what they say, what is said about them, and what those say who speak for "
    "them",
    FollowKind.ISSUE: "all that is recorded on it",
    FollowKind.EVENT: "what becomes of it, and what is said at it or about it",
}
_PACES = {Pace.AT_ONCE: "at once", Pace.DAILY: "daily"}
_SOON = {
    Pace.AT_ONCE: "At once; what comes within a few minutes after comes together.",
    Pace.DAILY: f"Daily at {DAILY_AT:%H:%M} by this server’s clock, when there is news.",
}
_ENDED = {
    Reason.DM_CLOSED: "Discord lets the bot send you no direct messages. Allow them from this "
    "server’s members in its privacy settings, then follow again",
    Reason.NO_ACCESS: "the bot may not post there. Ask an admin to allow it, then follow again",
    Reason.NO_CHANNEL: "the place is not there any more. Follow it elsewhere with /follow",
}
_WAYS = (
    ("At once, in private", Pace.AT_ONCE, PRIVATE),
    ("Daily, in private", Pace.DAILY, PRIVATE),
    ("At once, here", Pace.AT_ONCE, HERE),
    ("Daily, here", Pace.DAILY, HERE),
)


def offer_card(offer: FollowOffer) -> Card:
    """What one would be told, and the ways to be told it, each as a button."""
    held = "; ".join(way(each) for each in offer.held)
    small = (
        f"-# In private is by direct message. Daily is at {DAILY_AT:%H:%M} by this server’s clock, "
        "when there is news. /following ends it."
    )
    lines = (
        f"### Follow {name(offer.title, _TITLE)}?",
        f"You are told {_REACHES[offer.kind]}, from now on.",
        f"You follow it already: {held}." if held else "",
        small,
    )
    buttons = tuple(
        Button(label=words, press=custom_id(SET, offer.kind.value, offer.key, pace.value, where))
        for words, pace, where in _WAYS
    )
    return Card(blocks=fit((Text("\n".join(filter(None, lines))),)), buttons=buttons)


def kept_card(kept: FollowKept) -> Card:
    """Say what will be told, where and how soon, and how to end it."""
    follow, title = kept.followed.follow, name(kept.followed.title, _TITLE)
    head = f"You follow {title}"
    if kept.repeated:
        head = f"You follow {title} already"
    elif kept.before is not None:
        head = f"You follow {title} {_PACES[follow.pace]} now, no longer {_PACES[kept.before]}"
    lines = (
        f"### {head}",
        f"You are told {_REACHES[follow.kind]}: {_where(follow)}.",
        _SOON[follow.pace],
        "-# End it here, in each message that comes of it, or with /following.",
    )
    end = Button(label="Stop following", press=custom_id(END, follow.id))
    return Card(blocks=fit((Text("\n".join(lines)),)), buttons=(end,))


def following_card(answer: FollowingAnswer) -> Card:
    """All that one follows in this server, each with a button that ends it."""
    titles = "; ".join(dict.fromkeys(name(each.title) for each in answer.stopped))
    said = f"You no longer follow {titles}.\n" if titles else ""
    ended = answer.count - answer.active
    if answer.count:
        counted = f"{answer.active:,} in all{f', and {ended:,} that ended' if ended else ''}"
        head = f"{said}### You follow here\n-# {counted}"
    else:
        head = f"{said}You follow nothing here. /follow begins, as does Follow on any card."
    blocks: list[Block] = [Text(head)]
    for each in answer.rows:
        blocks += [Text(_line(each)), Row(tuple(_buttons(each, answer.page)))]
    return Card(
        blocks=fit(blocks),
        buttons=pager(TURNS, Place(page=answer.page), has_more=answer.has_more),
    )


def stopped_card(done: FollowStopped) -> Card:
    """Say that nothing more comes of a follow."""
    if done.followed is None:
        return Card(blocks=(Text("You ended this before. Nothing more comes of it."),))
    title = name(done.followed.title, _TITLE)
    return Card(blocks=(Text(f"You no longer follow **{title}**. Nothing more comes of it."),))


def way(follow: Follow) -> str:
    """How soon and where one is told: “daily, in private”."""
    return f"{_PACES[follow.pace]}, {_where(follow)}"


def _where(follow: Follow) -> str:
    return f"in <#{follow.channel_id}>" if follow.channel_id else "in private"


def _line(each: Followed) -> str:
    follow = each.follow
    kind = "" if not each.gone else ", taken out of the record"
    lines = [f"**{name(each.title)}** ({follow.kind.value}{kind})", _state(follow)]
    return "\n".join(lines)


def _state(follow: Follow) -> str:
    told = way(follow)
    if follow.ended_at is None:
        return f"-# {told} · since {moment(follow.made_at)}"
    why = _ENDED.get(follow.ended or Reason.GAVE_UP, "it could not be sent. Follow again")
    return f"-# {told} · ended {moment(follow.ended_at)}: {why}."


def _buttons(each: Followed, page: int) -> list[Button]:
    follow = each.follow
    if follow.ended_at is None:
        return [Button(label="Stop following", press=custom_id(END, follow.id, page))]
    again = Button(
        label="Follow again",
        press=custom_id(AGAIN, follow.id, page, follow.channel_id),
    )
    gone = Button(label="Take off the list", press=custom_id(END, follow.id, page))
    return [gone] if each.gone else [again, gone]
