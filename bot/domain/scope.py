"""Of which server, and of which time, a question is asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

LAST_DAY = date(9999, 1, 1)
EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A server and two times: `as_of` moves the world's, `known_at` moves the record's.

    `as_of` is a civil day: only what had certainly been said by its end counts. `known_at` is an
    aware instant: only what had been recorded by then counts. None is the present. `channel_id` is
    where it was asked; it only chooses the usual issue.
    """

    guild_id: int
    as_of: date | None = None
    known_at: datetime | None = None
    channel_id: int | None = None

    def bounds(self, **more: Any) -> dict[str, Any]:
        """The values that look-ups in the log are bound to."""
        return {
            "guild": self.guild_id,
            "as_of": self.as_of or LAST_DAY,
            "known": self.known_at or EVER,
            **more,
        }
