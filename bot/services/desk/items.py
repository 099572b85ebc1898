"""What waits for an editor: one kind of item for each thing that can be worked on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.posts import Post
from bot.services.answers import EventView
from bot.services.calendar.after import AfterRow
from bot.services.desk.reports import ReportItem
from bot.services.desk.stale import StaleItem
from bot.services.editing.answers import Outcome
from bot.services.editing.drafts import Draft


class ItemKind(StrEnum):
    """The kinds of items, in the order in which they are worked."""

    DRAFT = "draft"
    REPORT = "report"
    STALE = "stale"
    AFTER = "after"
    OUTCOME = "outcome"
    DATE = "date"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterItem:
    """A participant of an event that was held: what has become of its stance on an issue?"""

    view: EventView
    row: AfterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EventItem:
    """An event of which nobody knows when it comes about, or, with `over`, what came of it."""

    view: EventView
    zone: str
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedItem:
    """A post that could not be sent, and how many `others` its place has refused with it."""

    post: Post
    title: str | None
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """A draft that waits for a second person, as it would be published."""

    draft: Draft
    outcome: Outcome | None = None


Item: TypeAlias = DraftItem | ReportItem | StaleItem | AfterItem | EventItem | FailedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with the reference that finds it again: its kind, a slash, and its key."""

    kind: ItemKind
    key: str
    item: Item

    @property
    def ref(self) -> str:
        """The reference, as a button holds it."""
        return f"{self.kind.value}/{self.key}"


class DoneWhat(StrEnum):
    """What was done with an item."""

    PUBLISHED = "published"
    REPEATED = "repeated"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WAITS_AGAIN = "waits_again"
    SETTLED = "settled"
    CONFIRMED = "confirmed"
    NOTED = "noted"
    RETRIED = "retried"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done last: `seq` is the act that Undo takes back.

    `form` is the kind of form that was published, `key` its record. `draft_id` and `mark` undo a
    sending back. `count` is how many posts are tried again, and `answered` whether a reporter is
    told.
    """

    what: DoneWhat
    seq: int | None = None
    form: str = ""
    key: str | None = None
    draft_id: str = ""
    mark: str = ""
    count: int = 0
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One item of the queue: number `at`, from 0, of `total`; None beyond the last.

    `counts` are the items of each kind. `own` of one's own drafts wait for somebody else. `done` is
    what was done with the item before.
    """

    entry: Entry | None
    at: int
    total: int
    counts: tuple[tuple[ItemKind, int], ...]
    own: int = 0
    done: Done | None = None
