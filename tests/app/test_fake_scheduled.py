"""Scheduled events and roles in the fake Discord, as discord.py's own client meets them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias

import aiohttp
import pytest
from discord.http import Route

from bot.clock import ManualClock
from tests.app import fake_faults as faults
from tests.app.callers import caller, refused
from tests.app.fake_discord import CHANNEL, GUILD, READER, FakeDiscord
from tests.app.fake_faults import scripted

Change: TypeAlias = Callable[..., Awaitable[Any]]


def event_body(clock: ManualClock, **other: Any) -> dict[str, Any]:
    """An external event in an hour, for an hour."""
    return {
        "name": "Call of Trump and Putin",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "by telephone"},
        "scheduled_start_time": (clock.at + timedelta(hours=1)).isoformat(),
        "scheduled_end_time": (clock.at + timedelta(hours=2)).isoformat(),
        **other,
    }


@pytest.fixture
async def timed(
    clock: ManualClock,
) -> AsyncIterator[tuple[FakeDiscord, Change]]:
    """A Discord whose clock stands, and a way to ask about scheduled events."""
    async with FakeDiscord(clock) as world, caller(world) as client:

        async def ask(method: str, ident: str = "", **body: Any) -> Any:
            path = "/guilds/{guild_id}/scheduled-events" + (f"/{ident}" if ident else "")
            route = Route(method, path, guild_id=GUILD)
            return await client.http.request(route, json=body or None)

        yield world, ask


async def test_a_scheduled_event_starts_and_ends_by_itself(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
) -> None:
    world, ask = timed
    made = await ask("POST", **event_body(clock))
    assert (await ask("GET", made["id"]))["status"] == 1
    clock.advance(timedelta(hours=1))
    assert [each["status"] for each in await ask("GET")] == [2]
    clock.advance(timedelta(hours=1))
    assert list(await ask("GET")) == []
    assert await refused(ask("PATCH", made["id"], name="Later")) == 180000
    assert [each["status"] for each in world.scheduled.events(GUILD)] == [3]


async def test_a_scheduled_event_is_moved_cancelled_and_deleted(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
) -> None:
    _, ask = timed
    made = await ask("POST", **event_body(clock))
    later = event_body(clock, scheduled_end_time=(clock.at + timedelta(hours=3)).isoformat())
    assert (await ask("PATCH", made["id"], **later))["scheduled_end_time"] != made[
        "scheduled_end_time"
    ]
    assert await refused(ask("PATCH", made["id"], status=3)) == 50035
    assert (await ask("PATCH", made["id"], status=4))["status"] == 4
    await ask("DELETE", made["id"])
    assert await refused(ask("GET", made["id"])) == 10070


@pytest.mark.parametrize(
    "other",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"description": "x" * 1001},
        {"entity_metadata": {"location": "x" * 101}},
        {"entity_metadata": None},
        {"privacy_level": None},
        {"entity_type": None},
        {"scheduled_end_time": None},
        {"scheduled_start_time": "2025-03-16T11:59:00+00:00"},
        {"scheduled_start_time": "2025-03-16T15:00:00+00:00"},
        {"channel_id": str(CHANNEL)},
    ],
)
async def test_a_scheduled_event_that_discord_refuses_is_refused(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
    other: dict[str, Any],
) -> None:
    world, ask = timed
    assert await refused(ask("POST", **event_body(clock, **other))) == 50035
    assert world.scheduled.events(GUILD) == []


async def test_a_server_has_room_for_a_hundred_open_events(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
) -> None:
    _, ask = timed
    made = [await ask("POST", **event_body(clock)) for _ in range(100)]
    assert await refused(ask("POST", **event_body(clock))) == 30038
    await ask("PATCH", made[0]["id"], status=4)
    await ask("POST", **event_body(clock))


async def test_the_bot_may_not_be_allowed_to_make_events(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
) -> None:
    world, ask = timed
    made = await ask("POST", **event_body(clock))
    world.scheduled.refused.add(GUILD)
    assert await refused(ask("POST", **event_body(clock))) == 50013
    assert await refused(ask("PATCH", made["id"], status=4)) == 50013
    await world.kick()
    assert await refused(ask("GET")) == 50001


async def test_an_event_whose_answer_was_lost_is_there(
    timed: tuple[FakeDiscord, Change],
    clock: ManualClock,
) -> None:
    world, ask = timed
    world.scheduled.faults.policy = scripted(faults.RESET_AFTER)
    with pytest.raises(aiohttp.ClientOSError):
        await ask("POST", **event_body(clock))
    assert len(list(await ask("GET"))) == 1


async def test_roles_are_given_and_taken() -> None:
    async with FakeDiscord() as world, caller(world) as client:
        give, take = client.http.add_role, client.http.remove_role
        assert await refused(give(GUILD, READER, 5)) == 10011
        world.roles.add(5, GUILD)
        await give(GUILD, READER, 5)
        assert world.roles.held(GUILD, READER) == {5}
        assert (await client.http.get_member(GUILD, READER))["roles"] == ["5"]
        await take(GUILD, READER, 5)
        assert world.roles.held(GUILD, READER) == set()
        assert world.roles.changes == [("PUT", GUILD, READER, 5), ("DELETE", GUILD, READER, 5)]
        world.roles.refused.add(5)
        assert await refused(give(GUILD, READER, 5)) == 50013
        await world.roles.delete(5, GUILD)
        assert await refused(give(GUILD, READER, 5)) == 10011
