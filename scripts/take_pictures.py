"""Take the README's pictures anew: python -m scripts.take_pictures [FOLDER]."""

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.app.playground_page import PHONE, Playground, opened_page, opened_screen
from tests.app.processes import ROOT, program

PICTURES = ROOT / "docs" / "pictures"


# High enough for a whole card, so that no picture ends in the middle of one.
WIDE = (1000, 1900)
NARROW = (PHONE[0], 2500)
SITE = (1000, 1000)
BOARD = Path("site", "issue", "ceasefire", "index.html")


async def take(folder: Path) -> None:
    """Ask as a person would, and keep what is seen."""
    with TemporaryDirectory() as empty:
        async with program("playground", "--no-browser", cwd=Path(empty), settings={}) as process:
            url = (await process.says("Open ")).removeprefix("Open ")
            async with opened_page(url, WIDE) as page:
                await _ask(page)
                await page.card_picture(folder / "stance.png")
                await page.press("Timeline")
                await page.card_picture(folder / "timeline.png")
                await page.begin("board")
                await page.send()
                await page.card_picture(folder / "board.png")
                await page.begin("picture")
                await page.send()
                await page.card_picture(folder / "picture.png")
            async with opened_page(url, NARROW) as page:
                await _ask(page)
                await page.card_picture(folder / "stance-phone.png")
    with TemporaryDirectory() as empty:
        await _publish(Path(empty))
        async with opened_screen(SITE) as screen:
            await screen.goto((Path(empty) / BOARD).as_uri())
            await screen.screenshot(path=folder / "site.png")


async def _publish(empty: Path) -> None:
    """Have the article's record published as somebody would."""
    url = {"STANCEBOT_DATABASE_URL": f"sqlite:///{empty / 'stancebot.db'}"}
    for arguments in (
        ("import", "starter", "--guild", "1"),
        ("publish", "--guild", "1", "--out", str(empty / "site"), "--title", "The Newsroom"),
    ):
        done = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=os.environ | url
        )
        if await done.wait():
            raise SystemExit(f"{arguments[0]} failed")


async def _ask(page: Playground) -> None:
    await page.begin("stance")
    await page.choose("actor", "putin", "Vladimir Putin")
    await page.send()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
