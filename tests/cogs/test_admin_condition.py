"""What became of a stance's terms, through the real commands, dialogues and buttons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.records import Condition, Source, Stance
from bot.domain.vocabulary import ConditionForm, ConditionKind, ConditionState, Verb
from bot.domain.when import days
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import (
    COMPLETE,
    another_editor,
    asked,
    card,
    edit,
    live,
    press,
    publish,
    send,
    versions,
)
from tests.cogs.samples import CEASEFIRE, PUTIN

WHO = Condition(
    kind=ConditionKind.VERIFICATION,
    form=ConditionForm.QUESTION,
    text="who controls the line of contact?",
)
ARMS = Condition(
    kind=ConditionKind.RESTRAINT_ON_OTHER,
    form=ConditionForm.DEMAND,
    text="no arms are delivered meanwhile",
    addressee="us",
)
TERMS = replace(
    PUTIN,
    key="s-terms",
    conditions=(WHO, ARMS),
    evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 13))),
)
WORDS = "An OSCE mission will control it."
MET = {
    "condition": "s-terms/1",
    "state": "met",
    "since": "15 March 2025",
    "quote": WORDS,
    "source": "The Daily — A mission is agreed",
    "url": "https://example.org/mission",
}


@pytest.fixture
async def terms(world: World) -> World:
    """A server where Putin's current stance names two terms."""
    await world.record(TERMS)
    return world


async def condition(world: World, at: int = 0) -> Condition:
    found: Stance = (await versions(world, Stance, "s-terms"))[-1].record
    return found.conditions[at]


async def offered(world: World, typed: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = await world.editor.autocomplete(
        world.channel, "admin condition settle", "condition", typed, state="met"
    )
    return found


async def test_a_settled_condition_is_on_every_card_with_its_date_and_source(terms: World) -> None:
    before = await card(terms)
    seen = await edit(terms, "condition settle", **MET)
    shown = texts(seen)
    assert "Condition: Verification, question: who controls the line of contact?" in shown
    assert "**State** was: **open**\n**State** will be: **met**" in shown
    assert "**Since** will be: 15 March 2025" in shown
    assert WORDS in shown
    assert "Met: Recorded as fulfilled." in shown
    assert "The source is new here" in shown
    assert await card(terms) == before
    done = await press(terms, seen, "Publish")
    line = (
        "- met question (verification): who controls the line of contact? · since 15 March 2025 · "
        "[The Daily](https://example.org/mission)"
    )
    for answer in (await card(terms), await terms.read("conditions")):
        assert line in answer
    assert line in await terms.read("compare", first="putin", second="zelenskyy")
    assert "1 open condition" in await terms.read("board")
    await press(terms, done, "Undo")
    undone = await card(terms)
    assert "**open question** (verification)" in undone
    assert "The Daily" not in undone


async def test_settling_is_a_change_of_the_world_and_moves_no_position(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    first, second = await versions(terms, Stance, "s-terms")
    assert (first.version.verb, second.version.verb) == (Verb.SET, Verb.SET)
    assert second.version.reason is None
    assert replace(second.record, conditions=first.record.conditions) == first.record
    settled, other = second.record.conditions
    assert (settled.state, other) == (ConditionState.MET, ARMS)
    assert settled.settled_on == days(date(2025, 3, 15), zone="UTC")
    source = next(s for s in await live(terms, Source) if s.key == settled.settled.source)
    assert (source.publisher, settled.settled.words) == ("The Daily", WORDS)
    assert "what became of a condition" in await card(terms)


async def test_open_conditions_come_first_on_the_page_of_all(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    shown = await terms.read("conditions")
    assert "2 conditions, 1 open" in shown
    places = [shown.index(mark) for mark in ("no arms", "### No longer open", "who controls")]
    assert places == sorted(places)


async def test_what_the_options_lack_is_asked_for_and_nothing_given_is_asked_again(
    terms: World,
) -> None:
    dialogue = await edit(terms, "condition settle", condition="s-terms/2", state="refused")
    fields = asked(dialogue)
    assert list(fields) == ["state", "since", "quote", "source", "url"]
    chosen = [each["value"] for each in fields["state"]["options"] if each.get("default")]
    assert chosen == ["refused"]
    values = {"state": ["refused"], "since": "last week", "quote": "No.", "source": "The Daily"}
    unclear = await send(terms, dialogue, {**values, "url": ""})
    assert "can mean" in texts(unclear)
    seen = await press(terms, unclear, "3–9 March 2025")
    assert "before the stance was said" in texts(seen)
    await press(terms, seen, "Publish")
    found = await condition(terms, 1)
    assert (found.state, found.addressee) == (ConditionState.REFUSED, "us")
    assert found.settled_on is not None
    assert found.settled_on.phrase == "last week"
    assert "since 3–9 March 2025" in await card(terms)


async def test_the_open_conditions_are_offered_first_by_whose_and_what(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    first, second = await offered(terms, "")
    assert first == {
        "name": "Vladimir Putin: open demand, restraint on the other side: no arms are delivered "
        "meanwhile",
        "value": "s-terms/2",
    }
    assert second["name"].startswith("Vladimir Putin: met question, verification: who controls")
    for typed, keys in {
        "путин": {"s-terms/1", "s-terms/2"},
        "arms putin": {"s-terms/2"},
        "contrls": {"s-terms/1"},
        "verification": {"s-terms/1"},
        "zelenskyy": set(),
    }.items():
        assert {each["value"] for each in await offered(terms, typed)} == keys, typed


async def test_the_same_state_again_is_refused_with_what_works(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    shown = await edit(terms, "condition settle", **MET)
    assert "recorded as met already, since 15 March 2025" in texts(shown)
    assert "/admin condition correct" in texts(shown)
    shown = await edit(terms, "condition settle", **{**MET, "condition": "s-terms/2"})
    assert "Publish" in buttons(shown)
    still = {**MET, "condition": "s-terms/2", "state": "open"}
    shown = texts(await edit(terms, "condition settle", **still))
    assert "recorded as open already. Choose what has become of it since." in shown


async def test_it_can_be_open_again(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    again = {**MET, "state": "open", "since": "since 16 March 2025", "quote": "It left."}
    seen = await edit(terms, "condition settle", **again)
    assert "**State** was: **met**\n**State** will be: **open**" in texts(seen)
    assert "**Since** was: 15 March 2025\n**Since** will be: 16 March 2025" in texts(seen)
    await press(terms, seen, "Publish")
    shown = await terms.read("conditions")
    assert "**open question** (verification)" in shown
    assert "· open again since 16 March 2025 · [The Daily]" in shown
    assert "2 conditions, 2 open" in shown


async def test_the_future_has_not_settled_anything(terms: World) -> None:
    shown = await edit(terms, "condition settle", **{**MET, "since": "20 March 2025"})
    assert "cannot be dated in the future" in texts(shown)
    assert "Publish" not in buttons(shown)


async def test_of_two_editors_the_second_is_told_and_loses_nothing(terms: World) -> None:
    other = another_editor(terms)
    mine = await edit(terms, "condition settle", **MET)
    theirs = await edit(
        terms,
        "stance correct",
        other,
        record="s-terms",
        reason="The other way round",
        conditions=f"restraint on the other side/demand: {ARMS.text}\nverification: {WHO.text}",
    )
    await press(terms, theirs, "Publish", other)
    again = await press(terms, mine, "Publish")
    assert f"<@{other.id}> corrected it" in texts(again)
    assert WORDS in texts(again)
    assert "Condition: Verification, question: who controls" in texts(again)
    await press(terms, again, "Publish")
    arms, who = (await versions(terms, Stance, "s-terms"))[-1].record.conditions
    assert (arms, who.state) == (ARMS, ConditionState.MET)


async def test_a_condition_that_is_gone_is_not_settled(terms: World) -> None:
    mine = await edit(terms, "condition settle", **{**MET, "condition": "s-terms/2"})
    await publish(
        terms,
        "stance correct",
        record="s-terms",
        reason="It named one term only",
        conditions=f"verification/question: {WHO.text}",
    )
    again = await press(terms, mine, "Publish")
    assert "“s-terms/2” can mean “Vladimir Putin: open question" in texts(again)
    assert WORDS in texts(again)
    dialogue = await press(terms, again, "Edit condition")
    seen = await send(terms, dialogue, {"condition": "s-terms/1", "published": ""})
    await press(terms, seen, "Publish")
    assert (await condition(terms)).state is ConditionState.MET


async def test_publish_pressed_twice_writes_once(terms: World) -> None:
    seen = await edit(terms, "condition settle", **MET)
    await press(terms, seen, "Publish")
    assert len(await versions(terms, Stance, "s-terms")) == 2
    again = await edit(terms, "condition settle", **MET)
    assert "Publish" not in buttons(again)


async def test_a_correction_of_the_stance_keeps_what_became_of_its_terms(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    settled = await condition(terms)
    await publish(terms, "stance correct", record="s-terms", reason="x", position="considering")
    assert await condition(terms) == settled
    lines = f"verification/question: {WHO.text}\nOther: a new one"
    await publish(terms, "stance correct", record="s-terms", reason="x", conditions=lines)
    assert await condition(terms) == settled
    assert (await condition(terms, 1)).state is ConditionState.OPEN


async def test_a_new_stance_starts_with_its_own_terms(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    same = f"verification/question: {WHO.text}"
    await publish(terms, "stance set", **COMPLETE, conditions=same)
    shown = await terms.read("conditions")
    assert "1 condition, 1 open" in shown
    assert "**open question** (verification): who controls" in shown
    assert (await condition(terms)).state is ConditionState.MET


async def test_what_became_of_it_is_corrected_with_a_reason(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    options: dict[str, Any] = {"condition": "s-terms/1", "reason": "Misread"}
    dialogue = await edit(terms, "condition correct", **options)
    fields = asked(dialogue)
    assert fields["since"]["value"] == "15 March 2025"
    assert fields["quote"]["value"] == WORDS
    assert fields["source"]["value"] == "The Daily — A mission is agreed"
    seen = await edit(terms, "condition correct", **options, since="14 March 2025")
    assert "**Since** was: 15 March 2025\n**Since** will be: 14 March 2025" in texts(seen)
    assert "**Source**" not in texts(seen)
    await press(terms, seen, "Publish")
    newest = (await versions(terms, Stance, "s-terms"))[-1]
    assert (newest.version.verb, newest.version.reason) == (Verb.CORRECT, "Misread")
    found = newest.record.conditions[0]
    assert (found.settled.words, found.settled_on.phrase) == (WORDS, "14 March 2025")
    assert len([s for s in await live(terms, Source) if s.publisher == "The Daily"]) == 1


async def test_a_condition_that_never_was_settled_is_open_with_nothing_left(terms: World) -> None:
    await publish(terms, "condition settle", **MET)
    wrong = {"condition": "s-terms/1", "reason": "Another mission", "state": "open"}
    seen = await edit(terms, "condition correct", **wrong)
    assert "**Words** will be: none" in texts(seen)
    await press(terms, seen, "Publish")
    assert await condition(terms) == WHO
    shown = await edit(terms, "condition correct", **wrong)
    assert "Nothing is recorded of what became of this condition." in texts(shown)


async def test_an_issue_says_when_its_stances_go_stale(world: World) -> None:
    assert "open · 2 holders · stale after 30 days" in await world.read("issues")
    options = {"issue": CEASEFIRE, "reason": "It moves fast"}
    seen = await edit(world, "issue edit", **options, stale_after="2 weeks")
    assert "**Stale after** was: 30 days, the usual time" in texts(seen)
    assert "**Stale after** will be: 14 days" in texts(seen)
    done = await press(world, seen, "Publish")
    assert "stale after 14 days" in await world.read("issues")
    shown = texts(await edit(world, "issue edit", **options, stale_after="soon"))
    assert "“30” or “2 weeks”" in shown
    await press(world, done, "Undo")
    assert "stale after 30 days" in await world.read("issues")
    swap = {"title": "Prisoner swap", "question": "Should it be?", "stale_after": "never"}
    await publish(world, "issue open", **swap)
    assert "open · 0 holders · never stale" in await world.read("issues")
