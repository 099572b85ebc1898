"""From a form to what publishing it writes: one reader for each kind of form."""

from collections.abc import Callable
from typing import Any

from bot.services import editing_register, editing_said
from bot.services.editing_desk import Desk, Plan
from bot.services.editing_forms import (
    ActorEditForm,
    ActorForm,
    AliasForm,
    ClaimForm,
    ConfirmForm,
    CorrectForm,
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
    StanceForm: editing_said.plan_stance,
    CorrectForm: editing_said.plan_correction,
    ConfirmForm: editing_said.plan_confirmation,
    RetractForm: editing_said.plan_retraction,
    ClaimForm: editing_said.plan_claim,
    ActorForm: editing_register.plan_actor,
    ActorEditForm: editing_register.plan_actor_edit,
    AliasForm: editing_register.plan_alias,
    MandateForm: editing_register.plan_mandate,
    IssueForm: editing_register.plan_issue,
    IssueEditForm: editing_register.plan_issue_edit,
    IssueCloseForm: editing_register.plan_issue_close,
    RoleForm: editing_register.plan_role,
}


def plan(form: Form, desk: Desk) -> Plan:
    """What the form would write; raises a StancebotError that says what must be mended."""
    return _PLANS[type(form)](form, desk)


def filled(form: Form, desk: Desk) -> Form:
    """The form with what it takes from the record that it changes, as looked at now."""
    if isinstance(form, CorrectForm):
        return editing_said.filled(form, desk)
    if isinstance(form, (ActorEditForm, IssueEditForm)):
        return editing_register.filled(form, desk)
    if isinstance(form, (ConfirmForm, RetractForm)):
        return editing_said.looked_at(form, desk)
    return form


def rebased(form: Form, desk: Desk) -> Form:
    """The form on top of the newest version of the record that it changes."""
    if not getattr(form, "seen", ""):
        return filled(form, desk)
    if isinstance(form, CorrectForm):
        return editing_said.rebased(form, desk)
    if isinstance(form, (ActorEditForm, IssueEditForm)):
        return editing_register.rebased(form, desk)
    if isinstance(form, (ConfirmForm, RetractForm)):
        return editing_said.looked_at(form, desk, again=True)
    return form
