"""Whatever people type, a site's pages stay whole, small, and say no more than words."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Event,
    Issue,
    Mandate,
    Record,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.vocabulary import (
    Commitment,
    EventKind,
    EventStatus,
    IssueStatus,
    MandateKind,
    Relation,
    RoleKind,
)
from bot.ui.site.build import build
from bot.ui.site.paths import anchor, segment
from bot.ui.site.sheets import MOST_BYTES
from tests.cogs.samples import PUTIN, RECORDS
from tests.ui.nasty import conditions, evidences, lines, names, positions, quotes, sources, whens
from tests.ui.site_samples import built, dangling, read, read_all, site_of

SCRIPT = "<script>alert(1)</script>"
NASTY = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "]]>&amp;&#60;script&#62;",
    "javascript:alert(1)",
    "--><svg onload=alert(1)>",
    "</title></main></html>",
    "\u202eevil\u202c\u2067\u2066",
    "👩‍👩‍👧‍👦 e\u0301\u0301\u0301",
    "\x00\x07\x1b[31m\ufffe\uffff",
    "\u200b\u200e",
    "x" * 6000,
    "&" * 6000,
    "好" * 6000,
    "😀" * 6000,
    "א" * 6000,
)


def nasty(text: str) -> tuple[Record, ...]:
    """The sample record with a text wherever somebody types."""
    words = f"w {text}"[:6000]
    return tuple(_typed(each, text, words) for each in RECORDS)


def _typed(record: Record, text: str, words: str) -> Record:
    shown = text if text.strip() else "t"
    given: dict[str, Any] = {}
    for name in ("title", "name", "note", "question", "context", "outcome", "place", "publisher"):
        if hasattr(record, name):
            given[name] = shown
    if hasattr(record, "evidence"):
        given["evidence"] = replace(
            record.evidence,
            words=words,
            venue=shown,
            lang=text[:50],
            translation=words,
            translator=shown,
        )
    if getattr(record, "conditions", ()):
        given["conditions"] = tuple(
            replace(each, text=shown)
            for each in getattr(record, "conditions")  # noqa: B009 -- of one kind
        )
    if isinstance(record, Source):
        given |= {"author": shown, "origin": shown, "lang": text[:50]}
    return replace(record, **given)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:24])
def test_what_people_type_is_shown_and_does_nothing(text: str) -> None:
    pages = build(site_of(nasty(text)), title=text)
    for found in read_all(pages).values():
        assert found.faults == [], found.path
        assert not {"script", "svg", "iframe"} & {tag for tag, _ in found.tags}
        pictures = [str(attrs["src"]) for attrs in found.named("img")]
        assert all(re.fullmatch(r"[./a-z0-9-]+\.svg", src) for src in pictures)
        assert not any(name.startswith("on") for _, attrs in found.tags for name in attrs)
        assert len(set(found.ids)) == len(found.ids)
        assert all(unicodedata.category(c) != "Cs" for c in found.words)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", found.words)
    for drawn in (each for each in pages if each.path.endswith(".svg")):
        shapes = {element.tag for element in ET.fromstring(drawn.data).iter()}  # noqa: S314 -- our own
        assert not any(shape.endswith(("script", "foreignObject", "image")) for shape in shapes)
    assert max(len(each.data) for each in pages if "data/" not in each.path) < MOST_BYTES
    assert dangling(pages) == []


def test_a_tag_that_somebody_types_is_read_letter_by_letter() -> None:
    records = [replace(each, name=SCRIPT) if isinstance(each, Actor) else each for each in RECORDS]
    found = read(built(*records)["actor/putin/index.html"])
    assert SCRIPT in found.words


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://exa\u202emple.org\n/x",
        "https://[::1",
        "https://example.org:0/",
        "http://example.org",
        "data:text/html,x",
    ],
)
def test_only_whole_https_addresses_are_linked(url: str) -> None:
    source = next(each for each in RECORDS if isinstance(each, Source))
    # A record itself refuses most of these; a site does not rely on it.
    object.__setattr__(odd := replace(source), "url", url)
    object.__setattr__(odd, "archive_url", url)
    pages = built(*(odd if each is source else each for each in RECORDS))
    for found in read_all(list(pages.values())).values():
        for link in found.links:
            assert link.startswith("https://example.org") or ":" not in link, link


ODD_KEYS = (
    "../../etc/passwd",
    "..",
    ".",
    "a/b",
    "a\\b",
    "con",
    "nul",
    "com1",
    "Putin",
    "PUTIN",
    "putin ",
    "a?b#c",
    "%2e%2e",
    "путин",
    "💥",
    "\x00",
    "a" * 32,
    "-",
    "index.html",
    "page-2",
    "~",
    '"><x',
)


def test_odd_keys_make_safe_names_that_never_meet() -> None:
    keys = (*ODD_KEYS, "putin", "a-b", "page-2", "con-x")
    found = [segment(key) for key in dict.fromkeys(keys)]
    assert len({name.lower() for name in found}) == len(found)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9~-]{0,40}", name) for name in found)
    assert segment("putin") == "putin"
    assert anchor("a b") == anchor("a b") != anchor("a-b")


@given(st.lists(st.text(max_size=32), unique=True, max_size=20))
def test_no_two_keys_share_a_file(keys: list[str]) -> None:
    assert len({segment(key) for key in keys}) == len(keys)


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_record_of_an_odd_key_is_found_inside_the_site(key: str) -> None:
    odd = replace(
        PUTIN, key=key, holder=f"{key}!", evidence=replace(PUTIN.evidence, words="w" * 900)
    )
    actor = next(each for each in RECORDS if isinstance(each, Actor) and each.key == "putin")
    records = [*RECORDS, replace(actor, key=f"{key}!", name="Odd"), odd]
    pages = built(*records)
    assert dangling(list(pages.values())) == []
    for path in pages:
        assert ".." not in path
        assert re.fullmatch(r"[a-z0-9~./-]+", path), path


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """A record of everything, made of the worst that people type."""
    source = replace(draw(sources), key="src")
    actors = [
        replace(
            Actor(key=f"act{at}", name=draw(names), kind=draw(st.sampled_from(list(_kinds())))),
            title=draw(st.none() | names),
            note=draw(st.none() | lines),
        )
        for at in range(3)
    ]
    issue = Issue(
        key="iss",
        title=draw(names),
        question=draw(names),
        status=draw(st.sampled_from(IssueStatus)),
        context=draw(st.none() | lines),
    )
    who = st.sampled_from(["act0", "act1", "act2"])

    def evidence() -> Any:
        given = draw(evidences)
        return replace(given, speaker=draw(who), source="src")

    cited = Citation(source="src", words=draw(quotes))
    stances = [
        Stance(
            key=f"sta{at}",
            holder=draw(who),
            issue="iss",
            position=draw(positions),
            commitment=draw(st.sampled_from(Commitment)),
            evidence=evidence(),
            conditions=tuple(
                draw(st.lists(conditions, max_size=3)) * draw(st.sampled_from((1, 9)))
            ),
            note=draw(st.none() | names),
        )
        for at in range(draw(st.integers(0, 4)))
    ]
    claims = [
        Claim(
            key=f"cla{at}",
            claimant="act0",
            about="act1",
            issue="iss",
            relation=draw(st.sampled_from(Relation)),
            evidence=evidence(),
        )
        for at in range(draw(st.integers(0, 3)))
    ]
    statements = [
        Statement(
            key=f"sen{at}",
            evidence=evidence(),
            issue=draw(st.sampled_from([None, "iss"])),
            silent_on=draw(st.sampled_from([(), ("iss",)])),
        )
        for at in range(draw(st.integers(0, 3)))
    ]
    event = Event(
        key="eve",
        title=draw(names),
        kind=draw(st.sampled_from(EventKind)),
        when=draw(whens),
        status=draw(st.sampled_from(EventStatus)),
        citation=cited,
        issues=("iss",),
        outcome=draw(st.none() | lines),
        place=draw(st.none() | names),
    )
    mandate = Mandate(
        key="man",
        voice="act1",
        principal="act2",
        kind=draw(st.sampled_from(MandateKind)),
        authority=1,
        citation=cited,
    )
    role = Role(key="rol", actor="act0", role=RoleKind.PARTY, citation=cited, issue="iss")
    taking_part = replace(role, key="rol2", issue=None, event="eve")
    return [
        source,
        *actors,
        issue,
        mandate,
        event,
        role,
        taking_part,
        *stances,
        *statements,
        *claims,
    ]


def _kinds() -> Any:
    from bot.domain.vocabulary import ActorKind  # noqa: PLC0415 -- next to its use

    return ActorKind


def stored(value: Any) -> Any:
    """A record as a database gives it back: no store takes half of a surrogate pair."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return value.encode(errors="ignore").decode()
    if isinstance(value, tuple):
        return tuple(stored(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: stored(getattr(value, each.name)) for each in fields(value)}
        )
    return value


@given(records())
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_record_makes_a_sound_site(found: list[Record]) -> None:
    """Whole pages, no dead link, no page beyond the limit, and the same bytes again."""
    site = site_of([stored(each) for each in found])
    pages = build(site)
    assert pages == build(site)
    assert dangling(pages) == []
    for page in read_all(pages).values():
        assert page.faults == [], page.path
        assert len(set(page.ids)) == len(page.ids)
    sizes = {each.path: len(each.data) for each in pages if not each.path.startswith("data/")}
    assert max(sizes.values()) < MOST_BYTES, max(sizes, key=sizes.__getitem__)
