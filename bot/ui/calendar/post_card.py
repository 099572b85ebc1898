"""What the bot posts by itself: reminders and notices, and the desk's questions.

Each is read long after it was written, so it says nothing that becomes false by then. The first
button of each carries its marker, by which it is found again in a channel's history.
"""

from bot.domain.agenda import is_ahead
from bot.domain.occasions import is_active, lateness
from bot.domain.posts import PostKind
from bot.domain.records import Event
from bot.domain.rules import FollowKind
from bot.domain.vocabulary import EventStatus
from bot.domain.when import When
from bot.services.desk.report_items import AnswerContent
from bot.services.news.answers import FollowContent
from bot.services.posts.contents import (
    AfterContent,
    Content,
    DatesContent,
    EventContent,
    MirrorContent,
    TroubleContent,
)
from bot.services.posts.corrections import CorrectionContent
from bot.ui import parts
from bot.ui.calendar.after_card import after_card
from bot.ui.calendar.desk_cards import dates_card, trouble_card
from bot.ui.calendar.post_parts import marker, opens, spell
from bot.ui.calendar.words import dated, standing, taking_part
from bot.ui.card import Button, Card, Style, Text
from bot.ui.dates import awaited, day, full
from bot.ui.desk.report_cards import answer_card
from bot.ui.fit import fit
from bot.ui.news.follow_button import follow_button
from bot.ui.news.post_cards import news_post
from bot.ui.press import custom_id
from bot.ui.shows import shows
from bot.ui.text import fold, hidden, name

__all__ = ["marker", "mentions", "post_card"]

_PARTICIPANTS = 6
_REASON = 300
_SNOOZES = (("Snooze 10 min", 10), ("Snooze 1 hour", 60), ("Snooze 1 day", 1440))


def post_card(content: Content) -> Card:
    """A post as it is sent; raises ValueError for a mirrored event or a correction: no messages."""
    match content:
        case EventContent():
            return _event_post(content)
        case AfterContent():
            return after_card(content.answer, mark=marker(content.post))
        case DatesContent():
            return dates_card(content)
        case TroubleContent():
            return trouble_card(content)
        case MirrorContent() | CorrectionContent():
            raise ValueError("what is made of other messages or events is no message")
        case AnswerContent():
            return answer_card(content)
        case _:
            return news_post(content)


def mentions(content: Content) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The users and the roles that a post calls, by id; whatever else it names stays silent."""
    if isinstance(content, FollowContent):
        named = content.post.user_id if content.post.channel_id is not None else None
        return (() if named is None else (named,)), ()
    if not isinstance(content, EventContent):
        return (), ()
    post = content.post
    named = post.user_id is not None and post.channel_id is not None
    # Readers who want to be reminded are not called when the editors are asked something.
    calls = content.role_id is not None and post.kind is not PostKind.QUESTION
    return (
        (post.user_id,) if named and post.user_id is not None else (),
        (content.role_id,) if calls and content.role_id is not None else (),
    )


def _event_post(content: EventContent) -> Card:
    view = content.view
    event = view.event.record
    users, roles = mentions(content)
    called = " ".join((*(f"<@&{role}>" for role in roles), *(f"<@{user}>" for user in users)))
    asks = content.post.kind is PostKind.QUESTION
    told = (
        f"### {'Did it happen? ' if asks else ''}{name(event.title, 120)}\n{_said(content, event)}"
    )
    lines = (called, told, _late(content))
    facts = parts.small(
        name(event.place) if event.place else "place not recorded",
        parts.spoken(event.mode) if event.mode else "",
        taking_part(view, _PARTICIPANTS) or "no participants recorded",
        f"source: {parts.source_short(view.source)}",
    )
    blocks = (Text("\n".join(filter(None, lines))), Text(f"-# {facts}"))
    fitted = fit(blocks)
    return Card(
        blocks=fitted,
        buttons=_buttons(content, event),
        shows=shows(fitted, ((view.event, told),)),
    )


def _said(content: EventContent, event: Event) -> str:
    match content.post.kind:
        case PostKind.REMINDER:
            return _reminder(content, event)
        case PostKind.OPENS:
            return _opening(content, event)
        case PostKind.CLOSES:
            return (
                f"Its window has closed: it was {dated(event)}. Nothing is recorded of whether "
                "it took place."
            )
        case PostKind.MOVED:
            return _moved(content.before, event)
        case PostKind.CANCELLED:
            return _cancelled(content, event)
        case _:
            return f"{_was_due(event)} No outcome is recorded."


def _reminder(content: EventContent, event: Event) -> str:
    # The event alone decides what is said: a lead may have passed long since, or been snoozed.
    if content.now < event.when.lower:
        return f"It is {dated(event)}."
    if lateness(event.when.lower, content.now) is None:
        return f"By its recorded date it starts now: {dated(event)}."
    return f"{_was_due(event)} It is recorded as {parts.spoken(event.status)}, without an outcome."


def _was_due(event: Event) -> str:
    if event.when.has_clock_time:
        return f"It was due to start {awaited(event.when)}."
    return f"Its window has closed: it was {dated(event)}."


def _opening(content: EventContent, event: Event) -> str:
    if content.now < event.when.lower:
        return f"Its window opens on {day(event.when.first_day)}: {dated(event)}."
    if lateness(event.when.lower, content.now) is not None:
        return f"Its window is open, so it may take place: {dated(event)}."
    return f"From now on it may take place: {dated(event)}."


def _moved(before: When | None, event: Event) -> str:
    if before is None:
        return f"Its date has changed.\n**Now** {dated(event)}"
    if _dates(before) == _dates(event.when):
        return f"It stands again, at the date that it had: {dated(event)}."
    return f"Its date has changed.\n**Before** {full(before)}\n**Now** {dated(event)}"


def _dates(when: When) -> tuple[object, ...]:
    return when.lower, when.upper, when.precision


def _cancelled(content: EventContent, event: Event) -> str:
    if content.retracted:
        why, more = fold(content.view.event.version.reason or "", _REASON)
        return f"It was taken out of the record{f': {why}{hidden(more)}' if why else '.'}"
    no_date = " No new date is recorded." if event.status is EventStatus.POSTPONED else ""
    return f"It is {standing(event, full(event.when))}.{no_date}"


def _late(content: EventContent) -> str:
    if content.late is None or content.post.kind is PostKind.QUESTION:
        return ""
    noun = "reminder" if content.post.kind is PostKind.REMINDER else "notice"
    return f"This {noun} is {spell(content.late)} late."


def _buttons(content: EventContent, event: Event) -> tuple[Button, ...]:
    post, mark = content.post, marker(content.post)
    if post.kind is PostKind.QUESTION:
        return (
            Button(
                label="Held",
                press=custom_id("event-held", event.key, mark),
                style=Style.SUCCESS,
            ),
            Button(label="Not held", press=custom_id("event-nothold", event.key, mark)),
            Button(label="New date", press=custom_id("event-redate", event.key, mark)),
            opens(event.key, mark),
        )
    if post.user_id is None:
        return _public(content, event, mark)
    again = post.kind in {PostKind.REMINDER, PostKind.OPENS}
    return (
        *(
            Button(label=label, press=custom_id("snooze", post.id, minutes, mark))
            for label, minutes in (_SNOOZES if again else ())
        ),
        # In direct messages there is no server whose events could be looked up.
        *((opens(event.key, mark),) if post.channel_id is not None else ()),
        Button(label="Stop", press=custom_id("remind-stop", post.id, mark)),
    )


def _public(content: EventContent, event: Event, mark: str) -> tuple[Button, ...]:
    remind = Button(label="Remind me", press=custom_id("remind-me", event.key))
    ping = Button(label="Ping me: on/off", press=custom_id("ping-role"))
    wanted = is_active(event) and is_ahead(event, content.now) and not content.retracted
    return (
        opens(event.key, mark),
        *((remind,) if wanted else ()),
        *((ping,) if content.role_id is not None else ()),
        *(() if content.retracted else (follow_button(FollowKind.EVENT, event.key),)),
    )
