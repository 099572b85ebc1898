"""Readers' reports: what they say is wrong with a record, who settled it and how, and the answer."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.clock import Clock
from bot.db import acts, log, posts, precedents, reports
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.citing import read_reference
from bot.domain.directory import Directory
from bot.domain.posts import PostKind
from bot.domain.records import Actor, Recorded
from bot.domain.reports import MAX_OPEN, Report, ReportState, answer_text, report_text
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.access import check
from bot.services.desk.report_items import (
    KINDS,
    ReportItem,
    count_open,
    items_of,
    open_reports,
    settle_in,
)

__all__ = [
    "MyReports",
    "ReportItem",
    "Reports",
    "Settled",
    "count_open",
    "open_reports",
    "settle_in",
]

PAGE = 5
_GONE = "This report is not here any more. Open /admin review again."

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A report was settled by the act `seq`. `repeated`: it was settled already, as it says.

    `answered`: its reporter is owed an answer in private; False when nobody is known any more.
    """

    report: Report
    seq: int | None
    answered: bool
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MyReports:
    """One page of a person's own reports in a server, the newest first; `page` counts from 0."""

    items: tuple[ReportItem, ...]
    page: int
    has_more: bool


class Reports:
    """Takes readers' reports and settles them."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def offer(
        self,
        scope: Scope,
        record: str,
        number: int | None = None,
        *,
        by: Person,
    ) -> ReportItem:
        """What a person is about to report, before they have written a word; nothing is kept.

        Raises what `make` would raise, other than for the text.
        """

        def work(unit: Unit) -> ReportItem:
            return self._begun(unit, scope, record, number, by=by, text="")

        return await self._database.read(work)

    async def make(
        self,
        scope: Scope,
        record: str,
        text: str,
        *,
        number: int | None = None,
        by: Person,
    ) -> ReportItem:
        """Keep what a reader says is wrong with a record, for the editors.

        `record` is a key, or an actor with one stance; `number` the version that was seen, left out
        the newest. Raises UnknownNameError for what is not recorded, and InvalidInputError for a
        record that was taken out, one that they have reported, or more reports than one may have.
        """
        written = report_text(text)

        def work(unit: Unit) -> ReportItem:
            item = self._begun(unit, scope, record, number, by=by, text=written)
            reports.keep(unit, scope.guild_id, item.report)
            return item

        return await self._database.write(work)

    async def mine(self, scope: Scope, *, by: Person, page: int = 0) -> MyReports:
        """One page of one's own reports, with what came of each."""
        return await self._database.read(lambda unit: self._mine(unit, scope.guild_id, by.id, page))

    async def mine_by_post(self, post_id: int, *, by: Person) -> MyReports:
        """One's own reports in the server that an answer came from, asked for in private."""

        def work(unit: Unit) -> MyReports:
            post = posts.of_user(unit, by.id, post_id)
            if post is None or post.kind is not PostKind.ANSWER:
                raise InvalidInputError("This message is too old. Use /report in the server.")
            return self._mine(unit, post.guild_id, by.id, 0)

        return await self._database.read(work)

    async def settle(
        self,
        scope: Scope,
        report_id: str,
        state: ReportState,
        answer: str | None,
        *,
        by: Person,
    ) -> Settled:
        """Settle a report by an act of its own: the record is kept, or was mended already.

        Needs an editor. Raises InvalidInputError for `OPEN`, an answer beyond 1,000 characters, or a
        report that is not there.
        """
        written = answer_text(answer)
        if state is ReportState.OPEN:
            raise InvalidInputError("Say what came of it: corrected, retracted or kept.")

        def work(unit: Unit) -> Settled:
            guild = scope.guild_id
            check(unit, self._directories, guild, by, Level.EDITOR)
            cause = f"report:{report_id}"
            done = precedents.act_for(unit, guild, cause)
            stands = reports.find(unit, guild, report_id)
            if stands is None:
                raise InvalidInputError(_GONE)
            if stands.state is not ReportState.OPEN:
                answered = stands.user_id is not None
                return Settled(report=stands, seq=done, answered=answered, repeated=True)
            at = self._clock.now()
            act = acts.begin(
                unit,
                guild,
                what=f"report {stands.record}",
                at=at,
                by=by.id,
                cause=cause,
                why=written,
            )
            settled = settle_in(unit, guild, report_id, state, answer=written, by=by.id, at=at)
            report = settled or stands
            return Settled(report=report, seq=act.seq, answered=report.user_id is not None)

        return await self._database.write(work)

    async def waiting(self, scope: Scope, *, by: Person) -> tuple[ReportItem, ...]:
        """The open reports of a server, the oldest first, for an editor."""
        return await self._as_editor(
            scope,
            by,
            lambda unit, directory: open_reports(unit, scope.guild_id, directory),
        )

    async def _as_editor(
        self,
        scope: Scope,
        by: Person,
        work: Callable[[Unit, Directory], T],
    ) -> T:
        def checked(unit: Unit) -> T:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            return work(unit, self._directories.get(unit, scope.guild_id))

        return await self._database.read(checked)

    def _mine(self, unit: Unit, guild_id: int, user_id: int, page: int) -> MyReports:
        directory = self._directories.get(unit, guild_id)
        found = reports.of_person(unit, guild_id, user_id, limit=PAGE + 1, offset=page * PAGE)
        return MyReports(
            items=items_of(unit, guild_id, directory, found[:PAGE]),
            page=page,
            has_more=len(found) > PAGE,
        )

    def _begun(
        self,
        unit: Unit,
        scope: Scope,
        typed: str,
        number: int | None,
        *,
        by: Person,
        text: str,
    ) -> ReportItem:
        guild = scope.guild_id
        directory = self._directories.get(unit, guild)
        newest, named = _named(unit, scope, directory, typed)
        number = named if number is None else number
        if newest.version.state is RecordState.RETRACTED:
            raise InvalidInputError(
                "This record was taken out meanwhile, so there is nothing left to report.",
            )
        _check_room(reports.waiting_of(unit, guild, by.id), newest.record.key)
        last = newest.version.number
        report = Report(
            id=secrets.token_hex(6),
            user_id=by.id,
            record=newest.record.key,
            number=last if number is None else min(max(number, 1), last),
            text=text,
            made_at=self._clock.now(),
        )
        (item,) = items_of(unit, guild, directory, [report])
        return item


def _named(
    unit: Unit,
    scope: Scope,
    directory: Directory,
    typed: str,
) -> tuple[Recorded[Any], int | None]:
    """The newest version of the record that was typed, and the number of the version that was."""
    key, number = typed.strip(), None
    kind = log.kind_of(unit, scope.guild_id, key)
    if kind is None:
        with suppress(InvalidInputError):
            copied = read_reference(typed)
            if log.kind_of(unit, scope.guild_id, copied.key) in KINDS:
                key, number = copied.key, copied.number
                kind = log.kind_of(unit, scope.guild_id, key)
    if kind in KINDS:
        return log.newest(unit, Scope(guild_id=scope.guild_id), [key])[key], number
    if kind not in {None, Actor}:
        raise UnknownNameError(
            "Stances, claims and events can be reported. Choose one from the list that comes up "
            "while you type a name in the record option.",
            typed=typed,
        )
    holder = directory.actor(key)
    found = precedents.recent_stances(unit, scope, holders=(holder.key,), limit=2)
    if len(found) == 1:
        return found[0], None
    raise UnknownNameError(
        f"{holder.name} has {'several stances' if found else 'no stance'} here. Choose a record from "
        "the list that comes up while you type a name in the record option, or press Report on a "
        "card.",
        typed=typed,
    )


def _check_room(waiting: list[Report], record: str) -> None:
    if any(each.record == record for each in waiting):
        raise InvalidInputError(
            "You have reported this record already, and an editor has yet to look at it. /report "
            "shows your reports.",
        )
    if len(waiting) >= MAX_OPEN:
        raise InvalidInputError(
            f"You have {len(waiting)} reports here that no editor has settled yet, which is as many "
            "as one may have. Report this when one of them is settled; /report shows them.",
        )
