"""The cards of events fit into what Discord takes, whatever was typed and however much of it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.agenda import Period, Span
from bot.domain.records import Citation, Event, Recorded, Role
from bot.domain.vocabulary import EventKind, EventMode, EventStatus, RoleKind
from bot.services.answers import Asked, EventView, Office, StanceAnswer
from bot.services.calendar.answers import Attendance, EventAnswer, FileAnswer
from bot.ui.calendar.event_card import event_card
from bot.ui.calendar.events_card import events_card
from bot.ui.calendar.ics import calendar_file
from bot.ui.card import Card, components, plain
from bot.ui.stance_card import stance_card
from tests.ui import nasty
from tests.ui.calendar_samples import ASKED, CALL, NOW, OPEN_ENDED, listed, one

few = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def stands(card: Card) -> None:
    """Check what Discord would check."""
    found = list(inner(components(card)))
    texts = [each["content"] for each in found if each["type"] == 10]
    assert all(texts)
    assert sum(map(len, texts)) <= 4000
    assert len(found) <= 40
    ids = [each["custom_id"] for each in found if "custom_id" in each]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(each) <= 100 for each in ids)
    for each in found:
        if each["type"] == 3:
            values = [option["value"] for option in each["options"]]
            assert 1 <= len(values) == len(set(values)) <= 25
            for option in each["options"]:
                assert 1 <= len(option["label"]) <= 100
                assert 1 <= len(option["description"]) <= 100
    shown = plain(card)
    assert not re.search(r"@(everyone|here|!?&?\d)", shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


def inner(found: list[dict[str, Any]]) -> Any:
    for each in found:
        yield each
        yield from inner(each.get("components", []))


@st.composite
def events(draw: st.DrawFn) -> Event:
    return Event(
        key=draw(nasty.keys),
        title=draw(nasty.names),
        kind=draw(st.sampled_from(EventKind)),
        when=draw(nasty.whens | st.just(OPEN_ENDED)),
        status=draw(st.sampled_from(EventStatus)),
        citation=Citation(source="s", words=draw(nasty.quotes)),
        place=draw(st.none() | nasty.names),
        mode=draw(st.none() | st.sampled_from(EventMode)),
        outcome=draw(st.none() | nasty.quotes),
        note=draw(st.none() | nasty.quotes),
    )


@st.composite
def views(draw: st.DrawFn) -> EventView:
    event = draw(events())
    part = Role(
        key="r",
        actor="a",
        role=draw(st.sampled_from(RoleKind)),
        citation=event.citation,
        event=event.key,
    )
    people = draw(st.lists(nasty.actors, max_size=4)) * draw(st.sampled_from((1, 20)))
    return EventView(
        event=Recorded(record=event, version=draw(nasty.versions)),
        source=draw(nasty.sources),
        participants=tuple((actor, part) for actor in people),
    )


@st.composite
def event_answers(draw: st.DrawFn) -> EventAnswer:
    view = draw(views())
    offices = tuple(
        Office(mandate=mandate, principal=draw(nasty.actors))
        for mandate in draw(st.lists(nasty.mandates, max_size=3))
    )
    earlier = draw(st.lists(events(), max_size=4)) * 10
    return EventAnswer(
        asked=draw(nasty.asked),
        view=view,
        attendance=tuple(
            Attendance(actor=actor, role=role, offices=offices) for actor, role in view.participants
        ),
        announcer=draw(st.none() | nasty.actors),
        issues=tuple(draw(st.lists(nasty.issues, max_size=9))),
        follows=draw(st.none() | events()),
        history=(
            view.event,
            *(Recorded(record=each, version=draw(nasty.versions)) for each in earlier),
        ),
    )


@few
@given(event_answers())
def test_an_event_card_stands(found: EventAnswer) -> None:
    stands(event_card(found))


@few
@given(st.lists(views(), max_size=6, unique_by=lambda each: each.event.record.key), nasty.asked)
def test_a_list_of_events_stands(found: list[EventView], asked: Asked) -> None:
    period = Period(span=Span.WITHIN, lower=NOW, upper=NOW + timedelta(days=1))
    stands(
        events_card(
            listed(found, asked=asked, period=period, page=9998, has_more=True, recorded=50),
        ),
    )
    if found:
        calendar_file(
            FileAnswer(asked=asked, guild_id=1, name="events", title="t", events=tuple(found)),
        )


@few
@given(nasty.stance_answers, st.none() | events())
def test_a_stance_card_stands_with_any_event_next(found: StanceAnswer, event: Any) -> None:
    stands(stance_card(replace(found, next_event=event)))


def test_fifty_of_the_longest_events_fit_a_card_and_a_file() -> None:
    longest = replace(CALL, title="*" * 6000, place="_" * 6000)
    found = [one(replace(longest, key=f"e{at}")) for at in range(50)]
    card = events_card(listed(found))
    stands(card)
    assert re.search(r"^-# \d+ more: too long for one page", plain(card), re.MULTILINE)
    made = calendar_file(
        FileAnswer(asked=ASKED, guild_id=1, name="events", title="t", events=tuple(found)),
    )
    assert made.data.count(b"BEGIN:VEVENT") == 50
