"""What editors may be about to type: records to change, sources to name again."""

from bot.db import claims, precedents
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.phrases.refusals import absolute
from bot.domain.records import Claim, Event, Recorded, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus
from bot.services.answers import Suggestion
from bot.services.editing import terms
from bot.services.editing.reading import label_of

CHOICES = 25
_READ = 200
_TITLE = 60
_ACTIVE = frozenset({EventStatus.EXPECTED, EventStatus.CONFIRMED})


class EditingChoices:
    """Suggests what is being typed to editors; every choice is a key of this server."""

    def __init__(self, database: Database, directories: Directories) -> None:
        """Read from this database."""
        self._database = database
        self._directories = directories

    async def stances(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 standing stances, the last said first: of those whom the words fit."""

        def work(unit: Unit) -> tuple[Suggestion, ...]:
            directory = self._directories.get(unit, guild_id)
            hits = directory.find_actors(typed) if normal(typed) else ()
            holders = tuple(actor.key for actor, _ in hits)
            scope = Scope(guild_id=guild_id)
            found = precedents.recent_stances(unit, scope, holders=holders or None, limit=CHOICES)
            return tuple(_stance(each, directory) for each in found)

        return await self._database.read(work)

    async def conditions(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 conditions of current stances, the open ones first."""

        def work(unit: Unit) -> tuple[Suggestion, ...]:
            directory = self._directories.get(unit, guild_id)
            known = terms.standing(unit, Scope(guild_id=guild_id))
            found = terms.fitting(typed, known, directory)[:CHOICES]
            return tuple(Suggestion(label=each.label(directory), key=each.ref) for each in found)

        return await self._database.read(work)

    async def claims(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 standing claims, the last said first within their issue."""

        def work(unit: Unit) -> tuple[Suggestion, ...]:
            directory = self._directories.get(unit, guild_id)
            hits = directory.find_actors(typed) if normal(typed) else ()
            named = {actor.key for actor, _ in hits}
            scope = Scope(guild_id=guild_id)
            found = [
                each
                for issue in directory.issues
                for each in claims.claims(unit, scope, issue, limit=_READ)
                if not named or named & {each.record.claimant, each.record.about}
            ]
            return tuple(_claim(each, directory) for each in found[:CHOICES])

        return await self._database.read(work)

    async def events(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 events that the words may become; for none, first those that may yet be."""

        def work(unit: Unit) -> tuple[Suggestion, ...]:
            directory = self._directories.get(unit, guild_id)
            if normal(typed):
                found = directory.find_events(typed, limit=CHOICES)
            else:
                found = tuple(sorted(directory.events.values(), key=_ahead_first))[:CHOICES]
            return tuple(_event(each) for each in found)

        return await self._database.read(work)

    async def sources(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 sources entered last in whose names all the words occur."""
        wanted = normal(typed).split()

        def work(unit: Unit) -> tuple[Suggestion, ...]:
            found = precedents.recent_sources(unit, Scope(guild_id=guild_id), limit=_READ)
            labelled = [Suggestion(label=_source(each), key=each.key) for each in found]
            fitting = [s for s in labelled if all(word in normal(s.label) for word in wanted)]
            return tuple(fitting[:CHOICES])

        return await self._database.read(work)


def _name(directory: Directory, key: str) -> str:
    actor = directory.actors.get(key)
    return actor.name if actor else key


def _title(directory: Directory, key: str) -> str:
    issue = directory.issues.get(key)
    return issue.title if issue else key


def _stance(found: Recorded[Stance], directory: Directory) -> Suggestion:
    stance = found.record
    said = stance.evidence.said.first_day
    return Suggestion(
        label=f"{_name(directory, stance.holder)} · {label_of(stance.position)} · {said} · "
        f"{_title(directory, stance.issue)}",
        key=stance.key,
    )


def _claim(found: Recorded[Claim], directory: Directory) -> Suggestion:
    claim = found.record
    return Suggestion(
        label=f"{_name(directory, claim.claimant)} about {_name(directory, claim.about)} · "
        f"{label_of(claim.relation)} · {claim.evidence.said.first_day} · "
        f"{_title(directory, claim.issue)}",
        key=claim.key,
    )


def _ahead_first(event: Event) -> tuple[bool, float]:
    """The active ones by date; after them the others, the latest first."""
    begins = event.when.lower.timestamp()
    is_active = event.status in _ACTIVE
    return not is_active, begins if is_active else -begins


def _event(event: Event) -> Suggestion:
    title = event.title if len(event.title) <= _TITLE else f"{event.title[: _TITLE - 1].rstrip()}…"
    return Suggestion(
        label=f"{title} · {absolute(event.when)} · {label_of(event.status)}",
        key=event.key,
    )


def _source(source: Source) -> str:
    title = f" — {source.title}" if source.title else ""
    return f"{source.publisher}{title} · {source.published.phrase}"
