"""What editors do: a form becomes a draft, a preview, an act, and, if need be, an undoing of it.

Every step saves what was typed before anything is judged, so no refusal loses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.clock import Clock
from bot.db import acts, drafts, log, precedents
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.records import Record
from bot.domain.scope import Scope
from bot.errors import ConflictError, InvalidInputError, StancebotError, UnavailableError
from bot.services.access import check
from bot.services.editing import drafts as desk_drafts
from bot.services.editing.answers import (
    DraftSummary,
    Incomplete,
    NotSavedError,
    Outcome,
    Preview,
    Published,
    Refused,
    Unclear,
    Undone,
)
from bot.services.editing.desk import ChangedSinceError, Desk, Plan, UnclearDateError
from bot.services.editing.drafts import Draft, ReadDate
from bot.services.editing.forms import Form, asks, cleaned, kind_of, with_fields
from bot.services.editing.plans import filled, plan, rebased
from bot.services.editing.rights import level_for
from bot.services.editing.undo import take_back
from bot.services.news.planning import noticed
from bot.services.posts.planning import reconcile, touched

LISTED = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Result:
    """What looking at a draft came to, with the draft as it must be kept."""

    outcome: Outcome
    draft: Draft


class Editing:
    """Writes what editors record, and only what they have seen in a preview."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def start(self, scope: Scope, form: Form, *, by: Person) -> Outcome:
        """Keep what was typed with a command, and show what it would write.

        Raises NotSavedError, with all that was typed, when it cannot be kept.
        """

        def work(unit: Unit) -> Outcome:
            self._check(unit, scope, by, level_for(form))
            draft = Draft(
                id=desk_drafts.new_id(),
                user_id=by.id,
                form=cleaned(form),
                saved_at=self._clock.now(),
            )
            return self._look(unit, scope, draft, asking=True)

        return await self._keeping(form, work)

    async def revise(
        self,
        scope: Scope,
        draft_id: str,
        changes: dict[str, str],
        *,
        by: Person,
    ) -> Outcome:
        """Put new text into some fields of a draft, and show what it would write now.

        Raises NotSavedError, with all that was typed, when it cannot be kept.
        """
        draft = await self._draft(scope, draft_id, by=by)
        form = with_fields(draft.form, changes)

        def work(unit: Unit) -> Outcome:
            kept = self._take(unit, scope, draft_id, by)
            changed = cleaned(with_fields(kept.form, changes))
            return self._look(unit, scope, replace(kept, form=changed, asked=None, shown=""))

        return await self._keeping(form, work)

    async def choose(self, scope: Scope, draft_id: str, choice: int, *, by: Person) -> Outcome:
        """Settle what a date in a draft means, and go on."""

        def work(unit: Unit) -> Outcome:
            draft = self._take(unit, scope, draft_id, by)
            asked = draft.asked
            if asked is None:
                return self._look(unit, scope, draft)
            if not 0 <= choice < len(asked.choices):
                raise InvalidInputError("That is none of the choices. Press one of the buttons.")
            read = ReadDate(text=asked.text, when=asked.choices[choice])
            dates = {**draft.dates, asked.field: read}
            return self._look(unit, scope, replace(draft, dates=dates, asked=None))

        return await self._database.write(work)

    async def look_again(self, scope: Scope, draft_id: str, *, by: Person) -> Outcome:
        """Put a draft on top of what somebody else has changed since, and show it."""

        def work(unit: Unit) -> Outcome:
            draft = self._take(unit, scope, draft_id, by)
            form = rebased(draft.form, self._desk(unit, scope, draft))
            return self._look(unit, scope, replace(draft, form=form))

        return await self._database.write(work)

    async def form_of(self, scope: Scope, draft_id: str, *, by: Person) -> Form:
        """What a draft's author has typed."""
        return (await self._draft(scope, draft_id, by=by)).form

    async def drafts(self, scope: Scope, *, by: Person) -> tuple[DraftSummary, ...]:
        """An editor's own drafts, the last saved first, at most five."""

        def work(unit: Unit) -> list[Draft]:
            self._check(unit, scope, by, Level.CONTRIBUTOR)
            return desk_drafts.of_editor(unit, scope.guild_id, by.id, limit=LISTED)

        found = await self._database.read(work)
        return tuple(DraftSummary(draft_id=draft.id, form=draft.form) for draft in found)

    async def cancel(self, scope: Scope, draft_id: str, *, by: Person) -> Form:
        """Forget a draft; returns what was typed."""

        def work(unit: Unit) -> Form:
            draft = self._take(unit, scope, draft_id, by)
            drafts.drop(unit, scope.guild_id, draft_id)
            return draft.form

        return await self._database.write(work)

    async def publish(self, scope: Scope, draft_id: str, *, by: Person) -> Published | Outcome:
        """Write what a draft's preview showed, whole or not at all; a second time changes nothing.

        A draft that can no longer be published comes back as a refusal, and one that would write
        something else than its preview showed as a new preview; both are kept. Raises NotSavedError,
        with all that was typed, when the database fails.
        """
        cause = f"draft:{draft_id}"

        def work(unit: Unit) -> Published:
            done = precedents.act_for(unit, scope.guild_id, cause)
            if done is not None:
                return Published(seq=done, what="", repeated=True)
            draft = self._take(unit, scope, draft_id, by)
            desk = self._desk(unit, scope, draft)
            _check_shown(draft, plan(draft.form, desk))
            act = acts.begin(
                unit,
                scope.guild_id,
                what=kind_of(draft.form),
                at=self._clock.now(),
                by=by.id,
                cause=cause,
            )
            desk.new_key = act.new_key
            planned = plan(draft.form, desk)
            record = _write(act, planned)
            self._replan(unit, scope, planned.written)
            drafts.drop(unit, scope.guild_id, draft_id)
            return Published(seq=act.seq, what=kind_of(draft.form), key=record.key)

        try:
            form: Form | None = await self.form_of(scope, draft_id, by=by)
        except InvalidInputError:
            # Published already, perhaps: the act knows.
            form = None
        try:
            return await self._database.write(work)
        except UnavailableError as error:
            if form is None:
                raise
            raise NotSavedError(error.text, form) from error
        except StancebotError:
            if form is None:
                raise
            return await self._again(scope, draft_id, by=by)

    async def undo(self, scope: Scope, seq: int, *, by: Person) -> Undone:
        """Take an act back; undoing that brings it again. A second time changes nothing.

        Raises ConflictError when somebody has changed what the act wrote since.
        """

        def work(unit: Unit) -> Undone:
            self._check(unit, scope, by, Level.EDITOR)
            undone = take_back(unit, scope, seq, at=self._clock.now(), by=by.id)
            changes = log.act_changes(unit, scope.guild_id, undone.seq)
            self._replan(unit, scope, [change.record for change in changes])
            return undone

        return await self._database.write(work)

    def _replan(self, unit: Unit, scope: Scope, written: Sequence[Record]) -> None:
        """Owe what the records that were written make due, and no more of what they do not."""
        guild, now = scope.guild_id, self._clock.now()
        directory = self._directories.get(unit, guild)
        events = touched(written)
        if events:
            reconcile(unit, guild, events, zone=directory.zone, now=now)
        noticed(unit, guild, directory, written, now=now)

    def _check(self, unit: Unit, scope: Scope, by: Person, needed: Level) -> Level:
        return check(unit, self._directories, scope.guild_id, by, needed)

    def _take(self, unit: Unit, scope: Scope, draft_id: str, by: Person) -> Draft:
        """One's own draft, as long as one may still give its form."""
        self._check(unit, scope, by, Level.CONTRIBUTOR)
        draft = desk_drafts.take(unit, scope.guild_id, draft_id, by=by.id)
        self._check(unit, scope, by, level_for(draft.form))
        return draft

    async def _draft(self, scope: Scope, draft_id: str, *, by: Person) -> Draft:
        return await self._database.read(
            lambda unit: self._take(unit, scope, draft_id, by),
        )

    async def _again(self, scope: Scope, draft_id: str, *, by: Person) -> Outcome:
        """Look at a draft that could not be published, to say why."""

        def work(unit: Unit) -> Outcome:
            draft = self._take(unit, scope, draft_id, by)
            return self._look(unit, scope, draft)

        return await self._database.write(work)

    async def _keeping(self, form: Form, work: Callable[[Unit], T]) -> T:
        try:
            return await self._database.write(work)
        except UnavailableError as error:
            raise NotSavedError(error.text, form) from error

    def _desk(self, unit: Unit, scope: Scope, draft: Draft) -> Desk:
        return Desk(
            unit=unit,
            scope=scope,
            directory=self._directories.get(unit, scope.guild_id),
            now=self._clock.now(),
            dates=draft.dates,
        )

    def _look(self, unit: Unit, scope: Scope, draft: Draft, *, asking: bool = False) -> Outcome:
        """See what a draft comes to, and keep it as it is then."""
        result = _judged(draft, self._desk(unit, scope, draft), asking=asking)
        desk_drafts.keep(
            unit,
            scope.guild_id,
            replace(result.draft, saved_at=self._clock.now()),
        )
        return result.outcome


def _judged(draft: Draft, desk: Desk, *, asking: bool) -> _Result:
    must_ask = asking and asks(draft.form)
    try:
        draft = replace(draft, form=filled(draft.form, desk))
        if must_ask:
            return _Result(Incomplete(draft_id=draft.id, form=draft.form), draft)
        planned = plan(draft.form, desk)
    except UnclearDateError as error:
        asked = error.asked
        unclear = Unclear(
            draft_id=draft.id,
            form=draft.form,
            field=asked.field,
            text=asked.text,
            choices=asked.choices,
        )
        return _Result(unclear, replace(draft, dates={**draft.dates, **desk.read}, asked=asked))
    except UnavailableError:
        raise
    except StancebotError as error:
        refused = Refused(
            draft_id=draft.id,
            form=draft.form,
            error=error,
            changed=error.newest if isinstance(error, ChangedSinceError) else None,
        )
        return _Result(refused, replace(draft, dates={**draft.dates, **desk.read}))
    seen = replace(draft, dates=desk.read, shown=_digest(planned))
    return _Result(_preview(draft, planned, desk), seen)


def _check_shown(draft: Draft, planned: Plan) -> None:
    """Refuse to write what no preview has shown: a name or a usual issue may mean another now."""
    if draft.shown != _digest(planned):
        raise ConflictError("What this would write has changed since you saw it. Look again.")


def _digest(planned: Plan) -> str:
    return desk_drafts.digest(planned.record, *planned.roles, *planned.roles_before)


def _preview(draft: Draft, planned: Plan, desk: Desk) -> Preview:
    directory = desk.directory
    amendment = planned.amendment
    return Preview(
        draft_id=draft.id,
        form=draft.form,
        record=planned.record,
        was=amendment.was if amendment else None,
        source=planned.source,
        source_is_new=planned.source in planned.new,
        names={
            **{key: actor.name for key, actor in directory.actors.items()},
            **{key: issue.title for key, issue in directory.issues.items()},
            **{key: event.title for key, event in directory.events.items()},
        },
        notes=planned.notes,
        before=planned.before,
        reason=amendment.reason if amendment else None,
        dates=tuple((name, read.when) for name, read in desk.read.items()),
        roles=planned.roles,
        roles_before=planned.roles_before,
        condition=planned.condition,
        source_before=planned.source_before,
    )


def _write(act: acts.Act, planned: Plan) -> Record:
    # An event and its participants name each other, so they are written at once.
    if planned.new:
        acts.add_many(act, planned.new)
    amendments = () if planned.amendment is None else (planned.amendment,)
    for change in (*amendments, *planned.also):
        acts.amend(
            act,
            change.was,
            change.record,
            verb=change.verb,
            reason=change.reason,
            state=change.state,
        )
    return planned.record
