"""Reading a Discord message into plain values; it comes with the interaction, so no intent is needed."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.errors import InvalidInputError
from bot.services.editing.messages import Message, Preview, Without

_OWN = (
    "This message is the bot’s own: what it says is recorded already. Use the menu on the message "
    "in which it was read, or record it with /admin."
)


def read_message(message: discord.Message, *, own: int, server: str) -> Message:
    """A message as plain values; of a forwarded one, the original.

    `own` is the bot's user id. Raises InvalidInputError for the bot's own messages.
    """
    if message.author.id == own:
        raise InvalidInputError(_OWN)
    original = message.message_snapshots[0] if message.message_snapshots else message
    return Message(
        text=original.content or "\n".join(_texts(getattr(original, "components", []))),
        link=message.jump_url,
        author=message.author.display_name,
        channel=str(getattr(message.channel, "name", None) or "channel"),
        server=server,
        sent_at=original.created_at,
        previews=tuple(_preview(each) for each in original.embeds),
        called=_called(message),
        is_forwarded=original is not message,
        without=_without(message, original),
    )


def _texts(components: list[Any]) -> Iterator[str]:
    """The paragraphs of a message that is made of components."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(list(getattr(component, "children", ()) or ()))


def _preview(embed: discord.Embed) -> Preview:
    return Preview(
        title=embed.title or "",
        text=embed.description or "",
        url=embed.url or "",
        publisher=embed.provider.name or embed.author.name or "",
        published=embed.timestamp,
    )


def _called(message: discord.Message) -> dict[str, str]:
    named = {str(user.id): user.display_name for user in message.mentions}
    named |= {str(role.id): role.name for role in message.role_mentions}
    return named | {str(each.id): each.name for each in message.channel_mentions}


def _without(
    message: discord.Message,
    original: discord.Message | discord.MessageSnapshot,
) -> Without:
    if message.poll is not None:
        return Without.POLL
    types = [each.content_type or "" for each in original.attachments]
    if any(kind.startswith("image/") for kind in types) or _has_image(original):
        return Without.IMAGE
    return Without.FILE if types else Without.NOTHING


def _has_image(original: discord.Message | discord.MessageSnapshot) -> bool:
    return any(each.type in {"image", "gifv"} for each in original.embeds)
