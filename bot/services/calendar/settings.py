"""How a server is reminded of events, and what single events have instead."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.db import breakages, calendar, posts
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.occasions import is_active
from bot.domain.posts import NewPost, PostKind, PostState, Reason
from bot.domain.records import Event
from bot.domain.reminding import CalendarSettings, EventReminder
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.posts.log import retry
from bot.services.posts.planning import reconcile, reconcile_all
from bot.services.setting_up import SettingUp, SetUp

_REPEATED = "This was set a moment ago. /setup reminders shows what is."
_MOST_FAILED = 1000


class CalendarField(StrEnum):
    """A setting that can be taken away."""

    CHANNEL = "channel"
    ROLE = "role"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """What to set; None leaves a setting as it is, and what is in `off` is taken away."""

    channel_id: int | None = None
    desk_id: int | None = None
    role_id: int | None = None
    leads: tuple[timedelta, ...] | None = None
    mirror: bool | None = None
    off: frozenset[CalendarField] = frozenset()

    def __post_init__(self) -> None:
        """Refuse to set and take away the same at once."""
        given = {
            CalendarField.CHANNEL: self.channel_id,
            CalendarField.ROLE: self.role_id,
            CalendarField.DESK: self.desk_id,
        }
        both = [field.value for field in self.off if given[field] is not None]
        if both:
            raise InvalidInputError(
                f"The {both[0]} is given and turned off at once. Give one of both.",
            )

    @property
    def empty(self) -> bool:
        """Whether it changes nothing at all."""
        return self == CalendarChange()

    def applied(self, to: CalendarSettings) -> CalendarSettings:
        """The settings after it."""
        return CalendarSettings(
            channel_id=self._kept(CalendarField.CHANNEL, self.channel_id, to.channel_id),
            desk_id=self._kept(CalendarField.DESK, self.desk_id, to.desk_id),
            role_id=self._kept(CalendarField.ROLE, self.role_id, to.role_id),
            leads=to.leads if self.leads is None else self.leads,
            mirror=to.mirror if self.mirror is None else self.mirror,
        )

    def _kept(self, field: CalendarField, given: int | None, was: int | None) -> int | None:
        return None if field in self.off else given or was


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(SetUp):
    """The settings before and after a change."""

    before: CalendarSettings
    after: CalendarSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarShown:
    """A server's settings, the active events that differ from them, and channels that refuse posts.

    `broken` pairs a channel's id with why nothing is tried there.
    """

    settings: CalendarSettings
    own: tuple[tuple[Event, EventReminder], ...]
    broken: tuple[tuple[int, Reason], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRemindersSet(SetUp):
    """What one event has of its own now, and had; `settings` are the server's.

    `coming` is when its reminders in public are due from `now` on, aware UTC, in order.
    """

    event: Event
    before: EventReminder
    after: EventReminder
    settings: CalendarSettings
    coming: tuple[datetime, ...]


class CalendarSettingsDesk:
    """Sets how a server is reminded."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._setting_up = SettingUp(database, clock, directories)

    async def shown(self, scope: Scope, *, by: Person) -> CalendarShown:
        """How the server is reminded."""

        def work(unit: Unit) -> CalendarShown:
            check(unit, self._directories, scope.guild_id, by, Level.OWNER)
            guild = scope.guild_id
            events = self._directories.get(unit, guild).events
            settings = calendar.settings(unit, guild)
            own = tuple(
                (events[each.event], each)
                for each in calendar.event_reminders(unit, guild)
                if each.event in events and is_active(events[each.event])
            )
            used = (settings.channel_id, settings.desk_id, *(each.channel_id for _, each in own))
            refusing = (
                (channel, breakages.breakage(unit, guild, channel))
                for channel in dict.fromkeys(filter(None, used))
            )
            return CalendarShown(
                settings=settings,
                own=own,
                broken=tuple((channel, why) for channel, why in refusing if why is not None),
            )

        return await self._database.read(work)

    async def change(
        self,
        scope: Scope,
        change: CalendarChange,
        *,
        what: str,
        by: Person,
        cause: str,
    ) -> CalendarChanged:
        """Set what is given, and owe at once what follows from it.

        A channel that refused posts is tried again when it is named. Raises InvalidInputError when
        the same cause has set something before.
        """

        def work(unit: Unit, directory: Directory) -> CalendarChanged:
            guild, now = scope.guild_id, self._clock.now()
            before = calendar.settings(unit, guild)
            after = change.applied(before)
            calendar.keep_settings(unit, guild, after)
            retry(unit, guild, filter(None, (change.channel_id, change.desk_id)))
            plan_anew(unit, guild, zone=directory.zone, now=now, mirror=change.mirror is not None)
            return CalendarChanged(before=before, after=after)

        return await self._setting_up.once(
            scope, what, work, by=by, cause=cause, repeated=_REPEATED
        )

    async def role(self, scope: Scope) -> int | None:
        """The role that is mentioned, which anybody may join; None when there is none."""
        found = await self._database.read(lambda unit: calendar.settings(unit, scope.guild_id))
        return found.role_id

    async def event(self, scope: Scope, typed: str, *, by: Person) -> EventRemindersSet:
        """What one event has of its own; raises UnknownNameError when none goes by that."""

        def work(unit: Unit) -> EventRemindersSet:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            event = self._directories.get(unit, scope.guild_id).event(typed)
            own = calendar.event_reminder(unit, scope.guild_id, event.key)
            return self._set(unit, scope, event, before=own, after=own)

        return await self._database.read(work)

    async def change_event(
        self,
        scope: Scope,
        typed: str,
        *,
        leads: tuple[timedelta, ...] | None = None,
        channel_id: int | None = None,
        usual: bool = False,
        by: Person,
        cause: str,
    ) -> EventRemindersSet:
        """Give one event times or a channel of its own; `usual` first takes both away.

        Raises UnknownNameError, or InvalidInputError when the same cause has set something before.
        """

        def work(unit: Unit, directory: Directory) -> EventRemindersSet:
            guild = scope.guild_id
            event = directory.event(typed)
            before = calendar.event_reminder(unit, guild, event.key)
            base = EventReminder(event=event.key) if usual else before
            after = replace(
                base,
                leads=base.leads if leads is None else leads,
                channel_id=base.channel_id if channel_id is None else channel_id,
            )
            calendar.keep_event_reminder(unit, guild, after)
            retry(unit, guild, filter(None, (channel_id,)))
            reconcile(unit, guild, [event.key], zone=directory.zone, now=self._clock.now())
            return self._set(unit, scope, event, before=before, after=after)

        return await self._setting_up.once(
            scope,
            "event reminders",
            work,
            by=by,
            cause=cause,
            repeated=_REPEATED,
            needed=Level.EDITOR,
        )

    def _set(
        self,
        unit: Unit,
        scope: Scope,
        event: Event,
        *,
        before: EventReminder,
        after: EventReminder,
    ) -> EventRemindersSet:
        now = self._clock.now()
        owed = posts.of_event(unit, scope.guild_id, event.key)
        return EventRemindersSet(
            event=event,
            before=before,
            after=after,
            settings=calendar.settings(unit, scope.guild_id),
            coming=tuple(
                sorted(
                    post.due_at
                    for post in owed
                    if post.open
                    and post.user_id is None
                    and post.kind in {PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES}
                    and post.due_at >= now
                ),
            ),
        )


def plan_anew(unit: Unit, guild_id: int, *, zone: str, now: datetime, mirror: bool) -> None:
    """Owe what follows from a server's settings; `mirror` where Discord's own events are in them."""
    reconcile_all(unit, guild_id, zone=zone, now=now)
    if mirror:
        # What Discord still shows must go also when the event is no longer ahead.
        shown = calendar.mirrored_events(unit, guild_id)
        reconcile(unit, guild_id, shown, zone=zone, now=now)
        _mirror_again(unit, guild_id, now)


def _mirror_again(unit: Unit, guild_id: int, now: datetime) -> None:
    """Try again what Discord refused to show or to take out, once for each event."""
    failed = posts.in_states(unit, guild_id, [PostState.FAILED], limit=_MOST_FAILED)
    newest = {
        post.event: post for post in reversed(failed) if post.kind is PostKind.MIRROR and post.event
    }
    for post in newest.values():
        new = NewPost(key=post.key, kind=post.kind, due_at=now, event=post.event)
        posts.owe_again(unit, post, new)
