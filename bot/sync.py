"""Giving Discord the commands, only when what they say has changed."""

import hashlib
import json
import logging

import discord

from bot.client import StanceClient
from bot.db.engine import Database
from bot.db.synced import EVERYWHERE, keep_synced_hash, synced_hash
from bot.errors import UnavailableError
from bot.tree import StanceTree

log = logging.getLogger(__name__)


async def commands_hash(tree: StanceTree, guild: discord.abc.Snowflake | None = None) -> str:
    """A digest of everything that Discord is told about the commands, in no matter which order."""
    translator = tree.translator
    payloads = [
        await command.get_translated_payload(tree, translator)
        if translator is not None
        else command.to_dict(tree)
        for command in tree.get_commands(guild=guild)
    ]
    payloads.sort(key=lambda payload: (payload.get("type", 1), payload["name"]))
    text = json.dumps(payloads, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_commands(
    client: StanceClient,
    database: Database,
    *,
    guild_id: int | None = None,
    force: bool = False,
) -> int | None:
    """Send the commands of a client that is logged in; the number sent, None when unchanged.

    With `guild_id` they are sent to that server alone, where they show at once. Raises
    UnavailableError when Discord does not take them.
    """
    application = client.application_id
    if application is None:
        raise RuntimeError("the client is not logged in")
    guild = discord.Object(guild_id) if guild_id is not None else None
    if guild is not None:
        client.tree.copy_global_to(guild=guild)
    scope = EVERYWHERE if guild_id is None else guild_id
    digest = await commands_hash(client.tree, guild)
    if not force and digest == await database.read(lambda u: synced_hash(u, application, scope)):
        return None
    try:
        sent = await client.tree.sync(guild=guild)
    except discord.Forbidden as error:
        raise UnavailableError(
            f"Discord lets this bot set no commands in the server {guild_id}. Invite it there "
            "with the scope applications.commands.",
        ) from error
    except discord.HTTPException as error:
        raise UnavailableError(f"Discord did not take the commands: {error}") from error
    await database.write(lambda u: keep_synced_hash(u, application, scope, digest))
    log.info("Discord has the commands: %d", len(sent))
    return len(sent)
