"""From an interaction to the scope of its question: its server, its channel and two times."""

from datetime import date, datetime
from typing import Any

import discord

from bot.domain.phrases import read_day, read_moment
from bot.domain.scope import Scope
from bot.domain.when import zone_named
from bot.errors import InvalidInputError
from bot.ui.nav import Place

AS_OF = "What had been said by this day, such as “14 March 2025” or “yesterday”"
KNOWN_AT = "What this server had recorded by then, such as “14 March 2025 18:00”"


async def scope_of(
    interaction: discord.Interaction[Any],
    as_of: str | None = None,
    known_at: str | None = None,
) -> Scope:
    """The scope of a command; typed times are read in the server's zone.

    Raises InvalidInputError for a time that cannot be read or has not come yet.
    """
    guild_id = interaction.guild_id or 0
    if as_of is None and known_at is None:
        return Scope(guild_id=guild_id, channel_id=interaction.channel_id)
    client = interaction.client
    zone = (await client.services.lookups.directory(guild_id)).zone
    now = client.clock.now()
    return Scope(
        guild_id=guild_id,
        channel_id=interaction.channel_id,
        as_of=None if as_of is None else _day(as_of, now=now, zone=zone),
        known_at=None if known_at is None else read_moment(known_at, now=now, zone=zone),
    )


def _day(typed: str, *, now: datetime, zone: str) -> date:
    """A typed day up to today: nobody has said anything by a day that has not come."""
    day = read_day(typed, now=now, zone=zone)
    if day > now.astimezone(zone_named(zone)).date():
        raise InvalidInputError(
            f"“{typed[:100]}” has not come yet. Give a day up to today in the as_of option, or "
            "leave it out.",
        )
    return day


def scope_at(interaction: discord.Interaction[Any], place: Place) -> Scope:
    """The scope of a press: the times that its button names, in the server it was pressed in."""
    return place.scope(interaction.guild_id, interaction.channel_id)
