"""Where Discord stands for the posts: a process that takes messages and notes when each arrived."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec
from aiohttp import web

from bot.bench.posts_tasks import environment
from bot.clock import SystemClock

_ME = msgspec.json.encode({"id": "1", "username": "bench", "discriminator": "0", "bot": True})
_JSON = {"Content-Type": "application/json"}
# As Discord counts in each channel: so many messages in so many seconds from the first of them.
_LIMIT = 5
_WINDOW = 5.0
# A burst opens a connection per channel, all at once.
_BACKLOG = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as it arrived, by its nonce; `at` is aware UTC, when all of it had been read."""

    nonce: str
    at: datetime


class Receiver:
    """The process that takes messages, as it is seen from here."""

    def __init__(self, port: int) -> None:
        """Know the port at which it listens, on loopback."""
        self._port = port

    def api(self, *, limited: bool = False) -> str:
        """The address of an API that limits nothing, or that tells of Discord's limit per channel."""
        return f"http://127.0.0.1:{self._port}/{'limited' if limited else 'free'}"

    def take(self) -> list[Arrival]:
        """What has arrived since this was asked last, in order."""
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            asked.request("GET", "/arrivals")
            return msgspec.json.decode(asked.getresponse().read(), type=list[Arrival])
        finally:
            asked.close()


class _Messages:
    def __init__(self) -> None:
        self._clock = SystemClock()
        self._ids = count(1)
        self._arrived: list[tuple[bytes, datetime]] = []
        self._used: dict[str, tuple[datetime, int]] = {}

    async def make(self, request: web.Request) -> web.Response:
        body = await request.read()
        now = self._clock.now()
        # What it says is looked at when nobody waits.
        self._arrived.append((body, now))
        channel = request.match_info["channel"]
        headers = self._limits(channel, now) if request.match_info["api"] == "limited" else {}
        return web.Response(
            body=msgspec.json.encode({"id": str(next(self._ids)), "channel_id": channel}),
            headers={**_JSON, **headers},
        )

    def _limits(self, channel: str, now: datetime) -> dict[str, str]:
        began, used = self._used.get(channel, (now, 0))
        if (now - began).total_seconds() >= _WINDOW:
            began, used = now, 0
        self._used[channel] = began, used + 1
        rest = _WINDOW - (now - began).total_seconds()
        return {
            "X-RateLimit-Limit": str(_LIMIT),
            "X-RateLimit-Remaining": str(max(_LIMIT - used - 1, 0)),
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": "message-create",
        }

    async def arrivals(self, _: web.Request) -> web.Response:
        arrived, self._arrived = self._arrived, []
        found = [Arrival(nonce=msgspec.json.decode(body)["nonce"], at=at) for body, at in arrived]
        return web.Response(body=msgspec.json.encode(found), headers=_JSON)


async def _me(_: web.Request) -> web.Response:
    # discord.py compares the content type exactly, so it carries no charset.
    return web.Response(body=_ME, headers=_JSON)


def _serve() -> None:
    async def application() -> web.Application:
        messages = _Messages()
        made = web.Application()
        made.router.add_get("/{api}/users/@me", _me)
        made.router.add_post("/{api}/channels/{channel}/messages", messages.make)
        made.router.add_get("/arrivals", messages.arrivals)
        return made

    listening = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    web.run_app(application(), sock=listening, backlog=_BACKLOG, print=None, access_log=None)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run the receiver for the length of a block."""
    process = subprocess.Popen(  # noqa: S603 -- this module, by this interpreter
        [sys.executable, "-m", f"{__package__}.{Path(__file__).stem}"],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Receiver(int(process.stdout.readline() if process.stdout else ""))
    finally:
        # It has nothing to lose.
        process.kill()
        process.communicate()


if __name__ == "__main__":
    _serve()
