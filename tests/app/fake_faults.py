"""What can go wrong with a create: before it is kept, after it, or on the way back."""

import asyncio
import random
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiohttp import web

from tests.app.fake_answers import refusal, reply

# `close` then resets the connection instead of ending it in good order.
_NO_LINGER = struct.pack("ii", 1, 0)
# Stands for an answer that never left.
NO_ANSWER = 444


@dataclass(slots=True, kw_only=True)
class Arrival:
    """A create as it came: `place` is a channel, or a server; `at` is of the monotonic clock.

    `marks` are the last arguments of its custom ids, or its text when it has none; `attempt` counts
    the requests with this nonce, from 1; `stored` says whether this very one made something new.
    """

    place: int
    marks: tuple[str, ...]
    at: float
    body: dict[str, Any]
    attempt: int = 1
    stored: bool = False


Act: TypeAlias = Callable[["Faults", web.Request], Awaitable[web.Response | None]]
Policy: TypeAlias = Callable[[Arrival], "Fault | None"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong; `stores` says whether the create is kept before it does.

    After an act without an answer all goes on as if nothing had been.
    """

    name: str
    stores: bool
    act: Act


class Faults:
    """The faults of one kind of create: a policy decides them, `made` counts them by name."""

    def __init__(self, news: Callable[[], None]) -> None:
        self.policy: Policy | None = None
        self.made: Counter[str] = Counter()
        self.held = 0
        self._news = news
        self._go_on = asyncio.Event()

    def release(self) -> None:
        """Let everything go on that hangs now."""
        self._go_on.set()
        self._go_on = asyncio.Event()

    async def serve(
        self,
        request: web.Request,
        arrival: Arrival,
        store: Callable[[], web.Response],
    ) -> web.Response:
        """Answer a create, with the fault that the policy wants."""
        fault = self.policy(arrival) if self.policy is not None else None
        if fault is None:
            return store()
        self.made[fault.name] += 1
        if fault.stores:
            kept = store()
            return await fault.act(self, request) or kept
        return await fault.act(self, request) or store()

    async def hold(self, seconds: float | None) -> None:
        """Wait for `release`, at most so many seconds."""
        self.held += 1
        self._news()
        try:
            async with asyncio.timeout(seconds):
                await self._go_on.wait()
        except TimeoutError:
            pass
        finally:
            self.held -= 1


def scripted(*faults: Fault | None) -> Policy:
    """Take these in turn, one for each request, and then none."""
    left = iter(faults)
    return lambda _: next(left, None)


def seeded(seed: int, shares: Mapping[Fault, float]) -> Policy:
    """Let each fault befall its share of the requests."""
    chance = random.Random(seed)  # noqa: S311 -- no secret, the same each time
    faults = (*shares, None)
    weights = (*shares.values(), 1 - sum(shares.values()))
    return lambda _: chance.choices(faults, weights)[0]


def _cut(*, reset: bool) -> Act:
    async def act(_: Faults, request: web.Request) -> web.Response:
        if request.transport is not None:
            if reset:
                own = request.transport.get_extra_info("socket")
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            request.transport.abort()
        return web.Response(status=NO_ANSWER)

    return act


def _answer(build: Callable[[], web.Response]) -> Act:
    async def act(_: Faults, __: web.Request) -> web.Response:
        return build()

    return act


def _hold(seconds: float | None) -> Act:
    async def act(faults: Faults, _: web.Request) -> None:
        await faults.hold(seconds)

    return act


def hang_before(seconds: float | None = None) -> Fault:
    """Wait for the release or so long; then keep and answer, though nobody may listen any more."""
    return Fault("hang before", stores=False, act=_hold(seconds))


def hang_after(seconds: float | None = None) -> Fault:
    """Keep it, and wait for the release or so long with the answer."""
    return Fault("hang after", stores=True, act=_hold(seconds))


def limited(retry_after: float) -> Fault:
    """A 429 as if another process had used up the bucket."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": False}
    headers = {"Via": "1.1 google", "X-RateLimit-Scope": "shared"}
    return Fault("429", stores=False, act=_answer(lambda: reply(body, 429, headers)))


RESET_BEFORE = Fault("reset before", stores=False, act=_cut(reset=True))
RESET_AFTER = Fault("reset after", stores=True, act=_cut(reset=True))
CLOSED_BEFORE = Fault("closed before", stores=False, act=_cut(reset=False))
CLOSED_AFTER = Fault("closed after", stores=True, act=_cut(reset=False))
ERROR_BEFORE = Fault(
    "500 before", stores=False, act=_answer(lambda: refusal(500, "Internal Server Error"))
)
ERROR_AFTER = Fault(
    "500 after", stores=True, act=_answer(lambda: refusal(500, "Internal Server Error"))
)
UNAVAILABLE = Fault(
    "503",
    stores=False,
    act=_answer(lambda: web.Response(status=503, text="upstream connect error")),
)
# Cloudflare's own 429: discord.py takes it for a ban, for it comes without `Via`.
BANNED = Fault(
    "banned",
    stores=False,
    act=_answer(lambda: web.Response(status=429, text="error code: 1015")),
)
# Kept, and then half an answer.
MALFORMED = Fault(
    "malformed",
    stores=True,
    act=_answer(
        lambda: web.Response(body=b'{"id": "12', headers={"Content-Type": "application/json"})
    ),
)
