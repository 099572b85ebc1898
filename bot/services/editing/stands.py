"""Where a draft stands for the one who looks at it: whose it is, and whether it waits for a second."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a draft stands for somebody.

    `author` is the Discord user whose it is; None is the one who looks. `awaits`: to publish it takes
    a second person, so it is submitted instead. It waits for one since `submitted_at`, aware UTC.
    `returned` is why one sent it back. `origin` is the item of the review's queue that it was begun
    from, and `mark` what its preview shows, in short; both empty for none.
    """

    author: int | None = None
    awaits: bool = False
    submitted_at: datetime | None = None
    returned: str | None = None
    origin: str = ""
    mark: str = ""

    @property
    def from_queue(self) -> bool:
        """Whether it was opened from the review's queue, and leads back there."""
        return self.author is not None or bool(self.origin)


OWN = Stand()
