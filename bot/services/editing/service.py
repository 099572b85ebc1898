"""What editors do: a form becomes a draft, a preview, an act, and, if need be, an undoing of it.

Every step saves what was typed before anything is judged, so no refusal loses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.clock import Clock
from bot.db import acts, drafts, precedents
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.records import Record
from bot.domain.scope import Scope
from bot.errors import (
    FrozenError,
    InvalidInputError,
    NotAllowedError,
    StancebotError,
    UnavailableError,
)
from bot.services.access import check
from bot.services.desk import clashes
from bot.services.editing import drafts as desk_drafts
from bot.services.editing.answers import (
    Drafts,
    DraftSummary,
    NotSavedError,
    Outcome,
    Preview,
    Published,
    Submitted,
    Undone,
)
from bot.services.editing.desk import Desk
from bot.services.editing.drafts import Draft, ReadDate
from bot.services.editing.forms import Form, cleaned, kind_of, with_fields
from bot.services.editing.judging import Judged, check_shown, judged
from bot.services.editing.plans import plan
from bot.services.editing.rights import level_for
from bot.services.editing.submitting import (
    EDITED,
    TooManyWaitingError,
    settle_origin,
    stand_of,
    submit,
)
from bot.services.editing.submitting import touched as touched_by
from bot.services.editing.undo import last_of, planned_anew, take_back
from bot.services.editing.writing import write
from bot.services.news.planning import noticed
from bot.services.posts.planning import reconcile, touched

LISTED = 5

T = TypeVar("T")


class Editing:
    """Writes what editors record, and only what they have seen in a preview."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def start(self, scope: Scope, form: Form, *, by: Person, origin: str = "") -> Outcome:
        """Keep what was typed with a command, and show what it would write.

        `origin` is the item of the review's queue that it is begun from. Raises NotSavedError, with
        all that was typed, when it cannot be kept.
        """

        def work(unit: Unit) -> Outcome:
            self._check(unit, scope, by, level_for(form))
            draft = Draft(
                id=desk_drafts.new_id(),
                user_id=by.id,
                form=cleaned(form),
                saved_at=self._clock.now(),
                origin=origin,
            )
            return self._look(unit, scope, draft, by, asking=True)

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
            kept = replace(touched_by(kept, by.id), form=changed, asked=None, shown="")
            return self._look(unit, scope, kept, by)

        return await self._keeping(form, work)

    async def choose(self, scope: Scope, draft_id: str, choice: int, *, by: Person) -> Outcome:
        """Settle what a date in a draft means, and go on."""

        def work(unit: Unit) -> Outcome:
            draft = self._take(unit, scope, draft_id, by)
            asked = draft.asked
            if asked is None:
                return self._look(unit, scope, draft, by)
            if not 0 <= choice < len(asked.choices):
                raise InvalidInputError("That is none of the choices. Press one of the buttons.")
            read = ReadDate(text=asked.text, when=asked.choices[choice])
            dates = {**draft.dates, asked.field: read}
            draft = replace(touched_by(draft, by.id), dates=dates, asked=None)
            return self._look(unit, scope, draft, by)

        return await self._database.write(work)

    async def look_again(self, scope: Scope, draft_id: str, *, by: Person) -> Outcome:
        """Show a draft again: on top of what somebody else has changed since, beside that change."""

        def work(unit: Unit) -> Outcome:
            return self._look(unit, scope, self._take(unit, scope, draft_id, by), by)

        return await self._database.write(work)

    async def share(self, scope: Scope, draft_id: str, *, by: Person) -> Outcome:
        """Let a draft's name that is another actor's be both actors', and show it."""

        def work(unit: Unit) -> Outcome:
            draft = self._take(unit, scope, draft_id, by)
            form = clashes.shared(draft.form, self._desk(unit, scope, draft))
            draft = replace(touched_by(draft, by.id), form=form, shown="")
            return self._look(unit, scope, draft, by)

        return await self._database.write(work)

    async def instead(self, scope: Scope, draft_id: str, *, by: Person) -> Form:
        """What to give in place of a draft whose name is another actor's, where both are one."""

        def work(unit: Unit) -> Form:
            draft = self._take(unit, scope, draft_id, by)
            return clashes.instead(draft.form, self._desk(unit, scope, draft))

        return await self._database.read(work)

    async def form_of(self, scope: Scope, draft_id: str, *, by: Person) -> Form:
        """What a draft's author has typed."""
        return (await self._draft(scope, draft_id, by=by)).form

    async def drafts(self, scope: Scope, *, by: Person, page: int = 0) -> Drafts:
        """One page of five of an editor's own drafts, the last saved first."""

        def work(unit: Unit) -> Drafts:
            level = self._check(unit, scope, by, Level.CONTRIBUTOR)
            review = self._directories.get(unit, scope.guild_id).review
            found = desk_drafts.of_editor(
                unit,
                scope.guild_id,
                by.id,
                limit=LISTED + 1,
                offset=page * LISTED,
            )
            return Drafts(
                rows=tuple(
                    DraftSummary(
                        draft_id=draft.id,
                        form=draft.form,
                        stand=stand_of(draft, by, level, review, shows=False),
                    )
                    for draft in found[:LISTED]
                ),
                page=page,
                has_more=len(found) > LISTED,
            )

        return await self._database.read(work)

    async def cancel(self, scope: Scope, draft_id: str, *, by: Person) -> Form:
        """Forget a draft of one's own, also one that waits for review; returns what was typed."""

        def work(unit: Unit) -> Form:
            self._check(unit, scope, by, Level.CONTRIBUTOR)
            draft = desk_drafts.take(unit, scope.guild_id, draft_id, by=by.id)
            drafts.drop(unit, scope.guild_id, draft_id)
            return draft.form

        return await self._database.write(work)

    async def publish(
        self,
        scope: Scope,
        draft_id: str,
        *,
        by: Person,
        seen: str = "",
    ) -> Published | Outcome:
        """Write what a draft's preview showed, whole or not at all; a second time changes nothing.

        Where its author needs a second person, it is submitted instead. `seen` is the mark of the
        preview that was looked at; without it the last one counts.

        A draft that can no longer be published comes back as a refusal, and one that would write
        something else than its preview showed as a new preview; both are kept. Raises NotSavedError,
        with all that was typed, when the database fails.
        """
        cause = f"draft:{draft_id}"

        def work(unit: Unit) -> Published | Submitted:
            done = precedents.act_for(unit, scope.guild_id, cause)
            if done is not None:
                return Published(seq=done, what="", repeated=True)
            draft = self._take(unit, scope, draft_id, by)
            desk = self._desk(unit, scope, draft)
            shown = plan(draft.form, desk)
            check_shown(draft, shown, seen)
            at, is_own = self._clock.now(), draft.user_id == by.id
            if is_own and self._awaits(unit, scope, by):
                return submit(unit, scope.guild_id, draft, channel_id=scope.channel_id, at=at)
            act = acts.begin(
                unit,
                scope.guild_id,
                what=shown.what or kind_of(draft.form),
                at=at,
                by=by.id,
                cause=cause,
                drafted_by=None if is_own else draft.user_id,
                why=EDITED if draft.edited else None,
            )
            desk.new_key = act.new_key
            planned = plan(draft.form, desk)
            record = write(act, planned)
            self._replan(unit, scope, planned.written)
            settle_origin(unit, scope.guild_id, draft, planned, by=by.id, at=at)
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
        except (FrozenError, NotAllowedError, TooManyWaitingError):
            # Nothing in the draft is at fault.
            raise
        except StancebotError:
            if form is None:
                raise
            return await self._again(scope, draft_id, by=by)

    async def undo(self, scope: Scope, seq: int, *, by: Person) -> Undone:
        """Take an act back; undoing that brings it again. A second time changes nothing.

        Raises NotAllowedError for somebody else's act unless `by` is an editor, and ConflictError
        when somebody has changed what the act wrote since.
        """
        return await self._database.write(lambda unit: self._take_back(unit, scope, seq, by))

    async def undo_last(self, scope: Scope, *, by: Person) -> Undone:
        """Take back the last act of one's own that stands, undoing not counted; raises as `undo`.

        Raises InvalidInputError where there is none.
        """

        def work(unit: Unit) -> Undone:
            self._check(unit, scope, by, Level.CONTRIBUTOR)
            return self._take_back(unit, scope, last_of(unit, scope.guild_id, by.id), by)

        return await self._database.write(work)

    def _take_back(self, unit: Unit, scope: Scope, seq: int, by: Person) -> Undone:
        directory = self._directories.get(unit, scope.guild_id)
        undone = take_back(unit, scope, seq, at=self._clock.now(), by=by, directory=directory)
        self._replan(unit, scope, planned_anew(unit, scope, undone.seq))
        return undone

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

    def _awaits(self, unit: Unit, scope: Scope, by: Person) -> bool:
        level = self._check(unit, scope, by, Level.CONTRIBUTOR)
        return self._directories.get(unit, scope.guild_id).review.awaits(level)

    def _take(self, unit: Unit, scope: Scope, draft_id: str, by: Person) -> Draft:
        """One's own draft, as long as one may still give its form; an editor's, any under review."""
        level = self._check(unit, scope, by, Level.CONTRIBUTOR)
        reviewing = level >= Level.EDITOR
        draft = desk_drafts.take(unit, scope.guild_id, draft_id, by=by.id, reviewing=reviewing)
        self._check(unit, scope, by, level_for(draft.form))
        return draft

    async def _draft(self, scope: Scope, draft_id: str, *, by: Person) -> Draft:
        return await self._database.read(
            lambda unit: self._take(unit, scope, draft_id, by),
        )

    async def _again(self, scope: Scope, draft_id: str, *, by: Person) -> Outcome:
        """Look at a draft that could not be published, to say why."""

        def work(unit: Unit) -> Outcome:
            return self._look(unit, scope, self._take(unit, scope, draft_id, by), by)

        return await self._database.write(work)

    async def _keeping(self, form: Form, work: Callable[[Unit], T]) -> T:
        try:
            return await self._database.write(work)
        except UnavailableError as error:
            raise NotSavedError(error.text, form) from error

    def _desk(self, unit: Unit, scope: Scope, draft: Draft) -> Desk:
        if draft.submitted_at is not None:
            # What was meant in its author's channel is meant wherever a second person looks.
            scope = replace(scope, channel_id=draft.channel_id)
        return Desk(
            unit=unit,
            scope=scope,
            directory=self._directories.get(unit, scope.guild_id),
            now=self._clock.now(),
            dates=draft.dates,
        )

    def glance(self, unit: Unit, scope: Scope, draft: Draft, by: Person) -> Outcome:
        """See what a draft comes to for somebody, in a unit of work, and change nothing."""
        return self._judge(unit, scope, draft, by).outcome

    def _judge(
        self,
        unit: Unit,
        scope: Scope,
        draft: Draft,
        by: Person,
        *,
        asking: bool = False,
    ) -> Judged:
        level = self._check(unit, scope, by, Level.CONTRIBUTOR)
        desk = self._desk(unit, scope, draft)
        found = judged(draft, desk, asking=asking)
        shows = isinstance(found.outcome, Preview)
        stand = stand_of(found.draft, by, level, desk.directory.review, shows=shows)
        outcome: Any = found.outcome
        return replace(found, outcome=replace(outcome, stand=stand))

    def _look(
        self,
        unit: Unit,
        scope: Scope,
        draft: Draft,
        by: Person,
        *,
        asking: bool = False,
    ) -> Outcome:
        """See what a draft comes to, and keep it as it is then."""
        drafts.hold(unit, scope.guild_id, draft.id)
        found = self._judge(unit, scope, draft, by, asking=asking)
        kept = replace(found.draft, saved_at=self._clock.now())
        desk_drafts.keep(unit, scope.guild_id, kept)
        return found.outcome
