"""The published record, whole: it says what look-ups and exports say, and nothing more."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db import acts, log, published
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, set_channel_issue
from bot.domain.records import Issue, Record
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import days
from bot.errors import InvalidInputError
from bot.packs.format import decode, encode
from bot.services.answers import StanceAnswer
from bot.services.editing.forms import (
    ClaimForm,
)
from bot.services.record import PublishedRecord
from bot.services.wired import wire
from bot.ui.site.build import build
from bot.ui.site.data import data_files
from tests.cogs.samples import LYING, PUTIN, RECORDS, evidence
from tests.people import owner
from tests.services.news_samples import EDITOR, GUILD, ISSUE, REJECTS, Desk, starter
from tests.services.news_samples import PUTIN as PUTIN_KEY
from tests.services.record_steps import edited, everything, whole
from tests.ui.site_samples import dangling


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def test_it_answers_what_a_look_up_answers(desk: Desk) -> None:
    """Every actor on the issue, the board and the timeline, by the same words of the record."""
    await edited(desk)
    data = await whole(desk)
    lookups = desk.services.lookups
    for actor in data.actors:
        answer = await lookups.stance(desk.scope, actor.actor.record.key, ISSUE)
        found = next((on.answer for on in actor.on if on.answer.issue.key == ISSUE), None)
        if found is None:
            assert (answer.standings, answer.claims, answer.silences) == ((), (), ())
        else:
            assert _comparable(found) == _comparable(answer)
            assert found.claims[: len(answer.claims)] == answer.claims
    (issue,) = data.issues
    board = await lookups.board(desk.scope, ISSUE)
    assert issue.rows == board.rows
    assert issue.silent == board.silent
    assert issue.roles == board.roles
    entries: list[Any] = []
    for page in range(10):
        entries += (await lookups.timeline(desk.scope, None, ISSUE, page=page)).entries
    assert list(issue.timeline) == entries


def _comparable(answer: StanceAnswer) -> StanceAnswer:
    """Without when it was asked, what comes next, and how many claims a card holds."""
    asked = replace(answer.asked, at=answer.asked.at.min)
    return replace(answer, asked=asked, next_event=None, claims=(), more_claims=False)


async def test_its_data_is_what_an_export_holds(desk: Desk) -> None:
    await edited(desk)
    data = await desk.services.record.whole(GUILD, title="export")
    assert encode(data.pack) == encode(await desk.services.packs.export(GUILD))


async def test_its_data_can_be_read_into_an_empty_server(desk: Desk) -> None:
    await edited(desk)
    data = await whole(desk)
    (file,) = data_files(data.pack)
    await desk.services.packs.apply(77, decode(file.data), by=None)
    again = await desk.services.record.whole(77)
    assert data_files(again.pack) == (file,)
    assert [row.stance.record for row in again.issues[0].rows] == [
        row.stance.record for row in data.issues[0].rows
    ]


async def test_a_large_record_comes_in_parts_that_can_be_read_one_after_another(
    desk: Desk,
) -> None:
    await edited(desk)
    pack = (await whole(desk)).pack
    files = data_files(pack, limit=9_000)
    assert len(files) > 3
    assert [file.path for file in files][:2] == ["data/record-1.json", "data/record-2.json"]
    for file in files:
        assert len(file.data) <= 9_000
        await desk.services.packs.apply(77, decode(file.data), by=None)
    assert data_files((await desk.services.record.whole(77)).pack) == data_files(pack)


async def test_drafts_are_in_no_file(desk: Desk) -> None:
    await desk.services.editing.start(
        desk.scope, replace(REJECTS, quote="a draft's own words"), by=owner(EDITOR)
    )

    def hidden(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="test", at=desk.clock.now())
        said = replace(
            PUTIN,
            issue=ISSUE,
            evidence=replace(PUTIN.evidence, words="a hidden version", source="article"),
        )
        acts.add(act, replace(said, key="s-hidden"), state=RecordState.DRAFT)
        was = log.versions(unit, type(said), GUILD, PUTIN_KEY)[-1]
        acts.amend(
            act,
            was,
            replace(was.record, note="a hidden note"),
            verb=Verb.CORRECT,
            reason="a hidden reason",
            state=RecordState.DRAFT,
        )

    before = everything(await whole(desk))
    await desk.database.write(hidden)
    assert (await desk.services.editing.drafts(desk.scope, by=owner(EDITOR))).rows
    assert everything(await whole(desk)) == before
    assert "a hidden" not in before
    assert "draft's own" not in before


IDS = {
    "guild": 111_222_333_444_555_666,
    "editor": 222_333_444_555_666_777,
    "channel": 333_444_555_666_777_888,
    "role": 444_555_666_777_888_999,
    "member": 555_666_777_888_999_000,
}


async def test_no_id_of_discords_is_in_any_file(sqlite: Database, clock: ManualClock) -> None:
    """Neither of the server nor of its channels and people, recorded or typed into a text."""
    services = wire(sqlite, clock)
    guild, editor, channel = IDS["guild"], IDS["editor"], IDS["channel"]
    link = f"https://discord.com/channels/{guild}/{channel}/{IDS['member']}"
    typed = f"<@{IDS['member']}> and <@&{IDS['role']}> in <#{channel}>, see {link}"

    def marked(record: Record) -> Record:
        given: dict[str, Any] = {}
        if hasattr(record, "evidence"):
            given["evidence"] = replace(record.evidence, words=typed, venue=typed)
        for name in ("title", "name", "note", "publisher", "question", "origin"):
            if hasattr(record, name):
                given[name] = typed
        if hasattr(record, "url"):
            given |= {"url": link, "archive_url": link}
        return replace(record, **given)

    def work(unit: Unit) -> None:
        act = acts.begin(unit, guild, what=typed, at=clock.now(), by=editor, cause=str(channel))
        acts.add_many(act, [marked(each) for each in RECORDS])
        set_channel_issue(unit, guild, channel, PUTIN.issue)
        act = acts.begin(unit, guild, what="test", at=clock.now(), by=editor)
        was = log.versions(unit, type(PUTIN), guild, PUTIN.key)[-1]
        acts.amend(act, was, was.record, verb=Verb.CORRECT, reason=typed)
        lying = log.versions(unit, type(LYING), guild, LYING.key)[-1]
        acts.amend(
            act, lying, lying.record, verb=Verb.RETRACT, reason=typed, state=RecordState.RETRACTED
        )

    await sqlite.write(work)
    data = await services.record.whole(guild, title=None)
    told = everything(data)
    assert "@someone" in told
    for name, number in IDS.items():
        assert str(number) not in told, name
        assert f"{number:x}" not in told, name
    assert "recorded_by" not in told
    (file,) = data_files(data.pack)
    await services.packs.apply(77, decode(file.data), by=None)


async def test_what_changed_last_is_when_the_site_is_of(desk: Desk) -> None:
    first = (await whole(desk)).as_of
    desk.clock.advance(timedelta(days=3))
    assert (await whole(desk)).as_of == first
    now = desk.clock.now()
    await desk.publish(
        ClaimForm(
            claimant="trump",
            about="putin",
            relation="praises",
            quote="A good talk.",
            source="The Paper — Talks",
            said="16 March 2025",
        ),
    )
    data = await whole(desk)
    assert data.as_of == now
    touched = {each.actor.record.key for each in data.actors if each.updated == now}
    assert touched == {"trump", "putin"}


async def test_a_server_without_records_has_nothing_to_publish(desk: Desk) -> None:
    with pytest.raises(InvalidInputError, match="Nothing is published in this server yet"):
        await desk.services.record.whole(GUILD + 1)


async def test_servers_are_apart_and_so_are_their_sites(desk: Desk) -> None:
    def other(unit: Unit) -> None:
        act = acts.begin(unit, 5, what="test", at=desk.clock.now())
        acts.add(act, Issue(key="theirs", title="Theirs", question="Is it?"))

    before = await whole(desk)
    await desk.database.write(other)
    assert await whole(desk) == before
    theirs = await desk.services.record.whole(5)
    assert [each.issue.record.key for each in theirs.issues] == ["theirs"]
    assert theirs.id != before.id


async def test_every_row_is_read_however_few_at_once(
    database: Database,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pages of rows, on both kinds of database, hold every version once and in order."""
    records = [
        *RECORDS,
        *(
            replace(
                PUTIN, key=f"s-{n}", evidence=evidence("putin", f"w{n}", days(date(2025, 3, n)))
            )
            for n in range(1, 15)
        ),
    ]

    def work(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="test", at=clock.now())
        acts.add_many(act, records)
        for _ in range(3):
            was = log.newest(unit, Scope(guild_id=GUILD), [PUTIN.key])[PUTIN.key]
            again = acts.begin(unit, GUILD, what="test", at=clock.now())
            acts.amend(again, was, was.record, verb=Verb.CONFIRM)

    await database.write(work)
    whole_ = await database.read(lambda unit: published.read_published(unit, GUILD))
    monkeypatch.setattr(published, "_AT_ONCE", 3)
    few = await database.read(lambda unit: published.read_published(unit, GUILD))
    assert sorted(few.rows, key=repr) == sorted(whole_.rows, key=repr)
    found = published.decoded(few.rows)
    assert [each.recorded.record.key for each in found if each.recorded.version.number == 1] == [
        each.key for each in records
    ]
    assert [e.recorded.version.number for e in found if e.recorded.record.key == PUTIN.key] == [
        *range(1, 5)
    ]
    data = await PublishedRecord(database, Directories()).whole(GUILD)
    assert dangling(build(data)) == []
