"""The site, from facts to files: what each page holds, for whom, and that it is sound."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.method import method
from bot.domain.records import Issue, Stance, Statement
from bot.domain.vocabulary import (
    Commitment,
    Position,
)
from bot.domain.when import days
from bot.errors import InvalidInputError
from bot.ui.site.build import TITLE, build
from tests.cogs.samples import (
    CEASEFIRE,
    LYING,
    PUTIN,
    RECORDS,
    SOURCE,
    SUNDAY,
    evidence,
)
from tests.ui.site_samples import (
    Found,
    built,
    corrected_site,
    dangling,
    read,
    read_all,
    site_of,
    starter_site,
)

STARTER = build(starter_site(), title="The Newsroom")
PAGES = read_all(STARTER)
FIELDS = [
    *("Part in it", "Commitment", "Words", "How we know", "Said by", "Where", "When"),
    *("Conditions", "Source", "Since", "Last confirmed", "To be looked at again", "Recorded"),
    *("Changed", "Voices", "Left it out", "Earlier records"),
    "What others say about it on 30-day ceasefire proposal",
]


def page(path: str, *records: Any) -> Found:
    return read(built(*records)[path])


def test_the_same_record_is_the_same_bytes() -> None:
    assert build(starter_site(), title="The Newsroom") == STARTER


def test_every_kind_of_page_is_there() -> None:
    paths = {each.path for each in STARTER}
    assert {
        "index.html",
        "issue/ceasefire/index.html",
        "issue/ceasefire/timeline/index.html",
        "issue/ceasefire/timeline/2025-03.html",
        "issue/ceasefire/conditions/index.html",
        "issue/ceasefire/feed.atom",
        "actors/index.html",
        "actor/putin/index.html",
        "events/index.html",
        "events/2025.html",
        "sources/index.html",
        "source/article/index.html",
        "corrections/index.html",
        "method/index.html",
        "about/index.html",
        "feed.atom",
        "data/record.json",
        "style.css",
    } <= paths
    assert len(paths) == len(STARTER)


@pytest.mark.parametrize("found", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_whole_and_quiet(found: Found) -> None:
    """One heading, named landmarks, unique ids, no script, nothing fetched from elsewhere."""
    assert found.faults == []
    assert len(found.named("h1")) == len(found.named("main")) == len(found.named("title")) == 1
    assert len(set(found.ids)) == len(found.ids)
    assert not {"script", "style", "iframe", "object", "form"} & {tag for tag, _ in found.tags}
    assert not any(name.startswith("on") for _, attrs in found.tags for name in attrs)
    assert not any("style" in attrs for _, attrs in found.tags)
    taken_in = [attrs["href"] for attrs in found.named("link") if attrs["rel"] == "stylesheet"]
    assert [found.target(str(link))[0] for link in taken_in] == ["style.css"]
    policy = next(a["content"] for a in found.named("meta") if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert found.named("html")[0]["lang"] == "en-GB"
    assert found.tags[[tag for tag, _ in found.tags].index("a")][1]["href"] == "#main"
    assert all(attrs.get("scope") for attrs in found.named("th"))
    assert len(found.named("caption")) == len(found.named("table"))


def test_every_link_leads_somewhere() -> None:
    assert dangling(STARTER) == []


def test_pages_are_a_few_kilobytes() -> None:
    sizes = [len(each.data) for each in STARTER if each.path.endswith(".html")]
    assert max(sizes) < 20_000
    assert sum(sizes) / len(sizes) < 6_000


def test_the_style_sheet_fetches_nothing() -> None:
    style = next(each.data.decode() for each in STARTER if each.path == "style.css")
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "&" not in style


def test_every_actor_has_the_same_fields_in_the_same_order() -> None:
    with_record, without = (
        page("actor/putin/index.html", *RECORDS),
        page("actor/us/index.html", *RECORDS),
    )
    fields = _fields(with_record)
    assert fields == _fields(without)
    assert fields[fields.index("Part in it") :] == FIELDS


def _fields(found: Found) -> list[str]:
    """The names of all fields that an actor has on one issue."""
    return [text for tag, text in found.inside if tag in {"dt", "h3"}]


def test_a_claim_stands_apart_from_the_stance_of_the_one_it_is_about() -> None:
    found = page("actor/putin/index.html", *RECORDS).words
    own, _, others = found.partition("What others say about it")
    assert "lying about" not in own
    assert "lying about" in others
    assert "Agrees in principle" in own


def test_the_board_says_where_everyone_stands_and_who_has_no_record() -> None:
    found = page(f"issue/{CEASEFIRE}/index.html", *RECORDS).words
    assert found.index("[+++] Accepts") < found.index("[+ ] Agrees in principle")
    assert "no stance of theirs is recorded. That says nothing about them: United States" in found
    assert "Stated — not committed" in found


def test_a_date_is_as_vague_as_its_source() -> None:
    found = page(f"issue/{CEASEFIRE}/timeline/index.html", *RECORDS)
    assert "10–16 March 2025" in found.words
    assert "dated “earlier this week” by the source" in found.words
    machine = {attrs["datetime"] for attrs in found.named("time")}
    assert machine == {"2025-03-16", "2025-03-15"}


def test_words_in_another_language_say_so_and_run_in_their_own_direction() -> None:
    arabic = Stance(
        key="s-ar",
        holder="us",
        issue=CEASEFIRE,
        position=Position.REJECTS,
        commitment=Commitment.STATED,
        evidence=replace(
            evidence("us", "نرفض الاقتراح", days(SUNDAY)),
            lang="ar",
            translation="We reject the proposal",
            translator="The Desk",
        ),
    )
    found = page(f"issue/{CEASEFIRE}/timeline/index.html", *RECORDS, arabic)
    assert {"lang": "ar"} in found.named("blockquote")
    assert all(attrs["dir"] == "auto" for tag, attrs in found.tags if tag == "p" and "dir" in attrs)
    assert "original in Arabic; translation by The Desk" in found.words
    names = page("actor/putin/index.html", *RECORDS)
    assert {"lang": "ru"} in names.named("bdi")


@pytest.mark.parametrize("lang", ["xx", "klingon", "", "x" * 60, 'en" onclick="x', "tlh-INVALID-"])
def test_a_language_that_nobody_knows_is_not_taken_for_english(lang: str) -> None:
    odd = replace(PUTIN, evidence=replace(PUTIN.evidence, lang=lang))
    records = [odd if each is PUTIN else each for each in RECORDS]
    found = page(f"issue/{CEASEFIRE}/timeline/index.html", *records)
    assert found.faults == []
    assert {"lang": ""} in found.named("blockquote")


def test_a_statement_on_no_issue_has_its_words_and_is_listed_by_its_speaker() -> None:
    apart = Statement(key="u-apart", evidence=evidence("us", "We thank the hosts.", days(SUNDAY)))
    pages = built(*RECORDS, apart)
    assert "We thank the hosts." in read(pages["words/u-apart/index.html"]).words
    assert "Statements on no issue" in read(pages["actor/us/index.html"]).words
    assert dangling(list(pages.values())) == []


def test_a_claim_leads_to_what_it_speaks_of() -> None:
    reply = replace(LYING, key="c-reply", about_record="s-putin")
    found = page(f"issue/{CEASEFIRE}/timeline/index.html", *RECORDS, reply)
    links = [found.target(link) for link in found.links]
    assert (f"issue/{CEASEFIRE}/timeline/2025-03.html", "r-s-putin") in links


def test_a_source_lists_everything_that_rests_on_it() -> None:
    found = page("source/article/index.html", *RECORDS)
    resting = [each for each in RECORDS if "article" in repr(each) and each is not SOURCE]
    for kind in ("Stance", "Claim", "Statement", "Event", "Role", "Mandate"):
        of_kind = [each for each in resting if type(each).__name__ == kind]
        assert found.words.count(f"{kind}: ") == len(of_kind)
    assert "https://example.org/ceasefire" in {str(a.get("href")) for a in found.named("a")}


def test_the_method_page_holds_every_test_of_the_method() -> None:
    words = PAGES["method/index.html"].words
    known = method()
    for family in (known.position, known.commitment, known.basis, known.relation):
        for term in family.values():
            assert " ".join(term.test.split()) in words


def test_how_to_cite_it_names_the_day_and_the_address() -> None:
    pages = {p.path: p for p in build(starter_site(), title="T", base="https://example.org/r/")}
    found = read(pages["about/index.html"])
    assert (
        "T: “30-day ceasefire proposal”, as of 16 March 2025, https://example.org/r/" in found.words
    )
    board = read(pages["issue/ceasefire/index.html"])
    canonical = [a["href"] for a in board.named("link") if a["rel"] == "canonical"]
    assert canonical == ["https://example.org/r/issue/ceasefire/"]
    assert not any(a["rel"] == "canonical" for a in PAGES["index.html"].named("link"))


@pytest.mark.parametrize(
    "base",
    [
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://exa mple.org",
        'https://example.org/"onclick="x',
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://me:secret@example.org",
        "https://example.org:99999",
        "https://приклад.example",
    ],
)
def test_what_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(InvalidInputError, match="is no address for a site"):
        build(starter_site(), base=base)


def test_a_title_that_shows_nothing_gives_way() -> None:
    home = next(p for p in build(starter_site(), title="\u202e \n") if p.path == "index.html")
    assert read(home).words.count(TITLE) >= 2


def test_instants_are_told_by_the_clock_of_the_servers_zone() -> None:
    pages = build(site_of(RECORDS, zone="Asia/Tokyo"))
    home = read(next(each for each in pages if each.path == "index.html"))
    assert "as of 16 March 2025, 21:00" in home.words
    assert "Days are counted in Asia/Tokyo" in home.words


def test_what_was_corrected_and_taken_out_is_told_with_the_reasons() -> None:
    pages = {page.path: page for page in build(corrected_site())}
    words = read(pages["corrections/index.html"]).words
    assert "Stance: Vladimir Putin, for Russia: [---] Rejects" in words
    assert "Reason: We had misread it." in words
    assert "A claim of Volodymyr Zelenskyy and Vladimir Putin" in words
    assert "Reason: Somebody else said it." in words
    assert LYING.evidence.words.encode() not in b"".join(page.data for page in pages.values())
    assert "corrected: We had misread it." in read(pages["actor/putin/index.html"]).words
    assert dangling(list(pages.values())) == []


def test_an_issue_without_anything_has_its_pages() -> None:
    pages = built(Issue(key="bare", title="Bare", question="Is it?"))
    assert "No stance is recorded" in read(pages["issue/bare/index.html"]).words
    assert "Nothing is recorded" in read(pages["issue/bare/timeline/index.html"]).words
    assert dangling(list(pages.values())) == []
