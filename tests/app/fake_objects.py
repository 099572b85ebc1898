"""Discord's objects with just the fields that a client needs."""

from collections.abc import Iterable
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


def dm_object(ident: int, user: int) -> dict[str, Any]:
    """The direct messages with a person."""
    return {
        "id": str(ident),
        "type": 1,
        "last_message_id": None,
        "flags": 0,
        "recipients": [user_object(user, "rita")],
    }


def role_object(ident: int, name: str) -> dict[str, Any]:
    """A role that gives what everyone may."""
    return {
        "id": str(ident),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": _PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def member_object(user: dict[str, Any], roles: Iterable[int] = ()) -> dict[str, Any]:
    """A member of a server."""
    return {
        "user": user,
        "roles": [str(role) for role in roles],
        "joined_at": "2025-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def guild_object(
    ident: int,
    channel: int,
    members: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A server with one channel and only its everyone role; of its members, those who are given."""
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
        "roles": [role_object(ident, "@everyone")],
        "emojis": [],
        "stickers": [],
        "channels": [channel_object(channel, ident)],
        "threads": [],
        "members": list(members),
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
        "embeds": data.get("embeds") or [],
        "components": data.get("components") or [],
        "pinned": False,
        "type": 0,
        "flags": data.get("flags", 0),
    }


def scheduled_event_object(
    ident: int,
    guild: int,
    creator: dict[str, Any],
    data: dict[str, Any],
) -> dict[str, Any]:
    """A scheduled event as it was asked for, still to begin."""
    return {
        "id": str(ident),
        "guild_id": str(guild),
        "channel_id": None,
        "creator_id": creator["id"],
        "creator": creator,
        "description": None,
        "status": 1,
        "entity_id": None,
        "image": None,
        "user_count": 0,
        **data,
    }


def interaction_object(
    ident: int,
    *,
    application: int,
    guild: int | None,
    channel: int,
    user: int,
    roles: Iterable[int] = (),
) -> dict[str, Any]:
    """What every interaction of a person says; its kind adds `type` and `data`.

    Without a server it comes from the direct messages with the person.
    """
    common = {
        "id": str(ident),
        "application_id": str(application),
        "token": f"interaction-{ident}",
        "version": 1,
        "channel_id": str(channel),
        "app_permissions": _PERMISSIONS,
        "locale": "en-GB",
        "entitlements": [],
        "attachment_size_limit": 10485760,
    }
    person = user_object(user, "rita")
    if guild is None:
        return {
            **common,
            "channel": dm_object(channel, user),
            "user": person,
            "authorizing_integration_owners": {"0": "0"},
            "context": 1,
        }
    return {
        **common,
        "guild_id": str(guild),
        "guild": {"id": str(guild), "locale": "en-GB", "features": []},
        "guild_locale": "en-GB",
        "channel": channel_object(channel, guild),
        "member": {**member_object(person, roles), "permissions": _PERMISSIONS},
        "authorizing_integration_owners": {"0": str(guild)},
        "context": 0,
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
