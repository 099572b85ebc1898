"""The floor: a sender that keeps nothing, and wakes for each post by a timer of its own.

Run as a module with a task, and nothing else: what it tells is printed.
"""

import asyncio
from datetime import timedelta

import discord

from bot.bench.posts_tasks import (
    Do,
    Message,
    Tally,
    Task,
    Told,
    calling,
    messages,
    peak_mb,
    watching,
    work,
)
from bot.clock import SystemClock
from bot.delivery.wire import Wire


async def send(task: Task) -> Told:
    """Send messages as they come due."""
    clock, tally = SystemClock(), Tally(task.posts)
    async with calling(task.api) as client:
        wire = Wire(client, per_second=task.per_second)
        owed = messages(task, clock.now() + timedelta(seconds=task.due_in))

        async def one(message: Message, seconds: float) -> None:
            await asyncio.sleep(seconds)
            await wire.send(message.channel, message.body)
            tally.add()

        async with watching() as held, asyncio.TaskGroup() as flying:
            now = clock.now()
            for each in owed:
                flying.create_task(one(each, (each.due - now).total_seconds()))
            await tally.full(task.patience)
    return Told(due={each.nonce: each.due for each in owed}, ready_at=now, held_ms=held.ms)


async def fill(_: Task) -> Told:
    """Have nothing to fill."""
    return Told()


async def start(_: Task) -> Told:
    """Have discord.py's client, and nothing else."""
    discord.Client(intents=discord.Intents(guilds=True))
    return Told(peak_mb=peak_mb())


if __name__ == "__main__":
    work({Do.SEND: send, Do.FILL: fill, Do.START: start})
