"""A report is kept once, within limits; settled once, by an editor; and answered once."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import acts, posts, reports
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.schema import GuildRow
from bot.db.schema_desk import ReportRow
from bot.domain.access import Person
from bot.domain.posts import Post, PostKind, PostState
from bot.domain.reports import MAX_OPEN, MAX_REPORT, ReportState, report_text
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState
from bot.errors import FrozenError, InvalidInputError, NotAllowedError, UnknownNameError
from bot.packs.starter import load_starter
from bot.services.desk.reports import ReportItem, Settled, count_open, open_reports, settle_in
from bot.services.editing.forms import CorrectForm, RetractForm
from tests.people import owner
from tests.services.news_samples import EDITOR, GUILD, PUTIN, REJECTS, Desk, starter

READER, OTHER = Person(id=70), Person(id=71)
CLAIM = "zelenskyy-on-putin-truth"
TEXT = "He said “in principle” the day before."


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    """A server with the starter pack."""
    return await starter(sqlite, clock)


async def report(
    desk: Desk, record: str = PUTIN, text: str = TEXT, by: Person = READER, **more: int
) -> ReportItem:
    return await desk.services.reports.make(desk.scope, record, text, by=by, **more)


async def settle(
    desk: Desk,
    report_id: str,
    state: ReportState = ReportState.KEPT,
    answer: str | None = None,
    by: Person | None = None,
) -> Settled:
    by = by or owner(EDITOR)
    return await desk.services.reports.settle(desk.scope, report_id, state, answer, by=by)


async def queue(desk: Desk, guild: int = GUILD) -> tuple[ReportItem, ...]:
    def work(unit: Unit) -> tuple[ReportItem, ...]:
        found = open_reports(unit, guild, Directories().get(unit, guild))
        assert count_open(unit, guild) == len(found)
        return found

    return await desk.database.read(work)


async def answers(desk: Desk) -> list[Post]:
    found = await desk.database.read(
        lambda unit: posts.in_states(unit, GUILD, tuple(PostState), limit=100),
    )
    return [post for post in found if post.kind is PostKind.ANSWER]


async def test_a_report_waits_in_the_queue_with_its_record(desk: Desk) -> None:
    first = await report(desk)
    desk.clock.advance(timedelta(minutes=1))
    await report(desk, CLAIM, by=OTHER)
    found = await queue(desk)
    assert [each.report.record for each in found] == [PUTIN, CLAIM]
    assert found[0] == first
    assert found[0].report.text == TEXT
    assert found[0].issue is not None
    assert not found[0].changed
    assert await answers(desk) == []


async def test_editors_see_what_the_reader_saw_and_what_stands_now(desk: Desk) -> None:
    seen = (await report(desk)).now.version.number
    await desk.publish(CorrectForm(record=PUTIN, reason="misread", quote="Better words."))
    (item,) = await queue(desk)
    assert (item.seen.version.number, item.now.version.number) == (seen, seen + 1)
    assert item.now.record.evidence.words == "Better words."
    assert item.seen.record.evidence.words != "Better words."
    # A number that no button ever had is no harm.
    assert (await report(desk, by=OTHER, number=10**6)).report.number == seen + 1


async def test_whoever_has_one_stance_can_be_named(desk: Desk) -> None:
    assert (await report(desk, "путин")).report.record == PUTIN
    with pytest.raises(UnknownNameError, match="no stance here"):
        await report(desk, "bruce")


@pytest.mark.parametrize(
    "typed", [PUTIN.upper(), f"`{PUTIN}`", f"#{PUTIN}@1", f"{PUTIN} · version 1"]
)
async def test_an_id_copied_from_a_card_is_understood(desk: Desk, typed: str) -> None:
    item = await report(desk, typed)
    assert (item.report.record, item.report.number) == (PUTIN, 1)


async def test_what_is_not_recorded_is_not_reported(desk: Desk) -> None:
    """Names and sources are reported with the records that show them."""
    for record, told in (("", "no letter"), ("s-nothing", "No actor"), ("nobody", "No actor")):
        with pytest.raises(UnknownNameError, match=told):
            await report(desk, record)
    pack = load_starter()
    for key in (pack.issues[0].key, pack.sources[0].key):
        with pytest.raises(UnknownNameError, match="Stances, claims and events"):
            await report(desk, key)


async def test_a_record_that_was_taken_out_leaves_nothing_to_report(desk: Desk) -> None:
    await report(desk)
    await desk.publish(RetractForm(record=PUTIN, reason="said by another"))
    with pytest.raises(InvalidInputError, match="taken out"):
        await report(desk, by=OTHER)
    (item,) = await queue(desk)
    assert item.now.version.state is RecordState.RETRACTED


async def test_one_person_reports_a_record_once_and_others_may_too(desk: Desk) -> None:
    made = await report(desk)
    with pytest.raises(InvalidInputError, match="already"):
        await report(desk, text="Again!")
    with pytest.raises(InvalidInputError, match="already"):
        await desk.services.reports.offer(desk.scope, PUTIN, by=READER)
    await report(desk, by=OTHER)
    await settle(desk, made.report.id)
    await report(desk)
    assert len(await queue(desk)) == 2


async def test_a_person_has_so_many_open_reports_and_no_more(desk: Desk) -> None:
    pack = load_starter()
    keys = [each.key for kind in (pack.stances, pack.claims, pack.events) for each in kind]
    one_more = str((await desk.publish(REJECTS)).key)
    assert len(keys) == MAX_OPEN
    for key in keys:
        await report(desk, key)
    with pytest.raises(InvalidInputError, match=f"{MAX_OPEN} reports"):
        await report(desk, one_more)
    await report(desk, one_more, by=OTHER)
    own = [each.report for each in await queue(desk) if each.report.user_id == READER.id]
    await settle(desk, own[0].id)
    await report(desk, one_more)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Say what is wrong"),
        (" \n\t ", "Say what is wrong"),
        ("\u200b\u202e\0", "Say what is wrong"),
        ("x" * (MAX_REPORT + 1), "Keep the 1,000"),
    ],
)
def test_a_report_says_something_and_not_too_much(text: str, told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        report_text(text)


async def test_a_server_never_sees_reports_of_another(desk: Desk) -> None:
    made = await report(desk)
    other = Scope(guild_id=GUILD + 1)
    with pytest.raises(UnknownNameError):
        await desk.services.reports.make(other, PUTIN, TEXT, by=READER)
    assert await queue(desk, GUILD + 1) == ()
    assert (await desk.services.reports.mine(other, by=READER)).items == ()
    with pytest.raises(InvalidInputError, match="not here"):
        await desk.services.reports.settle(
            other, made.report.id, ReportState.KEPT, None, by=owner(EDITOR)
        )


async def test_settling_answers_the_reporter_in_private_and_nobody_else(desk: Desk) -> None:
    made = await report(desk)
    after = await desk.mark()
    done = await settle(desk, made.report.id, answer=" It is in the second source. ")
    # It is an act of the log, and no news.
    assert done.seq == await desk.mark() == after + 1
    assert await desk.told(after) == []
    assert (done.answered, done.repeated) == (True, False)
    assert (done.report.state, done.report.answer) == (
        ReportState.KEPT,
        "It is in the second source.",
    )
    assert await queue(desk) == ()
    (owed,) = await answers(desk)
    assert (owed.user_id, owed.channel_id, owed.subject) == (READER.id, None, made.report.id)
    (mine,) = (await desk.services.reports.mine(desk.scope, by=READER)).items
    assert (mine.report.state, mine.report.settled_by) == (ReportState.KEPT, EDITOR)
    assert (await desk.services.reports.mine(desk.scope, by=OTHER)).items == ()


async def test_it_is_settled_once_whoever_presses_last(desk: Desk) -> None:
    made = await report(desk)
    first, second = await asyncio.gather(
        settle(desk, made.report.id, answer="one"),
        settle(desk, made.report.id, ReportState.CORRECTED, by=owner(2)),
    )
    assert sorted([first.repeated, second.repeated]) == [False, True]
    assert first.report == second.report
    assert first.seq == second.seq
    assert len(await answers(desk)) == 1


async def test_a_correction_settles_the_report_in_its_own_act(desk: Desk) -> None:
    made = await report(desk)

    def work(unit: Unit) -> tuple[bool, bool]:
        at = desk.clock.now()
        acts.begin(unit, GUILD, what="stance correct", at=at, by=EDITOR)
        done = [
            settle_in(
                unit, GUILD, made.report.id, ReportState.CORRECTED, answer=None, by=EDITOR, at=at
            )
            for _ in range(2)
        ]
        return done[0] is not None, done[1] is not None

    before = await desk.mark()
    assert await desk.database.write(work) == (True, False)
    assert await desk.mark() == before + 1
    assert len(await answers(desk)) == 1
    assert (await settle(desk, made.report.id)).repeated


async def test_readers_settle_nothing(desk: Desk) -> None:
    made = await report(desk)
    with pytest.raises(NotAllowedError):
        await settle(desk, made.report.id, by=READER)
    with pytest.raises(NotAllowedError):
        await desk.services.reports.waiting(desk.scope, by=READER)
    # Nor does an editor settle it as open, at length, or without there being one.
    with pytest.raises(InvalidInputError, match="corrected, retracted or kept"):
        await settle(desk, made.report.id, ReportState.OPEN)
    with pytest.raises(InvalidInputError, match="Keep the 1,000"):
        await settle(desk, made.report.id, answer="x" * (MAX_REPORT + 1))
    with pytest.raises(InvalidInputError, match="not here"):
        await settle(desk, "0")
    assert len(await desk.services.reports.waiting(desk.scope, by=owner(EDITOR))) == 1


async def test_while_the_record_is_frozen_readers_report_and_nobody_settles(desk: Desk) -> None:
    until = desk.clock.now() + timedelta(days=1)
    await desk.database.write(
        lambda unit: unit.execute(
            sa.update(GuildRow).where(GuildRow.id == GUILD).values(frozen_until=until),
        ),
    )
    made = await report(desk)
    with pytest.raises(FrozenError):
        await settle(desk, made.report.id)
    assert len(await queue(desk)) == 1
    assert await answers(desk) == []


async def test_a_reporter_who_is_forgotten_is_owed_no_answer(desk: Desk) -> None:
    made = await report(desk)
    await desk.database.write(lambda unit: unit.execute(sa.update(ReportRow).values(user_id=None)))
    assert not (await settle(desk, made.report.id)).answered
    assert await answers(desk) == []
    assert (await desk.services.reports.mine(desk.scope, by=READER)).items == ()


async def test_ones_own_reports_come_in_pages_the_newest_first(desk: Desk) -> None:
    pack = load_starter()
    keys = [each.key for kind in (pack.stances, pack.claims, pack.events) for each in kind][:7]
    for key in keys:
        await report(desk, key)
        desk.clock.advance(timedelta(minutes=1))
    mine = desk.services.reports.mine
    first, second = [await mine(desk.scope, by=READER, page=page) for page in (0, 1)]
    shown = [each.report.record for each in (*first.items, *second.items)]
    assert shown == keys[::-1]
    assert (first.has_more, second.has_more) == (True, False)


async def test_both_databases_keep_and_settle_a_report(
    database: Database, clock: ManualClock
) -> None:
    desk = await starter(database, clock)
    made = await report(desk)
    await settle(desk, made.report.id, answer="Yes.")
    kept = await desk.database.read(lambda unit: reports.find(unit, GUILD, made.report.id))
    assert kept is not None
    assert (kept.state, kept.answer, kept.made_at) == (
        ReportState.KEPT,
        "Yes.",
        made.report.made_at,
    )
