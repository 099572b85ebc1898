"""Corrections: messages of ours are edited so that they tell what is right.

What a message says now is asked first, so an edit that was interrupted is made whole, and one that
was made already changes nothing.
"""

from typing import Any

import discord
import msgspec

from bot.delivery.wire import COMPONENTS_V2, Wire
from bot.domain.posts import Post
from bot.services.posts.corrections import CorrectionContent
from bot.services.posts.outbox import Result, Sent, Withdrawn
from bot.ui.corrected import Edit, corrected, edits_of

_PATH = "/channels/{channel_id}/messages/{message_id}"
_GALLERY = 12
_ATTACHED = "attachment://"


class _Sent(msgspec.Struct):
    """The components of a stored message."""

    components: list[dict[str, Any]] = []


class _Wish(msgspec.Struct):
    """A correction as it is stored.

    `numbers` is read by the outbox. `sent` are the components that the message was made of.
    """

    message: int
    edits: tuple[Edit, ...]
    numbers: dict[str, int]
    sent: list[dict[str, Any]] | None = None


def correction_body(content: CorrectionContent) -> str:
    """The JSON that is stored with the post: which message, and what becomes of its lines."""
    wish = _Wish(
        message=content.message_id,
        edits=edits_of(content),
        numbers=content.numbers,
        sent=msgspec.json.decode(content.sent, type=_Sent).components if content.sent else None,
    )
    return msgspec.json.encode(wish).decode()


class Correcting:
    """Edits messages; to do so twice changes nothing."""

    def __init__(self, wire: Wire) -> None:
        """Ask and change by this wire."""
        self._wire = wire

    async def correct(self, post: Post) -> Result:
        """Bring a message up to what its correction says; raises what discord.py raises."""
        if post.dropped is not None:
            return Withdrawn(post=post)
        wish = msgspec.json.decode(post.body or "", type=_Wish)
        channel = post.channel_id or await self._wire.private_channel(post.user_id or 0)
        there: dict[str, Any] = {"channel_id": channel, "message_id": wish.message}
        try:
            message = await self._wire.request("GET", _PATH, **there)
        except discord.Forbidden:
            # Where no history may be read, a message is known by how it was sent.
            if wish.sent is None:
                raise
            message = {"components": wish.sent}
        now = corrected(message["components"], wish.edits)
        if now != message["components"]:
            body = {
                "components": attached(now, message.get("attachments", [])),
                "flags": COMPONENTS_V2,
                "allowed_mentions": {"parse": []},
            }
            await self._wire.request("PATCH", _PATH, body=body, **there)
        return Sent(post=post, message_id=wish.message, channel_id=channel)


def attached(
    components: list[dict[str, Any]],
    attachments: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """The components, with the pictures that came with the message named by their files."""
    names = {str(each["id"]): each["filename"] for each in attachments}
    for each in components:
        for item in each.get("items", []) if each.get("type") == _GALLERY else []:
            media = item["media"]
            filename = names.get(str(media.get("attachment_id")))
            filename = filename or next((n for n in names.values() if n in media["url"]), None)
            if filename is not None:
                item["media"] = {"url": f"{_ATTACHED}{filename}"}
        attached(each.get("components", []), attachments)
    return components
