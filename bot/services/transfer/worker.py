"""The process that carries one large file: a task comes by standard input, and replies leave.

Looking through ten thousand records takes seconds and many small objects, for which Python stops
all its threads at once; here nobody waits for that.
"""

import asyncio
import gc
import os
import signal
import sys

from bot.clock import ManualClock
from bot.db.engine import open_database
from bot.db.guilds import Directories
from bot.domain.scope import Scope
from bot.errors import StancebotError
from bot.services.transfer.answers import DryRun
from bot.services.transfer.exporting import exported, stored
from bot.services.transfer.uploads import UploadDesk
from bot.services.transfer.wire import (
    Came,
    Export,
    Failed,
    Look,
    Looked,
    Made,
    Progressed,
    Reply,
    framed,
    task_of,
)

# An answer to somebody who waits matters more.
_NICE = 5


def _say(reply: Reply) -> None:
    sys.stdout.buffer.write(framed(reply))
    sys.stdout.buffer.flush()


async def _looked(task: Look) -> Reply:
    scope = Scope(guild_id=task.guild_id)
    async with open_database(task.database_url) as database:
        desk = UploadDesk(database, ManualClock(task.now), Directories())
        if task.seen is None:
            return Looked(await desk.look(scope, task.upload_id, by=task.by))
        done = await desk.let_in(
            scope,
            task.upload_id,
            task.seen,
            by=task.by,
            told=lambda count, of: _say(Progressed(count, of)),
        )
        return Looked(done) if isinstance(done, DryRun) else Came(done)


async def _exported(task: Export) -> Reply:
    async with open_database(task.database_url) as database:
        found = await database.read(
            lambda unit: stored(unit, task.guild_id, history=task.history),
        )
    return Made(exported(found, task.form, history=task.history, name=task.name))


def main() -> None:
    """Do the task of standard input."""
    task = task_of(sys.stdin.buffer.read())
    try:
        reply = asyncio.run(_looked(task) if isinstance(task, Look) else _exported(task))
    except StancebotError as error:
        reply = Failed(type(error).__name__, error.text)
    _say(reply)


if __name__ == "__main__":
    # Ctrl-C is the bot's to hear; it ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # It ends before anything is worth being collected.
    gc.disable()
    main()
