"""The few requests that delivery makes of Discord, with the bytes that were stored.

They go through discord.py's own HTTP client, which keeps Discord's limits per channel; the paths
are Discord's. Sending through its message objects would build the body anew each time.
"""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import discord
import msgspec
from aiohttp import ClientTimeout
from aiolimiter import AsyncLimiter
from discord.http import Route

# Discord allows fifty requests a second over everything the bot does, commands' answers excepted.
PER_SECOND = 45
# A few at once make up for timers that ring late, and still keep each second within the fifty.
_BURST = 5
# Discord answers in far less, or not at all.
PATIENCE = 40.0
_MESSAGES = "/channels/{channel_id}/messages"
# The flag of a message that is made of components.
COMPONENTS_V2 = 1 << 15
# What stands beside a stored message: which records it shows.
OURS = "shows"
_PAGE = 100
_PAGES = 10


class NotRepeatedError(discord.DiscordException):
    """Discord failed to answer a request that must not be made twice unseen."""


class _Once(discord.File):
    """Stands beside a body without being sent: discord.py rewinds its files before each attempt."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), filename="once")

    def reset(self, *, seek: int | bool = True) -> None:
        """Let the first attempt pass and no other."""
        if seek:
            raise NotRepeatedError("Whether it was carried out is asked before the next attempt.")


class Wire:
    """Discord, as far as posts need it."""

    def __init__(
        self,
        client: discord.Client,
        *,
        per_second: float = PER_SECOND,
        patience: float = PATIENCE,
    ) -> None:
        """Use the client's HTTP session, which must be logged in.

        Each request may take `patience` seconds; what takes longer raises TimeoutError.
        """
        self._client = client
        self._pace = AsyncLimiter(_BURST, _BURST / per_second)
        # For the request alone. Who gives up while discord.py waits for the end of a limit over
        # everything leaves that limit standing, and nothing is ever sent again.
        self._timeout = ClientTimeout(total=patience)
        self._private: dict[int, int] = {}

    @property
    def own_id(self) -> int:
        """The bot's own id."""
        return self._client.user.id if self._client.user is not None else 0

    async def request(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        once: bool = False,
        **ids: Any,
    ) -> Any:
        """Make one request of Discord's API in its turn; raises what discord.py raises.

        discord.py makes a request again where it failed for reasons of Discord's, though it may
        have been carried out; with `once` it raises NotRepeatedError instead.
        """
        more: dict[str, Any] = {} if body is None else {"json": body}
        if once:
            more["files"] = [_Once()]
        return await self._asked(Route(method, path, **ids), **more)

    async def _asked(self, route: Route, **more: Any) -> Any:
        async with self._pace:
            return await self._client.http.request(route, timeout=self._timeout, **more)

    async def send(self, channel_id: int, body: str) -> int:
        """Post a message as it was stored, but for what is ours to know; its id."""
        sent = msgspec.json.decode(body)
        sent.pop(OURS, None)
        made = await self._asked(Route("POST", _MESSAGES, channel_id=channel_id), json=sent)
        return int(made["id"])

    async def private_channel(self, user_id: int) -> int:
        """The channel of a person's direct messages."""
        if user_id not in self._private:
            made = await self._asked(
                Route("POST", "/users/@me/channels"),
                json={"recipient_id": user_id},
            )
            self._private[user_id] = int(made["id"])
        return self._private[user_id]

    async def find(self, channel_id: int, marker: str, *, since: datetime) -> int | None:
        """The bot's own message with a button of this marker, not older than `since`.

        None when there is none among the newest thousand, or where the history may not be read.
        """
        before: int | None = None
        oldest = discord.utils.time_snowflake(max(since, _DISCORDS_FIRST_DAY))
        for _ in range(_PAGES):
            page = await self._page(channel_id, before)
            for message in page:
                if self._is_own(message) and _bears(message, marker):
                    return int(message["id"])
            if len(page) < _PAGE or int(page[-1]["id"]) < oldest:
                return None
            before = int(page[-1]["id"])
        return None

    async def _page(self, channel_id: int, before: int | None) -> list[dict[str, Any]]:
        asked = {"limit": _PAGE} if before is None else {"limit": _PAGE, "before": before}
        try:
            found = await self._asked(Route("GET", _MESSAGES, channel_id=channel_id), params=asked)
        except discord.Forbidden:
            return []
        return [dict(message) for message in found]

    def _is_own(self, message: dict[str, Any]) -> bool:
        me = self._client.user
        return me is not None and int(message["author"]["id"]) == me.id


def _bears(message: dict[str, Any], marker: str) -> bool:
    """Whether a custom id of the message ends with the marker."""
    return f'{marker}"' in msgspec.json.encode(message.get("components", [])).decode()


_DISCORDS_FIRST_DAY = datetime(2015, 1, 1, tzinfo=UTC)
# A message that was tried by a wrong clock may be older, by Discord's, than it should be.
CLOCK_TRUST = timedelta(hours=2)
