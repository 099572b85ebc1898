"""What those who were away ask: what was recorded since, or between two acts."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import log, rules
from bot.db import news as entries
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.phrases import read_when
from bot.domain.records import Issue
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.domain.when import Direction
from bot.errors import UnknownNameError
from bot.services.news.answers import Line, NewsAnswer
from bot.services.news.reading import coming, find_news, lines_of, read_stale
from bot.services.question import Question
from bot.services.snapshots import Snapshots

PAGE = 6
USUAL = timedelta(days=7)
_MOST_PAGES = 100_000
_INSTANT = timedelta(microseconds=1)
_FROM = re.compile(r"(?:since|from) ", re.IGNORECASE)
# “The last 3 days” and “the past week” say how far back; “last week” is a week of the calendar.
_BACK = re.compile(
    r"(?:for |over |in |within )?(?:the )?"
    r"(?:(?:last|past) (?P<count>[1-9]\d{0,3}) (?P<units>hour|day|week|month|year)s?"
    r"|past (?P<unit>hour|day|week|month|year))",
    re.IGNORECASE,
)
_DAYS_IN_WEEK = 7


class NewsLookups:
    """Answers what is new."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._snapshots = Snapshots(database, clock, directories)

    async def changes(
        self,
        scope: Scope,
        since: str | None = None,
        issue: str | None = None,
        *,
        page: int = 0,
    ) -> NewsAnswer:
        """One page of what was recorded since the beginning of what was typed, or for a week.

        Left out, the issue is every issue. Raises AmbiguousWhenError for words with two meanings,
        another InvalidInputError for what cannot be read or has not come, and UnknownNameError.
        """

        def answer(q: Question) -> NewsAnswer:
            now = q.asked.at
            start = now - USUAL if since is None else _beginning(since, now=now, zone=q.asked.zone)
            return _answer(
                q,
                after=rules.last_act_by(q.unit, scope.guild_id, start - _INSTANT),
                through=rules.revision(q.unit, scope.guild_id),
                issue=q.issue(issue) if issue else None,
                page=page,
                since=start,
                until=now,
            )

        return await self._snapshots.ask(scope, answer)

    async def between(
        self,
        scope: Scope,
        after: int,
        through: int,
        issue_key: str | None = None,
        page: int = 0,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> NewsAnswer:
        """One page of the news after one act, up to another, as a button asks for it.

        Whatever the numbers are, only what this server has recorded is read. With `since` and
        `until`, what went stale between them belongs to it. Raises UnknownNameError for what was
        never an issue here.
        """

        def answer(q: Question) -> NewsAnswer:
            last = min(through, rules.revision(q.unit, scope.guild_id))
            first = max(0, min(after, last))
            found = _answer(
                q,
                after=first,
                through=last,
                issue=None if issue_key is None else _issue(q, issue_key),
                page=min(max(page, 0), _MOST_PAGES),
                since=since,
                until=until and min(until, q.asked.at),
            )
            begun = since or entries.recorded_at(q.unit, scope.guild_id, first)
            return replace(found, since=begun)

        return await self._snapshots.ask(scope, answer)


def _issue(q: Question, key: str) -> Issue:
    """The issue of a key, also when it was taken out of the record."""
    found = q.directory.issues.get(key)
    if found is not None:
        return found
    newest = log.newest(q.unit, q.scope, [key]).get(key)
    if newest is None or newest.version.state is not RecordState.RETRACTED:
        raise UnknownNameError(
            "This issue is not on record here. Ask /changes for what is.",
            typed=key,
        )
    if not isinstance(newest.record, Issue):
        raise UnknownNameError("This is no issue. Ask /changes for what is new.", typed=key)
    return newest.record


def _beginning(typed: str, *, now: datetime, zone: str) -> datetime:
    """The first instant that what was typed may mean."""
    words = " ".join(typed.split())
    said = _FROM.match(words)
    words = words[said.end() :] if said else words
    back = _BACK.fullmatch(words)
    if back:
        count, unit = int(back["count"] or 1), (back["units"] or back["unit"]).casefold()
        if unit == "week":
            count, unit = count * _DAYS_IN_WEEK, "day"
        words = f"{count} {unit}s ago"
    return read_when(words, now=now, zone=zone, direction=Direction.PAST).lower


def _answer(
    q: Question,
    *,
    after: int,
    through: int,
    issue: Issue | None,
    page: int,
    since: datetime | None,
    until: datetime | None,
) -> NewsAnswer:
    unit, guild, directory = q.unit, q.scope.guild_id, q.directory
    key = issue.key if issue else None
    found = find_news(unit, guild, directory, after=after, through=through, issue=key)
    stale: tuple[Line, ...] = ()
    if since is not None and until is not None:
        # A day that begins at this very instant belongs to it.
        begun = since - _INSTANT
        stale = read_stale(
            unit,
            guild,
            directory,
            after=after,
            through=through,
            since=begun,
            now=until,
            issue=key,
        )
    start, end = page * PAGE, (page + 1) * PAGE
    before = len(found)
    return NewsAnswer(
        asked=q.asked,
        issue=issue,
        issues=tuple(directory.issues.values()),
        after=after,
        through=through,
        lines=(
            *lines_of(unit, guild, directory, found[start:end]),
            *stale[max(0, start - before) : max(0, end - before)],
        ),
        count=before + len(stale),
        page=page,
        has_more=before + len(stale) > end,
        since=since,
        until=until,
        coming=coming(unit, guild, directory, now=q.asked.at, issue=key),
    )
