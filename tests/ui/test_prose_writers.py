"""Whatever people typed, a sentence stays one: on Discord, on a page and as plain text."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.news import What
from bot.domain.records import Citation, Event, Recorded, Source
from bot.domain.vocabulary import ConditionState, EventKind, EventStatus, Position
from bot.domain.when import days, instant
from bot.services.answers import ConditionView, EventView
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from bot.ui.prose.html import html
from bot.ui.prose.languages import LANGUAGES
from bot.ui.prose.markdown import markdown
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import (
    Copy,
    Dated,
    Day,
    Instant,
    Local,
    Own,
    Read,
    Sentence,
    Span,
    Stand,
    Typed,
    joined,
    listed,
)
from bot.ui.prose.tell import tell
from bot.ui.text import clean
from tests.ui import nasty
from tests.ui.prose_samples import SOURCE, WEEK

few = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
PING = re.compile(r"@(everyone|here|[!&]?\d)")
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
TAGS = {"a", "bdi", "span", "strong", "time"}
events = st.builds(
    Event,
    key=nasty.keys,
    title=nasty.names,
    kind=st.sampled_from(EventKind),
    when=nasty.whens,
    status=st.sampled_from(EventStatus),
    citation=st.builds(Citation, source=nasty.keys, words=nasty.quotes),
    place=st.none() | nasty.names,
    outcome=st.none() | nasty.names,
)
lines: st.SearchStrategy[Line] = st.one_of(
    st.builds(
        EventLine,
        what=st.sampled_from((What.REDATED, What.CORRECTED, What.RETRACTED)),
        view=st.builds(
            EventView,
            event=st.builds(Recorded, record=events, version=nasty.versions),
            source=nasty.sources,
            participants=st.just(()),
        ),
        before=events,
    ),
    st.builds(
        IssueLine,
        what=st.sampled_from((What.PROPOSAL, What.CORRECTED)),
        issue=st.builds(
            Recorded,
            record=nasty.issues,
            version=nasty.versions,
            source=nasty.sources,
        ),
        before=nasty.issues,
    ),
    st.builds(
        ConditionLine,
        what=st.just(What.SETTLED),
        issue=nasty.issues,
        view=st.builds(
            ConditionView,
            condition=nasty.conditions,
            holder=nasty.actors,
            addressee=st.none() | nasty.actors,
            stance=nasty.stances,
            settled_by=st.none() | nasty.sources,
        ),
        was=st.sampled_from(ConditionState),
        stance=nasty.stance_views(),
    ),
    st.builds(
        StanceLine,
        what=st.sampled_from((What.FIRST, What.REPEATED, What.CORRECTED, What.RETRACTED)),
        issue=nasty.issues,
        view=nasty.stance_views(),
        before=nasty.stance_views(),
    ),
    st.builds(
        ClaimLine,
        what=st.sampled_from((What.CLAIMED, What.CORRECTED)),
        issue=nasty.issues,
        view=nasty.claim_views,
        before=nasty.claim_views,
    ),
    st.builds(
        StatementLine,
        what=st.sampled_from((What.STATED, What.CORRECTED)),
        issue=nasty.issues,
        view=nasty.statement_views,
        before=nasty.statement_views,
    ),
)
languages = st.sampled_from(tuple(LANGUAGES))


class Page(HTMLParser):
    """Reads HTML as a browser does, and keeps what stands in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.marks: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        self.open.append(tag)
        named = dict(attrs)
        assert named.keys() <= {"class", "datetime", "dir", "href", "lang", "rel"}
        self.marks.append((tag, named))
        if tag == "a":
            self.links.append(named["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def sentences(line: Line) -> list[Sentence]:
    told = tell(line)
    return [told.headline, *told.notes]


def linked(sentence: Sentence) -> int:
    """How many of a sentence's spans may link somewhere."""
    return sum(isinstance(span, (Read, Copy)) for span in sentence)


@few
@given(lines, languages)
def test_on_discord_nothing_typed_calls_marks_or_links(line: Line, language: str) -> None:
    for sentence in sentences(line):
        shown = markdown(sentence, language=language)
        assert not PING.search(shown)
        assert not TURNED.search(shown)
        assert "\n" not in shown
        assert re.sub(r"\\.", "", shown).count("](") <= linked(sentence)
        bare = re.sub(r"\\.|<t:-?\d+:f>|`\[[^\]]*\]`|\]\(https://[^\s)]*\)", "", shown)
        strong = 4 * sum(isinstance(span, Typed) and span.strong for span in sentence)
        assert bare.count("*") == strong
        assert not set("_`|<]") & set(bare)
        # Koreans write one between two days; only two of them mean something on Discord.
        assert "~~" not in bare
        assert bare.count("[") <= linked(sentence)
        shown.encode()


@few
@given(lines, languages)
def test_on_a_page_nothing_typed_is_a_tag_or_leads_elsewhere(line: Line, language: str) -> None:
    for sentence in sentences(line):
        page = Page(html(sentence, language=language))
        assert len(page.links) <= linked(sentence)
        assert all(link.startswith("https://") for link in page.links)
        assert not TURNED.search(page.text)
        assert "\n" not in page.text


@few
@given(lines, languages)
def test_plain_text_is_one_line_that_calls_nobody(line: Line, language: str) -> None:
    for sentence in sentences(line):
        shown = plain(sentence, language=language)
        assert not PING.search(shown)
        assert not TURNED.search(shown)
        assert shown.split("\n") == [shown]
        assert shown.strip()
        shown.encode()


@settings(max_examples=50)
@given(nasty.lines, st.integers(2, 200))
def test_what_was_typed_is_shown_as_it_was_typed(typed: str, limit: int) -> None:
    """Letter by letter where it is whole, with “…” where it is cut; never nothing."""
    whole = clean(typed) or "?"
    assert Page(html((Typed(typed, limit=None),))).text == whole
    assert plain((Typed(typed, limit=None),)).replace("\u200b", "").rstrip("\u200e") == whole
    for shown in (
        Page(html((Typed(typed, limit=limit),))).text,
        plain((Typed(typed, limit=limit),)),
    ):
        assert 1 <= len(shown.rstrip("\u200e")) <= limit
        assert (
            shown.rstrip("\u200e").endswith("…") or shown.rstrip("\u200e") == whole or "@" in whole
        )


@pytest.mark.parametrize("typed", ["", " ", "\u202e\u200b", "\x00"])
def test_a_name_that_shows_nothing_leaves_no_empty_place(typed: str) -> None:
    span = (Typed(typed, strong=True),)
    assert markdown(span) == "**?**"
    assert plain(span) == "?"
    assert html(span) == "<strong><bdi>?</bdi></strong>"


REL = 'rel="noopener noreferrer nofollow external"'
AT = datetime(2025, 3, 13, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "discord", "text", "page"),
    [
        (Own("a & b"), "a & b", "a & b", "a &amp; b"),
        (
            Stand(Position.DECLINED_TO_SAY),
            "`[ / ]` Asked, declined to say",
            "“Asked, declined to say”",
            '<span class="stand"><span class="sign">[ / ]</span> Asked, declined to say</span>',
        ),
        (
            Typed("<b>*", strong=True),
            "**\\<b>\\***",
            "<b>*",
            "<strong><bdi>&lt;b&gt;*</bdi></strong>",
        ),
        (
            Day(date(2025, 3, 13)),
            "13 March 2025",
            "13 March 2025",
            '<time datetime="2025-03-13">13 March 2025</time>',
        ),
        (
            Instant(AT),
            "<t:1741879800:f>",
            "13 March 2025, 15:30 UTC",
            '<time datetime="2025-03-13T15:30Z">13 March 2025, 15:30 UTC</time>',
        ),
        (
            Dated(instant(AT)),
            "<t:1741879800:f>",
            "13 March 2025, 15:30 UTC",
            '<time datetime="2025-03-13T15:30Z">13 March 2025, 15:30 UTC</time>',
        ),
        (
            Dated(days(date(2025, 3, 13))),
            "13 March 2025",
            "13 March 2025",
            '<time datetime="2025-03-13">13 March 2025</time>',
        ),
        (Dated(WEEK), "10–16 March 2025", "10–16 March 2025", "10–16 March 2025"),
        (
            Dated(WEEK, whole=True),
            "10–16 March 2025 (the source says “earlier this week”)",
            "10–16 March 2025 (the source says “earlier this week”)",
            "10–16 March 2025 (the source says “<bdi>earlier this week</bdi>”)",
        ),
        (
            Read(SOURCE),
            "[The Herald](https://herald.example/a)",
            "The Herald",
            f'<a href="https://herald.example/a" {REL}><bdi>The Herald</bdi></a>',
        ),
        (
            Copy("https://archive.example/a"),
            "[archived copy](https://archive.example/a)",
            "archived copy: https://archive.example/a",
            f'<a href="https://archive.example/a" {REL}>archived copy</a>',
        ),
        (
            Local("13 مارس 2025", "ar"),
            "\u200f13 مارس 2025\u200e",
            "\u200f13 مارس 2025\u200e",
            '<bdi lang="ar" dir="rtl">13 مارس 2025</bdi>',
        ),
        (Typed("إيران"), "إيران\u200e", "إيران\u200e", "<bdi>إيران</bdi>"),
    ],
    ids=lambda each: type(each).__name__ if not isinstance(each, str) else "",
)
def test_each_span_is_written_for_its_medium(
    span: Span,
    discord: str,
    text: str,
    page: str,
) -> None:
    assert markdown((span,)) == discord
    assert plain((span,)) == text
    assert html((span,)) == page


def test_a_date_in_another_language_is_marked_as_such_on_a_page() -> None:
    approximate = Dated(days(date(2025, 3, 13)))
    assert html((approximate,), language="uk") == (
        '<time datetime="2025-03-13"><span lang="uk">13 березня 2025\u202fр.</span></time>'
    )
    assert html((Day(date(2025, 3, 13)),), language="he") == (
        '<time datetime="2025-03-13"><bdi lang="he" dir="rtl">13 במרץ 2025</bdi></time>'
    )


def test_instants_are_told_by_the_clock_of_the_zone_that_was_asked_for() -> None:
    assert plain((Instant(AT),), zone="Europe/Kyiv") == "13 March 2025, 17:30 Europe/Kyiv"
    assert plain((Instant(AT),), zone="Europe/Kyiv", language="de") == (
        "13. März 2025, 17:30 Europe/Kyiv"
    )
    late = Instant(datetime(2025, 3, 13, 23, tzinfo=UTC))
    assert plain((Dated(instant(late.at)),), zone="Asia/Tokyo") == "14 March 2025, 08:00 Asia/Tokyo"
    assert Page(html((late,), zone="Asia/Tokyo")).marks[0][1] == {"datetime": "2025-03-13T23:00Z"}


@pytest.mark.parametrize("url", ["https://example.org/" + "a" * 600, "https://example.org/a b"])
def test_an_address_that_may_not_be_linked_is_shown(url: str) -> None:
    source = Source(key="s", publisher="The Paper", published=WEEK, url=url)
    page = Page(html((Read(source),)))
    assert page.links == []
    assert page.text.startswith("The Paper (https://example.org/")


def test_lists_read_as_lists() -> None:
    a, b, c = ((Own(each),) for each in "abc")
    assert plain(listed([a])) == "a"
    assert plain(listed([a, b])) == "a and b"
    assert plain(listed([a, b, c])) == "a, b and c"
    assert plain(joined([a, b], "; ")) == "a; b"
