"""How a server is reminded of events, what is missing for it, and what was changed, with Undo."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.leads import lead_words
from bot.domain.reminding import CalendarSettings, EventReminder
from bot.services.calendar.settings import CalendarChanged, CalendarShown, EventRemindersSet
from bot.ui.calendar.post_parts import why
from bot.ui.calendar.words import dated
from bot.ui.card import Card, Text
from bot.ui.dates import day
from bot.ui.fit import Listed, fit
from bot.ui.nav import undo_button
from bot.ui.text import name

_LABELS = ("Channel", "Before", "Role", "Editors’ desk", "Discord’s own events")


def leads_words(leads: Sequence[timedelta]) -> str:
    """Times before an event, in words: “24 hours, 1 hour, at the start”."""
    return ", ".join(map(lead_words, leads)) or "none: nobody is reminded in public"


def shown_card(found: CalendarShown, notes: Sequence[str]) -> Card:
    """All settings, what each is for where it is missing, and the events that differ."""
    settings = found.settings
    rows = zip(_LABELS, _values(settings), _missing(settings), strict=True)
    lines = [f"**{label}:** {value}{missing}" for label, value, missing in rows]
    broken = [
        f"Nothing is sent to <#{channel}> now: {why(reason)}. Name it again when that is mended."
        for channel, reason in found.broken
    ]
    own = Listed(
        head="**Events with times or a channel of their own**",
        items=tuple(f"- {name(event.title)}: {_own(each)}" for event, each in found.own),
        more="/admin event reminders shows each",
    )
    return Card(
        blocks=fit(
            (
                Text("### How this server is reminded of events\n" + "\n".join(lines)),
                *_noted([*broken, *notes]),
                own,
                Text(
                    "-# An event that is known by its days only is announced when these begin and "
                    "when they are over.",
                ),
            ),
        ),
    )


def changed_card(done: CalendarChanged, notes: Sequence[str]) -> Card:
    """What is set now and was before, with a button that sets it back."""
    before, after = done.before, done.after
    changes = [
        f"**{label}:** {now} (before: {was})"
        for label, now, was in zip(_LABELS, _values(after), _values(before), strict=True)
        if now != was
    ]
    if not changes:
        return Card(blocks=(Text("It was set so already."), *_noted(notes)))
    still = [f"{missing[3:].capitalize()}." for missing in _missing(after)[:1] if missing]
    text = Text("\n".join(("### Set", *changes)))
    return Card(blocks=fit((text, *_noted([*still, *notes]))), buttons=(undo_button(done.seq),))


def event_reminders_card(done: EventRemindersSet, notes: Sequence[str] = ()) -> Card:
    """What one event has of its own, and when that makes it come."""
    after, before = done.after, done.before
    usual = done.settings
    channel = after.channel_id or usual.channel_id
    leads = usual.leads if after.leads is None else after.leads
    lines = (
        f"### Reminders of {name(done.event.title, 120)}",
        f"-# {dated(done.event)}",
        f"**Channel:** {_channel(channel)}{_whose(after.channel_id)}",
        f"**Before:** {leads_words(leads)}{_whose(after.leads)}",
        f"**Comes:** {_coming(done)}",
        "" if after == before else f"-# Before this change: {_own(before)}.",
    )
    missing = () if channel else ("Choose a channel with /setup reminders.",)
    return Card(
        blocks=fit((Text("\n".join(filter(None, lines))), *_noted([*missing, *notes]))),
        buttons=(undo_button(done.seq),) if after != before else (),
    )


def _coming(done: EventRemindersSet) -> str:
    if not done.coming:
        return "nothing in public"
    if done.event.when.has_clock_time:
        return ", ".join(f"<t:{int(at.timestamp())}:F>" for at in done.coming)
    # A window has days, and no clock time is made up for it.
    when, last = done.event.when, done.event.when.last_day
    days = [
        f"when it opens, on {day(when.first_day)}" if at <= when.lower else "" for at in done.coming
    ]
    closes = f"when it has closed, after {day(last)}" if last else ""
    return ", ".join(filter(None, (*days, closes))) or "nothing in public"


def _values(settings: CalendarSettings) -> tuple[str, ...]:
    return (
        _channel(settings.channel_id),
        leads_words(settings.leads),
        f"<@&{settings.role_id}>" if settings.role_id else "none",
        _channel(settings.desk_id),
        "shown there" if settings.mirror else "not shown there",
    )


def _missing(settings: CalendarSettings) -> tuple[str, ...]:
    """What each setting that is missing would do, in the order of the labels."""
    return (
        ""
        if settings.channel_id
        else " — nobody is reminded in public until /setup reminders names a channel",
        "",
        "" if settings.role_id else " — nobody is called; readers may use /remind for themselves",
        ""
        if settings.desk_id
        else " — the editors are neither asked what came of an event nor told what could not be "
        "sent; /setup desk names a channel",
        "" if settings.mirror else " — /setup mirror changes that",
    )


def _own(each: EventReminder) -> str:
    parts = (
        _channel(each.channel_id) if each.channel_id else "",
        leads_words(each.leads) if each.leads is not None else "",
    )
    return "; ".join(filter(None, parts)) or "as the server has them"


def _whose(own: object) -> str:
    return " (the server’s)" if own is None else " (its own)"


def _channel(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else "none"


def _noted(notes: Sequence[str]) -> tuple[Text, ...]:
    return (Text("\n".join(f"-# {note}" for note in notes)),) if notes else ()
