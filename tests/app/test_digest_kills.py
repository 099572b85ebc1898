"""A digest run killed and run again: exactly one message each, and the marks rise with them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock, SystemClock
from bot.db import acts, posts, rules
from bot.db.engine import Database, Unit, open_database
from bot.db.guilds import Directories
from bot.db.health import bring_up
from bot.domain.posts import Post, PostKind, PostState
from bot.domain.scope import Scope
from bot.packs.starter import load_starter
from bot.services.news.digest_answers import DigestPreview
from bot.services.news.digest_drafts import DigestTyped
from bot.services.news.digest_settings import DigestDesk
from bot.services.packs import PackService
from tests.app.fake_discord import CHANNEL, GUILD, TOKEN, FakeDiscord
from tests.app.fake_faults import CLOSED_BEFORE, Arrival, Fault, hang_after
from tests.app.processes import Process, program
from tests.people import owner

PATIENCE = 60.0
OTHER = 77_800
SCOPE = Scope(guild_id=GUILD, channel_id=CHANNEL)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as made:
        yield made


async def owe_digests(database: Database) -> None:
    """Set up two digests the day before yesterday, with news since: both are overdue."""
    clock, directories = ManualClock(SystemClock().now() - timedelta(days=2)), Directories()
    await database.write(lambda unit: _begin(unit, clock))
    desk = DigestDesk(database, clock, directories)
    # Far from the present hour: what is due within the hour would take its place.
    at = f"{clock.now() - timedelta(hours=6):%H:%M}"
    for channel in (CHANNEL, OTHER):
        typed = DigestTyped(channel_id=channel, at=at, issue="all")
        seen = await desk.prepare(SCOPE, typed, by=owner(1))
        assert isinstance(seen, DigestPreview)
        assert seen.draft_id is not None
        await desk.save(SCOPE, seen.draft_id, seen.seen, by=owner(1))
    await PackService(database, clock, directories).apply(GUILD, load_starter(), by=owner(1))


def _begin(unit: Unit, clock: ManualClock) -> None:
    acts.begin(unit, GUILD, what="test", at=clock.now())


async def digest_posts(database: Database, state: PostState) -> list[Post]:
    found = await database.read(lambda unit: posts.in_states(unit, GUILD, [state], limit=100))
    return sorted(
        (post for post in found if post.kind is PostKind.DIGEST), key=lambda post: post.id
    )


class KillAtTheSecond:
    """Keeps the first message and withholds the answer; at the second, which is lost, it kills."""

    def __init__(self) -> None:
        self.victim: Process | None = None
        self._arrived = 0

    def __call__(self, _: Arrival) -> Fault | None:
        self._arrived += 1
        if self.victim is None:
            return None
        if self._arrived == 1:
            return hang_after()
        self.victim.kill_now()
        self.victim = None
        return CLOSED_BEFORE


@pytest.mark.slow
async def test_digests_whose_run_is_killed_and_run_again_arrive_once_each(
    discord: FakeDiscord,
    tmp_path: Path,
) -> None:
    """One dies when Discord has it and nobody knows, the other before Discord had it."""
    url = f"sqlite:///{tmp_path}/record.db"
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "STANCEBOT_DISCORD_API": discord.api,
        "STANCEBOT_GATEWAY": discord.gateway,
        "STANCEBOT_DATABASE_URL": url,
        "STANCEBOT_LOG_LEVEL": "error",
    }
    discord.channels.add(OTHER, GUILD)
    discord.channels.faults.policy = killer = KillAtTheSecond()
    async with open_database(url) as database, AsyncExitStack() as stack:
        await bring_up(database)
        await owe_digests(database)
        first = await stack.enter_async_context(program("run", cwd=tmp_path, settings=settings))
        killer.victim = first
        assert await first.ended(PATIENCE) != 0
        discord.channels.faults.release()
        tried = await digest_posts(database, PostState.CLAIMED)
        assert len(tried) == 2
        assert sorted(copies(discord).values()) == [1]

        again = await stack.enter_async_context(program("run", cwd=tmp_path, settings=settings))
        async with asyncio.timeout(PATIENCE):
            while len(await digest_posts(database, PostState.SENT)) < 2:  # noqa: ASYNC110 -- another process's work
                await asyncio.sleep(0.1)
        again.tell()
        assert await again.ended() == 0, again.errors

        sent = await digest_posts(database, PostState.SENT)
        marks = await database.read(lambda unit: {each.mark for each in rules.digests(unit, GUILD)})
        assert len(await digest_posts(database, PostState.DUE)) == 2, "the next of each is owed"
    assert copies(discord) == {f"~{post.token}": 1 for post in tried}
    assert [(post.id, post.body) for post in sent] == [(post.id, post.body) for post in tried]
    assert {post.through for post in sent} == marks
    for channel in (CHANNEL, OTHER):
        (message,) = discord.messages(channel)
        assert "30-day ceasefire proposal" in message.text


def copies(discord: FakeDiscord) -> dict[str, int]:
    """How many messages there ever were of each post, by its marker."""
    return {mark: n for mark, n in discord.copies.items() if mark.startswith("~")}
