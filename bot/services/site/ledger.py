"""All that a server has published, in memory: what stands, what it came from, and how to find it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar, cast

from bot.domain.directory import Directory
from bot.domain.news import Entry
from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Issue,
    Mandate,
    Record,
    Recorded,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.standing import Standing
from bot.domain.vocabulary import RecordState
from bot.packs.references import closed
from bot.services.answers import StanceView
from bot.services.views import Views

R = TypeVar("R", bound=Record)
Evidenced = Stance | Claim | Statement


def said(recorded: Recorded[Evidenced]) -> datetime:
    """When it was said: the first instant that it may mean."""
    return recorded.record.evidence.said.lower


class Ledger:
    """What stands, as an export holds it.

    What names a retracted record stands without that name, and is left out where it cannot do
    without it.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        zone: str,
        default_issue: str | None,
    ) -> None:
        """Take every version but drafts, in order of entry."""
        self.zone = zone
        self.default_issue = default_issue
        self.versions: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self.versions[entry.recorded.record.key].append(entry)
        newest = [versions[-1].recorded for versions in self.versions.values()]
        stand = [each for each in newest if each.version.state is RecordState.PUBLISHED]
        whole = closed([each.record for each in stand])
        sources = {each.key: each for each in whole if isinstance(each, Source)}
        version_of = {each.record.key: each.version for each in stand}
        self._shown: dict[str, StanceView] = {}
        # In order of entry, as all of it was.
        self.live: dict[str, Recorded[Any]] = {
            record.key: Recorded(
                record=record,
                version=version_of[record.key],
                source=sources.get(source_of(record) or ""),
            )
            for record in whole
        }

    def all(self, kind: type[R]) -> list[Recorded[R]]:
        """Every record of a kind that stands, in order of entry."""
        return cast("list[Recorded[R]]", self._by_kind.get(kind, []))

    @cached_property
    def _by_kind(self) -> dict[type[Any], list[Recorded[Any]]]:
        found: dict[type[Any], list[Recorded[Any]]] = defaultdict(list)
        for each in self.live.values():
            found[type(each.record)].append(each)
        return found

    def _records(self, kind: type[R]) -> tuple[R, ...]:
        return tuple(each.record for each in self.all(kind))

    @cached_property
    def directory(self) -> Directory:
        """The names of all that stands."""
        return Directory(
            revision=0,
            zone=self.zone,
            default_issue=self.default_issue if self.default_issue in self.live else None,
            actors={actor.key: actor for actor in self._records(Actor)},
            issues={issue.key: issue for issue in self._records(Issue)},
            mandates=self._records(Mandate),
            roles=self._records(Role),
            events={event.key: event for event in self._records(Event)},
        )

    @cached_property
    def views(self) -> Views:
        """Join records with the names they point to."""
        sources = {each.record.key: each.record for each in self.all(Source)}
        return Views(self.directory, sources)

    def stance(self, recorded: Recorded[Stance]) -> StanceView:
        """A stance that stands, with everybody it names; it is shown on several pages."""
        key = recorded.record.key
        if key not in self._shown:
            self._shown[key] = self.views.stance(recorded)
        return self._shown[key]

    @cached_property
    def _stances(self) -> dict[tuple[str, str], list[Recorded[Stance]]]:
        return _grouped(self.all(Stance), lambda each: (each.issue, each.holder))

    @cached_property
    def _claims(self) -> dict[tuple[str, str], list[Recorded[Claim]]]:
        return _grouped(self.all(Claim), lambda each: (each.issue, each.about))

    @cached_property
    def _statements(self) -> dict[tuple[str | None, str], list[Recorded[Statement]]]:
        return _grouped(self.all(Statement), lambda each: (each.issue, each.evidence.speaker))

    def history(self, issue: str, holder: str) -> list[Recorded[Stance]]:
        """A holder's stances on an issue, newest first."""
        return self._stances.get((issue, holder), [])

    def claims_about(self, issue: str, actor: str) -> list[Recorded[Claim]]:
        """The claims on an issue about an actor, newest first."""
        return self._claims.get((issue, actor), [])

    def statements_by(self, issue: str | None, actor: str) -> list[Recorded[Statement]]:
        """What an actor said around an issue, or around none, without a position; newest first."""
        return self._statements.get((issue, actor), [])

    @cached_property
    def _on_issue(self) -> dict[tuple[type[Any], str | None], list[Recorded[Any]]]:
        said = (each for kind in (Stance, Claim, Statement) for each in self.all(kind))
        return _grouped(list(said), lambda each: (type(each), each.issue))

    def on_issue(self, kind: type[R], issue: str) -> list[Recorded[R]]:
        """The stances, the claims or the statements of an issue, newest first."""
        return cast("list[Recorded[R]]", self._on_issue.get((kind, issue), []))

    def holders(self, issue: str) -> list[str]:
        """Who has a stance on an issue, by key."""
        return sorted({each.record.holder for each in self.on_issue(Stance, issue)})

    @cached_property
    def _involved(self) -> dict[str, set[str]]:
        """Who is named by what is recorded on each issue, by their keys."""
        found: dict[str, set[str]] = defaultdict(set)
        for issue, holder in self._stances:
            found[issue].add(holder)
        for issue, about in self._claims:
            found[issue].add(about)
        for on, speaker in self._statements:
            found[on or ""].add(speaker)
        for role in self.directory.roles:
            found[role.issue or ""].add(role.actor)
        return found

    @cached_property
    def _speak_for(self) -> dict[str, set[str]]:
        """Who speaks for an actor at any time, and itself."""
        found: dict[str, set[str]] = {key: {key} for key in self.directory.actors}
        for mandate in self.directory.mandates:
            found[mandate.principal].add(mandate.voice)
        return found

    def concerns(self, issue: str, actor: str) -> bool:
        """Whether anything on the issue may be of an actor or of one that speaks for it."""
        return not self._speak_for[actor].isdisjoint(self._involved.get(issue, ()))

    def standing(self, issue: str, holder: str) -> Standing | None:
        """A holder's current stance with the run it ends; None without any."""
        history = self.history(issue, holder)
        if not history:
            return None
        current = history[0]
        held = current.record.position
        before = next((n for n, each in enumerate(history) if each.record.position is not held), -1)
        return Standing(
            current=current,
            opening=history[before - 1] if before > 0 else history[-1],
            before=history[before] if before > 0 else None,
        )

    def with_source(self, recorded: Recorded[Any]) -> Recorded[Any]:
        """An earlier version with its source, where that stands."""
        found = self.live.get(source_of(recorded.record) or "")
        return replace(recorded, source=found.record if found else None)


def source_of(record: Record) -> str | None:
    """The key of the source that a record rests on; None for what rests on none."""
    match record:
        case Stance() | Claim() | Statement():
            return record.evidence.source
        case Source():
            return None
        case _:
            return record.citation.source if record.citation else None


def newest_first(found: Iterable[Recorded[Any]]) -> list[Any]:
    """By when it was said, then by the order of entry; takes them in the order of entry."""
    ordered = list(found)
    # Sorting keeps the order of equals: of what was said at one time, what was entered later.
    ordered.reverse()
    ordered.sort(key=said, reverse=True)
    return ordered


def merged(lists: Iterable[list[Recorded[Any]]]) -> list[Any]:
    """Several lists that are newest first, as one; of what was said at one time, in their order."""
    return sorted(chain.from_iterable(lists), key=said, reverse=True)


def _grouped(found: list[Recorded[Any]], key: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for each in found:
        groups[key(each.record)].append(each)
    return {name: newest_first(group) for name, group in groups.items()}
