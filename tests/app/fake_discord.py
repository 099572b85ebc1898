"""A small working Discord on loopback: REST and gateway for one bot, driven from a test.

It keeps what Discord keeps (commands, servers, sessions), checks the token, and notes every request
and every socket, so that a test can ask what the real process did.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

from aiohttp import WSCloseCode, web

from tests.app.fake_gateway import Session, Socket
from tests.app.fake_objects import (
    button_press,
    command_use,
    guild_object,
    interaction_object,
    message_object,
    user_object,
)

PATIENCE = 20.0
TOKEN = "fake.token-1"  # noqa: S105 -- of the fake alone
APPLICATION = 4001
GUILD = 77001
CHANNEL = 77002
READER = 77003


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; `path` is below the API's base."""

    method: str
    path: str
    body: Any


# Looks at a request before it is served: it may wait, or answer in Discord's place.
Hook: TypeAlias = Callable[[Request], Awaitable[web.Response | None]]


@dataclass(slots=True)
class Answer:
    """What the bot answered to an interaction: the last state of the message."""

    kind: int
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All text of the message, from top to bottom."""
        parts = _parts(self.data.get("components", []))
        return "\n".join(part["content"] for part in parts if "content" in part)


class FakeDiscord:
    """Discord, as far as one bot in a few servers sees it."""

    def __init__(self) -> None:
        self.token = TOKEN
        self.me = user_object(APPLICATION, "stancebot", bot=True)
        self.guilds = {GUILD: guild_object(GUILD, CHANNEL)}
        self.commands: dict[int, list[dict[str, Any]]] = {}
        self.requests: list[Request] = []
        self.sessions: dict[str, Session] = {}
        self.sockets: list[Socket] = []
        self.answers: dict[str, Answer] = {}
        self.hook: Hook | None = None
        self._ids = 900_000
        self._news = asyncio.Event()

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
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api = f"http://127.0.0.1:{port}{api}"
        self.gateway = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
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

    async def press(self, answer: Answer, label: str, *, guild: int = GUILD) -> Answer:
        """Press a button of an answer and wait for what comes of it."""
        components = answer.data.get("components", [])
        pressed = next(each for each in _parts(components) if each.get("label") == label)
        message = message_object(self.next_id(), CHANNEL, APPLICATION, answer.data)
        token = await self._interact(guild, button_press(pressed["custom_id"], message))
        await self.until(lambda: token in self.answers and self.answers[token].data)
        return self.answers[token]

    async def _interact(self, guild: int, kind: dict[str, Any]) -> str:
        socket = await self.ready()
        payload = interaction_object(
            self.next_id(),
            application=APPLICATION,
            guild=guild,
            channel=CHANNEL,
            user=READER,
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
        text = await request.text()
        noted = Request(
            request.method,
            request.path.removeprefix("/api/v10"),
            json.loads(text) if text else None,
        )
        self.requests.append(noted)
        self.news()
        answer = await self.hook(noted) if self.hook is not None else None
        if answer is not None:
            return answer
        open_to_all = noted.path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
            return refusal(401, "401: Unauthorized")
        response = await handler(request)
        self.news()
        return response

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
        body = await request.json()
        token = request.match_info["token"]
        self.answers[token] = Answer(body["type"], body.get("data") or {})
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
        body = await request.json()
        self.answers[request.match_info["token"]].data = body
        return reply(message_object(self.next_id(), CHANNEL, APPLICATION, body))

    async def _followup(self, request: web.Request) -> web.Response:
        body = await request.json()
        return reply(message_object(self.next_id(), CHANNEL, APPLICATION, body))

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        socket = Socket(self)
        self.sockets.append(socket)
        return await socket.serve(request)


def reply(value: Any, status: int = 200) -> web.Response:
    """Answer as Discord does: discord.py reads JSON only under the bare content type."""
    return web.Response(
        status=status,
        body=json.dumps(value).encode(),
        headers={"Content-Type": "application/json"},
    )


def refusal(status: int, message: str, code: int = 0) -> web.Response:
    """Refuse as Discord does."""
    return reply({"message": message, "code": code}, status)


def _parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, however deep, from top to bottom."""
    for component in components:
        yield component
        yield from _parts(component.get("components", []))
