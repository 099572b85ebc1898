"""`/admin review`: the queue is worked from top to bottom in one message, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.access import Review
from bot.domain.records import Event, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus, Verb
from bot.services.editing.forms import StanceForm
from tests.cogs.conftest import NewClient, World, buttons, newest, texts
from tests.cogs.editing_steps import (
    COMPLETE,
    QUOTE,
    another_editor,
    asked,
    card,
    edit,
    press,
    send,
    versions,
)
from tests.cogs.test_admin_rights import forged
from tests.people import owner

MOVED = {"quote": "They spoke.", "source": "The Daily — Talks", "url": "https://example.org/t"}


@pytest.fixture
async def second(world: World) -> Any:
    """A second editor; the first one’s stance of Putin waits for them."""
    scope = Scope(guild_id=world.guild.id)
    by = owner(world.editor.id)
    await world.client.services.roles.set_review(scope, Review.EVERYBODY, by=by, cause="all")
    form = StanceForm(**COMPLETE)
    seen = await world.client.services.editing.start(scope, form, by=by)
    await world.client.services.editing.publish(scope, seen.draft_id, by=by)
    return another_editor(world)


async def review(world: World, who: Any) -> Any:
    return await who.slash(world.channel, "admin review")


async def test_a_draft_is_published_and_the_next_item_comes_in_the_same_message(
    world: World, second: Any
) -> None:
    before = await card(world)
    shown = await review(world, second)
    assert shown.ephemeral
    assert "### Review · 1 of 2" in texts(shown)
    assert f"Drafted by <@{world.editor.id}>" in texts(shown)
    assert QUOTE in texts(shown)
    assert await card(world) == before
    done = await press(world, shown, "Publish", second)
    assert newest(done).id == newest(shown).id
    assert "**Published**: a new stance" in texts(done)
    assert "### Review · 1 of 1" in texts(done)
    assert "An event without a date" in texts(done)
    assert QUOTE in await card(world)
    undone = await press(world, done, "Undo", second)
    assert "**Undone**" in texts(undone)
    assert await card(world) == before
    back = await press(world, undone, "Bring it back", second)
    assert "### Review · 1 of 1" in texts(back)
    assert QUOTE in await card(world)


async def test_its_author_finds_it_in_no_queue_and_withdraws_it(world: World, second: Any) -> None:
    shown = texts(await review(world, world.editor))
    assert QUOTE not in shown
    listed = await edit(world, "drafts")
    assert "It waits until somebody else publishes it" in texts(listed)
    opened = await press(world, listed, "Go on with 1")
    assert "Submit for review" not in buttons(opened)
    gone = await press(world, opened, "Withdraw")
    assert QUOTE in texts(gone)
    assert QUOTE not in texts(await review(world, second))


async def test_it_is_sent_back_with_a_reason_that_its_author_reads(
    world: World, second: Any, new_client: NewClient
) -> None:
    shown = await review(world, second)
    dialogue = await press(world, shown, "Send back", second)
    assert dialogue.modal["title"] == "Send it back"
    await world.env.restart_bot(new_client())
    done = await send(world, dialogue, {"text": "Which page says so?"}, second)
    assert newest(done).id == newest(shown).id
    assert "**Sent back**" in texts(done)
    listed = texts(await edit(world, "drafts"))
    assert "**Sent back:** “Which page says so?”" in listed
    undone = await press(world, done, "Undo", second)
    assert "it waits for review again" in texts(undone)
    assert "Sent back" not in texts(await edit(world, "drafts"))


async def test_an_editor_changes_it_first_and_comes_back_to_the_queue(
    world: World, second: Any
) -> None:
    shown = await review(world, second)
    dialogue = await press(world, shown, "Edit position", second)
    values = {"actor": "putin", "position": ["rejects"], "issue": "", "voice": "", "commitment": []}
    seen = await send(world, dialogue, values, second)
    assert newest(seen).id == newest(shown).id
    assert "Cancel" not in buttons(seen)
    back = await press(world, seen, "Back to the queue", second)
    assert "### Review · 1 of 2" in texts(back)
    done = await press(world, back, "Publish", second)
    assert "**Published**" in texts(done)
    assert "Rejects" in await card(world)


async def test_what_is_skipped_stays_and_the_end_says_what_is_left(
    world: World, second: Any
) -> None:
    shown = await review(world, second)
    one = await press(world, shown, "Skip", second)
    assert "### Review · 2 of 2" in texts(one)
    end = await press(world, one, "Skip", second)
    assert "That was the last. Still there: 1 draft · 1 event without a date." in texts(end)
    again = await press(world, end, "From the top", second)
    assert "### Review · 1 of 2" in texts(again)


async def test_an_item_opens_its_form_and_its_preview_leads_back(world: World) -> None:
    shown = await review(world, world.editor)
    assert "An event without a date" in texts(shown)
    dialogue = await press(world, shown, "Give a date")
    assert asked(dialogue)["when"]
    seen = await send(world, dialogue, {**MOVED, "when": "18 March 2025 15:00"})
    assert newest(seen).id == newest(shown).id
    assert "Back to the queue" in buttons(seen)
    gone = await press(world, seen, "Cancel")
    back = await press(world, gone, "Back to the queue")
    assert "### Review · 1 of 1" in texts(back)
    world.clock.advance(timedelta(minutes=1))
    dialogue = await press(world, back, "Held")
    values = {**MOVED, "result": ["held"]}
    seen = await send(world, dialogue, values)
    done = await press(world, seen, "Publish")
    assert (await versions(world, Event, "e-call"))[-1].record.status is EventStatus.HELD
    assert "**After an event**" in texts(done)
    after = await press(world, done, "Still so")
    assert (await versions(world, Stance, "s-putin"))[-1].version.verb is Verb.CONFIRM
    assert "Nothing waits." in texts(after)
    undone = await press(world, after, "Undo")
    assert "**After an event**" in texts(undone)


async def test_a_report_is_answered_from_the_queue(world: World) -> None:
    await world.reader.slash(world.channel, "report", record="s-putin", text="Read it again.")
    shown = await review(world, world.editor)
    assert "**A reader’s report**: The stance of Vladimir Putin" in texts(shown)
    assert "Read it again." in texts(shown)
    dialogue = await press(world, shown, "Keep")
    done = await send(world, dialogue, {"text": "The source says so."})
    assert "**Settled**. Its reader is told" in texts(done)
    assert "The source says so." in texts(await world.reader.slash(world.channel, "report"))


NONSENSE = (
    "review-do:held:date/gone",
    "review-do:nonsense:date/e-call",
    "review-skip:x:date/e-call",
    "review-after:maybe:after/r-call/ceasefire-30-day",
    "review-after:same:date/e-call",
    "review-settle:1:maybe",
    "review-undo:9999:0",
    "review-wait:none:none",
    "review-again:1",
    "review-still:nothing:1",
)


async def test_nonsense_gets_a_sentence_and_changes_nothing(world: World) -> None:
    for press_id in NONSENSE:
        shown = await forged(world, world.editor, f"sb:{press_id}")
        assert shown.ephemeral, press_id
        assert texts(shown), press_id
    assert len(await versions(world, Stance, "s-putin")) == 1


async def test_the_queue_is_shown_to_nobody_else(world: World, second: Any) -> None:
    """A button of the queue on a message that all see, forged, answers its presser alone."""
    for press_id in ("review-at", "review-skip:0:draft/x"):
        shown = await forged(world, second, f"sb:{press_id}")
        assert QUOTE in texts(shown)
        assert shown.ephemeral
