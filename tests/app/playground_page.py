"""Driving the playground's page in a headless Chromium, as a person would."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright

DESKTOP = (1280, 900)
PHONE = (390, 844)
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str | None:
    """The Chromium that is installed here; None when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def must_have_browser() -> bool:
    """Whether a missing Chromium is a failure here, not a reason to skip."""
    return os.environ.get("STANCEBOT_REQUIRE_BROWSER") == "1"


@asynccontextmanager
async def opened_screen(size: tuple[int, int]) -> AsyncIterator[Page]:
    """An empty page of a headless Chromium, at a size."""
    width, height = size
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=_OPTIONS)
        try:
            page = await browser.new_page(
                viewport={"width": width, "height": height},
                # Pictures for the README are sharp on screens of today.
                device_scale_factor=2 if width < DESKTOP[0] else 1,
            )
            page.set_default_timeout(20_000)
            yield page
        finally:
            await browser.close()


@asynccontextmanager
async def opened_page(url: str, size: tuple[int, int] = DESKTOP) -> AsyncIterator["Playground"]:
    """Open the page at a size and wait until one can type in it."""
    async with opened_screen(size) as page:
        playground = Playground(page)
        page.on("request", lambda request: playground.requests.append(request.url))
        await page.goto(url)
        await page.wait_for_selector("#channel-composer-input:visible")
        yield playground


# The newest message with its pictures, and with a button that can be pressed.
_SHOWN = """() => {
    const card = [...document.querySelectorAll('.channel-message')].at(-1);
    const images = [...card.querySelectorAll('img')];
    return !window.simcordPreview.pendingAction
        && images.every(image => image.complete && image.naturalWidth)
        && card.querySelector('button:not(:disabled)');
}"""


class Playground:
    """The open page. A card is the newest message."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []

    @property
    def card(self) -> Locator:
        """The newest message."""
        return self.page.locator(".channel-message").last

    async def text(self) -> str:
        """The words of the newest message."""
        return await self.card.inner_text()

    def asked_elsewhere(self) -> list[str]:
        """What the page asked of any other host than this one."""
        here = ("http://127.0.0.1:", "blob:", "data:")
        return [request for request in self.requests if not request.startswith(here)]

    async def viewers(self) -> list[str]:
        """Who one can be."""
        return await self.page.locator("#viewer-picker option").all_inner_texts()

    async def be(self, viewer: str) -> None:
        """Look on as somebody else."""
        before = await self.page.evaluate("window.simcordPreview.viewerId")
        await self.page.locator("#viewer-picker").select_option(label=viewer)
        await self.page.wait_for_function(
            "before => window.simcordPreview.viewerId !== before && window.simcordPreview.ready"
            " && !window.simcordPreview.pendingAction",
            arg=before,
        )
        await self.page.wait_for_selector("#channel-composer-input:visible")

    async def commands(self, begun: str) -> set[str]:
        """The commands that are offered to whoever looks on and types so much of one."""
        found = await (await self._typed(f"/{begun}")).all_inner_texts()
        await self.page.locator("#channel-composer-input").fill("")
        return {text.splitlines()[0] for text in found}

    async def begin(self, command: str) -> None:
        """Type a command and choose it from the list; its required options stand open then."""
        choices = await self._typed(f"/{command}")
        await choices.filter(has_text=f"/{command}").first.click()
        await self.page.wait_for_selector(".command-row")

    async def _typed(self, text: str) -> Locator:
        """Type into the composer; what it offers for that."""
        composer = self.page.locator("#channel-composer-input")
        await composer.click()
        await composer.press_sequentially(text, delay=20)
        choices = self.page.locator("[role=listbox]:visible [role=option]")
        await choices.first.wait_for()
        return choices

    async def choose(self, option: str, typed: str, offered: str) -> None:
        """Type into an option and choose what autocomplete offers."""
        row = self.page.locator(f".command-row input[data-option={option}]")
        await row.wait_for()
        await row.click()
        await row.press_sequentially(typed, delay=30)
        await self.page.locator(".command-popup-list [role=option]", has_text=offered).first.click()

    async def send(self) -> None:
        """Send the command and wait until it is answered."""
        before = await self.page.locator(".channel-message").count()
        await self.page.locator("#send-message").click()
        await self.page.wait_for_function(
            "before => document.querySelectorAll('.channel-message').length > before",
            arg=before,
        )

    async def press(self, label: str) -> None:
        """Press a button of the newest message and wait until the message has changed."""
        before = await self.text()
        await self.card.get_by_role("button", name=label).first.click()
        await self.page.wait_for_function(
            "before => [...document.querySelectorAll('.channel-message')].at(-1)"
            ".innerText !== before",
            arg=before,
        )

    async def show_from_the_top(self) -> None:
        """Scroll so that the newest message begins at the top."""
        await self.card.evaluate("card => card.scrollIntoView({block: 'start'})")

    async def wider_than_the_screen(self) -> bool:
        """Whether one has to scroll sideways."""
        return bool(
            await self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"),
        )

    async def picture(self, file: Path) -> None:
        """Keep a picture of what is on the screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=file)

    async def card_picture(self, file: Path) -> None:
        """Keep a picture of the newest message alone; it must fit on the screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        await self.page.wait_for_function(_SHOWN)
        await self.show_from_the_top()
        await self.card.screenshot(path=file)
