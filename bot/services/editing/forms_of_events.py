"""What an editor has typed about events."""

from dataclasses import dataclass
from typing import ClassVar

from bot.services.editing.form_base import BaseForm, Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class EventForm(Cited):
    """A new event; `participants` are names with commas or “and” between them."""

    title: str = ""
    when: str = ""
    issue: str = ""
    participants: str = ""
    place: str = ""
    kind: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (*Cited.needs, ("when",), ("title",))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMoveForm(Cited):
    """An event that has another date now; `seen` is the version and key that were looked at."""

    event: str = ""
    seen: str = ""
    when: str = ""
    place: str = ""
    status: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (*Cited.needs, ("when",))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCancelForm(Cited):
    """An event that was called off, or put off without a date."""

    event: str = ""
    seen: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOutcomeForm(Cited):
    """What became of an event: held, at `when` if that is known, or not held."""

    event: str = ""
    seen: str = ""
    result: str = ""
    when: str = ""
    outcome: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("result",), *Cited.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCorrectForm(EventForm):
    """An event as it should have been recorded."""

    event: str = ""
    seen: str = ""
    reason: str = ""
    outcome: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRetractForm(BaseForm):
    """An event that should never have stood; its participants go with it."""

    event: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)
