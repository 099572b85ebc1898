"""Who sets something up and who sends must not wait for one another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.db import calendar, posts, precedents, sending
from bot.db.engine import Database, Unit
from bot.domain.posts import NewPost, PostKind
from tests.db.samples import GUILD, fill

NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)


@pytest.fixture
async def engine(postgres: str, database: Database) -> AsyncIterator[AsyncEngine]:
    await database.write(fill)
    opened = create_async_engine(postgres)
    yield opened
    await opened.dispose()


def owe(unit: Unit) -> None:
    new = NewPost(key="k", kind=PostKind.ALIVE, due_at=NOW, channel_id=1)
    posts.owe(unit, GUILD, [new])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "hold",
    [lambda unit: precedents.act_for(unit, GUILD, "x"), lambda unit: calendar.hold(unit, GUILD)],
    ids=["an act", "a wish"],
)
async def test_a_server_that_is_held_can_be_owed_posts(
    engine: AsyncEngine,
    hold: Callable[[Unit], object],
) -> None:
    """One holds the server and then waits for the sender's lock; the sender owes that server."""

    async def then(connection: AsyncConnection, work: Callable[[Unit], object]) -> None:
        await connection.run_sync(work)
        await connection.commit()

    async with engine.connect() as editor, engine.connect() as sender:
        await editor.run_sync(hold)
        await sender.run_sync(sending.alone)
        await asyncio.gather(then(editor, sending.alone), then(sender, owe))
