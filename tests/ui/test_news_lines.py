"""News as lines of a card: by weight, whole on a page, and safe whatever was typed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.news import What
from bot.domain.records import Recorded
from bot.domain.vocabulary import ConditionState, Position
from bot.errors import InvalidInputError
from bot.services.answers import Asked
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    NewsAnswer,
    StanceLine,
    StatementLine,
)
from bot.ui.card import Card, plain
from bot.ui.fit import Listed, fit
from bot.ui.news.changes_card import changes_card
from bot.ui.news.lines import ROOM, more_button, news_parts, shown_in
from bot.ui.news.window import MORE, Window, window
from bot.ui.press import Press, read
from tests.ui import nasty
from tests.ui.prose_lines import lines
from tests.ui.prose_samples import CAST, ISSUE, NOW, stance
from tests.ui.test_post_limits import events, few, stands, views

EVERY = [line for _, line in lines()]
# As many as a page of /changes holds.
PAGE = 6


def one_of_each() -> list[Line]:
    """A line for each thing that can become of a record, heaviest first."""
    found: dict[What, Line] = {}
    for line in EVERY:
        found.setdefault(line.what, line)
    return sorted(found.values(), key=lambda line: line.what.weight)


def answer(shown: list[Line], **more: Any) -> NewsAnswer:
    values: dict[str, Any] = {
        "asked": Asked(at=NOW, zone="UTC"),
        "issue": None,
        "after": 3,
        "through": 9,
        "lines": tuple(shown),
        "count": len(shown),
        "since": NOW - timedelta(days=7),
        "until": NOW,
        "issues": (ISSUE,),
    }
    return NewsAnswer(**(values | more))


def heads(parts: tuple[Any, ...]) -> list[str]:
    return [part.head for part in parts if isinstance(part, Listed)]


def test_each_sort_of_news_has_its_heading_once_heaviest_first() -> None:
    assert heads(news_parts(one_of_each(), limit=10**6)) == [
        "### What changed",
        "### Corrections",
        "### Conditions",
        "### The proposal itself",
        "### Events",
        "### Claims",
        "### Statements",
        "### Recorded, without a change",
        "### Confirmed",
        "### Gone stale",
    ]
    assert len(one_of_each()) == len(What)


def test_a_line_is_a_bullet_with_words_date_and_source() -> None:
    before = stance(CAST, Position.ACCEPTS)
    line = StanceLine(
        what=What.FLIPPED, issue=ISSUE, view=stance(CAST, Position.REJECTS), before=before
    )
    (part,) = news_parts([line])
    assert isinstance(part, Listed)
    (text,) = part.items
    headline, words, small = text.split("\n")
    assert headline.startswith("- **Arden**: from `[+++]` Accepts to `[---]` Rejects")
    assert words == "> “We have heard the proposal.”"
    assert small.startswith("-# ")
    assert "13 March 2025" in small
    assert "[The Herald](https://herald.example/a)" in small
    assert "30-day truce" in small
    assert "30-day truce" not in plain_of(news_parts([line], on=False))


def plain_of(parts: tuple[Any, ...]) -> str:
    return "\n".join(part.text(len(part.items)) for part in parts if isinstance(part, Listed))


def test_dates_are_written_in_the_language_that_is_asked_for() -> None:
    found = plain_of(news_parts(EVERY[:1], language="uk"))
    assert "березня 2025" in found


def test_what_there_is_no_room_for_is_left_off_from_the_lightest_on() -> None:
    every = one_of_each()
    parts = news_parts(every, limit=1500)
    count = shown_in(parts)
    assert 1 < count < len(every)
    assert len(plain_of(parts)) <= 1500
    whole = plain_of(news_parts(every[:count], limit=10**6))
    headlines = re.findall(r"^- .*$", whole, re.MULTILINE)
    assert re.findall(r"^- .*$", plain_of(parts), re.MULTILINE) == headlines


def test_the_first_line_is_there_however_little_room_there_is() -> None:
    assert shown_in(news_parts(one_of_each(), limit=1)) == 1
    assert news_parts([]) == ()


def test_all_lines_of_a_page_are_there_and_the_lightest_lose_their_words_first() -> None:
    every = [line for line in EVERY if line.what is What.FLIPPED][:PAGE]
    parts = news_parts(every, limit=1900, every=True)
    assert shown_in(parts) == PAGE
    quoted = [">" in item for part in parts if isinstance(part, Listed) for item in part.items]
    assert quoted == sorted(quoted, reverse=True)
    assert quoted[0]
    assert not quoted[-1]


def test_the_rest_is_behind_a_button_that_carries_the_posts_marker() -> None:
    every = one_of_each()
    shown = answer(every[:4], count=9)
    button = more_button(shown, "~0123456789ab")
    assert button is not None
    assert button.label == "and 5 more"
    assert button.press.endswith(":~0123456789ab")
    fewer = more_button(shown, shown=2)
    assert fewer is not None
    assert fewer.label == "and 7 more"
    assert more_button(answer(every)) is None


def test_a_button_leads_back_to_where_it_was_written() -> None:
    here = Window.of(answer([], issue=ISSUE, page=3))
    assert window(pressed(here.press("news-n"))) == here
    bare = Window(after=0, through=36**9)
    assert window(pressed(bare.press(MORE, "~token"))) == bare


def pressed(custom_id: str) -> Press:
    _, verb, rest = custom_id.split(":", 2)
    return read(verb, rest)


def test_the_longest_button_fits_discord() -> None:
    longest = Window(
        after=36**8,
        through=36**8,
        issue="k" * 32,
        page=99_999,
        since=datetime(1900, 1, 1, tzinfo=UTC),
        until=datetime(2100, 1, 1, tzinfo=UTC),
    )
    assert len(longest.press("news-n", "~0123456789ab")) <= 100


@pytest.mark.parametrize(
    "rest",
    [
        "",
        ":",
        "x",
        "1:",
        "1:@everyone",
        "1:2:k:page",
        "1:2:k:0:1:-zzzzzzzzzzz",
        "1:2:k:0:zzzzzzzzzzzz",
        "zzzzzzzzzzzzzz:2",
        f"{'9' * 400}:2",
        "1:2:k:" + "9" * 5000,
        "１:2:ｋ:0:☃",
    ],
)
def test_a_button_that_was_never_written_is_refused_with_a_sentence(rest: str) -> None:
    with pytest.raises(InvalidInputError, match="/changes"):
        window(read(MORE, rest))


@given(st.text(max_size=90))
def test_whatever_a_button_holds_it_is_read_or_refused(rest: str) -> None:
    try:
        found = window(read(MORE, rest))
    except InvalidInputError:
        return
    assert min(found.after, found.through, found.page) >= 0


def test_the_card_says_since_when_of_which_issues_and_how_much() -> None:
    second = replace(ISSUE, key="b", title="Prisoner swap")
    shown = plain(changes_card(answer(EVERY[:2], count=14, has_more=True, issues=(ISSUE, second))))
    assert f"Recorded since <t:{int((NOW - timedelta(days=7)).timestamp())}:f>" in shown
    assert "every issue: 30-day truce; Prisoner swap" in shown
    assert "14 entries" in shown
    assert "page 1" in shown
    one = plain(changes_card(answer(EVERY[:2], issue=ISSUE)))
    assert one.startswith("## Changes: 30-day truce\n")
    many = tuple(replace(ISSUE, key=f"i{n}", title=f"Issue {n}") for n in range(9))
    assert "Issue 2; and 6 more" in plain(changes_card(answer(EVERY[:2], issues=many)))


def test_nothing_new_says_what_to_ask_instead() -> None:
    assert "Nothing was recorded in that time. Ask" in plain(changes_card(answer([])))
    later = plain(changes_card(answer([], count=7, page=4)))
    assert "Nothing further is recorded." in later


stale = st.builds(
    lambda issue, view: StanceLine(what=What.STALE, issue=issue, view=view, stale_on=NOW.date()),
    nasty.issues,
    nasty.stance_views(),
)
stance_lines = st.builds(
    StanceLine,
    what=st.sampled_from(
        [
            What.FLIPPED,
            What.MOVED,
            What.FIRST,
            What.RETRACTED,
            What.RESTORED,
            What.CORRECTED,
            What.EARLIER,
            What.REPEATED,
            What.CONFIRMED,
        ],
    ),
    issue=nasty.issues,
    view=nasty.stance_views(),
    before=nasty.stance_views(),
    stands=st.none() | nasty.stance_views(),
)


@st.composite
def condition_lines(draw: st.DrawFn) -> Line:
    view = draw(nasty.stance_views().filter(lambda view: bool(view.conditions)))
    return ConditionLine(
        what=What.SETTLED,
        issue=draw(nasty.issues),
        view=view.conditions[0],
        was=draw(st.sampled_from(ConditionState)),
        stance=view,
    )


amended = st.sampled_from([What.CORRECTED, What.RETRACTED, What.RESTORED])
claim_lines = st.builds(
    ClaimLine,
    what=st.just(What.CLAIMED) | amended,
    issue=nasty.issues,
    view=nasty.claim_views,
    before=nasty.claim_views,
)
statement_lines = st.builds(
    StatementLine,
    what=st.just(What.STATED) | amended,
    issue=st.none() | nasty.issues,
    view=nasty.statement_views,
    before=nasty.statement_views,
)
event_lines = st.builds(
    EventLine,
    what=st.sampled_from([What.HELD, What.REDATED, What.ANNOUNCED]) | amended,
    view=views,
    before=st.none() | events,
)
issue_lines = st.builds(
    IssueLine,
    what=st.just(What.PROPOSAL) | amended,
    issue=st.builds(Recorded, record=nasty.issues, version=nasty.versions),
    before=nasty.issues,
)
nasty_lines = st.one_of(
    stance_lines, stale, condition_lines(), claim_lines, statement_lines, event_lines, issue_lines
)
pages = st.lists(nasty_lines, max_size=PAGE).map(
    lambda found: sorted(found, key=lambda line: line.what.weight)
)


@few
@given(
    pages,
    st.none() | nasty.issues,
    st.lists(nasty.issues, max_size=5),
    st.integers(0, 2),
    st.lists(views, max_size=3, unique_by=lambda view: view.event.record.key),
)
def test_a_page_of_changes_stands_and_shows_every_line(
    found: list[Line], issue: Any, issues: list[Any], page: int, coming: list[Any]
) -> None:
    shown = answer(
        found,
        issue=issue,
        issues=tuple(issues),
        page=page,
        count=99,
        has_more=True,
        coming=tuple(coming),
    )
    card = changes_card(shown)
    stands(card)
    news = plain(card).split("### What comes next")[0]
    assert len(re.findall(r"^- ", news, re.MULTILINE)) == len(found)
    assert "too long" not in plain(card)


@few
@given(pages, st.integers(400, ROOM))
def test_the_news_of_a_post_keeps_to_its_room(found: list[Line], limit: int) -> None:
    parts = news_parts(found, limit=limit)
    if shown_in(parts) > 1:
        assert len(plain_of(parts)) <= limit
    stands(Card(blocks=fit(parts)))
