"""The card of one event: the same fields in the same order for every event, known or not."""

from itertools import pairwise

from bot.domain.agenda import awaits_outcome, is_ahead
from bot.domain.records import Event, Recorded
from bot.domain.rules import FollowKind
from bot.domain.vocabulary import EventStatus, Verb
from bot.services.calendar.answers import Attendance, EventAnswer
from bot.ui import parts
from bot.ui.calendar.words import dated, outcome_lacks
from bot.ui.card import Button, Card, Gap, Rule, Text
from bot.ui.dates import awaited, brief, full, moment
from bot.ui.desk.report_button import report_button
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, button
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import who
from bot.ui.press import custom_id
from bot.ui.shows import cited, shows
from bot.ui.text import fold, hidden, name

_WORDS = 600
_OUTCOME = 500
_NOTE = 300
_REASON = 160
_OFFICES = 2
_ISSUES = 5
_NONE = "none recorded"
_NOT_RECORDED = "not recorded"


def event_card(answer: EventAnswer) -> Card:
    """What is known of an event, who takes part, where it was read, and how its date has moved."""
    event = answer.view.event.record
    blocks: tuple[Part, ...] = (
        parts.heading(
            name(event.title, 120),
            f"-# {parts.spoken(event.kind).capitalize()} · {cited(answer.view.event)}",
            asked=answer.asked,
        ),
        Rule(),
        _when(answer, event),
        Listed(
            head="**Participants**",
            items=tuple(_participant(each) for each in answer.attendance),
            empty=_NONE,
            more="see the timeline",
        ),
        _about(answer),
        Gap(),
        _words(answer, event),
        _outcome(event),
        Rule(),
        Listed(
            head="**History of its date**",
            items=_history(answer.history),
            empty=_NONE,
            more="earlier ones",
        ),
    )
    fitted = fit(blocks)
    return Card(
        blocks=fitted,
        buttons=_buttons(answer, event),
        shows=shows(fitted, ((answer.view.event, None),), asked=answer.asked),
    )


def _when(answer: EventAnswer, event: Event) -> Text:
    lacks = outcome_lacks(event, answer.asked.at)
    # What is ahead may still change, so its date never stands without saying how sure it is.
    open_ = event.status in {EventStatus.EXPECTED, EventStatus.CONFIRMED}
    rows = (
        ("Status", f"{parts.spoken(event.status)}{f' — {lacks}' if lacks else ''}"),
        ("When", dated(event) if open_ else awaited(event.when)),
        ("Place", name(event.place, 120) if event.place else _NOT_RECORDED),
        ("Mode", parts.spoken(event.mode) if event.mode else _NOT_RECORDED),
    )
    return _rows(*rows)


def _participant(each: Attendance) -> str:
    offices = ", ".join(
        parts.speaks_for(office.mandate, office.principal) for office in each.offices[:_OFFICES]
    )
    behalf = f", for {offices}" if offices else ""
    return f"- {who(each.actor)} ({parts.spoken(each.role.role)}){behalf}"


def _about(answer: EventAnswer) -> Text:
    issues = [name(issue.title) for issue in answer.issues]
    more = f" and {len(issues) - _ISSUES:,} more" if len(issues) > _ISSUES else ""
    follows = answer.follows
    return _rows(
        ("Announced by", who(answer.announcer) if answer.announcer else _NOT_RECORDED),
        ("Issues", ", ".join(issues[:_ISSUES]) + more if issues else _NONE),
        ("Follows", f"{name(follows.title)}, {dated(follows)}" if follows else _NOT_RECORDED),
    )


def _words(answer: EventAnswer, event: Event) -> Text:
    written, more = fold(event.citation.words, _WORDS)
    whose = "The source’s words"
    if more:
        whose += ", whole in the calendar file"
    return Text(
        f"**Words**\n> {written}{hidden(more)}\n-# {whose}\n"
        f"**Source** {parts.source(answer.view.source)}",
    )


def _outcome(event: Event) -> Text:
    outcome, more = fold(event.outcome or _NONE, _OUTCOME)
    note, rest = fold(event.note or _NONE, _NOTE)
    return _rows(("Outcome", f"{outcome}{hidden(more)}"), ("Note", f"{note}{hidden(rest)}"))


def _rows(*rows: tuple[str, str]) -> Text:
    return Text("\n".join(f"**{label}** {row}" for label, row in rows))


def _history(versions: tuple[Recorded[Event], ...]) -> tuple[str, ...]:
    """A line for each version, newest first: what became of date and status, and when."""
    lines = [
        f"- {_recorded(later)} · {_change(earlier.record, later)}"
        for later, earlier in pairwise(versions)
    ]
    for first in versions[-1:]:
        event = first.record
        lines.append(
            f"- {_recorded(first)} · first recorded: {parts.spoken(event.status)}, "
            f"{full(event.when)}",
        )
    return tuple(lines)


def _recorded(each: Recorded[Event]) -> str:
    return moment(each.version.recorded_at)


def _change(was: Event, later: Recorded[Event]) -> str:
    now, corrected = later.record, later.version.verb is Verb.CORRECT
    changes = []
    if _date(was) != _date(now):
        verb = "date corrected" if corrected else "moved"
        changes.append(f"{verb} from {brief(was.when)} to {brief(now.when)}")
    if was.status is not now.status:
        verb = "status corrected to " if corrected else ""
        changes.append(f"{verb}{parts.spoken(now.status)}, was {parts.spoken(was.status)}")
    if not changes:
        done = {Verb.CORRECT: "corrected", Verb.CONFIRM: "confirmed"}.get(later.version.verb)
        changes.append(f"{done or 'added to'}, date and status as before")
    why, more = fold(later.version.reason or "", _REASON)
    return f"{'; '.join(changes)}{f': {why}{hidden(more)}' if why else ''}"


def _date(event: Event) -> tuple[object, ...]:
    return event.when.lower, event.when.upper, event.when.precision


def _buttons(answer: EventAnswer, event: Event) -> tuple[Button, ...]:
    asked, now = answer.asked, answer.asked.at
    remind = Button(label="Remind me", press=custom_id("remind-me", event.key))
    desk = Button(label="Desk", press=custom_id("after", event.key))
    happened = event.status is EventStatus.HELD or awaits_outcome(event, now)
    return (
        *((remind,) if is_ahead(event, now) else ()),
        button("Calendar file", "event-file", Place.of(asked, actor=event.key)),
        *(
            button("Timeline", "line", Place.of(asked, issue=each.key))
            for each in answer.issues[:1]
        ),
        *((desk,) if happened else ()),
        follow_button(FollowKind.EVENT, event.key),
        report_button(answer.view.event, event.key),
    )
