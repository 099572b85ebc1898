"""A server's published record, with all names joined, as a site shows it.

Nothing here holds an id of Discord's, a draft, or who wrote what.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.domain.directory import Directory
from bot.domain.records import Actor, Event, Issue, Record, Recorded, Role, Source
from bot.domain.vocabulary import Verb
from bot.packs.format import Pack
from bot.services.answers import (
    ClaimView,
    EventView,
    Office,
    StanceAnswer,
    StanceView,
    StatementView,
    TimelineEntry,
    Voice,
)
from bot.services.news.answers import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """An issue: who stands where on it, most accepting first, and what happened, newest first.

    `silent` play a part in it and have no record, neither they nor a voice of theirs. `coming` are
    its events that may still come about, by date. `updated` is when anything on it was last written.
    """

    issue: Recorded[Issue]
    rows: tuple[StanceView, ...]
    roles: tuple[tuple[Actor, Role], ...]
    silent: tuple[Actor, ...]
    coming: tuple[Event, ...]
    timeline: tuple[TimelineEntry, ...]
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorOnIssue:
    """Where an actor stands on an issue, with all that it and its voices said before.

    `answer` holds every claim about them and every silence; `history` every stance, newest first.
    """

    answer: StanceAnswer
    roles: tuple[Role, ...]
    history: tuple[StanceView, ...]
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRecord:
    """An actor, issue by issue.

    `claims` are those that it makes about others, `statements` what it said on no issue; both newest
    first.
    """

    actor: Recorded[Actor]
    offices: tuple[Office, ...]
    voices: tuple[Voice, ...]
    on: tuple[ActorOnIssue, ...]
    claims: tuple[ClaimView, ...]
    statements: tuple[StatementView, ...]
    events: tuple[tuple[EventView, Role], ...]
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A source with everything that rests on it, in order of entry."""

    source: Recorded[Source]
    uses: tuple[Recorded[Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A correction, or that something was taken out of the record, with the reason.

    `kind` is the record's, in a word. A correction made `before` into `after`, and `record` stands
    now. All three are None for what was taken out: of it only `actors` and `issue` are named, and
    they only where they still stand.
    """

    kind: str
    key: str
    number: int
    verb: Verb
    at: datetime
    reason: str
    record: Recorded[Any] | None = None
    before: Record | None = None
    after: Record | None = None
    actors: tuple[Actor, ...] = ()
    issue: Issue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One thing that one act did, as it was told then; `about` are the issues' keys.

    `line` is None for what was taken out of the record; `note` tells it.
    """

    id: UUID
    key: str
    at: datetime
    about: frozenset[str]
    line: Line | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """A server's whole published record.

    `directory` holds the names of all that stands. `id` names the server's site for good and tells nothing of the server. `as_of` is when the
    record was last written, aware UTC; days are counted in `zone`. `pack` is the same as a file.
    """

    id: UUID
    zone: str
    as_of: datetime
    issues: tuple[IssueRecord, ...]
    actors: tuple[ActorRecord, ...]
    events: tuple[EventView, ...]
    sources: tuple[SourceRecord, ...]
    notes: tuple[Note, ...]
    news: tuple[NewsItem, ...]
    directory: Directory
    pack: Pack
