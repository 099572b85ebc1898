"""Every sort of message that Discord has, read into the same plain values."""

from typing import Any

import discord
import pytest

from bot.capture import read_message
from bot.errors import InvalidInputError
from bot.services.editing.messages import Message, Without, articles, quotation
from tests.cogs.conftest import World

AT = "2025-03-16T10:30:00+00:00"
IMAGE = {
    "id": "5",
    "filename": "a.png",
    "size": 1,
    "url": "https://cdn.discordapp.com/a.png",
    "proxy_url": "https://cdn.discordapp.com/a.png",
    "content_type": "image/png",
}
EMBED = {
    "type": "rich",
    "title": "Talks begin",
    "description": "**Putin** agreed.",
    "url": "https://example.org/talks",
    "author": {"name": "The Daily"},
    "timestamp": AT,
}
PLAIN: dict[str, Any] = {
    "content": "",
    "embeds": [],
    "attachments": [],
    "timestamp": AT,
    "edited_timestamp": None,
    "type": 0,
}


def read(world: World, author: int = 77, **more: Any) -> Message:
    """A message as Discord sends it along with an interaction, read."""
    data: dict[str, Any] = {
        **PLAIN,
        "id": "9",
        "channel_id": str(world.channel.id),
        "author": {"id": str(author), "username": "feed", "discriminator": "0", "avatar": None},
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        **more,
    }
    channel: Any = world.client.get_channel(world.channel.id)
    message = discord.Message(state=world.client._connection, channel=channel, data=data)  # type: ignore[arg-type]  # as Discord sends it
    return read_message(message, own=1, server="Here")


async def test_each_sort_of_message_gives_its_words_or_says_what_it_is(world: World) -> None:
    forwarded = {"message": {**PLAIN, "content": "Said *elsewhere*.", "timestamp": AT}}
    answer = {"answer_id": 1, "poll_media": {"text": "Yes"}}
    poll = {
        "question": {"text": "Will it hold?"},
        "answers": [answer],
        "allow_multiselect": False,
        "layout_type": 1,
        "expiry": AT,
    }
    paragraph = {"type": 10, "content": "In components", "id": 2}
    found = {
        "embed": read(world, embeds=[EMBED], webhook_id="3"),
        "image": read(world, attachments=[IMAGE]),
        "file": read(world, attachments=[{**IMAGE, "content_type": "audio/ogg"}]),
        "poll": read(world, poll=poll),
        "forwarded": read(world, message_snapshots=[forwarded], timestamp="2025-03-17T00:00:00Z"),
        "components": read(
            world, components=[{"type": 17, "id": 1, "components": [paragraph]}], flags=32768
        ),
        "nothing": read(world),
    }
    said = {sort: quotation(each, "UTC") for sort, each in found.items()}
    assert said == {
        "embed": "Putin agreed.",
        "image": "",
        "file": "",
        "poll": "",
        "forwarded": "Said elsewhere.",
        "components": "In components",
        "nothing": "",
    }
    assert [found[sort].without for sort in ("image", "file", "poll", "nothing")] == [
        Without.IMAGE,
        Without.FILE,
        Without.POLL,
        Without.NOTHING,
    ]
    [preview] = found["embed"].previews
    assert (preview.publisher, preview.title) == ("The Daily", "Talks begin")
    assert list(articles(found["embed"])) == ["https://example.org/talks"]
    assert found["forwarded"].is_forwarded
    assert found["forwarded"].sent_at.isoformat() == AT


async def test_whom_it_mentions_is_named(world: World) -> None:
    user = {"id": "8", "username": "ada", "discriminator": "0", "avatar": None}
    found = read(world, content="<@8> and <@9> in <#1>", mentions=[user])
    assert quotation(found, "UTC") == "@ada and @somebody in #a channel"


async def test_the_bots_own_message_is_no_source(world: World) -> None:
    with pytest.raises(InvalidInputError, match="bot’s own"):
        read(world, author=1)
