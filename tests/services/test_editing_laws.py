"""Acts and their undoing, on both databases, in any order an editor may think of."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db import log, stances
from bot.db.engine import Database
from bot.domain.records import Recorded, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.editing.answers import Incomplete, Preview, Published, Refused
from bot.services.editing.forms import (
    ActorForm,
    ConfirmForm,
    CorrectForm,
    Form,
    IssueForm,
    RetractForm,
    StanceForm,
)
from bot.services.wired import Services, wire
from tests.people import owner

EDITOR = 1
STANCE = StanceForm(
    actor="Ada",
    position="accepts",
    quote="Yes.",
    source="The Paper — Yes",
    said="15 March 2025",
)
GUILDS = count(100)
T = TypeVar("T")


@pytest.fixture
def services(database: Database, clock: ManualClock) -> Services:
    return wire(database, clock)


async def publish(services: Services, scope: Scope, form: Form, *, by: int = EDITOR) -> Published:
    seen = await services.editing.start(scope, form, by=owner(by))
    assert isinstance(seen, Preview), seen
    done = await services.editing.publish(scope, seen.draft_id, by=owner(by))
    assert isinstance(done, Published), done
    return done


async def begun(services: Services) -> Scope:
    """A new server with one actor and one issue."""
    scope = Scope(guild_id=next(GUILDS))
    await publish(services, scope, ActorForm(name="Ada", kind="person"))
    await publish(services, scope, IssueForm(title="Swap", question="Should it be?"))
    return scope


async def current(database: Database, scope: Scope) -> list[Stance]:
    found = await database.read(lambda unit: stances.history(unit, scope, "swap", ["ada"]))
    return [each.record for each in found]


async def versions(database: Database, scope: Scope, key: str) -> list[Recorded[Stance]]:
    return await database.read(lambda unit: log.versions(unit, Stance, scope.guild_id, key))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(["set", "correct", "confirm", "retract"]), max_size=5))
async def test_undoing_all_in_reverse_leaves_the_world_as_it_was_and_every_version_kept(
    services: Services, database: Database, verbs: list[str]
) -> None:
    scope = await begun(services)
    first = await publish(services, scope, STANCE)
    assert first.key is not None
    before = await current(database, scope)
    done = []
    gone = False
    for at, verb in enumerate(verbs):
        forms: dict[str, Form] = {
            "set": replace(STANCE, quote=f"Yes, {at}.", said="16 March 2025"),
            "correct": CorrectForm(record=first.key, reason="Wrong", quote=f"No, {at}."),
            "confirm": ConfirmForm(record=first.key),
            "retract": RetractForm(record=first.key, reason="A hoax"),
        }
        form = forms[verb]
        if gone and verb != "set":
            refused = await services.editing.start(scope, form, by=owner(EDITOR))
            assert isinstance(refused, (Refused, Incomplete))
            continue
        done.append(await publish(services, scope, form))
        gone = gone or verb == "retract"
    numbers = len(await versions(database, scope, first.key))
    for act in reversed(done):
        await services.editing.undo(scope, act.seq, by=owner(EDITOR))
    assert await current(database, scope) == before
    kept = await versions(database, scope, first.key)
    assert [each.version.number for each in kept] == list(range(1, len(kept) + 1))
    assert len(kept) >= numbers


async def test_undo_of_an_undo_of_an_undo(services: Services, database: Database) -> None:
    scope = await begun(services)
    act = await publish(services, scope, STANCE)
    seq, shown = act.seq, []
    for _ in range(4):
        shown.append(len(await current(database, scope)))
        seq = (await services.editing.undo(scope, seq, by=owner(EDITOR))).seq
    assert shown == [1, 0, 1, 0]


async def test_undo_twice_is_undo_once(services: Services, database: Database) -> None:
    scope = await begun(services)
    act = await publish(services, scope, STANCE)
    one, two = await both(
        services.editing.undo(scope, act.seq, by=owner(EDITOR)),
        services.editing.undo(scope, act.seq, by=owner(EDITOR)),
    )
    assert one.seq == two.seq
    assert {one.repeated, two.repeated} == {True, False}
    assert await current(database, scope) == []


async def test_two_presses_at_once_publish_once(services: Services, database: Database) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, STANCE, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    one, two = await both(
        services.editing.publish(scope, seen.draft_id, by=owner(EDITOR)),
        services.editing.publish(scope, seen.draft_id, by=owner(EDITOR)),
    )
    assert isinstance(one, Published)
    assert isinstance(two, Published)
    assert one.seq == two.seq
    assert len(await current(database, scope)) == 1


async def both(one: Awaitable[T], two: Awaitable[T]) -> tuple[T, T]:
    first, second = await asyncio.gather(one, two)
    return first, second


async def test_two_corrections_at_once_leave_one_and_tell_the_other(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    key = (await publish(services, scope, STANCE)).key or ""
    drafts = []
    for by, position in ((1, "rejects"), (2, "considering")):
        form = CorrectForm(record=key, reason=f"By {by}", position=position)
        seen = await services.editing.start(scope, form, by=owner(by))
        assert isinstance(seen, Preview)
        drafts.append((seen.draft_id, by))
    found = await asyncio.gather(
        *(services.editing.publish(scope, draft, by=owner(by)) for draft, by in drafts),
    )
    [second] = [each for each in found if isinstance(each, Preview)]
    assert second.meanwhile is not None
    assert len(await versions(database, scope, key)) == 2


async def test_the_same_source_is_made_once(services: Services, database: Database) -> None:
    scope = await begun(services)
    for at in range(3):
        await publish(services, scope, replace(STANCE, quote=f"Yes, {at}."))
    sources = await database.read(lambda unit: log.all_live(unit, Source, scope))
    assert len(sources) == 1


async def test_a_source_without_a_date_says_when_it_was_read(
    services: Services, database: Database, clock: ManualClock
) -> None:
    scope = await begun(services)
    await publish(services, scope, STANCE)
    [source] = await database.read(lambda unit: log.all_live(unit, Source, scope))
    published = source.record.published
    assert published.phrase == "not given; read on 16 March 2025"
    assert published.upper == clock.now()
    assert published.first_day.isoformat() == "2025-03-15"


async def test_a_later_record_of_an_earlier_day_is_not_the_current_one(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    await publish(services, scope, STANCE)
    earlier = replace(STANCE, position="rejects", quote="No.", said="10 March 2025")
    seen = await services.editing.start(scope, earlier, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    assert any("stays the current one" in note for note in seen.notes)
    await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
    assert (await current(database, scope))[0].position is Position.ACCEPTS


async def test_nothing_is_published_without_evidence(services: Services) -> None:
    scope = await begun(services)
    for field in ("quote", "source", "said"):
        bare = replace(STANCE, **{field: ""})
        seen = await services.editing.start(scope, bare, by=owner(EDITOR))
        assert isinstance(seen, Incomplete)
        done = await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
        assert isinstance(done, Refused), field


async def test_only_what_a_preview_showed_is_published(
    services: Services, database: Database
) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, STANCE, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    await publish(services, scope, IssueForm(title="Truce", question="Should it be?"))
    await services.settings.set_issue(scope, "Truce", channel_id=None, by=owner(2), cause="1")
    again = await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR))
    assert isinstance(again, Preview)
    assert isinstance(again.record, Stance)
    assert again.record.issue == "truce"
    assert isinstance(
        await services.editing.publish(scope, seen.draft_id, by=owner(EDITOR)), Published
    )
    assert await current(database, scope) == []


async def test_what_an_editor_infers_waits_for_a_second_one(services: Services) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, replace(STANCE, basis="inferred"), by=owner(EDITOR))
    assert isinstance(seen, Refused)


async def test_a_draft_is_its_authors_and_its_servers(services: Services) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, STANCE, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    with pytest.raises(NotAllowedError):
        await services.editing.publish(scope, seen.draft_id, by=owner(2))
    with pytest.raises(InvalidInputError):
        await services.editing.publish(Scope(guild_id=1), seen.draft_id, by=owner(EDITOR))
    assert (await services.editing.drafts(scope, by=owner(2))).rows == ()


async def test_drafts_are_kept_for_seven_days(services: Services, clock: ManualClock) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, STANCE, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    clock.advance(timedelta(days=7))
    await services.editing.start(scope, STANCE, by=owner(2))
    assert await services.editing.form_of(scope, seen.draft_id, by=owner(EDITOR)) == STANCE
    clock.advance(timedelta(seconds=1))
    await services.editing.start(scope, STANCE, by=owner(2))
    with pytest.raises(InvalidInputError, match="seven days"):
        await services.editing.form_of(scope, seen.draft_id, by=owner(EDITOR))


async def test_choosing_what_was_never_asked_changes_nothing(services: Services) -> None:
    scope = await begun(services)
    seen = await services.editing.start(scope, STANCE, by=owner(EDITOR))
    assert isinstance(seen, Preview)
    again = await services.editing.choose(scope, seen.draft_id, 7, by=owner(EDITOR))
    assert isinstance(again, Preview)


async def test_there_is_nothing_to_undo_in_an_unknown_act(services: Services) -> None:
    scope = await begun(services)
    with pytest.raises(InvalidInputError):
        await services.editing.undo(scope, 999, by=owner(EDITOR))
