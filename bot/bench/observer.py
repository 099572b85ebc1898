"""A small Discord on loopback, in a process of its own, that sends commands and times the answers.

It stands where Discord stands: a command's time runs from the moment its frame is written to the
gateway's socket until the request with the answer has been read from the other.
"""

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter_ns
from typing import Any

import orjson
from aiohttp import web

_USER = {"id": "1", "username": "bench", "discriminator": "0", "avatar": None, "bot": True}
_APPLICATION = {
    "id": "1",
    "name": "bench",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": _USER,
}
_MESSAGE: dict[str, object] = {
    "id": "9",
    "channel_id": "2",
    "author": _USER,
    "content": "",
    "timestamp": "2025-03-16T12:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "type": 0,
}
_CALLBACK = {
    "interaction": {"id": "5", "type": 2, "response_message_id": "9"},
    "resource": {"type": 4, "message": _MESSAGE},
}
_READY = {
    "op": 0,
    "s": 1,
    "t": "READY",
    "d": {
        "v": 10,
        "user": _USER,
        "guilds": [],
        "shard": [0, 1],
        "session_id": "bench",
        "resume_gateway_url": "",
        "application": {"id": "1", "flags": 0},
    },
}
_IDENTIFY = 2
_HEARTBEAT = 1
# Long enough for the bot to read the answer to its request, which belongs to nobody's measure.
_REST = 0.002


@dataclass(frozen=True, slots=True)
class Loopback:
    """Where the small Discord listens, and the pipe to the process that it is."""

    api: str
    gateway: str
    pipe: Connection

    def time(self, frames: list[str]) -> list[int]:
        """Send these frames one after another; nanoseconds to each answer. Blocks until done."""
        self.pipe.send(frames)
        times: list[int] = self.pipe.recv()
        return times


class _Observer:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._answered = 0
        self._arrived = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None

    async def rest(self, request: web.Request) -> web.Response:
        body = await request.read()
        if "/interactions/" in request.path:
            self._answered = perf_counter_ns()
            self._arrived.set()
        content: object = _CALLBACK
        if request.path.endswith("/applications/@me"):
            content = _APPLICATION
        elif request.path.endswith("/users/@me"):
            content = _USER
        elif body == b"":
            content = []
        # discord.py compares the content type exactly, so it carries no charset.
        return web.Response(
            body=orjson.dumps(content),
            headers={"Content-Type": "application/json"},
        )

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_str('{"op":10,"d":{"heartbeat_interval":45000}}')
        async for message in link:
            operation = orjson.loads(message.data)["op"]
            if operation == _IDENTIFY:
                await link.send_str(orjson.dumps(_READY).decode())
                self._sending = asyncio.create_task(self._send(link))
            elif operation == _HEARTBEAT:
                await link.send_str('{"op":11}')
        return link

    async def _send(self, link: web.WebSocketResponse) -> None:
        loop = asyncio.get_running_loop()
        while True:
            frames: list[str] = await loop.run_in_executor(None, self._pipe.recv)
            times: list[int] = []
            for frame in frames:
                self._arrived.clear()
                sent = perf_counter_ns()
                await link.send_str(frame)
                await self._arrived.wait()
                times.append(self._answered - sent)
                await asyncio.sleep(_REST)
            self._pipe.send(times)


def _serve(pipe: Connection) -> None:
    async def application() -> web.Application:
        observer = _Observer(pipe)
        made = web.Application()
        made.router.add_get("/gateway/", observer.gateway)
        made.router.add_route("*", "/api/{path:.*}", observer.rest)
        return made

    listening = socket.create_server(("127.0.0.1", 0))
    pipe.send(listening.getsockname()[1])
    web.run_app(application(), sock=listening, print=None, access_log=None)


@contextmanager
def loopback() -> Iterator[Loopback]:
    """Run the small Discord for the length of a block."""
    context: Any = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        port = here.recv()
        yield Loopback(f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway/", here)
    finally:
        # It has nothing to lose, and a thread of it waits for frames for ever.
        process.kill()
        process.join()
