"""Events as a calendar file (RFC 5545): a window is a span of days, and no clock time is made up."""

from datetime import datetime, timedelta

import icalendar

from bot.domain.records import Event
from bot.domain.vocabulary import EventStatus
from bot.domain.when import When
from bot.errors import InvalidInputError
from bot.services.answers import EventView
from bot.services.calendar.answers import FileAnswer
from bot.ui import parts
from bot.ui.attachment import Attachment
from bot.ui.calendar.words import outcome_lacks, standing
from bot.ui.dates import brief, source_words
from bot.ui.text import clean, name, plural, target

_PRODUCT = "-//stancebot//calendar//EN"
_STATUS = {
    EventStatus.EXPECTED: "TENTATIVE",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.HELD: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
    EventStatus.NOT_HELD: "CANCELLED",
}
# A calendar shows little but the title, so what is not certain is said there.
_PREFIX = {
    EventStatus.EXPECTED: "Expected: ",
    EventStatus.POSTPONED: "Postponed: ",
    EventStatus.CONFIRMED: "",
    EventStatus.HELD: "",
    EventStatus.CANCELLED: "Cancelled: ",
    EventStatus.NOT_HELD: "Not held: ",
}


def plain(text: str) -> str:
    """What somebody typed as one visible line for a calendar, which knows no Markdown."""
    # Programs, the library among them, undo an escaped backslash in differing ways.
    return clean(text).replace("\\", "＼")


def calendar_file(answer: FileAnswer) -> Attachment:
    """The events as one file; raises InvalidInputError when there is none to put in it."""
    if not answer.events:
        raise InvalidInputError(
            "There is no event for a calendar file now. Ask /events with when:all for all there are.",
        )
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(answer.title))
    for view in answer.events:
        calendar.add_component(_event(view, answer.guild_id, answer.asked.at))
    return Attachment(
        text=_text(answer),
        filename=f"{answer.name}.ics",
        data=calendar.to_ical(),
    )


def _text(answer: FileAnswer) -> str:
    text = (
        f"Calendar file: {name(answer.title)}, {plural(len(answer.events), 'event')}.\n"
        "What has no clock time stands as whole days. Take a new file after a change: each event "
        "replaces its earlier one."
    )
    if answer.left_off:
        text += f"\n{answer.left_off:,} more are not in it: ask /events for a shorter period."
    return text


def _event(view: EventView, guild_id: int, now: datetime) -> icalendar.Event:
    event, version = view.event.record, view.event.version
    made = icalendar.Event()
    made.add("uid", f"{event.key}.{guild_id}@stancebot")
    made.add("sequence", version.number - 1)
    made.add("dtstamp", now.replace(microsecond=0))
    made.add("last-modified", version.recorded_at.replace(microsecond=0))
    made.add("status", _STATUS[event.status])
    made.add("summary", f"{_PREFIX[event.status]}{plain(event.title)}")
    made.add("description", "\n".join(_description(view, now)))
    if event.place:
        made.add("location", plain(event.place))
    if view.source.url and (url := target(view.source.url)):
        made.add("url", url)
    _dates(made, event.when)
    return made


def _dates(made: icalendar.Event, when: When) -> None:
    if when.has_clock_time:
        made.add("dtstart", when.lower.replace(microsecond=0))
        return
    last = when.last_day or when.first_day
    made.add("dtstart", when.first_day)
    made.add("dtend", last + timedelta(days=1))
    made.add("transp", "TRANSPARENT")


def _description(view: EventView, now: datetime) -> list[str]:
    """Plain text, a line per field."""
    event, source = view.event.record, view.source
    taking_part = ", ".join(
        f"{plain(actor.name)} ({parts.spoken(role.role)})" for actor, role in view.participants
    )
    titled = f": {plain(source.title)}" if source.title else ""
    lines = [
        f"Status: {'; '.join(filter(None, (_when(event), outcome_lacks(event, now))))}",
        _vague(event.when),
        f"How: {parts.spoken(event.mode)}" if event.mode else "",
        f"Participants: {taking_part or 'none recorded'}",
        f"Outcome: {plain(event.outcome)}" if event.outcome else "",
        f"Note: {plain(event.note)}" if event.note else "",
        f"The source’s words: {plain(event.citation.words)}",
        f"Source: {plain(source.publisher)}{titled}",
        plain(source.url) if source.url else "",
    ]
    return [line for line in lines if line]


def _when(event: Event) -> str:
    """Status and date in words; the clock time itself stands in the entry."""
    when = event.when
    said = f" (the source says “{plain(when.phrase)}”)" if source_words(when) else ""
    if when.has_clock_time:
        return f"{parts.spoken(event.status)}{said}"
    return f"{standing(event, brief(when))}{said}"


def _vague(when: When) -> str:
    if when.has_clock_time:
        return ""
    if when.last_day is None:
        return "No last day is known: it may be this day or any later one."
    if when.last_day == when.first_day:
        return "No clock time is known."
    return "The day is not known: it may be any of these, and no clock time is known."
