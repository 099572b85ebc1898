"""One actor made two, and names that two actors share."""

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.records import Actor, Claim
from bot.errors import AmbiguousNameError
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import (
    ActorForm,
    ActorSplitForm,
    ClaimForm,
)
from bot.services.wired import Services, wire
from tests.people import owner
from tests.services.merging_samples import SAID, begun, newest, publish, refused, standing, told
from tests.services.news_samples import Desk


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    return wire(sqlite, clock)


async def test_a_new_actor_takes_the_records_that_are_its_own(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    claim = ClaimForm(claimant="Bo", about="Cy", relation="predicts", issue="Swap", **SAID)
    key = (await publish(services, scope, claim)).key or ""
    before = await standing(sqlite, scope)
    split = ActorSplitForm(actor="Bo", name="Bow", reason="Two people")
    seen = await services.editing.start(scope, split, by=owner())
    assert isinstance(seen, Preview)
    assert seen.parting is not None
    assert {each.key for each in seen.parting.left} >= {key}
    assert isinstance(await services.editing.publish(scope, seen.draft_id, by=owner()), Preview)
    assert await standing(sqlite, scope) == before
    chosen = await services.editing.revise(scope, seen.draft_id, {"records": key}, by=owner())
    assert isinstance(chosen, Preview)
    mark = await newest(sqlite, scope)
    done = await services.editing.publish(scope, seen.draft_id, by=owner())
    assert isinstance(done, Published)
    after = await standing(sqlite, scope)
    moved, bo = after[key], after["bo"]
    assert isinstance(moved, Claim)
    assert isinstance(bo, Actor)
    assert (moved.claimant, moved.evidence.speaker) == ("bow", "bow")
    assert [each.text for each in bo.names] == ["Бо"]
    assert await told(Desk(sqlite, ManualClock(), services), scope, mark) == []
    await services.editing.undo(scope, done.seq, by=owner())
    assert await standing(sqlite, scope) == before


async def test_a_split_takes_no_record_of_another(services: Services, sqlite: Database) -> None:
    scope = await begun(sqlite)
    split = ActorSplitForm(actor="Cy", name="Cyan", records="s-nothing", reason="x")
    assert "names Cy and has the key “s-nothing”" in await refused(services, scope, split)


async def test_names_that_are_shared_outlive_undoing(services: Services, sqlite: Database) -> None:
    scope = await begun(sqlite)
    form = ActorForm(name="Robert", kind="person", aliases="Bow", shared="Bow")
    done = await publish(services, scope, form)
    undone = await services.editing.undo(scope, done.seq, by=owner())
    await services.editing.undo(scope, undone.seq, by=owner())
    with pytest.raises(AmbiguousNameError) as asked:
        await services.lookups.stance(scope, "bow", "Swap")
    assert asked.value.choices == (("bo", "Bo"), ("robert", "Robert"))
