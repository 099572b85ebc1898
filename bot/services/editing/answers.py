"""What the desk answers an editor: a preview, a question, a refusal, or what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.records import Record, Recorded, Role, Source, Stance, Version
from bot.domain.when import When
from bot.errors import StancebotError, UnavailableError
from bot.services.desk.moves import Moves, Parting
from bot.services.editing.forms import Form
from bot.services.editing.stands import OWN, Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """A draft that lacks fields which must be asked for before it can be shown."""

    draft_id: str
    form: Form
    stand: Stand = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A draft with a date that can mean several things; one of `choices` must be chosen."""

    draft_id: str
    form: Form
    field: str
    text: str
    choices: tuple[When, ...]
    stand: Stand = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field of a record in words, as it was, as others have it now, and as the editor has it.

    `theirs` and `yours` are None where the field was left as it was.
    """

    field: str
    was: str
    theirs: str | None
    yours: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What others wrote since an editor looked, beside what the editor typed.

    `versions` are theirs, the oldest first. With `is_other`, it is the stance recorded so far that
    is another one now, not a further version of the record that the editor changes.
    """

    versions: tuple[Version, ...]
    fields: tuple[Compared, ...]
    is_other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A draft that cannot be published as it stands, kept with everything typed."""

    draft_id: str
    form: Form
    error: StancebotError
    meanwhile: Meanwhile | None = None
    stand: Stand = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A record as it would be written. `was` is the version it follows, None for a new record.

    `names` gives actors', issues' and events' names by key. `before` is the holder's current stance, to
    compare with. `notes` are things to look at before publishing. `roles` are who takes part in an
    event as it would be, `roles_before` as it is. `condition` is the place of the one condition of
    a stance that is about to change, and `source_before` where its state was read until now.
    `meanwhile` is what others wrote since the editor looked: the record stands on top of that.
    `moves` and `parting` are what becomes of actors, and `lacking` is why it cannot be published yet.
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
    moves: Moves | None = None
    parting: Parting | None = None
    lacking: str = ""
    meanwhile: Meanwhile | None = None
    stand: Stand = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A draft that waits for a second person from now on; nothing is published yet."""

    draft_id: str
    form: Form
    what: str
    stand: Stand = OWN


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
    stand: Stand = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """One page of one's own drafts; `page` counts from 0."""

    rows: tuple[DraftSummary, ...]
    page: int = 0
    has_more: bool = False


Outcome: TypeAlias = Incomplete | Unclear | Refused | Preview | Submitted


class NotSavedError(UnavailableError):
    """The draft could not be saved, or its records not written; `form` is all that was typed."""

    def __init__(self, text: str, form: Form) -> None:
        """Keep what was typed."""
        super().__init__(text)
        self.form = form
