"""Calendar files: read back, they say what the record says, whatever was typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records import Actor, Citation, Event, Recorded, Role, Source, Version
from bot.domain.vocabulary import (
    ActorKind,
    EventKind,
    EventStatus,
    RecordState,
    RoleKind,
    Verb,
)
from bot.domain.when import Direction, Precision, When, days, instant
from bot.errors import InvalidInputError
from bot.services.answers import Asked, EventView
from bot.services.calendar.answers import FileAnswer
from bot.ui.calendar.ics import calendar_file, plain
from bot.ui.text import clean
from tests.ui import nasty

NOW = nasty.NOW
RECORDED = datetime(2025, 3, 15, 9, 30, 15, tzinfo=UTC)
THIS_WEEK = days(
    date(2025, 3, 16),
    date(2025, 3, 22),
    phrase="this week",
    direction=Direction.FUTURE,
    anchor=date(2025, 3, 16),
)
CALL = Event(
    key="trump-putin-call",
    title="Trump–Putin call",
    kind=EventKind.CALL,
    when=THIS_WEEK,
    status=EventStatus.EXPECTED,
    citation=Citation(source="article", words="scheduled to have a conversation this week"),
)
SOURCE = Source(
    key="article",
    publisher="The Paper",
    title="Trump and Putin to Meet",
    url="https://example.org/a?b=c,d;e",
    published=days(date(2025, 3, 16)),
)
PUTIN = Actor(key="putin", name="Vladimir Putin", kind=ActorKind.PERSON)
PART = Role(
    key="r",
    actor="putin",
    role=RoleKind.PARTICIPANT,
    citation=CALL.citation,
    event=CALL.key,
)


def view(event: Event, number: int = 1, source: Source = SOURCE) -> EventView:
    version = Version(
        number=number,
        verb=Verb.SET,
        state=RecordState.PUBLISHED,
        recorded_at=RECORDED,
    )
    recorded = Recorded(record=event, version=version)
    return EventView(event=recorded, source=source, participants=((PUTIN, PART),))


def answer(*views: EventView, guild_id: int = 7) -> FileAnswer:
    return FileAnswer(
        asked=Asked(at=NOW, zone="UTC"),
        guild_id=guild_id,
        name="trump-putin-call",
        title="Trump–Putin call",
        events=views,
    )


def written(*views: EventView) -> list[Any]:
    """The entries of a file as another program reads them, after checking its form."""
    data = calendar_file(answer(*views)).data
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode()
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    entries = calendar.walk("VEVENT")
    assert len(entries) == len(calendar.subcomponents) == len(views)
    assert all(not entry.errors for entry in entries)
    return entries


def test_a_window_is_a_span_of_days_that_ends_before_its_exclusive_end() -> None:
    data = calendar_file(answer(view(CALL))).data
    assert b"DTSTART;VALUE=DATE:20250316\r\n" in data
    assert b"DTEND;VALUE=DATE:20250323\r\n" in data
    assert b"TRANSP:TRANSPARENT\r\n" in data
    (entry,) = written(view(CALL))
    description = str(entry["description"])
    assert "expected 16–22 March 2025 (the source says “this week”)" in description
    assert "The day is not known" in description
    assert entry["summary"] == "Expected: Trump–Putin call"


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(("UTC", "Europe/Kyiv", "America/New_York", "Pacific/Auckland")),
)
def test_a_windows_days_are_those_of_its_own_zone(first: date, more: int, zone: str) -> None:
    last = first + timedelta(days=more)
    (entry,) = written(view(replace(CALL, when=days(first, last, zone=zone))))
    assert entry["dtstart"].dt == first
    assert entry["dtend"].dt == last + timedelta(days=1)
    assert type(entry["dtstart"].dt) is type(entry["dtend"].dt) is date


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 -- made aware at once
def test_a_clock_time_is_an_instant_in_utc_without_an_end(naive: datetime) -> None:
    at = naive.replace(tzinfo=ZoneInfo("Europe/Kyiv"))
    (entry,) = written(view(replace(CALL, when=instant(at))))
    assert entry["dtstart"].dt == at.astimezone(UTC).replace(microsecond=0)
    assert entry["dtstart"].to_ical().endswith(b"Z")
    assert not {"dtend", "duration", "transp"} & {name.lower() for name in entry}


def test_an_open_window_is_its_first_day_and_says_that_it_has_no_end() -> None:
    since = When(
        phrase="from Monday on",
        lower=datetime(2025, 3, 17, tzinfo=UTC),
        upper=None,
        precision=Precision.INTERVAL,
    )
    (entry,) = written(view(replace(CALL, when=since)))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2025, 3, 17), date(2025, 3, 18))
    assert "No last day is known" in entry["description"]


@pytest.mark.parametrize(
    ("status", "written_as", "title"),
    [
        (EventStatus.EXPECTED, "TENTATIVE", "Expected: Trump–Putin call"),
        (EventStatus.POSTPONED, "TENTATIVE", "Postponed: Trump–Putin call"),
        (EventStatus.CONFIRMED, "CONFIRMED", "Trump–Putin call"),
        (EventStatus.HELD, "CONFIRMED", "Trump–Putin call"),
        (EventStatus.CANCELLED, "CANCELLED", "Cancelled: Trump–Putin call"),
        (EventStatus.NOT_HELD, "CANCELLED", "Not held: Trump–Putin call"),
    ],
)
def test_every_status_is_one_that_calendars_know(
    status: EventStatus,
    written_as: str,
    title: str,
) -> None:
    (entry,) = written(view(replace(CALL, status=status)))
    assert (entry["status"], entry["summary"]) == (written_as, title)


def test_a_later_version_replaces_the_earlier_one_and_other_servers_have_their_own() -> None:
    (first,), (moved,) = written(view(CALL)), written(view(CALL, number=4))
    assert first["uid"] == moved["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 3)
    assert first["dtstamp"].dt == NOW
    assert first["last-modified"].dt == RECORDED
    elsewhere = calendar_file(answer(view(CALL), guild_id=8)).data
    assert f"UID:{first['uid']}".encode() not in elsewhere


def test_the_file_says_whose_it_is_and_what_is_in_it() -> None:
    made = calendar_file(answer(view(CALL)))
    calendar = icalendar.Calendar.from_ical(made.data)
    assert isinstance(calendar, icalendar.Calendar)
    assert made.filename == "trump-putin-call.ics"
    assert calendar["prodid"] == "-//stancebot//calendar//EN"
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-calname"] == "Trump–Putin call"
    (entry,) = calendar.walk("VEVENT")
    description = str(entry["description"])
    assert "Participants: Vladimir Putin (participant)" in description
    assert "The source’s words: scheduled to have a conversation this week" in description
    assert "Source: The Paper: Trump and Putin to Meet" in description
    assert entry["url"] == "https://example.org/a?b=c,d;e"


def test_what_is_left_off_is_counted_and_no_event_is_no_file() -> None:
    assert "250 more are not in it" in calendar_file(replace(answer(view(CALL)), left_off=250)).text
    with pytest.raises(InvalidInputError, match="There is no event for a calendar file"):
        calendar_file(answer())


ATTACKS = (
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "BEGIN:VEVENT",
    'comma, semi; colon: back\\slash \\n \\N “quote” "x"',
    "\u202egnirts\u2067עברית\u2069\u200f",
    "ы" * 74,
    "👩‍👩‍👧‍👦" * 60,
    "word " * 1200,
    "\x00\x07\u2028\u2029\x85tail",
)


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_text_stays_text(text: str) -> None:
    words = text if plain(text) else f"w{text}"
    event = replace(
        CALL,
        title=text,
        place=text,
        note=text,
        outcome=text,
        citation=Citation(source="article", words=words[:6000]),
    )
    (entry,) = written(view(event, source=replace(SOURCE, publisher=text, title=text)))
    assert entry["summary"] == f"Expected: {plain(text)}"
    assert plain(text) == clean(text).replace("\\", "＼")
    assert entry["location"] == plain(text)
    assert f"Note: {plain(text)}\n" in entry["description"]
    assert f"The source’s words: {plain(words[:6000])}\n" in entry["description"]
    names = {"uid", "sequence", "dtstamp", "last-modified", "status", "summary", "description"}
    names |= {"location", "url", "dtstart", "dtend", "transp"}
    assert {name.lower() for name in entry} == names


@settings(max_examples=60)
@given(st.lists(nasty.names, min_size=1, max_size=3), nasty.urls)
def test_any_title_is_read_back_as_it_is_shown(titles: list[str], url: str | None) -> None:
    events = [replace(CALL, key=f"e{at}", title=title) for at, title in enumerate(titles)]
    source = replace(SOURCE, url=url)
    entries = written(*(view(event, source=source) for event in events))
    assert [entry["summary"] for entry in entries] == [
        f"Expected: {plain(title)}" for title in titles
    ]
