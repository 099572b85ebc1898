"""A correction is never shown as a change of mind, nor a change as a correction: wherever it is told."""

import csv
import io
import json
from dataclasses import dataclass

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.services.editing.forms import ConfirmForm, CorrectForm, Form, RetractForm
from bot.services.record import put_together
from bot.services.transfer.answers import Form as As
from bot.ui.card import plain
from bot.ui.prose.plain import plain as words
from bot.ui.prose.tell import tell
from bot.ui.site.build import build
from bot.ui.stance_card import stance_card
from bot.ui.timeline_card import timeline_card
from tests.people import owner
from tests.services.news_samples import GUILD, ISSUE, PUTIN, REJECTS, Desk, starter
from tests.ui.site_samples import read

DEEDS: dict[str, Form | None] = {
    "change": REJECTS,
    "confirmation": ConfirmForm(record=PUTIN, when="16 March 2025"),
    "correction": CorrectForm(record=PUTIN, position="rejects", reason="A misreading."),
    "retraction": RetractForm(record=PUTIN, reason="A misreading."),
    "undone correction": None,
}


@dataclass(frozen=True)
class Told:
    """What a surface tells: of a change of mind, of a correction."""

    changed: bool
    corrected: bool


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def card(desk: Desk) -> Told:
    shown = plain(stance_card(await desk.services.lookups.stance(desk.scope, "putin", ISSUE)))
    changed = next(line for line in shown.splitlines() if line.startswith("**Changed**"))
    recorded = next(line for line in shown.splitlines() if line.startswith("**Recorded**"))
    return Told("from " in changed, "corrected" in recorded)


async def timeline(desk: Desk) -> Told:
    """A change is an entry of its own; a correction takes the place of what it corrects."""
    found = await desk.services.lookups.timeline(desk.scope, "putin", ISSUE)
    shown = plain(timeline_card(found))
    stances = shown.count("· stance\n")
    return Told(stances > 1, "· version 2" in shown or not stances)


async def news(desk: Desk, mark: int) -> Told:
    told = [words(tell(line).headline) for line in await desk.news(mark)]
    return Told(
        any(": from “" in each for each in told),
        any(each.startswith(("Correction", "Taken out")) for each in told),
    )


async def site(desk: Desk) -> Told:
    rows = await desk.services.record.rows(GUILD)
    pages = {page.path: read(page).words for page in build(put_together(rows, GUILD, None))}
    home, corrections = pages["actor/putin/index.html"], pages["corrections/index.html"]
    return Told("crosses the middle" in home, "A misreading." in corrections)


async def files(desk: Desk) -> tuple[Told, Told]:
    """What the JSON and the CSV with history say: a further record, or a further version."""
    told = []
    for form in (As.JSON, As.CSV):
        made = await desk.services.carrier.export(desk.scope, form, history=True, by=owner())
        if form is As.JSON:
            found = [
                (each["kind"], each["key"], each["number"], each["verb"])
                for each in json.loads(made.data)["versions"]
            ]
        else:
            table = csv.DictReader(io.StringIO(made.data.decode("utf-8-sig")))
            found = [
                (row["record"], row["key"], int(row["history.number"]), row["history.verb"])
                for row in table
                if row["key"]
            ]
        own = [each for each in found if each[0] == "stance"]
        first = {each[1] for each in own if each[3] == "set"}
        later = [each for each in own if each[2] > 1]
        told.append(Told(len(first) > 2, any(each[3] in {"correct", "retract"} for each in later)))
    return told[0], told[1]


@pytest.mark.parametrize("deed", sorted(DEEDS))
async def test_no_surface_takes_one_for_the_other(desk: Desk, deed: str) -> None:
    mark = await desk.mark()
    form = DEEDS[deed]
    if form is None:
        correction = DEEDS["correction"]
        assert correction is not None
        done = await desk.publish(correction)
        await desk.undo(done.seq)
    else:
        await desk.publish(form)
    expected = Told(deed == "change", deed in {"correction", "retraction"})
    told = [await timeline(desk), await news(desk, mark), await site(desk), *await files(desk)]
    if deed == "undone correction":
        # The log keeps what was done and undone as corrections; nobody's position moved.
        assert not any(each.changed for each in told)
        assert await news(desk, mark) == Told(changed=False, corrected=False)
        return
    if deed != "retraction":
        # Of what was taken out there is no card.
        told.append(await card(desk))
    if deed == "confirmation":
        told.remove(await timeline(desk))
        assert not (await timeline(desk)).changed
    assert told == [expected] * len(told)
