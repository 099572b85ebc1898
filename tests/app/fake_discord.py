"""A small working Discord on loopback: REST and gateway for one bot, driven from a test.

It keeps what Discord keeps (commands, servers, sessions, messages, scheduled events, roles), checks
the token, and notes every request and every socket, so that a test can ask what the real process
did. Limits and faults are off until a test asks for them.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

from aiohttp import WSCloseCode, web

from bot.clock import Clock, SystemClock
from tests.app.fake_answers import body_of, refusal, reply
from tests.app.fake_checks import parts
from tests.app.fake_faults import Arrival
from tests.app.fake_gateway import Session, Socket
from tests.app.fake_limits import INVALID, Limits
from tests.app.fake_messages import Channels, Message
from tests.app.fake_objects import (
    button_press,
    command_use,
    guild_object,
    interaction_object,
    member_object,
    message_object,
    user_object,
)
from tests.app.fake_roles import Roles
from tests.app.fake_scheduled import Scheduled

__all__ = ["Answer", "FakeDiscord", "Request", "refusal", "reply"]

PATIENCE = 20.0
TOKEN = "fake.token-1"  # noqa: S105 -- of the fake alone
APPLICATION = 4001
GUILD = 77001
CHANNEL = 77002
READER = 77003
# The first millisecond of 2015, from which Discord's ids count.
_EPOCH = 1_420_070_400_000


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; `path` is below the API's base."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)


# Looks at a request before it is served: it may wait, or answer in Discord's place.
Hook: TypeAlias = Callable[[Request], Awaitable[web.Response | None]]


@dataclass(slots=True)
class Answer:
    """What the bot answered to an interaction: the last state of the message."""

    kind: int
    data: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All text of the message, from top to bottom."""
        found = parts(self.data.get("components", []))
        return "\n".join(part["content"] for part in found if "content" in part)


class FakeDiscord:
    """Discord, as far as one bot in a few servers sees it.

    Ids and timestamps are of `clock`, lengths of time of `monotonic`.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = TOKEN
        self.clock = clock or SystemClock()
        self.monotonic = monotonic
        self.me = user_object(APPLICATION, "stancebot", bot=True)
        self.guilds: dict[int, dict[str, Any]] = {}
        self.commands: dict[int, list[dict[str, Any]]] = {}
        self.requests: list[Request] = []
        self.sessions: dict[str, Session] = {}
        self.sockets: list[Socket] = []
        self.answers: dict[str, Answer] = {}
        self.hook: Hook | None = None
        self.statuses: Counter[int] = Counter()
        self._ids = 900_000
        self._snowflake = 0
        self._news = asyncio.Event()
        self._left: dict[int, dict[str, Any]] = {}
        self.limits = Limits(self.clock, self.monotonic)
        self.channels = Channels(self)
        self.scheduled = Scheduled(self)
        self.roles = Roles(self)
        self.add_guild(GUILD, CHANNEL)

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._served])
        api = "/api/v10"
        app.router.add_get(f"{api}/users/@me", self._me)
        app.router.add_get(f"{api}/oauth2/applications/@me", self._application)
        app.router.add_get(f"{api}/gateway/bot", self._gateway)
        app.router.add_put(f"{api}/applications/{{app}}/commands", self._put_commands)
        app.router.add_put(
            f"{api}/applications/{{app}}/guilds/{{guild}}/commands", self._put_commands
        )
        app.router.add_post(f"{api}/interactions/{{id}}/{{token}}/callback", self._callback)
        app.router.add_patch(f"{api}/webhooks/{{app}}/{{token}}/messages/@original", self._edit)
        app.router.add_post(f"{api}/webhooks/{{app}}/{{token}}", self._followup)
        app.router.add_get("/gateway", self._connect)
        self.channels.route(app.router, api)
        self.scheduled.route(app.router, api)
        self.roles.route(app.router, api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api = f"http://127.0.0.1:{port}{api}"
        self.gateway = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.channels.faults.release()
        self.scheduled.faults.release()
        for socket in self.sockets:
            await socket.drop(WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()

    # What a test asks and does.

    async def until(self, true: Callable[[], Any], *, within: float = PATIENCE) -> None:
        """Wait for something to have happened; every request and frame is a reason to look."""
        async with asyncio.timeout(within):
            while not true():
                self._news.clear()
                await self._news.wait()

    def news(self) -> None:
        """Something happened."""
        self._news.set()

    def next_id(self) -> int:
        """A new id."""
        self._ids += 1
        return self._ids

    def snowflake(self) -> int:
        """A new id that says when it was made; each is above the one before."""
        made = round(self.clock.now().timestamp() * 1000) - _EPOCH
        self._snowflake = max(made << 22, self._snowflake + 1)
        return self._snowflake

    def messages(self, channel: int = CHANNEL) -> list[Message]:
        """What stands in a channel, oldest first."""
        return self.channels.messages(channel)

    @property
    def arrivals(self) -> list[Arrival]:
        """Every request for a message that came past the limits, in order."""
        return self.channels.arrivals

    @property
    def copies(self) -> Counter[str]:
        """How many messages were ever stored, by each last argument of their custom ids."""
        return self.channels.copies

    @property
    def invalid(self) -> int:
        """The answers that Discord counts towards a ban: 401, 403 and 429."""
        return sum(self.statuses[status] for status in INVALID)

    def add_guild(self, ident: int, channel: int) -> None:
        """Put the bot into another server, with one channel; who is connected is not told."""
        self.guilds[ident] = guild_object(ident, channel, [member_object(self.me)])
        self.channels.add(channel, ident)

    async def kick(self, guild: int = GUILD) -> None:
        """Throw the bot out of a server."""
        self._left[guild] = self.guilds.pop(guild)
        await self.announce("GUILD_DELETE", {"id": str(guild)})

    async def invite(self, guild: int = GUILD) -> None:
        """Let it in again; the server is as it was."""
        self.guilds[guild] = self._left.pop(guild)
        # Without `unavailable`: so Discord says that a server is new to the bot.
        new = {key: value for key, value in self.guilds[guild].items() if key != "unavailable"}
        await self.announce("GUILD_CREATE", new)

    async def announce(self, event: str, data: Any) -> None:
        """Dispatch an event to every connection that has its servers."""
        for socket in self.open_sockets:
            if socket.settled:
                await socket.dispatch(event, data)

    def made(self, method: str, ending: str) -> list[Request]:
        """The requests of a method whose path ends so."""
        return [r for r in self.requests if r.method == method and r.path.endswith(ending)]

    @property
    def open_sockets(self) -> list[Socket]:
        """The gateway connections that stand."""
        return [socket for socket in self.sockets if not socket.closed]

    async def ready(self) -> Socket:
        """Wait for a connection that has its servers, and give it."""
        await self.until(lambda: any(socket.settled for socket in self.open_sockets))
        return next(socket for socket in self.open_sockets if socket.settled)

    async def slash(self, name: str, /, *, guild: int = GUILD, **options: Any) -> Answer:
        """Use a command, written “group sub” where it has groups, and wait for its answer."""
        token = await self.send_slash(name, guild=guild, **options)
        await self.until(lambda: token in self.answers and self.answers[token].data)
        return self.answers[token]

    async def send_slash(self, name: str, /, *, guild: int = GUILD, **options: Any) -> str:
        """Use a command and give the token that its answer will come under."""
        await self.ready()
        return await self._interact(guild, command_use(self.commands.get(0, []), name, options))

    async def press(
        self,
        on: Answer | Message,
        label: str,
        *,
        guild: int = GUILD,
        user: int = READER,
    ) -> Answer:
        """Press a button, named by its label or its custom id, and wait for what comes of it."""
        if isinstance(on, Message):
            place = self.channels[on.channel]
            shown, where = on.shown, place.guild
            user = place.user or user
        else:
            shown, where = message_object(self.next_id(), CHANNEL, APPLICATION, on.data), guild
        pressed = next(
            each
            for each in parts(shown["components"])
            if label in (each.get("label"), each.get("custom_id"))
        )
        token = await self._interact(where, button_press(pressed["custom_id"], shown), user)
        await self.until(lambda: token in self.answers and self.answers[token].data)
        return self.answers[token]

    async def _interact(self, guild: int | None, kind: dict[str, Any], user: int = READER) -> str:
        socket = await self.ready()
        message = kind.get("message", {})
        payload = interaction_object(
            self.next_id(),
            application=APPLICATION,
            guild=guild,
            channel=int(message.get("channel_id", CHANNEL)),
            user=user,
            roles=() if guild is None else self.roles.held(guild, user),
        )
        await socket.dispatch("INTERACTION_CREATE", payload | kind)
        return str(payload["token"])

    # What the bot asks.

    @web.middleware
    async def _served(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        if request.path == "/gateway":
            return await handler(request)
        path = request.path.removeprefix("/api/v10")
        noted = Request(request.method, path, *await body_of(request))
        self.requests.append(noted)
        self.news()
        answer = await self._judged(noted, request) or await handler(request)
        answer.headers.update(self.limits.headers(noted.method, noted.path))
        self.statuses[answer.status] += 1
        self.news()
        return answer

    async def _judged(self, noted: Request, request: web.Request) -> web.Response | None:
        """The answer to a request that is not served, if it is not."""
        answer = await self.hook(noted) if self.hook is not None else None
        if answer is not None:
            return answer
        if noted.path.startswith(("/interactions/", "/webhooks/")):
            return None
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return refusal(401, "401: Unauthorized")
        return self.limits.refuses(noted.method, noted.path)

    async def _me(self, _: web.Request) -> web.Response:
        return reply(self.me)

    async def _application(self, _: web.Request) -> web.Response:
        return reply(
            {
                "id": str(APPLICATION),
                "name": "stancebot",
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "flags": 0,
                "owner": user_object(READER, "owner"),
                "team": None,
            },
        )

    async def _gateway(self, _: web.Request) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": self.gateway, "shards": 1, "session_start_limit": limits})

    async def _put_commands(self, request: web.Request) -> web.Response:
        scope = int(request.match_info.get("guild", 0))
        sent = await request.json()
        self.commands[scope] = [
            {
                # A context menu has none, and Discord says so.
                "description": "",
                **each,
                "id": str(self.next_id()),
                "application_id": str(APPLICATION),
                "version": "1",
                "type": each.get("type", 1),
            }
            for each in sent
        ]
        return reply(self.commands[scope])

    async def _callback(self, request: web.Request) -> web.Response:
        body, files = await body_of(request)
        token = request.match_info["token"]
        self.answers[token] = Answer(body["type"], body.get("data") or {}, files)
        message = message_object(self.next_id(), CHANNEL, APPLICATION, body.get("data") or {})
        return reply(
            {
                "interaction": {
                    "id": request.match_info["id"],
                    "type": 2,
                    "response_message_id": message["id"],
                },
                "resource": {"type": body["type"], "message": message},
            },
        )

    async def _edit(self, request: web.Request) -> web.Response:
        body, files = await body_of(request)
        answer = self.answers[request.match_info["token"]]
        answer.data, answer.files = body, files
        return reply(message_object(self.next_id(), CHANNEL, APPLICATION, body))

    async def _followup(self, request: web.Request) -> web.Response:
        body, _ = await body_of(request)
        return reply(message_object(self.next_id(), CHANNEL, APPLICATION, body))

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        socket = Socket(self)
        self.sockets.append(socket)
        return await socket.serve(request)
