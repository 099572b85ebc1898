"""Two editors at once: the second sees the first's change beside their own, and loses nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.domain.records import Actor, Citation, Event, Evidence, Issue, Role, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    Directness,
    EventKind,
    EventStatus,
    Position,
    RoleKind,
    Verb,
)
from bot.domain.when import days
from bot.services.editing.answers import Compared, Preview, Published, Refused
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    AliasForm,
    ConfirmForm,
    CorrectForm,
    EventCancelForm,
    EventCorrectForm,
    EventMoveForm,
    Form,
    IssueCloseForm,
    IssueEditForm,
    RetractForm,
    StanceForm,
)
from bot.services.wired import Services, wire
from tests.people import owner

GUILDS = count(5000)
Begun: TypeAlias = Callable[[], Awaitable[tuple[Scope, str]]]
CITED = {"quote": "Yes.", "source": "The Paper — Yes"}
STANCE = StanceForm(actor="Ada", position="accepts", said="15 March 2025", **CITED)
SAID = days(date(2025, 3, 15))
CITATION = Citation(source="paper", words="Yes.")
RECORDS = (
    Source(key="paper", publisher="The Paper", title="Yes", published=SAID),
    Actor(key="ada", name="Ada", kind=ActorKind.PERSON),
    Issue(key="swap", title="Swap", question="Should it be?"),
    Stance(
        key="s-ada",
        holder="ada",
        issue="swap",
        position=Position.ACCEPTS,
        commitment=Commitment.STATED,
        evidence=Evidence(
            speaker="ada",
            said=SAID,
            words="Yes.",
            directness=Directness.DIRECT_QUOTE,
            basis=Basis.OWN_WORDS,
            source="paper",
        ),
    ),
    Role(key="r-ada", actor="ada", role=RoleKind.PARTICIPANT, citation=CITATION, event="vote"),
    Event(
        key="vote",
        title="Vote",
        kind=EventKind.OTHER,
        when=days(date(2025, 3, 20)),
        status=EventStatus.EXPECTED,
        citation=CITATION,
    ),
)


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    return wire(sqlite, clock)


async def publish(services: Services, scope: Scope, form: Form, *, by: int = 1) -> Published:
    seen = await begin(services, scope, form, by=by)
    done = await services.editing.publish(scope, seen.draft_id, by=owner(by))
    assert isinstance(done, Published), done
    return done


async def begin(services: Services, scope: Scope, form: Form, *, by: int) -> Preview:
    seen = await services.editing.start(scope, form, by=owner(by))
    assert isinstance(seen, Preview), seen
    return seen


@pytest.fixture
def begun(sqlite: Database, clock: ManualClock) -> Begun:
    """Make a new server with an actor, an issue, an event and a stance, whose key it gives."""

    async def begin() -> tuple[Scope, str]:
        scope = Scope(guild_id=next(GUILDS))

        def work(unit: Unit) -> None:
            act = acts.begin(unit, scope.guild_id, what="test", at=clock.now(), by=1)
            acts.add_many(act, RECORDS)

        await sqlite.write(work)
        return scope, "s-ada"

    return begin


async def race(services: Services, scope: Scope, mine: Form, theirs: Form) -> Preview:
    """What the second editor, who looked before the first published, is shown on publishing."""
    seen = await begin(services, scope, mine, by=2)
    await publish(services, scope, theirs, by=1)
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Preview), again
    assert again.draft_id == seen.draft_id
    return again


def beside(shown: Preview | Refused) -> dict[str, Compared]:
    assert shown.meanwhile is not None
    return {each.field: each for each in shown.meanwhile.fields}


async def test_a_correction_beside_another_and_one_press_publishes_both(
    services: Services, begun: Begun, sqlite: Database
) -> None:
    scope, key = await begun()
    again = await race(
        services,
        scope,
        CorrectForm(record=key, reason="Mine", quote="Yes, we do.", position="rejects"),
        CorrectForm(record=key, reason="Theirs", position="considering", said="14 March 2025"),
    )
    assert again.meanwhile is not None
    [version] = again.meanwhile.versions
    assert (version.recorded_by, version.verb, version.reason) == (1, Verb.CORRECT, "Theirs")
    assert list(beside(again).values()) == [
        Compared(field="quote", was="Yes.", theirs=None, yours="Yes, we do."),
        Compared(field="said", was="15 March 2025", theirs="14 March 2025", yours=None),
        Compared(field="position", was="Accepts", theirs="Considering", yours="Rejects"),
    ]
    done = await services.editing.publish(scope, again.draft_id, by=owner(2))
    assert isinstance(done, Published)
    versions = await sqlite.read(lambda unit: log.versions(unit, Stance, scope.guild_id, key))
    newest = versions[-1].record
    assert len(versions) == 3
    assert newest.position is Position.REJECTS
    assert newest.evidence.words == "Yes, we do."
    assert newest.evidence.said.phrase == "14 March 2025"


async def test_a_third_change_is_shown_again(services: Services, begun: Begun) -> None:
    scope, key = await begun()
    mine = CorrectForm(record=key, reason="Mine", quote="Yes, we do.")
    again = await race(
        services, scope, mine, CorrectForm(record=key, reason="One", position="rejects")
    )
    await publish(services, scope, CorrectForm(record=key, reason="Two", position="accepts"))
    third = await services.editing.publish(scope, again.draft_id, by=owner(2))
    assert isinstance(third, Preview)
    assert beside(third)["position"].was == "Rejects"


async def test_two_new_stances_of_one_actor_on_one_issue(services: Services, begun: Begun) -> None:
    """The second sees what became the stance recorded so far, and who recorded it."""
    scope, _ = await begun()
    again = await race(
        services,
        scope,
        replace(STANCE, position="rejects", quote="Mine.", said="16 March 2025"),
        replace(STANCE, position="considering", quote="Theirs.", said="16 March 2025"),
    )
    assert again.meanwhile is not None
    assert again.meanwhile.is_other
    assert [each.recorded_by for each in again.meanwhile.versions] == [1]
    assert beside(again)["position"] == Compared(
        field="position", was="Accepts", theirs="Considering", yours="Rejects"
    )
    assert beside(again)["quote"].theirs == "Theirs."
    done = await services.editing.publish(scope, again.draft_id, by=owner(2))
    assert isinstance(done, Published)


async def test_the_first_stance_of_an_actor_may_be_recorded_by_two(
    services: Services, begun: Begun
) -> None:
    scope, key = await begun()
    await publish(services, scope, RetractForm(record=key, reason="A hoax"))
    again = await race(services, scope, STANCE, replace(STANCE, quote="Theirs."))
    assert beside(again)["position"].was == ""
    assert beside(again)["quote"] == Compared(field="quote", was="", theirs="Theirs.", yours="Yes.")


async def test_the_stance_before_is_retracted_meanwhile(services: Services, begun: Begun) -> None:
    scope, key = await begun()
    mine = replace(STANCE, position="rejects", quote="Mine.", said="16 March 2025")
    again = await race(services, scope, mine, RetractForm(record=key, reason="A hoax"))
    assert again.meanwhile is not None
    assert [each.reason for each in again.meanwhile.versions] == ["A hoax"]
    assert beside(again)["position"].theirs == ""


async def test_another_actor_of_ones_own_is_nobodys_change(
    services: Services, begun: Begun
) -> None:
    scope, _ = await begun()
    await publish(services, scope, ActorForm(name="Bo", kind="person"))
    seen = await begin(services, scope, STANCE, by=2)
    other = await services.editing.revise(scope, seen.draft_id, {"actor": "Bo"}, by=owner(2))
    assert isinstance(other, Preview)
    assert other.meanwhile is None


# Another's change of each kind of record, one's own, and the field in which theirs shows.
RACES: dict[str, tuple[Callable[[str], Form], Callable[[str], Form], str]] = {
    "actor": (
        lambda _: ActorEditForm(actor="ada", reason="x", title="Poet"),
        lambda _: ActorEditForm(actor="ada", reason="y", aliases="Countess"),
        "aliases",
    ),
    "alias": (
        lambda _: AliasForm(actor="Ada", name="Lovelace"),
        lambda _: AliasForm(actor="Ada", name="Countess"),
        "aliases",
    ),
    "cancel": (
        lambda _: EventMoveForm(event="vote", when="21 March 2025", **CITED),
        lambda _: EventCancelForm(event="vote", **CITED),
        "status",
    ),
    "close": (
        lambda _: IssueCloseForm(issue="swap", status="retired"),
        lambda _: IssueEditForm(issue="swap", reason="y", title="Exchange"),
        "title",
    ),
    "confirm": (
        lambda key: ConfirmForm(record=key, when="16 March 2025"),
        lambda key: CorrectForm(record=key, reason="y", position="rejects"),
        "position",
    ),
    "event": (
        lambda _: EventCorrectForm(event="vote", reason="x", place="Oslo"),
        lambda _: EventMoveForm(event="vote", when="22 March 2025", **CITED),
        "when",
    ),
    "issue": (
        lambda _: IssueEditForm(issue="swap", reason="x", context="None."),
        lambda _: IssueEditForm(issue="swap", reason="y", question="Will it be?"),
        "question",
    ),
    "looked at": (
        lambda key: CorrectForm(record=key, reason="x", position="rejects"),
        lambda key: ConfirmForm(record=key, when="16 March 2025"),
        "confirmed",
    ),
    "retract": (
        lambda key: RetractForm(record=key, reason="x"),
        lambda key: CorrectForm(record=key, reason="y", quote="No."),
        "quote",
    ),
}


@pytest.mark.parametrize("kind", sorted(RACES))
async def test_every_kind_of_change_is_shown_beside_ones_own(
    services: Services, begun: Begun, kind: str
) -> None:
    scope, key = await begun()
    mine, theirs, field = RACES[kind]
    again = await race(services, scope, mine(key), theirs(key))
    assert beside(again)[field].theirs is not None
    done = await services.editing.publish(scope, again.draft_id, by=owner(2))
    assert isinstance(done, Published), done


async def test_two_further_names_both_stay(
    services: Services, begun: Begun, sqlite: Database
) -> None:
    scope, _ = await begun()
    again = await race(
        services,
        scope,
        AliasForm(actor="Ada", name="Lovelace"),
        AliasForm(actor="Ada", name="Countess"),
    )
    assert beside(again)["aliases"] == Compared(
        field="aliases", was="", theirs="Countess", yours="Lovelace"
    )
    await services.editing.publish(scope, again.draft_id, by=owner(2))
    versions = await sqlite.read(lambda unit: log.versions(unit, Actor, scope.guild_id, "ada"))
    assert [each.text for each in versions[-1].record.names] == ["Countess", "Lovelace"]


async def test_what_was_retracted_meanwhile_is_refused_beside_the_retraction(
    services: Services, begun: Begun
) -> None:
    scope, key = await begun()
    seen = await begin(
        services, scope, CorrectForm(record=key, reason="x", quote="My own words."), by=2
    )
    await publish(services, scope, RetractForm(record=key, reason="A hoax"))
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Refused)
    assert "A hoax" in again.error.text
    assert again.meanwhile is not None
    assert again.meanwhile.versions[-1].verb is Verb.RETRACT
    typed = await services.editing.cancel(scope, seen.draft_id, by=owner(2))
    assert isinstance(typed, CorrectForm)
    assert typed.quote == "My own words."


async def test_the_same_correction_twice_says_that_nothing_is_left(
    services: Services, begun: Begun
) -> None:
    scope, key = await begun()
    form = CorrectForm(record=key, reason="x", position="rejects")
    seen = await begin(services, scope, form, by=2)
    await publish(services, scope, form)
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Refused)
    assert beside(again)["position"] == Compared(
        field="position", was="Accepts", theirs="Rejects", yours="Rejects"
    )


TEXTS = st.dictionaries(
    st.sampled_from(["quote", "position", "said", "source", "conditions", "commitment"]),
    st.integers(0, 1),
    min_size=1,
)
VALUES = {
    "quote": ("Yes, in time.", "Yes, at once."),
    "position": ("rejects", "considering"),
    "said": ("13 March 2025", "14 March 2025"),
    "source": ("The Daily — One", "The Daily — Two"),
    "conditions": ("Who verifies it?", "No arms."),
    "commitment": ("signalled", "signed"),
}


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mine=TEXTS, theirs=TEXTS)
async def test_nothing_typed_is_lost(
    services: Services,
    begun: Begun,
    mine: dict[str, int],
    theirs: dict[str, int],
) -> None:
    """Whatever two editors type, each field is the second's where they typed, else the first's."""
    scope, key = await begun()
    own = {name: VALUES[name][at] for name, at in mine.items()}
    others = {name: VALUES[name][at] for name, at in theirs.items()}
    seen = await begin(services, scope, CorrectForm(record=key, reason="x", **own), by=2)
    await publish(services, scope, CorrectForm(record=key, reason="y", **others))
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Preview | Refused)
    shown = beside(again)
    for name in own:
        assert shown[name].yours is not None, name
    for name in others:
        assert shown[name].theirs is not None, name
    if isinstance(again, Preview):
        assert isinstance(again.form, CorrectForm)
        # Conditions are written back with their kind; the words are the same.
        for name, text in {**others, **own}.items():
            assert text in getattr(again.form, name), name
    kept = await services.editing.cancel(scope, seen.draft_id, by=owner(2))
    for name, text in own.items():
        assert text in getattr(kept, name), name
