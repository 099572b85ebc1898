"""The check of fairness: what is recorded of each side of an issue, for editors to weigh."""

from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.db import log, stances
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.fairness import Said, Share, Wording, same_texts, shares, wordings
from bot.domain.identity import is_identity_reason
from bot.domain.loaded_words import names_in_texts
from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Issue,
    Record,
    Recorded,
    Source,
    Stance,
    Statement,
)
from bot.domain.scope import Scope
from bot.domain.when import zone_named
from bot.services.access import check

PAGE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessAnswer:
    """One page of the sides of an issue, and what is worth a look in all of it.

    `today` is the server's present day. `single` are the actors whose records rest on one source.
    """

    issue: Issue
    today: date
    shares: tuple[tuple[Actor, Share], ...]
    actors: int
    page: int
    has_more: bool
    single: tuple[Actor, ...]
    alike: tuple[tuple[Source, ...], ...]
    wording: tuple[Wording, ...]


class FairnessDesk:
    """Counts for editors; it changes nothing and refuses nothing."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def check(
        self,
        scope: Scope,
        issue: str | None,
        *,
        by: Person,
        page: int = 0,
    ) -> FairnessAnswer:
        """One page of the sides of an issue; raises UnknownNameError as look-ups do."""

        def work(unit: Unit) -> FairnessAnswer:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            directory = self._directories.get(unit, scope.guild_id)
            on = directory.issue(issue, channel_id=scope.channel_id)
            today = self._clock.now().astimezone(zone_named(directory.zone)).date()
            return _answer(unit, scope, directory, on, today, page)

        return await self._database.read(work)


def _answer(  # noqa: PLR0917 -- one look at one issue
    unit: Unit,
    scope: Scope,
    directory: Directory,
    issue: Issue,
    today: date,
    page: int,
) -> FairnessAnswer:
    here = Scope(guild_id=scope.guild_id)
    found = _said(unit, here, issue.key)
    said: list[Said] = [each.record for each in found]
    current = {
        holder: each.record for holder, each in stances.latest(unit, here, issue.key).items()
    }
    keys = sorted({each.evidence.source for each in said})
    sources = {key: each.record for key, each in log.by_keys(unit, Source, here, keys).items()}
    actors = _sides(directory, issue, said)
    counted = shares([each.key for each in actors], said, sources, current)
    named = {each.key: each for each in actors}
    last = max(0, (len(actors) - 1) // PAGE)
    page = min(page, last)
    start = page * PAGE
    return FairnessAnswer(
        issue=issue,
        today=today,
        shares=tuple((named[each.actor], each) for each in counted[start : start + PAGE]),
        actors=len(actors),
        page=page,
        has_more=page < last,
        single=tuple(named[each.actor] for each in counted if each.rests_on_one),
        alike=tuple(tuple(sources[key] for key in keys) for keys in same_texts(said, sources)),
        wording=tuple(
            wordings(
                _written(unit, here, issue, found, actors),
                names_in_texts(directory.actors.values()),
            ),
        ),
    )


def _said(unit: Unit, scope: Scope, issue: str) -> list[Recorded[Said]]:
    """All stances, claims and statements of an issue."""
    found: list[Recorded[Said]] = []
    kinds: tuple[type[Said], ...] = (Stance, Claim, Statement)
    for kind in kinds:
        found += [each for each in log.all_live(unit, kind, scope) if each.record.issue == issue]
    return found


def _sides(directory: Directory, issue: Issue, said: list[Said]) -> list[Actor]:
    """Everybody who plays a part in an issue or has said something on it, by name."""
    keys = {role.actor for role in directory.roles_in(issue.key)}
    for record in said:
        match record:
            case Stance():
                keys.add(record.holder)
            case Claim():
                keys |= {record.claimant, record.about}
            case Statement():
                keys.add(record.on_behalf_of or record.evidence.speaker)
    known = (directory.actors[key] for key in keys if key in directory.actors)
    return sorted(known, key=lambda actor: actor.name.casefold())


def _written(
    unit: Unit,
    scope: Scope,
    issue: Issue,
    said: list[Recorded[Said]],
    actors: list[Actor],
) -> list[Recorded[Record]]:
    """All in which the server may have put something in its own words."""
    named = log.by_keys(unit, Actor, scope, [each.key for each in actors])
    about = log.by_keys(unit, Issue, scope, [issue.key])
    events = [each for each in log.all_live(unit, Event, scope) if issue.key in each.record.issues]
    found: list[Recorded[Record]] = [*about.values(), *events, *said, *named.values()]
    # How two actors were made one says nothing about the issue.
    return [each for each in found if not is_identity_reason(each.version.reason)]
