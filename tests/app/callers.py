"""discord.py's own client against the fake Discord, and what it may send there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.app.fake_discord import CHANNEL, TOKEN, FakeDiscord


@contextmanager
def reaching(world: FakeDiscord) -> Iterator[None]:
    """Send every request of discord.py to this world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Route, "BASE", world.api)
        yield


@asynccontextmanager
async def caller(world: FakeDiscord) -> AsyncIterator[discord.Client]:
    """A client that has its token accepted and no gateway."""
    with reaching(world):
        async with discord.Client(intents=discord.Intents(guilds=True)) as client:
            await client.login(TOKEN)
            yield client


@asynccontextmanager
async def connected(world: FakeDiscord, count: int = 1) -> AsyncIterator[list[discord.Client]]:
    """So many clients with one token, all of them ready; each answers every press."""

    async def on_interaction(interaction: discord.Interaction) -> None:
        where = "here" if interaction.guild_id is None else "on the server"
        await interaction.response.send_message(f"{interaction.user.id} {where}")

    clients = [
        discord.AutoShardedClient(intents=discord.Intents(guilds=True)) for _ in range(count)
    ]
    for client in clients:
        client.event(on_interaction)
    with reaching(world):
        running = [asyncio.create_task(client.start(TOKEN)) for client in clients]
        try:
            await world.until(lambda: sum(each.settled for each in world.open_sockets) == count)
            await asyncio.gather(*(client.wait_until_ready() for client in clients))
            yield [*clients]
        finally:
            await asyncio.gather(*(client.close() for client in clients))
            await asyncio.gather(*running)


async def heard(client: discord.Client, event: str, cause: Awaitable[None]) -> Any:
    """What a client is told of an event that something causes."""
    waiting = asyncio.create_task(client.wait_for(event, timeout=10))
    await asyncio.sleep(0)
    await cause
    return await waiting


async def post(
    client: discord.Client,
    text: str = "Soon.",
    *,
    channel: int = CHANNEL,
    **more: Any,
) -> dict[str, Any]:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
    answer: dict[str, Any] = await client.http.request(route, json={"content": text, **more})
    return answer


def once(nonce: str = "1") -> dict[str, Any]:
    """What makes a create safe to repeat."""
    return {"nonce": nonce, "enforce_nonce": True}


def marked(*custom_ids: str) -> dict[str, Any]:
    """A row of buttons with these custom ids."""
    buttons = [{"type": 2, "style": 2, "label": i, "custom_id": i} for i in custom_ids]
    return {"components": [{"type": 1, "components": buttons}]}


async def refused(answer: Awaitable[Any]) -> int:
    """The code of the refusal that this meets."""
    with pytest.raises(discord.HTTPException) as caught:
        await answer
    return caught.value.code
