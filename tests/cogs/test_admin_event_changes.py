"""What becomes of events: moved, called off, held, corrected, retracted, by one editor or two."""

from datetime import timedelta

from bot.domain.records import Event, Source
from bot.domain.vocabulary import EventStatus, RecordState, Verb
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import (
    another_editor,
    asked,
    edit,
    live,
    press,
    publish,
    send,
    versions,
)
from tests.cogs.event_steps import CITED, MOVED, QUOTE, TUESDAY, add, event, taking_part


async def test_undoing_an_event_takes_its_participants_with_it(world: World) -> None:
    done = await add(world)
    assert "Call with Moscow" in await world.read("timeline")
    undone = await press(world, done, "Undo")
    assert await taking_part(world) == []
    assert "Call with Moscow" not in await world.read("timeline")
    await press(world, undone, "Bring it back")
    assert await taking_part(world) == ["putin", "witkoff"]
    assert "Call with Moscow" in await world.read("timeline")


async def test_a_window_gets_its_date_and_undo_gives_the_window_back(world: World) -> None:
    seen = await edit(
        world, "event move", event="e-call", when="Tuesday 15:00 Kyiv", status="confirmed", **MOVED
    )
    words = texts(seen)
    assert "**When** was: 16–23 March 2025 (the source says “this week”)" in words
    assert f"**When** will be: <t:{int(TUESDAY.timestamp())}:F>" in words
    assert "**Status** was: expected\n**Status** will be: confirmed" in words
    assert "Participants" not in words
    done = await press(world, seen, "Publish")
    moved = (await versions(world, Event, "e-call"))[-1]
    assert moved.version.verb is Verb.SET
    assert (moved.record.when.lower, moved.record.status) == (TUESDAY, EventStatus.CONFIRMED)
    assert moved.record.citation.words == "It has another date."
    await press(world, done, "Undo")
    assert (await event(world, "e-call")).when.phrase == "this week"


async def test_a_move_to_the_same_date_is_refused_and_a_confirmation_keeps_its_words(
    world: World,
) -> None:
    shown = await edit(
        world, "event move", event="Call between Trump", when="16–23 March 2025", **MOVED
    )
    assert "recorded as expected for 16–23 March 2025 already" in texts(shown)
    await publish(
        world,
        "event move",
        event="e-call",
        when="16–23 March 2025",
        status="confirmed",
        **MOVED,
    )
    found = await event(world, "e-call")
    assert (found.when.phrase, found.status) == ("this week", EventStatus.CONFIRMED)


async def test_a_cancelled_event_comes_back_with_a_new_date(world: World) -> None:
    await publish(world, "event cancel", event="e-call", **MOVED)
    assert (await event(world, "e-call")).status is EventStatus.CANCELLED
    again = texts(await edit(world, "event cancel", event="e-call", **MOVED))
    assert "recorded as cancelled already" in again
    await publish(world, "event cancel", event="e-call", postponed=True, **MOVED)
    assert (await event(world, "e-call")).status is EventStatus.POSTPONED
    seen = await edit(world, "event move", event="e-call", when="25 March", **MOVED)
    assert "It was postponed, and is expected again." in texts(seen)
    await press(world, seen, "Publish")
    assert (await event(world, "e-call")).status is EventStatus.EXPECTED


async def test_an_outcome_says_what_came_of_it_and_when(world: World) -> None:
    world.clock.advance(timedelta(days=3))
    done = await publish(
        world,
        "event outcome",
        event="e-call",
        result="held",
        outcome="They agreed to talk on.",
        when="yesterday",
        **MOVED,
    )
    found = await event(world, "e-call")
    assert (found.status, found.outcome) == (EventStatus.HELD, "They agreed to talk on.")
    assert str(found.when.first_day) == "2025-03-18"
    assert "They agreed to talk on." in await world.read("timeline")
    for command, options in (("move", {"when": "30 March"}), ("cancel", {})):
        shown = await edit(world, f"event {command}", event="e-call", **options, **MOVED)
        assert "is recorded as held" in texts(shown)
    await press(world, done, "Undo")
    back = await event(world, "e-call")
    assert (back.status, back.outcome, back.when.phrase) == (
        EventStatus.EXPECTED,
        None,
        "this week",
    )


async def test_a_window_that_was_held_at_a_time_not_known_stays_a_window(world: World) -> None:
    await publish(world, "event outcome", event="e-call", result="held", **MOVED)
    assert (await event(world, "e-call")).when.phrase == "this week"


async def test_what_lies_ahead_has_no_outcome_yet(world: World) -> None:
    await add(world)
    held = {"event": "call-with-moscow", "result": "held", **MOVED}
    shown = texts(await edit(world, "event outcome", **held))
    assert "is expected 18 March 2025 15:00 UTC+2, which has not come yet" in shown
    assert "say when" in shown
    not_held = texts(await edit(world, "event outcome", **{**held, "result": "not_held"}))
    assert "use /admin event cancel" in not_held
    later = texts(await edit(world, "event outcome", **held, when="20 March 2025"))
    assert "What has happened cannot be dated in the future" in later
    await publish(world, "event outcome", **held, when="today")
    assert (await event(world)).status is EventStatus.HELD


async def test_what_was_not_held_has_no_date(world: World) -> None:
    options = {"event": "e-call", "result": "not_held", **MOVED}
    shown = texts(await edit(world, "event outcome", **options, when="today"))
    assert "has no date on which it was" in shown
    await publish(world, "event outcome", **options)
    assert (await event(world, "e-call")).status is EventStatus.NOT_HELD


async def test_a_correction_asks_with_everything_as_it_stands(world: World) -> None:
    await add(world)
    dialogue = await edit(world, "event correct", event="Call with Moscow", reason="Misspelt")
    assert asked(dialogue)["quote"]["value"] == QUOTE
    values = {name: control.get("value", "") for name, control in asked(dialogue).items()}
    same = await send(world, dialogue, values)
    assert "Nothing differs" in texts(same)
    dialogue = await press(world, same, "Edit event")
    assert asked(dialogue)["participants"]["value"] == "Vladimir Putin; Steve Witkoff"
    seen = await send(
        world,
        dialogue,
        {
            "title": "Call with Kyiv",
            "kind": ["call"],
            "issue": "ceasefire-30-day",
            "participants": "Steve Witkoff\nVolodymyr Zelenskyy",
            "place": "Jeddah",
        },
    )
    words = texts(seen)
    assert "**Title** was: **Call with Moscow**" in words
    assert "**Participants** was: Vladimir Putin, Steve Witkoff" in words
    assert "**Participants** will be: Steve Witkoff, Volodymyr Zelenskyy" in words
    done = await press(world, seen, "Publish")
    found = (await versions(world, Event, "call-with-moscow"))[-1]
    assert (found.version.verb, found.version.reason) == (Verb.CORRECT, "Misspelt")
    assert (found.record.title, found.record.place) == ("Call with Kyiv", "Jeddah")
    assert found.record.when.lower == TUESDAY
    assert found.record.citation.words == QUOTE
    assert await taking_part(world) == ["witkoff", "zelenskyy"]
    await press(world, done, "Undo")
    assert await taking_part(world) == ["putin", "witkoff"]
    assert (await event(world)).title == "Call with Moscow"


async def test_a_corrected_date_may_have_passed(world: World) -> None:
    await publish(world, "event correct", event="e-call", reason="Misread", when="14 March 2025")
    found = await event(world, "e-call")
    assert str(found.when.first_day) == "2025-03-14"
    assert found.citation.source == "article"
    assert len(await live(world, Source)) == 1


async def test_a_retracted_event_goes_with_its_participants_and_comes_back(world: World) -> None:
    before = await world.read("timeline")
    assert "Call between Trump and Putin" in before
    done = await publish(world, "event retract", event="e-call", reason="A hoax")
    assert "Call between" not in await world.read("timeline")
    assert await taking_part(world, "e-call") == []
    found = (await versions(world, Event, "e-call"))[-1].version
    assert (found.state, found.reason) == (RecordState.RETRACTED, "A hoax")
    shown = texts(await edit(world, "event move", event="e-call", when="20 March", **MOVED))
    assert "was retracted: “A hoax”" in shown
    await press(world, done, "Undo")
    assert await taking_part(world, "e-call") == ["putin"]
    # The log keeps all three: only the number of the version has risen.
    assert (await world.read("timeline")).replace(
        "e-call · version 3", "e-call · version 1"
    ) == before


async def test_of_two_editors_who_move_it_the_second_is_told_and_loses_nothing(
    world: World,
) -> None:
    other = another_editor(world)
    options = {"event": "e-call", **CITED}
    mine = await edit(world, "event move", **options, when="18 March")
    theirs = await edit(world, "event move", other, **options, when="19 March", place="Riyadh")
    await press(world, theirs, "Publish", other)
    again = await press(world, mine, "Publish")
    assert f"<@{other.id}> changed it" in texts(again)
    assert "- theirs now: 19 March 2025\n- yours: 18 March" in texts(again)
    assert "**When** was: 19 March 2025\n**When** will be: 18 March 2025" in texts(again)
    await press(world, again, "Publish")
    found = await event(world, "e-call")
    assert (str(found.when.first_day), found.place) == ("2025-03-18", "Riyadh")


async def test_of_two_corrections_both_stand(world: World) -> None:
    await add(world)
    other = another_editor(world)
    world.clock.advance(timedelta(minutes=1))
    options = {"event": "call-with-moscow", "reason": "Incomplete"}
    mine = await edit(world, "event correct", **options, place="Jeddah")
    theirs = await edit(world, "event correct", other, **options, participants="Putin; USA")
    await press(world, theirs, "Publish", other)
    again = await press(world, mine, "Publish")
    await press(world, again, "Publish")
    assert await taking_part(world) == ["putin", "us"]
    assert (await event(world)).place == "Jeddah"


async def test_an_event_is_offered_by_its_title_with_its_date_and_status(world: World) -> None:
    await add(world)
    ask = world.editor.autocomplete
    found = await ask(world.channel, "admin event move", "event", "moscow", when="x")
    assert found[0] == {
        "name": "Call with Moscow · 18 March 2025 15:00 UTC+2 · expected",
        "value": "call-with-moscow",
    }
    await publish(world, "event cancel", event="e-call", **MOVED)
    found = await ask(world.channel, "admin event move", "event", "", when="x")
    assert [each["value"] for each in found] == ["call-with-moscow", "e-call"]


async def test_an_unknown_event_is_refused_with_a_near_one_and_can_be_mended(world: World) -> None:
    shown = await edit(world, "event move", event="Trumpets", when="18 March", **MOVED)
    assert "No event here goes by “Trumpets”" in texts(shown)
    assert "Did you mean Call between Trump and Putin?" in texts(shown)
    assert "It has another date." in texts(shown)
    dialogue = await press(world, shown, "Edit event")
    seen = await send(world, dialogue, {"event": "call between", "status": [], "place": ""})
    assert "Title: **Call between Trump and Putin**" in texts(seen)


async def test_a_correction_of_another_event_takes_that_ones_own_fields(world: World) -> None:
    await add(world)
    seen = await edit(world, "event correct", event="e-call", reason="Misread", place="Jeddah")
    dialogue = await press(world, seen, "Edit reason")
    seen = await send(
        world, dialogue, {"reason": "Misread", "outcome": "", "event": "call-with-moscow"}
    )
    assert "Title: **Call with Moscow**" in texts(seen)
    assert "**Title** was" not in texts(seen)
    await press(world, seen, "Publish")
    found = await event(world)
    assert (found.title, found.place, found.when.lower) == ("Call with Moscow", "Jeddah", TUESDAY)
    assert (await event(world, "e-call")).place is None
