"""How editors add events: dates as they are typed, participants, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.records import Role
from bot.domain.vocabulary import EventKind, EventStatus, RoleKind
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import asked, edit, live, press, send
from tests.cogs.event_steps import CALL, CITED, QUOTE, TUESDAY, add, event


async def test_this_week_said_on_a_sunday_is_asked_and_no_clock_time_is_made_up(
    world: World,
) -> None:
    shown = await edit(world, "event add", **CALL)
    assert shown.ephemeral
    assert "Which days?" in texts(shown)
    assert {"10–16 March 2025", "16–22 March 2025"} <= set(buttons(shown))
    assert "Publish" not in buttons(shown)
    seen = await press(world, shown, "16–22 March 2025")
    words = texts(seen)
    assert "When: 16–22 March 2025 (the source says “this week”)" in words
    assert "<t:" not in words
    assert "Status: expected" in words
    assert "Kind: call" in words
    assert "Participants: Vladimir Putin, Steve Witkoff" in words
    assert "Issues: 30-day ceasefire proposal" in words
    assert "Key: `call-with-moscow`" in words
    done = await press(world, seen, "Publish")
    assert "a new event · `call-with-moscow`" in texts(done)
    found = await event(world)
    assert (found.when.phrase, found.when.has_clock_time) == ("this week", False)
    assert (str(found.when.first_day), str(found.when.last_day)) == ("2025-03-16", "2025-03-22")
    assert (found.status, found.kind) == (EventStatus.EXPECTED, EventKind.CALL)
    assert found.issues == ("ceasefire-30-day",)
    roles = [each for each in await live(world, Role) if each.event == "call-with-moscow"]
    assert [each.actor for each in roles] == ["putin", "witkoff"]
    assert {each.role for each in roles} == {RoleKind.PARTICIPANT}
    assert {each.citation for each in roles} == {found.citation}
    assert found.citation.words == QUOTE


@pytest.mark.parametrize(
    "typed",
    ["Tuesday 15:00 Kyiv", "<t:1742302800:F>", "18 March 13:00", "2025-03-18T15:00+02:00"],
)
async def test_a_clock_time_is_echoed_in_the_readers_own_zone(world: World, typed: str) -> None:
    seen = await edit(world, "event add", **{**CALL, "when": typed})
    assert f"When: <t:{int(TUESDAY.timestamp())}:F>" in texts(seen)
    await press(world, seen, "Publish")
    found = (await event(world)).when
    assert (found.lower, found.has_clock_time) == (TUESDAY, True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("у вівторок", "18"), ("18 March", "18"), ("in 3 days", "19")],
)
async def test_a_day_is_read_in_words_and_stays_a_day(world: World, typed: str, day: str) -> None:
    shown = texts(await edit(world, "event add", **{**CALL, "when": typed}))
    assert f"When: {day} March 2025" in shown
    assert "<t:" not in shown


async def test_what_has_passed_is_refused_with_what_was_read(world: World) -> None:
    shown = await edit(world, "event add", **{**CALL, "when": "15 March 2025 10:00 Kyiv"})
    assert "That has passed: “15 March 2025 10:00 Kyiv” was 15 March 2025 10:00 UTC+2." in texts(
        shown
    )
    assert QUOTE in texts(shown)
    dialogue = await press(world, shown, "Edit")
    seen = await send(world, dialogue, {**CITED, "when": "18 March"})
    assert "When: 18 March 2025" in texts(seen)


async def test_what_passed_while_it_was_a_draft_is_refused_too(world: World) -> None:
    seen = await edit(world, "event add", **{**CALL, "when": "Tuesday 15:00 Kyiv"})
    world.clock.advance(timedelta(days=3))
    refused = await press(world, seen, "Publish")
    assert "That has passed by now: “Tuesday 15:00 Kyiv” was 18 March 2025 15:00 UTC+2" in texts(
        refused
    )


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("30 March 2025 03:30 Kyiv", ("30 March 2025 02:30 UTC+2", "30 March 2025 04:30 UTC+3")),
        (
            "26 October 2025 03:30 Kyiv",
            ("26 October 2025 03:30 UTC+3", "26 October 2025 03:30 UTC+2"),
        ),
        (
            "2 November 2025 01:30 New York",
            ("2 November 2025 01:30 UTC−4", "2 November 2025 01:30 UTC−5"),
        ),
    ],
)
async def test_an_hour_that_clocks_skip_or_repeat_is_asked_with_buttons(
    world: World, typed: str, readings: tuple[str, str]
) -> None:
    shown = await edit(world, "event add", **{**CALL, "when": typed})
    assert "Which time?" in texts(shown)
    assert set(readings) <= set(buttons(shown))
    seen = await press(world, shown, readings[1])
    await press(world, seen, "Publish")
    first, second = readings[1].rsplit("UTC", 1)
    offset = int(second.replace("−", "-"))
    at = datetime.strptime(first.strip(), "%d %B %Y %H:%M").replace(tzinfo=UTC)
    assert (await event(world)).when.lower == at - timedelta(hours=offset)


async def test_what_the_options_lack_is_asked_for(world: World) -> None:
    dialogue = await edit(world, "event add", title="Vote in the Rada", when="20 March")
    assert list(asked(dialogue)) == ["when", "quote", "source", "url", "published"]
    seen = await send(world, dialogue, {**CITED, "when": "20 March"})
    assert "Kind: vote" in texts(seen)


async def test_an_unknown_participant_is_refused_with_a_near_one_and_loses_nothing(
    world: World,
) -> None:
    shown = await edit(
        world, "event add", **{**CALL, "when": "18 March", "participants": "Putin, Vitkof"}
    )
    assert "No actor here goes by “Vitkof”" in texts(shown)
    assert "Did you mean Steve Witkoff?" in texts(shown)
    assert QUOTE in texts(shown)
    dialogue = await press(world, shown, "Edit event")
    assert asked(dialogue)["participants"]["value"] == "Putin, Vitkof"
    seen = await send(
        world,
        dialogue,
        {
            "title": "Call with Moscow",
            "kind": [],
            "issue": "none",
            "participants": "Putin; Зеленський",
            "place": "",
        },
    )
    assert "Participants: Vladimir Putin, Volodymyr Zelenskyy" in texts(seen)
    assert "Issues" not in texts(seen)
    await press(world, seen, "Publish")
    assert (await event(world)).issues == ()


async def test_a_long_quotation_is_kept_whole(world: World) -> None:
    quote = "@everyone ы" * 540
    seen = await edit(world, "event add", **{**CALL, "when": "18 March", "quote": quote})
    assert "more characters" in texts(seen)
    assert "@everyone" not in texts(seen)
    await press(world, seen, "Publish")
    assert (await event(world)).citation.words == quote


async def test_an_event_like_it_is_pointed_out(world: World) -> None:
    await add(world)
    shown = texts(await edit(world, "event add", **{**CALL, "when": "20 March"}))
    assert "An event of this title stands here already: 18 March 2025 15:00 UTC+2" in shown
    later = texts(await edit(world, "event add", **{**CALL, "when": "20 May"}))
    assert "stands here already" not in later


async def test_a_year_left_out_is_pointed_out_when_it_is_the_next(world: World) -> None:
    shown = texts(await edit(world, "event add", **{**CALL, "when": "16 March 11:00"}))
    assert "That is in 2026. Add the year if another one is meant." in shown
