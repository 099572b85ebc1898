"""Two actors made one: what is recorded stays, and undoing it leaves no trace."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.identity import named
from bot.domain.records import Actor, Mandate, Stance
from bot.domain.scope import Scope
from bot.errors import ConflictError, NotAllowedError, UnknownNameError
from bot.services.answers import StanceAnswer
from bot.services.editing.answers import Preview, Refused
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    ActorMergeForm,
    AliasForm,
    ClaimForm,
    CorrectForm,
    EventForm,
    Form,
    MandateForm,
    RetractForm,
    StanceForm,
)
from bot.services.wired import Services, wire
from tests.people import owner
from tests.services.merging_samples import (
    ACCEPTS,
    CITED,
    MERGE,
    SAID,
    begun,
    publish,
    refused,
    standing,
)


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    return wire(sqlite, clock)


async def test_all_that_named_the_one_names_the_other(services: Services, sqlite: Database) -> None:
    scope = await begun(sqlite)
    await publish(
        services,
        scope,
        ClaimForm(claimant="Cy", about="Bo", relation="accuses conduct", issue="Swap", **SAID),
    )
    await publish(
        services,
        scope,
        MandateForm(voice="Bo", principal="Dalia", office="minister", authority="2", **CITED),
    )
    await publish(
        services,
        scope,
        StanceForm(actor="Dalia", voice="Bo", position="rejects", issue="Swap", **SAID),
    )
    await publish(
        services,
        scope,
        EventForm(title="Talks on a swap", when="20 March 15:00", participants="Bo, Cy", **CITED),
    )
    before = await standing(sqlite, scope)
    seen = await services.editing.start(scope, MERGE, by=owner())
    assert isinstance(seen, Preview)
    assert seen.moves is not None
    assert dict(seen.moves.counts) == {"mandate": 1, "role": 1, "stance": 2, "claim": 1}
    assert seen.moves.names == ("Bo", "Бо", "Bow")
    await services.editing.publish(scope, seen.draft_id, by=owner())
    after = await standing(sqlite, scope)
    assert set(before) - set(after) == {"bo"}
    assert not [each for each in after.values() if "bo" in named(each)]
    ada = after["ada"]
    assert isinstance(ada, Actor)
    assert [each.text for each in ada.names] == ["Ада", "Bo", "Бо", "Bow"]
    for typed in ("Bo", "bow", "Бо", "bo", "ada"):
        found = await services.lookups.stance(scope, typed, "Swap")
        assert found.actor.key == "ada"
        assert found.standings


async def test_a_record_that_would_speak_about_itself_is_listed(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    claim = ClaimForm(claimant="Ada", about="Bo", relation="accuses conduct", issue="Swap", **SAID)
    key = (await publish(services, scope, claim)).key
    text = await refused(services, scope, MERGE)
    assert f"claim {key}: Ada about Bo" in text
    assert "/admin claim retract" in text
    mandate = MandateForm(voice="Bo", principal="Ada", office="envoy", authority="1", **CITED)
    key = (await publish(services, scope, mandate)).key
    assert f"mandate {key}: Bo speaks for Ada" in await refused(services, scope, MERGE)


async def test_an_actor_is_not_merged_into_itself(services: Services, sqlite: Database) -> None:
    scope = await begun(sqlite)
    itself = ActorMergeForm(actor="Bo", into="bow", reason="x")
    assert "one actor already" in await refused(services, scope, itself)


async def test_what_both_had_is_kept_once_and_comes_back(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    for voice in ("Ada", "Bo"):
        form = MandateForm(voice=voice, principal="Dalia", office="envoy", authority="1", **CITED)
        await publish(services, scope, form)
    before = await standing(sqlite, scope)
    done = await publish(services, scope, MERGE)
    mandates = [e for e in (await standing(sqlite, scope)).values() if isinstance(e, Mandate)]
    assert [each.voice for each in mandates] == ["ada"]
    await services.editing.undo(scope, done.seq, by=owner())
    assert await standing(sqlite, scope) == before


FORMS: dict[str, Form] = {
    "stance of the one": StanceForm(actor="Bo", position="rejects", issue="Swap", **SAID),
    "stance of the other": StanceForm(actor="Ada", position="considering", issue="Swap", **SAID),
    "stance by the one": StanceForm(
        actor="Dalia", voice="Bo", position="accepts", issue="Swap", basis="reported", **SAID
    ),
    "claim about": ClaimForm(
        claimant="Cy", about="Bo", relation="accuses conduct", issue="Swap", **SAID
    ),
    "claim by": ClaimForm(claimant="Bo", about="Dalia", relation="predicts", issue="Swap", **SAID),
    "mandate": MandateForm(voice="Bo", principal="Dalia", office="envoy", authority="1", **CITED),
    "alias": AliasForm(actor="Bo", name="Robert"),
}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(sorted(FORMS)), unique=True), st.lists(st.just("Cy"), max_size=1))
async def test_merge_then_undo_leaves_every_answer_as_it_was(
    services: Services, sqlite: Database, kinds: Sequence[str], others: Sequence[str]
) -> None:
    scope = await begun(sqlite)
    for kind in kinds:
        await publish(services, scope, FORMS[kind])
    before, answers = await standing(sqlite, scope), await said(services, scope)
    done = await publish(services, scope, MERGE)
    # Others may go on meanwhile.
    acts_since = [
        (await publish(services, scope, replace(ACCEPTS, actor=who))).seq for who in others
    ]
    undone = await services.editing.undo(scope, done.seq, by=owner())
    for seq in acts_since:
        await services.editing.undo(scope, seq, by=owner())
    assert await standing(sqlite, scope) == before
    assert await said(services, scope) == answers
    await services.editing.undo(scope, undone.seq, by=owner())
    assert "bo" not in await standing(sqlite, scope)


async def said(services: Services, scope: Scope) -> list[StanceAnswer | str]:
    """What readers are answered of everybody, without by which version it stands."""
    found: list[StanceAnswer | str] = []
    for typed in ("Ada", "Bo", "Бо", "bow", "Cy", "Dalia", "Robert"):
        try:
            answer = await services.lookups.stance(scope, typed, "Swap")
        except UnknownNameError as error:
            found.append(error.text)
            continue
        found.append(str(answer.actor))
        found += [str(each.view.stance.record) for each in answer.standings]
        found += [str(claim.claim.record) for claim in answer.claims]
    return found


async def test_what_was_changed_since_is_named_when_it_keeps_a_merge(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    done = await publish(services, scope, MERGE)
    stance = next(e for e in (await standing(sqlite, scope)).values() if isinstance(e, Stance))
    form = CorrectForm(record=stance.key, reason="Misread", position="rejects")
    fixed = await publish(services, scope, form)
    with pytest.raises(ConflictError, match=stance.key):
        await services.editing.undo(scope, done.seq, by=owner())
    await services.editing.undo(scope, fixed.seq, by=owner())
    await services.editing.undo(scope, done.seq, by=owner())
    assert "bo" in await standing(sqlite, scope)


async def test_only_editors_merge(services: Services, sqlite: Database) -> None:
    scope = await begun(sqlite)
    with pytest.raises(NotAllowedError):
        await services.editing.start(scope, MERGE, by=replace(owner(), manages=False))


@pytest.mark.parametrize(
    "draft",
    [ActorEditForm(actor="Bo", title="Envoy", reason="x"), MERGE],
    ids=["edit", "merge"],
)
@pytest.mark.parametrize("names", [0, 2])
async def test_a_draft_about_an_actor_that_was_merged_writes_of_no_other(
    services: Services, sqlite: Database, draft: Form, names: int
) -> None:
    scope = await begun(sqlite)
    for number in range(names):
        await publish(services, scope, AliasForm(actor="Bo", name=f"Robert {number}"))
    seen = await services.editing.start(scope, draft, by=owner(2))
    assert isinstance(seen, Preview)
    await publish(services, scope, ActorMergeForm(actor="Bo", into="Cy", reason="x"))
    before = await standing(sqlite, scope)
    done = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(done, Refused)
    assert "merged into Cy meanwhile" in done.error.text
    assert await standing(sqlite, scope) == before


@pytest.mark.parametrize("first", ["retract", "correct"])
async def test_undoing_brings_back_no_record_of_one_that_was_merged_since(
    services: Services, sqlite: Database, first: str
) -> None:
    scope = await begun(sqlite)
    gone: Form = RetractForm(record="s-bo", reason="Wrong")
    if first == "correct":
        gone = CorrectForm(record="s-bo", actor="Cy", voice="Cy", reason="Misread")
    done = await publish(services, scope, gone)
    merge = await publish(services, scope, MERGE)
    with pytest.raises(ConflictError, match="“Bo”, which was merged into “Ada” since"):
        await services.editing.undo(scope, done.seq, by=owner())
    await services.editing.undo(scope, merge.seq, by=owner())
    await services.editing.undo(scope, done.seq, by=owner())
    stance = (await standing(sqlite, scope))["s-bo"]
    assert isinstance(stance, Stance)
    assert stance.holder == "bo"


async def test_merges_in_a_chain_are_undone_from_the_last_and_done_again(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    before = await standing(sqlite, scope)
    first = await publish(services, scope, MERGE)
    last = await publish(services, scope, ActorMergeForm(actor="Ada", into="Cy", reason="x"))
    assert (await services.lookups.stance(scope, "Bo", "Swap")).actor.key == "cy"
    with pytest.raises(ConflictError, match="Undo what was done to those first"):
        await services.editing.undo(scope, first.seq, by=owner())
    await services.editing.undo(scope, last.seq, by=owner())
    undone = await services.editing.undo(scope, first.seq, by=owner())
    assert await standing(sqlite, scope) == before
    again = await services.editing.undo(scope, undone.seq, by=owner())
    assert (await services.lookups.stance(scope, "Bo", "Swap")).actor.key == "ada"
    await services.editing.undo(scope, again.seq, by=owner())
    assert await standing(sqlite, scope) == before


async def test_a_name_that_another_goes_by_now_is_not_the_merged_one(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    done = await publish(services, scope, MERGE)
    await publish(services, scope, ActorEditForm(actor="Ada", aliases="Ада", reason="x"))
    assert (await services.lookups.stance(scope, "bo", "Swap")).actor.key == "ada"
    await publish(services, scope, ActorForm(name="Bo", kind="person"))
    assert (await services.lookups.stance(scope, "bo", "Swap")).actor.key == "bo-2"
    with pytest.raises(ConflictError):
        await services.editing.undo(scope, done.seq, by=owner())


async def test_more_names_than_an_editor_may_give_survive_another_change(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    for number in range(18):
        await publish(services, scope, AliasForm(actor="Bo", name=f"Robert {number}"))
    await publish(services, scope, MERGE)
    await publish(services, scope, ActorEditForm(actor="Ada", title="Envoy", reason="x"))
    ada = (await standing(sqlite, scope))["ada"]
    assert isinstance(ada, Actor)
    assert (ada.title, len(ada.names)) == ("Envoy", 22)
