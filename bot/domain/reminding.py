"""Who wants to be told of events: a server, one event's own settings, and single people."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.occasions import DEFAULT_LEADS

# When the desk is reminded, each day, of the events that still lack a date.
NUDGE_AT = time(9, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSettings:
    """Where a server is reminded and how long before, whom it mentions, where its editors are.

    Without a channel nobody is reminded in public; without a desk the editors are asked nothing.
    `leads` are times before an event, longest first. `mirror` shows events as Discord's own too.
    """

    channel_id: int | None = None
    desk_id: int | None = None
    role_id: int | None = None
    leads: tuple[timedelta, ...] = DEFAULT_LEADS
    mirror: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReminder:
    """What one event has instead of its server's settings; None is the server's."""

    event: str
    channel_id: int | None = None
    leads: tuple[timedelta, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalReminder:
    """One person's wish to be reminded of an event, so long before it.

    With a channel the reminder is posted there; without one it is a direct message.
    """

    id: str
    user_id: int
    event: str
    lead: timedelta
    made_at: datetime
    channel_id: int | None = None
