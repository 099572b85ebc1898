"""What is new, with the names that it points to, ready to be told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from bot.domain.news import What
from bot.domain.posts import Post
from bot.domain.records import Actor, Event, Issue, Recorded
from bot.domain.rules import Alert, Digest, Follow
from bot.domain.vocabulary import ConditionState
from bot.services.answers import (
    Asked,
    ClaimView,
    ConditionView,
    EventView,
    StanceView,
    StatementView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceLine:
    """A stance that changed, was confirmed, corrected, retracted, or has gone stale.

    `before` is the record that a change follows, or the version that a correction replaces.
    `stands` is where the holder stands once a stance was retracted; None: no record is left.
    `stale_on` is the civil day on which it went stale.
    """

    what: What
    issue: Issue
    view: StanceView
    before: StanceView | None = None
    stands: StanceView | None = None
    stale_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    """A condition of a stance that is in another state than before."""

    what: What
    issue: Issue
    view: ConditionView
    was: ConditionState
    stance: StanceView


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim that is new, corrected or retracted."""

    what: What
    issue: Issue
    view: ClaimView
    before: ClaimView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement that is new, corrected or retracted; or one that leaves an issue out."""

    what: What
    issue: Issue | None
    view: StatementView
    before: StatementView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event that is new, or of which something became."""

    what: What
    view: EventView
    before: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """An issue or its proposal that has come further, or was corrected."""

    what: What
    issue: Recorded[Issue]
    before: Issue


Line: TypeAlias = StanceLine | ConditionLine | ClaimLine | StatementLine | EventLine | IssueLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsAnswer:
    """What was recorded after the act `after`, up to the act `through`; heaviest first.

    `since` is when the first of it can have been recorded, aware UTC; None where only the acts
    are known. `until` is up to when it was asked for; None for now. `issue` None is every issue,
    and `issues` are all that there are, where that is asked. `lines` is one page of `count`; `page`
    counts from 0. `coming` are the events ahead, nearest first.
    """

    asked: Asked
    issue: Issue | None
    after: int
    through: int
    lines: tuple[Line, ...]
    count: int
    page: int = 0
    has_more: bool = False
    since: datetime | None = None
    until: datetime | None = None
    coming: tuple[EventView, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """A digest as it is sent: what is new since its mark, a first page of it, heaviest first.

    `late` is how late it is, from two minutes on. `gone`: its issue was taken out of the record.
    """

    post: Post
    digest: Digest
    answer: NewsAnswer
    late: timedelta | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """Changes of stances that a channel is told at once; `late` is how late, from two minutes on."""

    post: Post
    alert: Alert
    answer: NewsAnswer
    late: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Something that is followed, by the name it goes by now; `gone`: it was retracted since."""

    follow: Follow
    title: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowContent:
    """What is new about all that one person follows, told in one place at one pace.

    `late` is how late it is, from two minutes on.
    """

    post: Post
    followed: tuple[Followed, ...]
    answer: NewsAnswer
    late: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDigest:
    """A digest that had nothing to tell. `told_at` is when it last told something, aware UTC.

    `gone`: its issue was taken out of the record.
    """

    digest: Digest
    issue: Issue | None
    told_at: datetime
    next_at: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AliveContent:
    """The desk's weekly word that digests live, though they had nothing new to tell."""

    post: Post
    quiet: tuple[QuietDigest, ...]


NewsContent: TypeAlias = DigestContent | AlertContent | FollowContent | AliveContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what news is about, to be matched with what somebody follows: records' keys."""

    issues: frozenset[str]
    actors: frozenset[str]
    events: frozenset[str]

    @classmethod
    def of(
        cls,
        actors: tuple[Actor | None, ...],
        *,
        issues: tuple[str | None, ...],
        events: tuple[str | None, ...],
    ) -> "Subject":
        """Of those that there are."""
        return cls(
            issues=frozenset(filter(None, issues)),
            actors=frozenset(each.key for each in actors if each),
            events=frozenset(filter(None, events)),
        )
