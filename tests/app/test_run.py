"""`python -m bot run`: the real process against a working Discord on loopback."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import open_app
from bot.clock import ManualClock
from bot.packs.starter import load_starter
from tests.app.fake_discord import CHANNEL, GUILD, TOKEN, FakeDiscord, Request, reply
from tests.app.fake_gateway import Op
from tests.app.fake_objects import guild_object
from tests.app.processes import program, run_to_end

COMMANDS = "/commands"
Settings = dict[str, str]


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as world:
        yield world


@pytest.fixture
def settings(discord: FakeDiscord, tmp_path: Path) -> Settings:
    """Everything that `run` needs, pointed at the fake."""
    return {
        "DISCORD_TOKEN": TOKEN,
        "STANCEBOT_DISCORD_API": discord.api,
        "STANCEBOT_GATEWAY": discord.gateway,
        "STANCEBOT_DATABASE_URL": f"sqlite:///{tmp_path}/record.db",
    }


@pytest.fixture
async def with_starter(settings: Settings, clock: ManualClock) -> Settings:
    """The same, with the starter pack in the fake's server."""
    async with open_app(settings["STANCEBOT_DATABASE_URL"], clock) as app:
        await app.services.packs.apply(GUILD, load_starter(), by=None)
    return settings


async def test_it_answers_and_leaves_in_good_order(
    discord: FakeDiscord,
    with_starter: Settings,
    tmp_path: Path,
    clock: ManualClock,
) -> None:
    """What it kept of a server that it left long ago is gone as soon as it is ready."""
    async with open_app(with_starter["STANCEBOT_DATABASE_URL"], clock) as app:
        await app.services.packs.apply(GUILD + 1, load_starter(), by=None)
        await app.services.retention.left([GUILD + 1])
    async with program("run", cwd=tmp_path, settings=with_starter) as process:
        socket = await discord.ready()
        assert str(GUILD + 1) in await process.says("took away all that was kept of server")
        answer = await discord.slash("stance", actor="putin")
        assert "Putin" in answer.text
        process.tell(signal.SIGTERM)
        assert await process.ended(within=8.0) == 0
        await discord.until(lambda: socket.closed)
        assert socket.close_code == 1000
        assert "Traceback" not in process.errors
        assert TOKEN not in process.errors


async def test_ctrl_c_ends_it_as_sigterm_does(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    async with program("run", cwd=tmp_path, settings=settings) as process:
        await discord.ready()
        process.tell(signal.SIGINT)
        assert await process.ended(within=8.0) == 0


async def test_commands_are_sent_once_while_they_stay_the_same(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    for _ in range(2):
        async with program("run", cwd=tmp_path, settings=settings) as process:
            await discord.ready()
            process.tell()
            assert await process.ended() == 0
        await discord.until(lambda: not discord.open_sockets)
    assert len(discord.made("PUT", COMMANDS)) == 1


async def test_only_the_guilds_intent_is_asked_for_and_nobody_is_mentioned(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    async with program("run", cwd=tmp_path, settings=settings):
        socket = await discord.ready()
        assert socket.identified is not None
        assert socket.identified["intents"] == 1
        answer = await discord.slash("stance", actor="@everyone")
        assert answer.data["allowed_mentions"] == {"parse": []}


async def test_an_answer_under_way_is_finished_and_a_new_one_is_told_to_wait(
    discord: FakeDiscord,
    with_starter: Settings,
    tmp_path: Path,
) -> None:
    go_on = asyncio.Event()

    async def slow(request: Request) -> web.Response | None:
        if request.path.endswith("/callback") and len(discord.made("POST", "/callback")) == 1:
            await go_on.wait()
        return None

    discord.hook = slow
    async with program("run", cwd=tmp_path, settings=with_starter) as process:
        first = await discord.send_slash("stance", actor="putin")
        await discord.until(lambda: discord.made("POST", "/callback"))
        process.tell()
        await process.says("stopping")
        second = await discord.slash("stance", actor="putin")
        assert "restarting" in second.text
        assert process.alive
        assert discord.open_sockets
        go_on.set()
        assert await process.ended(within=8.0) == 0
        assert "Putin" in discord.answers[first].text
        assert "Traceback" not in process.errors


@pytest.mark.parametrize("code", [1001, 4000])
async def test_a_dropped_connection_is_resumed_and_answers_again(
    discord: FakeDiscord,
    with_starter: Settings,
    tmp_path: Path,
    code: int,
) -> None:
    async with program("run", cwd=tmp_path, settings=with_starter):
        first = await discord.ready()
        await first.drop(code)
        await discord.until(lambda: len(discord.sockets) == 2 and discord.sockets[1].settled)
        assert discord.sockets[1].began is Op.RESUME
        assert "Putin" in (await discord.slash("stance", actor="putin")).text


async def test_a_button_from_before_a_restart_still_works(
    discord: FakeDiscord,
    with_starter: Settings,
    tmp_path: Path,
) -> None:
    async with program("run", cwd=tmp_path, settings=with_starter) as process:
        card = await discord.slash("stance", actor="putin")
        process.tell()
        assert await process.ended() == 0
    await discord.until(lambda: not discord.open_sockets)
    async with program("run", cwd=tmp_path, settings=with_starter):
        assert "Timeline" in (await discord.press(card, "Timeline")).text


async def test_a_lost_session_is_begun_anew(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    async with program("run", cwd=tmp_path, settings=settings):
        first = await discord.ready()
        discord.sessions.clear()
        await first.ask_to_reconnect()
        await discord.until(lambda: any(s.settled for s in discord.open_sockets if s is not first))
        assert discord.sockets[-1].began is Op.IDENTIFY


async def test_a_server_that_leaves_and_returns_has_its_record(
    discord: FakeDiscord,
    with_starter: Settings,
    tmp_path: Path,
) -> None:
    async with program("run", cwd=tmp_path, settings=with_starter):
        socket = await discord.ready()
        before = await discord.slash("stance", actor="putin")
        await socket.dispatch("GUILD_DELETE", {"id": str(GUILD)})
        await socket.dispatch("GUILD_CREATE", guild_object(GUILD, CHANNEL))
        assert (await discord.slash("stance", actor="putin")).text == before.text


async def test_a_refused_token_is_one_line(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    discord.token = "another.token"  # noqa: S105 -- of the fake alone
    code, _, err = await run_to_end("run", cwd=tmp_path, settings=settings)
    assert code == 2
    assert len(_told(err)) == 1
    assert "Discord refused the token. Reset it in the Developer Portal" in err
    assert TOKEN not in err


async def test_a_token_that_only_the_gateway_refuses_is_the_same_line(
    discord: FakeDiscord,
    settings: Settings,
    tmp_path: Path,
) -> None:
    async def revoked(request: Request) -> web.Response | None:
        if request.path == "/gateway/bot":
            discord.token = "another.token"  # noqa: S105 -- of the fake alone
            limits = {"total": 1, "remaining": 1, "reset_after": 0, "max_concurrency": 1}
            return reply({"url": discord.gateway, "shards": 1, "session_start_limit": limits})
        return None

    discord.hook = revoked
    code, _, err = await run_to_end("run", cwd=tmp_path, settings=settings)
    assert code == 2
    assert "Discord refused the token." in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is not set."),
        ({"STANCEBOT_DATABASE_URL": "sqlite:////dev/null/x.db"}, "STANCEBOT_DATABASE_URL"),
        ({"STANCEBOT_DATABASE_URL": "sqlite:///garbage.db"}, "file is not a database"),
    ],
)
async def test_what_keeps_it_from_starting_is_one_line(
    settings: Settings,
    tmp_path: Path,
    change: Settings,
    says: str,
) -> None:
    (tmp_path / "garbage.db").write_bytes(b"not a database, but long enough to be looked at" * 99)
    code, out, err = await run_to_end("run", cwd=tmp_path, settings={**settings, **change})
    assert code == 2
    assert out == ""
    assert len(_told(err)) == 1
    assert says in err


async def test_a_database_that_may_come_up_is_one_line_without_its_password(
    settings: Settings,
    tmp_path: Path,
) -> None:
    down = {**settings, "STANCEBOT_DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/x"}
    code, _, err = await run_to_end("run", cwd=tmp_path, settings=down)
    assert code == 1
    assert len(_told(err)) == 1
    assert "me:***@127.0.0.1:1/x cannot be opened" in err
    assert "hidden" not in err


async def test_without_a_way_to_discord_it_says_so_and_may_be_started_again(
    settings: Settings,
    tmp_path: Path,
) -> None:
    away = {**settings, "STANCEBOT_DISCORD_API": "http://127.0.0.1:1/api/v10"}
    code, _, err = await run_to_end("run", cwd=tmp_path, settings=away)
    assert code == 1
    assert "Discord cannot be reached at http://127.0.0.1:1/api/v10" in err
    assert "Traceback" not in err


def _told(err: str) -> list[str]:
    """The lines that are not of the log."""
    return [line for line in err.splitlines() if " [" not in line]
