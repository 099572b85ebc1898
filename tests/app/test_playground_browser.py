"""The playground as a person meets it: the real process, driven in a headless Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.playground_page import (
    DESKTOP,
    PHONE,
    Playground,
    chromium,
    must_have_browser,
    opened_page,
)
from tests.app.processes import program

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None and not must_have_browser(),
        reason="no Chromium is installed: apt-get install chromium",
    ),
]


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a playground of its own."""
    async with program("playground", "--no-browser", cwd=tmp_path, settings={}) as process:
        yield (await process.says("Open ")).removeprefix("Open ")


async def _ask_for_putin(page: Playground) -> str:
    await page.begin("stance")
    await page.choose("actor", "puti", "Vladimir Putin")
    await page.send()
    return await page.text()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_ask_where_somebody_stands_and_open_the_timeline(
    url: str,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    async with opened_page(url, size) as page:
        welcome = await page.page.inner_text("body")
        assert "/stance putin" in welcome
        assert "16 March 2025" in welcome
        card = await _ask_for_putin(page)
        assert "16/03/2025" in card
        assert "Agrees in principle" in card
        assert "serious questions" in card
        assert "10–16 March 2025" in card
        assert "Volodymyr Zelenskyy" in card
        await page.picture(tmp_path / "card.png")
        await page.press("Timeline")
        timeline = await page.text()
        assert timeline != card
        assert "Timeline" in timeline
        await page.picture(tmp_path / "timeline.png")
        assert not await page.wider_than_the_screen()
        assert page.asked_elsewhere() == []


async def test_an_editor_is_offered_what_changes_the_record_and_a_reader_is_not(url: str) -> None:
    async with opened_page(url) as page:
        reader, editor = await page.viewers()
        assert "reader" in reader
        assert "editor" in editor
        asked = await page.commands("stance")
        assert "/stance" in asked
        assert not any(name.startswith("/admin") for name in asked)
        await page.be(editor)
        more = await page.commands("stance")
        assert asked < more
        assert "/admin stance set" in more


async def test_another_script_and_a_typing_slip_find_the_same_actor(url: str) -> None:
    async with opened_page(url) as page:
        for typed in ("Путин", "Vladimr Putn"):
            await page.begin("stance")
            await page.choose("actor", typed, "Vladimir Putin")
            await page.send()
            assert "Agrees in principle" in await page.text()
