"""Any record in one sentence, for lists that hold records of several kinds."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from bot.domain.directory import Directory
from bot.domain.records import (
    KIND_NAMES,
    Actor,
    Claim,
    Event,
    Issue,
    Mandate,
    Recorded,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.services.views import Views
from bot.ui import parts
from bot.ui.prose import facts
from bot.ui.prose.spans import Own, Sentence, Typed


class Told:
    """Tells the records of one site."""

    def __init__(self, directory: Directory) -> None:
        """Take the names of everything that stands."""
        self._names = directory
        self._views = Views(directory)

    def actor(self, key: str) -> Actor:
        """The actor of a key."""
        return self._names.actors[key]

    @staticmethod
    def kind(recorded: Recorded[Any]) -> str:
        """What kind of record it is, to stand at the beginning of a line."""
        return KIND_NAMES[type(recorded.record)].capitalize()

    def of(self, recorded: Recorded[Any]) -> Sentence:
        """The record in one sentence, without links."""
        return self._tellers[type(recorded.record)](recorded)

    @cached_property
    def _tellers(self) -> dict[type[Any], Callable[[Recorded[Any]], Sentence]]:
        return {
            Stance: lambda it: facts.stance(self._views.stance(it)),
            Claim: lambda it: facts.claim(self._views.claim(it)),
            Statement: lambda it: facts.statement(self._views.statement(it)),
            Event: lambda it: facts.event(it.record),
            Issue: lambda it: facts.issue(it.record),
            Actor: lambda it: (facts.named(it.record, strong=True),),
            Source: lambda it: (Typed(it.record.publisher, strong=True),),
            Mandate: lambda it: self._mandate(it.record),
            Role: lambda it: self._role(it.record),
        }

    def _mandate(self, record: Mandate) -> Sentence:
        return (
            facts.named(self._names.actors[record.voice], strong=True),
            Own(" speaks for "),
            facts.named(self._names.actors[record.principal]),
            Own(f" ({parts.office(record)})"),
        )

    def _role(self, record: Role) -> Sentence:
        where = self._names.issues.get(record.issue or "") or self._names.events[record.event or ""]
        return (
            facts.named(self._names.actors[record.actor], strong=True),
            Own(f", {parts.spoken(record.role)}: "),
            facts.title(where.title),
        )
