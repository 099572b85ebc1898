"""What posts and the log about them have in common: the marker, and posts in words."""

from datetime import timedelta

from bot.domain.leads import lead_words
from bot.domain.posts import Post, PostKind, Reason
from bot.ui.card import Button
from bot.ui.press import custom_id
from bot.ui.text import fold, hidden

_DETAIL = 300
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_KINDS = {
    PostKind.REMINDER: "reminder",
    PostKind.OPENS: "notice that its window opens",
    PostKind.CLOSES: "notice that its window has closed",
    PostKind.MOVED: "notice of its new date",
    PostKind.CANCELLED: "notice that it was called off",
    PostKind.QUESTION: "question whether it happened",
    PostKind.AFTER: "question what was said after it",
    PostKind.DATES: "daily list of events without a date",
    PostKind.TROUBLE: "word of what could not be sent",
    PostKind.MIRROR: "entry in Discord’s own events",
    PostKind.DIGEST: "digest",
    PostKind.ALERT: "alert that a stance changed",
    PostKind.FOLLOW: "news of what somebody follows",
    PostKind.ALIVE: "weekly word that digests live",
    PostKind.CORRECTION: "correction of an earlier message",
    PostKind.ANSWER: "answer to a report",
}
_WHY = {
    Reason.MOVED: "the event was given another date before",
    Reason.CANCELLED: "the event was called off or taken out of the record before",
    Reason.OVER: "the event was over before",
    Reason.SETTINGS: "the settings were changed before",
    Reason.UNWANTED: "the one who asked for it did not want it any more",
    Reason.REPLACED: "another post said the same, or something newer",
    Reason.NOTHING_NEW: "nothing was new",
    Reason.TOO_LATE: "it would have come too late to be of use",
    Reason.NO_ACCESS: "the bot has no permission to post there",
    Reason.NO_CHANNEL: "the channel is not there any more",
    Reason.DM_CLOSED: "Discord lets the bot send this person no direct messages",
    Reason.REFUSED: "Discord refused it",
    Reason.GAVE_UP: "Discord did not take it, however often it was tried",
    Reason.GONE: "the message is not there any more",
}

_COMMANDS = {
    PostKind.QUESTION: "desk",
    PostKind.AFTER: "desk",
    PostKind.DATES: "desk",
    PostKind.TROUBLE: "desk",
    PostKind.ALIVE: "desk",
    PostKind.DIGEST: "digest",
    PostKind.ALERT: "alerts",
}
_ELSEWHERE = "Whoever asked for it can ask for it elsewhere with /remind."
_FOLLOWED = "Whoever follows it is told so by /following, and can follow it elsewhere."


def marker(post: Post) -> str:
    """What marks a post's message: the last argument of a button's custom id."""
    return f"~{post.token}"


def what(kind: PostKind) -> str:
    """What a post is, in words: “reminder”."""
    return _KINDS[kind]


def where(post: Post) -> str:
    """The place of a post; whose personal reminder it is stays between them and the bot."""
    if post.channel_id is None:
        return "Discord’s own events" if post.user_id is None else "a direct message"
    return f"<#{post.channel_id}>"


def why(reason: Reason) -> str:
    """Why a post was not sent, as half a sentence."""
    return _WHY[reason]


def advice(post: Post, reason: Reason) -> str:
    """What somebody can do about a post that failed; empty where nothing helps."""
    elsewhere = _FOLLOWED if post.kind is PostKind.FOLLOW else _ELSEWHERE
    match reason:
        case Reason.NO_ACCESS if post.kind is PostKind.MIRROR:
            return "Let the bot create and manage events, then try again."
        case Reason.NO_ACCESS | Reason.DM_CLOSED if post.channel_id is None:
            return f"They can allow direct messages in this server. {elsewhere}"
        case Reason.NO_ACCESS:
            let = f"Let the bot view {where(post)} and send messages there"
            return f"{let}. {elsewhere}" if post.user_id else f"{let}, or {_choose(post)}."
        case Reason.NO_CHANNEL:
            return elsewhere if post.user_id else f"{_choose(post).capitalize()}."
        case Reason.REFUSED | Reason.GAVE_UP:
            return "Try again when what Discord says is mended."
        case _:
            return ""


def _choose(post: Post) -> str:
    return f"choose another channel with /setup {_COMMANDS.get(post.kind, 'reminders')}"


def quoted_detail(detail: str | None) -> str:
    """What Discord itself said, as a quotation; empty when it said nothing."""
    if not detail or not detail.strip():
        return ""
    written, more = fold(detail, _DETAIL)
    return f"Discord’s own words: “{written}{hidden(more)}”"


def again(post: Post, mark: str | None = None) -> Button:
    """The button that owes a failed post again."""
    marked = (mark,) if mark else ()
    return Button(label="Try again", press=custom_id("post-again", post.id, *marked))


def opens(event: str, mark: str | None = None) -> Button:
    """The button that shows an event's card; the marker stands behind all that leads there."""
    marked = (None, None, None, None, None, mark) if mark else ()
    return Button(label="Event", press=custom_id("event", event, *marked))


def spell(late: timedelta) -> str:
    """A stretch of time in round words: minutes below two hours, hours below two days."""
    unit = _MINUTE if late < 2 * _HOUR else _HOUR if late < 2 * _DAY else _DAY
    return lead_words(late - late % unit)
