"""What was refused is tried again when a channel, a role or the server itself has changed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from simcord.backend import serializers

from bot.db import leaving
from bot.db.engine import Database, Unit
from bot.domain.posts import PostState, Reason
from bot.errors import UnavailableError
from bot.forgetting import forget_left, shards_of
from bot.services.retention import Retention
from tests.cogs.conftest import World
from tests.cogs.post_steps import deliver, record_calls, refuse, set_up, states
from tests.db.everywhere import fill_all, rows_of

CALLS = 3


@pytest.fixture
async def broken(bare: World) -> World:
    """A server in whose channel the bot may not post, where reminders of three calls were due."""
    await due(bare)
    await refuse(bare)
    await deliver(bare)
    assert await failed(bare) == CALLS
    return bare


async def due(world: World) -> None:
    start = await record_calls(world, CALLS)
    desk = world.guild.create_text_channel("desk")
    await set_up(world, desk, world.channel, leads=(timedelta(hours=1),))
    world.clock.at = start - timedelta(hours=1)


async def failed(world: World) -> int:
    return list((await states(world)).values()).count(PostState.FAILED)


def guild(world: World) -> discord.Guild:
    found = world.client.get_guild(world.guild.id)
    assert found is not None
    return found


async def edit_channel(world: World) -> None:
    world.env.backend.edit_channel(world.channel.id, {"topic": "now open"})


async def edit_role(world: World) -> None:
    role = discord.utils.get(guild(world).roles, name="Editors")
    assert role is not None
    await role.edit(permissions=discord.Permissions(manage_guild=True, view_channel=True))


async def rejoin(world: World) -> None:
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(world.guild.id)})
    found = backend.get_guild(world.guild.id)
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, found))


async def return_from_outage(world: World) -> None:
    """As at a start, too: the servers come one by one."""
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    found = serializers.guild_create_payload(backend, backend.get_guild(world.guild.id))
    backend.emit("GUILD_CREATE", {**found, "unavailable": False})


async def promote(world: World) -> None:
    # Discord tells a bot of its own roles without the members intent; here they are dropped.
    cog: Any = world.client.get_cog("SurroundingsCog")
    await cog.on_member_update(guild(world).me, guild(world).me)


@pytest.mark.parametrize("change", [edit_channel, edit_role, rejoin, return_from_outage, promote])
async def test_a_change_tries_again_all_that_was_refused(
    broken: World, change: Callable[[World], Awaitable[None]]
) -> None:
    await change(broken)
    await broken.env.settle()
    assert await failed(broken) == 0
    await deliver(broken)
    assert list((await states(broken)).values()).count(PostState.SENT) == CALLS + 1


async def test_another_channel_mends_nothing(broken: World) -> None:
    other = broken.guild.create_text_channel("other")
    broken.env.backend.edit_channel(other.id, {"topic": "x"})
    await broken.env.settle()
    assert await failed(broken) == CALLS


async def test_a_role_that_may_do_the_same_mends_nothing(broken: World) -> None:
    role = discord.utils.get(guild(broken).roles, name="Editors")
    assert role is not None
    await role.edit(name="Editors of old")
    await broken.env.settle()
    assert await failed(broken) == CALLS


async def test_what_failed_for_another_reason_stays(bare: World) -> None:
    await due(bare)
    await refuse(bare, Reason.REFUSED)
    await deliver(bare)
    await edit_channel(bare)
    await rejoin(bare)
    await bare.env.settle()
    assert await failed(bare) == 1


@pytest.mark.parametrize("change", [edit_channel, edit_role, return_from_outage])
async def test_where_nothing_was_refused_nothing_is_written(
    bare: World, change: Callable[[World], Awaitable[None]]
) -> None:
    await due(bare)
    written: list[None] = []
    bare.database.on_write = lambda: written.append(None)
    await change(bare)
    await bare.env.settle()
    assert written == []


async def absent(world: World) -> list[int]:
    await world.env.settle()
    cog: Any = world.client.get_cog("SurroundingsCog")
    async with cog._noting:
        pass
    found = await world.database.read(leaving.absences)
    return [each.guild_id for each in found]


async def test_that_it_was_removed_is_noted_until_it_returns(bare: World) -> None:
    await due(bare)
    backend = bare.env.backend
    backend.emit("GUILD_DELETE", {"id": str(bare.guild.id)})
    assert await absent(bare) == [bare.guild.id]
    found = serializers.guild_create_payload(backend, backend.get_guild(bare.guild.id))
    backend.emit("GUILD_CREATE", found)
    assert await absent(bare) == []


async def test_an_outage_is_no_removal(bare: World) -> None:
    await due(bare)
    payload = {"id": str(bare.guild.id), "unavailable": True}
    bare.env.backend.emit("GUILD_DELETE", payload)
    assert await absent(bare) == []
    await forget_once(bare)
    assert await absent(bare) == []


async def forget_once(world: World) -> None:
    """Look over all servers as at a start and once a day."""
    looking = asyncio.create_task(forget_left(world.client))
    looked = asyncio.Event()
    sweep = Retention.sweep

    async def swept(self: Retention, mine: Callable[[int], bool]) -> tuple[int, ...]:
        try:
            return await sweep(self, mine)
        finally:
            looked.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Retention, "sweep", swept)
        await looked.wait()
    looking.cancel()


async def test_who_left_unseen_is_noted_at_the_start_and_goes_when_its_time_is_over(
    world: World,
) -> None:
    gone = 5 << 22

    def work(unit: Unit) -> None:
        fill_all(unit, gone)

    await world.database.write(work)
    await forget_once(world)
    assert await absent(world) == [gone]
    world.clock.at += timedelta(days=30)
    before = await world.database.read(lambda unit: rows_of(unit, world.guild.id))
    await forget_once(world)
    assert not any((await world.database.read(lambda unit: rows_of(unit, gone))).values())
    assert await world.database.read(lambda unit: rows_of(unit, world.guild.id)) == before


def test_a_process_looks_after_the_servers_of_its_own_shards() -> None:
    client: Any = SimpleNamespace(shards={1: None}, shard_count=3)
    mine = shards_of(client)
    assert [mine(number << 22) for number in range(6)] == [False, True, False] * 2


async def test_a_failure_is_met_again_later_and_ends_nothing(
    bare: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[None] = []
    thrice = asyncio.Event()

    async def fail(*_: object) -> None:
        tries.append(None)
        if len(tries) > 2:
            thrice.set()
        raise UnavailableError("The database does not answer.") if len(tries) < 2 else OSError

    monkeypatch.setattr(Retention, "look", fail)
    looking = asyncio.create_task(forget_left(bare.client, every=0))
    await thrice.wait()
    assert not looking.done()
    looking.cancel()
    assert "looked through later: The database does not answer." in caplog.text
    bare.env.errors.clear()


async def test_a_database_that_fails_breaks_no_listener(
    broken: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise UnavailableError("The database does not answer.")

    monkeypatch.setattr(Database, "read", fail)
    await edit_channel(broken)
    await broken.env.settle()
    assert not broken.env.errors
