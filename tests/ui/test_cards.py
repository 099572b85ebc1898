"""Cards stand whatever is in them: inside Discord's limits, and nothing lost in silence."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.services.answers import (
    Asked,
    BoardAnswer,
    ClaimsAnswer,
    CompareAnswer,
    ConditionsAnswer,
    StanceAnswer,
    StanceView,
    TimelineAnswer,
    WordsAnswer,
)
from bot.ui.board_card import board_card
from bot.ui.card import Card, Rule, Text, components, plain
from bot.ui.catalogue_cards import words_card
from bot.ui.claims_card import claims_card
from bot.ui.compare_card import compare_card
from bot.ui.conditions_card import conditions_card
from bot.ui.failures import failure_card
from bot.ui.fit import Listed, fit
from bot.ui.help_card import Command, Option, command_card, help_card
from bot.ui.method_card import CHAPTERS, method_card
from bot.ui.nav import Place, pager, place
from bot.ui.press import read
from bot.ui.privacy_card import privacy_card
from bot.ui.stance_card import stance_card
from bot.ui.timeline_card import timeline_card
from tests.ui import nasty

# Shrinking answers this large takes minutes and shows no more than the first failure does.
few = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def stands(card: Card) -> list[dict[str, Any]]:
    """Check what Discord would check, and return every component."""
    found = list(inner(components(card)))
    texts = [each["content"] for each in found if each["type"] == 10]
    assert all(texts)
    assert sum(map(len, texts)) <= 4000
    assert len(found) <= 40
    ids = [each["custom_id"] for each in found if "custom_id" in each]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(each) <= 100 for each in ids)
    for each in found:
        if each["type"] == 2:
            assert 1 <= len(each["label"]) <= 80
        if each["type"] == 3:
            assert 1 <= len(each["options"]) <= 25
            values = [option["value"] for option in each["options"]]
            assert len(values) == len(set(values))
            assert all(1 <= len(option["label"]) <= 100 for option in each["options"])
    shown = plain(card)
    assert not re.search(r"@(everyone|here|!?&?\d)", shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
    json.dumps(components(card)).encode()
    return found


def inner(found: list[dict[str, Any]]) -> Any:
    for each in found:
        yield each
        yield from inner(each.get("components", []))


@few
@given(nasty.stance_answers)
def test_a_stance_card_stands(answer: StanceAnswer) -> None:
    stands(stance_card(answer))


@few
@given(nasty.stance_answers, nasty.stance_answers)
def test_a_comparison_stands(first: StanceAnswer, second: StanceAnswer) -> None:
    stands(compare_card(CompareAnswer(first=first, second=second)))


@few
@given(
    st.lists(nasty.stance_views(), max_size=10),
    st.lists(nasty.actors, max_size=60),
    nasty.asked,
    nasty.issues,
)
def test_a_board_stands(rows: list[StanceView], silent: Any, asked: Asked, issue: Any) -> None:
    stands(
        board_card(
            BoardAnswer(
                asked=asked,
                issue=issue,
                rows=tuple(rows),
                roles=(),
                silent=tuple(silent),
                holders=50,
                page=3,
                has_more=True,
            ),
        ),
    )


@few
@given(
    st.lists(nasty.stance_views() | nasty.claim_views | nasty.statement_views, max_size=6),
    nasty.asked,
    nasty.issues,
    nasty.actors,
)
def test_a_timeline_stands(entries: Any, asked: Asked, issue: Any, actor: Any) -> None:
    stands(
        timeline_card(
            TimelineAnswer(
                asked=asked,
                issue=issue,
                actor=actor,
                entries=tuple(entries),
                page=9999,
                has_more=True,
            ),
        ),
    )


@few
@given(st.lists(nasty.claim_views, max_size=6), nasty.asked, nasty.issues, nasty.actors)
def test_a_page_of_claims_stands(claims: Any, asked: Asked, issue: Any, actor: Any) -> None:
    stands(
        claims_card(
            ClaimsAnswer(
                asked=asked,
                issue=issue,
                actor=actor,
                claims=tuple(claims),
                page=0,
                has_more=True,
            ),
        ),
    )


@few
@given(st.lists(nasty.stance_views(), max_size=10), nasty.asked, nasty.issues)
def test_a_page_of_conditions_stands(views: list[StanceView], asked: Asked, issue: Any) -> None:
    conditions = [each for view in views for each in view.conditions][:10]
    stands(
        conditions_card(
            ConditionsAnswer(
                asked=asked,
                issue=issue,
                conditions=tuple(conditions),
                count=100,
                open_count=1,
                page=1,
                has_more=True,
            ),
        ),
    )


@few
@given(nasty.evidences, nasty.sources, nasty.actors, nasty.asked, st.integers(0, 99))
def test_whole_words_stand_on_every_page(
    evidence: Any,
    source: Any,
    speaker: Any,
    asked: Asked,
    page: int,
) -> None:
    answer = WordsAnswer(asked=asked, speaker=speaker, evidence=evidence, source=source)
    stands(words_card(answer, "k" * 32, page))


@given(st.lists(nasty.lines, max_size=3).map("\n".join))
def test_a_refusal_stands(text: str) -> None:
    stands(failure_card(text))


@pytest.mark.parametrize("page", [*range(len(CHAPTERS)), 99])
def test_every_chapter_of_the_method_stands(page: int) -> None:
    stands(method_card(page))
    assert not re.search(r"^-# [\d,]+ more", plain(method_card(page)), re.MULTILINE)


def test_the_privacy_card_stands() -> None:
    stands(privacy_card())


def test_help_stands_with_a_hundred_commands() -> None:
    option = Option(name="o" * 32, text="t" * 100, required=False)
    command = Command(
        name="c" * 98,
        text="t" * 100,
        detail="d" * 1000,
        options=(option,) * 25,
        editors=True,
    )
    stands(help_card([command] * 100, editor=True))
    stands(command_card(command))


@given(st.lists(st.lists(st.integers(1, 900), max_size=100), max_size=8), st.integers(2000, 4000))
def test_what_does_not_fit_is_counted(sizes: list[list[int]], limit: int) -> None:
    lists = [
        Listed(head=f"list {at}", items=tuple("x" * size for size in each))
        for at, each in enumerate(sizes)
    ]
    blocks = fit((Text("head"), Rule(), *lists), limit=limit)
    texts = [block.text for block in blocks if isinstance(block, Text)]
    assert sum(map(len, texts)) <= limit
    for text, items in zip(texts[1:], sizes, strict=True):
        shown = len(re.findall(r"^x+$", text, re.MULTILINE))
        counted = re.search(r"^-# ([\d,]+) more", text, re.MULTILINE)
        assert shown + (int(counted[1].replace(",", "")) if counted else 0) == len(items)


def test_a_long_list_takes_no_room_from_a_short_one() -> None:
    long = Listed(head="long", items=("x" * 300,) * 100)
    short = Listed(head="short", items=("y",))
    blocks = fit((long, short))
    assert blocks[-1] == Text("short\ny")


def test_a_head_that_is_too_long_is_cut_and_says_so() -> None:
    (block,) = fit((Text("x" * 5000),))
    assert isinstance(block, Text)
    assert len(block.text) == 4000
    assert block.text.endswith("too long to be shown whole.")


KEY = "k" * 32


@given(
    st.dates(),
    st.datetimes(timezones=st.just(UTC)).map(lambda at: max(at, datetime(1, 1, 2, tzinfo=UTC))),
    st.integers(0, 9999),
)
def test_a_button_leads_back_to_the_place_it_was_made_for(day: date, at: Any, page: int) -> None:
    here = Place(actor="a", issue=KEY, as_of=day, known_at=at, page=page)
    verb, _, rest = here.press("t").removeprefix("sb:").partition(":")
    assert place(read(verb, rest)) == here


@pytest.mark.parametrize("verb", ["line", "board-of", "conditions", "claims", "sources", "compare"])
def test_every_button_has_room_for_the_longest_keys(verb: str) -> None:
    here = Place(
        actor=KEY,
        issue=KEY if verb != "conditions" else None,
        as_of=date.max,
        known_at=nasty.NOW,
        page=9998,
    )
    assert len(here.press(verb)) <= 100
    assert all(
        len(each.press) <= 100 for each in pager("line", replace(here, issue=KEY), has_more=True)
    )
