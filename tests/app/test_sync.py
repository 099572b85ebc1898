"""Commands are given to Discord when what they say has changed, and only then."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import open_app
from bot.client import StanceClient
from bot.clock import ManualClock
from bot.errors import UnavailableError
from bot.serve import reaching, sync_now
from bot.settings import Settings
from bot.sync import commands_hash, sync_commands
from tests.app.fake_discord import APPLICATION, GUILD, TOKEN, FakeDiscord, Request, refusal


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as world:
        yield world


@pytest.fixture
def settings(discord: FakeDiscord, tmp_path: Path) -> Settings:
    return Settings(
        token=TOKEN,
        database_url=f"sqlite:///{tmp_path}/record.db",
        discord_api=discord.api,
        gateway=discord.gateway,
    )


async def _start(settings: Settings, clock: ManualClock, **change: str) -> int | None:
    """Sync as `run` does at its start, with a command described otherwise."""
    async with (
        open_app(settings.database_url, clock) as app,
        reaching(settings),
        StanceClient(app.services, clock) as client,
    ):
        await client.login(settings.required_token())
        for name, description in change.items():
            command = client.tree.get_command(name)
            assert command is not None
            command.description = description
        return await sync_commands(client, app.database)


async def test_a_changed_description_is_sent_and_an_unchanged_one_is_not(
    discord: FakeDiscord,
    settings: Settings,
    clock: ManualClock,
) -> None:
    assert await _start(settings, clock)
    assert await _start(settings, clock) is None
    assert await _start(settings, clock, stance="Said otherwise.")
    assert await _start(settings, clock, stance="Said otherwise.") is None
    assert len(discord.made("PUT", f"/applications/{APPLICATION}/commands")) == 2


async def test_told_to_it_sends_them_again(
    discord: FakeDiscord,
    settings: Settings,
    clock: ManualClock,
) -> None:
    assert await sync_now(settings, clock) == await sync_now(settings, clock)
    assert len(discord.made("PUT", "/commands")) == 2
    assert await _start(settings, clock) is None


async def test_one_server_is_sent_the_same_commands(
    discord: FakeDiscord,
    settings: Settings,
    clock: ManualClock,
) -> None:
    await sync_now(settings, clock)
    await sync_now(settings, clock, guild_id=GUILD)
    (request,) = discord.made("PUT", f"/guilds/{GUILD}/commands")
    assert {each["name"] for each in request.body} == {each["name"] for each in discord.commands[0]}


async def test_what_was_refused_is_sent_again(
    discord: FakeDiscord,
    settings: Settings,
    clock: ManualClock,
) -> None:
    async def refuse(request: Request) -> web.Response | None:
        return refusal(403, "Missing Access", 50001) if request.method == "PUT" else None

    discord.hook = refuse
    with pytest.raises(UnavailableError, match=r"applications\.commands"):
        await sync_now(settings, clock, guild_id=GUILD)
    discord.hook = None
    assert await sync_now(settings, clock, guild_id=GUILD)


async def test_the_digest_does_not_depend_on_the_order(
    settings: Settings,
    clock: ManualClock,
) -> None:
    async with open_app(settings.database_url, clock) as app:
        digests = []
        for turned in (False, True):
            async with StanceClient(app.services, clock) as client:
                await client.setup_hook()
                if turned:
                    commands = client.tree.get_commands()
                    client.tree.clear_commands(guild=None)
                    for command in reversed(commands):
                        client.tree.add_command(command)
                digests.append(await commands_hash(client.tree))
        assert digests[0] == digests[1]


async def test_only_servers_have_the_commands_but_for_what_is_kept_of_oneself(
    discord: FakeDiscord,
    settings: Settings,
    clock: ManualClock,
) -> None:
    """Who has left a server can still ask the bot in private to be forgotten there."""
    await sync_now(settings, clock)
    for command in discord.commands[0]:
        assert command["contexts"] == ([0, 1] if command["name"] == "privacy" else [0])
        assert command["integration_types"] == [0]
