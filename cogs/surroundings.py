"""What changes around the bot: what was refused is tried again, and that it left is noted."""

import asyncio
import logging

import discord
from discord.ext import commands

from bot.client import StanceClient

log = logging.getLogger(__name__)


class SurroundingsCog(commands.Cog):
    """Hears of servers, channels and roles; each costs one look-up unless something waits there."""

    def __init__(self, client: StanceClient) -> None:
        self._client = client
        self._log = client.services.post_log
        self._retention = client.services.retention
        self._noting = asyncio.Lock()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited, perhaps again."""
        await self._note(guild.id)
        await self._mended(guild)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed, or the server deleted; in an outage this is not called."""
        await self._note(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The bot has connected: what was set right meanwhile, it has not heard of."""
        await self._note(guild.id)
        await self._mended(guild)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self,
        _: discord.abc.GuildChannel,
        channel: discord.abc.GuildChannel,
    ) -> None:
        """A channel has other permissions, or belongs to another category."""
        await self._mended(channel.guild, channel.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, role: discord.Role) -> None:
        """A role may do more or less than before."""
        if before.permissions != role.permissions:
            await self._mended(role.guild)

    @commands.Cog.listener()
    async def on_member_update(self, _: discord.Member, member: discord.Member) -> None:
        """The bot was given a role; of other members it does not hear."""
        if member == member.guild.me:
            await self._mended(member.guild)

    async def _note(self, guild_id: int) -> None:
        """Note whether the bot is in a server now, whichever event of several comes last."""
        try:
            async with self._noting:
                if self._client.get_guild(guild_id) is None:
                    await self._retention.left([guild_id])
                else:
                    await self._retention.returned(guild_id)
        except Exception:  # the daily look over all servers notes it
            log.warning("it could not be noted whether the bot is in a server", exc_info=True)

    async def _mended(self, guild: discord.Guild, channel_id: int | None = None) -> None:
        try:
            await self._log.mended(guild.id, channel_id)
        except Exception:  # whatever fails here, the next change or start tries again
            log.warning("what was refused in a server could not be tried again", exc_info=True)


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(SurroundingsCog(client))
