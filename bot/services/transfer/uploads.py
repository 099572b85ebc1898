"""Files that editors give: kept, looked through, and let in as one act."""

import asyncio
import secrets
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.db import log, precedents, uploads
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.uploads import Upload
from bot.domain.access import Level, Person
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, NotAllowedError
from bot.packs.format import MAX_BYTES
from bot.packs.plan import named_keys
from bot.packs.reading import Reading, read, too_large
from bot.services.access import check
from bot.services.transfer.answers import DryRun, LetIn, Waiting
from bot.services.transfer.importing import Import, Progress, of_reading, written

KEPT = timedelta(days=1)
# So many files of one person wait at once in a server; a further one pushes out the oldest.
_MOST = 3
_LONGEST_NAME = 100
_GONE = "This file waits no more: it was let in, taken back, or is older than a day."
_SECOND = "On this server a second person lets a file in. Ask another editor to give /admin import."


def check_size(size: int) -> None:
    """Raise InvalidInputError for a file that is too large, before any of it is loaded."""
    if size > MAX_BYTES:
        raise InvalidInputError(too_large(size))


class UploadDesk:
    """Lets files into servers, and only what was seen in a dry run."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def keep(self, scope: Scope, filename: str, data: bytes, *, by: Person) -> str:
        """Keep a file for a day; gives the id that it goes by."""
        check_size(len(data))
        now = self._clock.now()
        upload = Upload(
            id=secrets.token_hex(5),
            user_id=by.id,
            filename=_printable(filename),
            made_at=now,
            size=len(data),
        )

        def work(unit: Unit) -> str:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            uploads.drop_before(unit, now - KEPT)
            own = [
                each
                for each in uploads.waiting(unit, scope.guild_id, since=now - KEPT)
                if each.user_id == by.id
            ]
            for old in own[_MOST - 1 :]:
                uploads.drop(unit, scope.guild_id, old.id)
            uploads.keep(unit, scope.guild_id, upload, data)
            return upload.id

        return await self._database.write(work)

    async def waiting(self, scope: Scope, *, by: Person) -> tuple[Waiting, ...]:
        """The files that wait in a server, of whichever editor, the last given first."""

        def work(unit: Unit) -> tuple[Waiting, ...]:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            found = uploads.waiting(unit, scope.guild_id, since=self._clock.now() - KEPT)
            return tuple(
                Waiting(
                    upload_id=each.id,
                    filename=each.filename,
                    size=each.size,
                    given_at=each.made_at,
                    own=each.user_id == by.id,
                )
                for each in found
            )

        return await self._database.read(work)

    async def size(self, scope: Scope, upload_id: str, *, by: Person) -> int:
        """How many bytes a file has; raises InvalidInputError when it waits no more."""

        def work(unit: Unit) -> int:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            return self._found(unit, scope, upload_id).size

        return await self._database.read(work)

    async def drop(self, scope: Scope, upload_id: str, *, by: Person) -> LetIn | None:
        """Forget a file; gives what it became where somebody has let it in meanwhile."""

        def work(unit: Unit) -> LetIn | None:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            # Whoever lets it in at this moment is waited for.
            done = precedents.act_for(unit, scope.guild_id, _cause(upload_id))
            uploads.drop(unit, scope.guild_id, upload_id)
            return None if done is None else LetIn(filename="", act=done, repeated=True)

        return await self._database.write(work)

    async def look(self, scope: Scope, upload_id: str, *, by: Person) -> DryRun:
        """What letting a file in would do now; raises PackError where it is no such file."""
        reading = await self._read(scope, upload_id, by)

        def work(unit: Unit) -> DryRun:
            level = check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            upload = self._found(unit, scope, upload_id)
            second = self._second(unit, scope, upload, level, by)
            return _dry(upload, self._planned(unit, scope, reading), second=second)

        return await self._database.read(work)

    async def let_in(
        self,
        scope: Scope,
        upload_id: str,
        seen: str,
        *,
        by: Person,
        told: Progress | None = None,
    ) -> LetIn | DryRun:
        """Do what the dry run of this digest said, as one act; a second time changes nothing.

        Where that has changed since, nothing is written and the new dry run is given. `told` hears
        of progress, in whichever thread. Raises NotAllowedError where a second person is needed.
        """
        cause = _cause(upload_id)
        before = await self._let_in_before(scope, upload_id, cause, by)
        if before is not None:
            return before
        reading = await self._read(scope, upload_id, by)
        # Nobody else can write while this does, so what can be thought out before is.
        thought = await self._database.read(lambda unit: self._planned(unit, scope, reading))

        def work(unit: Unit) -> LetIn | DryRun:
            level = check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            done = precedents.act_for(unit, scope.guild_id, cause)
            if done is not None:
                return LetIn(filename="", act=done, repeated=True)
            upload = self._found(unit, scope, upload_id)
            second = self._second(unit, scope, upload, level, by)
            if second:
                raise NotAllowedError(_SECOND)
            found = self._planned(unit, scope, reading, thought)
            if found.digest() != seen:
                return replace(_dry(upload, found, second=second), moved=True)
            report = written(
                unit,
                scope.guild_id,
                found,
                self._directories,
                now=self._clock.now(),
                by=by.id,
                drafted_by=None if upload.user_id == by.id else upload.user_id,
                cause=cause,
                told=told,
            )
            uploads.drop(unit, scope.guild_id, upload_id)
            return LetIn(
                filename=upload.filename,
                new=report.new,
                changed=report.changed,
                refused=report.refused + report.left_out,
                act=report.act,
            )

        return await self._database.write(work)

    async def _let_in_before(
        self,
        scope: Scope,
        upload_id: str,
        cause: str,
        by: Person,
    ) -> LetIn | None:
        def work(unit: Unit) -> LetIn | None:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            if self._find(unit, scope, upload_id) is not None:
                return None
            done = precedents.act_for(unit, scope.guild_id, cause)
            return None if done is None else LetIn(filename="", act=done, repeated=True)

        return await self._database.write(work)

    async def _read(self, scope: Scope, upload_id: str, by: Person) -> Reading:
        def work(unit: Unit) -> tuple[str, bytes, str]:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            upload = self._found(unit, scope, upload_id)
            zone = self._directories.get(unit, scope.guild_id).zone
            return upload.filename, uploads.data_of(unit, scope.guild_id, upload_id), zone

        filename, data, zone = await self._database.read(work)
        return await asyncio.to_thread(read, data, filename=filename, zone=zone)

    def _find(self, unit: Unit, scope: Scope, upload_id: str) -> Upload | None:
        since = self._clock.now() - KEPT
        return uploads.find(unit, scope.guild_id, upload_id, since=since)

    def _found(self, unit: Unit, scope: Scope, upload_id: str) -> Upload:
        found = self._find(unit, scope, upload_id)
        if found is None:
            raise InvalidInputError(f"{_GONE} Give /admin import with it again.")
        return found

    def _planned(
        self,
        unit: Unit,
        scope: Scope,
        reading: Reading,
        before: Import | None = None,
    ) -> Import:
        """What letting it in would do; as thought out `before`, if nothing was written since."""
        directory = self._directories.get(unit, scope.guild_id)
        if before is not None and before.revision == directory.revision:
            return before
        standing = log.newest(unit, Scope(guild_id=scope.guild_id), named_keys(reading.pack))
        return of_reading(reading, directory, standing)

    def _second(
        self,
        unit: Unit,
        scope: Scope,
        upload: Upload,
        level: Level,
        by: Person,
    ) -> bool:
        """Whether somebody else has to let a file in than the one who asks."""
        review = self._directories.get(unit, scope.guild_id).review
        return upload.user_id == by.id and review.awaits(level)


def _cause(upload_id: str) -> str:
    return f"import:{upload_id}"


def _dry(upload: Upload, found: Import, *, second: bool) -> DryRun:
    return DryRun(
        upload_id=upload.id,
        filename=upload.filename,
        digest=found.digest(),
        report=found.report,
        second=second,
    )


def _printable(filename: str) -> str:
    """A file's name as it is shown and stored: one line, no marks that show nothing."""
    kept = "".join(letter for letter in filename if letter.isprintable())
    return kept.strip()[-_LONGEST_NAME:] or "file"
