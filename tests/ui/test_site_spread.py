"""Many records, long words and pictures: what stands on which page."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

from bot.domain.records import Actor, Claim, Condition, Name, Role, Stance
from bot.domain.vocabulary import (
    ActorKind,
    ConditionForm,
    ConditionKind,
    RoleKind,
)
from bot.domain.when import days
from bot.ui.site.sheets import MOST_BYTES
from tests.cogs.samples import (
    CEASEFIRE,
    CITED,
    LYING,
    PUTIN,
    RECORDS,
    ZELENSKYY,
)
from tests.ui.site_samples import (
    built,
    dangling,
    read,
)


def test_a_month_has_a_page_and_the_newest_stand_first() -> None:
    old = [
        replace(
            PUTIN,
            key=f"s-{month}",
            evidence=replace(PUTIN.evidence, said=days(date(2024, month, 3))),
        )
        for month in range(1, 13)
        for _ in (month,)
    ]
    pages = built(*RECORDS, *old)
    found = read(pages[f"issue/{CEASEFIRE}/timeline/2024-05.html"])
    assert found.ids.count("r-s-5") == 1
    assert "r-s-6" not in found.ids
    assert "in May 2024" in found.words
    newest = read(pages[f"issue/{CEASEFIRE}/timeline/index.html"])
    keys = [each for each in newest.ids if each.startswith("r-s-")]
    assert keys[-3:] == ["r-s-3", "r-s-2", "r-s-1"]


def test_every_entry_of_a_timeline_names_its_own_address() -> None:
    pages = built(*RECORDS)
    found = read(pages[f"issue/{CEASEFIRE}/timeline/index.html"])
    links = {found.target(link) for link in found.links}
    for key in (key for key in found.ids if key.startswith("r-") and key != "r-e-call"):
        assert (f"issue/{CEASEFIRE}/timeline/2025-03.html", key) in links
    assert ("events/2025.html", "r-e-call") in links
    assert b"\0" not in b"".join(page.data for page in pages.values())


def test_a_permanent_address_stays_when_newer_records_come() -> None:
    before = built(*RECORDS)
    later = replace(
        PUTIN, key="s-later", evidence=replace(PUTIN.evidence, said=days(date(2025, 4, 2)))
    )
    after = built(*RECORDS, later)
    month = f"issue/{CEASEFIRE}/timeline/2025-03.html"
    assert set(before) <= set(after)
    assert read(before[month]).ids == read(after[month]).ids


def test_long_words_are_folded_and_stand_whole_on_a_page_of_their_own() -> None:
    text = " ".join(f"word{number}" for number in range(900))[:6000]
    long = replace(PUTIN, evidence=replace(PUTIN.evidence, words=text, translation=text.upper()))
    pages = built(*(long if each is PUTIN else each for each in RECORDS))
    found = read(pages[f"issue/{CEASEFIRE}/timeline/index.html"])
    assert "word80" not in found.words
    assert "the whole words" in found.words
    whole = read(pages["words/s-putin/index.html"])
    assert text in whole.words
    assert text.upper() in whole.words
    assert dangling(list(pages.values())) == []
    assert not any(path.startswith("words/s-zelenskyy") for path in pages)


def test_an_issue_is_seen_at_a_glance_and_the_words_say_the_same() -> None:
    pages = built(*RECORDS)
    for path in ("index", "timeline/index"):
        found = read(pages[f"issue/{CEASEFIRE}/{path}.html"])
        (picture,) = found.named("img")
        assert "say" in str(picture["alt"])
        assert "in words" in str(picture["alt"])
        file = pages[found.target(str(picture["src"]))[0]]
        drawn = ET.fromstring(file.data)  # noqa: S314 -- our own
        assert (drawn.get("width"), drawn.get("height")) == (picture["width"], picture["height"])
        assert "prefers-color-scheme:dark" in file.data.decode()
        assert b"Vladimir Putin" in file.data
    month = read(pages[f"issue/{CEASEFIRE}/timeline/2025-03.html"])
    assert month.named("img") == []


def test_a_picture_that_would_be_too_large_is_left_out() -> None:
    said = [replace(PUTIN, key=f"s-{n}") for n in range(601)]
    pages = built(*RECORDS, *said)
    assert f"issue/{CEASEFIRE}/timeline/index.svg" not in pages
    assert read(pages[f"issue/{CEASEFIRE}/timeline/index.html"]).named("img") == []


def test_many_records_come_on_many_pages_of_a_bounded_size() -> None:
    people = [
        Actor(key=f"p{n}", name=f"Person {n}", kind=ActorKind.PERSON, names=(Name(text="x" * 50),))
        for n in range(150)
    ]
    roles = [
        Role(key=f"r{n}", actor=f"p{n}", role=RoleKind.PARTY, citation=CITED, issue=CEASEFIRE)
        for n in range(150)
    ]
    said = [_stance(n, conditions=n % 40) for n in range(150)]
    claims: list[Claim] = [
        replace(LYING, key=f"c{n}", about=f"p{n % 3}", claimant="zelenskyy") for n in range(150)
    ]
    pages = built(*RECORDS, *people, *roles, *said, *claims)
    sizes = {path: len(each.data) for path, each in pages.items() if path.endswith(".html")}
    assert max(sizes.values()) < MOST_BYTES
    assert f"issue/{CEASEFIRE}/page-2.html" in sizes
    assert f"issue/{CEASEFIRE}/timeline/2025-03-2.html" in sizes
    assert f"issue/{CEASEFIRE}/conditions/page-2.html" in sizes
    assert dangling(list(pages.values())) == []
    listed = [
        key
        for path in sizes
        if re.fullmatch(rf"issue/{CEASEFIRE}/(index|page-\d+)\.html", path)
        for key in read(pages[path]).ids
        if key.startswith("r-t")
    ]
    assert sorted(listed) == sorted(f"r-t{n}" for n in range(150))


def _stance(number: int, *, conditions: int) -> Stance:
    return replace(
        ZELENSKYY,
        key=f"t{number}",
        holder=f"p{number}",
        conditions=tuple(
            Condition(
                kind=ConditionKind.SCOPE,
                form=ConditionForm.DEMAND,
                text=f"Term {at}, which takes a few more words to say",
            )
            for at in range(conditions)
        ),
    )
