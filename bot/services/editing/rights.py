"""Which forms a contributor may give; the others are for editors."""

from bot.domain.access import Level
from bot.services.editing.forms import (
    ActorForm,
    AfterForm,
    ClaimForm,
    ConditionCorrectForm,
    ConditionSettleForm,
    ConfirmForm,
    CorrectForm,
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    Form,
    RetractForm,
    StanceForm,
)

# What is said and what happens. The register of names, issues and roles is the editors'.
_CONTRIBUTED: frozenset[type[Form]] = frozenset(
    {
        ActorForm,
        AfterForm,
        ClaimForm,
        ConditionCorrectForm,
        ConditionSettleForm,
        ConfirmForm,
        CorrectForm,
        EventCancelForm,
        EventCorrectForm,
        EventForm,
        EventMoveForm,
        EventOutcomeForm,
        RetractForm,
        StanceForm,
    },
)


def level_for(form: Form) -> Level:
    """Who may give a form."""
    return Level.CONTRIBUTOR if type(form) in _CONTRIBUTED else Level.EDITOR
