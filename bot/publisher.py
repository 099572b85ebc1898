"""A server's site, made of its record: into a folder, or as a zip file to take along.

Making it takes seconds for a large record, and many small objects, for which Python stops all its
threads at once; so the bot has it made in a process of its own, and its answers do not wait.
"""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.domain.access import Person
from bot.errors import (
    ConflictError,
    InvalidInputError,
    StancebotError,
    UnavailableError,
)
from bot.publishing import write_site, zipped
from bot.services.record import Published, PublishedRecord, put_together

log = logging.getLogger(__name__)

_WORKER = f"{__package__}.publisher_worker"
_PRIVATE = ("DISCORD_", "STANCEBOT_DATABASE")
_ERRORS = {kind.__name__: kind for kind in (ConflictError, InvalidInputError, UnavailableError)}
_BROKEN = "The site could not be made now, and the host's log says why. Try again in a minute."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which site is to be made; without a `folder` it becomes a zip file.

    `address` is where it will be found; feeds then hold whole addresses.
    """

    guild_id: int
    title: str | None = None
    address: str | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many files a site has and of how many bytes; of a folder, how many were touched.

    `data` is the zip file where that was ordered.
    """

    pages: int
    size: int
    written: int = 0
    removed: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the process is told: the order and the record."""

    order: Order
    published: Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the process answers: what it did, or an error by its name and its sentence."""

    done: Done | None = None
    error: str = ""
    text: str = ""


def carry_out(order: Order, published: Published) -> Done:
    """Make a site here and now.

    Raises InvalidInputError where nothing is published, for an address that is none and for a
    folder that holds anything else; UnavailableError when it cannot be written, and ConflictError
    while another run writes it.
    """
    # Templates take a tenth of a second to load, and most processes never publish.
    from bot.ui.site.build import build  # noqa: PLC0415 -- see above

    data = put_together(published, order.guild_id, order.title)
    pages = build(data, title=order.title, base=order.address)
    if order.folder is None:
        size = sum(len(page.data) for page in pages)
        return Done(pages=len(pages), size=size, data=zipped(pages))
    written = write_site(pages, Path(order.folder), site=data.id)
    return Done(
        pages=written.pages,
        size=written.size,
        written=written.written,
        removed=written.removed,
    )


def answered(request: bytes) -> bytes:
    """Carry out a request in the process, and tell what came of it."""
    asked = msgspec.msgpack.decode(request, type=Request)
    try:
        reply = Reply(done=carry_out(asked.order, asked.published))
    except StancebotError as error:
        reply = Reply(error=type(error).__name__, text=error.text)
    return msgspec.msgpack.encode(reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Has sites made for a bot that answers meanwhile.

    `folder` is where the host keeps sites, one folder for each server by its id; None: nowhere.
    """

    record: PublishedRecord
    folder: Path | None = None

    async def publish(
        self,
        guild_id: int,
        *,
        title: str | None = None,
        address: str | None = None,
        by: Person | None = None,
    ) -> Done:
        """Make a server's site, into the host's folder or as a zip file; raises as `carry_out`.

        `by` None is whoever runs the program; raises NotAllowedError for anybody below an editor.
        """
        order = Order(
            guild_id=guild_id,
            title=title,
            address=address,
            folder=str((self.folder / str(guild_id)).absolute()) if self.folder else None,
        )
        request = Request(order=order, published=await self.record.rows(guild_id, by=by))
        reply = await self._asked(await asyncio.to_thread(msgspec.msgpack.encode, request))
        if reply.done is None:
            raise _ERRORS.get(reply.error, UnavailableError)(_outside(reply.text, order.folder))
        return reply.done

    async def _asked(self, request: bytes) -> Reply:
        environment = {
            # It needs no token and no database.
            **{name: os.environ[name] for name in os.environ if not name.startswith(_PRIVATE)},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _WORKER,
            stdin=PIPE,
            stdout=PIPE,
            env=environment,
        )
        try:
            reply, _ = await process.communicate(request)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.error("the process that makes sites ended with %d", process.returncode)
            raise UnavailableError(_BROKEN)
        return await asyncio.to_thread(msgspec.msgpack.decode, reply, type=Reply)


def _outside(text: str, folder: str | None) -> str:
    """A sentence for those who are not told where the host keeps its files."""
    told = text.replace(folder, "the host’s folder") if folder else text
    return told[:1].upper() + told[1:]
