"""What readers say is wrong with a record, until an editor has settled it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_REPORT = 1000
# Open reports of one person on one server.
MAX_OPEN = 10


class ReportState(StrEnum):
    """`open` waits for an editor; the others say what came of it."""

    OPEN = "open"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's report on one version of a record. Times are aware UTC.

    `user_id` and `settled_by` are Discord users; None is nobody any more. `answer` is what the
    reporter is told besides what came of it.
    """

    id: str
    user_id: int | None
    record: str
    number: int
    text: str
    made_at: datetime
    state: ReportState = ReportState.OPEN
    settled_at: datetime | None = None
    settled_by: int | None = None
    answer: str | None = None
