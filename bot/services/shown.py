"""What answers to commands have shown, noted after they were given."""

from collections.abc import Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.db import shown
from bot.db.engine import Database, Unit
from bot.db.histories import histories
from bot.domain.shown import Showing, Shown
from bot.services.posts import corrections


class ShownAnswers:
    """Remembers which public answers showed what, so that corrections reach their readers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock

    async def note(
        self,
        guild_id: int,
        channel_id: int,
        message_id: int,
        shows: Sequence[Shown],
        *,
        anew: bool = False,
    ) -> None:
        """Note what a message shows; `anew`: in place of all that it showed before.

        What was put right while the answer was under way is owed at once.
        """
        if not shows and not anew:
            return

        def work(unit: Unit) -> None:
            if anew:
                shown.forget_message(unit, guild_id, message_id)
            showings = [
                Showing(
                    message_id=message_id,
                    channel_id=channel_id,
                    user_id=None,
                    shown=each,
                    shown_at=self._clock.now(),
                )
                for each in _numbered(unit, guild_id, shows)
            ]
            shown.note(unit, guild_id, showings)
            corrections.owe(unit, guild_id, showings, now=self._clock.now())

        await self._database.write(work)


def _numbered(unit: Unit, guild_id: int, shows: Sequence[Shown]) -> list[Shown]:
    """The same, each with its version."""
    found = histories(unit, guild_id, [each.record for each in shows if not each.number])
    newest = {key: versions[-1].recorded.version.number for key, versions in found.items()}
    numbered = (replace(each, number=each.number or newest.get(each.record, 0)) for each in shows)
    return [each for each in numbered if each.number]
