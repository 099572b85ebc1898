"""The cards of events: what they say of every status and date, and where their buttons lead."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.domain.agenda import Period, Span
from bot.domain.records import Actor, Issue, Mandate, Recorded, Role
from bot.domain.vocabulary import ActorKind, EventStatus, MandateKind, RoleKind, Verb
from bot.domain.when import Qualifier, When
from bot.errors import InvalidInputError
from bot.services.answers import Office
from bot.services.calendar.answers import Attendance
from bot.ui.calendar.event_card import event_card
from bot.ui.calendar.events_card import events_card, period_at
from bot.ui.card import Button, Card, plain
from bot.ui.dates import awaited, full
from bot.ui.nav import Place, place
from bot.ui.press import read
from tests.ui.calendar_samples import (
    ACTIVE,
    CALL,
    CLOCK,
    NOW,
    WHENS,
    WINDOW,
    answer,
    listed,
    one,
    recorded,
    version,
)


def labels(card: Card) -> list[str]:
    return [each.label for each in card.buttons]


def field(card: Card, label: str) -> str:
    found = re.search(rf"^\*\*{label}\*\* (.*)$", plain(card), re.MULTILINE)
    assert found, label
    return found[1]


def fields(card: Card) -> list[str]:
    return re.findall(r"^\*\*([^*]+)\*\*", plain(card), re.MULTILINE)


@pytest.mark.parametrize(("status", "when"), list(product(EventStatus, WHENS.values())))
def test_every_event_has_the_same_fields_and_no_clock_time_that_nobody_gave(
    status: EventStatus,
    when: When,
) -> None:
    event = replace(CALL, status=status, when=when)
    card = event_card(answer(recorded(event)))
    assert fields(card) == fields(event_card(answer(recorded(CALL))))
    shown = field(card, "When")
    assert awaited(when) in shown
    assert bool(re.search(r"<t:\d+:[FR]>", shown)) is when.has_clock_time
    for text in (shown, plain(events_card(listed([one(event)])))):
        if not when.has_clock_time:
            assert "<t:" not in text
            assert not re.search(r"\d:\d\d|in \d+ (day|hour)|ago", text)


def test_a_window_is_said_in_days_with_the_sources_words() -> None:
    assert field(event_card(answer(recorded(CALL))), "When") == (
        "expected 16–22 March 2025 (the source says “this week”)"
    )


def test_a_clock_time_stands_in_the_readers_zone_and_with_how_far_off_it_is() -> None:
    at = int(CLOCK.lower.timestamp())
    assert awaited(CLOCK) == f"<t:{at}:F> (<t:{at}:R>)"
    typed = replace(
        CLOCK,
        phrase="Tuesday 15:00",
        anchor=date(2025, 3, 16),
        qualifier=Qualifier.APPROXIMATE,
    )
    assert awaited(typed) == (f"about <t:{at}:F> (<t:{at}:R>; the source says “Tuesday 15:00”)")


@pytest.mark.parametrize(("status", "when"), list(product(EventStatus, WHENS)))
def test_what_can_be_done_follows_from_status_and_date(status: EventStatus, when: str) -> None:
    event = replace(CALL, status=status, when=WHENS[when])
    card = event_card(answer(recorded(event)))
    passed = when.startswith("past")
    waits = status in ACTIVE and passed
    assert ("Remind me" in labels(card)) is (status in ACTIVE and not passed)
    assert ("Desk" in labels(card)) is (waits or status is EventStatus.HELD)
    assert "Calendar file" in labels(card)
    assert ("no outcome recorded" in field(card, "Status")) is waits
    assert ("no outcome recorded" in plain(events_card(listed([one(event)])))) is waits


def test_the_history_names_each_step_of_the_date_newest_first() -> None:
    first = recorded(CALL)
    moved = recorded(replace(CALL, when=CLOCK), 2)
    postponed = Recorded(
        record=replace(CALL, when=CLOCK, status=EventStatus.POSTPONED),
        version=version(3, reason="says the **Kremlin**"),
    )
    corrected = recorded(replace(postponed.record, when=WHENS["day"]), 4, Verb.CORRECT)
    noted = recorded(replace(corrected.record, note="A note."), 5, Verb.CORRECT)
    shown = plain(event_card(answer(noted, corrected, postponed, moved, first)))
    lines = shown.split("**History of its date**\n")[1].split("\n")[:5]
    at = [int((NOW + timedelta(hours=number)).timestamp()) for number in range(6)]
    clock = int(CLOCK.lower.timestamp())
    assert lines == [
        f"- <t:{at[5]}:f> · corrected, date and status as before",
        f"- <t:{at[4]}:f> · date corrected from <t:{clock}:f> to 18 March 2025",
        f"- <t:{at[3]}:f> · postponed, was expected: says the \\*\\*Kremlin\\*\\*",
        f"- <t:{at[2]}:f> · moved from 16–22 March 2025 to <t:{clock}:f>",
        f"- <t:{at[1]}:f> · first recorded: expected, {full(WINDOW)}",
    ]


def test_who_takes_part_stands_with_role_and_office() -> None:
    putin = Actor(key="putin", name="Vladimir Putin", kind=ActorKind.PERSON)
    russia = Actor(key="russia", name="Russia", kind=ActorKind.STATE)
    part = Role(
        key="r",
        actor="putin",
        role=RoleKind.CO_PROPOSER,
        citation=CALL.citation,
        event="call",
    )
    mandate = Mandate(
        key="m",
        voice="putin",
        principal="russia",
        kind=MandateKind.HEAD,
        authority=1,
        citation=CALL.citation,
    )
    attending = Attendance(
        actor=putin,
        role=part,
        offices=(Office(mandate=mandate, principal=russia),),
    )
    shown = plain(event_card(answer(recorded(CALL), attendance=(attending,), announcer=putin)))
    assert "- Vladimir Putin (co proposer), for Russia (head)" in shown
    assert "**Announced by** Vladimir Putin" in shown


@pytest.mark.parametrize(
    ("period", "recorded_ones", "said"),
    [
        (Period(), 0, "No event is recorded here. An editor can add one with /admin event add."),
        (Period(), 3, "Nothing is ahead or still open. 3 events are recorded"),
        (Period(span=Span.PAST), 1, "Nothing is past. 1 event is recorded"),
        (
            Period(span=Span.WITHIN, lower=NOW, upper=NOW + timedelta(days=1)),
            2,
            "No event falls into this. 2 events are recorded: ask /events with when:all.",
        ),
    ],
)
def test_an_empty_list_says_what_would_work(period: Period, recorded_ones: int, said: str) -> None:
    card = events_card(listed([], period=period, recorded=recorded_ones))
    assert said in plain(card)
    assert "Calendar file" not in labels(card)
    assert card.menu is None


@pytest.mark.parametrize(
    "period",
    [
        Period(),
        Period(span=Span.PAST),
        Period(span=Span.ALL),
        Period(span=Span.WITHIN, lower=NOW, upper=NOW + timedelta(days=31)),
        Period(span=Span.WITHIN, lower=datetime(2, 1, 1, tzinfo=UTC), upper=None),
        Period(
            span=Span.WITHIN,
            lower=datetime(9998, 12, 30, tzinfo=UTC),
            upper=datetime(9998, 12, 31, tzinfo=UTC),
        ),
    ],
)
def test_every_button_of_a_list_leads_to_its_own_period(period: Period) -> None:
    issue = Issue(key="k" * 32, title="Rent", question="Should it be capped?")
    found = listed([one(CALL)], period=period, issue=issue, page=9998, has_more=True)
    *leading, follow = events_card(found).buttons
    assert isinstance(follow, Button)
    assert follow.press == f"sb:follow:issue:{issue.key}"
    for each in leading:
        assert isinstance(each, Button)
        verb, _, rest = each.press.removeprefix("sb:").partition(":")
        to = place(read(verb, rest))
        assert (period_at(to), to.issue) == (period, issue.key)


@pytest.mark.parametrize("forged", ["x", "within", "1.x", "9" * 30 + ".", "ahead"])
def test_a_forged_period_gets_a_sentence(forged: str) -> None:
    with pytest.raises(InvalidInputError, match="Ask /events again"):
        period_at(Place(actor=forged))
