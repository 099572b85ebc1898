"""What is told of merges: nothing, and who asked for the one is told of the other."""

from dataclasses import replace

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.rules import FollowKind
from bot.domain.scope import Scope
from bot.domain.vocabulary import AfterFound, Position
from bot.services.editing.forms import (
    ActorMergeForm,
    EventForm,
    StanceForm,
)
from bot.services.wired import Services, wire
from tests.people import owner
from tests.services.following_samples import MINUTE, START, Newsroom
from tests.services.merging_samples import CITED, MERGE, begun, newest, publish, told
from tests.services.news_samples import Desk
from tests.services.post_samples import GUILD


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    return wire(sqlite, clock)


async def test_a_merge_and_its_undoing_are_news_to_nobody(
    database: Database, clock: ManualClock
) -> None:
    services = wire(database, clock)
    scope = await begun(database)
    desk = Desk(database, clock, services)
    mark = await newest(database, scope)
    done = await publish(services, scope, MERGE)
    assert await told(desk, scope, mark) == []
    # Told of a later change as if both had always been one.
    later = StanceForm(actor="Ada", position="rejects", quote="No.", source="B — C", said="today")
    await publish(services, scope, later)
    assert await told(desk, scope, mark) == ["flipped"]
    undone = await services.editing.undo(scope, done.seq, by=owner())
    assert await told(desk, scope, await newest(database, scope) - 1) == []
    await services.editing.undo(scope, undone.seq, by=owner())
    assert await told(desk, scope, mark) == ["flipped"]


async def test_who_followed_the_one_hears_of_the_other(
    sqlite: Database, clock: ManualClock
) -> None:
    room = Newsroom(sqlite, clock)
    await room.start()
    scope = Scope(guild_id=GUILD)
    await room.follow(FollowKind.ACTOR, "yeltsin")
    merge = ActorMergeForm(actor="yeltsin", into="trump", reason="One man")
    done = await publish(room.services, scope, merge)
    await room.until(START + 10 * MINUTE)
    assert room.heard() == []
    (followed,) = (await room.services.following.mine(scope, user_id=7)).rows
    assert (followed.title, followed.gone) == ("Trump", False)
    again = await room.follow(FollowKind.ACTOR, "trump")
    assert again.repeated
    await room.say("trump", Position.ACCEPTS)
    await room.until(START + 20 * MINUTE)
    assert [lines for _, lines in room.heard()] == [["first s-1"]]
    await room.services.editing.undo(scope, done.seq, by=owner())
    await room.say("trump", Position.REJECTS)
    await room.until(START + 30 * MINUTE)
    assert len(room.heard()) == 1


async def test_answers_after_an_event_go_on_with_whom_they_were_of(
    services: Services, sqlite: Database
) -> None:
    scope = await begun(sqlite)
    form = EventForm(title="Talks", when="20 March 15:00", participants="Bo", issue="Swap", **CITED)
    event = (await publish(services, scope, form)).key or ""
    (row,) = (await services.after.shown(scope, event, by=owner())).rows
    found = AfterFound.NOTHING_SAID
    await services.after.answer(scope, row.role, "swap", found, by=owner(), cause="1")
    done = await publish(services, scope, MERGE)
    (row,) = (await services.after.shown(scope, event, by=owner())).rows
    assert (row.actor.key, row.found) == ("ada", found)
    await services.editing.undo(scope, done.seq, by=owner())
    (row,) = (await services.after.shown(scope, event, by=owner())).rows
    assert (row.actor.key, row.found) == ("bo", found)


async def test_a_site_tells_of_no_merge_and_the_past_stays_what_it_was(
    services: Services, sqlite: Database, clock: ManualClock
) -> None:
    scope = await begun(sqlite)
    clock.advance(MINUTE)
    known = clock.now()
    clock.advance(MINUTE)
    await publish(services, scope, MERGE)
    site = await services.record.whole(scope.guild_id)
    assert [note.verb for note in site.notes if note.kind == "stance"] == []
    assert [item.line.what.value for item in site.news if item.line] == ["first"]
    then = await services.lookups.stance(replace(scope, known_at=known), "Bow", "Swap")
    assert then.actor.key == "bo"
    assert then.standings
