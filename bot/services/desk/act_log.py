"""The log of acts for the desk: who did what, when and why, as it was before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.clock import Clock
from bot.db import act_log, log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person, check_level
from bot.domain.act_log import LogFilter
from bot.domain.directory import Directory
from bot.domain.phrases import read_day
from bot.domain.records import Actor, Issue
from bot.domain.scope import Scope
from bot.domain.when import zone_named
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.desk.act_views import Asker, called, keys_of, views
from bot.services.desk.freeze import freeze_of
from bot.services.desk.log_answers import ActPage, ActQuery, ActView, LogExport, LogPage

PAGE = 5
# Of an act that wrote much, the page shows so many records; the rest is behind a button.
SHOWN = 3
WHOLE = 8
MOST_EXPORTED = 20_000


class ActLog:
    """Shows what was done on a server; contributors see what they did themselves."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def asked(self, scope: Scope, query: ActQuery, *, by: Person) -> LogPage:
        """The first page of what was asked for; raises InvalidInputError, or UnknownNameError."""

        def work(unit: Unit) -> LogPage:
            asked = self._read_query(unit, scope, query)
            return self._page(unit, scope, asked, 0, by=by)

        return await self._database.read(work)

    async def page(self, scope: Scope, asked: LogFilter, page: int, *, by: Person) -> LogPage:
        """A page of what was asked for before."""
        return await self._database.read(
            lambda unit: self._page(unit, scope, asked, page, by=by),
        )

    async def one(self, scope: Scope, seq: int, page: int, *, by: Person) -> ActPage:
        """One act whole, a page of its records; raises InvalidInputError when it is not there."""

        def work(unit: Unit) -> ActPage:
            level = self._level(unit, scope, by)
            act = act_log.one(unit, scope.guild_id, seq)
            if act is None or (
                level is Level.CONTRIBUTOR and by.id not in {act.by, act.drafted_by}
            ):
                raise InvalidInputError("There is no such act here. Look at /admin log again.")
            asker = Asker(by.id, level)
            [view] = views(unit, scope, [act], asker, offset=page * WHOLE, limit=WHOLE)
            return ActPage(
                view=view,
                page=page,
                has_more=view.count > (page + 1) * WHOLE,
                names=self._names(unit, scope, [view]),
                zone=self._directories.get(unit, scope.guild_id).zone,
            )

        return await self._database.read(work)

    async def export(self, scope: Scope, asked: LogFilter, *, by: Person) -> LogExport:
        """Everything that was asked for; raises InvalidInputError when that is too much at once."""

        def work(unit: Unit) -> LogExport:
            guild = scope.guild_id
            level = self._level(unit, scope, by)
            wanted = self._asked(unit, scope, _own(asked, by, level))
            acts = act_log.find(unit, guild, wanted, limit=MOST_EXPORTED + 1)
            seqs = [act.seq for act in acts]
            total = sum(
                n for each in act_log.counts(unit, guild, seqs).values() for n in each.values()
            )
            if max(len(acts), total) > MOST_EXPORTED:
                raise InvalidInputError(
                    f"This is too much for one file: more than {MOST_EXPORTED:,} changes. Narrow "
                    "it with the options since and until.",
                )
            found = views(unit, scope, acts, Asker(by.id, level), limit=None)
            return LogExport(
                asked=asked,
                acts=tuple(found),
                names=self._names(unit, scope, found),
                zone=self._directories.get(unit, guild).zone,
            )

        return await self._database.read(work)

    def _level(self, unit: Unit, scope: Scope, by: Person) -> Level:
        grants = self._directories.get(unit, scope.guild_id).grants
        return check_level(by, grants, Level.CONTRIBUTOR)

    def _page(
        self,
        unit: Unit,
        scope: Scope,
        asked: LogFilter,
        page: int,
        *,
        by: Person,
    ) -> LogPage:
        level = self._level(unit, scope, by)
        asked = _own(asked, by, level)
        found = act_log.find(
            unit,
            scope.guild_id,
            self._asked(unit, scope, asked),
            offset=page * PAGE,
            limit=PAGE + 1,
        )
        shown = views(unit, scope, found[:PAGE], Asker(by.id, level), limit=SHOWN)
        return LogPage(
            asked=asked,
            acts=tuple(shown),
            page=page,
            has_more=len(found) > PAGE,
            names=self._names(unit, scope, shown, *filter(None, (asked.actor, asked.issue))),
            zone=self._directories.get(unit, scope.guild_id).zone,
            freeze=freeze_of(unit, self._directories, scope.guild_id, self._clock.now()),
            own=level is Level.CONTRIBUTOR,
        )

    def _read_query(self, unit: Unit, scope: Scope, query: ActQuery) -> LogFilter:
        directory, now = self._directories.get(unit, scope.guild_id), self._clock.now()

        def day(typed: str | None) -> date | None:
            return None if typed is None else read_day(typed, now=now, zone=directory.zone)

        since, until = day(query.since), day(query.until)
        if since and until and until < since:
            raise InvalidInputError("The until option lies before the since option. Swap them.")
        return LogFilter(
            person=query.person,
            actor=_actor_key(unit, directory, scope, query.actor),
            issue=_issue_key(unit, directory, scope, query.issue),
            since=since,
            until=until,
        )

    def _asked(self, unit: Unit, scope: Scope, asked: LogFilter) -> act_log.Asked:
        directory = self._directories.get(unit, scope.guild_id)
        about = []
        if asked.actor:
            about.append(directory.once(asked.actor))
        if asked.issue:
            about.append(frozenset({asked.issue}))
        return act_log.Asked(
            person=asked.person,
            about=tuple(about),
            since=_midnight(asked.since, directory.zone),
            before=_midnight(asked.until, directory.zone, days=1),
        )

    def _names(
        self,
        unit: Unit,
        scope: Scope,
        shown: Iterable[ActView],
        *more: str,
    ) -> Mapping[str, str]:
        """Names and titles of all that these acts name, also of what does not stand any more."""
        directory = self._directories.get(unit, scope.guild_id)
        known = {
            **{key: actor.name for key, actor in directory.actors.items()},
            **{key: issue.title for key, issue in directory.issues.items()},
            **{key: event.title for key, event in directory.events.items()},
        }
        keys = {*more, *(key for view in shown for key in keys_of(view))}
        lacking = sorted(keys - known.keys())
        found = log.newest(unit, Scope(guild_id=scope.guild_id), lacking) if lacking else {}
        return known | {key: called(each.record) for key, each in found.items()}


def _own(asked: LogFilter, by: Person, level: Level) -> LogFilter:
    """What was asked for; of contributors, only what they did themselves."""
    return replace(asked, person=by.id) if level is Level.CONTRIBUTOR else asked


def _actor_key(unit: Unit, directory: Directory, scope: Scope, typed: str | None) -> str | None:
    """The key of an actor that stands or stood once."""
    if typed is None:
        return None
    try:
        return directory.actor(typed).key
    except UnknownNameError:
        if log.kind_of(unit, scope.guild_id, typed) is Actor:
            return typed
        raise


def _issue_key(unit: Unit, directory: Directory, scope: Scope, typed: str | None) -> str | None:
    if typed is None:
        return None
    try:
        return directory.issue(typed).key
    except UnknownNameError:
        if log.kind_of(unit, scope.guild_id, typed) is Issue:
            return typed
        raise


def _midnight(on: date | None, zone: str, *, days: int = 0) -> datetime | None:
    if on is None:
        return None
    return datetime.combine(on + timedelta(days=days), time(), zone_named(zone))
