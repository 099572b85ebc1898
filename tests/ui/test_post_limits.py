"""What the bot posts by itself stands whatever was typed, and makes up no hour for a window."""

import re
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Citation, Event, Recorded, Role
from bot.domain.vocabulary import (
    AfterFound,
    EventKind,
    EventMode,
    EventStatus,
    RoleKind,
)
from bot.services.answers import EventView
from bot.services.calendar.after import AfterAnswer, AfterGiven, AfterRow
from bot.services.posts.contents import (
    AfterContent,
    DatesContent,
    EventContent,
    TroubleContent,
)
from bot.services.posts.log import Again, LogAnswer, LogRow, Show
from bot.ui.calendar.after_card import after_card, confirmed_card
from bot.ui.calendar.log_card import again_card, log_card
from bot.ui.calendar.post_card import marker, mentions, post_card
from bot.ui.card import Card, components, plain
from tests.ui import nasty
from tests.ui.calendar_samples import NOW, OPEN_ENDED
from tests.ui.post_samples import LONGEST, PLACES, PUBLIC, ROLE, post

few = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def stands(card: Card, calls: AbstractSet[str] = frozenset()) -> list[dict[str, Any]]:
    """Check what Discord would check, and that nobody is called but these; every component."""
    found = list(inner(components(card)))
    texts = [each["content"] for each in found if each["type"] == 10]
    assert all(texts)
    assert sum(map(len, texts)) <= 4000
    assert len(found) <= 40
    ids = [each["custom_id"] for each in found if "custom_id" in each]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(each) <= 100 for each in ids)
    assert all(1 <= len(each["label"]) <= 80 for each in found if each["type"] == 2)
    shown = plain(card)
    assert set(re.findall(r"@(?:everyone|here)|<@[!&]?\d+>", shown)) == calls
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
    return found


def inner(found: list[dict[str, Any]]) -> Any:
    for each in found:
        yield each
        yield from inner(each.get("components", []))


def pressed(card: Card) -> list[str]:
    """The custom ids of a card's buttons, from top to bottom."""
    return [each["custom_id"] for each in inner(components(card)) if each["type"] == 2]


def called(shown: EventContent) -> set[str]:
    users, roles = mentions(shown)
    return {*(f"<@{user}>" for user in users), *(f"<@&{role}>" for role in roles)}


events = st.builds(
    Event,
    key=nasty.keys,
    title=nasty.names,
    kind=st.sampled_from(EventKind),
    when=nasty.whens | st.just(OPEN_ENDED),
    status=st.sampled_from(EventStatus),
    citation=st.just(Citation(source="s", words="w")),
    place=st.none() | nasty.names,
    mode=st.none() | st.sampled_from(EventMode),
    outcome=st.none() | nasty.names,
)
roles = st.builds(
    Role,
    key=nasty.keys,
    actor=st.just("a"),
    role=st.sampled_from(RoleKind),
    citation=st.just(Citation(source="s", words="w")),
    event=st.just("e"),
)
views = st.builds(
    EventView,
    event=st.builds(Recorded, record=events, version=nasty.versions),
    source=nasty.sources,
    participants=st.lists(st.tuples(nasty.actors, roles), max_size=12).map(tuple),
)


@st.composite
def posts(draw: st.DrawFn, kinds: Any = PostKind) -> Post:
    return post(
        draw(st.sampled_from(kinds)),
        id=draw(st.integers(1, LONGEST)),
        state=draw(st.sampled_from(PostState)),
        reason=draw(st.none() | st.sampled_from(Reason)),
        detail=draw(st.none() | nasty.lines),
        lead=draw(st.none() | st.integers(0, 2_592_000)),
        due_at=NOW + timedelta(minutes=draw(st.integers(-600_000, 600_000))),
        attempts=draw(st.integers(0, 99)),
        **draw(st.sampled_from(list(PLACES.values()))),
    )


@st.composite
def contents(draw: st.DrawFn) -> EventContent:
    view, now = draw(views), NOW + timedelta(minutes=draw(st.integers(-600_000, 600_000)))
    return EventContent(
        post=draw(posts(PUBLIC)),
        view=view,
        zone="UTC",
        now=now,
        late=draw(st.none() | st.timedeltas(timedelta(minutes=2), timedelta(days=99))),
        before=draw(st.none() | nasty.whens),
        role_id=draw(st.none() | st.just(ROLE)),
        retracted=draw(st.booleans()),
    )


@few
@given(contents())
def test_a_post_about_an_event_stands_and_calls_only_whom_it_must(shown: EventContent) -> None:
    card = post_card(shown)
    stands(card, called(shown))
    assert pressed(card)[0].endswith(f":{marker(shown.post)}")


@few
@given(contents())
def test_no_clock_time_is_made_up_for_a_window(shown: EventContent) -> None:
    vague = not shown.view.event.record.when.has_clock_time
    if vague and (shown.before is None or not shown.before.has_clock_time):
        assert not re.search(r"(?<!\\)<t:", plain(post_card(shown)))


rows = st.builds(
    AfterRow,
    role=nasty.keys,
    actor=nasty.actors,
    issue=nasty.issues,
    stance=st.none() | nasty.stances,
    found=st.none() | st.sampled_from(AfterFound),
)


@few
@given(
    views,
    st.lists(rows, max_size=20),
    st.integers(0, 9999),
    st.sampled_from((None, "~0a1b2c3d4e5f")),
)
def test_every_page_after_an_event_stands(
    view: EventView, found: list[AfterRow], page: int, mark: str | None
) -> None:
    answer = AfterAnswer(view=view, zone="UTC", rows=tuple(found))
    stands(after_card(answer, page=page, mark=mark))
    stands(confirmed_card(AfterGiven(answer=answer, seq=LONGEST, confirmed=True)))
    card = post_card(AfterContent(post=post(PostKind.AFTER), answer=answer))
    assert pressed(card)[0].endswith("~0a1b2c3d4e5f")


@few
@given(st.lists(views, min_size=1, max_size=30, unique_by=lambda view: view.event.record.key))
def test_the_daily_list_stands(found: list[EventView]) -> None:
    card = post_card(DatesContent(post=post(PostKind.DATES), views=tuple(found), zone="UTC"))
    stands(card)
    assert all(each.endswith("~0a1b2c3d4e5f") for each in pressed(card))
    shown = len(pressed(card))
    assert (f"{len(found) - shown} more event" in plain(card)) is (len(found) > shown)


@few
@given(posts(), st.none() | nasty.names, st.integers(0, 999))
def test_word_of_what_failed_stands(failed: Post, title: str | None, others: int) -> None:
    trouble = TroubleContent(post=post(PostKind.TROUBLE), failed=failed, title=title, others=others)
    card = post_card(trouble)
    stands(card)
    assert pressed(card) == [f"sb:post-again:{failed.id}:~0a1b2c3d4e5f"]
    assert mentions(trouble) == ((), ())


@few
@given(
    st.lists(st.tuples(posts(), st.none() | nasty.names), max_size=6, unique_by=lambda r: r[0].id),
    st.sampled_from(Show),
    st.integers(0, 9999),
)
def test_every_page_of_the_log_stands_and_names_nobody(
    found: list[tuple[Post, str | None]], show: Show, page: int
) -> None:
    logged = tuple(LogRow(post=each, title=title) for each, title in found)
    card = log_card(LogAnswer(show=show, rows=logged, page=page, has_more=True))
    stands(card)
    failed = [each.id for each, _ in found if each.state is PostState.FAILED]
    assert [each for each in pressed(card) if "post-again" in each] == [
        f"sb:post-again:{each}" for each in failed
    ]
    for each, _ in found:
        stands(again_card(Again(post=each, owed=0)))
        stands(again_card(Again(post=each, owed=3)))
