"""What a server and its people want to be told of what changes: digests, alerts and follows."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.news import What
from bot.domain.posts import Reason
from bot.domain.schedules import Recurrence

# Changes that come so soon after an alert wait, and are told together.
BATCH = timedelta(minutes=5)
# When people are told of the day's changes, by their server's clock.
DAILY_AT = time(9, 0)
MOST_DIGESTS = 25
MOST_ALERTS = 25
MOST_FOLLOWS = 50


class WhenEmpty(StrEnum):
    """What a digest does when nothing is new."""

    SKIP = "skip"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a channel is told of an issue, or of all, at a wall-clock time on some days of the week.

    `mark` is the number of the act up to which the channel knows the record, and `marked_at` when
    it was told so, aware UTC. `language` is a locale such as “en-GB”, in which dates are written.
    """

    id: str
    channel_id: int
    issue: str | None
    at: time
    days: frozenset[int]
    zone: str
    language: str
    empty: WhenEmpty
    paused: bool
    mark: int
    marked_at: datetime

    @property
    def recurrence(self) -> Recurrence:
        """When it comes round."""
        return Recurrence(at=self.at, zone=self.zone, days=self.days)


class AlertWeight(StrEnum):
    """How heavy a change must be for an alert."""

    FLIPS = "flips"
    CHANGES = "changes"
    RECORDS = "records"

    def takes(self, what: What) -> bool:
        """Whether an alert of this weight tells such news."""
        return what in _TAKEN[self]


_FLIPS = frozenset({What.FLIPPED})
_CHANGES = _FLIPS | {What.MOVED, What.FIRST}
_TAKEN = {
    AlertWeight.FLIPS: _FLIPS,
    AlertWeight.CHANGES: _CHANGES,
    AlertWeight.RECORDS: _CHANGES
    | {What.REPEATED, What.EARLIER, What.RETRACTED, What.RESTORED, What.CORRECTED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A channel that is told at once when a stance on an issue, or on any, changes."""

    id: str
    channel_id: int
    issue: str | None
    weight: AlertWeight
    mark: int
    marked_at: datetime


class FollowKind(StrEnum):
    """What can be followed."""

    ACTOR = "actor"
    ISSUE = "issue"
    EVENT = "event"


class Pace(StrEnum):
    """How soon one who follows is told."""

    AT_ONCE = "at_once"
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """One person's wish to be told what changes about an actor, an issue or an event.

    `target` is the key of what is followed. With a channel it is told there; without one, in
    private. `ended` says why the bot ended it by itself, at `ended_at`, aware UTC.
    """

    id: str
    user_id: int
    kind: FollowKind
    target: str
    pace: Pace
    mark: int
    made_at: datetime
    channel_id: int | None = None
    ended_at: datetime | None = None
    ended: Reason | None = None
