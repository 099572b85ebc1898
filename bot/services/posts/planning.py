"""What is owed about events, made to agree with the calendar in the transaction that changes it.

Each function compares what ought to be owed with the posts that stand: what is missing is owed,
what nobody needs any more is skipped with its reason, and who was told of a date that no longer
holds is owed a notice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.db import calendar, log, posts, sending
from bot.db.engine import Unit
from bot.domain.occasions import Occasion, is_active, occasions, owed_from, personal, schedule_of
from bot.domain.posts import BROKEN, LIFTED, NewPost, Post, PostKind, PostState, Reason
from bot.domain.records import Event, Record, Recorded, Role
from bot.domain.reminding import NUDGE_AT, CalendarSettings, PersonalReminder
from bot.domain.schedules import Occurrence, Recurrence
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus, RecordState

SNOOZED = "snooze"
_PAST = frozenset({EventStatus.HELD, EventStatus.NOT_HELD})


def touched(records: Iterable[Record]) -> tuple[str, ...]:
    """The keys of the events that a change of these records is about."""
    keys = (
        each.key if isinstance(each, Event) else each.event
        for each in records
        if isinstance(each, Event | Role)
    )
    return tuple(dict.fromkeys(key for key in keys if key))


def snoozed(wish: str) -> str:
    """What a reminder that was put off is about: the wish that it came of."""
    return f"{SNOOZED}/{wish}"


def wish_of(post: Post) -> str:
    """The id of the personal wish that a post came of, also when it was put off."""
    return (post.subject or "").removeprefix(snoozed(""))


def version_of(post: Post) -> int:
    """The number of the version of its event that a reminder or a notice speaks of."""
    if post.schedule is not None:
        return post.schedule
    return int(post.key.removeprefix(f"{post.event}/").partition("/")[0])


def reconcile(
    unit: Unit,
    guild_id: int,
    events: Iterable[str],
    *,
    zone: str,
    now: datetime,
) -> None:
    """Owe what the calendar says of these events, and no more of what it no longer says.

    `zone` is the server's, in which the desk's days are counted.
    """
    sending.alone(unit)
    settings = calendar.settings(unit, guild_id)
    for event in events:
        versions = log.versions(unit, Event, guild_id, event, author=False)
        stood = [each for each in versions if each.version.state is not RecordState.DRAFT]
        if stood:
            _Plan(unit, guild_id, settings, now, event, tuple(stood)).settle()
    plan_dates(unit, guild_id, settings, zone=zone, now=now)


def reconcile_all(unit: Unit, guild_id: int, *, zone: str, now: datetime) -> None:
    """Owe what the calendar says of every event that is ahead, open, or still spoken of."""
    live = log.all_live(unit, Event, Scope(guild_id=guild_id))
    active = [each.record.key for each in live if is_active(each.record)]
    owed = posts.open_events(unit, guild_id)
    reconcile(unit, guild_id, dict.fromkeys((*active, *owed)), zone=zone, now=now)


def plan_dates(
    unit: Unit,
    guild_id: int,
    settings: CalendarSettings,
    *,
    zone: str,
    now: datetime,
) -> None:
    """Owe the desk its next daily word of the events that have no date yet, if there will be any.

    One for each civil day, also when the clock is set back after it was sent.
    """
    desk, due = settings.desk_id, None
    found = () if desk is None else windows(unit, guild_id, now)
    daily = Recurrence(at=NUDGE_AT, zone=zone)
    after, old = now, None
    while True:
        due = _next_nudge(daily, found, after)
        old = None if due is None else posts.by_key(unit, guild_id, _nudge_key(due))
        if due is None or old is None or old.open or _lifted(old, desk):
            break
        after = due.at
    key = None if due is None else _nudge_key(due)
    posts.drop_others(unit, guild_id, PostKind.DATES, but=key, due=now, channel_id=desk)
    if due is not None and key is not None:
        new = NewPost(key=key, kind=PostKind.DATES, due_at=due.at, channel_id=desk)
        _owe(unit, guild_id, new, old)


def _next_nudge(
    daily: Recurrence,
    found: Iterable[Event],
    after: datetime,
) -> Occurrence | None:
    """The first daily time later than an instant at which one of these windows is open."""
    nexts = ((daily.next_after(max(after, each.when.lower)), each.when.upper) for each in found)
    fitting = [next_ for next_, upper in nexts if upper is None or next_.at < upper]
    return min(fitting, key=lambda next_: next_.at, default=None)


def _nudge_key(due: Occurrence) -> str:
    return f"dates/{due.on.isoformat()}"


def _lifted(old: Post, channel_id: int | None) -> bool:
    """Whether a closed post may be owed again in this place."""
    moved = old.channel_id != channel_id and old.reason in BROKEN
    return moved or (old.state is PostState.SKIPPED and old.reason in LIFTED)


def windows(unit: Unit, guild_id: int, now: datetime) -> tuple[Event, ...]:
    """The events that may still come about and are known by a window only, not closed yet."""
    return tuple(
        each.record
        for each in log.all_live(unit, Event, Scope(guild_id=guild_id))
        if is_active(each.record)
        and not each.record.when.has_clock_time
        and (each.record.when.upper is None or each.record.when.upper > now)
    )


def _owe(unit: Unit, guild_id: int, new: NewPost, old: Post | None) -> None:
    """Owe a post; one that stood is owed again where a change has lifted what kept it back."""
    if old is None:
        posts.owe(unit, guild_id, [new])
    elif old.open and old.dropped in LIFTED and _place(old) == _place(new):
        posts.want_again(unit, old)
    elif _place(old) != _place(new):
        untried = old.open and old.first_attempt_at is None
        if untried or (not old.open and old.reason in LIFTED | BROKEN):
            posts.owe_again(unit, old, new)
    elif old.state is PostState.SKIPPED and old.reason in LIFTED:
        posts.owe_again(unit, old, new)


def _place(post: Post | NewPost) -> tuple[int | None, int | None]:
    return post.channel_id, post.user_id


@dataclass(frozen=True, slots=True)
class _Plan:
    """One event, as it stands, against what is owed about it."""

    unit: Unit
    guild_id: int
    settings: CalendarSettings
    now: datetime
    key: str
    versions: tuple[Recorded[Event], ...]

    def settle(self) -> None:
        """Owe, owe again and drop what must be."""
        found = posts.of_event(self.unit, self.guild_id, self.key)
        # What could not be sent stays news to the desk, whatever becomes of the event.
        standing = [post for post in found if post.kind is not PostKind.TROUBLE]
        by_key = {post.key: post for post in standing}
        wanted = {new.key: new for new in self._wanted(standing)}
        kept = {post.key for post in standing if self._snoozed(post)}
        wanted |= {new.key: new for new in self._notices(standing)}
        for post in standing:
            if post.open and post.key not in wanted and post.key not in kept:
                posts.drop(self.unit, post, self._why(post))
        for new in wanted.values():
            old = by_key.get(new.key)
            due = self._due(new)
            if old is not None and old.reason in BROKEN and _place(old) != _place(new):
                # Nobody has heard it yet: late in another place it may still be worth it.
                due = old.due_at
            if due is not None or (old is not None and old.open):
                kept_due = old.due_at if old is not None and old.open else due
                _owe(self.unit, self.guild_id, replace(new, due_at=kept_due or self.now), old)

    @property
    def _event(self) -> Event:
        return self.versions[-1].record

    @property
    def _published(self) -> bool:
        return self.versions[-1].version.state is RecordState.PUBLISHED

    @property
    def _schedule(self) -> int | None:
        return schedule_of(self.versions)

    def _wanted(self, standing: Sequence[Post]) -> Iterator[NewPost]:
        schedule = self._schedule
        if schedule is not None:
            yield from self._public(schedule)
            yield from self._private(schedule, standing)
        settings = self.settings
        since = self._since()
        if self._event.status is EventStatus.HELD and self._published and settings.desk_id:
            before = (each.record for each in self.versions if each.version.number < since)
            was_ahead = any(is_active(each) for each in before)
            if was_ahead:
                yield self._new(PostKind.AFTER, f"{since}/after", channel_id=settings.desk_id)
        yield from self._mirror(standing)

    def _public(self, schedule: int) -> Iterator[NewPost]:
        own = calendar.event_reminder(self.unit, self.guild_id, self.key)
        channel = own.channel_id or self.settings.channel_id
        leads = self.settings.leads if own.leads is None else own.leads
        for occasion in occasions(self._event, leads if channel else ()):
            to_desk = occasion.kind is PostKind.QUESTION
            place = self.settings.desk_id if to_desk else channel
            if place is not None:
                what = f"{schedule}/{occasion.kind}{_seconds(occasion)}"
                yield self._at(occasion, schedule, what, channel_id=place)

    def _private(self, schedule: int, standing: Sequence[Post]) -> Iterator[NewPost]:
        for wish in calendar.personal(self.unit, self.guild_id, event=self.key):
            occasion = personal(self._event, wish.lead)
            if occasion is not None and not self._saw_open(wish):
                if self._must_hear(wish, occasion, standing):
                    occasion = replace(occasion, at=self.now)
                yield self._at(
                    occasion,
                    schedule,
                    f"{schedule}/u{wish.id}",
                    channel_id=wish.channel_id,
                    user_id=wish.user_id,
                    subject=wish.id,
                )

    def _saw_open(self, wish: PersonalReminder) -> bool:
        """Whether the event stood in its present window, open already, when somebody asked.

        Its opening is no news to them: they wait for its hour.
        """
        when = self._event.when
        if when.has_clock_time or wish.made_at <= when.lower:
            return False
        known = [each for each in self.versions if each.version.recorded_at <= wish.made_at]
        then = known[-1].record.when if known else None
        return then is not None and (then.lower, then.upper) == (when.lower, when.upper)

    def _must_hear(
        self,
        wish: PersonalReminder,
        occasion: Occasion,
        standing: Sequence[Post],
    ) -> bool:
        """Whether a clock time was given too late for a wish of somebody who knows of none.

        Who was told of an earlier date gets a notice of this one; all others would hear nothing.
        """
        if occasion.kind is not PostKind.REMINDER:
            return False
        place = wish.channel_id, wish.user_id
        return occasion.at < self.now < self._event.when.lower and not any(
            post.told and post.kind.reminds and _place(post) == place and not self._stopped(post)
            for post in standing
        )

    def _mirror(self, standing: Sequence[Post]) -> Iterator[NewPost]:
        made = [post for post in standing if post.kind is PostKind.MIRROR]
        # What was tried and is not known to have succeeded may have left something on Discord.
        unsure = any(post.first_attempt_at and post.state is not PostState.SENT for post in made)
        shown = unsure or calendar.mirrored(self.unit, self.guild_id, self.key) is not None
        when = self._event.when
        fit = self.settings.mirror and self._schedule is not None and when.has_clock_time
        if shown or (fit and when.lower > self.now):
            what = f"{self.versions[-1].version.number}/mirror-{'on' if fit else 'off'}"
            yield self._new(PostKind.MIRROR, f"{what}.{self._round(made, what)}")

    def _round(self, made: Sequence[Post], what: str) -> int:
        """Which of the mirror's posts it is: switched on, off and on again it is done anew."""
        for last in made[-1:]:
            key, _, number = last.key.rpartition(".")
            if key == f"{self.key}/{what}" and Reason.REPLACED not in {last.reason, last.dropped}:
                return int(number)
        return len(made)

    def _notices(self, standing: Sequence[Post]) -> Iterator[NewPost]:
        """For everybody who was told of a date that does not hold any more."""
        schedule, since = self._schedule, self._since()
        stood = [each for each in self.versions if each.version.state is RecordState.PUBLISHED]
        if stood and stood[-1].record.status in _PAST:
            return
        for post in standing:
            if not (post.told and post.kind.reminds) or self._stopped(post):
                continue
            place = f"c{post.channel_id or ''}u{post.user_id or ''}"
            if schedule is None:
                kind, key = PostKind.CANCELLED, f"{since}/cancelled/{place}"
            elif post.schedule is not None and post.schedule < schedule:
                kind, key = PostKind.MOVED, f"{schedule}/moved/{place}"
            else:
                continue
            yield self._new(
                kind,
                key,
                channel_id=post.channel_id,
                user_id=post.user_id,
                subject=post.subject,
            )

    def _stopped(self, post: Post) -> bool:
        """Whether it went to one person, who has ended the reminder since."""
        if post.user_id is None:
            return False
        wishes = calendar.personal(self.unit, self.guild_id, event=self.key, user_id=post.user_id)
        return wish_of(post) not in {wish.id for wish in wishes}

    def _since(self) -> int:
        """The number of the version since which the event has its state and status."""
        newest = self.versions[-1]
        number = newest.version.number
        for each in reversed(self.versions):
            same = each.record.status is newest.record.status
            if not same or each.version.state is not newest.version.state:
                break
            number = each.version.number
        return number

    def _snoozed(self, post: Post) -> bool:
        return (
            post.subject is not None
            and post.subject.startswith(SNOOZED)
            and post.schedule == self._schedule
        )

    def _why(self, post: Post) -> Reason:
        """Why a post is no longer wanted."""
        if post.kind is PostKind.MIRROR:
            same = post.key.startswith(f"{self.key}/{self.versions[-1].version.number}/")
            return Reason.SETTINGS if same else Reason.REPLACED
        if not self._published:
            return Reason.CANCELLED
        if not is_active(self._event):
            return Reason.OVER if self._event.status in _PAST else Reason.CANCELLED
        if post.kind is PostKind.AFTER:
            return Reason.REPLACED
        if post.schedule != self._schedule:
            return Reason.MOVED
        return Reason.SETTINGS if post.user_id is None else Reason.UNWANTED

    def _due(self, new: NewPost) -> datetime | None:
        """When a post that is not owed yet would be due; None when its time has passed."""
        if new.kind not in {PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES, PostKind.QUESTION}:
            return self.now
        lead = None if new.lead is None else timedelta(seconds=new.lead)
        occasion = Occasion(kind=new.kind, at=new.due_at, lead=lead)
        return owed_from(occasion, self._event, self.now)

    def _at(
        self, occasion: Occasion, schedule: int, key: str, **place: int | str | None
    ) -> NewPost:
        return replace(
            self._new(occasion.kind, key, **place),
            due_at=occasion.at,
            schedule=schedule,
            lead=None if occasion.lead is None else int(occasion.lead.total_seconds()),
        )

    def _new(self, kind: PostKind, key: str, **more: int | str | None) -> NewPost:
        return NewPost(
            key=f"{self.key}/{key}",
            kind=kind,
            due_at=self.now,
            event=self.key,
            schedule=self._schedule,
            **more,  # type: ignore[arg-type]  # a place: ids, and what it is about
        )


def _seconds(occasion: Occasion) -> str:
    return "" if occasion.lead is None else str(int(occasion.lead.total_seconds()))
