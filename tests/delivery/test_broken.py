"""Places that refuse posts: kept with Discord's words, told once, and sent when that is mended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web

from bot.client import StanceClient
from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.scope import Scope
from bot.services.calendar.settings import CalendarChange
from tests.app.fake_answers import refusal
from tests.app.fake_discord import CHANNEL, GUILD, READER, TOKEN, FakeDiscord, Request
from tests.app.fake_messages import NO_ACCESS, NO_PERMISSION, UNKNOWN_CHANNEL
from tests.delivery.office import DESK, Office
from tests.delivery.office import office as opened
from tests.people import owner

HERE = Scope(guild_id=GUILD)
OTHER = 77_700


@pytest.fixture
async def office(sqlite: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """A server with a desk."""
    async with opened(sqlite, clock) as made:
        await made.set_up(channel_id=CHANNEL, desk_id=DESK)
        yield made


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        (NO_ACCESS, Reason.NO_ACCESS, "Discord answered 403 (code 50001): Missing Access"),
        (NO_PERMISSION, Reason.NO_ACCESS, "Discord answered 403 (code 50013): Missing Permissions"),
        (UNKNOWN_CHANNEL, Reason.NO_CHANNEL, "Discord answered 404 (code 10003): Unknown Channel"),
    ],
)
async def test_a_refused_post_is_kept_and_its_channel_is_asked_no_more(
    office: Office,
    code: int,
    reason: Reason,
    words: str,
) -> None:
    office.discord.channels[CHANNEL].refuses = code
    await office.owe(5)
    await office.finish(office.process())
    refused = [post for post in await office.posts() if post.kind is PostKind.REMINDER]
    assert {(post.state, post.reason) for post in refused} == {(PostState.FAILED, reason)}
    assert refused[0].detail is not None
    assert words in refused[0].detail
    # One request for all five.
    assert [arrival.place for arrival in office.arrivals] == [CHANNEL, DESK]
    assert len(office.texts(DESK)) == 1
    await office.owe(3, prefix="later")
    await office.finish(office.process())
    assert len(office.arrivals) == 2


async def test_the_desk_hears_once_of_each_broken_channel(office: Office) -> None:
    office.discord.channels.add(OTHER, GUILD)
    for channel in (CHANNEL, OTHER):
        office.discord.channels[channel].refuses = NO_PERMISSION
    await office.owe(8, channels=[CHANNEL, OTHER])
    await office.finish(office.process())
    told = office.texts(DESK)
    assert len(told) == 2
    assert all("could not be sent" in text for text in told)
    assert [f"<#{CHANNEL}>" in text for text in sorted(told)].count(True) == 1


async def test_a_desk_that_refuses_is_told_nothing_and_keeps_what_it_is_owed(
    office: Office,
) -> None:
    for channel in (CHANNEL, DESK):
        office.discord.channels[channel].refuses = NO_ACCESS
    await office.owe(2)
    await office.finish(office.process())
    assert await office.states() == {"failed": 3}
    assert len(office.arrivals) == 2


async def test_once_it_is_mended_all_goes_out_in_order_and_the_desk_is_left_alone(
    office: Office,
) -> None:
    await office.discord.channels.permit(CHANNEL, send=False)
    await office.owe(4)
    await office.finish(office.process())
    await office.discord.channels.permit(CHANNEL)
    office.pass_by(timedelta(minutes=3))
    assert await office.services.post_log.mended(GUILD, CHANNEL) == 4
    assert await office.services.post_log.mended(GUILD, CHANNEL) == 0
    await office.finish(office.process())
    assert [text.partition("\n")[0] for text in office.texts()] == [
        f"### Call e{at}" for at in range(4)
    ]
    assert all("3 minutes late" in text for text in office.texts())
    assert len(office.texts(DESK)) == 1


async def test_an_editor_may_try_again_and_is_told_again_when_that_fails(office: Office) -> None:
    office.discord.channels[CHANNEL].refuses = NO_PERMISSION
    await office.owe(3)
    await office.finish(office.process())
    failed = await office.post()
    again = await office.services.post_log.again(HERE, failed.id, by=owner(READER), cause="press-1")
    assert again.owed == 3
    await office.finish(office.process())
    assert len(office.texts(DESK)) == 2
    office.discord.channels[CHANNEL].refuses = None
    await office.services.post_log.again(HERE, failed.id, by=owner(READER), cause="press-2")
    await office.finish(office.process())
    assert len(office.texts()) == 3
    assert (await office.states())["failed"] == 0


async def test_what_has_become_pointless_meanwhile_is_not_sent_after_all(office: Office) -> None:
    office.discord.channels[CHANNEL].refuses = NO_PERMISSION
    await office.owe(2, lead=timedelta(minutes=30))
    await office.finish(office.process())
    office.discord.channels[CHANNEL].refuses = None
    office.pass_by(timedelta(days=3))
    await office.services.post_log.mended(GUILD, CHANNEL)
    await office.finish(office.process())
    assert office.texts() == []
    assert (await office.states())["skipped"] == 2


async def test_a_post_that_discord_finds_wrong_breaks_no_channel(office: Office) -> None:
    async def wrong(request: Request) -> web.Response | None:
        if request.body and "Call e0" in str(request.body) and "messages" in request.path:
            office.discord.hook = None
            return refusal(400, "Invalid Form Body", 50035)
        return None

    office.discord.hook = wrong
    await office.owe(3)
    await office.finish(office.process())
    first, *others = (p for p in await office.posts() if p.kind is PostKind.REMINDER)
    assert (first.state, first.reason) == (PostState.FAILED, Reason.REFUSED)
    assert all(post.state is PostState.SENT for post in others)
    assert len(office.texts(DESK)) == 1


async def test_another_channel_is_chosen_for_one_that_was_deleted(office: Office) -> None:
    """What was refused by then, and what comes after it, goes to the new one."""
    office.discord.channels.add(OTHER, GUILD)
    await office.discord.channels.delete(CHANNEL)
    await office.owe(2)
    await office.finish(office.process())
    assert (await office.states())["failed"] == 2
    change = CalendarChange(channel_id=OTHER, leads=(timedelta(minutes=30),))
    await office.services.calendar_settings.change(
        HERE, change, what="t", by=owner(READER), cause="c1"
    )
    await office.finish(office.process())
    assert len(office.texts(OTHER)) == 2
    assert (await office.states())["failed"] == 0


async def test_naming_the_same_channel_again_tries_what_failed_there(office: Office) -> None:
    """An editor who has mended the permissions says so by setting it up once more."""
    await office.owe(2)
    office.discord.channels[CHANNEL].refuses = NO_PERMISSION
    await office.finish(office.process())
    assert (await office.states())["failed"] == 2
    office.discord.channels[CHANNEL].refuses = None
    change = CalendarChange(channel_id=CHANNEL)
    await office.services.calendar_settings.change(
        HERE, change, what="t", by=owner(READER), cause="c1"
    )
    await office.finish(office.process())
    assert len(office.texts(CHANNEL)) == 2
    assert (await office.states())["failed"] == 0


# The same by what Discord's gateway tells.


@asynccontextmanager
async def on_gateway(office: Office) -> AsyncIterator[FakeDiscord]:
    """Let the bot itself hear what happens, and send as long as it does."""
    async with StanceClient(office.services, office.clock) as client:
        client.reach(office.discord.gateway)
        await client.login(TOKEN)
        connecting = asyncio.create_task(client.connect())
        await office.discord.ready()
        await client.wait_until_ready()
        process = office.process(client)
        process.start()
        try:
            yield office.discord
        finally:
            await process.stop()
            await client.close()
            await asyncio.gather(connecting, return_exceptions=True)


async def failed(office: Office, count: int) -> None:
    """Wait for so many posts to be marked as failed."""
    written = asyncio.Event()
    office.database.on_write, before = written.set, office.database.on_write

    def told() -> None:
        written.set()
        if before is not None:
            before()

    office.database.on_write = told
    async with asyncio.timeout(10):
        while True:
            # Cleared before it is looked: what is written meanwhile must be heard.
            written.clear()
            if (await office.states()).get("failed", 0) >= count:
                return
            await written.wait()


async def test_kicked_and_invited_again_it_sends_what_still_makes_sense(office: Office) -> None:
    async with on_gateway(office) as discord:
        await discord.kick()
        await office.owe(1, prefix="old", lead=timedelta(minutes=1))
        await office.owe(2, prefix="new", lead=timedelta(hours=30))
        # The reminders, and the word of them that the desk cannot be told.
        await failed(office, 4)
        assert len(discord.arrivals) == 2
        office.pass_by(timedelta(hours=26))
        await discord.invite()
        await discord.until(lambda: len(discord.messages()) == 2)
    assert [text.partition("\n")[0] for text in office.texts()] == [
        "### Call new0",
        "### Call new1",
    ]
    assert office.texts(DESK) == []
    assert await office.states() == {"sent": 2, "skipped": 2}


async def test_a_permission_given_back_is_heard_of(office: Office) -> None:
    async with on_gateway(office) as discord:
        await discord.channels.permit(CHANNEL, send=False)
        await office.owe(3)
        await failed(office, 3)
        await discord.channels.permit(CHANNEL)
        await discord.until(lambda: len(discord.messages()) == 3)
    assert len(office.texts(DESK)) == 1


# Direct messages.


async def direct(office: Office, count: int = 1) -> None:
    """Owe so many reminders to one person, beside the one to a channel."""
    await office.owe()
    for at in range(count):
        await office.owe_post(f"e0/1/u{at}", user_id=READER, subject=str(at))


async def personal(office: Office) -> list[tuple[PostState, Reason | None]]:
    return [(post.state, post.reason) for post in await office.posts() if post.user_id is not None]


async def test_a_direct_channel_is_opened_once(office: Office) -> None:
    await office.owe(3)
    for at in range(3):
        await office.owe_post(f"e{at}/1/u", user_id=READER, subject=str(at), event=f"e{at}")
    await office.finish(office.process())
    assert len(office.discord.made("POST", "/users/@me/channels")) == 1
    assert len(office.texts(office.discord.channels.direct(READER).id)) == 3


async def test_closed_direct_messages_are_nobody_elses_business(office: Office) -> None:
    office.discord.channels.closed_dms.add(READER)
    await direct(office)
    await office.finish(office.process())
    assert await personal(office) == [(PostState.FAILED, Reason.DM_CLOSED)]
    assert office.texts(DESK) == []


@pytest.mark.parametrize(
    ("status", "code", "left"),
    [
        (400, 50033, (PostState.FAILED, Reason.REFUSED)),
        (404, 10013, (PostState.FAILED, Reason.NO_CHANNEL)),
        (403, 50278, (PostState.FAILED, Reason.DM_CLOSED)),
        (400, 40003, (PostState.SENT, None)),
        (503, 0, (PostState.SENT, None)),
    ],
)
async def test_a_direct_channel_that_is_not_opened(
    office: Office,
    status: int,
    code: int,
    left: tuple[PostState, Reason | None],
) -> None:
    """What may pass is tried again; what will not is kept, and nobody else is told."""
    refusals = 1

    async def refusing(request: Request) -> web.Response | None:
        nonlocal refusals
        if request.path == "/users/@me/channels" and refusals:
            refusals -= 1
            return refusal(status, "No.", code)
        return None

    office.discord.hook = refusing
    await direct(office)
    await office.finish(office.process())
    assert await personal(office) == [left]
    assert office.texts(DESK) == []
