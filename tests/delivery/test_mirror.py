"""Discord's own events follow the calendar: one for each clock time, and none that nobody meant."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db import acts, breakages
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.delivery.attempt import Attempt
from bot.delivery.payload import body_of
from bot.delivery.wire import Wire
from bot.domain.posts import PostState, Reason
from bot.domain.vocabulary import EventStatus, Verb
from bot.domain.when import days, instant
from bot.services.posts.outbox import Outbox
from tests.app import fake_faults as faults
from tests.app.callers import caller
from tests.app.fake_discord import GUILD, FakeDiscord, Request
from tests.app.fake_faults import Fault, scripted
from tests.delivery.mirror_world import (
    ACTIVE,
    CALL,
    CANCELED,
    COMPLETED,
    PUTIN,
    SCHEDULED,
    SOURCE,
    TUESDAY,
    WEDNESDAY,
    World,
)


@pytest.fixture
async def world(sqlite: Database, clock: ManualClock) -> AsyncIterator[World]:
    async with FakeDiscord(clock) as discord, caller(discord) as client:
        made = World(sqlite, clock, discord, client)

        def work(unit: Unit) -> None:
            act = acts.begin(unit, GUILD, what="test", at=clock.now())
            acts.add_many(act, [SOURCE, PUTIN])

        await sqlite.write(work)
        await made.set_mirror(on=True)
        yield made


async def test_a_clock_time_is_shown_with_what_is_known_of_it(world: World) -> None:
    await world.show(CALL)
    (event,) = world.events
    assert event["name"] == "Expected: Trump–Putin call"
    assert event["entity_metadata"] == {"location": "not recorded"}
    assert event["scheduled_start_time"] == TUESDAY.isoformat()
    assert event["description"].splitlines() == [
        "Status: expected",
        "The source’s words: “They are to speak on Tuesday.”",
        "Participants: none recorded",
        "Source: Al Jazeera: What do they want?",
        "https://example.org/a",
        "The end is set by Discord’s rules; none is recorded.",
        "stancebot:call",
    ]
    (post,) = await world.made()
    assert post.state is PostState.SENT


async def test_a_window_is_never_shown(world: World) -> None:
    await world.show(replace(CALL, when=days(date(2025, 3, 18), phrase="on Tuesday")))
    await world.show(replace(CALL, key="week", when=days(date(2025, 3, 17), date(2025, 3, 23))))
    assert world.events == []
    assert await world.made() == []


async def test_an_event_that_loses_its_clock_time_is_taken_off(world: World) -> None:
    await world.show(CALL)
    await world.show(replace(CALL, when=days(date(2025, 3, 20))))
    assert world.statuses == [CANCELED]


async def test_a_moved_event_moves_and_stays_the_same_one(world: World) -> None:
    await world.show(CALL)
    await world.show(
        replace(CALL, when=instant(WEDNESDAY), status=EventStatus.CONFIRMED, place="Jeddah"),
    )
    (event,) = world.events
    assert event["scheduled_start_time"] == WEDNESDAY.isoformat()
    assert event["scheduled_end_time"] == (WEDNESDAY + timedelta(hours=1)).isoformat()
    assert (event["name"], event["entity_metadata"]["location"]) == ("Trump–Putin call", "Jeddah")
    assert world.writes == ["POST", "PATCH"]


async def test_what_agrees_already_is_not_touched(world: World) -> None:
    await world.show(CALL)
    await world.show(CALL, Verb.CONFIRM)
    assert [post.state for post in await world.made()] == [PostState.SENT] * 2
    assert world.writes == ["POST"]


@pytest.mark.parametrize(
    "status", [EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.NOT_HELD]
)
async def test_a_cancelled_event_is_cancelled_and_shown_anew_when_it_is_on_again(
    world: World,
    status: EventStatus,
) -> None:
    await world.show(CALL)
    await world.show(replace(CALL, status=status))
    assert world.statuses == [CANCELED]
    await world.show(CALL)
    assert world.statuses == [CANCELED, SCHEDULED]


async def test_a_retracted_event_is_taken_off(world: World) -> None:
    await world.show(CALL)
    await world.show(CALL, Verb.RETRACT)
    assert world.statuses == [CANCELED]


async def test_the_mirror_can_be_switched_off_and_on_as_often_as_one_likes(world: World) -> None:
    await world.show(CALL)
    for times in (1, 2):
        await world.set_mirror(on=False)
        await world.send()
        assert world.statuses == [CANCELED] * times
        await world.set_mirror(on=True)
        await world.send()
        assert world.statuses == [CANCELED] * times + [SCHEDULED]


async def test_switched_off_and_on_before_anything_was_sent_it_is_still_shown(
    world: World,
) -> None:
    await world.record(CALL)
    await world.set_mirror(on=False)
    await world.set_mirror(on=True)
    await world.send()
    assert world.statuses == [SCHEDULED]


async def test_what_concerns_other_things_owes_discord_nothing(world: World) -> None:
    await world.show(CALL)
    for _ in range(3):
        await world.set_mirror(on=True)
        await world.send()
    assert len(await world.made()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.RESET_AFTER,
        faults.CLOSED_AFTER,
        faults.MALFORMED,
        faults.RESET_BEFORE,
        faults.UNAVAILABLE,
        pytest.param(faults.ERROR_AFTER, id="500 that discord.py would send again"),
        pytest.param(faults.limited(0.01), id="429"),
    ],
)
async def test_whatever_becomes_of_the_answer_there_is_one_event(
    world: World,
    fault: Fault,
) -> None:
    world.discord.scheduled.faults.policy = scripted(fault)
    await world.show(CALL)
    await world.send(after=timedelta(minutes=1))
    assert world.statuses == [SCHEDULED]
    await world.show(replace(CALL, when=instant(WEDNESDAY)))
    assert world.statuses == [SCHEDULED]
    assert world.events[0]["scheduled_start_time"] == WEDNESDAY.isoformat()
    assert world.told == []


async def test_a_process_that_dies_with_the_answer_leaves_one_event(world: World) -> None:
    await world.record(CALL)
    outbox = Outbox(world.database, world.clock, Directories())
    turn = await outbox.turn([], by="died", limit=9, render=body_of)
    for post in turn.fresh:
        await Attempt(Wire(world.client)).try_to_send(post, fresh=True)
    await world.send(after=timedelta(minutes=2))
    assert world.statuses == [SCHEDULED]
    assert world.writes == ["POST"]


async def test_what_is_cancelled_while_its_entry_is_being_made_does_not_stay(world: World) -> None:
    world.discord.scheduled.faults.policy = scripted(faults.RESET_AFTER)
    await world.show(CALL)
    assert world.statuses == [SCHEDULED]
    await world.record(replace(CALL, status=EventStatus.CANCELLED))
    await world.send(after=timedelta(minutes=1))
    assert world.statuses == [CANCELED]
    assert [post.state for post in await world.made()] == [PostState.SKIPPED, PostState.SENT]


async def test_an_entry_deleted_by_hand_comes_back_only_with_a_change(world: World) -> None:
    await world.show(CALL)
    world.discord.scheduled.remove(GUILD, int(world.events[0]["id"]))
    await world.set_mirror(on=True)
    await world.send()
    assert world.events == []
    await world.show(replace(CALL, when=instant(WEDNESDAY)))
    assert world.statuses == [SCHEDULED]


async def test_an_entry_deleted_by_hand_may_be_cancelled(world: World) -> None:
    await world.show(CALL)
    world.discord.scheduled.remove(GUILD, int(world.events[0]["id"]))
    await world.show(replace(CALL, status=EventStatus.CANCELLED))
    assert world.events == []
    assert (await world.made())[-1].state is PostState.SENT


@pytest.mark.parametrize(
    ("change", "left"),
    [({"when": instant(WEDNESDAY)}, [SCHEDULED]), ({"status": EventStatus.CANCELLED}, [])],
)
async def test_an_entry_deleted_at_the_last_moment_disturbs_nothing(
    world: World,
    change: dict[str, Any],
    left: list[int],
) -> None:
    await world.show(CALL)

    async def delete_first(request: Request) -> None:
        if request.method == "PATCH":
            world.discord.scheduled.remove(GUILD, int(world.events[0]["id"]))

    world.discord.hook = delete_first
    await world.show(replace(CALL, **change))
    assert world.statuses == left
    assert [post.state for post in await world.made()] == [PostState.SENT] * 2


async def test_an_entry_changed_by_hand_is_set_right_with_the_next_change(world: World) -> None:
    await world.show(CALL)
    world.events[0] |= {"name": "Party", "description": "Bring cake."}
    await world.show(CALL, Verb.CONFIRM)
    (event,) = world.events
    assert event["name"] == "Expected: Trump–Putin call"
    assert event["description"].endswith("stancebot:call")


async def test_others_events_are_left_alone_whatever_they_say(world: World) -> None:
    await world.show(replace(CALL, key="other", title="Another call"))
    ours = world.events[0]
    theirs = {**ours, "id": "5", "creator_id": "77003", "description": "stancebot:call"}
    world.discord.scheduled._events[GUILD][5] = theirs
    ours["description"] = "stancebot:call\nstancebot:other"
    await world.show(CALL)
    await world.show(replace(CALL, status=EventStatus.CANCELLED))
    assert [(e["name"], e["status"]) for e in world.events] == [
        ("Expected: Another call", SCHEDULED),
        ("Expected: Another call", SCHEDULED),
        ("Expected: Trump–Putin call", CANCELED),
    ]


async def test_a_full_list_is_told_to_the_desk_once(world: World) -> None:
    for number in range(100):
        await world.record(replace(CALL, key=f"e{number}"))
    await world.send()
    assert world.statuses == [SCHEDULED] * 100
    await world.show(replace(CALL, title="One too many"))
    await world.show(replace(CALL, key="another", title="Another too many"))
    (failed,) = await world.made()
    assert (failed.state, failed.reason) == (PostState.FAILED, Reason.REFUSED)
    (told,) = world.told
    assert "One too many" in told
    assert "Maximum number of server scheduled events" in told


async def test_a_missing_permission_is_told_to_the_desk_once_with_what_to_do(world: World) -> None:
    world.discord.scheduled.refused.add(GUILD)
    await world.show(CALL)
    for number in range(5):
        await world.show(replace(CALL, key=f"e{number}"))
    (failed,) = await world.made()
    assert (failed.state, failed.reason) == (PostState.FAILED, Reason.NO_ACCESS)
    (told,) = world.told
    assert "Discord’s own events" in told
    assert "create" in told.lower()
    broken = await world.database.read(lambda unit: breakages.broken_channels(unit, GUILD))
    assert broken == set()
    world.discord.scheduled.refused.clear()
    await world.show(replace(CALL, when=instant(WEDNESDAY)))
    assert world.statuses == [SCHEDULED]
    world.discord.scheduled.refused.add(GUILD)
    await world.show(replace(CALL, status=EventStatus.CANCELLED))
    assert len(world.told) == 2


async def test_a_bot_that_was_thrown_out_has_no_access(world: World) -> None:
    await world.record(CALL)
    await world.discord.kick()
    await world.send()
    (failed,) = await world.made()
    assert (failed.state, failed.reason) == (PostState.FAILED, Reason.NO_ACCESS)


async def test_what_begins_before_discord_would_take_it_is_too_late(world: World) -> None:
    world.discord.scheduled.faults.policy = scripted(faults.UNAVAILABLE)
    await world.show(replace(CALL, when=instant(world.clock.now() + timedelta(minutes=1))))
    await world.send(after=timedelta(minutes=2))
    (failed,) = await world.made()
    assert (failed.state, failed.reason) == (PostState.FAILED, Reason.TOO_LATE)
    assert world.events == []


async def test_what_has_begun_runs_to_its_end_when_only_its_words_change(world: World) -> None:
    await world.show(CALL)
    world.clock.at = TUESDAY + timedelta(minutes=5)
    await world.show(replace(CALL, title="Call of Trump and Putin"))
    assert world.statuses == [ACTIVE]


async def test_what_has_begun_is_ended_when_it_is_called_off(world: World) -> None:
    await world.show(CALL)
    world.clock.at = TUESDAY + timedelta(minutes=5)
    await world.show(replace(CALL, status=EventStatus.NOT_HELD))
    assert world.statuses == [COMPLETED]


async def test_what_has_begun_and_is_moved_is_ended_and_shown_at_its_new_time(world: World) -> None:
    await world.show(CALL)
    world.clock.at = TUESDAY + timedelta(minutes=5)
    await world.show(replace(CALL, when=instant(WEDNESDAY)))
    assert world.statuses == [COMPLETED, SCHEDULED]


async def test_what_is_over_is_left_as_it_is(world: World) -> None:
    await world.show(CALL)
    world.clock.at = WEDNESDAY
    await world.show(replace(CALL, status=EventStatus.HELD))
    assert world.statuses == [COMPLETED]
    assert world.writes == ["POST"]
    assert [post.state for post in await world.made()] == [PostState.SENT] * 2


async def test_what_is_moved_into_the_past_is_taken_off(world: World) -> None:
    await world.show(CALL)
    await world.show(replace(CALL, when=instant(world.clock.now() - timedelta(hours=3))))
    assert world.statuses == [CANCELED]
