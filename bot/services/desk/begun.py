"""What an item of the queue can lead to: a form that holds what is known of it already."""

from enum import StrEnum

from bot.domain.records import Claim, Event
from bot.domain.vocabulary import EventStatus
from bot.errors import InvalidInputError
from bot.services.desk.items import AfterItem, Entry, EventItem
from bot.services.desk.reports import ReportItem
from bot.services.desk.stale import StaleItem
from bot.services.editing.forms import (
    AfterForm,
    CorrectForm,
    EventCancelForm,
    EventCorrectForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
    Form,
    RetractForm,
)


class Begin(StrEnum):
    """What can be begun from an item."""

    CORRECT = "correct"
    RETRACT = "retract"
    ANEW = "anew"
    HELD = "held"
    NOT_HELD = "nothold"
    MOVE = "move"
    CANCEL = "cancel"


def form_for(what: Begin, entry: Entry) -> Form:
    """The form that an action on an item opens; raises InvalidInputError for one that it lacks."""
    item = entry.item
    form: Form | None = None
    if isinstance(item, ReportItem):
        form = _reported(what, item)
    elif isinstance(item, StaleItem):
        stance = item.view.stance.record
        if what is Begin.ANEW:
            form = AfterForm(actor=stance.holder, issue=stance.issue)
        elif what is Begin.RETRACT:
            form = RetractForm(record=stance.key)
    elif isinstance(item, AfterItem) and what is Begin.ANEW:
        form = AfterForm(actor=item.row.actor.key, issue=item.row.issue.key)
    elif isinstance(item, EventItem):
        form = _event(what, item.view.event.record.key)
    if form is None:
        raise InvalidInputError("This button cannot be read. Give /admin review again.")
    return form


def _reported(what: Begin, item: ReportItem) -> Form | None:
    record = item.now.record
    if isinstance(record, Event):
        if what is Begin.CORRECT:
            return EventCorrectForm(event=record.key)
        return EventRetractForm(event=record.key) if what is Begin.RETRACT else None
    if what is Begin.CORRECT and not isinstance(record, Claim):
        return CorrectForm(record=record.key)
    return RetractForm(record=record.key) if what is Begin.RETRACT else None


def _event(what: Begin, event: str) -> Form | None:
    match what:
        case Begin.HELD:
            return EventOutcomeForm(event=event, result=EventStatus.HELD.value)
        case Begin.NOT_HELD:
            return EventOutcomeForm(event=event, result=EventStatus.NOT_HELD.value)
        case Begin.MOVE:
            return EventMoveForm(event=event)
        case Begin.CANCEL:
            return EventCancelForm(event=event)
        case _:
            return None
