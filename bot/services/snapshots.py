"""Asking: each question is answered of one snapshot of the database."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.clock import Clock
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, load_directory
from bot.domain.directory import Directory
from bot.domain.scope import Scope
from bot.domain.when import zone_named
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.answers import Asked
from bot.services.question import Question

T = TypeVar("T")


class Snapshots:
    """Puts questions to a database, in the names and the zone of the server that asks."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def ask(self, scope: Scope, answer: Callable[[Question], T]) -> T:
        """Let `answer` look up what it needs, of the world and the record that the scope names."""

        def work(unit: Unit) -> T:
            present = self._directories.get(unit, scope.guild_id)
            known = present if scope.known_at is None else load_directory(unit, scope)
            asked = Asked(
                at=self._clock.now(),
                zone=present.zone,
                as_of=scope.as_of,
                known_at=scope.known_at,
            )
            try:
                return answer(Question(unit, scope, known, asked))
            except (InvalidInputError, UnknownNameError):
                if scope.known_at is None:
                    raise
                # What is unknown to this day is refused as ever; what came later was not known.
                answer(Question(unit, scope, present, asked))
                raise _not_yet(scope.known_at, present.zone) from None

        return await self._database.read(work)

    async def directory(self, guild_id: int) -> Directory:
        """The server's present names and settings."""
        return await self._database.read(lambda unit: self._directories.get(unit, guild_id))


def _not_yet(known_at: datetime, zone: str) -> InvalidInputError:
    then = known_at.astimezone(zone_named(zone))
    return InvalidInputError(
        f"This server had not recorded that by {then:%Y-%m-%d %H:%M} {zone}. Give a later time in "
        "the known_at option, or leave it out.",
    )
