"""Channels and roles that people name: whether the bot may use them, and whether they may.

The bot lends its rights to nobody: it posts only where the one who asks could post as well, and
hands out only a role with which nothing can be done.
"""

from typing import Any

import discord
from discord.app_commands import AppCommandChannel, AppCommandThread

from bot.errors import InvalidInputError, NotAllowedError
from bot.ui.text import label

NamedChannel = AppCommandChannel | AppCommandThread

# With these nobody can do more than talk and listen where they are let in.
HARMLESS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    create_private_threads=True,
    create_polls=True,
    send_voice_messages=True,
    read_message_history=True,
    add_reactions=True,
    attach_files=True,
    embed_links=True,
    external_emojis=True,
    external_stickers=True,
    use_application_commands=True,
    use_embedded_activities=True,
    use_external_apps=True,
    connect=True,
    speak=True,
    stream=True,
    use_voice_activation=True,
    use_soundboard=True,
    use_external_sounds=True,
    request_to_speak=True,
    change_nickname=True,
    create_instant_invite=True,
)
_POSTABLE = frozenset(
    {
        discord.ChannelType.text,
        discord.ChannelType.news,
        discord.ChannelType.public_thread,
        discord.ChannelType.private_thread,
        discord.ChannelType.news_thread,
    },
)
_INSTEAD = {
    discord.ChannelType.forum: "a forum, which has posts only. Choose one of its posts",
    discord.ChannelType.media: "a media channel, which has posts only. Choose one of its posts",
    discord.ChannelType.category: "a category. Choose a text channel in it",
}


def check_channel(interaction: discord.Interaction[Any], channel: NamedChannel) -> int:
    """The id of a channel that an option names; raises when the bot or the user may not post there."""
    return _checked(interaction, channel.id, channel.type, channel.name, channel.permissions)


def check_channel_id(interaction: discord.Interaction[Any], channel_id: int) -> int:
    """The same for a channel that a button names, which may be forged or gone by now."""
    found = _found(interaction, channel_id)
    user = interaction.user
    if found is None or not isinstance(user, discord.Member) or _is_private(found):
        raise InvalidInputError("That channel is not here any more. Name another in the command.")
    return _checked(interaction, found.id, found.type, found.name, found.permissions_for(user))


def check_here(interaction: discord.Interaction[Any]) -> int:
    """The id of the channel of the interaction; raises when the bot or the user may not post there."""
    channel = interaction.channel
    if interaction.channel_id is None or channel is None:
        raise InvalidInputError("The channel is not known. Ask in a text channel.")
    in_thread = isinstance(channel, discord.Thread)
    shown = _sign(getattr(channel, "name", None) or "this channel")
    _check_user(interaction.permissions, shown, in_thread=in_thread)
    _check_bot(interaction.app_permissions, shown, in_thread=in_thread)
    return interaction.channel_id


def lacks(guild: discord.Guild | None, channel_id: int) -> str:
    """What the bot lacks to post in a channel, in words that name no channel; empty when nothing."""
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if guild is None or channel is None:
        return "the bot cannot find it"
    missing = _missing(
        channel.permissions_for(guild.me),
        in_thread=isinstance(channel, discord.Thread),
    )
    return f"the bot may not {missing} there" if missing else ""


def check_role(interaction: discord.Interaction[Any], role_id: int) -> int:
    """The id of a role that anybody may be given; raises for roles with powers, or above the user's.

    Whoever could not give the role by hand does not give it by a button either.
    """
    guild, user = interaction.guild, interaction.user
    role = guild.get_role(role_id) if guild else None
    if guild is None or role is None or not isinstance(user, discord.Member):
        raise InvalidInputError("That role is not here any more. Name another in the command.")
    shown = label(role.name)
    if role.is_default():
        raise InvalidInputError(
            "Everybody has @everyone already, so nobody could leave it. Create a role for "
            "reminders, and name it here.",
        )
    if role.managed or role.tags is not None:
        raise InvalidInputError(
            f"“{shown}” belongs to a bot, a subscription or another service, which alone hands it "
            "out. Create a role for reminders, and name it here.",
        )
    powers = powers_of(role)
    if powers:
        raise InvalidInputError(
            f"With “{shown}” one can {powers}, and a button would hand it to anybody who presses "
            "it. Choose a role that allows nothing but to read and write.",
        )
    if guild.owner_id != user.id and role >= user.top_role:
        raise NotAllowedError(
            f"“{shown}” is not below your own highest role, so you cannot hand it out. Choose a "
            "lower role, or ask somebody above you.",
        )
    return role.id


def powers_of(role: discord.Role) -> str:
    """What a role lets one do beyond talking, in the server or in any channel; empty when nothing."""
    allowed = role.permissions.value
    for channel in role.guild.channels:
        allowed |= channel.overwrites_for(role).pair()[0].value
    beyond = discord.Permissions(allowed & ~HARMLESS.value)
    named = [name.replace("_", " ").replace("guild", "server") for name, on in beyond if on]
    more = f" and {len(named) - 3} things more" if len(named) > 3 else ""  # noqa: PLR2004 -- a line
    return ", ".join(named[:3]) + more or ("do what is unknown" if beyond.value else "")


def role_notes(guild: discord.Guild | None, role_id: int) -> tuple[str, ...]:
    """What keeps people from joining a role by its button, or from being called by it."""
    role = guild.get_role(role_id) if guild else None
    if guild is None or role is None:
        return ("The role is not there any more: name another.",)
    found = []
    powers = powers_of(role)
    if powers:
        found.append(f"Nobody can join the role by its button: with it one can {powers}.")
    elif not guild.me.guild_permissions.manage_roles or role >= guild.me.top_role:
        found.append(
            "Nobody can join the role by its button until the bot has Manage Roles and a role "
            "above it.",
        )
    if not role.mentionable and not guild.me.guild_permissions.mention_everyone:
        found.append(
            "Discord calls nobody until you allow anyone to mention the role, in its settings.",
        )
    opened = [
        channel.mention
        for channel in guild.channels
        if channel.overwrites_for(role).view_channel
        and not channel.permissions_for(guild.default_role).view_channel
    ]
    if opened:
        found.append(f"Whoever joins the role sees {', '.join(opened[:3])} too.")
    return tuple(found)


def _checked(
    interaction: discord.Interaction[Any],
    channel_id: int,
    kind: discord.ChannelType,
    name: str,
    permissions: discord.Permissions,
) -> int:
    shown = _sign(name)
    if kind not in _POSTABLE:
        instead = _INSTEAD.get(kind, "no text channel. Choose a text channel")
        raise InvalidInputError(f"{shown} is {instead}, or a thread.")
    in_thread = kind.name.endswith("thread")
    _check_user(permissions, shown, in_thread=in_thread)
    guild, channel = interaction.guild, _found(interaction, channel_id)
    if guild is None or channel is None:
        raise InvalidInputError(
            f"The bot cannot see {shown}. Let it view the channel; in a thread, write something or "
            "mention the bot first.",
        )
    if isinstance(channel, discord.Thread) and channel.locked:
        raise InvalidInputError(f"{shown} is locked. Choose another thread, or a text channel.")
    _check_bot(channel.permissions_for(guild.me), shown, in_thread=in_thread)
    return channel_id


def _found(
    interaction: discord.Interaction[Any],
    channel_id: int,
) -> discord.abc.GuildChannel | discord.Thread | None:
    guild = interaction.guild
    return guild.get_channel_or_thread(channel_id) if guild else None


def _is_private(channel: discord.abc.GuildChannel | discord.Thread) -> bool:
    """Whether its permissions do not say who is in it."""
    return isinstance(channel, discord.Thread) and channel.is_private()


def _check_user(permissions: discord.Permissions, shown: str, *, in_thread: bool) -> None:
    writes = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    if not (permissions.view_channel and writes):
        raise NotAllowedError(
            f"You may not write in {shown} yourself, so the bot does not do it for you. Choose a "
            "channel in which you can.",
        )


def _check_bot(permissions: discord.Permissions, shown: str, *, in_thread: bool) -> None:
    missing = _missing(permissions, in_thread=in_thread)
    if missing:
        raise InvalidInputError(
            f"The bot may not {missing} in {shown}. Allow it that in the channel’s settings, or "
            "choose another channel.",
        )


def _missing(permissions: discord.Permissions, *, in_thread: bool) -> str:
    writes = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    needed = (
        (permissions.view_channel, "view messages"),
        (writes, "send messages"),
        # What was sent before a crash is looked for there.
        (permissions.read_message_history, "read the message history"),
    )
    return " or ".join(words for has, words in needed if not has)


def _sign(name: str) -> str:
    return f"#{label(name)}"
