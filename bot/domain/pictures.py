"""What pictures show: the facts of one server on one issue, with the actors they name."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.records import Actor, Event, Issue, Mandate, Stance
from bot.domain.vocabulary import Position, Relation
from bot.domain.when import When


class PictureKind(StrEnum):
    """What can be drawn."""

    BOARD = "board"
    TIMELINE = "timeline"
    CLAIMS = "claims"
    HISTORY = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of which day a picture is, in the server's zone, and of which state of the record.

    `past` says that the day was asked for; `known_at` None is the present record.
    """

    on: date
    past: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A holder's current stance; `before` is the last other position, None where there is none.

    `mandate` is the office that the holder speaks in, for `principal`. `unlooked` is the day on which
    it was last looked at, where that is too long ago.
    """

    holder: Actor
    stance: Stance
    before: Position | None = None
    mandate: Mandate | None = None
    principal: Actor | None = None
    unlooked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPicture:
    """Everybody's current stance, most accepting first; `silent` have a part and no record."""

    seen: Seen
    issue: Issue
    rows: tuple[BoardRow, ...]
    silent: tuple[Actor, ...] = ()
    sources: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One holder's stances, oldest first, at least one."""

    holder: Actor
    stances: tuple[Stance, ...]

    @property
    def current(self) -> Stance:
        """The newest."""
        return self.stances[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePicture:
    """How everybody moved, or an actor with its voices, and what happened meanwhile, by date.

    `older` says that there are stances which are not in it.
    """

    seen: Seen
    issue: Issue
    lanes: tuple[Lane, ...]
    events: tuple[Event, ...] = ()
    actor: Actor | None = None
    older: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """That somebody said something of a kind about somebody."""

    claimant: Actor
    about: Actor
    relation: Relation
    said: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPicture:
    """Who says what about whom, newest first; with `actor`, only what is said about it.

    `older` says that there are claims which are not in it.
    """

    seen: Seen
    issue: Issue
    claims: tuple[Said, ...]
    actor: Actor | None = None
    older: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One record of an actor or of one who speaks for it, and the line from then on.

    `line` is the actor's position once this was said; that of the record itself is the stance's.
    """

    stance: Stance
    line: Position
    holder: Actor
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPicture:
    """How one actor's line moved, oldest first; apart from it, what others say about it.

    `older` says that there are records which are not in it.
    """

    seen: Seen
    issue: Issue
    actor: Actor
    points: tuple[Point, ...]
    claims: tuple[Said, ...] = ()
    older: bool = False


Picture: TypeAlias = BoardPicture | TimelinePicture | ClaimsPicture | HistoryPicture
