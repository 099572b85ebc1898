"""What changed in a published record: what readers are told of it, and what they never see."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.clock import ManualClock
from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.domain.records import Actor
from bot.domain.vocabulary import ActorKind, RecordState, Verb
from bot.services.editing.forms import (
    ConditionSettleForm,
    CorrectForm,
    EventOutcomeForm,
    RetractForm,
)
from bot.ui.site.build import build
from tests.cogs.samples import ZELENSKYY
from tests.services.news_samples import GUILD, ISSUE, REJECTS, Desk, starter
from tests.services.news_samples import PUTIN as PUTIN_KEY
from tests.services.record_steps import edited, everything, whole
from tests.ui.site_samples import dangling, read_all

TAKEN_OUT = "the words that were taken out"


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def test_what_was_retracted_is_only_a_note_with_its_reason(desk: Desk) -> None:
    await desk.publish(replace(REJECTS, actor="witkoff", quote=TAKEN_OUT))
    stances = (await whole(desk)).pack.stances
    key = next(each.key for each in stances if each.evidence.words == TAKEN_OUT)
    assert TAKEN_OUT in everything(await whole(desk))
    await desk.publish(RetractForm(record=key, reason="It was a rumour."))
    data = await whole(desk)
    told = everything(data)
    assert TAKEN_OUT not in told
    assert key not in told
    (note,) = data.notes
    assert (note.verb, note.reason, note.record) == (Verb.RETRACT, "It was a rumour.", None)
    assert [actor.name for actor in note.actors] == ["Steve Witkoff"]
    (page,) = [p for p in build(data) if p.path == "corrections/index.html"]
    words = read_all([page])[page.path].words
    assert "A stance of Steve Witkoff on 30-day ceasefire proposal was taken out of the" in words
    assert "It was a rumour." in words


async def test_a_retracted_name_and_what_hangs_on_it_are_left_out(desk: Desk) -> None:
    actor = Actor(key="john-doe", name="John Doe", kind=ActorKind.PERSON, title="a private person")
    said = replace(
        ZELENSKYY,
        key="s-doe",
        holder="john-doe",
        issue=ISSUE,
        evidence=replace(ZELENSKYY.evidence, speaker="john-doe", words=TAKEN_OUT),
    )
    await desk.record(actor, said)
    before = everything(await whole(desk))
    assert "John Doe" in before
    assert TAKEN_OUT in before

    def retract(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="test", at=desk.clock.now())
        was = log.versions(unit, Actor, GUILD, "john-doe")[-1]
        acts.amend(
            act, was, actor, verb=Verb.RETRACT, reason="Private.", state=RecordState.RETRACTED
        )

    await desk.database.write(retract)
    data = await whole(desk)
    told = everything(data)
    for text in ("John Doe", "john-doe", "a private person", TAKEN_OUT, "s-doe"):
        assert text not in told
    assert "An actor was taken out of the record" in told
    assert "Private." in told
    assert dangling(build(data)) == []


async def test_a_correction_is_told_with_what_stood_there_and_why(desk: Desk) -> None:
    desk.clock.advance(timedelta(hours=1))
    await desk.publish(
        CorrectForm(record=PUTIN_KEY, reason="We misread it.", position="considering")
    )
    data = await whole(desk)
    (note,) = data.notes
    assert note.before is not None
    assert note.reason == "We misread it."
    (page,) = [p for p in build(data) if p.path == "corrections/index.html"]
    words = read_all([page])[page.path].words
    assert "[+ ] Agrees in principle, corrected to [ … ] Considering" in words
    assert "Reason: We misread it." in words
    (news, *_) = data.news
    assert news.line is not None
    assert news.line.what.value == "corrected"


async def test_news_keeps_its_id_and_its_words_whatever_comes_later(desk: Desk) -> None:
    before = {each.id: each.line for each in (await whole(desk)).news}
    await edited(desk)
    after = {each.id: each.line for each in (await whole(desk)).news}
    gone = set(before) - set(after)
    # Of a record that was taken out nothing is told but that.
    assert len(gone) == 1
    assert len(after) == len(before) - 1 + 5
    assert {each: after[each] for each in before if each in after} == {
        each: line for each, line in before.items() if each not in gone
    }


async def test_news_is_told_act_by_act_the_newest_first(desk: Desk) -> None:
    await edited(desk)
    news = (await whole(desk)).news
    assert [each.line.what.value if each.line else "retracted" for each in news[:5]] == [
        "retracted",
        "confirmed",
        "first",
        "corrected",
        "flipped",
    ]
    assert all(one.at >= next_.at for one, next_ in pairwise(news))


async def test_a_settled_condition_and_an_outcome_are_on_their_pages(desk: Desk) -> None:
    await desk.publish(
        ConditionSettleForm(
            condition=f"{PUTIN_KEY}/1",
            state="met",
            since="16 March 2025",
            quote="They were answered.",
            source="The Paper — Answers",
        ),
    )
    await desk.publish(
        EventOutcomeForm(
            event="trump-putin-call",
            result="held",
            when="16 March 2025",
            outcome="Talked.",
            quote="They talked.",
            source="The Paper — Talked",
        ),
    )
    told = everything(await whole(desk))
    assert "Met question" in told
    assert "Talked." in told
