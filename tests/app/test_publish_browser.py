"""The site as people meet it: in a headless Chromium, without scripts, and under axe."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, async_playwright

from bot.domain.records import Actor, Condition, Name, Record, Statement
from bot.domain.vocabulary import ActorKind, ConditionForm, ConditionKind, ConditionState, Position
from bot.domain.when import days
from bot.publishing import write_site
from bot.ui.site.build import build
from tests.app.playground_page import chromium, must_have_browser
from tests.cogs.samples import CEASEFIRE, LYING, PUTIN, RECORDS, evidence
from tests.ui.site_samples import corrected_site, site_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None and not must_have_browser(),
        reason="no Chromium is installed: apt-get install chromium",
    ),
]
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# axe would ask for the style sheet once more, by a script, which the page forbids.
AXE = {"resultTypes": ["violations"], "preload": False}
DESKTOP, NARROW = (1280, 900), (320, 640)
KINDS = (
    "index.html",
    f"issue/{CEASEFIRE}/index.html",
    f"issue/{CEASEFIRE}/conditions/index.html",
    f"issue/{CEASEFIRE}/timeline/index.html",
    "actor/putin/index.html",
    "actor/us/index.html",
    "events/index.html",
    "source/article/index.html",
    "words/s-long/index.html",
    "corrections/index.html",
    "method/index.html",
    "about/index.html",
)


def rich() -> list[Record]:
    """The sample record with other scripts, long words, many conditions and every position."""
    day = days(date(2025, 3, 14))
    positions = [each for each in Position if each.recordable]
    names = ("沈国放", "عبد الفتاح السيسي", "Réka Szőke", "Łukasz Żółć", "Ομάδα Επαφής", "הדובר")
    named = [
        Actor(
            key=f"p{n}",
            name=names[n % len(names)],
            kind=ActorKind.PERSON,
            names=(Name(text="محمد", lang="ar"),),
        )
        for n in range(len(positions))
    ]
    said = [
        replace(
            PUTIN,
            key=f"s-{n}",
            holder=f"p{n}",
            position=position,
            evidence=replace(evidence(f"p{n}", "نحن نرفض هذا الاقتراح", day), lang="ar"),
        )
        for n, position in enumerate(positions)
    ]
    terms = tuple(
        Condition(kind=kind, form=form, text="that all prisoners are freed first", state=state)
        for kind in list(ConditionKind)[:3]
        for form in ConditionForm
        for state in list(ConditionState)[:2]
    )
    long = replace(
        PUTIN,
        key="s-long",
        conditions=terms,
        evidence=replace(PUTIN.evidence, words="We have said it before. " * 90, translation="So."),
    )
    apart = Statement(key="u-apart", evidence=evidence("us", "Thanks to the hosts.", day))
    claims = [replace(LYING, key=f"c-{n}") for n in range(7)]
    return [*RECORDS, *named, *said, long, apart, *claims]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on the disk, with a page of every kind."""
    at = tmp_path_factory.mktemp("site")
    pages = {page.path: page for page in build(site_of(rich()), title="The Newsroom")}
    corrections = [
        p for p in build(corrected_site(), title="The Newsroom") if "corrections" in p.path
    ]
    pages |= {page.path: page for page in corrections}
    write_site(list(pages.values()), at, site=UUID(int=1))
    return at


@asynccontextmanager
async def browsing(
    size: tuple[int, int] = DESKTOP,
    *,
    scripts: bool = False,
    scheme: Any = "light",
) -> AsyncIterator[BrowserContext]:
    """A browser of a size; without scripts, unless axe is to run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        try:
            yield await browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                java_script_enabled=scripts,
                color_scheme=scheme,
            )
        finally:
            await browser.close()


class Heard:
    """What a page asks for, what fails of it, and what the browser complains about."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.failed: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on(
            "response",
            lambda answer: self.failed.append(answer.url) if answer.status >= 400 else None,
        )
        page.on("console", lambda message: self.said.append(message.text))


async def test_it_is_read_from_the_disk_without_scripts(folder: Path) -> None:
    """From the start to a source, by links and by the keyboard, asking nothing of anybody."""
    async with browsing() as context:
        page = await context.new_page()
        heard = Heard(page)
        await page.goto((folder / "index.html").as_uri())
        assert await page.title() == "The Newsroom"
        # The style sheet is taken, and nothing in it is refused.
        assert await page.locator("body").evaluate("b => getComputedStyle(b).maxWidth") == "none"
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Skip to the content"
        await (
            page.get_by_role("main")
            .get_by_role("link", name="30-day ceasefire proposal")
            .first.click()
        )
        board = page.get_by_role("table", name="Everyone’s current stance on this issue")
        assert await board.get_by_role("row").count() > 10
        row = board.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Putin"))
        assert "Agrees in principle" in await row.inner_text()
        await row.get_by_role("link", name="10–16 March 2025").click()
        assert page.url.endswith("timeline/2025-03.html#r-s-long")
        entry = page.locator("#r-s-long")
        assert await entry.evaluate("e => e.matches(':target')")
        await entry.get_by_role("link", name="the whole words").click()
        assert (
            "The words of Vladimir Putin" in await page.get_by_role("heading", level=1).inner_text()
        )
        await page.get_by_role("link", name="The Paper").click()
        assert "What rests on it" in await page.get_by_role("main").inner_text()
        await page.get_by_role("navigation", name="Site").get_by_role("link", name="Method").click()
        assert page.url.endswith("method/index.html")
        assert all(url.startswith(folder.as_uri()) for url in heard.asked), heard.asked
        assert (heard.failed, heard.said) == ([], [])


@pytest.fixture
def server(folder: Path) -> Iterator[str]:
    """The address of the site on a web server, in a folder that is not the server's own root."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/deep/down"))

    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/deep/down/"
        serving.shutdown()
        thread.join()


async def test_it_is_read_from_any_folder_of_a_web_server(server: str) -> None:
    async with browsing() as context:
        page = await context.new_page()
        heard = Heard(page)
        for path in ("", "issue/ceasefire-30-day/", "actor/putin/", "about/"):
            await page.goto(f"{server}{path}")
            assert await page.locator("h1").count() == 1
        feed = page.get_by_role("link", name="What changed, on all issues")
        assert await feed.get_attribute("href") == "../feed.atom"
        assert all(url.startswith(server) for url in heard.asked), heard.asked
        # A browser asks every server for its icon.
        assert [url for url in heard.failed if "favicon" not in url] == []


@pytest.mark.parametrize("kinds", [KINDS[::2], KINDS[1::2]], ids=["some", "others"])
async def test_axe_finds_nothing_on_any_kind_of_page(folder: Path, kinds: list[str]) -> None:
    """Light, dark, and on the narrowest phone, where nothing runs out to the side either."""

    async def look(context: BrowserContext, path: str) -> list[str]:
        page = await context.new_page()
        heard = Heard(page)
        await page.goto((folder / path).as_uri())
        await page.evaluate(Axe().axe_script)
        faults = await _faults(page, "light")
        await page.emulate_media(color_scheme="dark")
        # Nothing but colours differs.
        faults += await _faults(page, "dark", runOnly=["cat.color"])
        await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        faults += await _faults(page, "narrow", rules={"color-contrast": {"enabled": False}})
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            faults.append(f"narrow: {wide} pixels wider than the screen")
        await page.close()
        return [f"{path}: {fault}" for fault in (*faults, *heard.failed, *heard.said)]

    async with browsing(scripts=True) as context:
        found = [fault for kind in kinds for fault in await look(context, kind)]
    assert found == []


async def _faults(page: Page, when: str, **options: Any) -> list[str]:
    """What axe finds on a page that it has been put into."""
    violations = await page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        AXE | options,
    )
    return [
        f"{when}: {each['id']}: {node['target']}" for each in violations for node in each["nodes"]
    ]


async def test_a_printed_page_names_its_sources_addresses(folder: Path) -> None:
    async with browsing() as context:
        page = await context.new_page()
        await page.goto((folder / "source/article/index.html").as_uri())
        await page.emulate_media(media="print")
        shown = await page.get_by_role("link", name="https://example.org/ceasefire").evaluate(
            "a => getComputedStyle(a, '::after').content",
        )
        assert "https://example.org/ceasefire" in shown
        assert not await page.locator("nav").first.is_visible()
