"""What an editor has typed, word for word: every field is text, and empty where nothing is given.

A form is read into records by `bot.services.editing.plans`; until then nothing in it is judged.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar, TypeAlias, TypeVar

from bot.services.editing.form_base import BaseForm, Cited
from bot.services.editing.forms_of_actors import (
    ActorEditForm,
    ActorForm,
    ActorMergeForm,
    ActorSplitForm,
    AliasForm,
    MandateForm,
)
from bot.services.editing.forms_of_events import (
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
)

__all__ = [
    "ActorEditForm",
    "ActorForm",
    "ActorMergeForm",
    "ActorSplitForm",
    "AliasForm",
    "Cited",
    "EventCancelForm",
    "EventCorrectForm",
    "EventForm",
    "EventMoveForm",
    "EventOutcomeForm",
    "EventRetractForm",
    "MandateForm",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said(Cited):
    issue: str = ""
    said: str = ""
    voice: str = ""
    wording: str = ""
    basis: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (*Cited.needs, ("said",))


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceForm(_Said):
    """A new stance: the world moved."""

    actor: str = ""
    position: str = ""
    commitment: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterForm(StanceForm):
    """A new stance that an event led to; the position is asked for with the words."""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("position",), *StanceForm.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectForm(StanceForm):
    """A stance as it should have been recorded; `seen` is the version that was looked at."""

    record: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmForm(BaseForm):
    """A stance that was looked at again, and still holds."""

    record: str = ""
    seen: str = ""
    when: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractForm(BaseForm):
    """A stance or a claim that should never have stood."""

    record: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm(_Said):
    """A new claim of one actor about another."""

    claimant: str = ""
    about: str = ""
    relation: str = ""
    ascribed: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueForm(BaseForm):
    """A new issue."""

    title: str = ""
    question: str = ""
    context: str = ""
    stale_after: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("question",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEditForm(IssueForm):
    """An issue as it should have been put."""

    issue: str = ""
    status: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCloseForm(BaseForm):
    """An issue that takes no further stances."""

    issue: str = ""
    seen: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleForm(Cited):
    """An actor's part in an issue."""

    issue: str = ""
    actor: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSettleForm(Cited):
    """What has become of a condition; `seen` is the version and place that were looked at."""

    condition: str = ""
    seen: str = ""
    state: str = ""
    since: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("state",), ("since",), *Cited.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCorrectForm(ConditionSettleForm):
    """What has become of a condition, as it should have been recorded."""

    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceCaptureForm(StanceForm):
    """A new stance read from a message; `cited` is “publisher — title” and the link in one."""

    cited: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("actor",),
        ("position",),
        ("quote",),
        ("cited",),
        ("said",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCaptureForm(ClaimForm):
    """A new claim read from a message; `cited` as with a stance."""

    cited: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("claimant",),
        ("about",),
        ("relation",),
        ("quote",),
        ("cited",),
        ("said",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCaptureForm(EventForm):
    """A new event read from a message; `cited` as with a stance."""

    cited: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("title",), ("when",), ("quote",), ("cited",))


CaptureForm: TypeAlias = StanceCaptureForm | ClaimCaptureForm | EventCaptureForm

Form: TypeAlias = (
    StanceForm
    | CorrectForm
    | ConfirmForm
    | RetractForm
    | ClaimForm
    | ActorForm
    | ActorEditForm
    | AliasForm
    | ActorMergeForm
    | ActorSplitForm
    | MandateForm
    | IssueForm
    | IssueEditForm
    | IssueCloseForm
    | RoleForm
    | AfterForm
    | ConditionSettleForm
    | ConditionCorrectForm
    | EventForm
    | EventMoveForm
    | EventCancelForm
    | EventOutcomeForm
    | EventCorrectForm
    | EventRetractForm
    | StanceCaptureForm
    | ClaimCaptureForm
    | EventCaptureForm
)
F = TypeVar("F", bound=BaseForm)

FORMS: dict[str, type[Form]] = {
    "stance set": StanceForm,
    "stance correct": CorrectForm,
    "stance confirm": ConfirmForm,
    "retract": RetractForm,
    "claim add": ClaimForm,
    "actor add": ActorForm,
    "actor edit": ActorEditForm,
    "actor alias": AliasForm,
    "actor merge": ActorMergeForm,
    "actor split": ActorSplitForm,
    "actor mandate": MandateForm,
    "issue open": IssueForm,
    "issue edit": IssueEditForm,
    "issue close": IssueCloseForm,
    "issue role": RoleForm,
    "stance after": AfterForm,
    "condition settle": ConditionSettleForm,
    "condition correct": ConditionCorrectForm,
    "event add": EventForm,
    "event move": EventMoveForm,
    "event cancel": EventCancelForm,
    "event outcome": EventOutcomeForm,
    "event correct": EventCorrectForm,
    "event retract": EventRetractForm,
    "stance capture": StanceCaptureForm,
    "claim capture": ClaimCaptureForm,
    "event capture": EventCaptureForm,
}
_KINDS = {form: kind for kind, form in FORMS.items()}
_TARGETS: dict[type[Form], frozenset[str]] = {
    CorrectForm: frozenset({"record", "reason"}),
    ActorEditForm: frozenset({"actor", "reason"}),
    IssueEditForm: frozenset({"issue", "reason"}),
    ConditionCorrectForm: frozenset({"condition", "reason"}),
    EventCorrectForm: frozenset({"event", "reason"}),
}
# What the bot keeps for itself; everything else is the editor's.
_OWN = frozenset({"seen", "shared"})
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"})


def kind_of(form: Form) -> str:
    """What a form does, in the words of its command."""
    return _KINDS[type(form)]


def typed(form: Form) -> dict[str, str]:
    """The fields that hold something, by name, in order."""
    named = {item.name: str(getattr(form, item.name)) for item in fields(form)}
    return {name: text for name, text in named.items() if text and name not in _OWN}


def cleaned(form: F) -> F:
    """The same form without blanks at the ends, control characters and broken letters.

    What shows nothing at all is nothing.
    """
    return replace(
        form, **{item.name: cleaned_text(getattr(form, item.name)) for item in fields(form)}
    )


def with_fields(form: F, values: Mapping[str, str], *, seen: str | None = None) -> F:
    """The same form with other text in some fields; fields that it does not have are ignored.

    `seen` is the version that it was looked at with, which nobody types.
    """
    names = {item.name for item in fields(form)} - _OWN
    known = {name: text for name, text in values.items() if name in names}
    return replace(form, **known, **({} if seen is None else {"seen": seen}))


def cleaned_text(text: str) -> str:
    """A text as `cleaned` keeps it."""
    kept = "".join(
        letter
        for letter in text.replace("\r\n", "\n")
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    visible = any(unicodedata.category(letter) not in _UNSEEN for letter in kept)
    return kept.strip() if visible else ""


def lacks(form: Form) -> tuple[str, ...]:
    """The first field of every group that the form needs and does not have."""
    return tuple(group[0] for group in form.needs if not any(getattr(form, name) for name in group))


def asks(form: Form) -> bool:
    """Whether a command's form must ask for more before there is anything to preview.

    A correction that corrects nothing yet asks as well, with everything as it stands.
    """
    own = _TARGETS.get(type(form))
    return bool(lacks(form)) or (own is not None and not set(typed(form)) - own)
