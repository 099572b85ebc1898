"""Logs: for people or for programs, and never with a secret in them."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.log import configure_logging
from bot.settings import LogFormat, LogLevel


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("form", LogFormat)
def test_a_secret_is_struck_out_wherever_it_stands(
    form: LogFormat,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(LogLevel.INFO, form, secrets=["a.b.c", ""])
    try:
        int("a.b.c")
    except ValueError:
        logging.getLogger("somewhere").exception("said %s", "a.b.c", extra={"also": "a.b.c"})
    written = capsys.readouterr().err
    assert "a.b.c" not in written
    assert written.count("[secret]") >= 3


def test_programs_get_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(LogLevel.INFO, LogFormat.JSON)
    logging.getLogger("bot.serve").info("zwölf %d\nlines", 12, extra={"guild": 5})
    (line,) = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert found["event"] == "zwölf 12\nlines"
    assert (found["level"], found["logger"], found["guild"]) == ("info", "bot.serve", 5)
    assert found["timestamp"].endswith("Z")


def test_discord_never_tells_its_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(LogLevel.DEBUG, LogFormat.TEXT)
    logging.getLogger("discord.http").debug("POST /interactions/1/TOKEN/callback")
    logging.getLogger("bot.somewhere").debug("our own")
    written = capsys.readouterr().err
    assert "TOKEN" not in written
    assert "our own" in written


def test_a_second_call_takes_the_place_of_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(LogLevel.INFO, LogFormat.TEXT)
    configure_logging(LogLevel.WARNING, LogFormat.TEXT)
    logging.getLogger("x").info("unheard")
    logging.getLogger("x").warning("heard once")
    assert capsys.readouterr().err.count("heard") == 1
