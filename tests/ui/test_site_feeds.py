"""The feeds, by the rules of RFC 4287, and what they tell."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from bot.domain.records import Actor, Issue
from bot.ui.site.build import build
from bot.ui.site.page import Page
from bot.ui.site.sheets import MOST_BYTES
from tests.cogs.samples import PUTIN, RECORDS, evidence
from tests.ui.site_samples import Found, read_all, site_of, starter_site

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/record"
# RFC 4287, sections 3.3 and 4: what a feed and an entry may hold, and how often.
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
FEED = {"id": 1, "title": 1, "updated": 1, "subtitle": -1, "rights": -1, "icon": -1, "logo": -1}
FEED |= {"generator": -1, "author": 0, "category": 0, "contributor": 0, "link": 0, "entry": 0}
ENTRY = {"id": 1, "title": 1, "updated": 1, "published": -1, "rights": -1, "source": -1}
ENTRY |= {"summary": -1, "content": -1, "author": 0, "category": 0, "contributor": 0, "link": 0}


def feeds(pages: tuple[Page, ...]) -> dict[str, ET.Element]:
    return {
        page.path: ET.fromstring(page.data)  # noqa: S314 -- our own
        for page in pages
        if page.path.endswith(".atom")
    }


def one(element: ET.Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


def check_counts(element: ET.Element, rules: dict[str, int]) -> None:
    """1 is exactly one, -1 at most one, 0 any number; nothing else stands in Atom's namespace."""
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= set(rules)
    for name, rule in rules.items():
        count = names.count(name)
        assert count == 1 if rule == 1 else count <= 1 or rule == 0, name


def check_feed(root: ET.Element, *, whole: bool) -> None:
    """Hold a feed against the rules of RFC 4287."""
    assert root.tag == f"{ATOM}feed"
    check_counts(root, FEED)
    # 4.1.1: an author, else one in every entry. 4.2.9: at most one alternate of a type and language.
    assert [one(author, "name") for author in root.findall(f"{ATOM}author")]
    check_links(root, whole=whole)
    ids = [one(entry, "id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert one(root, "id") not in ids
    updated = [check_entry(entry, whole=whole) for entry in root.findall(f"{ATOM}entry")]
    assert DATE.fullmatch(one(root, "updated"))
    assert all(datetime.fromisoformat(one(root, "updated")) >= each for each in updated)
    assert updated == sorted(updated, reverse=True)


def check_entry(entry: ET.Element, *, whole: bool) -> datetime:
    """The entry's own rules; when it was updated."""
    check_counts(entry, ENTRY)
    # 4.2.6: an id is an absolute IRI that never changes.
    scheme, _, name = one(entry, "id").partition(":uuid:")
    assert scheme == "urn"
    UUID(name)
    assert DATE.fullmatch(one(entry, "updated"))
    assert "<" not in one(entry, "title") or "&lt;" not in one(entry, "title")
    assert one(entry, "title").strip()
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html"}
    # 4.1.3.3: HTML is escaped, and no element stands in it.
    assert len(content) == 0
    assert content.text
    assert fragment(content.text).faults == []
    for category in entry.findall(f"{ATOM}category"):
        assert category.attrib["term"]
    check_links(entry, whole=whole)
    return datetime.fromisoformat(one(entry, "updated"))


def check_links(element: ET.Element, *, whole: bool) -> None:
    links = element.findall(f"{ATOM}link")
    kinds = [
        (link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in links
    ]
    alternates = [kind for kind in kinds if kind[0] == "alternate"]
    assert len(set(alternates)) == len(alternates) == 1
    for link in links:
        assert urlsplit(link.attrib["href"]).scheme == ("https" if whole else "")


def fragment(text: str) -> Found:
    """A piece of HTML, read strictly."""
    found = Found("")

    class Reader(HTMLParser):
        stack: list[str] = []  # noqa: RUF012 -- made for one reading

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.tags.append((tag, dict(attrs)))
            self.stack.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if not self.stack or self.stack.pop() != tag:
                found.faults.append(tag)

        def handle_data(self, data: str) -> None:
            found.text.append(data)

    Reader.stack = []
    reader = Reader()
    reader.feed(text)
    reader.close()
    found.faults += reader.stack
    return found


@pytest.mark.parametrize("base", [None, BASE])
def test_feeds_keep_the_rules_of_atom(base: str | None) -> None:
    found = feeds(build(starter_site(), title="The Newsroom", base=base))
    assert set(found) == {"feed.atom", "issue/ceasefire/feed.atom"}
    for root in found.values():
        check_feed(root, whole=base is not None)
        assert root.findall(f"{ATOM}entry")


def test_a_feed_names_itself_and_its_page() -> None:
    (whole, issue) = feeds(build(starter_site(), base=f"{BASE}/")).values()
    assert _links(whole) == {"self": f"{BASE}/feed.atom", "alternate": f"{BASE}/index.html"}
    assert _links(issue) == {
        "self": f"{BASE}/issue/ceasefire/feed.atom",
        "alternate": f"{BASE}/issue/ceasefire/index.html",
    }


def _links(element: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_ids_do_not_depend_on_where_the_site_is_or_what_it_is_called() -> None:
    one_, other = (
        [one(entry, "id") for entry in feeds(pages)["feed.atom"].findall(f"{ATOM}entry")]
        for pages in (
            build(starter_site(), title="A"),
            build(starter_site(), title="B", base=BASE),
        )
    )
    assert one_ == other


def test_relative_links_of_a_feed_lead_to_records() -> None:
    pages = build(starter_site())
    ids = {page.path: set(page.ids) for page in read_all(pages).values()}
    for path, root in feeds(pages).items():
        for entry in root.findall(f"{ATOM}entry"):
            page, anchor = Found(path).target(_links(entry)["alternate"])
            assert not anchor or anchor in ids[page]


def test_a_feed_of_an_issue_tells_of_no_other() -> None:
    second = Issue(key="other", title="Other", question="Is it?")
    said = replace(PUTIN, key="s-other", issue="other")
    found = feeds(build(site_of([*RECORDS, second, said])))
    titles = {path: ET.tostring(root, encoding="unicode") for path, root in found.items()}
    assert len(found["issue/other/feed.atom"].findall(f"{ATOM}entry")) == 1
    assert "s-other" in titles["issue/other/feed.atom"]
    assert "s-other" not in titles[f"issue/{PUTIN.issue}/feed.atom"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "]]>",
        "\x00\x0b\ufffe\uffff&",
        "&" * 6000,
        "\u202e",
        "好" * 6000,
    ],
)
def test_a_feed_stays_sound_and_small_whatever_people_type(text: str) -> None:
    said = [
        replace(PUTIN, key=f"s{n}", evidence=replace(PUTIN.evidence, words=f"w{text}"[:6000]))
        for n in range(60)
    ]
    records = [replace(r, name=f"n{text}") if isinstance(r, Actor) else r for r in RECORDS]
    pages = build(site_of([*records, *said]), title=f"t{text}")
    for path, root in feeds(pages).items():
        check_feed(root, whole=False)
        entries = root.findall(f"{ATOM}entry")
        assert entries
        for entry in entries:
            tags = fragment(one(entry, "content")).tags
            assert not {"script", "img"} & {tag for tag, _ in tags}
        assert next(len(page.data) for page in pages if page.path == path) < MOST_BYTES


def test_an_entry_quotes_the_words_in_their_language() -> None:
    said = replace(
        PUTIN,
        key="s-ru",
        evidence=replace(evidence("putin", "Нет", PUTIN.evidence.said), lang="ru"),
    )
    root = feeds(build(site_of([*RECORDS, said])))["feed.atom"]
    contents = [one(entry, "content") for entry in root.findall(f"{ATOM}entry")]
    assert any('<blockquote lang="ru" dir="auto">Нет</blockquote>' in each for each in contents)
