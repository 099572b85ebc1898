"""The measurement: three commands in turn, in one run, over the same record."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import discord
from discord.http import Route

from bot.app import open_app
from bot.bench import world
from bot.bench.frames import slash
from bot.bench.observer import Loopback, loopback
from bot.client import StanceClient
from bot.clock import Clock

NOTHING, BARE, STANCE = "nothing", "bare sqlite3, on the loop", "/stance"
FIRST = "/stance, first in its server"
_COMMANDS = {NOTHING: "nothing", BARE: "bare", STANCE: "stance", FIRST: "stance"}
_BARE = (
    "SELECT position, commitment, words, said FROM stance WHERE guild_id = ? AND issue = ? "
    "AND holder = ? AND state = 'published' ORDER BY said_from DESC, entered DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One command's cost in microseconds, and its ratio to the command that does nothing."""

    name: str
    median_us: float
    p95_us: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to measure: `guilds` × `stances` records, `rounds` answers of each command."""

    guilds: int = 1000
    stances: int = 1000
    rounds: int = 2000
    warm_up: int = 300
    seed: int = 1


async def measure(
    folder: Path,
    clock: Clock,
    plan: Plan,
    advance: Callable[[], None],
) -> list[Figure]:
    """Fill a database below `folder`, then time the commands, interleaved and at random servers."""
    file = folder / "bench.db"
    async with open_app(f"sqlite:///{file}", clock) as app:
        await world.fill(
            app.database,
            clock,
            guilds=plan.guilds,
            stances=plan.stances,
            advance=advance,
        )
        with loopback() as observer, sqlite3.connect(f"file:{file}?mode=ro", uri=True) as bare:
            client = StanceClient(app.services, clock)
            client.shard_count = 1
            client.reach(observer.gateway)
            _add_floors(client, bare)
            times = await _time(client, plan, observer)
    floor = median(times[NOTHING])
    return [
        Figure(
            name=name,
            median_us=median(took) / 1000,
            p95_us=quantiles(took, n=20)[-1] / 1000,
            ratio=median(took) / floor,
        )
        for name, took in times.items()
    ]


def _add_floors(client: StanceClient, bare: sqlite3.Connection) -> None:
    @client.tree.command(name="nothing", description="Do nothing.")
    async def nothing(interaction: discord.Interaction[Any], actor: str) -> None:  # noqa: ARG001 -- the same options
        await interaction.response.send_message("ok", ephemeral=True)

    @client.tree.command(name="bare", description="One row through sqlite3, on the loop.")
    async def by_hand(interaction: discord.Interaction[Any], actor: str) -> None:
        row = bare.execute(_BARE, (interaction.guild_id, world.ISSUE, actor)).fetchone()
        await interaction.response.send_message(" · ".join(row), ephemeral=True)


def _asked(plan: Plan) -> list[tuple[str, str]]:
    """What is asked, and the frame that asks it: each server's first, then all in random order."""
    chosen = random.Random(plan.seed)  # noqa: S311 -- a repeatable choice of servers, not a secret
    servers = range(world.FIRST_GUILD, world.FIRST_GUILD + plan.guilds)
    order = [(FIRST, guild) for guild in chosen.sample(servers, plan.guilds)]
    for _ in range(plan.warm_up + plan.rounds):
        guild = chosen.choice(servers)
        order.extend((name, guild) for name in chosen.sample((NOTHING, BARE, STANCE), 3))
    return [
        (
            name,
            slash(
                at,
                guild,
                _COMMANDS[name],
                {"actor": world.actor_key(chosen.randrange(world.ACTORS))},
            ),
        )
        for at, (name, guild) in enumerate(order)
    ]


async def _time(client: StanceClient, plan: Plan, observer: Loopback) -> dict[str, list[int]]:
    asked = _asked(plan)
    loop = asyncio.get_running_loop()
    before, Route.BASE = Route.BASE, observer.api
    try:
        async with client:
            await client.login("bench")
            connection: asyncio.Future[Any] = asyncio.create_task(client.connect())
            timing: asyncio.Future[Any] = loop.run_in_executor(
                None, observer.time, [frame for _, frame in asked]
            )
            # A connection that ends first has an error to tell.
            await asyncio.wait({connection, timing}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
            took = await timing
            await client.close()
            await connection
    finally:
        Route.BASE = before
    times: dict[str, list[int]] = {name: [] for name in _COMMANDS}
    for (name, _), one in zip(asked, took, strict=True):
        times[name].append(one)
    warm = plan.warm_up
    return {name: all_ if name == FIRST else all_[warm:] for name, all_ in times.items()}
