"""What a server's owners set: the zone in which its days are counted, and its usual issues."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from bot.clock import Clock
from bot.db import guilds
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.names import NameIndex, normal
from bot.domain.records import Issue
from bot.domain.scope import Scope
from bot.domain.when import zone_named
from bot.errors import UnknownNameError
from bot.services.access import check
from bot.services.posts.planning import reconcile
from bot.services.setting_up import SettingUp, SetUp

_SHOWN = 3
_REPEATED = "This was set a moment ago. /setup issue shows what is."


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSet(SetUp):
    """The zone that days are counted in now, and the one before."""

    zone: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualIssue(SetUp):
    """The issue that a server, or one of its channels, is about now, and the one before."""

    issue: Issue
    before: Issue | None
    channel_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """How a server is set up. `channels` pairs a channel's id with its issue."""

    zone: str
    issue: Issue | None
    channels: tuple[tuple[int, Issue], ...]


@cache
def _zones() -> NameIndex:
    return NameIndex((name, name) for name in sorted(available_timezones()))


def suggest_zones(typed: str) -> tuple[str, ...]:
    """At most 25 IANA zones that what is being typed may become, best first."""
    return tuple(hit.key for hit in _zones().search(typed))


def read_zone(typed: str) -> str:
    """The IANA name of the zone that was typed; raises UnknownNameError with near ones."""
    # Folded, Etc/GMT+1 and Etc/GMT-1 are one name: what was typed exactly comes first.
    found = (typed,) if typed in available_timezones() else _zones().exact(typed)
    if len(found) == 1:
        return zone_named(found[0]).key
    near = suggest_zones(typed)[:_SHOWN] if normal(typed) else ()
    meant = f"Did you mean {' or '.join(near)}?" if near else "Use a name such as “Europe/Kyiv”."
    raise UnknownNameError(
        f"“{typed[:100]}” is no time zone. {meant}",
        typed=typed,
        suggestions=near,
    )


class SettingsDesk:
    """Sets how a server is set up."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._setting_up = SettingUp(database, clock, directories)

    async def shown(self, scope: Scope, *, by: Person) -> GuildSettings:
        """How the server is set up."""

        def work(unit: Unit) -> GuildSettings:
            check(unit, self._directories, scope.guild_id, by, Level.OWNER)
            directory = self._directories.get(unit, scope.guild_id)
            return GuildSettings(
                zone=directory.zone,
                issue=directory.issues.get(directory.default_issue or ""),
                channels=tuple(
                    (channel, directory.issues[issue])
                    for channel, issue in sorted(directory.channel_issues.items())
                    if issue in directory.issues
                ),
            )

        return await self._database.read(work)

    async def set_zone(self, scope: Scope, typed: str, *, by: Person, cause: str) -> ZoneSet:
        """Count days in another zone from now on; dates that are recorded keep theirs."""
        zone = read_zone(typed)

        def change(unit: Unit, directory: Directory) -> ZoneSet:
            guilds.change_settings(unit, scope.guild_id, zone=zone)
            # The desk's daily word comes by the server's own clock.
            reconcile(unit, scope.guild_id, (), zone=zone, now=self._clock.now())
            return ZoneSet(zone=zone, before=directory.zone)

        return await self._setting_up.once(
            scope, "setup zone", change, by=by, cause=cause, repeated=_REPEATED
        )

    async def set_issue(
        self,
        scope: Scope,
        typed: str,
        *,
        channel_id: int | None,
        by: Person,
        cause: str,
    ) -> UsualIssue:
        """Make an issue the usual one, of a channel where one is given, else of the server."""

        def change(unit: Unit, directory: Directory) -> UsualIssue:
            issue = directory.issue(typed)
            if channel_id is None:
                before = directory.default_issue
                guilds.change_settings(unit, scope.guild_id, default_issue=issue.key)
            else:
                before = directory.channel_issues.get(channel_id)
                guilds.set_channel_issue(unit, scope.guild_id, channel_id, issue.key)
            return UsualIssue(
                issue=issue,
                before=directory.issues.get(before or ""),
                channel_id=channel_id,
            )

        return await self._setting_up.once(
            scope, "setup issue", change, by=by, cause=cause, repeated=_REPEATED
        )
