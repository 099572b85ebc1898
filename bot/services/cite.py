"""Citing a record: who said what and where it was read, with a hash, and whether it still stands."""

from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.db import log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.citing import Reference, read_reference
from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.records import (
    KIND_NAMES,
    Claim,
    Event,
    Issue,
    Recorded,
    Source,
    Stance,
    Statement,
)
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.errors import InvalidInputError, UnknownNameError
from bot.packs.hashing import content_hash
from bot.services.answers import (
    Asked,
    ClaimView,
    EventView,
    StanceView,
    StatementView,
    Suggestion,
)
from bot.services.editing.choices import EditingChoices
from bot.services.views import Views

CHOICES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteAnswer:
    """A version of a record, ready to be cited.

    `view` is the record with the names that it points to, where it is something that readers are
    told of. `later` are the versions after the cited one, oldest first. `digest` is the hash of its
    content, and `now` that of the version that stands; `given` is the one that was asked about, and
    `given_is` the number of the version that it belongs to, if any.
    """

    asked: Asked
    recorded: Recorded[Any]
    kind: str
    view: StanceView | ClaimView | StatementView | EventView | None
    issue: Issue | None
    source: Source | None
    digest: str
    later: tuple[Recorded[Any], ...] = ()
    now: str = ""
    given: str | None = None
    given_is: int | None = None


class Citing:
    """Cites records."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._choices = EditingChoices(database, directories)

    async def cite(self, scope: Scope, typed: str) -> CiteAnswer:
        """Cite a record by its id, with or without a version, or check a whole citation.

        Raises InvalidInputError for what names no record or no version of it, and UnknownNameError
        for an id that no record of the server has.
        """
        reference = read_reference(typed)

        def work(unit: Unit) -> CiteAnswer:
            directory = self._directories.get(unit, scope.guild_id)
            return self._cited(unit, scope, directory, reference)

        return await self._database.read(work)

    async def suggest(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 records that what is being typed may name: by id, or by whom it is about."""
        found = await self._database.read(lambda unit: self._by_id(unit, guild_id, typed))
        if found:
            return found
        stances = await self._choices.stances(guild_id, typed)
        claims = await self._choices.claims(guild_id, typed)
        events = await self._choices.events(guild_id, typed)
        # Some of each, so that none hides the others.
        lists = [list(each) for each in (stances, claims, events)]
        chosen: list[Suggestion] = []
        while any(lists) and len(chosen) < CHOICES:
            chosen += [each.pop(0) for each in lists if each]
        return tuple(
            Suggestion(label=f"{each.key} · {each.label}", key=each.key)
            for each in chosen[:CHOICES]
        )

    def _by_id(self, unit: Unit, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """The record whose id, or whose whole citation, was typed already."""
        if not normal(typed):
            return ()
        try:
            reference = read_reference(typed)
            directory = self._directories.get(unit, guild_id)
            found = self._cited(unit, Scope(guild_id=guild_id), directory, reference)
        except (InvalidInputError, UnknownNameError):
            return ()
        key, number = found.recorded.record.key, found.recorded.version.number
        label = f"{key}, version {number}"
        return (Suggestion(label=label, key=f"{key}@{number}" if reference.number else key),)

    def _cited(
        self,
        unit: Unit,
        scope: Scope,
        directory: Directory,
        reference: Reference,
    ) -> CiteAnswer:
        kind = log.kind_of(unit, scope.guild_id, reference.key)
        versions = [] if kind is None else _versions(unit, kind, scope.guild_id, reference.key)
        if kind is None or not versions:
            raise UnknownNameError(
                f"No record of this server has the id “{reference.key}”. Ids stand in small print "
                "on each card; each server has its own.",
                typed=reference.key,
            )
        chosen = [e for e in versions if reference.number in {None, e.version.number}]
        if not chosen:
            newest = versions[-1].version.number
            raise InvalidInputError(
                f"The record {reference.key} has no version {reference.number:,}. Its newest is "
                f"{newest:,}: give {reference.key}@{newest}.",
            )
        cited = chosen[-1]
        digests = {each.version.number: content_hash(each.record) for each in versions}
        views, record = Views(directory), cited.record
        return CiteAnswer(
            asked=Asked(at=self._clock.now(), zone=directory.zone),
            recorded=cited,
            kind=KIND_NAMES[kind],
            view=_view(views, cited),
            issue=directory.issues.get(getattr(record, "issue", None) or ""),
            source=_source(unit, scope, cited),
            digest=digests[cited.version.number],
            later=tuple(e for e in versions if e.version.number > cited.version.number),
            now=digests[versions[-1].version.number],
            given=reference.digest,
            given_is=next(
                (number for number, each in digests.items() if each == reference.digest), None
            ),
        )


def _versions(unit: Unit, kind: type[Any], guild_id: int, key: str) -> list[Recorded[Any]]:
    found = log.versions(unit, kind, guild_id, key, author=False)
    return [each for each in found if each.version.state is not RecordState.DRAFT]


def _view(
    views: Views,
    cited: Recorded[Any],
) -> StanceView | ClaimView | StatementView | EventView | None:
    match cited.record:
        case Stance():
            return views.stance(cited)
        case Claim():
            return views.claim(cited)
        case Statement():
            return views.statement(cited)
        case Event():
            return views.event(cited)
        case _:
            return None


def _source(unit: Unit, scope: Scope, cited: Recorded[Any]) -> Source | None:
    """Where it was read; what a server set itself was read nowhere."""
    if cited.source is not None or isinstance(cited.record, Source):
        return cited.source
    citation = getattr(cited.record, "citation", None)
    if citation is None:
        return None
    found = log.by_keys(unit, Source, scope, [citation.source])
    return found[citation.source].record if citation.source in found else None
