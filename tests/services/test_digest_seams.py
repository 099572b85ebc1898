"""Where two things meet: a digest tells nothing twice, loses nothing, and opens as it was sent."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import ManualClock
from bot.db import rules, sending
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.records import Actor, Issue, Stance
from bot.domain.vocabulary import ActorKind, IssueStatus, Verb
from bot.services.news.answers import DigestContent, NewsAnswer, StanceLine
from bot.services.news.lookups import NewsLookups
from bot.ui.news.window import Window
from tests.people import owner
from tests.services.digest_samples import AGAINST, FOR, MONDAY, SCOPE, Digests, lines_of, stance
from tests.services.post_samples import DAY, HOUR, World

TRUMP = Actor(key="trump", name="Trump", kind=ActorKind.PERSON)


@pytest.fixture
def digests(world: World) -> Digests:
    return Digests(world)


def of_trump(key: str, said: date) -> Stance:
    made = stance(key, FOR, said, holder="trump")
    return replace(made, evidence=replace(made.evidence, speaker="trump"))


def last_sent(digests: Digests) -> DigestContent:
    _, content = digests.world.said[-1]
    assert isinstance(content, DigestContent)
    return content


async def opened(digests: Digests, content: DigestContent) -> NewsAnswer:
    """What its button opens; a custom id knows the time to the second."""
    to = Window.of(content.answer)
    assert to.since is not None
    assert to.until is not None
    return await NewsLookups(digests.database, digests.clock, Directories()).between(
        SCOPE,
        to.after,
        to.through,
        to.issue,
        since=to.since.replace(microsecond=0),
        until=to.until.replace(microsecond=0),
    )


async def test_what_arrived_while_a_digest_was_removed_stays_told_when_it_is_brought_back(
    digests: Digests,
) -> None:
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    digests.clock.at = MONDAY
    (post,) = await digests.world.turn()
    gone = await digests.desk.remove(SCOPE, made.id, by=owner(1), cause="one")
    await digests.world.turn(digests.world.sent(post))
    await digests.say("said-2", AGAINST)
    await digests.desk.undo(SCOPE, gone.undo_id, by=owner(1), cause="two")
    assert ((await digests.one()).mark, (await digests.one()).marked_at) == (post.through, MONDAY)
    assert await digests.until(MONDAY + DAY) == [["flipped said-2"]]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_mark_that_rises_while_somebody_pauses_the_digest_is_not_set_back(
    database: Database,
    clock: ManualClock,
    postgres: str,
) -> None:
    world = World(database, clock)
    await world.begin()
    digests = Digests(world)
    made = await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    clock.at = MONDAY
    (post,) = await world.turn()
    engine = create_async_engine(postgres)
    async with engine.connect() as sender, engine.connect() as watch:
        await sender.run_sync(sending.alone)
        paused = asyncio.ensure_future(
            digests.desk.pause(SCOPE, made.id, paused=True, by=owner(1), cause="one"),
        )
        waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not (await watch.execute(waiting)).scalar_one():
            await watch.rollback()
        await sender.run_sync(lambda unit: rules.advance(unit, post, at=clock.now()))
        await sender.commit()
        await paused
    await engine.dispose()
    digest = await digests.one()
    assert (digest.mark, digest.paused) == (post.through, True)


async def test_a_digest_at_midnight_opens_without_what_went_stale_before_it(
    digests: Digests,
) -> None:
    await digests.amend(Issue, "truce", Verb.SET, stale_after_days=3)
    await digests.add(TRUMP)
    await digests.set_up(issue="truce", at="00:00")
    await digests.add(stance("said-1", FOR, date(2025, 3, 16)))
    assert await digests.until(datetime(2025, 3, 19, tzinfo=UTC)) == [
        ["first said-1"],
        ["stale said-1"],
    ]
    await digests.add(of_trump("said-2", date(2025, 3, 19)))
    assert await digests.until(datetime(2025, 3, 20, tzinfo=UTC)) == [["first said-2"]]
    content = last_sent(digests)
    assert (await opened(digests, content)).count == content.answer.count == 1


async def test_a_digest_opens_with_what_was_stale_then_whatever_was_recorded_since(
    digests: Digests,
) -> None:
    await digests.amend(Issue, "truce", Verb.SET, stale_after_days=2)
    await digests.set_up(issue="truce")
    await digests.say("said-1", FOR)
    assert await digests.until(MONDAY + DAY) == [["first said-1"], ["stale said-1"]]
    content = last_sent(digests)
    digests.clock.advance(HOUR)
    await digests.say("said-2", AGAINST)
    await digests.amend(Issue, "truce", Verb.SET, status=IssueStatus.SETTLED)
    (line,) = (await opened(digests, content)).lines
    assert isinstance(line, StanceLine)
    assert line.view.stance.record.key == "said-1"


async def test_what_goes_stale_because_it_is_to_do_so_sooner_is_told_once(
    digests: Digests,
) -> None:
    await digests.set_up(issue="truce")
    await digests.add(stance("said-1", FOR, date(2025, 3, 10)))
    assert await digests.until(MONDAY) == [["first said-1"]]
    await digests.amend(Issue, "truce", Verb.SET, stale_after_days=3)
    assert await digests.until(MONDAY + 5 * DAY) == [["stale said-1"]]


async def test_a_stance_that_was_given_to_another_and_retracted_says_where_its_holder_is_left(
    digests: Digests,
) -> None:
    await digests.add(TRUMP)
    await digests.add(stance("said-1", FOR, date(2025, 3, 1)))
    await digests.add(stance("said-2", AGAINST, date(2025, 3, 10)))
    await digests.set_up(issue="truce")
    await digests.amend(Stance, "said-2", Verb.CORRECT, holder="trump")
    await digests.amend(Stance, "said-2", Verb.RETRACT)
    assert await digests.until(MONDAY) == [["retracted said-2"]]
    content = last_sent(digests)
    assert lines_of(content) == ["retracted said-2"]
    (line,) = content.answer.lines
    assert isinstance(line, StanceLine)
    assert line.view.holder.key == "putin"
    assert line.stands is not None
    assert line.stands.stance.record.key == "said-1"
