"""From a form to what publishing it writes: one reader for each kind of form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.services.desk import merging, splitting
from bot.services.editing import calendar, capture, conditions, register, said
from bot.services.editing.desk import Desk, Plan
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    ActorMergeForm,
    ActorSplitForm,
    AfterForm,
    AliasForm,
    ClaimCaptureForm,
    ClaimForm,
    ConditionCorrectForm,
    ConditionSettleForm,
    ConfirmForm,
    CorrectForm,
    EventCancelForm,
    EventCaptureForm,
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
    StanceCaptureForm,
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
    ActorMergeForm: merging.plan_merge,
    ActorSplitForm: splitting.plan_split,
    MandateForm: register.plan_mandate,
    IssueForm: register.plan_issue,
    IssueEditForm: register.plan_issue_edit,
    IssueCloseForm: register.plan_issue_close,
    RoleForm: register.plan_role,
    AfterForm: said.plan_stance,
    ConditionSettleForm: conditions.plan_settlement,
    ConditionCorrectForm: conditions.plan_correction,
    EventForm: calendar.plan_event,
    EventMoveForm: calendar.plan_move,
    EventCancelForm: calendar.plan_cancellation,
    EventOutcomeForm: calendar.plan_outcome,
    EventCorrectForm: calendar.plan_correction,
    EventRetractForm: calendar.plan_retraction,
    StanceCaptureForm: capture.plan_stance,
    ClaimCaptureForm: capture.plan_claim,
    EventCaptureForm: capture.plan_event,
}
# Each takes what it leaves out from the record that it changes: how, when it is first looked at, and
# how, when somebody else has changed that since.
_FILLED: dict[type[Form], Callable[[Any, Desk], Form]] = {
    CorrectForm: said.filled,
    ConfirmForm: said.looked_at,
    RetractForm: said.looked_at,
    ActorEditForm: register.filled,
    ActorMergeForm: merging.filled,
    ActorSplitForm: splitting.filled,
    IssueEditForm: register.filled,
    AliasForm: register.looked_at,
    IssueCloseForm: register.looked_at,
    ConditionSettleForm: conditions.filled,
    ConditionCorrectForm: conditions.filled,
    EventMoveForm: calendar.filled,
    EventCancelForm: calendar.filled,
    EventOutcomeForm: calendar.filled,
    EventCorrectForm: calendar.filled,
    EventRetractForm: calendar.filled,
}
_REBASED: dict[type[Form], Callable[[Any, Desk], Form]] = {
    CorrectForm: said.rebased,
    ConfirmForm: partial(said.looked_at, again=True),
    RetractForm: partial(said.looked_at, again=True),
    ActorEditForm: register.rebased,
    IssueEditForm: register.rebased,
    AliasForm: partial(register.looked_at, again=True),
    IssueCloseForm: partial(register.looked_at, again=True),
    ConditionSettleForm: conditions.rebased,
    ConditionCorrectForm: conditions.rebased,
    EventMoveForm: calendar.rebased,
    EventCancelForm: calendar.rebased,
    EventOutcomeForm: calendar.rebased,
    EventCorrectForm: calendar.rebased,
    EventRetractForm: calendar.rebased,
}


def plan(form: Form, desk: Desk) -> Plan:
    """What the form would write; raises a StancebotError that says what must be mended."""
    return _PLANS[type(form)](form, desk)


def filled(form: Form, desk: Desk) -> Form:
    """The form with what it takes from the record that it changes, as looked at now."""
    fill = _FILLED.get(type(form))
    return fill(form, desk) if fill else form


def rebased(form: Form, desk: Desk) -> Form:
    """The form on top of the newest version of the record that it changes."""
    if not getattr(form, "seen", ""):
        return filled(form, desk)
    rebase = _REBASED.get(type(form))
    return rebase(form, desk) if rebase else form
