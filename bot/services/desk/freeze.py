"""A time during which nothing changes on a server, for elections, audits and holidays."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import act_log, acts, precedents, setting_log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.act_log import Area, LoggedAct
from bot.domain.phrases import read_when
from bot.domain.scope import Scope
from bot.domain.when import Direction
from bot.errors import InvalidInputError
from bot.services.access import Gate

OFF = "off"
FREEZE = "freeze"
THAW = "end freeze"
MAX_REASON = 500
LONGEST = timedelta(days=366)
_REPEATED = "This was done a moment ago. /admin freeze shows what holds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """Until when a server is frozen, aware UTC, and the act that says by whom and why.

    `until` None: it is not. The act may be None where a freeze was brought back by an undoing.
    """

    until: datetime | None
    act: LoggedAct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeDone:
    """A freeze as it is now and until when it was before; `seq` is the act that Undo takes back."""

    now: Freeze
    before: datetime | None
    seq: int


def freeze_of(unit: Unit, directories: Directories, guild_id: int, now: datetime) -> Freeze:
    """How a server is frozen at an instant; one that has ended is none."""
    until = directories.get(unit, guild_id).frozen_until
    if until is None or until <= now:
        return Freeze(until=None)
    act = act_log.last_setting(unit, guild_id, FREEZE, until.isoformat())
    return Freeze(until=until, act=act)


class FreezeDesk:
    """Freezes a server and ends that."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._clock = clock
        self._directories = directories
        self._gate = Gate(database, directories)

    async def shown(self, scope: Scope, *, by: Person) -> Freeze:
        """Whether nothing may change now."""

        def work(unit: Unit) -> Freeze:
            return freeze_of(unit, self._directories, scope.guild_id, self._clock.now())

        return await self._gate.read(scope, work, by=by, needed=Level.EDITOR)

    async def set(
        self,
        scope: Scope,
        typed: str,
        reason: str,
        *,
        by: Person,
        cause: str,
    ) -> FreezeDone:
        """Freeze a server until a time in words, or end that with “off”; it also ends by itself.

        A day counts to its end in the server's zone. Raises InvalidInputError for a time that cannot
        be read, that has passed, or that is more than a year away, and without a reason.
        """

        def work(unit: Unit) -> FreezeDone:
            guild, now = scope.guild_id, self._clock.now()
            if precedents.act_for(unit, guild, cause) is not None:
                raise InvalidInputError(_REPEATED)
            directory = self._directories.get(unit, guild)
            before = freeze_of(unit, self._directories, guild, now).until
            ends = typed.strip().casefold() == OFF
            if ends and before is None:
                raise InvalidInputError("Nothing is frozen here, so there is nothing to end.")
            why = _reason(reason, needed=not ends)
            until = None if ends else _until(typed, now, directory.zone)
            act = acts.begin(
                unit,
                guild,
                what=THAW if ends else FREEZE,
                at=now,
                by=by.id,
                cause=cause,
                why=why or None,
                although_frozen=True,
            )
            with setting_log.kept(act, {Area.FREEZE}):
                row = {"frozen_until": None if until is None else until.isoformat()}
                setting_log.write(unit, guild, Area.FREEZE, "", row)
            frozen = freeze_of(unit, self._directories, guild, now)
            return FreezeDone(now=frozen, before=before, seq=act.seq)

        return await self._gate.write(scope, work, by=by, needed=Level.EDITOR)


def _reason(typed: str, *, needed: bool) -> str:
    reason = " ".join(typed.split())
    if needed and not reason:
        raise InvalidInputError("Say in the reason why nothing may change; the log keeps it.")
    if len(reason) > MAX_REASON:
        raise InvalidInputError(f"Keep the reason below {MAX_REASON} characters.")
    return reason


def _until(typed: str, now: datetime, zone: str) -> datetime:
    when = read_when(typed, now=now, zone=zone, direction=Direction.FUTURE)
    until = when.upper
    if until is None:
        raise InvalidInputError(
            f"“{typed[:100]}” has no end. Give a day or an hour, such as “20 March” or “in 2 hours”.",
        )
    if until <= now:
        raise InvalidInputError(f"“{typed[:100]}” has passed. Give a time that is ahead.")
    if until - now > LONGEST:
        raise InvalidInputError(
            f"“{typed[:100]}” is more than a year away. Freeze for a year at most, and then again.",
        )
    return until
