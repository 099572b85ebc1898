"""The fake Discord keeps Discord's laws, as discord.py's own client meets them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import discord
import pytest

from bot.clock import ManualClock
from tests.app.callers import caller, connected, heard, marked, once, post, refused
from tests.app.fake_discord import CHANNEL, GUILD, READER, TOKEN, FakeDiscord

ANYONE = 88001


@pytest.fixture
async def world() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


@pytest.fixture
async def client(world: FakeDiscord) -> AsyncIterator[discord.Client]:
    async with caller(world) as opened:
        yield opened


async def test_a_retry_with_the_same_nonce_gives_the_same_message(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    first = await post(client, "First.", **once())
    again = await post(client, "Second.", **once())
    assert (again["id"], again["nonce"], again["content"]) == (first["id"], "1", "First.")
    assert [message.text for message in world.messages()] == ["First."]
    assert [(each.attempt, each.stored) for each in world.arrivals] == [(1, True), (2, False)]


async def test_after_its_window_a_nonce_holds_no_more() -> None:
    at = [1000.0]
    async with FakeDiscord(monotonic=lambda: at[0]) as world, caller(world) as client:
        for moved, stored in ((0.0, 1), (119.0, 1), (1.0, 2), (119.0, 2)):
            at[0] += moved
            await post(client, **once())
            assert len(world.messages()) == stored


async def test_a_nonce_that_is_not_enforced_does_nothing(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    for _ in range(2):
        assert (await post(client, nonce="1"))["nonce"] == "1"
    assert len(world.messages()) == 2


async def test_what_was_deleted_is_not_made_again(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    await post(client, **once(), **marked("sb:snooze:abc"))
    world.channels.remove(world.messages()[0])
    assert await refused(post(client, **once())) == 10008
    assert world.messages() == []
    assert world.copies == {"abc": 1}


@pytest.mark.parametrize(
    "body",
    [
        {"nonce": "n" * 26},
        {"content": "x" * 2001},
        {"flags": 1 << 15},
        marked("a", "a"),
        marked("a" * 101),
        {"components": [{"type": 10, "content": "x" * 4001}], "content": ""},
    ],
)
async def test_a_body_that_discord_refuses_is_refused(
    world: FakeDiscord,
    client: discord.Client,
    body: dict[str, Any],
) -> None:
    assert await refused(post(client, **body)) == 50035
    assert await refused(post(client, "")) == 50006
    assert world.messages() == []


async def test_history_finds_a_mark_after_a_time(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    before = world.clock.now() - timedelta(seconds=10)
    for number in range(150):
        await post(client, **once(str(number)), **marked("sb:close", f"sb:snooze:t{number}"))
    channel = client.get_partial_messageable(CHANNEL)
    found = [message async for message in channel.history(after=before, limit=None)]
    assert [message.id for message in found] == [message.id for message in world.messages()]
    assert {message.nonce for message in found} == {None}
    assert "custom_id='sb:snooze:t7'" in str(found[7].components[0])
    assert world.copies["t7"] == 1
    later = world.clock.now() + timedelta(seconds=10)
    assert [message async for message in channel.history(after=later)] == []


async def test_history_is_newest_first_and_nearest_to_what_was_asked(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    ids = [(await post(client))["id"] for _ in range(6)]
    logs = client.http.logs_from
    after = await logs(CHANNEL, 2, after=int(ids[1]))
    assert [each["id"] for each in after] == [ids[3], ids[2]]
    before = await logs(CHANNEL, 2, before=int(ids[4]))
    assert [each["id"] for each in before] == [ids[3], ids[2]]
    assert [each["id"] for each in await logs(CHANNEL, 2)] == [ids[5], ids[4]]


async def test_ids_rise_though_the_clock_stands_or_steps_back(clock: ManualClock) -> None:
    world = FakeDiscord(clock)
    ids = [world.snowflake() for _ in range(3)]
    clock.advance(timedelta(hours=-1))
    ids.append(world.snowflake())
    assert ids == sorted(set(ids))
    assert discord.utils.snowflake_time(ids[0]) == clock.at + timedelta(hours=1)


async def test_messages_can_be_edited_read_deleted_and_bring_files(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    channel = client.get_partial_messageable(CHANNEL)
    sent = await channel.send("Soon.", file=discord.File(BytesIO(b"BEGIN"), "call.ics"))
    assert world.messages()[0].files == {"call.ics": b"BEGIN"}
    await sent.edit(content="Moved.")
    assert (await channel.fetch_message(sent.id)).content == "Moved."
    await sent.delete()
    assert world.messages() == []
    assert await refused(channel.fetch_message(sent.id)) == 10008


@pytest.mark.parametrize(
    ("code", "status", "reading"),
    [(10003, 404, False), (50001, 403, False), (50013, 403, True)],
)
async def test_a_channel_may_refuse(
    world: FakeDiscord,
    client: discord.Client,
    code: int,
    status: int,
    reading: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    world.channels[CHANNEL].refuses = code
    assert await refused(post(client)) == code
    assert world.statuses[status] == 1
    assert world.invalid == (status == 403)
    if reading:
        assert await client.http.logs_from(CHANNEL, 1) == []
    else:
        assert await refused(client.http.logs_from(CHANNEL, 1)) == code


async def test_a_channel_that_is_not_there_is_unknown(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    assert await refused(post(client, channel=1)) == 10003
    await world.channels.delete(CHANNEL)
    assert await refused(post(client)) == 10003


async def test_a_history_that_may_not_be_read_looks_empty(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    await post(client)
    await world.channels.permit(CHANNEL, history=False)
    assert await client.http.logs_from(CHANNEL, 10) == []


async def test_direct_messages_are_opened_once_and_may_be_closed(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    first, again = [await client.http.start_private_message(READER) for _ in range(2)]
    other = await client.http.start_private_message(ANYONE)
    assert first["id"] == again["id"] != other["id"]
    channel = int(first["id"])
    assert (await client.http.get_channel(channel))["type"] == 1
    await post(client, channel=channel)
    world.channels.closed_dms.add(READER)
    assert await refused(post(client, channel=channel)) == 50007
    await post(client, channel=int(other["id"]))
    assert len(world.messages(channel)) == len(world.messages(world.channels.direct(ANYONE).id))


async def test_a_thousand_posts_arrive_in_order_in_each_channel(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    for channel in range(200):
        world.channels.add(channel, GUILD)

    async def five(channel: int) -> None:
        for number in range(5):
            mark = f"{channel}-{number}"
            await post(client, channel=channel, **once(mark), **marked(f"sb:snooze:{mark}"))

    await asyncio.gather(*map(five, range(200)))
    assert len(world.copies) == 1000
    assert set(world.copies.values()) == {1}
    for channel in range(200):
        found = [message.custom_ids[0] for message in world.messages(channel)]
        assert found == [f"sb:snooze:{channel}-{number}" for number in range(5)]
    times = [arrival.at for arrival in world.arrivals]
    assert times == sorted(times)


async def test_who_dies_in_the_middle_of_a_request_has_not_posted(
    world: FakeDiscord,
    client: discord.Client,
) -> None:
    path = f"{urlsplit(world.api).path}/channels/{CHANNEL}/messages"
    _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(world.api).port)
    head = f"POST {path} HTTP/1.1\r\nAuthorization: Bot {TOKEN}\r\nContent-Length: 99\r\n\r\n"
    writer.write(head.encode() + b'{"content": ')
    await writer.drain()
    writer.transport.abort()
    await post(client)
    assert len(world.messages()) == len(world.arrivals) == 1


async def test_two_processes_with_one_token_are_both_ready_and_both_told(
    world: FakeDiscord,
) -> None:
    async with connected(world, 2) as (first, second):
        waiting = asyncio.create_task(second.wait_for("guild_remove", timeout=10))
        await heard(first, "guild_remove", world.kick())
        await waiting
        assert [*first.guilds, *second.guilds] == []
        assert await refused(post(first)) == 50001
        await heard(first, "guild_join", world.invite())
        await post(first)
        assert [message.text for message in world.messages()] == ["Soon."]


async def test_a_client_sees_what_it_may_in_a_channel(world: FakeDiscord) -> None:
    async with connected(world) as (client,):
        channel = client.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel)
        assert channel.permissions_for(channel.guild.me).read_message_history
        cause = world.channels.permit(CHANNEL, send=False, history=False)
        await heard(client, "guild_channel_update", cause)
        mine = channel.permissions_for(channel.guild.me)
        assert (mine.view_channel, mine.send_messages, mine.read_message_history) == (
            True,
            False,
            False,
        )
        assert await refused(post(client)) == 50013
        await heard(client, "guild_channel_delete", world.channels.delete(CHANNEL))


async def test_buttons_of_a_post_can_be_pressed_where_it_stands(world: FakeDiscord) -> None:
    async with connected(world) as (client,):
        await post(client, **marked("sb:snooze:1"))
        await post(client, channel=world.channels.direct(ANYONE).id, **marked("sb:snooze:2"))
        (public,) = world.messages()
        (private,) = world.messages(world.channels.direct(ANYONE).id)
        answers = [
            await world.press(message, message.custom_ids[0]) for message in (public, private)
        ]
        assert [answer.data["content"] for answer in answers] == [
            f"{READER} on the server",
            f"{ANYONE} here",
        ]
