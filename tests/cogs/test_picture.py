"""`/picture` and the Picture buttons, through the real tree."""

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from bot import pictures
from tests.cogs.conftest import NewClient, World, buttons, inner, newest, texts
from tests.cogs.pressing import finish


def shown(answer: Any) -> tuple[str, str]:
    """The file and the description of the picture that an answer shows."""
    (gallery,) = [c for c in inner(newest(answer).components) if c["type"] == 12]
    (item,) = gallery["items"]
    return item["media"]["url"], item["description"]


async def opened(answer: Any) -> Image.Image:
    """The picture itself."""
    (attached,) = newest(answer).attachments
    return Image.open(BytesIO(await attached.read()))


async def test_a_picture_is_a_file_with_its_description(starter: World) -> None:
    answer = await starter.ask("picture")
    (attached,) = newest(answer).attachments
    address, description = shown(answer)
    assert attached.filename == "board-ceasefire-2025-03-16.png"
    assert address == f"attachment://{attached.filename}" or attached.filename in address
    assert attached.description == description
    assert "Accepts: Volodymyr Zelenskyy" in description
    assert (await opened(answer)).width == 1280
    assert not newest(answer).flags.ephemeral
    assert list(buttons(answer)) == ["Light", "SVG", "Board"]


async def test_every_kind_is_drawn(starter: World) -> None:
    for options, begins in (
        ({"what": "timeline"}, "Timeline on: 30-day ceasefire proposal."),
        ({"what": "timeline", "actor": "putin"}, "Timeline of Vladimir Putin on: "),
        ({"what": "claims"}, "Who says what about whom on: "),
        ({"what": "claims", "actor": "путин"}, "Who says what about Vladimir Putin on: "),
        ({"what": "history", "actor": "russia"}, "How the position of Russia went on: "),
    ):
        answer = await starter.ask("picture", **options)
        assert shown(answer)[1].startswith(begins)
        assert (await opened(answer)).width == 1280


async def test_another_day_is_drawn_and_kept_by_the_buttons(starter: World) -> None:
    answer = await starter.ask("picture", as_of="9 March 2025")
    assert "As of 9 March 2025. No stance is recorded." in shown(answer)[1]
    other = await starter.press(answer, "Light")
    assert "As of 9 March 2025." in shown(other)[1]


async def test_a_public_picture_stays_as_it_is_and_a_private_one_changes(starter: World) -> None:
    public = await starter.ask("picture", theme="light")
    before = newest(public).id
    private = await starter.press(public, "Dark")
    assert newest(private).id != before
    assert newest(private).flags.ephemeral
    assert (await opened(private)).getpixel((4, 60)) == (0x17, 0x1B, 0x22, 255)
    again = await starter.press(private, "Light")
    assert newest(again).id == newest(private).id
    assert len(newest(again).attachments) == 1
    assert (await opened(again)).getpixel((4, 60)) == (0xFC, 0xFB, 0xF8, 255)


async def test_svg_comes_as_a_file_of_its_own(starter: World) -> None:
    answer = await starter.press(await starter.ask("picture", what="timeline"), "SVG")
    (attached,) = newest(answer).attachments
    assert attached.filename == "timeline-ceasefire-2025-03-16.svg"
    assert newest(answer).flags.ephemeral
    root = ET.fromstring(await attached.read())  # noqa: S314 -- our own
    assert root.tag.endswith("}svg")
    assert "prefers-color-scheme" in ET.tostring(root, encoding="unicode")


async def test_cards_lead_to_their_picture_and_back(starter: World) -> None:
    for command, options, begins in (
        ("board", {}, "Where they stand on: "),
        ("timeline", {}, "Timeline on: "),
        ("claims", {"actor": "putin"}, "Who says what about Vladimir Putin on: "),
        ("stance", {"actor": "putin"}, "How the position of Vladimir Putin went on: "),
    ):
        card = await starter.ask(command, **options)
        answer = await starter.press(card, "Picture")
        assert shown(answer)[1].startswith(begins)
        assert newest(answer).flags.ephemeral
        back = await starter.press(answer, list(buttons(answer))[-1])
        assert texts(back).splitlines()[0] == texts(card).splitlines()[0]


@pytest.mark.simcord(check_errors=False)
async def test_what_cannot_be_drawn_is_said(starter: World) -> None:
    for options, sentence in (
        ({"what": "history"}, "A history is of one actor. Name one in the actor option."),
        ({"what": "board", "actor": "putin"}, "The board shows everybody."),
        ({"what": "claims", "actor": "nobody at all"}, "No actor here goes by"),
    ):
        assert sentence in await starter.read("picture", **options)


@pytest.mark.simcord(check_errors=False)
async def test_a_renderer_that_cannot_run_is_said_and_the_next_picture_comes(
    starter: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_WORKER", Path("no-such-worker.py"))
    answer = await starter.ask("picture")
    assert texts(answer) == pictures.BROKEN
    assert newest(answer).flags.ephemeral
    monkeypatch.undo()
    assert shown(await starter.ask("picture"))


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_database_is_waited_for_and_the_picture_still_comes(
    world: World,
    slow_client: NewClient,
) -> None:
    card = await world.ask("board")
    await world.env.restart_bot(slow_client())
    answer = await world.press(card, "Picture")
    await world.env.advance_time(2)
    assert answer.acknowledged
    await finish(world)
    assert shown(answer)[1].startswith("Where they stand on: ")
    assert (await opened(answer)).width == 1280
