"""Files in and out for a bot that answers meanwhile: small ones here, large ones in a process."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.db.engine import Database, Unit
from bot.db.exports import record_count
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.scope import Scope
from bot.errors import ConflictError, InvalidInputError, NotAllowedError, UnavailableError
from bot.services.access import check
from bot.services.transfer.answers import DryRun, Exported, Form, LetIn, Waiting
from bot.services.transfer.exporting import Stored, exported, stored
from bot.services.transfer.uploads import UploadDesk, check_size
from bot.services.transfer.wire import (
    HEAD,
    Came,
    Export,
    Failed,
    Look,
    Looked,
    Made,
    Progressed,
    Reply,
    Task,
    framed,
    reply_of,
)

log = logging.getLogger(__name__)

# What takes longer to look through than a process takes to start.
SMALL_FILE = 64 * 1024
SMALL_RECORD = 300
_WORKER = f"{__package__}.worker"
_PRIVATE = ("DISCORD_", "STANCEBOT_")
_ERRORS = {
    kind.__name__: kind
    for kind in (ConflictError, InvalidInputError, NotAllowedError, UnavailableError)
}
_BROKEN = (
    "The file could not be worked through now, and the host's log says why. Try again in a minute: "
    "nothing is written twice."
)
_HELD = 4
# Discord lets a press be answered for fifteen minutes.
_AT_MOST = 600.0
_SLOW = "The file takes too long to work through. Split it and try again: nothing is written twice."

Told = Callable[[int, int], None]


class Carrier:
    """Takes files in, and makes files of what is published, for editors."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Work on this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories
        self._desk = UploadDesk(database, clock, directories)
        # Turning the pages of a dry run makes it no other.
        self._held: OrderedDict[tuple[int, str, int], DryRun] = OrderedDict()

    async def give(
        self,
        scope: Scope,
        filename: str,
        size: int,
        load: Callable[[], Awaitable[bytes]],
        *,
        by: Person,
    ) -> DryRun:
        """Load a file, keep it for a day, and say what letting it in would do.

        Nothing is loaded of what is too large, or for somebody who may not give it. Raises
        PackError, which says where, for what is no pack and no table; that is not kept.
        """
        check_size(size)
        await self._desk.waiting(scope, by=by)
        upload_id = await self._desk.keep(scope, filename, await load(), by=by)
        try:
            return await self.look(scope, upload_id, by=by)
        except InvalidInputError:
            await self._desk.drop(scope, upload_id, by=by)
            raise

    async def waiting(self, scope: Scope, *, by: Person) -> tuple[Waiting, ...]:
        """The files that wait in a server, the last given first."""
        return await self._desk.waiting(scope, by=by)

    async def drop(self, scope: Scope, upload_id: str, *, by: Person) -> LetIn | None:
        """Forget a file; gives what it became where somebody has let it in meanwhile."""
        return await self._desk.drop(scope, upload_id, by=by)

    async def look(
        self,
        scope: Scope,
        upload_id: str,
        *,
        by: Person,
        again: bool = True,
    ) -> DryRun:
        """What letting a file in would do; not `again`, as it was looked through before."""
        size = await self._desk.size(scope, upload_id, by=by)
        place = (scope.guild_id, upload_id, by.id)
        if not again and place in self._held:
            return self._held[place]
        if size <= SMALL_FILE:
            dry = await self._desk.look(scope, upload_id, by=by)
        else:
            reply = await self._asked(self._task(scope, upload_id, by))
            if not isinstance(reply, Looked):
                raise UnavailableError(_BROKEN)
            dry = reply.dry
        self._hold(place, dry)
        return dry

    async def let_in(
        self,
        scope: Scope,
        upload_id: str,
        seen: str,
        *,
        by: Person,
        told: Told | None = None,
    ) -> LetIn | DryRun:
        """Do what a dry run said, as one act; see `UploadDesk.let_in`.

        `told` hears on the event loop how many records of how many are written.
        """
        if not await self._is_large(scope, upload_id, by):
            return await self._desk.let_in(scope, upload_id, seen, by=by)
        reply = await self._asked(self._task(scope, upload_id, by, seen), told)
        if isinstance(reply, Looked):
            self._hold((scope.guild_id, upload_id, by.id), reply.dry)
            return reply.dry
        if not isinstance(reply, Came):
            raise UnavailableError(_BROKEN)
        if self._database.on_write is not None:
            # Another process has written, and posts may be due.
            self._database.on_write()
        return reply.done

    async def export(
        self,
        scope: Scope,
        form: Form,
        *,
        history: bool = False,
        name: str = "export",
        by: Person | None,
    ) -> Exported:
        """All that is published on a server as one file; with every version, where asked.

        `by` None is whoever runs the program. Raises InvalidInputError where nothing is published.
        """

        def work(unit: Unit) -> Stored | None:
            if by is not None:
                check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
                if record_count(unit, scope.guild_id) > SMALL_RECORD:
                    return None
            return stored(unit, scope.guild_id, history=history)

        found = await self._database.read(work)
        if found is not None:
            return await asyncio.to_thread(exported, found, form, history=history, name=name)
        reply = await self._asked(
            Export(
                database_url=self._url(),
                guild_id=scope.guild_id,
                form=form,
                history=history,
                name=name,
            ),
        )
        if not isinstance(reply, Made):
            raise UnavailableError(_BROKEN)
        return reply.made

    async def _is_large(self, scope: Scope, upload_id: str, by: Person) -> bool:
        try:
            return await self._desk.size(scope, upload_id, by=by) > SMALL_FILE
        except InvalidInputError:
            # Let in already, perhaps: the act knows.
            return False

    def _hold(self, place: tuple[int, str, int], dry: DryRun) -> None:
        self._held[place] = dry
        self._held.move_to_end(place)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)

    def _task(
        self,
        scope: Scope,
        upload_id: str,
        by: Person,
        seen: str | None = None,
    ) -> Look:
        return Look(
            database_url=self._url(),
            now=self._clock.now(),
            guild_id=scope.guild_id,
            upload_id=upload_id,
            by=by,
            seen=seen,
        )

    def _url(self) -> str:
        return self._database.url.render_as_string(hide_password=False)

    async def _asked(self, task: Task, told: Told | None = None) -> Reply:
        """Have a task done; raises the error that its process names."""
        environment = {
            # What it needs comes with the task.
            **{name: os.environ[name] for name in os.environ if not name.startswith(_PRIVATE)},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        frame = await asyncio.to_thread(framed, task)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _WORKER,
            stdin=PIPE,
            stdout=PIPE,
            env=environment,
        )
        try:
            async with asyncio.timeout(_AT_MOST):
                reply = await _last_reply(process, frame, told)
        except TimeoutError as error:
            raise UnavailableError(_SLOW) from error
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
        if isinstance(reply, Failed):
            raise _ERRORS.get(reply.error, InvalidInputError)(reply.text)
        return reply


async def _last_reply(
    process: asyncio.subprocess.Process,
    frame: bytes,
    told: Told | None,
) -> Reply:
    """Give a process its task, and hear it until it has said what came of it."""
    if process.stdin is None or process.stdout is None:
        raise UnavailableError(_BROKEN)
    try:
        process.stdin.write(frame)
        await process.stdin.drain()
        process.stdin.close()
        while True:
            head = await process.stdout.readexactly(HEAD)
            data = await process.stdout.readexactly(int.from_bytes(head))
            reply = await asyncio.to_thread(reply_of, data)
            if not isinstance(reply, Progressed):
                await process.wait()
                return reply
            if told is not None:
                told(reply.done, reply.of)
    except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError) as error:
        log.error("the process that carries files ended early")  # noqa: TRY400 -- it has told why
        raise UnavailableError(_BROKEN) from error
