"""A draft begun from a message: who, what, where from and when, as far as the message says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.access import Person
from bot.domain.records import Actor, Issue, Name, Record, Source
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, IssueStatus, NameKind
from bot.domain.when import days
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.editing.answers import Preview, Published, Refused
from bot.services.editing.capture import Captured, Kind
from bot.services.editing.forms import ClaimCaptureForm, EventCaptureForm, StanceCaptureForm
from bot.services.editing.messages import Message
from bot.services.editing.messages import Preview as Below
from bot.services.wired import Services, wire
from tests.people import owner

GUILDS = count(7000)
ADA = Actor(
    key="ada",
    name="Ada Lovelace",
    kind=ActorKind.PERSON,
    names=(Name(text="Ада", kind=NameKind.TRANSLITERATION),),
)
BO = Actor(key="bo", name="Bo", kind=ActorKind.PERSON)
CY = Actor(key="cy", name="Cy", kind=ActorKind.PERSON)
SWAP = Issue(key="swap", title="Prisoner exchange", question="Should it be?")
TRUCE = Issue(key="truce", title="Ceasefire proposal", question="Should it begin?")
PAGE = Source(
    key="page",
    publisher="The Daily",
    title="A page",
    url="https://daily.example/page",
    published=days(date(2025, 3, 14)),
)
MESSAGE = Message(
    text="Ada: yes.",
    link="https://discord.com/channels/1/2/3",
    author="Feed",
    channel="news",
    server="The Newsroom",
    sent_at=datetime(2025, 3, 15, 23, 30, tzinfo=UTC),
)


class Desk:
    """A server with some records, and an editor who uses the menus."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database, self.clock = database, clock
        self.services: Services = wire(database, clock)
        self.scope = Scope(guild_id=next(GUILDS))

    async def record(self, records: Sequence[Record]) -> None:
        def work(unit: Unit) -> None:
            act = acts.begin(unit, self.scope.guild_id, what="test", at=self.clock.now(), by=1)
            acts.add_many(act, records)

        await self.database.write(work)

    async def begin(self, text: str = "", kind: Kind = Kind.STANCE, **more: Any) -> Captured:
        message = replace(MESSAGE, **{"text": text or MESSAGE.text, **more})
        return await self.services.capture.start(self.scope, kind, message, by=owner())


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    made = Desk(sqlite, clock)
    await made.record([ADA, BO, CY, SWAP])
    return made


async def test_the_date_is_the_messages_day_in_the_servers_zone(desk: Desk) -> None:
    assert (await desk.begin()).form.published == "15 March 2025"
    await desk.services.settings.set_zone(desk.scope, "Europe/Kyiv", by=owner(), cause="1")
    form = (await desk.begin()).form
    assert isinstance(form, StanceCaptureForm)
    assert (form.said, form.published) == ("16 March 2025", "16 March 2025")


async def test_only_one_who_is_named_alone_is_chosen_beforehand(desk: Desk) -> None:
    alone, both = await desk.begin("Ада сказала так"), await desk.begin("Bo and Lovelace")
    assert isinstance(alone.form, StanceCaptureForm)
    assert isinstance(both.form, StanceCaptureForm)
    assert (alone.form.actor, both.form.actor) == ("ada", "")
    assert [(each.key, each.is_named) for each in both.actors] == [
        ("bo", True),
        ("ada", True),
        ("cy", False),
    ]
    claim = (await desk.begin("Bo on Ada", Kind.CLAIM)).form
    assert isinstance(claim, ClaimCaptureForm)
    assert (claim.claimant, claim.about) == ("bo", "ada")


async def test_a_webhooks_name_names_its_actor(desk: Desk) -> None:
    form = (await desk.begin("We agree.", author="Ada Lovelace (official)")).form
    assert isinstance(form, StanceCaptureForm)
    assert form.actor == "ada"


async def test_at_most_as_many_actors_as_a_menu_takes(desk: Desk) -> None:
    await desk.record([replace(BO, key=f"x-{n}", name=f"Xa {n}") for n in range(40)])
    found = await desk.begin("Xa 39 said")
    assert len(found.actors) == 24
    assert found.actors[0].key == "x-39"


async def test_the_issue_is_asked_for_only_where_it_is_not_clear(desk: Desk) -> None:
    assert (await desk.begin()).issues == ()
    await desk.record([TRUCE, replace(SWAP, key="old", status=IssueStatus.RETIRED, title="Old")])
    found = await desk.begin()
    assert {each.key for each in found.issues} == {"swap", "truce"}
    assert isinstance(found.form, StanceCaptureForm)
    assert found.form.issue == ""
    await desk.services.settings.set_issue(
        desk.scope, "swap", channel_id=None, by=owner(), cause="1"
    )
    assert (await desk.begin()).issues == ()
    named = await desk.begin("Ada on the ceasefire proposal")
    assert [each.key for each in named.issues] == ["truce", "swap"]
    assert isinstance(named.form, StanceCaptureForm)
    assert named.form.issue == "truce"


async def test_a_link_that_is_known_keeps_its_name_and_a_known_site_its_publisher(
    desk: Desk,
) -> None:
    await desk.record([PAGE])
    known = await desk.begin("Ada: https://daily.example/page?fbclid=1 yes")
    assert known.form.cited == "The Daily — A page\nhttps://daily.example/page"
    other = Below(
        title="Another",
        url="https://www.daily.example/b",
        published=datetime(2025, 3, 12, tzinfo=UTC),
    )
    found = await desk.begin("Ada: https://www.daily.example/b", previews=(other,))
    assert found.form.cited == "The Daily — Another\nhttps://www.daily.example/b"
    assert found.form.published == "12 March 2025"


async def test_where_nothing_can_be_recorded_it_is_said_before_the_dialogue(
    sqlite: Database, clock: ManualClock
) -> None:
    desk = Desk(sqlite, clock)
    with pytest.raises(InvalidInputError, match="/admin issue open"):
        await desk.begin()
    await desk.record([SWAP])
    with pytest.raises(InvalidInputError, match="/admin actor add"):
        await desk.begin()
    event = (await desk.begin(kind=Kind.EVENT)).form
    assert isinstance(event, EventCaptureForm)


async def test_readers_are_refused_and_no_draft_is_kept(desk: Desk) -> None:
    reader = Person(id=9)
    with pytest.raises(NotAllowedError):
        await desk.services.capture.start(desk.scope, Kind.STANCE, MESSAGE, by=reader)
    found = await desk.services.editing.drafts(desk.scope, by=replace(reader, manages=True))
    assert found.rows == ()


async def test_the_same_message_by_two_editors_is_shown_to_the_second(desk: Desk) -> None:
    shown = []
    for by in (1, 2):
        found = await desk.services.capture.start(desk.scope, Kind.STANCE, MESSAGE, by=owner(by))
        seen = await desk.services.editing.revise(
            desk.scope, found.draft_id, {"position": "accepts"}, by=owner(by)
        )
        assert isinstance(seen, Preview)
        shown.append(seen)
    editing = desk.services.editing
    first = await editing.publish(desk.scope, shown[0].draft_id, by=owner(1))
    assert isinstance(first, Published)
    second = await editing.publish(desk.scope, shown[1].draft_id, by=owner(2))
    assert isinstance(second, Preview)
    assert second.meanwhile is not None
    assert any("same words are recorded already" in note for note in second.notes)


async def test_two_links_in_one_field_are_refused_and_kept(desk: Desk) -> None:
    found = await desk.begin()
    typed = {"position": "accepts", "cited": "https://a.example/x https://b.example/y"}
    seen = await desk.services.editing.revise(desk.scope, found.draft_id, typed, by=owner())
    assert isinstance(seen, Refused)
    assert "2 links" in seen.error.text
    assert isinstance(seen.form, StanceCaptureForm)
    assert seen.form.cited == typed["cited"]


async def test_marks_of_direction_stay_in_the_words_and_hinder_nothing(desk: Desk) -> None:
    found = await desk.begin("\u200fAda\u200e: \u202bنعم\u202c @everyone")
    assert isinstance(found.form, StanceCaptureForm)
    assert found.form.actor == "ada"
    assert found.form.quote == "\u200fAda\u200e: \u202bنعم\u202c @everyone"


async def test_the_longest_text_is_kept_whole(desk: Desk) -> None:
    words = "Ada " + "слово " * 700
    found = await desk.begin(words)
    assert found.form.quote == words.strip()


async def test_those_who_take_part_are_offered_by_their_names_and_not_too_many(desk: Desk) -> None:
    found = (await desk.begin("Bo and Lovelace met", Kind.EVENT)).form
    assert isinstance(found, EventCaptureForm)
    assert found.participants == "Bo; Ada Lovelace"
    await desk.record([replace(BO, key=f"x-{n}", name=f"Xa {n}") for n in range(40)])
    crowd = await desk.begin(" ".join(f"Xa {n}" for n in range(40)), Kind.EVENT)
    typed = {"title": "Talks", "when": "1 April"}
    seen = await desk.services.editing.revise(desk.scope, crowd.draft_id, typed, by=owner())
    assert isinstance(seen, Preview)
    assert len(seen.roles) == 20
