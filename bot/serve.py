"""Running on Discord: connect, watch the connection, and leave in good order when told to."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import open_app
from bot.client import StanceClient
from bot.clock import Clock
from bot.db.engine import Database
from bot.delivery.attempt import Attempt
from bot.delivery.sender import Delivery
from bot.delivery.wire import Wire
from bot.domain.phrases import warm_up
from bot.errors import ConfigurationError, StancebotError, UnavailableError
from bot.forgetting import forget_left
from bot.settings import Settings
from bot.sync import sync_commands

log = logging.getLogger(__name__)

# A supervisor starts us again; discord.py can try one dead address for ever.
CONNECTED_WITHIN = 300.0
# Docker gives ten seconds between SIGTERM and SIGKILL.
FINISH_WITHIN = 7.0
_REFUSED_TOKEN = 4004
# What discord.py calls the tasks that answer commands, presses and forms.
_ANSWERING = ("CommandTree-invoker", "discord-ui-", "discord.py: on_interaction")


async def serve(settings: Settings, clock: Clock) -> None:
    """Run until SIGTERM or SIGINT.

    Raises ConfigurationError for what a second start would not mend, such as a refused token, and
    UnavailableError for what it might.
    """
    token = settings.required_token()
    with told_to_stop() as stop:
        async with open_app(settings.database_url, clock) as app, reaching(settings):
            client = StanceClient(app.services, clock)
            client.reach(settings.gateway)
            client.publish_to(settings.publish_dir)
            delivery = Delivery(app.database, app.services.outbox, Attempt(Wire(client)), clock)
            async with client:
                await _until(
                    stop,
                    _connect(client, token, app.database, delivery),
                    watch(progress(client)),
                    forget_left(client),
                    finish=lambda: _finish(client, delivery),
                )


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """Set an event at the first SIGTERM or SIGINT; a second one acts at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    caught: list[signal.Signals] = []

    def tell() -> None:
        stop.set()
        restore()

    def restore() -> None:
        while caught:
            loop.remove_signal_handler(caught.pop())

    for number in (signal.SIGINT, signal.SIGTERM):
        # Where loops have no signal handlers, Ctrl-C still ends in KeyboardInterrupt.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, tell)
            caught.append(number)
    try:
        yield stop
    finally:
        restore()


@asynccontextmanager
async def reaching(settings: Settings) -> AsyncIterator[None]:
    """Go to the configured API and gateway, and say in one line why that did not work."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if settings.discord_api is not None:
        Route.BASE = settings.discord_api
    if settings.gateway is not None:
        # A session that Discord has given up begins anew here.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway)
    try:
        yield
    except discord.LoginFailure as error:
        raise _refused() from error
    except discord.ConnectionClosed as error:
        if error.code == _REFUSED_TOKEN:
            raise _refused() from error
        raise UnavailableError(f"Discord closed the connection with code {error.code}.") from error
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        raise UnavailableError(f"Discord does not serve the bot now: {error}") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnavailableError(
            f"Discord cannot be reached at {Route.BASE}. Check the network"
            + (" and STANCEBOT_DISCORD_API." if settings.discord_api is not None else "."),
        ) from error
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def _refused() -> ConfigurationError:
    return ConfigurationError(
        "Discord refused the token. Reset it in the Developer Portal and put the new one into "
        "DISCORD_TOKEN.",
    )


async def _connect(
    client: StanceClient,
    token: str,
    database: Database,
    delivery: Delivery,
) -> None:
    await client.login(token)
    # Posts need no gateway: what came due while the bot was down goes out first.
    delivery.start()
    # Reading dates from words takes half a second the first time; here nobody waits for it.
    await asyncio.to_thread(warm_up)
    try:
        await sync_commands(client, database)
    except StancebotError as error:
        # Those of the commands that have not changed still work.
        log.warning("%s Going on with the commands that Discord has.", error.text)
    await client.connect()


async def watch(
    connected: Callable[[], bool],
    *,
    patience: float = CONNECTED_WITHIN,
    every: float = 5.0,
) -> None:
    """Raise UnavailableError once it has not been connected for `patience` seconds on end."""
    loop = asyncio.get_running_loop()
    last = loop.time()
    while loop.time() - last < patience:
        await asyncio.sleep(every)
        if connected():
            last = loop.time()
    raise UnavailableError(
        f"No connection to Discord for {patience:.0f} seconds. Stopping, so that a supervisor "
        "can start the bot again.",
    )


def progress(client: StanceClient) -> Callable[[], bool]:
    """Whether the client is connected, or has one shard more than ever before.

    Shards connect one after another, five seconds apart, so that many of them take long.
    """
    most = 0

    def look() -> bool:
        nonlocal most
        before, most = most, max(most, client.open_shards)
        return client.connected or most > before

    return look


async def _until(
    stop: asyncio.Event,
    *work: Coroutine[Any, Any, None],
    finish: Callable[[], Awaitable[None]],
) -> None:
    """Run until told to stop or until one of the works ends, whose error is raised."""
    tasks = [asyncio.create_task(each) for each in work]
    told = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({*tasks, told}, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
        asked = told.done()
        if asked:
            log.info("stopping")
        await finish()
    finally:
        for task in (*tasks, told):
            task.cancel()
        await asyncio.gather(*tasks, told, return_exceptions=True)
    if not asked:
        for task in ended:
            task.result()
        raise UnavailableError("Discord closed the connection. Start the bot again.")


async def _finish(client: StanceClient, delivery: Delivery) -> None:
    """Take nothing new, let what is under way be answered and sent, and close the connection."""
    client.stopping = True
    await asyncio.gather(delivery.stop(FINISH_WITHIN), _finish_answers())
    await client.close()


async def _finish_answers() -> None:
    try:
        async with asyncio.timeout(FINISH_WITHIN):
            while answering := _answering():
                await asyncio.wait(answering)
    except TimeoutError:
        log.warning("%d answers were not finished in time", len(_answering()))


def _answering() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if task.get_name().startswith(_ANSWERING)]


async def sync_now(settings: Settings, clock: Clock, *, guild_id: int | None = None) -> int:
    """Send the commands, changed or not, and give their number; never connects to the gateway."""
    token = settings.required_token()
    async with (
        open_app(settings.database_url, clock) as app,
        reaching(settings),
        StanceClient(app.services, clock) as client,
    ):
        await client.login(token)
        sent = await sync_commands(client, app.database, guild_id=guild_id, force=True)
    return sent or 0
