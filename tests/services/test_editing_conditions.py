"""Conditions: found by what they go by, settled without loss, and seen as they stood by a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.domain.records import Recorded, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import ConditionState, RecordState, Verb
from bot.domain.when import Precision
from bot.services.answers import ConditionsAnswer
from bot.services.editing.answers import Preview, Published, Refused
from bot.services.editing.forms import (
    ActorForm,
    ConditionCorrectForm,
    ConditionSettleForm,
    CorrectForm,
    Form,
    IssueForm,
    RetractForm,
    StanceForm,
)
from bot.services.wired import Services, wire
from tests.people import owner

EDITOR = 1
GUILDS = count(100)
LINES = "verification/question: who controls the line?\nsequence: the prisoners first"
STANCE = StanceForm(
    actor="Ada",
    position="accepts with conditions",
    quote="Yes, if.",
    source="The Paper — Yes",
    said="10 March 2025",
    conditions=LINES,
)
CITED = {"quote": "It was done.", "source": "The Daily — Done"}


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    return wire(sqlite, clock)


@pytest.fixture
def everywhere(database: Database, clock: ManualClock) -> Services:
    """On both databases."""
    return wire(database, clock)


async def publish(services: Services, scope: Scope, form: Form) -> Published:
    seen = await services.editing.start(scope, form, by=owner(EDITOR))
    assert isinstance(seen, Preview), seen
    done = await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
    assert isinstance(done, Published), done
    return done


async def begun(services: Services) -> tuple[Scope, str]:
    """A new server with one stance of two conditions, and its key."""
    scope = Scope(guild_id=next(GUILDS))
    for name in ("Ada", "Bo"):
        await publish(services, scope, ActorForm(name=name, kind="person"))
    await publish(services, scope, IssueForm(title="Swap", question="Should it be?"))
    done = await publish(services, scope, STANCE)
    return scope, done.key or ""


def settle(ref: str, state: str = "met", since: str = "15 March 2025") -> ConditionSettleForm:
    return ConditionSettleForm(condition=ref, state=state, since=since, **CITED)


async def shown(services: Services, scope: Scope) -> ConditionsAnswer:
    return await services.lookups.conditions(scope)


async def states(services: Services, scope: Scope) -> dict[str, ConditionState]:
    found = (await shown(services, scope)).conditions
    return {view.condition.text.split()[-1]: view.condition.state for view in found}


async def versions(database: Database, scope: Scope, key: str) -> list[Recorded[Stance]]:
    return await database.read(lambda unit: log.versions(unit, Stance, scope.guild_id, key))


async def test_a_condition_is_found_by_what_only_it_goes_by(services: Services) -> None:
    scope, key = await begun(services)
    await publish(services, scope, replace(STANCE, actor="Bo", conditions="guarantee: by the UN"))
    for typed, place in {
        f"{key}/1": 0,
        f" {key} # 2 ": 1,
        "who controls the line": 0,
        "WHO CONTROLS": 0,
        "ada sequence": 1,
        "Bo": 0,
        "Bo: open demand, guarantee: by the UN": 0,
    }.items():
        seen = await services.editing.start(scope, settle(typed), by=owner(EDITOR))
        assert isinstance(seen, Preview), typed
        assert seen.condition == place, typed
    for typed, words in {
        f"{key.upper()}/1": "No condition of a current stance goes by",
        f"{key}/3": f"“{key}/3” can mean “Ada: open question, verification: who controls",
        f"{key}/0": "No condition of a current stance goes by",
        key: f"({key}/1) or “Ada: open demand, sequence: the prisoners first” ({key}/2)",
        "Ada": "can mean “Ada: open question, verification: who controls the line?”",
        "contrlos the lin": "Did you mean “Ada: open question",
        "swap": "can mean “Ada: open question",
        "qqqqqq": "goes by “qqqqqq”. Type an actor’s name",
        "—": "The condition is missing.",
        "@everyone \u202e": "No condition of a current stance goes by",
    }.items():
        refused = await services.editing.start(scope, settle(typed), by=owner(EDITOR))
        assert isinstance(refused, Refused), typed
        assert words in refused.error.text, typed
        assert isinstance(refused.form, ConditionSettleForm)
        assert refused.form.quote == CITED["quote"]


async def test_a_stance_without_a_condition_is_told_how_to_name_one(services: Services) -> None:
    scope, _ = await begun(services)
    bare = await publish(services, scope, replace(STANCE, actor="Bo", conditions=""))
    refused = await services.editing.start(scope, settle(bare.key or ""), by=owner(EDITOR))
    assert isinstance(refused, Refused)
    assert "This stance names no condition." in refused.error.text


async def test_a_retracted_stance_has_nothing_to_settle(services: Services) -> None:
    scope, key = await begun(services)
    await publish(services, scope, RetractForm(record=key, reason="A hoax"))
    refused = await services.editing.start(scope, settle(f"{key}/1"), by=owner(EDITOR))
    assert isinstance(refused, Refused)
    assert "was retracted: “A hoax”" in refused.error.text
    assert (await services.choices.conditions(scope.guild_id, "")) == ()


async def test_an_older_stance_can_be_settled_and_says_that_a_later_one_stands(
    services: Services, sqlite: Database
) -> None:
    scope, key = await begun(services)
    await publish(services, scope, replace(STANCE, quote="Still.", said="14 March 2025"))
    seen = await services.editing.start(scope, settle(f"{key}/1"), by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert any("later stance" in note for note in seen.notes)
    await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
    assert set((await states(services, scope)).values()) == {ConditionState.OPEN}
    newest = (await versions(sqlite, scope, key))[-1].record
    assert newest.conditions[0].state is ConditionState.MET


async def test_notes_say_what_to_look_at(services: Services) -> None:
    scope, key = await begun(services)
    early = replace(settle(f"{key}/1", since="3 March 2025"), published="1 March 2025")
    seen = await services.editing.start(scope, early, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert [note.split(".")[0] for note in seen.notes] == [
        "Met: Recorded as fulfilled",
        "The source appeared before that",
        "That is before the stance was said",
    ]
    await publish(services, scope, settle(f"{key}/1"))
    seen = await services.editing.start(scope, settle(f"{key}/2"), by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert any("every condition of the stance is met" in note for note in seen.notes)


async def test_since_is_as_vague_as_it_is_known(services: Services) -> None:
    scope, key = await begun(services)
    for typed, phrase, precision in (
        ("in March 2025", "in March 2025", Precision.MONTH),
        ("about 12 March 2025", "about 12 March 2025", Precision.DAY),
        ("since yesterday", "15 March 2025", Precision.DAY),
        ("10–12 March 2025", "10–12 March 2025", Precision.INTERVAL),
    ):
        seen = await services.editing.start(
            scope, settle(f"{key}/1", since=typed), by=owner(EDITOR)
        )
        assert isinstance(seen, Preview), typed
        assert isinstance(seen.record, Stance)
        since = seen.record.conditions[0].settled_on
        assert since is not None
        assert (since.phrase, since.precision) == (phrase, precision)


async def test_a_state_without_evidence_can_be_given_some(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    """As a pack of before evidence was kept may have brought it."""
    scope, key = await begun(services)
    (was,) = await versions(sqlite, scope, key)
    met = replace(was.record.conditions[0], state=ConditionState.MET)
    bare = replace(was.record, conditions=(met, was.record.conditions[1]))

    def write(unit: Unit) -> None:
        act = acts.begin(unit, scope.guild_id, what="import", at=clock.now())
        acts.amend(act, was, bare, verb=Verb.CORRECT, reason="imported")

    await sqlite.write(write)
    await publish(services, scope, settle(f"{key}/1"))
    settled = (await versions(sqlite, scope, key))[-1].record.conditions[0]
    assert settled.settled is not None
    refused = await services.editing.start(scope, settle(f"{key}/1"), by=owner(EDITOR))
    assert isinstance(refused, Refused)
    assert "recorded as met already, since 15 March 2025" in refused.error.text


async def test_a_correction_moves_to_the_condition_it_names_and_keeps_what_was_typed(
    services: Services,
) -> None:
    scope, key = await begun(services)
    await publish(services, scope, settle(f"{key}/1"))
    await publish(services, scope, settle(f"{key}/2", "refused", "12 March 2025"))
    form = ConditionCorrectForm(condition=f"{key}/1", reason="x", quote="Other words.")
    seen = await services.editing.start(scope, form, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    other = {"condition": f"{key}/2"}
    seen = await services.editing.revise(scope, seen.draft_id, other, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert isinstance(seen.form, ConditionCorrectForm)
    assert (seen.form.state, seen.form.since) == ("refused", "12 March 2025")
    assert seen.form.quote == "Other words."


async def test_of_two_corrections_both_changes_stay(services: Services, sqlite: Database) -> None:
    scope, key = await begun(services)
    await publish(services, scope, settle(f"{key}/1"))
    mine = ConditionCorrectForm(condition=f"{key}/1", reason="x", quote="Other words.")
    seen = await services.editing.start(scope, mine, by=owner(2))
    assert isinstance(seen, Preview)
    theirs = ConditionCorrectForm(condition=f"{key}/1", reason="y", since="14 March 2025")
    await publish(services, scope, theirs)
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Preview)
    assert again.meanwhile is not None
    await services.editing.publish(scope, again.draft_id, by=owner(2))
    settled = (await versions(sqlite, scope, key))[-1].record.conditions[0]
    assert settled.settled is not None
    assert settled.settled_on is not None
    assert (settled.settled.words, settled.settled_on.phrase) == ("Other words.", "14 March 2025")


CHANGES: dict[str, Callable[[str], Form]] = {
    "met": lambda key: settle(f"{key}/1", "met", "12 March 2025"),
    "refused": lambda key: settle(f"{key}/1", "refused", "13 March 2025"),
    "open again": lambda key: settle(f"{key}/1", "open again", "14 March 2025"),
    "second": lambda key: settle(f"{key}/2", "partly met", "11 March 2025"),
    "redate": lambda key: ConditionCorrectForm(
        condition=f"{key}/1", reason="Misread", since="11 March 2025"
    ),
    "never": lambda key: ConditionCorrectForm(condition=f"{key}/1", reason="No", state="open"),
    "stance": lambda key: CorrectForm(record=key, reason="Misread", position="considering"),
}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=5))
async def test_undoing_all_in_reverse_leaves_every_condition_as_it_was(
    everywhere: Services, database: Database, clock: ManualClock, names: list[str]
) -> None:
    scope, key = await begun(everywhere)
    before = (await versions(database, scope, key))[-1].record
    done: list[Published] = []
    for name in names:
        clock.advance(timedelta(seconds=1))
        seen = await everywhere.editing.start(scope, CHANGES[name](key), by=owner(EDITOR))
        if isinstance(seen, Preview):
            published = await everywhere.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
            assert isinstance(published, Published)
            done.append(published)
    every = await versions(database, scope, key)
    assert len(every) == len(done) + 1
    for act in reversed(done):
        await everywhere.editing.undo(scope, act.seq, by=owner(EDITOR))
    newest = (await versions(database, scope, key))[-1]
    assert newest.record == before
    assert newest.version.state is RecordState.PUBLISHED
    clock.at = datetime(2025, 3, 16, 12, tzinfo=UTC)


async def test_a_day_gone_by_sees_conditions_as_they_stood(
    everywhere: Services, clock: ManualClock
) -> None:
    scope, key = await begun(everywhere)
    await publish(everywhere, scope, settle(f"{key}/1", "met", "12 March 2025"))
    clock.advance(timedelta(hours=1))
    before = clock.now()
    clock.advance(timedelta(hours=1))
    await publish(everywhere, scope, settle(f"{key}/1", "disputed", "14 March 2025"))
    for day, state in {
        11: ConditionState.OPEN,
        12: ConditionState.MET,
        13: ConditionState.MET,
        14: ConditionState.DISPUTED,
    }.items():
        then = replace(scope, as_of=date(2025, 3, day))
        assert (await states(everywhere, then))["line?"] is state, day
        answer = await everywhere.lookups.stance(then, "Ada")
        assert answer.standings[0].view.conditions[0].condition.state is state, day
        (row,) = (await everywhere.lookups.board(then)).rows
        assert row.conditions[0].condition.state is state, day
    known = replace(scope, known_at=before)
    assert (await states(everywhere, known))["line?"] is ConditionState.MET
    assert (await states(everywhere, scope))["line?"] is ConditionState.DISPUTED


async def test_what_was_corrected_was_never_so(services: Services) -> None:
    scope, key = await begun(services)
    await publish(services, scope, settle(f"{key}/1", "met", "11 March 2025"))
    later = ConditionCorrectForm(condition=f"{key}/1", reason="x", since="14 March 2025")
    await publish(services, scope, later)
    then = replace(scope, as_of=date(2025, 3, 12))
    assert (await states(services, then))["line?"] is ConditionState.OPEN


async def test_where_it_was_settled_is_looked_up_only_where_something_is(
    everywhere: Services, database: Database, clock: ManualClock
) -> None:
    scope, key = await begun(everywhere)
    (first, second) = (await shown(everywhere, scope)).conditions
    assert first.settled_by is second.settled_by is None
    await publish(everywhere, scope, settle(f"{key}/2"))
    (first, second) = (await shown(everywhere, scope)).conditions
    assert (first.condition.state, first.settled_by) == (ConditionState.OPEN, None)
    assert second.settled_by is not None
    assert second.settled_by.publisher == "The Daily"
    source = second.settled_by.key
    uses = (await everywhere.lookups.sources(scope, "Ada")).sources
    assert {each.source.publisher: each.records for each in uses} == {
        "The Paper": 1,
        "The Daily": 1,
    }

    def retract(unit: Unit) -> None:
        was = log.versions(unit, Source, scope.guild_id, source)[-1]
        act = acts.begin(unit, scope.guild_id, what="test", at=clock.now())
        acts.amend(
            act,
            was,
            was.record,
            verb=Verb.RETRACT,
            reason="a hoax",
            state=RecordState.RETRACTED,
        )

    await database.write(retract)
    (_, second) = (await shown(everywhere, scope)).conditions
    assert second.settled_by is not None
    assert second.settled_by.publisher == "a source that was retracted since"
    (use,) = (await everywhere.lookups.sources(scope, "Ada")).sources
    assert use.source.publisher == "The Paper"
