"""The check of fairness over a real record: advice to editors, and never a block."""

from dataclasses import replace

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.errors import NotAllowedError
from bot.services.editing.answers import Preview
from bot.services.editing.forms import CorrectForm, IssueForm
from bot.ui.card import plain
from bot.ui.desk.fairness_card import fairness_card
from tests.people import owner
from tests.services.news_samples import PUTIN, REJECTS, Desk, starter


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def test_every_side_has_the_same_line(desk: Desk) -> None:
    found = await desk.services.fairness.check(desk.scope, "ceasefire", by=owner())
    assert found.actors >= len(found.shares) > 2
    lines = [line for line in plain(fairness_card(found)).splitlines() if "independent" in line]
    assert len(lines) == len(found.shares) + 1
    for _, share in found.shares:
        assert share.records == share.quotations + share.reported + share.paraphrases
        assert share.independent <= share.sources <= share.records


async def test_loaded_words_are_shown_with_what_to_write_instead(desk: Desk) -> None:
    fix = CorrectForm(
        record=PUTIN,
        reason="The regime admitted it",
        wording="paraphrase",
        quote="His “regime” lied again.",
    )
    seen = await desk.services.editing.start(desk.scope, fix, by=owner())
    assert isinstance(seen, Preview)
    advice = [note for note in seen.notes if note.startswith("Advice")]
    assert len(advice) == 3
    assert "“lied” in the paraphrase" in advice[0]
    await desk.publish(fix)
    found = await desk.services.fairness.check(desk.scope, "ceasefire", by=owner())
    mine = [(each.where, each.word) for each in found.wording if each.key == PUTIN]
    assert mine == [("paraphrase", "lied"), ("reason", "regime"), ("reason", "admitted")]
    assert f"`{PUTIN}`, paraphrase: “lied”" in plain(fairness_card(found))


async def test_quotations_bring_no_advice(desk: Desk) -> None:
    form = replace(REJECTS, quote="This regime lies, of course.")
    seen = await desk.services.editing.start(desk.scope, form, by=owner())
    assert isinstance(seen, Preview)
    assert not [note for note in seen.notes if note.startswith("Advice")]


async def test_an_issue_without_records_has_nobody(desk: Desk) -> None:
    await desk.publish(IssueForm(title="A swap", question="Should all be freed?"))
    found = await desk.services.fairness.check(desk.scope, "A swap", by=owner(), page=9)
    assert (found.shares, found.page) == ((), 0)
    assert "Nothing is recorded on this issue yet." in plain(fairness_card(found))


async def test_it_is_for_editors(desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        await desk.services.fairness.check(desk.scope, None, by=replace(owner(), manages=False))
