"""What the bot owes a channel, a person or a server: kinds, states, and why one was not sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PostKind(StrEnum):
    """What a post is about."""

    REMINDER = "reminder"
    OPENS = "opens"
    CLOSES = "closes"
    MOVED = "moved"
    CANCELLED = "cancelled"
    QUESTION = "question"
    AFTER = "after"
    DATES = "dates"
    TROUBLE = "trouble"
    MIRROR = "mirror"
    DIGEST = "digest"
    ALERT = "alert"
    FOLLOW = "follow"
    ALIVE = "alive"
    CORRECTION = "correction"
    ANSWER = "answer"

    @property
    def reminds(self) -> bool:
        """Whether who got it counts on the event's date, and must hear when that changes."""
        return self in {PostKind.REMINDER, PostKind.OPENS, PostKind.MOVED}


class PostState(StrEnum):
    """`due` and `claimed` are open; the other three are final unless somebody tries again."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """Why a post was not sent, or is not to be."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    OVER = "over"
    SETTINGS = "settings"
    UNWANTED = "unwanted"
    REPLACED = "replaced"
    NOTHING_NEW = "nothing_new"
    TOO_LATE = "too_late"
    NO_ACCESS = "no_access"
    NO_CHANNEL = "no_channel"
    DM_CLOSED = "dm_closed"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    GONE = "gone"


# Reasons that a later change of the calendar or the settings may lift.
LIFTED = frozenset({Reason.MOVED, Reason.CANCELLED, Reason.SETTINGS, Reason.OVER})
# Refusals of a place: whatever else is owed there would meet the same.
BROKEN = frozenset({Reason.NO_ACCESS, Reason.NO_CHANNEL})


def lane_of(
    kind: PostKind,
    guild_id: int,
    *,
    channel_id: int | None,
    user_id: int | None,
) -> str:
    """The place of a post as one word; within a lane posts go out one after the other.

    What edits the messages of a place goes beside what is sent there: of old messages there may be
    hundreds, and no reminder waits behind them.
    """
    if kind is PostKind.CORRECTION:
        return f"e:{channel_id or user_id}"
    if channel_id is not None:
        return f"c:{channel_id}"
    return f"g:{guild_id}" if user_id is None else f"u:{user_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post to be owed; `key` is unique within its server, so that it is owed once.

    Its place is a channel, a user's direct messages, a user within a channel, or, for MIRROR, the
    server itself. `event` is a record's key and `schedule` the version since which the event has
    stood at this date; `lead` is how many seconds before the event it is due; `subject` is what else
    it is about: the id of a personal reminder, a digest, an alert or a report, of a channel, or of the
    message that a CORRECTION edits.
    """

    key: str
    kind: PostKind
    due_at: datetime
    channel_id: int | None = None
    user_id: int | None = None
    event: str | None = None
    schedule: int | None = None
    lead: int | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as it is kept.

    `token` is random and marks the message; `next_at` is when it may be taken next, while it is
    open; `body` is what is sent, word for word, from the first attempt on. `through` is the number
    of the act up to which it tells the news. `dropped` says why a claimed post is no longer wanted.
    Times are aware UTC.
    """

    id: int
    guild_id: int
    key: str
    kind: PostKind
    state: PostState
    due_at: datetime
    next_at: datetime
    token: str
    attempts: int
    channel_id: int | None = None
    user_id: int | None = None
    event: str | None = None
    schedule: int | None = None
    lead: int | None = None
    subject: str | None = None
    first_attempt_at: datetime | None = None
    body: str | None = None
    through: int | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    reason: Reason | None = None
    detail: str | None = None
    dropped: Reason | None = None

    @property
    def lane(self) -> str:
        """Its place as one word."""
        return lane_of(self.kind, self.guild_id, channel_id=self.channel_id, user_id=self.user_id)

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.state in {PostState.DUE, PostState.CLAIMED}

    @property
    def told(self) -> bool:
        """Whether its reader has it, or may have it."""
        return self.state is PostState.SENT or (self.first_attempt_at is not None and self.open)
