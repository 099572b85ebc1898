"""From a form to what publishing it writes: one reader for each kind of form."""

from collections.abc import Callable
from typing import Any

from bot.services.editing import calendar, register, said
from bot.services.editing.desk import Desk, Plan
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    AfterForm,
    AliasForm,
    ClaimForm,
    ConfirmForm,
    CorrectForm,
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
    Form,
    IssueCloseForm,
    IssueEditForm,
    IssueForm,
    MandateForm,
    RetractForm,
    RoleForm,
    StanceForm,
)

_PLANS: dict[type[Form], Callable[[Any, Desk], Plan]] = {
    StanceForm: said.plan_stance,
    CorrectForm: said.plan_correction,
    ConfirmForm: said.plan_confirmation,
    RetractForm: said.plan_retraction,
    ClaimForm: said.plan_claim,
    ActorForm: register.plan_actor,
    ActorEditForm: register.plan_actor_edit,
    AliasForm: register.plan_alias,
    MandateForm: register.plan_mandate,
    IssueForm: register.plan_issue,
    IssueEditForm: register.plan_issue_edit,
    IssueCloseForm: register.plan_issue_close,
    RoleForm: register.plan_role,
    AfterForm: said.plan_stance,
    EventForm: calendar.plan_event,
    EventMoveForm: calendar.plan_move,
    EventCancelForm: calendar.plan_cancellation,
    EventOutcomeForm: calendar.plan_outcome,
    EventCorrectForm: calendar.plan_correction,
    EventRetractForm: calendar.plan_retraction,
}
_OF_EVENTS = (
    EventMoveForm,
    EventCancelForm,
    EventOutcomeForm,
    EventCorrectForm,
    EventRetractForm,
)


def plan(form: Form, desk: Desk) -> Plan:
    """What the form would write; raises a StancebotError that says what must be mended."""
    return _PLANS[type(form)](form, desk)


def filled(form: Form, desk: Desk) -> Form:
    """The form with what it takes from the record that it changes, as looked at now."""
    if isinstance(form, CorrectForm):
        return said.filled(form, desk)
    if isinstance(form, (ActorEditForm, IssueEditForm)):
        return register.filled(form, desk)
    if isinstance(form, (ConfirmForm, RetractForm)):
        return said.looked_at(form, desk)
    if isinstance(form, _OF_EVENTS):
        return calendar.filled(form, desk)
    return form


def rebased(form: Form, desk: Desk) -> Form:
    """The form on top of the newest version of the record that it changes."""
    if not getattr(form, "seen", ""):
        return filled(form, desk)
    if isinstance(form, CorrectForm):
        return said.rebased(form, desk)
    if isinstance(form, (ActorEditForm, IssueEditForm)):
        return register.rebased(form, desk)
    if isinstance(form, (ConfirmForm, RetractForm)):
        return said.looked_at(form, desk, again=True)
    if isinstance(form, _OF_EVENTS):
        return calendar.rebased(form, desk)
    return form
