"""`python -m bot playground`: how it starts, what it says, and how it ends."""

import os
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import playground
from bot.clock import ManualClock
from bot.errors import ConfigurationError
from bot.ui.card import plain
from tests.app.processes import ROOT, program, run_to_end


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


async def test_it_says_where_to_look_and_what_to_type_and_ctrl_c_leaves_nothing(
    tmp_path: Path,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    settings = {"TMPDIR": str(temporary)}
    async with program("playground", "--no-browser", cwd=tmp_path, settings=settings) as process:
        assert "http://127.0.0.1:" in await process.says("Open ")
        assert "/stance putin" in await process.says("Type ")
        assert list(temporary.iterdir())
        process.tell(signal.SIGINT)
        assert await process.ended() == 0
        assert process.out[-1] == "Stopped. Nothing was kept."
        assert process.errors == ""
    assert list(temporary.iterdir()) == []


async def test_it_opens_the_browser(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > "{seen}.part" && mv "{seen}.part" "{seen}"\n')
    script.chmod(0o755)
    settings = {"BROWSER": f"{script} %s"}
    async with program("playground", cwd=tmp_path, settings=settings) as process:
        url = (await process.says("Open ")).removeprefix("Open ")
        await process.says("Ctrl-C")
        process.tell()
        assert await process.ended() == 0
    assert seen.read_text().strip() == url


async def test_a_taken_port_is_one_line(tmp_path: Path, taken: int) -> None:
    code, _, err = await run_to_end(
        "playground",
        "--no-browser",
        "--port",
        str(taken),
        cwd=tmp_path,
        settings={},
    )
    assert code == 2
    assert err == (
        f"stancebot: The port {taken} is taken or may not be used. Name another with --port, or "
        "leave it out."
    )


async def test_without_simcord_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "simcord.py").write_text("raise ModuleNotFoundError('simcord')\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    code, _, err = await run_to_end(
        "playground",
        "--no-browser",
        cwd=tmp_path,
        settings={"PYTHONPATH": path},
    )
    assert code == 2
    assert err == (
        "stancebot: The playground needs simcord. Run: pip install 'stancebot[playground]'."
    )


def test_the_usual_port_gives_way_to_a_free_one(
    taken: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(playground, "PORT", taken)
    assert playground._usable(None) != taken
    with pytest.raises(ConfigurationError):
        playground._usable(taken)


def test_the_welcome_names_only_commands_that_there_are() -> None:
    text = plain(playground.welcome({"board", "unknown"}))
    assert "/stance putin" in text
    assert "`/board`" in text
    assert "`/compare`" not in text
    assert "unknown" not in text


def test_timers_run_apart_from_the_time_of_day() -> None:
    clock = ManualClock()
    world = playground._World(clock)
    world.advance(60.0)
    assert world.elapsed == 60.0
    assert world.now() == clock.now()
    assert world.now() == clock.advance(timedelta(0))
