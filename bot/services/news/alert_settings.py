"""Which channels are told at once that a stance has changed, on which issue, and from which weight."""

import secrets
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.db import breakages, posts, rules, sending
from bot.db.batches import owed_to
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.directory import Directory
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.records import Issue
from bot.domain.rules import MOST_ALERTS, Alert, AlertWeight
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.news.alerts import reader_of
from bot.services.posts.log import retry
from bot.services.setting_up import SettingUp, SetUp

PAGE = 8
USUAL = AlertWeight.CHANGES
_REPEATED = "This was set a moment ago. /setup alerts shows what is."
_GONE = "This alert is not there any more. /setup alerts lists those that are."


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSet:
    """An alert with its issue; None is every issue, or, with `gone`, one taken out of the record.

    `broken` says why nothing is tried in its channel.
    """

    alert: Alert
    issue: Issue | None
    gone: bool = False
    broken: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsShown:
    """One page of a server's alerts, by channel; `page` counts from 0."""

    rows: tuple[AlertSet, ...]
    count: int
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChanged(SetUp):
    """An alert as it is, or was last, and the weight it had before and has after; None: it is off."""

    found: AlertSet
    before: AlertWeight | None
    after: AlertWeight | None


class AlertSettings:
    """Sets what is told at once, and where."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._setting_up = SettingUp(database, clock, directories)

    async def shown(
        self,
        scope: Scope,
        page: int = 0,
        *,
        by: Person,
        size: int = PAGE,
    ) -> AlertsShown:
        """One page of the server's alerts."""

        def work(unit: Unit) -> AlertsShown:
            check(unit, self._directories, scope.guild_id, by, Level.OWNER)
            directory = self._directories.get(unit, scope.guild_id)
            found = rules.alerts(unit, scope.guild_id)
            at = min(page, max(0, len(found) - 1) // size)
            return AlertsShown(
                rows=tuple(
                    _set(unit, scope, directory, each) for each in found[at * size :][:size]
                ),
                count=len(found),
                page=at,
                has_more=len(found) > (at + 1) * size,
            )

        return await self._database.read(work)

    async def keep(
        self,
        scope: Scope,
        *,
        channel_id: int,
        issue: str | None,
        weight: AlertWeight | None,
        by: Person,
        cause: str,
    ) -> AlertChanged:
        """Tell a channel of an issue, or of all, from a weight on; without one, as it is or usual.

        A new alert tells what comes from now on. Raises UnknownNameError, or InvalidInputError for
        more alerts than a server may have, or when the same cause has set something before.
        """

        def work(unit: Unit, directory: Directory) -> AlertChanged:
            guild, now = scope.guild_id, self._clock.now()
            sending.alone(unit)
            retry(unit, guild, (channel_id,))
            on = None if issue is None else directory.issue(issue).key
            found = rules.alerts(unit, guild)
            same = next((a for a in found if (a.channel_id, a.issue) == (channel_id, on)), None)
            revision = rules.revision(unit, guild)
            if same is None:
                _check_room(found)
                kept = Alert(
                    id=secrets.token_hex(6),
                    channel_id=channel_id,
                    issue=on,
                    weight=weight or USUAL,
                    mark=revision,
                    marked_at=now,
                )
            else:
                heavier = replace(same, weight=weight or same.weight)
                # What was too light to be told before is no news now.
                told = weight in {None, same.weight} or _owed(unit, guild, same)
                kept = heavier if told else replace(heavier, mark=revision)
            rules.keep_alert(unit, guild, kept)
            return AlertChanged(
                found=_set(unit, scope, directory, kept),
                before=same.weight if same else None,
                after=kept.weight,
            )

        return await self._setting_up.once(
            scope, "setup alerts", work, by=by, cause=cause, repeated=_REPEATED
        )

    async def end(self, scope: Scope, alert_id: str, *, by: Person, cause: str) -> AlertChanged:
        """Tell no more of what an alert tells, not even what is owed already.

        Raises InvalidInputError when there is no such alert here.
        """

        def work(unit: Unit, directory: Directory) -> AlertChanged:
            guild = scope.guild_id
            sending.alone(unit)
            alert = rules.alert(unit, guild, alert_id)
            if alert is None:
                raise InvalidInputError(_GONE)
            for post in _owed(unit, guild, alert):
                posts.drop(unit, post, Reason.SETTINGS)
            rules.drop_alert(unit, guild, alert.id)
            return AlertChanged(
                found=_set(unit, scope, directory, alert),
                before=alert.weight,
                after=None,
            )

        return await self._setting_up.once(
            scope, "setup alerts", work, by=by, cause=cause, repeated=_REPEATED
        )


def _check_room(found: list[Alert]) -> None:
    if len(found) >= MOST_ALERTS:
        raise InvalidInputError(
            f"This server has {MOST_ALERTS} alerts, which is as many as one may have. End one with "
            "/setup alerts off first, or let one tell every issue.",
        )


def _owed(unit: Unit, guild_id: int, alert: Alert) -> list[Post]:
    return owed_to(unit, guild_id, PostKind.ALERT, reader_of(alert))


def _set(unit: Unit, scope: Scope, directory: Directory, alert: Alert) -> AlertSet:
    issue = directory.issues.get(alert.issue or "")
    return AlertSet(
        alert=alert,
        issue=issue,
        gone=alert.issue is not None and issue is None,
        broken=breakages.breakage(unit, scope.guild_id, alert.channel_id),
    )
