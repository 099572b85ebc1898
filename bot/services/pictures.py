"""The facts of pictures: each is one snapshot of the database."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.db import claims, log, stances
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.pictures import (
    BoardPicture,
    BoardRow,
    ClaimsPicture,
    HistoryPicture,
    Lane,
    Picture,
    PictureKind,
    Point,
    Said,
    Seen,
    TimelinePicture,
)
from bot.domain.records import Actor, Claim, Event, Issue, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.standing import Standing, VoiceStanding, line_of
from bot.domain.vocabulary import Position
from bot.errors import InvalidInputError
from bot.services.question import Question
from bot.services.snapshots import Snapshots

# What one picture holds at most; the newest come first.
MOST = 2000
_CODES = list(Position)


class Gallery:
    """Looks up what is to be drawn."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._snapshots = Snapshots(database, clock, directories)

    async def picture(
        self,
        scope: Scope,
        kind: PictureKind,
        actor: str | None = None,
        issue: str | None = None,
    ) -> Picture:
        """The facts of one picture, of everybody or of one actor with those who speak for it.

        Raises UnknownNameError for a name that nobody goes by, and InvalidInputError for a board
        of one actor or a history of nobody.
        """
        if kind is PictureKind.BOARD and actor is not None:
            raise InvalidInputError(
                "The board shows everybody. Leave the actor out, or choose the history in the "
                "what option.",
            )
        if kind is PictureKind.HISTORY and actor is None:
            raise InvalidInputError("A history is of one actor. Name one in the actor option.")

        def answer(q: Question) -> Picture:
            on = q.issue(issue)
            who = None if actor is None else q.directory.actor(actor)
            return _picture(q, kind, on, who)

        return await self._snapshots.ask(scope, answer)


def _picture(q: Question, kind: PictureKind, issue: Issue, actor: Actor | None) -> Picture:
    if actor is not None and kind is PictureKind.HISTORY:
        return history(q, issue, actor)
    if kind is PictureKind.TIMELINE:
        return timeline(q, issue, actor)
    if kind is PictureKind.CLAIMS:
        return claims_about(q, issue, actor)
    return board(q, issue)


def seen(q: Question) -> Seen:
    """Of which day and of which state of the record a question is."""
    return Seen(on=q.day, past=q.scope.as_of is not None, known_at=q.scope.known_at)


def board(q: Question, issue: Issue) -> BoardPicture:
    """Every holder's current stance, with the position before it."""
    found, views = q.latest(issue), q.current
    before = _before(q, issue)
    rows = []
    for each in found:
        view = views.stance(each)
        rows.append(
            BoardRow(
                holder=view.holder,
                stance=each.record,
                before=before.get(view.holder.key),
                mandate=view.mandate,
                principal=view.principal,
                unlooked=view.unlooked,
            ),
        )
    rows.sort(key=lambda row: _order(row.stance.position, row.holder))
    heard = {row.holder.key for row in rows}
    heard |= {row.principal.key for row in rows if row.principal}
    part = (views.actor(role.actor) for role in q.directory.roles_in(issue.key))
    silent = {actor.key: actor for actor in part if actor.key not in heard}
    return BoardPicture(
        seen=seen(q),
        issue=issue,
        rows=tuple(rows),
        silent=tuple(silent.values()),
        sources=len({each.source.key for each in found if each.source is not None}),
    )


def _before(q: Question, issue: Issue) -> dict[str, Position]:
    """The last position of each holder that differs from the current one."""
    current: dict[str, Position] = {}
    before: dict[str, Position] = {}
    for holder, position in stances.positions(q.unit, q.scope, issue.key):
        if current.setdefault(holder, position) is not position:
            before.setdefault(holder, position)
    return before


def timeline(q: Question, issue: Issue, actor: Actor | None) -> TimelinePicture:
    """All stances by holder, in the order of the board, and the events of the issue."""
    group = q.group(actor, issue) if actor else None
    newest = stances.history(
        q.unit,
        q.scope,
        issue.key,
        group or list(q.directory.actors),
        limit=MOST + 1,
    )
    by_holder: dict[str, list[Stance]] = {}
    for each in reversed(newest[:MOST]):
        by_holder.setdefault(each.record.holder, []).append(each.record)
    lanes = [
        Lane(holder=q.views.actor(holder), stances=tuple(found))
        for holder, found in by_holder.items()
    ]
    lanes.sort(key=lambda lane: _order(lane.current.position, lane.holder))
    return TimelinePicture(
        seen=seen(q),
        issue=issue,
        actor=actor,
        lanes=tuple(lanes),
        events=_events(q, issue, group),
        older=len(newest) > MOST,
    )


def _events(q: Question, issue: Issue, group: Sequence[str] | None) -> tuple[Event, ...]:
    """The events on an issue by date, of a group if given; on a day gone by none that came later."""
    taking = {role.event for role in q.directory.roles if group is None or role.actor in group}
    found = (
        event.record
        for event in log.all_live(q.unit, Event, q.scope)
        if issue.key in event.record.issues
        and (group is None or event.record.key in taking)
        and (q.scope.as_of is None or event.record.when.first_day <= q.scope.as_of)
    )
    return tuple(sorted(found, key=lambda event: event.when.lower))


def claims_about(q: Question, issue: Issue, actor: Actor | None) -> ClaimsPicture:
    """What is said about anybody, or about an actor and those who speak for it."""
    found = _claims(q, issue, q.group(actor, issue) if actor else None)
    return ClaimsPicture(
        seen=seen(q),
        issue=issue,
        actor=actor,
        claims=_said(q, found[:MOST]),
        older=len(found) > MOST,
    )


def _claims(q: Question, issue: Issue, about: Sequence[str] | None) -> list[Recorded[Claim]]:
    return claims.claims(q.unit, q.scope, issue.key, about=about, limit=MOST + 1)


def _said(q: Question, found: Sequence[Recorded[Claim]]) -> tuple[Said, ...]:
    views = q.views
    return tuple(
        Said(
            claimant=views.actor(each.record.claimant),
            about=views.actor(each.record.about),
            relation=each.record.relation,
            said=each.record.evidence.said,
        )
        for each in found
    )


def history(q: Question, issue: Issue, actor: Actor) -> HistoryPicture:
    """The records of an actor and its voices, with the line after each; apart, others' claims."""
    group = q.group(actor, issue)
    newest = stances.history(q.unit, q.scope, issue.key, group, limit=MOST + 1)
    about = _claims(q, issue, group)
    return HistoryPicture(
        seen=seen(q),
        issue=issue,
        actor=actor,
        points=tuple(_points(q, issue, actor, newest[MOST - 1 :: -1])),
        claims=_said(q, about[:MOST]),
        older=max(len(newest), len(about)) > MOST,
    )


def _points(
    q: Question,
    issue: Issue,
    actor: Actor,
    oldest_first: Sequence[Recorded[Stance]],
) -> list[Point]:
    """Each record with the line that it left, by the method's rule for voices."""
    mandates = {m.voice: m for m in reversed(q.mandates(actor, issue))}
    voices: dict[str, VoiceStanding] = {}
    points = []
    for each in oldest_first:
        holder = each.record.holder
        standing = Standing(current=each, opening=each, before=None)
        voices[holder] = VoiceStanding(standing=standing, mandate=mandates.get(holder))
        line = line_of(list(voices.values()))
        points.append(
            Point(
                stance=each.record,
                line=line.position if line else each.record.position,
                holder=q.views.actor(holder),
                publisher=each.source.publisher if each.source else "",
            ),
        )
    return points


def _order(position: Position, holder: Actor) -> tuple[int, int, str]:
    """Most accepting first, then each code off the scale, by name."""
    value = position.value_on_scale
    off = 0 if value is not None else 1 + _CODES.index(position)
    return (off, -(value or 0), holder.name.casefold())
