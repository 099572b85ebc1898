"""Reading forms about events: new ones, and what becomes of those that stand."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.db import log
from bot.domain.phrases.refusals import absolute
from bot.domain.records import Event, Recorded, Role
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus, RecordState, Verb
from bot.domain.when import Direction, When
from bot.errors import ConflictError, InvalidInputError
from bot.services.editing import event_fields as read
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import (
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
)
from bot.services.editing.reading import label_of
from bot.services.editing.register import MAX_TEXT, named, short

OfEvent = EventMoveForm | EventCancelForm | EventOutcomeForm | EventCorrectForm | EventRetractForm
E = TypeVar("E", bound=OfEvent)
C = TypeVar("C", bound=EventCorrectForm)

_OFF = frozenset({EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.NOT_HELD})
_RETRACTING = (
    "It leaves the calendar with its participants and reminders, and stays in the log with your "
    "reason. If it was called off, use /admin event cancel; if a detail is wrong, /admin event "
    "correct."
)


def plan_event(form: EventForm, desk: Desk) -> Plan:
    """A new event that is expected, with those who take part."""
    title = named(form.title, "title")
    when = read.ahead(desk, form.when)
    issues = read.issues(form.issue, desk) if form.issue else read.usual_issues(desk)
    actors = read.participants(form.participants, desk.directory)
    kind = read.event_kind(form.kind, title)
    citation, source, new = desk.citation(form)
    event = Event(
        key=desk.named_key(title),
        title=title,
        kind=kind,
        when=when,
        status=EventStatus.EXPECTED,
        citation=citation,
        issues=issues,
        place=short(form.place, "place") or None,
    )
    roles = tuple(read.part(desk, actor, event.key, citation) for actor in actors)
    return Plan(
        new=(*((source,) if new else ()), *roles, event),
        source=source,
        roles=roles,
        notes=(*read.twins(desk, title, when), *read.date_notes(desk, form.when, when)),
    )


def plan_move(form: EventMoveForm, desk: Desk) -> Plan:
    """A further version of an event with another date: the world moved."""
    was = _standing(form, desk)
    old: Event = was.record
    _check_not_held(old)
    when = read.ahead(desk, form.when)
    found = read.status(
        form.status or EventStatus.EXPECTED.value,
        "status",
        EventStatus.EXPECTED,
        EventStatus.CONFIRMED,
    )
    place = short(form.place, "place") or old.place
    if _are_same(when, old.when):
        # What only confirms the date keeps the words in which it was first given.
        when = old.when
    if (when, found, place) == (old.when, old.status, old.place):
        raise InvalidInputError(
            f"It is recorded as {label_of(old.status)} for {absolute(old.when)} already. Give "
            "another date, or another status.",
        )
    note = f"It was {label_of(old.status)}, and is {label_of(found)} again."
    return _changed(
        form,
        desk,
        was,
        notes=(
            *((note,) if old.status in _OFF else ()),
            *read.date_notes(desk, form.when, when),
        ),
        when=when,
        status=found,
        place=place,
        outcome=None,
    )


def plan_cancellation(form: EventCancelForm, desk: Desk) -> Plan:
    """A further version of an event that was called off, or put off without a date."""
    was = _standing(form, desk)
    old: Event = was.record
    _check_not_held(old)
    found = read.status(
        form.status or EventStatus.CANCELLED.value,
        "status",
        EventStatus.CANCELLED,
        EventStatus.POSTPONED,
    )
    if found is old.status:
        raise InvalidInputError(
            f"It is recorded as {label_of(found)} already. With a new date, use /admin event move.",
        )
    return _changed(form, desk, was, status=found)


def plan_outcome(form: EventOutcomeForm, desk: Desk) -> Plan:
    """A further version of an event that says whether it was held, when, and what came of it."""
    was = _standing(form, desk)
    old: Event = was.record
    found = read.status(form.result, "result", EventStatus.HELD, EventStatus.NOT_HELD)
    held = found is EventStatus.HELD
    if form.when and not held:
        raise InvalidInputError(
            "What was not held has no date on which it was. Leave that out, or choose “held”; a "
            "new date is given with /admin event move.",
        )
    when = desk.past("when", form.when, "held") if form.when else old.when
    if when.lower > desk.now:
        raise InvalidInputError(
            f"“{old.title}” is expected {absolute(old.when)}, which has not come yet. "
            + (
                "If it was held before that, say when; if it has another date, use /admin event "
                "move."
                if held
                else "If it was called off, use /admin event cancel."
            ),
        )
    if _are_same(when, old.when):
        when = old.when
    kept = old.outcome if found is old.status else None
    outcome = short(form.outcome, "outcome", MAX_TEXT) or kept
    if (found, when, outcome) == (old.status, old.when, old.outcome):
        raise InvalidInputError(
            f"It is recorded as {label_of(found)} already. Add what came of it in the outcome, or "
            "correct a detail with /admin event correct.",
        )
    return _changed(form, desk, was, status=found, when=when, outcome=outcome)


def plan_correction(form: EventCorrectForm, desk: Desk) -> Plan:
    """A further version of an event, as it should have been recorded from the start."""
    was = _standing(form, desk)
    old: Event = was.record
    stood = as_typed(form, was, desk)
    title = named(form.title, "title")
    if not form.when:
        raise InvalidInputError("The date is missing. Give the one that the source names.")
    when = (
        old.when
        if form.when == stood.when
        else desk.when("when", form.when, direction=Direction.NONE)
    )
    citation, source, new = desk.recited(form, stood, old.citation)
    standing, gone, joined = read.parts_changed(desk, form.participants, old.key, citation)
    record = replace(
        old,
        title=title,
        kind=read.event_kind(form.kind, title),
        when=when,
        issues=read.issues(form.issue, desk, held=old.issues),
        place=short(form.place, "place") or None,
        outcome=short(form.outcome, "outcome", MAX_TEXT) or None,
        citation=citation,
    )
    if record == old and not gone and not joined:
        raise InvalidInputError("Nothing differs from the record yet. Edit what is wrong.")
    return Plan(
        new=(*((source,) if new else ()), *joined),
        amendment=Amendment(was=was, record=record, verb=Verb.CORRECT, reason=form.reason),
        also=tuple(_retracted(role, desk, form.reason) for role in gone),
        source=source,
        roles=(*(role for role in standing if role not in gone), *joined),
        roles_before=standing,
    )


def plan_retraction(form: EventRetractForm, desk: Desk) -> Plan:
    """A further version that takes an event out of the calendar, and its roles with it.

    Roles that stayed would name their actors for ever, so that no actor could be undone.
    """
    was = _standing(form, desk)
    if not form.reason:
        raise InvalidInputError("The reason is missing. Say why this should never have stood.")
    roles = desk.directory.roles_at(was.record.key)
    return Plan(
        amendment=Amendment(
            was=was,
            record=was.record,
            verb=Verb.RETRACT,
            reason=form.reason,
            state=RecordState.RETRACTED,
        ),
        also=tuple(_retracted(role, desk, form.reason) for role in roles),
        source=desk.known_source(was.record.citation.source),
        roles=roles,
        roles_before=roles,
        notes=(_RETRACTING,),
    )


def filled(form: E, desk: Desk) -> E:
    """The form with its event's key and version, and, for a correction, all that was left empty.

    When another event is named than was looked at, its own fields are taken instead.
    """
    newest = _newest(form.event, desk)
    key, (_, seen) = newest.record.key, _seen(form)
    form = replace(form, event=key)
    if seen == key:
        return form
    if form.seen:
        return rebased(form, desk)
    if isinstance(form, EventCorrectForm):
        return _with_record(form, newest, desk)
    return replace(form, seen=_mark(newest))


def rebased(form: E, desk: Desk) -> E:
    """The form on top of what somebody else wrote since: their changes, then the editor's own."""
    newest = _newest(form.event, desk)
    if not isinstance(form, EventCorrectForm):
        return replace(form, event=newest.record.key, seen=_mark(newest))
    number, key = _seen(form)
    versions = desk.versions(Event, key)
    looked_at = next(each for each in versions if str(each.version.number) == number)
    base, now = as_typed(form, looked_at, desk), as_typed(form, newest, desk)
    own = {
        item.name: getattr(form, item.name)
        for item in fields(form)
        if getattr(form, item.name) != getattr(base, item.name)
    }
    return replace(now, **{**own, "event": newest.record.key, "seen": _mark(newest)})


def _with_record(form: C, newest: Recorded[Event], desk: Desk) -> C:
    stood = as_typed(form, newest, desk)
    typed = {item.name for item in fields(form) if getattr(form, item.name)}
    # The link and its date belong to the source, so another source leaves them open.
    moved = {"url", "published"} - typed if "source" in typed else set()
    kept = {name: getattr(form, name) for name in typed | moved}
    return replace(stood, **kept, seen=_mark(newest))


def as_typed(form: C, was: Recorded[Event], desk: Desk) -> C:
    """A correction's fields as the event stood: what an editor would have typed for it."""
    event = was.record
    return replace(
        form,
        title=event.title,
        when=event.when.phrase,
        issue="; ".join(event.issues),
        participants=read.participants_typed(_roles_then(was, desk), desk.directory),
        place=event.place or "",
        kind=event.kind.value,
        outcome=event.outcome or "",
        quote=event.citation.words,
        **desk.source_typed(event.citation.source),
    )


def _roles_then(was: Recorded[Event], desk: Desk) -> tuple[Role, ...]:
    """Who took part as of this version; as of the newest, who does now."""
    key = was.record.key
    if desk.versions(Event, key)[-1].version.number == was.version.number:
        return desk.directory.roles_at(key)
    then = Scope(guild_id=desk.scope.guild_id, known_at=was.version.recorded_at)
    found = (each.record for each in log.all_live(desk.unit, Role, then))
    return tuple(role for role in found if role.event == key)


def _changed(
    form: EventMoveForm | EventCancelForm | EventOutcomeForm,
    desk: Desk,
    was: Recorded[Event],
    *,
    notes: tuple[str, ...] = (),
    **changes: Any,
) -> Plan:
    citation, source, new = desk.citation(form)
    record = replace(was.record, citation=citation, **changes)
    roles = desk.directory.roles_at(record.key)
    return Plan(
        new=(source,) if new else (),
        amendment=Amendment(was=was, record=record, verb=Verb.SET),
        source=source,
        roles=roles,
        roles_before=roles,
        notes=notes,
    )


def _retracted(role: Role, desk: Desk, reason: str) -> Amendment:
    return Amendment(
        was=desk.versions(Role, role.key)[-1],
        record=role,
        verb=Verb.RETRACT,
        reason=reason,
        state=RecordState.RETRACTED,
    )


def _standing(form: OfEvent, desk: Desk) -> Recorded[Event]:
    """The event as it was looked at; raises ConflictError for what was changed since."""
    key = _newest(form.event, desk).record.key
    number, seen = _seen(form)
    return desk.unchanged(key, number if seen == key else "", Event)


def _newest(typed: str, desk: Desk) -> Recorded[Event]:
    """The newest version of the event that was typed, retracted or not."""
    if not typed:
        raise InvalidInputError("The event is missing. Type its title, and choose from the list.")
    is_key = log.kind_of(desk.unit, desk.scope.guild_id, typed) is Event
    return desk.newest(typed if is_key else desk.directory.event(typed).key, Event)


def _seen(form: OfEvent) -> tuple[str, str]:
    """The number and the key of the version that a form was looked at with; empty for none."""
    number, _, key = form.seen.partition("@")
    return number, key


def _mark(was: Recorded[Event]) -> str:
    return f"{was.version.number}@{was.record.key}"


def _check_not_held(event: Event) -> None:
    if event.status is EventStatus.HELD:
        raise ConflictError(
            f"“{event.title}” is recorded as held. If that is wrong, record with /admin event "
            "outcome that it was not; if only its date is, use /admin event correct.",
        )


def _are_same(one: When, other: When) -> bool:
    return (one.lower, one.upper, one.precision) == (other.lower, other.upper, other.precision)
