"""Discord's objects with just the fields that a client needs."""

from typing import Any

# View channels, send messages, embed links, read history.
_PERMISSIONS = "84992"


def user_object(ident: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    """A user."""
    return {
        "id": str(ident),
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": bot,
    }


def channel_object(ident: int, guild: int) -> dict[str, Any]:
    """A text channel."""
    return {
        "id": str(ident),
        "guild_id": str(guild),
        "type": 0,
        "name": "general",
        "topic": None,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "permissions": _PERMISSIONS,
    }


def guild_object(ident: int, channel: int) -> dict[str, Any]:
    """A server with one channel and only its everyone role."""
    everyone = {
        "id": str(ident),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": _PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(ident),
        "name": "Newsroom",
        "icon": None,
        "owner_id": "1",
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "premium_tier": 0,
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "preferred_locale": "en-GB",
        "features": [],
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "channels": [channel_object(channel, ident)],
        "threads": [],
        "members": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "member_count": 3,
        "large": False,
        "unavailable": False,
        "joined_at": "2025-01-01T00:00:00+00:00",
    }


def message_object(
    ident: int,
    channel: int,
    author: int,
    data: dict[str, Any],
) -> dict[str, Any]:
    """A message of the bot with what it sent."""
    return {
        "id": str(ident),
        "channel_id": str(channel),
        "author": user_object(author, "stancebot", bot=True),
        "content": data.get("content") or "",
        "timestamp": "2025-03-16T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": data.get("components", []),
        "pinned": False,
        "type": 0,
        "flags": data.get("flags", 0),
    }


def interaction_object(
    ident: int,
    *,
    application: int,
    guild: int,
    channel: int,
    user: int,
) -> dict[str, Any]:
    """What every interaction of a member says; its kind adds `type` and `data`."""
    return {
        "id": str(ident),
        "application_id": str(application),
        "token": f"interaction-{ident}",
        "version": 1,
        "guild_id": str(guild),
        "guild": {"id": str(guild), "locale": "en-GB", "features": []},
        "channel_id": str(channel),
        "channel": channel_object(channel, guild),
        "member": {
            "user": user_object(user, "rita"),
            "roles": [],
            "permissions": _PERMISSIONS,
            "joined_at": "2025-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        },
        "app_permissions": _PERMISSIONS,
        "locale": "en-GB",
        "guild_locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild)},
        "context": 0,
        "attachment_size_limit": 10485760,
    }


def command_use(
    commands: list[dict[str, Any]],
    name: str,
    options: dict[str, Any],
) -> dict[str, Any]:
    """A command's use, “group sub” as one name; the commands are those that the bot registered."""
    return {"type": 2, "data": _command_data(commands, name.split(), options)}


def button_press(custom_id: str, message: dict[str, Any]) -> dict[str, Any]:
    """A press on a button of a message."""
    return {
        "type": 3,
        "message": message,
        "data": {"custom_id": custom_id, "component_type": 2},
    }


def _command_data(
    commands: list[dict[str, Any]],
    path: list[str],
    options: dict[str, Any],
) -> dict[str, Any]:
    root = next(each for each in commands if each["name"] == path[0])
    node = root
    chain = []
    for word in path[1:]:
        node = next(each for each in node["options"] if each["name"] == word)
        chain.append(node)
    types = {option["name"]: option["type"] for option in node.get("options", [])}
    inner: list[dict[str, Any]] = [
        {"name": key, "type": types[key], "value": value} for key, value in options.items()
    ]
    for step in reversed(chain):
        inner = [{"name": step["name"], "type": step["type"], "options": inner}]
    return {
        "id": root["id"],
        "name": root["name"],
        "type": root.get("type", 1),
        "options": inner,
    }
