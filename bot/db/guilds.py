"""A server's settings and its directory, read whole and kept until its revision rises."""

from collections import OrderedDict
from threading import Lock
from typing import TypeVar

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.identities import merged_actors
from bot.db.log import all_live
from bot.db.prepared import Prepared
from bot.db.schema import ChannelIssueRow, GuildRow
from bot.db.schema_desk import RoleGrantRow
from bot.db.upsert import put
from bot.domain.access import Level, Review
from bot.domain.directory import Directory
from bot.domain.records import Actor, Event, Issue, Mandate, Record, Role
from bot.domain.scope import Scope

R = TypeVar("R", bound=Record)

_GUILD = Prepared(
    sa.select(
        GuildRow.revision,
        GuildRow.zone,
        GuildRow.default_issue,
        GuildRow.review,
        GuildRow.frozen_until,
    ).where(GuildRow.id == sa.bindparam("guild")),
)
_UNKNOWN = (0, "UTC", None, Review.OFF.value, None)


def load_directory(unit: Unit, scope: Scope) -> Directory:
    """Read a server's names, now or as they were known; an unknown server has none."""
    found = _GUILD.rows(unit, {"guild": scope.guild_id})
    revision, zone, default_issue, review, frozen_until = found[0] if found else _UNKNOWN
    channels = unit.execute(
        sa.select(ChannelIssueRow.channel_id, ChannelIssueRow.issue).where(
            ChannelIssueRow.guild_id == scope.guild_id,
        ),
    )

    def records(kind: type[R]) -> list[R]:
        return [each.record for each in all_live(unit, kind, scope)]

    return Directory(
        revision=revision,
        zone=zone,
        default_issue=default_issue,
        actors={actor.key: actor for actor in records(Actor)},
        issues={issue.key: issue for issue in records(Issue)},
        mandates=tuple(records(Mandate)),
        roles=tuple(records(Role)),
        events={event.key: event for event in records(Event)},
        grants=role_grants(unit, scope.guild_id),
        review=Review(review),
        frozen_until=frozen_until,
        merged=merged_actors(unit, scope),
        channel_issues={channel: issue for channel, issue in channels},  # noqa: C416 -- rows are no pairs to a type checker
    )


def role_grants(unit: Unit, guild_id: int) -> dict[int, Level]:
    """How far the members of a server's roles reach, by the role's id."""
    rows = unit.execute(
        sa.select(RoleGrantRow.role_id, RoleGrantRow.level).where(
            RoleGrantRow.guild_id == guild_id,
        ),
    )
    return {role: Level[level.upper()] for role, level in rows}


class Directories:
    """The directories of the servers asked about last, each valid for one revision."""

    def __init__(self, keep: int = 1024) -> None:
        """Keep at most `keep` servers in memory."""
        self._keep = keep
        self._held: OrderedDict[int, Directory] = OrderedDict()
        # Reader threads share this cache.
        self._lock = Lock()

    def get(self, unit: Unit, guild_id: int) -> Directory:
        """The server's present directory; read again only when its revision has risen."""
        found = _GUILD.rows(unit, {"guild": guild_id})
        revision = found[0][0] if found else 0
        held = self._held.get(guild_id)
        if held is None or held.revision != revision:
            held = load_directory(unit, Scope(guild_id=guild_id))
        with self._lock:
            self._held[guild_id] = held
            self._held.move_to_end(guild_id)
            while len(self._held) > self._keep:
                self._held.popitem(last=False)
        return held

    def forget(self, guild_id: int) -> None:
        """Drop a server whose record was taken away: its revisions begin anew."""
        with self._lock:
            self._held.pop(guild_id, None)


def change_settings(
    unit: Unit,
    guild_id: int,
    *,
    zone: str | None = None,
    default_issue: str | None = None,
) -> None:
    """Set what is given. The caller's act has made the server's row and raised its revision."""
    values = {
        name: value
        for name, value in (("zone", zone), ("default_issue", default_issue))
        if value is not None
    }
    if values:
        unit.execute(sa.update(GuildRow).where(GuildRow.id == guild_id).values(**values))


def set_channel_issue(unit: Unit, guild_id: int, channel_id: int, issue: str) -> None:
    """Make an issue the one that a channel is about."""
    put(unit, ChannelIssueRow, guild_id=guild_id, channel_id=channel_id, issue=issue)
