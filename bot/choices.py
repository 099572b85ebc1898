"""What autocomplete offers for names: late or failed look-ups offer nothing, and never an error."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands

from bot.services.answers import Suggestion
from bot.ui.text import label

log = logging.getLogger(__name__)

PATIENCE = 2.0
CHOICES = 25
_LABEL = 100


async def actors(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    """The actors that what is being typed may become."""
    lookups = interaction.client.services.lookups
    return await offered(lookups.suggest_actors(interaction.guild_id or 0, typed))


async def issues(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    """The issues that what is being typed may become."""
    lookups = interaction.client.services.lookups
    return await offered(lookups.suggest_issues(interaction.guild_id or 0, typed))


async def events(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    """The events that what is being typed may become; at first what is ahead."""
    calendar = interaction.client.services.calendar
    return await offered(calendar.suggest(interaction.guild_id or 0, typed))


async def offered(
    found: Awaitable[tuple[Suggestion, ...]],
) -> list[app_commands.Choice[str]]:
    """Found suggestions as choices, or none when they are late or fail."""
    try:
        async with asyncio.timeout(PATIENCE):
            suggestions = (await found)[:CHOICES]
    except TimeoutError:
        return []
    except Exception:  # discord.py would log it and leave the list hanging
        log.warning("nothing can be suggested", exc_info=True)
        return []
    labels = [label(each.label, _LABEL) for each in suggestions]
    counts = Counter(labels)
    return [
        app_commands.Choice(
            name=shown if counts[shown] == 1 else label(f"{each.key}: {shown}", _LABEL),
            value=each.key,
        )
        for shown, each in zip(labels, suggestions, strict=True)
    ]
