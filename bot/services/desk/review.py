"""Working the queue: each action on an item, and then the item that comes next."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.reports import ReportState
from bot.domain.scope import Scope
from bot.domain.vocabulary import AfterFound
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.access import check
from bot.services.calendar.after import AfterDesk
from bot.services.desk.begun import Begin, form_for
from bot.services.desk.items import AfterItem, Done, DoneWhat, DraftItem, Entry, ItemKind, QueuePage
from bot.services.desk.queue import Queue, queue
from bot.services.desk.reports import Reports
from bot.services.desk.stale import Shelf
from bot.services.editing import drafts
from bot.services.editing.answers import Outcome, Preview, Published, Submitted
from bot.services.editing.forms import ConfirmForm, Form, cleaned_text
from bot.services.editing.service import Editing
from bot.services.editing.submitting import FROM_DRAFT, mark_of_return, send_back, wait_again
from bot.services.posts.log import PostLog

GONE = "This is done already, or does not wait any more. Give /admin review to see what waits."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A draft that was given up, and the item of the queue that it was begun from, if any."""

    form: Form
    origin: str


class ReviewDesk:
    """Lets editors work the queue from top to bottom."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directories: Directories,
        editing: Editing,
    ) -> None:
        """Work on this database, by this clock, with the machine that all editing goes through."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._editing = editing
        self._after = AfterDesk(database, clock, directories)
        self._log = PostLog(database, clock, directories)
        self._reports = Reports(database, clock, directories)
        self._shelf = Shelf(database, editing)

    async def check(self, scope: Scope, *, by: Person) -> None:
        """Raise NotAllowedError for who may not work the queue, before a dialogue is opened."""
        await self._database.read(
            lambda unit: check(unit, self._directories, scope.guild_id, by, Level.EDITOR),
        )

    async def page(
        self,
        scope: Scope,
        *,
        by: Person,
        ref: str = "",
        at: int = 0,
        skip: bool = False,
    ) -> QueuePage:
        """The item `ref`, or with `skip` the one after it; without it, the item in place `at`."""

        def work(unit: Unit) -> QueuePage:
            found = self._queue(unit, scope, by)
            place = found.place(ref)
            # What is gone has let the next one move up into its place.
            start = at if place is None else place + int(skip)
            return self._page(unit, scope, found, max(0, min(start, len(found.entries))), by)

        return await self._database.read(work)

    async def open(self, scope: Scope, what: Begin, ref: str, *, by: Person) -> Outcome:
        """Begin what an item needs: a draft that leads back to it, kept and shown.

        Raises InvalidInputError when the item does not wait any more.
        """

        def work(unit: Unit) -> Form:
            return form_for(what, self._entry(unit, scope, ref, by))

        form = await self._database.read(work)
        return await self._editing.start(scope, form, by=by, origin=ref)

    async def publish(
        self,
        scope: Scope,
        draft_id: str,
        *,
        by: Person,
        seen: str = "",
    ) -> QueuePage | Published | Outcome:
        """Publish a draft as `Editing.publish` does; one of the queue leads on to the next item."""
        origin = await self._origin(scope, draft_id, by)
        if not origin:
            return await self._editing.publish(scope, draft_id, by=by, seen=seen)

        async def act() -> Done | Outcome:
            done = await self._editing.publish(scope, draft_id, by=by, seen=seen)
            return _done(done, DoneWhat.PUBLISHED)

        return await self._worked(scope, origin, act, by=by)

    async def confirm(
        self,
        scope: Scope,
        record: str,
        number: int,
        *,
        by: Person,
    ) -> QueuePage | Outcome:
        """Confirm a stale stance, seen as version `number`, as looked at today."""
        ref = f"{ItemKind.STALE.value}/{record}"

        async def act() -> Done | Outcome:
            done = await self._shelf.confirm(scope, record, number, by=by, origin=ref)
            return _done(done, DoneWhat.CONFIRMED)

        return await self._worked(scope, ref, act, by=by)

    async def after(
        self,
        scope: Scope,
        ref: str,
        found: AfterFound,
        *,
        by: Person,
        cause: str,
    ) -> QueuePage | Outcome:
        """Say of one participant after an event that its stance stands, or that nothing was said.

        Where it takes a second person, “unchanged” is submitted as a confirmation.
        """

        def look(unit: Unit) -> tuple[AfterItem, bool]:
            item = self._entry(unit, scope, ref, by).item
            if not isinstance(item, AfterItem):
                raise InvalidInputError(GONE)
            level = check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            return item, self._directories.get(unit, scope.guild_id).review.awaits(level)

        item, awaits = await self._database.read(look)

        async def act() -> Done | Outcome:
            if found is AfterFound.UNCHANGED and awaits and item.row.stance is not None:
                title = item.view.event.record.title
                form = ConfirmForm(
                    record=item.row.stance.record.key,
                    reason=f"Looked again after “{title}”",
                )
                seen = await self._editing.start(scope, form, by=by, origin=ref)
                if not isinstance(seen, Preview):
                    return seen
                done = await self._editing.publish(scope, seen.draft_id, by=by)
                return _done(done, DoneWhat.CONFIRMED)
            role, issue = item.row.role, item.row.issue.key
            given = await self._after.answer(scope, role, issue, found, by=by, cause=cause)
            what = DoneWhat.CONFIRMED if given.confirmed else DoneWhat.NOTED
            return Done(what=what, seq=given.seq)

        return await self._worked(scope, ref, act, by=by)

    async def settle(
        self,
        scope: Scope,
        report_id: str,
        state: ReportState,
        answer: str,
        *,
        by: Person,
    ) -> QueuePage | Outcome:
        """Settle a reader's report, with an answer or without."""

        async def act() -> Done:
            text = cleaned_text(answer) or None
            done = await self._reports.settle(scope, report_id, state, text, by=by)
            what = DoneWhat.REPEATED if done.repeated else DoneWhat.SETTLED
            # The answer is on its way, so there is nothing that could be taken back.
            return Done(what=what, answered=done.answered)

        return await self._worked(scope, f"{ItemKind.REPORT.value}/{report_id}", act, by=by)

    async def again(
        self,
        scope: Scope,
        post_id: int,
        *,
        by: Person,
        cause: str,
    ) -> QueuePage | Outcome:
        """Owe a failed post again, and with it all that its channel has refused."""

        async def act() -> Done:
            done = await self._log.again(scope, post_id, by=by, cause=cause)
            return Done(what=DoneWhat.RETRIED, count=done.owed)

        return await self._worked(scope, f"{ItemKind.FAILED.value}/{post_id}", act, by=by)

    async def send_back(
        self,
        scope: Scope,
        draft_id: str,
        reason: str,
        *,
        by: Person,
    ) -> QueuePage | Outcome:
        """Give a submitted draft back to its author, who sees the reason in /admin drafts.

        Raises InvalidInputError without a reason.
        """

        def work(unit: Unit) -> Done:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            draft = drafts.take(unit, scope.guild_id, draft_id, by=by.id, reviewing=True)
            if draft.user_id == by.id:
                raise InvalidInputError("This draft is your own: change it or withdraw it instead.")
            text, at = cleaned_text(reason), self._clock.now()
            back = send_back(unit, scope.guild_id, draft, text, at=at)
            return Done(what=DoneWhat.RETURNED, draft_id=back.id, mark=mark_of_return(back))

        return await self._worked(
            scope,
            f"{FROM_DRAFT}/{draft_id}",
            lambda: self._database.write(work),
            by=by,
        )

    async def wait_again(
        self,
        scope: Scope,
        draft_id: str,
        mark: str,
        *,
        by: Person,
    ) -> QueuePage | Outcome:
        """Undo a sending back; raises ConflictError when its author has gone on since."""

        def work(unit: Unit) -> None:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            wait_again(unit, scope.guild_id, draft_id, mark, at=self._clock.now())

        await self._database.write(work)
        page = await self.page(scope, by=by, ref=f"{FROM_DRAFT}/{draft_id}")
        return replace(page, done=Done(what=DoneWhat.WAITS_AGAIN))

    async def undo(self, scope: Scope, seq: int, at: int, *, by: Person) -> QueuePage:
        """Take back what was done last, and show the queue from place `at` on."""
        await self.check(scope, by=by)
        undone = await self._editing.undo(scope, seq, by=by)
        page = await self.page(scope, by=by, at=at)
        return replace(page, done=Done(what=DoneWhat.UNDONE, seq=undone.seq))

    async def cancel(self, scope: Scope, draft_id: str, *, by: Person) -> Cancelled:
        """Forget a draft of one's own; what was typed, and where it leads back to."""
        origin = await self._origin(scope, draft_id, by)
        form = await self._editing.cancel(scope, draft_id, by=by)
        return Cancelled(form=form, origin=origin)

    async def _worked(
        self,
        scope: Scope,
        ref: str,
        act: Callable[[], Awaitable[Done | Outcome]],
        *,
        by: Person,
    ) -> QueuePage | Outcome:
        """Do what is to be done with an item, then show what stands in its place."""
        place = await self._database.read(lambda unit: self._queue(unit, scope, by).place(ref))
        done = await act()
        if not isinstance(done, Done):
            return done
        page = await self.page(scope, by=by, at=place or 0)
        return replace(page, done=done)

    async def _origin(self, scope: Scope, draft_id: str, by: Person) -> str:
        """The item that a draft belongs to; empty where it is in none that one may work."""

        def work(unit: Unit) -> str:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            draft = drafts.take(unit, scope.guild_id, draft_id, by=by.id, reviewing=True)
            return draft.origin if draft.user_id == by.id else f"{FROM_DRAFT}/{draft.id}"

        try:
            return await self._database.read(work)
        except (InvalidInputError, NotAllowedError):
            return ""

    def _queue(self, unit: Unit, scope: Scope, by: Person) -> Queue:
        check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
        directory = self._directories.get(unit, scope.guild_id)
        return queue(unit, scope.guild_id, directory, by=by.id, now=self._clock.now())

    def _entry(self, unit: Unit, scope: Scope, ref: str, by: Person) -> Entry:
        found = self._queue(unit, scope, by)
        place = found.place(ref)
        if place is None:
            raise InvalidInputError(GONE)
        return found.entries[place]

    def _page(self, unit: Unit, scope: Scope, found: Queue, at: int, by: Person) -> QueuePage:
        entry = found.entries[at] if at < len(found.entries) else None
        if entry is not None and isinstance(entry.item, DraftItem):
            outcome = self._editing.glance(unit, scope, entry.item.draft, by)
            entry = replace(entry, item=replace(entry.item, outcome=outcome))
        counts = Counter(each.kind for each in found.entries)
        return QueuePage(
            entry=entry,
            at=at,
            total=len(found.entries),
            counts=tuple((kind, counts[kind]) for kind in ItemKind if counts[kind]),
            own=found.own,
        )


def _done(done: Published | Outcome, what: DoneWhat) -> Done | Outcome:
    if isinstance(done, Submitted):
        return Done(what=DoneWhat.SUBMITTED, form=done.what, draft_id=done.draft_id)
    if not isinstance(done, Published):
        return done
    what = DoneWhat.REPEATED if done.repeated else what
    return Done(what=what, seq=done.seq, form=done.what, key=done.key)
