"""Once a day, and at each start: servers that the bot has left, and what nobody has finished."""

import asyncio
import logging
from collections.abc import Callable

from bot.client import StanceClient
from bot.errors import StancebotError

log = logging.getLogger(__name__)

EVERY = 24 * 3600.0
_AFTER_A_FAILURE = 600.0


async def forget_left(client: StanceClient, *, every: float = EVERY) -> None:
    """Look again and again, for as long as the client runs; never raises.

    First it waits for all servers: before that, one in which the bot is would seem to be left.
    """
    while True:
        await client.wait_until_ready()
        await asyncio.sleep(every if await _looked(client) else min(every, _AFTER_A_FAILURE))


async def _looked(client: StanceClient) -> bool:
    retention, mine = client.services.retention, shards_of(client)
    try:
        await retention.look(lambda guild_id: client.get_guild(guild_id) is not None, mine)
        await retention.sweep(mine)
        await retention.forget_scratch()
    except StancebotError as error:
        log.warning("servers that were left are looked through later: %s", error.text)
        return False
    except Exception:
        log.exception("looking through the servers that were left met what nobody expected")
        return False
    return True


def shards_of(client: StanceClient) -> Callable[[int], bool]:
    """Whether a server is heard of here: other processes may serve other shards."""
    here, count = frozenset(client.shards), client.shard_count or 1
    return lambda guild_id: (guild_id >> 22) % count in here
