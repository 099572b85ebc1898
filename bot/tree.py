"""The command tree: guild-only commands, and one handler that turns any failure into a sentence."""

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.errors import StancebotError, UnavailableError
from bot.meant import meant_buttons
from bot.replies import fail
from bot.ui.failures import failure_card

if TYPE_CHECKING:
    from bot.client import StanceClient

log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060

STOPPING = "The bot is restarting. Try again in a minute."

PERMISSIONS = {
    "manage_guild": "Manage Server",
}


class StanceTree(app_commands.CommandTree["StanceClient"]):
    """All commands of the bot."""

    def __init__(self, client: "StanceClient") -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )

    async def interaction_check(
        self,
        interaction: "discord.Interaction[StanceClient]",
        /,
    ) -> bool:
        """Take nothing new while the bot stops; what is under way is finished."""
        if not interaction.client.stopping:
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            await answer_failure(interaction, UnavailableError(STOPPING))
        return False

    async def on_error(
        self,
        interaction: "discord.Interaction[StanceClient]",
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Answer a failed command."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await answer_failure(interaction, cause)


async def answer_failure(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the one who asked what would work; log what nobody expected."""
    text = sentence(error)
    if text is None:
        log.error("an interaction failed", exc_info=error)
        text = "Something went wrong here, and it has been noted. Try again in a minute."
    if _is_late(error):
        return
    try:
        await fail(interaction, failure_card(text, meant_buttons(interaction, error)))
    except (discord.HTTPException, aiohttp.ClientError):
        log.warning("the failure could not be told", exc_info=True)


def _is_late(error: Exception) -> bool:
    return isinstance(error, discord.HTTPException) and error.code in {
        _UNKNOWN_INTERACTION,
        _ALREADY_ACKNOWLEDGED,
    }


def sentence(error: Exception) -> str | None:
    """What to say about an expected failure; None when it was not expected."""
    if isinstance(error, StancebotError):
        return error.text
    if isinstance(error, app_commands.TransformerError):
        if isinstance(error.__cause__, StancebotError):
            return error.__cause__.text
        return f"“{str(error.value)[:100]}” cannot be used here. Choose one from the list."
    if isinstance(error, app_commands.MissingPermissions):
        needed = ", ".join(PERMISSIONS.get(p, p) for p in error.missing_permissions)
        return f"This needs the permission {needed}. Ask an admin of this server."
    if isinstance(error, app_commands.CommandOnCooldown):
        return f"That was fast. Try again in {error.retry_after:.0f} seconds."
    return next((text for kinds, text in _SENTENCES if isinstance(error, kinds)), None)


_SENTENCES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (app_commands.NoPrivateMessage,),
        "Use this in a server: each server has its own record.",
    ),
    (
        (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch),
        "This command has changed since Discord last loaded it. Reload Discord.",
    ),
    (
        (app_commands.CheckFailure,),
        "This is not open to you here. An admin of this server can change that.",
    ),
    (
        (discord.HTTPException, aiohttp.ClientError),
        "Discord does not take the answer now. Try again in a minute.",
    ),
)
