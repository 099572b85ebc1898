"""Which forms a contributor may give; the others are for editors."""

from bot.domain.access import Level
from bot.services.editing.forms import (
    ActorForm,
    AfterForm,
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
    Form,
    RetractForm,
    StanceCaptureForm,
    StanceForm,
)

# What is said and what happens. The register of names, issues and roles is the editors'.
_CONTRIBUTED: frozenset[type[Form]] = frozenset(
    {
        ActorForm,
        AfterForm,
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
        RetractForm,
        StanceCaptureForm,
        StanceForm,
    },
)


def level_for(form: Form) -> Level:
    """Who may give a form."""
    return Level.CONTRIBUTOR if type(form) in _CONTRIBUTED else Level.EDITOR
