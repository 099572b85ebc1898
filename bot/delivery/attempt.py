"""One attempt at one post: sent at most once, whatever breaks on the way."""

import asyncio
import logging

import aiohttp
import discord

from bot.delivery.correcting import Correcting
from bot.delivery.failures import pause_after, result_of
from bot.delivery.mirror import Mirror
from bot.delivery.wire import CLOCK_TRUST, Wire
from bot.domain.posts import Post, PostKind
from bot.services.posts.outbox import Later, Result, Sent, Withdrawn
from bot.ui.calendar.post_card import marker

log = logging.getLogger(__name__)

# The longest that all of discord.py's own attempts and waits can take, so that none is cut short.
PATIENCE = 600.0


class Attempt:
    """Sends posts over Discord's API.

    Of a post that was tried before, by whomever, the channel's history is asked first: after a few
    minutes Discord knows its nonce no more, and no clock tells for sure how many have passed. What
    the history does not show is sent with the same nonce, which answers with a message that was
    still on its way.
    """

    def __init__(self, wire: Wire) -> None:
        """Send by this wire."""
        self._wire = wire
        self._mirror = Mirror(wire)
        self._correcting = Correcting(wire)

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:
        """Send the post, or find that it was sent; failures are results, nothing is raised."""
        try:
            async with asyncio.timeout(PATIENCE):
                if post.kind is PostKind.MIRROR:
                    return await self._mirror.agree(post)
                if post.kind is PostKind.CORRECTION:
                    return await self._correcting.correct(post)
                return await self._send(post, fresh=fresh)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            return result_of(post, error)
        except Exception as error:
            log.exception("a post met what nobody expected")
            return Later(post=post, pause=pause_after(post.attempts), detail=repr(error)[:300])

    async def _send(self, post: Post, *, fresh: bool) -> Result:
        channel = post.channel_id
        if channel is None:
            channel = await self._wire.private_channel(post.user_id or 0)
        if not fresh:
            found = await self._found(post, channel)
            if found is not None:
                return Sent(post=post, message_id=found, channel_id=channel)
            if post.dropped is not None:
                return Withdrawn(post=post)
        made = await self._wire.send(channel, post.body or "")
        return Sent(post=post, message_id=made, channel_id=channel)

    async def _found(self, post: Post, channel: int) -> int | None:
        if post.first_attempt_at is None:
            return None
        since = post.first_attempt_at - CLOCK_TRUST
        return await self._wire.find(channel, marker(post), since=since)
