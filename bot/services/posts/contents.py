"""What a post says: read from the record at the moment when the post is first tried."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias

from bot.db import breakages, calendar, log, posts, series
from bot.db.engine import Unit
from bot.db.guilds import Directories
from bot.domain.directory import Directory
from bot.domain.occasions import Owed, is_active, lateness, schedule_of, verdicts
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Event, Recorded
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus, RecordState
from bot.domain.when import When, zone_named
from bot.services.answers import EventView
from bot.services.calendar.after import AfterAnswer, after_event
from bot.services.desk.report_items import AnswerContent, answer_content
from bot.services.news.answers import NewsContent
from bot.services.news.contents import NEWS, followed_on, news_content, title_of_post
from bot.services.posts.corrections import CorrectionContent, correction_content
from bot.services.posts.planning import plan_dates, version_of, windows
from bot.services.views import Views


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContent:
    """A reminder, a window's opening or close, a notice of a change, or a question to the desk.

    `late` is how late it is, from two minutes on. `before` is the date that was told before a move.
    `role_id` is to be mentioned. `retracted`: the event should never have been recorded.
    """

    post: Post
    view: EventView
    zone: str
    now: datetime
    late: timedelta | None = None
    before: When | None = None
    role_id: int | None = None
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterContent:
    """The desk's question what the participants of an event said after it."""

    post: Post
    answer: AfterAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesContent:
    """The desk's daily word: events that are open now and known by a window only."""

    post: Post
    views: tuple[EventView, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleContent:
    """What could not be sent, for the desk; `others` counts what waits or failed there besides."""

    post: Post
    failed: Post
    title: str | None
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorContent:
    """An event as Discord's own list of events must show it; `wanted` False: not at all.

    `over`: its time has come, so what shows it there at that time is left to run.
    """

    post: Post
    view: EventView
    wanted: bool
    shown: int | None
    over: bool = False


Content: TypeAlias = (
    EventContent
    | AfterContent
    | DatesContent
    | TroubleContent
    | MirrorContent
    | NewsContent
    | CorrectionContent
    | AnswerContent
)
_WEIGHED = frozenset({PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES})


class Contents:
    """Finds what a claimed post says, or why it says nothing any more."""

    def __init__(self, directories: Directories) -> None:
        """Take names from here."""
        self._directories = directories

    def of(self, unit: Unit, post: Post, now: datetime) -> Content | Reason:
        """What the post says now; a reason when it is not to be sent."""
        directory = self._directories.get(unit, post.guild_id)
        if post.kind is PostKind.DATES:
            # Whatever becomes of this one, there is a next.
            settings = calendar.settings(unit, post.guild_id)
            plan_dates(unit, post.guild_id, settings, zone=directory.zone, now=now)
        elif post.kind in NEWS:
            followed_on(unit, post, now)
        if post.channel_id is not None:
            broken = breakages.breakage(unit, post.guild_id, post.channel_id)
            if broken is not None:
                return broken
        return _content(unit, post, directory, now)

    def pointless(self, unit: Unit, post: Post, now: datetime) -> Reason | None:
        """Why a post that was tried before need not be sent any more; None when it need."""
        if post.kind is PostKind.DATES:
            return Reason.REPLACED if posts.is_followed(unit, post, now=now) else None
        if post.kind is PostKind.DIGEST:
            return Reason.REPLACED if series.is_overtaken(unit, post, by=now) else None
        if post.kind not in _WEIGHED:
            return None
        newest = _versions(unit, post)[-1]
        return _verdict(unit, post, newest.record, now, weighing=True)


def _content(unit: Unit, post: Post, directory: Directory, now: datetime) -> Content | Reason:
    found: Content | Reason
    match post.kind:
        case PostKind.DATES:
            found = _dates(unit, post, directory, now)
        case PostKind.TROUBLE:
            found = _trouble(unit, post, directory)
        case PostKind.CORRECTION:
            found = correction_content(unit, post, directory)
        case PostKind.ANSWER:
            found = answer_content(unit, post, directory)
        case kind if kind in NEWS:
            found = news_content(unit, post, directory, now)
        case _:
            found = _about_event(unit, post, directory, now)
    return found


def _dates(unit: Unit, post: Post, directory: Directory, now: datetime) -> Content | Reason:
    if posts.is_followed(unit, post, now=_day_end(directory.zone, now)):
        # There is one for each day, and today's is still to come, or stands behind this one.
        return Reason.REPLACED
    open_now = [event.key for event in windows(unit, post.guild_id, now) if event.when.lower <= now]
    scope = Scope(guild_id=post.guild_id)
    found = log.by_keys(unit, Event, scope, open_now)
    if not found:
        return Reason.OVER
    views = Views(directory)
    return DatesContent(
        post=post,
        views=tuple(views.event(found[key]) for key in open_now if key in found),
        zone=directory.zone,
    )


def _trouble(unit: Unit, post: Post, directory: Directory) -> Content | Reason:
    failed = posts.by_id(unit, post.guild_id, int(post.subject or 0))
    if failed is None or failed.state is not PostState.FAILED:
        return Reason.OVER
    waiting = (
        posts.waiting_in(unit, post.guild_id, failed.channel_id)
        if failed.channel_id is not None
        else []
    )
    return TroubleContent(
        post=post,
        failed=failed,
        title=title_of_post(unit, directory, failed),
        others=sum(1 for each in waiting if each.id != failed.id),
    )


def _about_event(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> Content | Reason:
    versions = _versions(unit, post)
    newest = versions[-1]
    outdated = _outdated(post, versions)
    if outdated is not None:
        return outdated
    if post.kind is PostKind.AFTER:
        answer = after_event(unit, post.guild_id, directory, newest)
        return AfterContent(post=post, answer=answer)
    view = Views(directory).event(newest)
    if post.kind is PostKind.MIRROR:
        return _mirror(unit, post, view, versions, now)
    before = None
    if post.kind in {PostKind.MOVED, PostKind.CANCELLED}:
        heard = _heard(unit, post, versions)
        if not heard or _agree(heard[-1], newest):
            # Nobody there was told, or what they were told last is so again.
            return Reason.REPLACED
        dates = [each.record.when for each in heard if is_active(each.record)]
        before = dates[-1] if dates and post.kind is PostKind.MOVED else None
    else:
        reason = _verdict(unit, post, newest.record, now)
        if reason is not None:
            return reason
    settings = calendar.settings(unit, post.guild_id)
    return EventContent(
        post=post,
        view=view,
        zone=directory.zone,
        now=now,
        late=lateness(post.due_at, now),
        before=before,
        role_id=settings.role_id if post.user_id is None else None,
        retracted=newest.version.state is RecordState.RETRACTED,
    )


def _verdict(
    unit: Unit,
    post: Post,
    event: Event,
    now: datetime,
    *,
    weighing: bool = False,
) -> Reason | None:
    """Why this post is not worth sending now, beside the others of its place about its event.

    The others that are not worth it any more are dropped too, unless this is only being weighed.
    """
    alike = [
        each
        for each in posts.of_event(unit, post.guild_id, event.key)
        if each.schedule == post.schedule
        and (each.channel_id, each.user_id) == (post.channel_id, post.user_id)
        and (each.open or each.told)
    ]
    owed = [
        Owed(
            id=each.id,
            kind=each.kind,
            at=each.due_at,
            lead=None if each.lead is None else timedelta(seconds=each.lead),
            told=each.told and each.id != post.id,
        )
        for each in alike
    ]
    found = verdicts(event, owed, now)
    for each in alike:
        reason = found.get(each.id)
        if reason is not None and each.id != post.id and not weighing:
            posts.drop(unit, each, reason)
    return found.get(post.id)


def _versions(unit: Unit, post: Post) -> list[Recorded[Event]]:
    found = log.versions(unit, Event, post.guild_id, post.event or "", author=False)
    return [each for each in found if each.version.state is not RecordState.DRAFT]


def _outdated(post: Post, versions: list[Recorded[Event]]) -> Reason | None:
    """Why a post speaks of what is not so any more, though it was kept, or is tried again."""
    schedule, status = schedule_of(versions), versions[-1].record.status
    if post.kind is PostKind.MIRROR:
        return None
    if post.kind is PostKind.AFTER:
        return None if status is EventStatus.HELD else Reason.REPLACED
    if post.schedule == schedule:
        return None
    if schedule is not None:
        return Reason.MOVED
    return Reason.OVER if status in {EventStatus.HELD, EventStatus.NOT_HELD} else Reason.CANCELLED


def _heard(
    unit: Unit,
    post: Post,
    versions: list[Recorded[Event]],
) -> list[Recorded[Event]]:
    """The versions of an event that a place was told of, in order; none if of no date at all."""
    told = [
        each
        for each in posts.of_event(unit, post.guild_id, post.event or "")
        if each.id != post.id
        and each.told
        and (each.kind.reminds or each.kind is PostKind.CANCELLED)
        and (each.channel_id, each.user_id) == (post.channel_id, post.user_id)
    ]
    if not any(each.kind.reminds for each in told):
        return []
    numbers = {version_of(each) for each in told}
    return [each for each in versions if each.version.number in numbers]


def _agree(one: Recorded[Event], other: Recorded[Event]) -> bool:
    """Whether a reader is told the same by two versions: the date, or that there is none."""
    if is_active(one.record) and is_active(other.record):
        active = one.version.state is other.version.state
        return active and _date(one.record.when) == _date(other.record.when)
    same = one.record.status is other.record.status
    return same and one.version.state is other.version.state


def _date(when: When) -> tuple[object, ...]:
    return when.lower, when.upper, when.precision


def _day_end(zone: str, now: datetime) -> datetime:
    """The end of the civil day."""
    local = zone_named(zone)
    following = now.astimezone(local).date() + timedelta(days=1)
    return datetime.combine(following, time(), local).astimezone(UTC)


def _mirror(
    unit: Unit,
    post: Post,
    view: EventView,
    versions: list[Recorded[Event]],
    now: datetime,
) -> MirrorContent:
    event = view.event.record
    standing = schedule_of(versions) is not None and event.when.has_clock_time
    settings = calendar.settings(unit, post.guild_id)
    ahead = event.when.lower > now
    return MirrorContent(
        post=post,
        view=view,
        wanted=settings.mirror and standing and ahead,
        shown=calendar.mirrored(unit, post.guild_id, event.key),
        over=settings.mirror and standing and not ahead,
    )
