"""The editors' desk: “did it happen?”, and what each participant said after it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.posts import PostKind
from bot.domain.records import Actor, Event, Role, Stance
from bot.domain.vocabulary import ActorKind, EventStatus, RoleKind, Verb
from bot.ui.calendar.post_card import marker
from tests.cogs.conftest import World, inner, texts
from tests.cogs.editing_steps import QUOTE, asked, card, press, send, versions
from tests.cogs.event_steps import MOVED
from tests.cogs.post_steps import Posted, deliver, seen, set_up
from tests.cogs.pressing import rewrite
from tests.cogs.samples import CEASEFIRE, CITED

CLOSED = datetime(2025, 3, 24, 9, tzinfo=UTC)
NOBODY = "After the event: nobody has looked yet"


async def question(world: World) -> Posted:
    """The desk's question at the close of the call's window."""
    await set_up(world, world.channel)
    world.clock.at = CLOSED
    return (await deliver(world))[PostKind.QUESTION]


async def after(world: World, *participants: str) -> Posted:
    """The desk's rows of buttons once the call is recorded as held."""
    for actor in participants:
        await world.record(
            Actor(key=actor, name=actor.capitalize(), kind=ActorKind.PERSON),
            Role(
                key=f"r-{actor}",
                actor=actor,
                role=RoleKind.PARTICIPANT,
                citation=CITED,
                event="e-call",
            ),
        )
    posted = await question(world)
    dialogue = await press(world, posted.message, "Held")
    preview = await send(world, dialogue, {"result": ["held"], **MOVED, "url": ""})
    assert "**Published**" in texts(await press(world, preview, "Publish"))
    return (await deliver(world))[PostKind.AFTER]


async def click(world: World, posted: Posted, verb: str, who: Any = None) -> Any:
    """Press the first button of a verb on a post."""
    found = [each for each in buttons_of(world, posted) if each.startswith(f"sb:{verb}:")]
    return await (who or world.editor).click(posted.message, custom_id=found[0])


def buttons_of(world: World, posted: Posted) -> list[str]:
    """Every custom id on a post, from top to bottom."""
    return [
        each["custom_id"] for each in inner(seen(world, posted).components) if each["type"] == 2
    ]


async def test_the_desk_is_asked_at_the_windows_close_without_an_hour(world: World) -> None:
    posted = await question(world)
    shown = texts(seen(world, posted))
    assert "Did it happen? Call between Trump and Putin" in shown
    assert "Its window has closed: it was expected 16–23 March 2025" in shown
    assert "<t:" not in shown
    assert all(each.endswith(marker(posted.post)) for each in buttons_of(world, posted))


@pytest.mark.parametrize(
    ("label", "status", "result"),
    [("Held", EventStatus.HELD, "held"), ("Not held", EventStatus.NOT_HELD, "not_held")],
)
async def test_an_answer_is_published_as_the_outcome(
    world: World, label: str, status: EventStatus, result: str
) -> None:
    posted = await question(world)
    dialogue = await press(world, posted.message, label)
    assert dialogue.modal["title"] == "An event’s outcome"
    preview = await send(world, dialogue, {"result": [result], **MOVED, "url": ""})
    assert preview.ephemeral
    await press(world, preview, "Publish")
    assert (await versions(world, Event, "e-call"))[-1].record.status is status
    assert "Did it happen?" in texts(seen(world, posted))


async def test_a_new_date_is_asked_for_instead(world: World) -> None:
    posted = await question(world)
    dialogue = await press(world, posted.message, "New date")
    assert dialogue.modal["title"] == "An event, moved"
    assert "when" in asked(dialogue)


@pytest.mark.parametrize("label", ["Held", "Not held", "New date"])
async def test_a_reader_who_answers_is_refused_politely(world: World, label: str) -> None:
    posted = await question(world)
    refused = await world.reader.click(posted.message, label=label)
    assert "Manage Server" in texts(refused)
    assert refused.ephemeral
    assert refused.modal is None


async def test_a_question_shows_its_event_to_anybody(world: World) -> None:
    shown = await world.reader.click((await question(world)).message, label="Event")
    assert "## Call between Trump and Putin" in texts(shown)
    assert shown.ephemeral


async def test_each_participant_has_its_stance_and_three_buttons(world: World) -> None:
    posted = await after(world, "lavrov")
    shown = texts(seen(world, posted))
    assert "After “Call between Trump and Putin”" in shown
    assert "**Vladimir Putin**" in shown
    assert "Agrees in principle" in shown
    assert "**Lavrov**" in shown
    assert "No stance is recorded." in shown
    assert shown.count(NOBODY) == 2
    assert "2 stances not looked at yet" in shown
    assert buttons_of(world, posted)[0].endswith(marker(posted.post))


async def test_unchanged_is_kept_as_a_confirmation_that_readers_see_and_undo_takes_back(
    world: World,
) -> None:
    posted = await after(world)
    done = await click(world, posted, "after-same")
    assert "**Confirmed**" in texts(done)
    assert done.followups[-1].flags.ephemeral
    shown = texts(seen(world, posted))
    assert "After the event: unchanged" in shown
    assert "confirmed 24 March 2025" in shown
    assert buttons_of(world, posted)[0].endswith(marker(posted.post))
    newest = (await versions(world, Stance, "s-putin"))[-1]
    assert newest.version.verb is Verb.CONFIRM
    assert newest.version.recorded_by == world.editor.id
    assert "24 March 2025" in await card(world)
    await press(world, done, "Undo")
    assert "24 March 2025" not in await card(world)


async def test_nothing_said_moves_nothing(world: World) -> None:
    posted = await after(world)
    before = await card(world)
    done = await click(world, posted, "after-silent")
    assert not done.followups
    shown = texts(seen(world, posted))
    assert "After the event: nothing said" in shown
    assert "all looked at" in shown
    assert len(await versions(world, Stance, "s-putin")) == 1
    assert await card(world) == before


async def test_changed_opens_the_stance_form_and_what_is_published_counts(world: World) -> None:
    posted = await after(world)
    dialogue = await click(world, posted, "after-changed")
    values = {
        "position": ["accepts"],
        "quote": QUOTE,
        "source": "The Daily — Yes",
        "url": "",
        "said": "today",
    }
    assert set(asked(dialogue)) == set(values)
    preview = await send(world, dialogue, values)
    assert "Vladimir Putin" in texts(preview)
    await press(world, preview, "Publish")
    assert "Accepts" in await card(world)
    listed = await world.editor.slash(world.channel, "events", when="all")
    [menu] = [c["custom_id"] for c in inner(listed.response.components) if c["type"] == 3]
    opened = await world.editor.select(listed.response, ["e-call"], custom_id=menu)
    desk = await press(world, opened, "Desk")
    assert desk.ephemeral
    assert "After the event: changed" in texts(desk)


async def test_one_without_a_stance_cannot_be_unchanged(world: World) -> None:
    posted = await after(world, "lavrov")
    [disabled] = [each for each in inner(seen(world, posted).components) if each.get("disabled")]
    assert disabled["custom_id"].startswith("sb:after-same:r-lavrov:")


@pytest.mark.parametrize("verb", ["after-same", "after-silent", "after-changed"])
async def test_a_reader_answers_nothing_after_an_event(world: World, verb: str) -> None:
    posted = await after(world)
    refused = await click(world, posted, verb, who=world.reader)
    assert "Manage Server" in texts(refused)
    assert refused.ephemeral
    assert NOBODY in texts(seen(world, posted))
    assert len(await versions(world, Stance, "s-putin")) == 1


async def test_many_participants_are_turned_page_by_page_and_an_answer_stays_on_its_page(
    world: World,
) -> None:
    posted = await after(world, *(f"delegate{at:02}" for at in range(8)))
    assert texts(seen(world, posted)).count(NOBODY) == 6
    await press(world, posted.message, "More")
    assert texts(seen(world, posted)).count(NOBODY) == 3
    last = buttons_of(world, posted)
    await click(world, posted, "after-silent")
    assert texts(seen(world, posted)).count(NOBODY) == 2
    assert [each.split(":")[1:4] for each in buttons_of(world, posted)] == [
        each.split(":")[1:4] for each in last
    ]
    assert all(each.endswith(marker(posted.post)) for each in buttons_of(world, posted))
    await press(world, posted.message, "More")
    assert texts(seen(world, posted)).count(NOBODY) == 6


async def test_a_part_that_was_taken_back_meanwhile_is_said_to_be_gone(world: World) -> None:
    posted = await after(world)

    rewrite(world, posted.message, f"sb:after-silent:gone:{CEASEFIRE}")
    gone = await world.editor.click(posted.message, custom_id=f"sb:after-silent:gone:{CEASEFIRE}")
    assert "does not stand any more" in texts(gone)
