"""Take the README's pictures anew: python -m scripts.take_pictures [FOLDER]."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.app.playground_page import PHONE, Playground, opened_page
from tests.app.processes import ROOT, program

PICTURES = ROOT / "docs" / "pictures"


# High enough for a whole card, so that no picture ends in the middle of one.
WIDE = (1000, 1500)
NARROW = (PHONE[0], 2000)


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
            async with opened_page(url, NARROW) as page:
                await _ask(page)
                await page.card_picture(folder / "stance-phone.png")


async def _ask(page: Playground) -> None:
    await page.begin("stance")
    await page.choose("actor", "putin", "Vladimir Putin")
    await page.send()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
