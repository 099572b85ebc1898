"""`/remind` of an event that is known by a window only: its hour is waited for, not made up."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.posts import PostKind
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import publish
from tests.cogs.event_steps import MOVED, TUESDAY
from tests.cogs.remind_steps import HOUR, TALKS, WINDOW, owed, send, stamp, wishes
from tests.cogs.test_admin_rights import forged


@pytest.fixture
async def talks(world: World) -> World:
    await world.record(TALKS, WINDOW)
    return world


async def test_the_call_this_week_is_asked_for_on_its_sunday(talks: World) -> None:
    """The first case: kept at once, owed with its hour, sent so long before it, and once."""
    shown = await talks.ask("remind", event="e-call", before="1 hour")
    assert shown.ephemeral
    said = texts(shown)
    assert "You will be reminded" in said
    assert (
        "Its hour is not known yet: expected 16–23 March 2025 (the source says “this week”). Once "
        "it is recorded, you are reminded 1 hour before it." in said
    )
    assert "You are told in private." in said
    assert "<t:" not in said
    assert not await owed(talks, "e-call")
    assert "stands already" in await talks.read("remind", event="e-call", before="60 min")
    listed = await talks.read("reminders")
    assert "1 hour before the start, in private: waits for its hour" in listed
    assert "<t:" not in listed
    talks.clock.advance(timedelta(hours=2))
    await publish(talks, "event move", event="e-call", when="18 March 15:00 Kyiv", **MOVED)
    (post,) = await owed(talks, "e-call")
    assert (post.kind, post.user_id, post.due_at) == (
        PostKind.REMINDER,
        talks.reader.id,
        TUESDAY - HOUR,
    )
    assert f"comes {stamp(TUESDAY - HOUR)}" in await talks.read("reminders")
    talks.clock.at = TUESDAY - HOUR
    assert [each.id for each in await send(talks)] == [post.id]
    assert not await owed(talks, "e-call")


async def test_at_the_start_of_an_open_window_is_said_as_such(talks: World) -> None:
    said = await talks.read("remind", event="e-call", before="at the start", where="here")
    assert "Once it is recorded, you are reminded when it starts." in said
    assert f"You are told in <#{talks.channel.id}>." in said
    assert not await owed(talks, "e-call")


async def test_of_a_window_to_come_both_are_said(talks: World) -> None:
    said = await talks.read("remind", event="e-next", before="24 hours before it opens")
    assert "Its hour is not known yet: expected 24–30 March 2025" in said
    assert "Once it is recorded, you are reminded 24 hours before it." in said
    assert "Until then, it comes on 23 March 2025, 24 hours before it opens." in said
    listed = await talks.read("reminders")
    assert "comes on 23 March 2025; then waits for its hour" in listed
    talks.clock.at = datetime(2025, 3, 24, 12, tzinfo=UTC)
    await send(talks)
    assert "; waits for its hour" in await talks.read("reminders")


async def test_a_time_that_has_passed_before_the_opening_is_kept_for_the_hour(
    talks: World,
) -> None:
    said = await talks.read("remind", event="e-next", before="2 weeks")
    assert "Once it is recorded, you are reminded 14 days before it." in said
    assert "14 days before it opens has passed, so nothing comes before it opens." in said
    assert len(await wishes(talks)) == 1
    assert not await owed(talks, "e-next")


async def test_a_closed_window_is_refused_and_off_the_list(talks: World) -> None:
    await talks.ask("remind", event="e-call", before="1 hour")
    talks.clock.at = datetime(2025, 3, 24, tzinfo=UTC)
    said = await talks.read("remind", event="e-call", before="1 day")
    assert "has closed: it was 16–23 March 2025" in said
    assert "You have no reminders here" in await talks.read("reminders")
    assert talks.env.errors


async def test_the_button_and_typing_offer_the_usual_times(talks: World) -> None:
    names = [
        "at the start",
        "15 minutes before the start",
        "1 hour before the start",
        "24 hours before the start",
        "7 days before the start",
    ]
    found = await talks.reader.autocomplete(talks.channel, "remind", "before", "", event="e-call")
    assert [each["name"] for each in found] == names
    shown = await forged(talks, talks.reader, "sb:remind-me:e-call")
    assert [each.lower() for each in buttons(shown)] == names
    assert "Counted from its hour, once that is recorded." in texts(shown)
    kept = await talks.press(shown, "1 hour before the start")
    assert "you are reminded 1 hour before it." in texts(kept)
    (wish,) = await wishes(talks)
    assert wish.event == "e-call"
