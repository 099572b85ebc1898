"""Slash commands as the gateway sends them."""

import discord
import orjson

USER_ID = 77
CHANNEL_ID = 2


def slash(at: int, guild_id: int, command: str, options: dict[str, str]) -> str:
    """The text frame of one command; `at` makes its id, and the frame's number, unique."""
    return orjson.dumps(
        {
            "op": 0,
            "s": at + 10,
            "t": "INTERACTION_CREATE",
            "d": {
                "id": str(discord.utils.time_snowflake(discord.utils.utcnow()) + at),
                "application_id": "1",
                "type": 2,
                "token": "token",
                "version": 1,
                "guild_id": str(guild_id),
                "channel_id": str(CHANNEL_ID),
                "channel": {
                    "id": str(CHANNEL_ID),
                    "type": 0,
                    "name": "general",
                    "position": 0,
                    "permissions": "0",
                },
                "guild": {"id": str(guild_id), "locale": "en-US", "features": []},
                "locale": "en-US",
                "guild_locale": "en-US",
                "app_permissions": "0",
                "entitlements": [],
                "authorizing_integration_owners": {"0": str(guild_id)},
                "context": 0,
                "attachment_size_limit": 1,
                "member": {
                    "user": {
                        "id": str(USER_ID),
                        "username": "reader",
                        "discriminator": "0",
                        "avatar": None,
                    },
                    "roles": [],
                    "joined_at": "2025-01-01T00:00:00+00:00",
                    "deaf": False,
                    "mute": False,
                    "flags": 0,
                    "permissions": "0",
                },
                "data": {
                    "id": "3",
                    "name": command,
                    "type": 1,
                    "options": [
                        {"name": name, "type": 3, "value": value} for name, value in options.items()
                    ],
                },
            },
        },
    ).decode()
