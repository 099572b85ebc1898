"""Personal reminders: who wants to hear of which event, how long before it, and where."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import calendar, log, posts
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.agenda import has_passed
from bot.domain.directory import Directory
from bot.domain.leads import lead_words
from bot.domain.occasions import is_active, schedule_of
from bot.domain.phrases.refusals import absolute
from bot.domain.posts import NewPost, Post, PostKind, Reason
from bot.domain.records import Event
from bot.domain.reminding import PersonalReminder
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.errors import InvalidInputError, StancebotError
from bot.services.answers import Suggestion
from bot.services.calendar.wishes import (
    OVER,
    SPOKEN,
    Reminder,
    before_words,
    check_ahead,
    check_open,
    has_opened,
    is_shown,
    order_of,
    read_before,
    reminders_of,
    usual_leads,
)
from bot.services.posts.planning import reconcile, snoozed, wish_of

MOST = 25
PAGE = 8
LONGEST_SNOOZE = timedelta(days=1)
_GONE = "This reminder is not there any more, or it is not yours. /reminders shows yours."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderKept:
    """A reminder that was asked for; `repeated`: it stood already."""

    reminder: Reminder
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadsOffer:
    """The usual times before an event that are still ahead, shortest first.

    `opened`: it is known by a window only, which is open, so they count back from its hour.
    """

    event: Event
    leads: tuple[timedelta, ...]
    opened: bool = False

    def words(self, lead: timedelta) -> str:
        """How long before the event, in words that can be typed."""
        return before_words(self.event, lead, opened=self.opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersAnswer:
    """One page of a person's own reminders in a server; `page` counts from 0.

    `ended` is what was taken off the list just now; `role_id` the role that the server mentions.
    """

    rows: tuple[Reminder, ...]
    count: int
    page: int
    has_more: bool
    role_id: int | None
    ended: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WishEnded:
    """A wish that was ended from the message that it led to; `before`: it had ended already."""

    event: Event | None
    before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """A reminder that comes again; `repeated`: that was asked for before."""

    event: Event
    at: datetime
    repeated: bool


class Reminders:
    """Keeps and ends personal reminders."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def offer(self, scope: Scope, typed: str) -> LeadsOffer:
        """The usual times before an event; raises InvalidInputError when all have passed."""

        def work(unit: Unit) -> LeadsOffer:
            directory = self._directories.get(unit, scope.guild_id)
            event = directory.event(typed)
            now = self._clock.now()
            check_open(event, now, directory.zone)
            return LeadsOffer(
                event=event,
                leads=usual_leads(event, now),
                opened=has_opened(event, now),
            )

        return await self._database.read(work)

    async def suggest(self, guild_id: int, event: str, typed: str) -> tuple[Suggestion, ...]:
        """Times before an event that can be typed: what is being typed, then the usual ones."""
        try:
            offer = await self.offer(Scope(guild_id=guild_id), event)
        except StancebotError:
            return ()
        try:
            lead = read_before(typed) if typed.strip() else None
        except InvalidInputError:
            lead = None
        usual = offer.leads
        found = usual if lead is None else (lead, *(each for each in usual if each != lead))
        return tuple(Suggestion(label=offer.words(each), key=lead_words(each)) for each in found)

    async def add(
        self,
        scope: Scope,
        typed: str,
        before: str | timedelta,
        *,
        user_id: int,
        channel_id: int | None = None,
    ) -> ReminderKept:
        """Keep a person's wish, to be told in a channel or in private; the same wish is kept once.

        Of an event known by a window only it comes before the window opens, and before the hour
        once that is recorded. Raises UnknownNameError or InvalidInputError that says what would
        work: an event that is over, a time before a clock time that has passed, or more reminders
        than one may have.
        """
        lead = read_before(before) if isinstance(before, str) else before

        def work(unit: Unit) -> ReminderKept:
            guild = scope.guild_id
            calendar.hold(unit, guild)
            directory = self._directories.get(unit, guild)
            event, now = directory.event(typed), self._clock.now()
            check_open(event, now, directory.zone)
            check_ahead(event, lead, now, directory.zone)
            held = calendar.personal(unit, guild, user_id=user_id)
            for wish in held:
                if (wish.event, wish.lead, wish.channel_id) == (event.key, lead, channel_id):
                    (found,) = reminders_of(unit, guild, [wish], directory, now)
                    return ReminderKept(reminder=found, repeated=True)
            if sum(_counts(directory, wish, now) for wish in held) >= MOST:
                raise InvalidInputError(
                    f"You have {MOST} reminders here, which is as many as one may have. End one "
                    "with /reminders first.",
                )
            wish = PersonalReminder(
                id=secrets.token_hex(6),
                user_id=user_id,
                event=event.key,
                lead=lead,
                made_at=now,
                channel_id=channel_id,
            )
            calendar.keep_personal(unit, guild, wish)
            reconcile(unit, guild, [event.key], zone=directory.zone, now=now)
            (found,) = reminders_of(unit, guild, [wish], directory, now)
            return ReminderKept(reminder=found, repeated=False)

        return await self._database.write(work)

    async def mine(self, scope: Scope, *, user_id: int, page: int = 0) -> RemindersAnswer:
        """One page of a person's own reminders: next first, then those that failed, then others."""
        return await self._database.read(lambda unit: self._mine(unit, scope, user_id, page))

    async def end(
        self,
        scope: Scope,
        reminder_id: str,
        *,
        user_id: int,
        page: int = 0,
    ) -> RemindersAnswer:
        """End a person's own reminder; the answer is what is left of the list.

        Raises InvalidInputError when there is none of that id, or it is somebody else's.
        """

        def work(unit: Unit) -> RemindersAnswer:
            guild = scope.guild_id
            calendar.hold(unit, guild)
            held = calendar.personal(unit, guild, user_id=user_id)
            wish = next((each for each in held if each.id == reminder_id), None)
            if wish is None:
                raise InvalidInputError(_GONE)
            self._end(unit, guild, wish.event, wish.id, user_id)
            ended = self._directories.get(unit, guild).events.get(wish.event)
            return replace(self._mine(unit, scope, user_id, page), ended=ended)

        return await self._database.write(work)

    async def end_by_post(self, post_id: int, *, user_id: int) -> WishEnded:
        """End the reminder that a person's own post came of, wherever the post was sent.

        Raises InvalidInputError for a post that is not theirs.
        """

        def work(unit: Unit) -> WishEnded:
            post = _own(unit, user_id, post_id)
            calendar.hold(unit, post.guild_id)
            before = not self._end(unit, post.guild_id, post.event or "", wish_of(post), user_id)
            events = self._directories.get(unit, post.guild_id).events
            return WishEnded(event=events.get(post.event or ""), before=before)

        return await self._database.write(work)

    async def snooze(self, post_id: int, *, user_id: int, minutes: int) -> Snoozed:
        """Send a person's own reminder again so many minutes from now, at most a day.

        Asked for twice, it comes once; another time takes the place of the first. Raises
        InvalidInputError for a post that is not theirs, or of an event that has changed since.
        """
        pause = timedelta(minutes=minutes)
        if not timedelta(0) < pause <= LONGEST_SNOOZE:
            raise InvalidInputError(
                "A reminder can be put off by a minute to a day. Use one of its buttons.",
            )

        def work(unit: Unit) -> Snoozed:
            post = _own(unit, user_id, post_id)
            if not post.told or post.schedule is None:
                raise InvalidInputError(_GONE)
            calendar.hold(unit, post.guild_id)
            directory = self._directories.get(unit, post.guild_id)
            now = self._clock.now()
            event = _unchanged(unit, post, directory)
            stem = f"{event.key}/{post.schedule}/z{post.id}-"
            earlier = [
                each
                for each in posts.of_person(unit, post.guild_id, user_id, [event.key])
                if each.key.startswith(stem)
            ]
            for each in earlier:
                if each.open and each.key.startswith(f"{stem}{minutes}-"):
                    return Snoozed(event=event, at=each.due_at, repeated=True)
            at = now + pause
            upper = event.when.upper
            if not event.when.has_clock_time and upper is not None and at >= upper:
                raise InvalidInputError(
                    f"Its window closes before then: it is {absolute(event.when)}. Put it off by "
                    "less.",
                )
            for each in earlier:
                if each.open:
                    posts.drop(unit, each, Reason.UNWANTED)
            taken = [int(each.key.rpartition("-")[2]) for each in earlier]
            new = NewPost(
                key=f"{stem}{minutes}-{max(taken, default=0) + 1}",
                kind=PostKind.REMINDER if event.when.has_clock_time else PostKind.OPENS,
                due_at=at,
                channel_id=post.channel_id,
                user_id=user_id,
                event=event.key,
                schedule=post.schedule,
                subject=snoozed(wish_of(post)),
            )
            posts.owe(unit, post.guild_id, [new])
            return Snoozed(event=event, at=at, repeated=False)

        return await self._database.write(work)

    def _end(self, unit: Unit, guild: int, event: str, wish: str, user_id: int) -> bool:
        """Forget a wish and owe nothing for it any more; whether there was one."""
        found = calendar.drop_personal(unit, guild, wish, user_id=user_id)
        put_off = [
            post
            for post in posts.of_person(unit, guild, user_id, [event])
            if post.open and post.subject == snoozed(wish)
        ]
        for post in put_off:
            posts.drop(unit, post, Reason.UNWANTED)
        zone = self._directories.get(unit, guild).zone
        reconcile(unit, guild, [event], zone=zone, now=self._clock.now())
        return found or bool(put_off)

    def _mine(self, unit: Unit, scope: Scope, user_id: int, page: int) -> RemindersAnswer:
        guild, now = scope.guild_id, self._clock.now()
        directory = self._directories.get(unit, guild)
        held = calendar.personal(unit, guild, user_id=user_id)
        found = reminders_of(unit, guild, held, directory, now)
        shown = sorted((each for each in found if is_shown(each, now)), key=order_of)
        page = min(page, max(0, len(shown) - 1) // PAGE)
        start = page * PAGE
        return RemindersAnswer(
            rows=tuple(shown[start : start + PAGE]),
            count=len(shown),
            page=page,
            has_more=len(shown) > start + PAGE,
            role_id=calendar.settings(unit, guild).role_id,
        )


def _counts(directory: Directory, wish: PersonalReminder, now: datetime) -> bool:
    """Whether a wish may still lead to a post."""
    event = directory.events.get(wish.event)
    return event is not None and event.status not in OVER and not has_passed(event, now)


def _own(unit: Unit, user_id: int, post_id: int) -> Post:
    post = posts.of_user(unit, user_id, post_id)
    if post is None or post.event is None:
        raise InvalidInputError(_GONE)
    return post


def _unchanged(unit: Unit, post: Post, directory: Directory) -> Event:
    """The event of a post, at the date that the post is about."""
    event = directory.events.get(post.event or "")
    if event is None:
        raise InvalidInputError("This event was taken out of the record since.")
    if not is_active(event):
        raise InvalidInputError(
            f"“{event.title}” is recorded as {SPOKEN[event.status]} by now, so there is nothing "
            "to be reminded of again.",
        )
    versions = log.versions(unit, Event, post.guild_id, event.key)
    stood = [each for each in versions if each.version.state is not RecordState.DRAFT]
    if schedule_of(stood) != post.schedule:
        raise InvalidInputError(
            f"“{event.title}” has another date by now: {absolute(event.when)}. Your reminder has "
            "moved with it.",
        )
    return event
