"""Nothing typed is lost: not by a full or locked database, not by Discord, not by a restart."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import pytest

from bot.client import StanceClient
from bot.clock import ManualClock
from bot.db.engine import Database, Unit
from bot.domain.records import Stance
from bot.errors import UnavailableError
from bot.services.wired import Services, wire
from tests.cogs.conftest import NewClient, World, buttons, newest, texts
from tests.cogs.editing_steps import COMPLETE, QUOTE, card, edit, live, press, publish, send

T = TypeVar("T")


class Failing:
    """The real database, which refuses to write as long as it is told to."""

    def __init__(self, real: Database) -> None:
        self._real = real
        self.url = real.url
        self.on_write = real.on_write
        self.broken = False
        self.delay = 0.0

    async def read(self, work: Callable[[Unit], T]) -> T:
        return await self._real.read(work)

    async def write(self, work: Callable[[Unit], T]) -> T:
        await asyncio.sleep(self.delay)
        if self.broken:
            raise UnavailableError("The database does not answer now. Try again in a minute.")
        return await self._real.write(work)

    async def ddl(self, work: Callable[[Unit], T]) -> T:
        return await self._real.ddl(work)


@pytest.fixture
def store(sqlite: Database) -> Failing:
    return Failing(sqlite)


@pytest.fixture
def services(store: Failing, clock: ManualClock) -> Services:
    return wire(store, clock)


async def test_a_command_that_cannot_be_saved_gives_everything_back(
    world: World, store: Failing
) -> None:
    store.broken = True
    shown = await edit(world, "stance set", **COMPLETE)
    for text in COMPLETE.values():
        assert text in texts(shown)
    assert "Try again in a minute" in texts(shown)


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_save_that_fails_ends_the_waiting_with_everything_typed(
    world: World, store: Failing
) -> None:
    store.broken, store.delay = True, 10.0
    shown = await edit(world, "stance set", **COMPLETE)
    await world.env.advance_time(2)
    assert shown.deferred
    with suppress(TimeoutError):
        await world.env.advance_time(10)
    await world.env.settle(timeout=10)
    assert not shown.followups, "“thinking” goes on for ever beside the refusal"
    for text in COMPLETE.values():
        assert text in texts(shown)


async def test_before_a_dialogue_what_was_typed_comes_back_too(
    world: World, store: Failing
) -> None:
    store.broken = True
    shown = await edit(world, "stance set", actor="putin", position="accepts", quote=QUOTE)
    assert QUOTE in texts(shown)


async def test_what_is_too_long_for_a_card_comes_back_as_a_file(
    world: World, store: Failing
) -> None:
    store.broken = True
    quote = "ы" * 6000
    shown = await edit(world, "stance set", **{**COMPLETE, "quote": quote})
    message = newest(shown)
    [attachment] = message.message.attachments
    assert quote in (await attachment.read()).decode()


async def test_a_dialogue_that_cannot_be_saved_gives_everything_back(
    world: World, store: Failing
) -> None:
    dialogue = await edit(world, "stance set", actor="putin", position="accepts")
    store.broken = True
    shown = await send(
        world,
        dialogue,
        {"quote": QUOTE, "source": "The Daily", "url": "", "said": "today", "conditions": ""},
    )
    assert QUOTE in texts(shown)
    assert "Position: accepts" in texts(shown)


async def test_a_failed_publish_leaves_the_preview_and_its_button(
    world: World, store: Failing
) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    store.broken = True
    failed = await press(world, seen, "Publish")
    assert QUOTE in texts(failed)
    assert "Publish" in buttons(seen.response)
    store.broken = False
    done = await press(world, seen.response, "Publish")
    assert "**Published**" in texts(done)
    assert QUOTE in await card(world)


async def test_a_full_disk_loses_nothing(world: World, sqlite: Database) -> None:
    def room(pages: int) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            unit.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        return work

    quote = "б" * 5900
    seen = await edit(world, "stance set", **{**COMPLETE, "quote": quote})
    await sqlite.write(room(1))
    shown = await edit(world, "stance set", **{**COMPLETE, "quote": quote})
    assert "nothing was saved" in texts(shown.response)
    failed = await press(world, seen.response, "Publish")
    assert "nothing was saved" in texts(failed.response)
    await sqlite.write(room(1_000_000))
    await press(world, seen.response, "Publish")
    assert any(each.evidence.words == quote for each in await live(world, Stance))


async def test_a_preview_that_discord_does_not_take_is_kept_as_a_draft(world: World) -> None:
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=2)
    await edit(world, "stance set", **COMPLETE)
    listed = await edit(world, "drafts")
    assert QUOTE in texts(listed)
    seen = await press(world, listed, "Go on with 1")
    await press(world, seen, "Publish")
    assert QUOTE in await card(world)


async def test_an_act_whose_answer_was_lost_is_not_written_twice(world: World) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    before = len(await live(world, Stance))
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=1)
    await press(world, seen, "Publish")
    again = await press(world, seen.response, "Publish")
    assert "published before" in texts(again)
    assert "Undo" in buttons(again)
    assert len(await live(world, Stance)) == before + 1


async def test_a_restart_between_preview_and_publish_is_not_noticed(
    world: World, new_client: NewClient
) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    await world.env.restart_bot(new_client())
    done = await press(world, seen, "Publish")
    assert "**Published**" in texts(done)
    await world.env.restart_bot(new_client())
    assert "Undone" in texts(await press(world, done, "Undo"))


async def test_a_restart_while_a_dialogue_is_open_is_not_noticed(
    world: World, new_client: NewClient
) -> None:
    dialogue = await edit(world, "stance set", actor="putin", position="accepts")
    await world.env.restart_bot(new_client())
    seen = await send(
        world,
        dialogue,
        {"quote": QUOTE, "source": "The Daily", "url": "", "said": "today", "conditions": ""},
    )
    assert "Nothing is published yet" in texts(seen)
    assert QUOTE in texts(seen)


async def test_cancel_records_nothing_and_gives_the_words_back(world: World) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    shown = await press(world, seen, "Cancel")
    assert "Nothing was recorded" in texts(shown)
    assert QUOTE in texts(shown)
    assert "You have no drafts" in texts(await edit(world, "drafts"))


async def test_while_the_bot_stops_a_dialogue_gives_its_words_back(world: World) -> None:
    dialogue = await edit(world, "stance set", actor="putin", position="accepts")
    assert isinstance(world.env.bot, StanceClient)
    world.env.bot.stopping = True
    shown: Any = await send(
        world,
        dialogue,
        {"quote": QUOTE, "source": "The Daily", "url": "", "said": "today", "conditions": ""},
    )
    assert QUOTE in texts(shown)


async def test_undo_works_after_a_restart(world: World, new_client: NewClient) -> None:
    before = await card(world)
    done = await publish(world, "stance set", **COMPLETE)
    await world.env.restart_bot(new_client())
    undone = await press(world, done, "Undo")
    assert await card(world) == before
    await world.env.restart_bot(new_client())
    await press(world, undone, "Bring it back")
    assert QUOTE in await card(world)
