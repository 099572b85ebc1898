"""The list of events: what is ahead or what falls into a period, by date."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.agenda import Period, Span
from bot.domain.rules import FollowKind
from bot.domain.when import Precision, When
from bot.errors import InvalidInputError
from bot.services.answers import EventView
from bot.services.calendar.answers import EventsAnswer
from bot.ui import parts
from bot.ui.calendar.words import dated, event_menu, outcome_lacks, taking_part
from bot.ui.card import Card, Rule
from bot.ui.dates import brief
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, button, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.shows import cited, shows
from bot.ui.text import name, plural

_PARTICIPANTS = 4
_ORDER = {
    Span.AHEAD: "ahead or still open, by date",
    Span.PAST: "past, newest first",
    Span.ALL: "all, by date",
}
_SEP = "."


def events_card(answer: EventsAnswer) -> Card:
    """One page of events, each with status, date, place and participants."""
    issue = answer.issue
    here = Place.of(
        answer.asked,
        actor=_written(answer.period),
        issue=issue.key if issue else None,
    )
    here = replace(here, page=answer.page)
    blocks = fit(
        (
            parts.heading(
                f"Events: {name(issue.title, 120)}" if issue else "Events",
                f"-# {_period(answer)} · {plural(answer.count, 'event')} · page {answer.page + 1}",
                asked=answer.asked,
            ),
            Rule(),
            Listed(
                head="",
                items=tuple(_event(each, answer.asked.at) for each in answer.rows),
                empty=_nothing(answer),
                more="too long for one page, open them below",
                gap="\n\n",
            ),
        ),
    )
    told = ((each.event, _event(each, answer.asked.at)) for each in answer.rows)
    return Card(
        blocks=blocks,
        shows=shows(blocks, told, asked=answer.asked),
        buttons=(
            *pager("events", here, has_more=answer.has_more),
            *(
                (button("Calendar file", "events-file", replace(here, page=0)),)
                if answer.count
                else ()
            ),
            *((follow_button(FollowKind.ISSUE, issue.key),) if issue else ()),
        ),
        menu=event_menu(Place.of(answer.asked), [each.event.record for each in answer.rows]),
    )


def _event(view: EventView, now: datetime) -> str:
    event = view.event.record
    lacks = outcome_lacks(event, now)
    small = parts.small(
        parts.spoken(event.kind),
        parts.spoken(event.mode) if event.mode else "",
        name(event.place) if event.place else "",
        taking_part(view, _PARTICIPANTS),
        parts.source_short(view.source),
        cited(view.event),
    )
    return "\n".join(
        (
            f"**{name(event.title, 120)}**",
            f"{dated(event)}{f' — {lacks}' if lacks else ''}",
            f"-# {small}",
        ),
    )


def _period(answer: EventsAnswer) -> str:
    period = answer.period
    if period.lower is None:
        return _ORDER[period.span]
    return f"{brief(_when(period, period.lower, answer.asked.zone))}, by date"


def _when(period: Period, lower: datetime, zone: str) -> When:
    return When(
        phrase="a period",
        lower=lower,
        upper=period.upper,
        precision=Precision.INTERVAL,
        zone=zone,
    )


def _nothing(answer: EventsAnswer) -> str:
    if answer.page:
        return "Nothing further is recorded."
    if not answer.recorded:
        on = " on this issue" if answer.issue else ""
        return f"No event is recorded here{on}. An editor can add one with /admin event add."
    others = plural(answer.recorded, "event is recorded", "events are recorded")
    match answer.period.span:
        case Span.AHEAD:
            return f"Nothing is ahead or still open. {others}: ask /events with when:all."
        case Span.PAST:
            return f"Nothing is past. {others}: ask /events for what is ahead."
    return f"No event falls into this. {others}: ask /events with when:all."


def _written(period: Period) -> str | None:
    """A period for a button: short, and read back by `period_at`."""
    if period.lower is None:
        return None if period.span is Span.AHEAD else period.span.value
    upper = "" if period.upper is None else int(period.upper.timestamp())
    return f"{int(period.lower.timestamp())}{_SEP}{upper}"


def period_at(here: Place) -> Period:
    """The period that a button of a list leads to; raises InvalidInputError for a forged one."""
    written = here.actor
    if written is None:
        return Period()
    if written in {Span.PAST, Span.ALL}:
        return Period(span=Span(written))
    lower, _, upper = written.partition(_SEP)
    try:
        return Period(
            span=Span.WITHIN,
            lower=datetime.fromtimestamp(int(lower), UTC),
            upper=datetime.fromtimestamp(int(upper), UTC) if upper else None,
        )
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidInputError("This button cannot be read. Ask /events again.") from error
