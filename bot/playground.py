"""The bot in the browser: the same client and cogs in simcord's offline Discord.

A server with a reader and an editor, the starter pack loaded, and the clock set to the Sunday that
its article was written on, and running. The record lives in a temporary file.
"""

import asyncio
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import discord

from bot.app import App, open_app
from bot.client import StanceClient
from bot.clock import Clock, ShiftedClock
from bot.delivery.attempt import Attempt
from bot.delivery.sender import Delivery
from bot.delivery.wire import Wire
from bot.domain.access import Person
from bot.domain.phrases import warm_up
from bot.domain.posts import Post
from bot.domain.scope import Scope
from bot.errors import ConfigurationError
from bot.packs.starter import load_starter
from bot.serve import told_to_stop
from bot.services.calendar.settings import CalendarChange
from bot.services.posts.outbox import Result
from bot.ui.card import Card, CardView, Text

if TYPE_CHECKING:
    import simcord

PORT = 8765
SUNDAY = datetime(2025, 3, 16, 12, tzinfo=UTC)
FIRST = "/stance putin"
_LOOKS, _BETWEEN = 20, 0.5
_WORTH_TRYING = (
    "board",
    "timeline",
    "picture",
    "events",
    "compare",
    "claims",
    "conditions",
    "changes",
    "help",
)


async def play(*, port: int | None, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the playground until Ctrl-C or until its page ends it.

    `say` takes lines for the terminal. Raises ConfigurationError when simcord is missing or the
    port is taken.
    """
    _require_simcord()
    port = _usable(port)
    clock = ShiftedClock(SUNDAY)
    with told_to_stop() as stop, TemporaryDirectory(prefix="stancebot-") as folder:
        say("Loading the starter pack …")
        await asyncio.to_thread(warm_up)
        async with open_app(f"sqlite:///{Path(folder) / 'playground.db'}", clock) as app:
            await _serve(app, clock, port, stop, browser=browser, say=say)
    say("Stopped. Nothing was kept.")


async def _serve(
    app: App,
    clock: Clock,
    port: int,
    stop: asyncio.Event,
    *,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    import simcord  # noqa: PLC0415 -- only the playground needs it

    client = StanceClient(app.services, clock)
    shown = _Shown(Attempt(Wire(client)))
    delivery = Delivery(app.database, app.services.outbox, shown, clock)
    env = simcord.Env(client, check_errors=False, shard_count=1)
    # Discord's own dates, on messages and in ids, follow the same clock as the bot.
    env.backend.clock = _World(clock)  # type: ignore[assignment]  # all it is asked for
    await env.start()
    try:
        if client.user is not None:
            await client.user.edit(username="stancebot")
        await client.tree.sync()
        town = await _build(env, client)
        delivery.start()
        page = env.preview(
            town.channel,
            viewers=[town.reader, town.editor],
            layout="channel",
            display="responsive",
            port=port,
            locale="en-GB",
        )
        async with page:
            shown.page = page
            say(f"Open {page.url}")
            say(f"Type {FIRST} there, choose Vladimir Putin and send it.")
            say("You are Rita, a reader. Under “Viewing as” you can be Ed, an editor.")
            say("Ctrl-C ends it.")
            if browser:
                # Outside the loop and its executors: a text browser would hold the thread.
                threading.Thread(target=webbrowser.open, args=(page.url,), daemon=True).start()
            await _first_of(stop.wait(), page.wait_closed())
    finally:
        await delivery.stop()
        await env.shutdown()


async def _first_of(*work: Any) -> None:
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Town:
    """The offline server's people and its channel."""

    channel: "simcord.ChannelHandle"
    reader: "simcord.MemberActor"
    editor: "simcord.MemberActor"


async def _build(env: "simcord.Env", client: StanceClient) -> _Town:
    """Make the server, load the starter pack into it and welcome whoever opens the page."""
    guild = env.create_guild("The Newsroom")
    channel = guild.create_text_channel("ceasefire", topic=f"Type {FIRST}")
    editors = guild.create_role(
        "Editors",
        permissions=discord.Permissions(manage_guild=True),
        color=0x3BA55D,
    )
    reader = guild.add_member(env.create_user("rita", global_name="Rita (reader)"))
    editor = guild.add_member(env.create_user("ed", global_name="Ed (editor)"), roles=[editors])
    await client.services.packs.apply(guild.id, load_starter(), by=None)
    # One page shows one channel, so the readers' and the editors' posts come to the same.
    await client.services.calendar_settings.change(
        Scope(guild_id=guild.id),
        CalendarChange(channel_id=channel.id, desk_id=channel.id),
        what="playground",
        by=Person(id=editor.id, manages=True),
        cause="playground",
    )
    await env.settle()
    place = client.get_partial_messageable(channel.id)
    await place.send(view=CardView(welcome({each.name for each in client.tree.get_commands()})))
    await env.settle()
    return _Town(channel=channel, reader=reader, editor=editor)


def welcome(commands: set[str]) -> Card:
    """What the page says first; of the further commands it names those that there are."""
    further = [f"`/{name}`" for name in _WORTH_TRYING if name in commands]
    first = f"Type **{FIRST}** below, choose *Vladimir Putin* and send it."
    if further:
        first += f" Then try {', '.join(further)}."
    return Card(
        blocks=(
            Text(f"## Who stands where?\n{first}"),
            Text(
                "You are *Rita*, a reader. Under *Viewing as* you can be *Ed*, an editor, who can "
                "also change the record. Let Ed add an event that begins *in 3 minutes*, with "
                "`/admin event add`, and see its reminders come.\n"
                "-# It is Sunday, 16 March 2025; all of this is read from one news article. "
                "Nothing leaves this computer, and nothing is kept.",
            ),
        ),
    )


class _World:
    """The clock of the offline Discord: it shows our time, and counts its timers by itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.elapsed = 0.0

    def now(self) -> datetime:
        """The present of our clock."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Let timers come due; the time of day goes on by itself."""
        self.elapsed += seconds


class _Shown:
    """Sends, and has open pages show what came by itself: else only their own actions do so."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._showing: asyncio.Task[None] | None = None
        self.page: Any = None

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:
        """Send the post, and let it be seen."""
        result = await self._attempt.try_to_send(post, fresh=fresh)
        if self.page is not None and (self._showing is None or self._showing.done()):
            self._showing = asyncio.create_task(self._show())
        return result

    async def _show(self) -> None:
        from simcord import SetupError  # noqa: PLC0415 -- only the playground needs it

        for _ in range(_LOOKS):
            await asyncio.sleep(_BETWEEN)
            # While somebody acts on the page it takes no other work; the action shows it then.
            with suppress(SetupError):
                await self.page.refresh()
                return


def _require_simcord() -> None:
    try:
        import simcord.preview  # noqa: F401, PLC0415 -- only the playground needs it
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "The playground needs simcord. Run: pip install 'stancebot[playground]'.",
        ) from error


def _usable(port: int | None) -> int:
    """The port asked for, or the usual one, or any that is free."""
    if port is not None:
        if not _free(port):
            raise ConfigurationError(
                f"The port {port} is taken or may not be used. Name another with --port, or "
                "leave it out.",
            )
        return port
    if _free(PORT):
        return PORT
    with socket.socket() as any_free:
        any_free.bind(("127.0.0.1", 0))
        return int(any_free.getsockname()[1])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
