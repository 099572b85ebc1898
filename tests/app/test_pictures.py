"""The process that makes pictures: it may die, hang or refuse, and the bot goes on."""

import asyncio
import os
import signal
import struct
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot import pictures as module
from bot.bench.posts_tasks import watching
from bot.domain.pictures import PictureKind
from bot.errors import UnavailableError
from bot.pictures import BROKEN, BUSY, SLOW, Pictures, zoom_of
from bot.ui.pictures.drawing import draw
from bot.ui.pictures.themes import Theme
from tests.ui.picture_samples import sample

ONE = draw(sample(PictureKind.BOARD, 2), Theme.DARK)
OTHER = draw(sample(PictureKind.BOARD, 2), Theme.LIGHT)
HELD_MS = 50


@pytest.fixture
async def pictures() -> AsyncIterator[Pictures]:
    made = Pictures()
    yield made
    await made.aclose()


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as a PNG's head says."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def gone(process: int) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(10):
        while True:
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.01)


async def test_no_process_before_the_first_picture_and_one_for_all(pictures: Pictures) -> None:
    assert pictures.process_id is None
    assert size(await pictures.png(ONE)) == (1280, 2 * ONE.height)
    first = pictures.process_id
    await pictures.png(OTHER)
    assert first is not None
    assert pictures.process_id == first


async def test_a_killed_process_is_replaced_and_nobody_notices(pictures: Pictures) -> None:
    await pictures.png(ONE)
    first = pictures.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert size(await pictures.png(OTHER))[0] == 1280
    assert pictures.process_id not in {None, first}


async def test_a_process_that_dies_of_a_picture_is_said_and_the_next_one_comes(
    pictures: Pictures,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await pictures.png(ONE)
    process = pictures._process
    assert process is not None
    monkeypatch.setattr(module, "_WORKER", module._WORKER.with_name("no_such_worker.py"))
    process.kill()
    with pytest.raises(UnavailableError, match=BROKEN):
        await pictures.png(OTHER)
    monkeypatch.undo()
    assert await pictures.png(OTHER)


async def test_what_is_no_svg_is_refused_and_the_process_goes_on(pictures: Pictures) -> None:
    with pytest.raises(UnavailableError, match=BROKEN):
        await pictures.png(replace(ONE, svg="<svg"))
    process = pictures.process_id
    assert await pictures.png(ONE)
    assert pictures.process_id == process


async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    pictures = Pictures(timeout=0.0)
    with pytest.raises(UnavailableError, match=SLOW):
        await pictures.png(ONE)
    pictures._timeout = 20
    assert await pictures.png(ONE)
    await pictures.aclose()


async def test_an_answer_that_nobody_waits_for_is_not_taken_for_the_next(
    pictures: Pictures,
) -> None:
    await pictures.png(ONE)
    waiting = asyncio.create_task(pictures.png(draw(sample(PictureKind.BOARD, 12))))
    await asyncio.sleep(0.02)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert size(await pictures.png(OTHER)) == (1280, 2 * OTHER.height)


async def test_too_many_at_a_time_are_refused_with_a_sentence() -> None:
    pictures = Pictures(waiting=1)
    first = asyncio.create_task(pictures.png(ONE))
    await asyncio.sleep(0)
    with pytest.raises(UnavailableError, match=BUSY):
        await pictures.png(OTHER)
    assert await first
    # What is there already needs no turn.
    assert await pictures.png(ONE) is await first
    await pictures.aclose()


async def test_a_picture_that_several_wait_for_is_made_once(pictures: Pictures) -> None:
    one, other = await asyncio.gather(pictures.png(ONE), pictures.png(ONE))
    assert one is other


async def test_old_pictures_make_room_for_new_ones() -> None:
    pictures = Pictures(kept=0)
    one = await pictures.png(ONE)
    assert await pictures.png(ONE) is not one
    await pictures.aclose()


async def test_an_idle_process_ends_and_comes_back() -> None:
    pictures = Pictures(idle=0.01)
    await pictures.png(ONE)
    first = pictures.process_id
    assert first is not None
    await gone(first)
    assert pictures.process_id is None
    assert await pictures.png(OTHER)
    await pictures.aclose()


async def test_closing_ends_the_process(pictures: Pictures) -> None:
    await pictures.png(ONE)
    process = pictures.process_id
    assert process is not None
    await pictures.aclose()
    assert pictures.process_id is None
    await gone(process)


async def test_closing_amid_a_picture_does_not_wait_for_it(pictures: Pictures) -> None:
    waiting = asyncio.create_task(pictures.png(draw(sample(PictureKind.TIMELINE, 50))))
    async with asyncio.timeout(10):
        while pictures.process_id is None:  # noqa: ASYNC110 -- nothing tells of it
            await asyncio.sleep(0.005)
        await pictures.aclose()
        with pytest.raises(UnavailableError, match=BROKEN):
            await waiting
    assert pictures.process_id is None


async def test_the_loop_is_not_held_while_fifty_actors_are_drawn(pictures: Pictures) -> None:
    """On a machine that does other things too, one try in three must be undisturbed."""
    held = []
    for kind in (PictureKind.BOARD, PictureKind.TIMELINE, PictureKind.CLAIMS):
        async with watching() as watched:
            await pictures.drawn(sample(kind, 50), Theme.DARK)
        held.append(watched.ms)
    assert min(held) < HELD_MS, held


def test_the_taller_a_picture_the_less_it_is_enlarged() -> None:
    zooms = [zoom_of(height) for height in (500, 2400, 2401, 5000, 8000, 20_000)]
    assert zooms == [2, 2, 1.5, 1.5, 1.25, 1]
