"""Pictures as PNG: made one at a time in a process of its own, and kept for a while.

The renderer holds Python's lock for as long as it draws, so that a thread would stop the event loop.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path

from bot.domain.pictures import Picture
from bot.errors import UnavailableError
from bot.picture_worker import REPLY, REQUEST
from bot.ui.pictures.drawing import Drawing, draw
from bot.ui.pictures.faces import font_files
from bot.ui.pictures.themes import Theme

log = logging.getLogger(__name__)

_WORKER = Path(__file__).with_name("picture_worker.py")
_LEAVING = 2.0
_TRIES = 2
# Heights in units up to which a picture is so many times as large; higher ones are not enlarged.
_ZOOMS = ((2400.0, 2.0), (5600.0, 1.5), (9000.0, 1.25))

BUSY = "Many pictures are being made now. Try again in a minute."
SLOW = "This picture took too long. Ask for the card, which has the same facts."
BROKEN = "No picture can be made now. Ask for the card, which has the same facts."


def zoom_of(height: float) -> float:
    """By how much a picture is enlarged, so that a tall one stays small enough to be opened."""
    return next((zoom for most, zoom in _ZOOMS if height <= most), 1.0)


class Pictures:
    """Makes PNG files of drawings; its process starts with the first and ends when it is idle."""

    def __init__(
        self,
        *,
        idle: float = 300.0,
        timeout: float = 20.0,
        waiting: int = 16,
        kept: int = 8_000_000,
    ) -> None:
        """End the process after `idle` seconds, and a picture's making after `timeout`.

        More than `waiting` at a time are refused; the last ones are kept, in so many bytes.
        """
        self._idle = idle
        self._timeout = timeout
        self._most_waiting = waiting
        self._most_kept = kept
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._process: Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._closed = False
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def process_id(self) -> int | None:
        """The id of the process; None while there is none."""
        return self._process.pid if self._process else None

    async def drawn(self, picture: Picture, theme: Theme) -> bytes:
        """Draw a picture in a thread, and make it PNG; raises UnavailableError as `png` does."""
        return await self.png(await asyncio.to_thread(draw, picture, theme))

    async def png(self, drawing: Drawing) -> bytes:
        """The picture as PNG; raises UnavailableError when it cannot be made now."""
        zoom = zoom_of(drawing.height)
        svg = drawing.svg.encode("utf-8", "replace")
        key = sha256(svg + str(zoom).encode()).digest()
        if (found := self._found(key)) is not None:
            return found
        if self._waiting >= self._most_waiting:
            raise UnavailableError(BUSY)
        self._waiting += 1
        try:
            async with self._turn:
                # Somebody may have waited for the same picture.
                if (found := self._found(key)) is not None:
                    return found
                head = REQUEST.pack(len(svg), round(zoom * 100), drawing.borrowed)
                made = await self._made(head + svg)
        finally:
            self._waiting -= 1
        self._keep(key, made)
        return made

    async def aclose(self) -> None:
        """End the process, also amid a picture; no further one is made."""
        self._closed = True
        self._kill()
        # What was being made has failed by now, or does as soon as its process has started.
        async with self._turn:
            self._kill()
        await asyncio.gather(*self._leaving)

    def _found(self, key: bytes) -> bytes | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _keep(self, key: bytes, made: bytes) -> None:
        self._kept[key] = made
        while sum(map(len, self._kept.values())) > self._most_kept:
            self._kept.popitem(last=False)

    async def _made(self, request: bytes) -> bytes:
        """Ask the process; one that has died since it was last asked is replaced."""
        if self._ending is not None:
            self._ending.cancel()
        for _ in range(_TRIES):
            if self._closed:
                break
            try:
                async with asyncio.timeout(self._timeout):
                    good, body = await self._asked(request)
            except TimeoutError as error:
                self._kill()
                raise UnavailableError(SLOW) from error
            except (OSError, asyncio.IncompleteReadError):
                log.warning("the process that makes pictures has ended")
                self._kill()
            except BaseException:
                # What it still writes would be taken for the next answer.
                self._kill()
                raise
            else:
                self._ending = asyncio.get_running_loop().call_later(self._idle, self._end)
                if good:
                    return body
                log.error("a picture could not be made: %s", body.decode("utf-8", "replace"))
                break
        raise UnavailableError(BROKEN)

    async def _asked(self, request: bytes) -> tuple[bool, bytes]:
        """Whether it went well, and the picture or what went wrong."""
        process = self._process or await self._started()
        requests, replies = process.stdin, process.stdout
        if requests is None or replies is None:
            raise OSError("the process has no pipes")
        requests.write(request)
        await requests.drain()
        good, length = REPLY.unpack(await replies.readexactly(REPLY.size))
        return bool(good), await replies.readexactly(length)

    async def _started(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Without the worker's own folder on its path, where modules have common names.
            "-P",
            str(_WORKER),
            *font_files(),
            stdin=PIPE,
            stdout=PIPE,
        )
        if self._closed:
            raise OSError("no further picture is made")
        return self._process

    def _end(self) -> None:
        """Let the process go, which ends when nothing more can be asked."""
        process, self._process = self._process, None
        if self._ending is not None:
            self._ending.cancel()
        if process is not None:
            task = asyncio.create_task(_left(process))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        self._end()


async def _left(process: Process) -> None:
    """See the process out."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_LEAVING):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    if process.stdout is not None:
        # Its pipe is closed only once it has been read to the end.
        await process.stdout.read()
