"""What the desk answers an editor: a preview, a question, a refusal, or what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.records import Record, Recorded, Role, Source, Stance
from bot.domain.when import When
from bot.errors import StancebotError, UnavailableError
from bot.services.editing.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """A draft that lacks fields which must be asked for before it can be shown."""

    draft_id: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A draft with a date that can mean several things; one of `choices` must be chosen."""

    draft_id: str
    form: Form
    field: str
    text: str
    choices: tuple[When, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A draft that cannot be published as it stands, kept with everything typed.

    `changed` is the version that somebody else has written since the record was looked at.
    """

    draft_id: str
    form: Form
    error: StancebotError
    changed: Recorded[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A record as it would be written. `was` is the version it follows, None for a new record.

    `names` gives actors', issues' and events' names by key. `before` is the holder's current stance, to
    compare with. `notes` are things to look at before publishing. `roles` are who takes part in an
    event as it would be, `roles_before` as it is. `condition` is the place of the one condition of
    a stance that is about to change, and `source_before` where its state was read until now.
    """

    draft_id: str
    form: Form
    record: Record
    was: Recorded[Any] | None
    source: Source | None
    source_is_new: bool
    names: Mapping[str, str]
    notes: tuple[str, ...] = ()
    before: Recorded[Stance] | None = None
    reason: str | None = None
    dates: tuple[tuple[str, When], ...] = ()
    roles: tuple[Role, ...] = ()
    roles_before: tuple[Role, ...] = ()
    condition: int | None = None
    source_before: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was written: `seq` is the act that Undo takes back. `repeated`: it stood already."""

    seq: int
    what: str
    key: str | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An act was taken back by another, which can be taken back in turn."""

    seq: int
    what: str
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSummary:
    """A draft in the list of one's own."""

    draft_id: str
    form: Form


Outcome: TypeAlias = Incomplete | Unclear | Refused | Preview


class NotSavedError(UnavailableError):
    """The draft could not be saved, or its records not written; `form` is all that was typed."""

    def __init__(self, text: str, form: Form) -> None:
        """Keep what was typed."""
        super().__init__(text)
        self.form = form
