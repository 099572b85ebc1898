"""Discord's rate limits: one over everything a bot asks, and a bucket per channel for its posts."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.clock import Clock
from tests.app.fake_answers import reply

# As Discord counts towards its ban of an address.
INVALID = frozenset({401, 403, 429})
_POST = re.compile(r"/channels/(\d+)/messages")


@dataclass(slots=True)
class Window:
    """So many requests in so many seconds from the first of them."""

    limit: int
    seconds: float
    began: float = -math.inf
    used: int = 0

    def take(self, now: float) -> bool:
        """Use one; False when none is left."""
        if now >= self.began + self.seconds:
            self.began, self.used = now, 0
        if self.used == self.limit:
            return False
        self.used += 1
        return True

    def rest(self, now: float) -> float:
        """The seconds until it begins anew."""
        return round(self.began + self.seconds - now, 3)


class Limits:
    """The limits, off until `on` is set; `overall` and `channel` are requests and seconds."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self.on = False
        self.overall = (50, 1.0)
        self.channel = (5, 5.0)
        self.global_refusals = 0
        self.channel_refusals = 0
        self._clock = clock
        self._monotonic = monotonic
        self._overall: Window | None = None
        self._channels: dict[str, Window] = {}

    def refuses(self, method: str, path: str) -> web.Response | None:
        """Count a request and refuse it when it is one too many."""
        if not self.on:
            return None
        now = self._monotonic()
        if self._overall is None:
            self._overall = Window(*self.overall)
        if not self._overall.take(now):
            self.global_refusals += 1
            return _too_many(self._overall.rest(now), {"X-RateLimit-Global": "true"})
        channel = _channel(method, path)
        if channel is None:
            return None
        window = self._channels.setdefault(channel, Window(*self.channel))
        if window.take(now):
            return None
        self.channel_refusals += 1
        return _too_many(window.rest(now), {"X-RateLimit-Scope": "user"})

    def headers(self, method: str, path: str) -> dict[str, str]:
        """What an answer says of its bucket."""
        window = self._channels.get(_channel(method, path) or "")
        if not self.on or window is None:
            return {}
        rest = max(window.rest(self._monotonic()), 0.0)
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{self._clock.now().timestamp() + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": "message-create",
        }


def _channel(method: str, path: str) -> str | None:
    found = _POST.fullmatch(path)
    return found[1] if found and method == "POST" else None


def _too_many(retry_after: float, headers: dict[str, str]) -> web.Response:
    everywhere = "X-RateLimit-Global" in headers
    return reply(
        {
            "message": "You are being rate limited.",
            "retry_after": retry_after,
            "global": everywhere,
        },
        429,
        {"Via": "1.1 google", "Retry-After": str(math.ceil(retry_after)), **headers},
    )
