"""How an event's status and date are said, in lists, cards and files alike."""

from dataclasses import replace
from datetime import datetime

from bot.domain.agenda import awaits_outcome
from bot.domain.records import Event
from bot.services.answers import EventView
from bot.ui import parts
from bot.ui.card import Menu, Option
from bot.ui.dates import awaited, brief
from bot.ui.nav import Place
from bot.ui.prose.dates import ends_named
from bot.ui.prose.templates import STANDINGS
from bot.ui.text import label, name

OPEN = "Open an event"
_OPTIONS = 25


def standing(event: Event, when: str) -> str:
    """The event's status with its date, which is given in words."""
    return STANDINGS[event.status, ends_named(event.when)].write(when=when)


def dated(event: Event) -> str:
    """Status and date: a window in its days, a clock time in each reader's own zone."""
    return standing(event, awaited(event.when))


def outcome_lacks(event: Event, now: datetime) -> str:
    """Say that nobody has recorded what came of an event whose time has passed; else empty."""
    return "its time has passed, no outcome recorded" if awaits_outcome(event, now) else ""


def next_line(event: Event | None) -> str:
    """The event that comes next, with its status and date, as a field of a card."""
    shown = "none recorded" if event is None else f"{name(event.title)}, {dated(event)}"
    return f"**Next** {shown}"


def event_menu(here: Place, events: list[Event]) -> Menu | None:
    """A menu that opens one of some events; None without any."""
    if not events:
        return None
    return Menu(
        hint=OPEN,
        press=replace(here, page=0).press("event"),
        options=tuple(
            Option(label=label(each.title, 100), value=each.key, note=_note(each))
            for each in events[:_OPTIONS]
        ),
    )


def _note(event: Event) -> str:
    # A menu shows no timestamp, so a clock time stands by its day there.
    when = event.when
    shown = when.first_day.isoformat() if when.has_clock_time else brief(when)
    return label(standing(event, shown), 100)


def taking_part(view: EventView, most: int) -> str:
    """Who takes part, in which role; those beyond `most` are counted."""
    named = [f"{parts.who(actor)} ({parts.spoken(role.role)})" for actor, role in view.participants]
    more = f" and {len(named) - most:,} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more
