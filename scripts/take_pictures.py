"""Take the README's pictures anew: python -m scripts.take_pictures [FOLDER]."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.app.playground_page import DESKTOP, PHONE, Playground, opened_page
from tests.app.processes import ROOT, program

PICTURES = ROOT / "docs" / "pictures"


async def take(folder: Path) -> None:
    """Ask where somebody stands, as a person would, and keep what is seen."""
    with TemporaryDirectory() as empty:
        async with program("playground", "--no-browser", cwd=Path(empty), settings={}) as process:
            url = (await process.says("Open ")).removeprefix("Open ")
            async with opened_page(url, DESKTOP) as page:
                await _ask(page)
                await page.picture(folder / "stance.png")
                await page.press("Timeline")
                await page.show_from_the_top()
                await page.picture(folder / "timeline.png")
        # A second world, so that the phone's channel begins with the welcome as well.
        async with program("playground", "--no-browser", cwd=Path(empty), settings={}) as process:
            url = (await process.says("Open ")).removeprefix("Open ")
            async with opened_page(url, PHONE) as page:
                await _ask(page)
                await page.picture(folder / "stance-phone.png")


async def _ask(page: Playground) -> None:
    await page.begin("stance")
    await page.choose("actor", "putin", "Vladimir Putin")
    await page.send()
    await page.show_from_the_top()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
