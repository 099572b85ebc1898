"""Setting up digests: what is typed is kept, read and shown, and only then saved; each with Undo."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.db import breakages, calendar, drafts, rules, sending, series
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.days import days_words, time_words
from bot.domain.directory import Directory
from bot.domain.edges import edge_of
from bot.domain.posts import PostKind
from bot.domain.rules import Digest
from bot.domain.scope import Scope
from bot.errors import ConflictError, InvalidInputError, StancebotError
from bot.services.access import Gate
from bot.services.news.answers import NewsAnswer
from bot.services.news.digest_answers import (
    DigestOutcome,
    DigestPreview,
    DigestRefused,
    DigestSet,
    DigestView,
)
from bot.services.news.digest_drafts import (
    DigestRead,
    DigestTyped,
    Undoable,
    check_room,
    keep_typed,
    keep_undo,
    new_id,
    one_of,
    read_typed,
    settings_of,
    take_typed,
    take_undo,
)
from bot.services.news.digests import is_gone, plan_next, runs_ahead, told_since
from bot.services.news.titles import issue_of
from bot.services.posts.log import retry
from bot.services.setting_up import SettingUp

RUNS = 5
# A new digest has nothing to tell yet: what its preview shows instead is an example.
EXAMPLE = timedelta(days=7)
_REPEATED = "This was set a moment ago. /setup digest shows what is."


class _ChangedSinceError(ConflictError):
    """What would be saved is not what was shown."""


class DigestDesk:
    """Sets up the digests of a server."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._gate = Gate(database, directories)
        self._setting_up = SettingUp(database, clock, directories)

    async def shown(self, scope: Scope, *, by: Person) -> tuple[DigestView, ...]:
        """All digests of a server, by channel and issue."""

        def work(unit: Unit) -> tuple[DigestView, ...]:
            found = rules.digests(unit, scope.guild_id)
            return tuple(self._view(unit, scope, digest) for digest in found)

        return await self._gate.read(scope, work, by=by, needed=Level.OWNER)

    async def one(self, scope: Scope, digest_id: str, *, by: Person) -> DigestView:
        """One digest; raises InvalidInputError when it is not there any more."""

        def work(unit: Unit) -> DigestView:
            return self._view(unit, scope, one_of(rules.digests(unit, scope.guild_id), digest_id))

        return await self._gate.read(scope, work, by=by, needed=Level.OWNER)

    async def preview(self, scope: Scope, digest_id: str, *, by: Person) -> DigestPreview:
        """What a digest would say now; raises InvalidInputError when it is not there any more."""

        def work(unit: Unit) -> DigestPreview:
            digest = one_of(rules.digests(unit, scope.guild_id), digest_id)
            return DigestPreview(
                view=self._view(unit, scope, digest),
                answer=self._would_say(unit, scope, digest),
                before=digest,
            )

        return await self._gate.read(scope, work, by=by, needed=Level.OWNER)

    async def prepare(self, scope: Scope, typed: DigestTyped, *, by: Person) -> DigestOutcome:
        """Keep what was typed, and show what it would set and what the digest would say now."""
        draft_id = await self._gate.write(
            scope,
            lambda unit: keep_typed(unit, scope.guild_id, typed, by=by.id, at=self._clock.now()),
            by=by,
            needed=Level.OWNER,
        )
        return await self._look(scope, draft_id, by=by)

    async def revise(
        self,
        scope: Scope,
        draft_id: str,
        values: Mapping[str, str],
        *,
        by: Person,
    ) -> DigestOutcome:
        """Put new texts into a draft, and show what it would set now."""

        def work(unit: Unit) -> None:
            typed = take_typed(unit, scope.guild_id, draft_id, by=by.id).changed(values)
            at = self._clock.now()
            keep_typed(unit, scope.guild_id, typed, by=by.id, at=at, draft_id=draft_id)

        await self._gate.write(scope, work, by=by, needed=Level.OWNER)
        return await self._look(scope, draft_id, by=by)

    async def begin_change(self, scope: Scope, digest_id: str, *, by: Person) -> str:
        """Begin a draft of a digest as it stands; the draft's id."""

        def work(unit: Unit) -> str:
            digest = one_of(rules.digests(unit, scope.guild_id), digest_id)
            typed = DigestTyped.of(digest, days_words(digest.days), time_words(digest.at))
            return keep_typed(unit, scope.guild_id, typed, by=by.id, at=self._clock.now())

        return await self._gate.write(scope, work, by=by, needed=Level.OWNER)

    async def typed(self, scope: Scope, draft_id: str, *, by: Person) -> DigestTyped:
        """What the author of a draft has typed."""
        return await self._gate.read(
            scope,
            lambda unit: take_typed(unit, scope.guild_id, draft_id, by=by.id),
            by=by,
            needed=Level.OWNER,
        )

    async def cancel(self, scope: Scope, draft_id: str, *, by: Person) -> DigestTyped:
        """Forget a draft; what was typed."""

        def work(unit: Unit) -> DigestTyped:
            typed = take_typed(unit, scope.guild_id, draft_id, by=by.id)
            drafts.drop(unit, scope.guild_id, draft_id)
            return typed

        return await self._gate.write(scope, work, by=by, needed=Level.OWNER)

    async def save(
        self,
        scope: Scope,
        draft_id: str,
        seen: str,
        *,
        by: Person,
    ) -> DigestSet | DigestOutcome:
        """Set what a preview showed; where it would set something else by now, show that instead.

        A channel that refused posts is tried again. Raises InvalidInputError the second time.
        """

        def change(unit: Unit, directory: Directory) -> DigestSet:
            guild, now = scope.guild_id, self._clock.now()
            typed = take_typed(unit, guild, draft_id, by=by.id)
            try:
                read = read_typed(unit, guild, directory, typed, now=now)
            except StancebotError as error:
                raise _ChangedSinceError(error.text) from error
            if read.seen != seen:
                raise _ChangedSinceError
            after = read.after
            if read.before is None:
                # What has been recorded by now is no news to a channel that begins to be told.
                mark = rules.revision(unit, guild)
                after = replace(after, id=new_id(), mark=mark, marked_at=now)
            drafts.drop(unit, guild, draft_id)
            return self._set(unit, scope, read.before, after, by=by)

        try:
            return await self._once(scope, "setup digest", change, by=by, cause=f"draft:{draft_id}")
        except _ChangedSinceError:
            return await self._look(scope, draft_id, by=by, changed=True)

    async def pause(
        self,
        scope: Scope,
        digest_id: str,
        *,
        paused: bool,
        by: Person,
        cause: str,
    ) -> DigestSet:
        """Send nothing for a while, or go on: what came meanwhile is told with the next run."""

        def change(unit: Unit, _: Directory) -> DigestSet:
            before = one_of(rules.digests(unit, scope.guild_id), digest_id)
            return self._set(unit, scope, before, replace(before, paused=paused), by=by)

        what = "pause digest" if paused else "resume digest"
        return await self._once(scope, what, change, by=by, cause=cause)

    async def remove(self, scope: Scope, digest_id: str, *, by: Person, cause: str) -> DigestSet:
        """Forget a digest; what it owed is dropped."""

        def change(unit: Unit, _: Directory) -> DigestSet:
            before = one_of(rules.digests(unit, scope.guild_id), digest_id)
            return self._set(unit, scope, before, None, by=by)

        return await self._once(scope, "remove digest", change, by=by, cause=cause)

    async def undoable(self, scope: Scope, undo_id: str, *, by: Person) -> Digest | None:
        """The digest that undoing would bring back; None when it would leave none."""
        found = await self._gate.read(
            scope,
            lambda unit: take_undo(unit, scope.guild_id, undo_id, by=by.id),
            by=by,
            needed=Level.OWNER,
        )
        return found.before

    async def undo(self, scope: Scope, undo_id: str, *, by: Person, cause: str) -> DigestSet:
        """Set a digest back to what it was; raises ConflictError when it was changed since.

        What it has told meanwhile stays told.
        """

        def change(unit: Unit, _: Directory) -> DigestSet:
            guild = scope.guild_id
            undoable = take_undo(unit, guild, undo_id, by=by.id)
            was, left = undoable.before, undoable.after
            known = was or left
            stands = rules.digest(unit, guild, known.id) if known else None
            if (stands and settings_of(stands)) != (left and settings_of(left)):
                raise ConflictError(
                    "This digest was changed since. /setup digest shows how it is set up now.",
                )
            if was is not None:
                was = _with_told(unit, guild, was, stands)
                check_room(rules.digests(unit, guild), was)
            drafts.drop(unit, guild, undo_id)
            return self._set(unit, scope, stands, was, by=by)

        return await self._once(scope, "undo digest", change, by=by, cause=cause)

    async def _once(
        self,
        scope: Scope,
        what: str,
        change: Callable[[Unit, Directory], DigestSet],
        *,
        by: Person,
        cause: str,
    ) -> DigestSet:
        def alone(unit: Unit, directory: Directory) -> DigestSet:
            # Whoever sends may raise a mark until then, which must not be written back as it was.
            sending.alone(unit)
            return change(unit, directory)

        return await self._setting_up.once(
            scope,
            what,
            alone,
            by=by,
            cause=cause,
            repeated=_REPEATED,
        )

    async def _look(
        self,
        scope: Scope,
        draft_id: str,
        *,
        by: Person,
        changed: bool = False,
    ) -> DigestOutcome:
        """See what a draft comes to now."""

        def work(unit: Unit) -> DigestOutcome:
            typed = take_typed(unit, scope.guild_id, draft_id, by=by.id)
            directory = self._directories.get(unit, scope.guild_id)
            now = self._clock.now()
            try:
                read = read_typed(unit, scope.guild_id, directory, typed, now=now)
            except StancebotError as error:
                return DigestRefused(draft_id=draft_id, typed=typed, error=error)
            return self._preview(unit, scope, read, draft_id, changed=changed)

        return await self._gate.read(scope, work, by=by, needed=Level.OWNER)

    def _preview(
        self,
        unit: Unit,
        scope: Scope,
        read: DigestRead,
        draft_id: str,
        *,
        changed: bool,
    ) -> DigestPreview:
        return DigestPreview(
            view=self._view(unit, scope, read.after),
            answer=self._would_say(unit, scope, read.after, new=read.before is None),
            before=read.before,
            draft_id=draft_id,
            seen=read.seen,
            usual=read.usual,
            elsewhere=read.elsewhere,
            changed=changed,
        )

    def _would_say(
        self,
        unit: Unit,
        scope: Scope,
        digest: Digest,
        *,
        new: bool = False,
    ) -> NewsAnswer:
        guild, now = scope.guild_id, self._clock.now()
        after, since = digest.mark, digest.marked_at
        if new:
            since = now - EXAMPLE
            after = rules.last_act_by(unit, guild, since)
        directory = self._directories.get(unit, guild)
        return told_since(unit, guild, directory, digest, after=after, since=since, now=now)

    def _view(self, unit: Unit, scope: Scope, digest: Digest) -> DigestView:
        guild, now = scope.guild_id, self._clock.now()
        directory = self._directories.get(unit, guild)
        runs = runs_ahead(unit, guild, digest, now=now, most=RUNS)
        return DigestView(
            digest=digest,
            issue=issue_of(unit, guild, directory, digest),
            gone=is_gone(directory, digest),
            runs=tuple((run, edge_of(run, digest.recurrence)) for run in runs),
            broken=breakages.breakage(unit, guild, digest.channel_id),
            has_desk=calendar.settings(unit, guild).desk_id is not None,
        )

    def _set(
        self,
        unit: Unit,
        scope: Scope,
        before: Digest | None,
        after: Digest | None,
        *,
        by: Person,
    ) -> DigestSet:
        """Set one digest, owe what follows from it, and keep what undoes it."""
        guild, now = scope.guild_id, self._clock.now()
        either = after or before
        if either is None:
            raise InvalidInputError(_REPEATED)
        if after is None:
            rules.drop_digest(unit, guild, either.id)
        else:
            rules.keep_digest(unit, guild, after)
            retry(unit, guild, () if after.paused else (after.channel_id,))
        plan_next(unit, guild, either.id, now=now)
        directory = self._directories.get(unit, guild)
        undoable = Undoable(before=before, after=after)
        return DigestSet(
            before=before,
            view=None if after is None else self._view(unit, scope, after),
            issue=issue_of(unit, guild, directory, either),
            undo_id=keep_undo(unit, guild, undoable, by=by.id, at=now),
        )


def _with_told(unit: Unit, guild_id: int, was: Digest, stands: Digest | None) -> Digest:
    """A digest as it was, knowing what it has told since: also what arrived while it was removed."""
    if stands is not None:
        return replace(was, mark=stands.mark, marked_at=stands.marked_at)
    last = series.last_told(unit, guild_id, PostKind.DIGEST, was.id)
    if last is None or last.through is None or last.through < was.mark:
        return was
    at = last.first_attempt_at or was.marked_at
    return replace(was, mark=last.through, marked_at=max(was.marked_at, at))
