"""A person's own reminders: what was asked for, when it comes, and how to end it."""

from datetime import datetime

from bot.domain.leads import lead_words
from bot.domain.posts import Reason
from bot.domain.when import zone_named
from bot.services.calendar.reminders import (
    LeadsOffer,
    ReminderKept,
    RemindersAnswer,
    Snoozed,
    WishEnded,
)
from bot.services.calendar.wishes import Reminder
from bot.ui.calendar.post_parts import why
from bot.ui.calendar.words import dated
from bot.ui.card import Block, Button, Card, Row, Text
from bot.ui.dates import day
from bot.ui.fit import fit
from bot.ui.nav import Place, pager
from bot.ui.press import custom_id
from bot.ui.text import label, name

TURNS = "reminders"


def offer_card(offer: LeadsOffer) -> Card:
    """The usual times before an event, each as a button."""
    event = offer.event
    buttons = tuple(
        Button(
            label=label(offer.words(lead).capitalize()),
            press=custom_id("remind-set", event.key, int(lead.total_seconds()) // 60),
        )
        for lead in offer.leads
    )
    hour = "" if event.when.has_clock_time else "Counted from its hour, once that is recorded. "
    if hour and not offer.opened:
        hour = "Counted from the day it opens, and from its hour once that is recorded. "
    text = (
        f"### Remind you of {name(event.title, 120)}?\n{dated(event)}\n"
        f"-# {hour}In private. /remind takes any other time before it, and can tell you in a "
        "channel."
    )
    return Card(blocks=(Text(text),), buttons=buttons)


def kept_card(kept: ReminderKept) -> Card:
    """Say what will come, when by the clock, and how to end it."""
    reminder = kept.reminder
    event, wish = reminder.event, reminder.wish
    head = "This reminder stands already" if kept.repeated else "You will be reminded"
    title, moves = f"**{name(event.title, 120)}**", "It moves with the event."
    if reminder.awaits_hour:
        said = (title, *_of_window(reminder))
        moves = f"Recorded with less time left, it comes at once. {moves}"
    else:
        said = (
            f"{title}, {dated(event)}",
            f"It {_state(reminder)}",
            f"{reminder.before.capitalize()}, {_where(wish.channel_id)}",
        )
    lines = (f"### {head}", *said, f"-# {moves} End it here, or any time with /reminders.")
    end = Button(label="End it", press=custom_id("remind-end", wish.id))
    return Card(blocks=(Text("\n".join(lines)),), buttons=(end,))


def _of_window(reminder: Reminder) -> tuple[str, ...]:
    """What comes of an event whose hour is not known: before that hour, and before it opens."""
    event, wish = reminder.event, reminder.wish
    then = f"{lead_words(wish.lead)} before it" if wish.lead else "when it starts"
    said = (
        f"Its hour is not known yet: {dated(event)}. Once it is recorded, you are reminded {then}.",
        f"You are told {_where(wish.channel_id)}.",
    )
    if reminder.due_at is not None:
        before = "" if reminder.opened else f", {reminder.before}"
        return (*said, f"Until then, it comes {_coming(reminder, reminder.due_at)}{before}.")
    if reminder.failed is not None or reminder.sent_at is not None:
        return (*said, f"It {_state(reminder)}")
    if reminder.opened:
        return said
    return (*said, f"{reminder.before.capitalize()} has passed, so nothing comes before it opens.")


def reminders_card(answer: RemindersAnswer) -> Card:
    """One's own reminders in this server, each with a button that ends it."""
    ended = answer.ended
    said = f"Ended: the reminder of {name(ended.title, 120)}.\n" if ended else ""
    if answer.count:
        head = f"{said}### Your reminders here\n-# {answer.count:,} in all, next first"
    else:
        head = f"{said}You have no reminders here. /remind sets one; /events lists what is ahead."
    blocks: list[Block] = [Text(head)]
    for each in answer.rows:
        end = Button(label="End it", press=custom_id("remind-end", each.wish.id, answer.page))
        blocks += [Text(_line(each)), Row((end,))]
    ping = Button(label="Ping me: on/off", press=custom_id("ping-role"))
    return Card(
        blocks=fit(blocks),
        buttons=(
            *pager(TURNS, Place(page=answer.page), has_more=answer.has_more),
            *((ping,) if answer.role_id else ()),
        ),
    )


def ended_card(done: WishEnded) -> Card:
    """Say that a reminder will not come again."""
    of = f" of **{name(done.event.title, 120)}**" if done.event else ""
    if done.before:
        return Card(
            blocks=(Text(f"You ended this reminder{of} before. Nothing more comes of it."),)
        )
    return Card(
        blocks=(Text(f"Ended. This reminder{of} does not come again, also when the date moves."),),
    )


def snoozed_card(done: Snoozed) -> Card:
    """Say when a reminder comes again."""
    at = f"<t:{int(done.at.timestamp())}:t> (<t:{int(done.at.timestamp())}:R>)"
    return Card(blocks=(Text(f"Again at {at}: **{name(done.event.title, 120)}**."),))


def role_card(role_id: int, *, joined: bool) -> Card:
    """Say whether somebody is called by the server's reminders now."""
    text = (
        f"On: you have <@&{role_id}>, so this server’s reminders call you. Press again to turn it "
        "off."
        if joined
        else f"Off: you no longer have <@&{role_id}>, so this server’s reminders do not call you."
    )
    return Card(blocks=(Text(text),))


def _line(each: Reminder) -> str:
    event, wish = each.event, each.wish
    return (
        f"**{name(event.title)}**, {dated(event)}\n"
        f"{each.before.capitalize()}, {_where(wish.channel_id)}: {_state(each)}"
    )


def _state(each: Reminder) -> str:
    hour = "waits for its hour" if each.awaits_hour else ""
    if each.due_at is not None:
        return "; then ".join(filter(None, (f"comes {_coming(each, each.due_at)}", hour)))
    if each.failed is not None:
        return f"could not be sent: {why(each.failed)}. {_advice(each.failed)}".strip()
    if each.sent_at is not None:
        sent = f"<t:{int(each.sent_at.timestamp())}:R>"
        return f"came {sent}; {hour or 'it comes again should the date move'}"
    return hour or "waits: it comes once the event has a date to come before"


def _advice(reason: Reason) -> str:
    if reason is Reason.DM_CLOSED:
        return (
            "Allow direct messages from this server’s members in its privacy settings, or set it "
            "anew with /remind where:here."
        )
    return "Set it anew with /remind, in another place if need be."


def _coming(each: Reminder, at: datetime) -> str:
    """When it comes: by the clock, or, before a window, on which day."""
    when = each.event.when
    if when.has_clock_time or at != when.lower - each.wish.lead:
        return f"<t:{int(at.timestamp())}:F> (<t:{int(at.timestamp())}:R>)"
    return f"on {day(at.astimezone(zone_named(when.zone)).date())}"


def _where(channel_id: int | None) -> str:
    return f"in <#{channel_id}>" if channel_id else "in private"
