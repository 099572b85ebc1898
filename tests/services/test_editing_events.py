"""Events and those who take part in them: read without loss, written in one act, undone whole."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db import log
from bot.db.engine import Database
from bot.domain.directory import Directory
from bot.domain.records import Actor, Citation, Event, Record, Role
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    ActorKind,
    EventKind,
    RoleKind,
)
from bot.errors import ConflictError
from bot.services.editing.answers import Preview, Published, Refused, Unclear
from bot.services.editing.event_fields import event_kind, participants, participants_typed
from bot.services.editing.forms import (
    ActorForm,
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
    Form,
    IssueForm,
)
from bot.services.wired import Services, wire
from tests.people import owner

EDITOR = 1
GUILDS = count(100)
CITED = {"quote": "They will meet.", "source": "The Paper — Talks"}
TALKS = EventForm(title="Talks on a swap", when="20 March 15:00", participants="Ada, Bo", **CITED)
KEY = "talks-on-a-swap"
NAMES = ("Ada", "Bo", "Bosnia and Herzegovina", "Serbia", "Trade, Ministry of", "і", "Oslo & Sons")


@pytest.fixture
def services(database: Database, clock: ManualClock) -> Services:
    return wire(database, clock)


async def publish(services: Services, scope: Scope, form: Form, *, by: int = EDITOR) -> Published:
    seen = await services.editing.start(scope, form, by=owner(by))
    assert isinstance(seen, Preview), seen
    done = await services.editing.publish(scope, seen.draft_id, by=owner(by))
    assert isinstance(done, Published), done
    return done


async def refused(services: Services, scope: Scope, form: Form) -> str:
    seen = await services.editing.start(scope, form, by=owner(EDITOR))
    assert isinstance(seen, Refused), seen
    return seen.error.text


async def begun(services: Services) -> Scope:
    """A new server with three actors and one event, and no issue."""
    scope = Scope(guild_id=next(GUILDS))
    for name in ("Ada", "Bo", "Cy"):
        await publish(services, scope, ActorForm(name=name, kind="person"))
    await publish(services, scope, TALKS)
    return scope


async def standing(database: Database, scope: Scope) -> list[Record]:
    """Every event and role that stands."""
    events = await database.read(lambda unit: log.all_live(unit, Event, scope))
    roles = await database.read(lambda unit: log.all_live(unit, Role, scope))
    return [*(each.record for each in events), *(each.record for each in roles)]


CHANGES: dict[str, Form] = {
    "move": EventMoveForm(event=KEY, when="25 March", place="Oslo", **CITED),
    "fix": EventMoveForm(event=KEY, when="26 March 2025 10:00 Kyiv", status="confirmed", **CITED),
    "cancel": EventCancelForm(event=KEY, **CITED),
    "postpone": EventCancelForm(event=KEY, status="postponed", **CITED),
    "hold": EventOutcomeForm(event=KEY, result="held", when="today", outcome="A swap.", **CITED),
    "people": EventCorrectForm(event=KEY, reason="Others", participants="Bo and Cy"),
    "title": EventCorrectForm(event=KEY, reason="Misspelt", title="Talks on the swap"),
    "retract": EventRetractForm(event=KEY, reason="A hoax"),
}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=5))
async def test_undoing_all_in_reverse_leaves_events_and_participants_as_they_were(
    services: Services, database: Database, clock: ManualClock, names: list[str]
) -> None:
    scope = await begun(services)
    before = await standing(database, scope)
    done = []
    for name in names:
        clock.advance(timedelta(seconds=1))
        seen = await services.editing.start(scope, CHANGES[name], by=owner(EDITOR))
        if isinstance(seen, Preview):
            done.append(await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR)))
    for act in reversed(done):
        assert isinstance(act, Published)
        await services.editing.undo(scope, act.seq, by=owner(EDITOR))
    after = await standing(database, scope)
    assert sorted(after, key=lambda each: each.key) == sorted(before, key=lambda each: each.key)
    clock.at = datetime(2025, 3, 16, 12, tzinfo=UTC)


async def test_an_event_and_its_participants_are_one_act(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    done = await publish(services, scope, EventForm(title="Vote", when="20 March", **CITED))
    again = await publish(
        services, scope, EventForm(title="Vote", when="20 June", participants="Ada", **CITED)
    )
    assert (done.key, again.key) == ("vote", "vote-2")
    written = await database.read(
        lambda unit: log.act_changes(unit, scope.guild_id, again.seq),
    )
    assert {type(each.record) for each in written} == {Event, Role}
    await services.editing.undo(scope, again.seq, by=owner(EDITOR))
    assert {each.key for each in await standing(database, scope) if isinstance(each, Event)} == {
        KEY,
        "vote",
    }


async def test_a_retracted_events_roles_hold_no_actor_back(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    dot = await publish(services, scope, ActorForm(name="Dot", kind="person"))
    await publish(
        services, scope, EventForm(title="Vote", when="today", participants="Dot", **CITED)
    )
    with pytest.raises(ConflictError, match="role: 1"):
        await services.editing.undo(scope, dot.seq, by=owner(EDITOR))
    await publish(services, scope, EventRetractForm(event="Vote", reason="A hoax"))
    await services.editing.undo(scope, dot.seq, by=owner(EDITOR))
    roles = [each for each in await standing(database, scope) if isinstance(each, Role)]
    assert [each.actor for each in roles] == ["ada", "bo"]


async def test_a_correction_shows_that_somebody_has_changed_who_takes_part(
    services: Services, clock: ManualClock
) -> None:
    scope = await begun(services)
    mine = EventCorrectForm(event=KEY, reason="Others", place="Oslo")
    seen = await services.editing.start(scope, mine, by=owner(2))
    assert isinstance(seen, Preview)
    clock.advance(timedelta(minutes=1))
    await publish(
        services, scope, EventCorrectForm(event=KEY, reason="One more", participants="Ada; Bo; Cy")
    )
    again = await services.editing.publish(scope, seen.draft_id, by=owner(2))
    assert isinstance(again, Preview)
    assert again.meanwhile is not None
    [field] = [each for each in again.meanwhile.fields if each.theirs is not None]
    assert (field.field, field.yours) == ("participants", None)


async def test_a_date_with_two_meanings_is_asked_for_every_verb(
    services: Services, clock: ManualClock
) -> None:
    scope = await begun(services)
    for form in (
        EventForm(title="Vote", when="next week", **CITED),
        EventMoveForm(event=KEY, when="this week", **CITED),
        EventCorrectForm(event=KEY, reason="Misread", when="this week"),
    ):
        seen = await services.editing.start(scope, form, by=owner(EDITOR))
        assert isinstance(seen, Unclear), form
        chosen = await services.editing.choose(scope, seen.draft_id, 1, by=owner(EDITOR))
        assert isinstance(chosen, Preview)
        assert isinstance(chosen.record, Event)
        assert chosen.record.when == seen.choices[1]
        assert not chosen.record.when.has_clock_time


async def test_an_event_lies_in_its_servers_usual_issue_while_that_is_open(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    vote = EventForm(title="Vote", when="20 March", **CITED)

    async def issues(form: EventForm) -> tuple[str, ...]:
        seen = await services.editing.start(scope, form, by=owner(EDITOR))
        assert isinstance(seen, Preview)
        assert isinstance(seen.record, Event)
        return seen.record.issues

    assert await issues(vote) == ()
    for title in ("Swap", "Truce"):
        await publish(services, scope, IssueForm(title=title, question="Should it be?"))
    assert await issues(vote) == ()
    await services.settings.set_issue(scope, "Truce", channel_id=None, by=owner(2), cause="1")
    assert await issues(vote) == ("truce",)
    for typed, found in (("none", ()), ("swap; Truce", ("swap", "truce")), ("Swap", ("swap",))):
        form = EventForm(title="Vote", when="20 March", issue=typed, **CITED)
        assert await issues(form) == found


async def test_limits_are_told_and_nothing_else_is_taken(services: Services) -> None:
    scope = await begun(services)
    many = EventForm(title="Vote", when="today", participants="Ada", place="x" * 201, **CITED)
    assert "201 characters" in await refused(services, scope, many)
    long = EventOutcomeForm(event=KEY, result="held", when="today", outcome="x" * 1001, **CITED)
    assert "1,001 characters" in await refused(services, scope, long)
    blank = EventForm(title="—", when="today", **CITED)
    assert "no letter or digit" in await refused(services, scope, blank)
    for form in (
        EventMoveForm(event=KEY, when="25 March", status="held", **CITED),
        EventCancelForm(event=KEY, status="expected", **CITED),
        EventOutcomeForm(event=KEY, result="expected", when="today", **CITED),
    ):
        assert "Choose “" in await refused(services, scope, form)


async def test_a_window_may_have_no_end(services: Services) -> None:
    scope = await begun(services)
    form = EventMoveForm(event=KEY, when="since 18 March 2025", **CITED)
    seen = await services.editing.start(scope, form, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert isinstance(seen.record, Event)
    assert (seen.record.when.first_day, seen.record.when.upper) == (date(2025, 3, 18), None)


def directory() -> Directory:
    actors = [Actor(key=f"a{at}", name=name, kind=ActorKind.OTHER) for at, name in enumerate(NAMES)]
    return Directory(
        revision=1,
        zone="UTC",
        default_issue=None,
        actors={actor.key: actor for actor in actors},
        issues={},
        mandates=(),
        roles=(),
    )


@given(st.lists(st.sampled_from(range(len(NAMES))), unique=True))
def test_participants_written_out_read_back_as_they_were(chosen: list[int]) -> None:
    known = directory()
    citation = Citation(source="s", words="x")
    roles = [
        Role(key=f"r{at}", actor=f"a{at}", role=RoleKind.PARTICIPANT, event="e", citation=citation)
        for at in chosen
    ]
    typed = participants_typed(roles, known)
    assert [each.key for each in participants(typed, known)] == [role.actor for role in roles]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Ada and Bo", ["a0", "a1"]),
        ("Ada, Bo, and Serbia", ["a0", "a1", "a3"]),
        ("ADA;bo\nserbia", ["a0", "a1", "a3"]),
        ("Bosnia and Herzegovina and Serbia", ["a2", "a3"]),
        ("Serbia & Bosnia and Herzegovina", ["a3", "a2"]),
        ("Ada та Bo", ["a0", "a1"]),
        ("Ada, Ada and Ada", ["a0"]),
        ("", []),
        (" , ;\n", []),
    ],
)
def test_participants_are_read_one_by_one(typed: str, keys: list[str]) -> None:
    assert [each.key for each in participants(typed, directory())] == keys


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Trump–Putin call", EventKind.CALL),
        ("Talks in Jeddah", EventKind.TALKS),
        ("U.S.-Russia Summit in Riyadh", EventKind.SUMMIT),
        ("Votes on the budget", EventKind.VOTE),
        ("Deadline for an answer", EventKind.DEADLINE),
        ("Statement after the call", EventKind.STATEMENT),
        ("Recalling the past", EventKind.OTHER),
        ("Дзвінок", EventKind.OTHER),
    ],
)
def test_a_kind_is_found_by_its_word_in_the_title(title: str, kind: EventKind) -> None:
    assert event_kind("", title) is kind
    assert event_kind("vote", title) is EventKind.VOTE
