"""News of the starter pack, edited as the desk edits it, with the names that it points to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.db.rules import revision
from bot.domain.news import What
from bot.domain.records import Evidence, Statement
from bot.domain.vocabulary import Basis, ConditionState, Directness, EventStatus, Position
from bot.domain.when import days
from bot.services.editing.forms import (
    ClaimForm,
    ConditionSettleForm,
    ConfirmForm,
    CorrectForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
    IssueCloseForm,
    IssueEditForm,
    IssueForm,
    RetractForm,
    StanceForm,
)
from bot.services.news.answers import (
    ConditionLine,
    EventLine,
    IssueLine,
    StanceLine,
    StatementLine,
)
from bot.services.news.reading import coming, read_stale, subject_of
from tests.people import owner
from tests.services.news_samples import EDITOR, GUILD, ISSUE, PUTIN, REJECTS, Desk, starter

W = What


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def test_an_import_is_told_as_what_stands(desk: Desk) -> None:
    told = await desk.told(0)
    assert [what for what, _ in told] == [
        *[W.FIRST] * 2,
        *[W.HELD] * 3,
        W.ANNOUNCED,
        *[W.CLAIMED] * 4,
        *[W.LEFT_OUT] * sum(what is W.LEFT_OUT for what, _ in told),
        *[W.STATED] * sum(what is W.STATED for what, _ in told),
    ]
    assert await desk.news(await desk.mark()) == ()


async def test_a_flip_names_who_moved_from_what_to_what_and_where_it_was_read(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(REJECTS)
    (line,) = await desk.news(mark)
    assert isinstance(line, StanceLine)
    assert line.what is W.FLIPPED
    assert line.before is not None
    assert line.before.stance.record.position is Position.AGREES_IN_PRINCIPLE
    assert line.view.stance.record.position is Position.REJECTS
    assert (line.view.holder.name, line.view.source.publisher) == ("Vladimir Putin", "The Paper")
    assert line.issue.key == ISSUE


async def test_what_was_set_and_undone_between_two_marks_is_never_told(desk: Desk) -> None:
    mark = await desk.mark()
    done = await desk.publish(REJECTS)
    undone = await desk.undo(done.seq)
    assert await desk.told(mark) == []
    assert await desk.told(done.seq) == [(W.RETRACTED, done.key)]
    await desk.undo(undone)
    assert await desk.told(mark) == [(W.FLIPPED, done.key)]
    assert await desk.told(undone) == [(W.RESTORED, done.key)]
    assert await desk.told(done.seq) == []


async def test_a_retraction_says_where_its_holder_is_left(desk: Desk) -> None:
    mark = await desk.mark()
    done = await desk.publish(REJECTS)
    after = await desk.mark()
    await desk.publish(RetractForm(record=done.key or "", reason="Another Putin."))
    (line,) = await desk.news(after)
    assert isinstance(line, StanceLine)
    assert line.view.stance.version.reason == "Another Putin."
    assert line.stands is not None
    assert line.stands.stance.record.key == PUTIN
    await desk.publish(RetractForm(record=PUTIN, reason="Not him either."))
    (last,) = await desk.news(await desk.mark() - 1)
    assert isinstance(last, StanceLine)
    assert last.stands is None
    assert await desk.told(mark) == [(W.RETRACTED, PUTIN)]


async def test_a_correction_shows_both_versions(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(CorrectForm(record=PUTIN, position="rejects", reason="Misread."))
    (line,) = await desk.news(mark)
    assert isinstance(line, StanceLine)
    assert line.what is W.CORRECTED
    assert line.before is not None
    assert line.before.stance.record.position is Position.AGREES_IN_PRINCIPLE
    assert line.view.stance.version.reason == "Misread."


async def test_a_confirmation_is_told_as_one(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(ConfirmForm(record=PUTIN))
    assert await desk.told(mark) == [(W.CONFIRMED, PUTIN)]


async def test_a_settled_condition_says_which_and_where_it_was_read(desk: Desk) -> None:
    mark = await desk.mark()
    answer = await desk.services.lookups.conditions(desk.scope)
    (term,) = answer.conditions
    form = ConditionSettleForm(
        condition=term.condition.text,
        state="met",
        since="16 March 2025",
        quote="The questions were answered.",
        source="The Gazette — Answers",
    )
    await desk.publish(form)
    (line,) = await desk.news(mark)
    assert isinstance(line, ConditionLine)
    assert (line.was, line.view.condition.state) == (ConditionState.OPEN, ConditionState.MET)
    assert line.view.settled_by is not None
    assert line.view.settled_by.publisher == "The Gazette"
    assert line.stance.holder.key == "putin"


async def test_an_event_that_moved_and_was_held_is_told_as_held(desk: Desk) -> None:
    cited = {"quote": "They spoke.", "source": "The Paper — Call"}
    mark = await desk.mark()
    await desk.publish(EventMoveForm(event="trump-putin-call", when="18 March 2025", **cited))
    (moved,) = await desk.news(mark)
    assert isinstance(moved, EventLine)
    assert moved.what is W.REDATED
    assert moved.before is not None
    assert moved.before.when.phrase == "this week"
    desk.clock.advance(timedelta(days=3))
    await desk.publish(EventOutcomeForm(event="trump-putin-call", result="held", **cited))
    (held,) = await desk.news(mark)
    assert isinstance(held, EventLine)
    assert held.what is W.HELD
    assert held.before is not None
    assert held.before.status is EventStatus.EXPECTED
    assert {actor.key for actor, _ in held.view.participants} >= {"trump", "putin"}


async def test_the_course_of_an_issue_and_its_correction_are_told_apart(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(IssueEditForm(issue=ISSUE, title="The truce", reason="Plainer."))
    await desk.publish(IssueCloseForm(issue=ISSUE, status="settled"))
    corrected, closed = await desk.news(mark)
    assert isinstance(corrected, IssueLine)
    assert isinstance(closed, IssueLine)
    assert (corrected.what, closed.what) == (W.CORRECTED, W.PROPOSAL)
    assert (corrected.before.title, closed.issue.record.title) == (
        "30-day ceasefire proposal",
        "The truce",
    )


async def test_drafts_are_no_news(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.services.editing.start(desk.scope, REJECTS, by=owner(EDITOR))
    assert await desk.news(mark) == ()


async def test_news_of_an_issue_leaves_out_what_is_on_others(desk: Desk) -> None:
    await desk.publish(IssueForm(title="Prisoner swap", question="Should it be?"))
    mark = await desk.mark()
    await desk.publish(replace(REJECTS, issue="Prisoner swap"))
    await desk.publish(replace(REJECTS, issue=ISSUE))
    (line,) = await desk.news(mark, issue=ISSUE)
    assert isinstance(line, StanceLine)
    assert (line.issue.key, line.what) == (ISSUE, W.FLIPPED)
    assert len(await desk.news(mark)) == 2


async def test_a_readout_of_an_event_belongs_to_the_events_issues(desk: Desk) -> None:
    evidence = Evidence(
        speaker="witkoff",
        said=days(date(2025, 3, 16)),
        words="They spoke for long.",
        directness=Directness.DIRECT_QUOTE,
        basis=Basis.OWN_READOUT,
        source=next(
            line.view.source.key for line in await desk.news(0) if isinstance(line, StanceLine)
        ),
    )
    mark = await desk.record(Statement(key="readout", evidence=evidence, event="trump-putin-call"))
    (line,) = await desk.news(mark - 1, issue=ISSUE)
    assert isinstance(line, StatementLine)
    assert line.issue is None
    assert subject_of(line).events == {"trump-putin-call"}
    assert await desk.news(mark - 1, issue="other") == ()


async def test_news_says_whom_it_is_about(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(replace(REJECTS, actor="russia", voice="lavrov"))
    await desk.publish(
        ClaimForm(
            claimant="zelenskyy",
            about="putin",
            relation="predicts",
            quote="He will not.",
            source="The Paper — He",
            said="16 March 2025",
        ),
    )
    stance, claim = map(subject_of, await desk.news(mark))
    assert stance.actors == {"russia", "lavrov"}
    assert claim.actors == {"zelenskyy", "putin"}
    assert stance.issues == claim.issues == {ISSUE}
    event = next(line for line in await desk.news(0) if line.what is W.ANNOUNCED)
    subject = subject_of(event)
    assert subject.events == {"trump-putin-call"}
    assert subject.issues == {ISSUE}
    assert subject.actors >= {"trump", "putin", "witkoff"}


async def test_what_was_taken_out_is_still_told_by_name(desk: Desk) -> None:
    mark = await desk.mark()
    await desk.publish(EventRetractForm(event="trump-putin-call", reason="Another call."))
    (line,) = await desk.news(mark)
    assert isinstance(line, EventLine)
    assert (line.what, line.view.event.record.title) == (
        W.RETRACTED,
        "Conversation between Trump and Putin",
    )


async def stale(desk: Desk, since: timedelta, issue: str | None = None) -> list[tuple[str, date]]:
    now = desk.clock.now()

    def work(unit: Unit) -> list[tuple[str, date]]:
        act = revision(unit, GUILD)
        found = read_stale(
            unit,
            GUILD,
            Directories().get(unit, GUILD),
            after=act,
            through=act,
            since=now - since,
            now=now,
            issue=issue,
        )
        return [
            (line.view.holder.key, line.stale_on)
            for line in found
            if isinstance(line, StanceLine) and line.stale_on and line.what is W.STALE
        ]

    return await desk.database.read(work)


async def test_a_stance_goes_stale_once_on_its_day(desk: Desk) -> None:
    """Both were last possible to be said on 16 March; a record counts as looked at for 30 days."""
    desk.clock.advance(timedelta(days=29))
    assert await stale(desk, timedelta(days=30)) == []
    desk.clock.advance(timedelta(days=1))
    on = date(2025, 4, 15)
    assert await stale(desk, timedelta(days=1)) == [("putin", on), ("zelenskyy", on)]
    assert await stale(desk, timedelta(days=1), issue=ISSUE) == await stale(desk, timedelta(days=1))
    assert await stale(desk, timedelta(days=1), issue="other") == []
    desk.clock.advance(timedelta(days=1))
    assert await stale(desk, timedelta(days=1)) == []


async def test_what_was_looked_at_again_or_replaced_does_not_go_stale(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=20))
    await desk.publish(ConfirmForm(record=PUTIN))
    await desk.publish(replace(REJECTS, actor="zelenskyy", said="1 April 2025"))
    desk.clock.advance(timedelta(days=10))
    assert await stale(desk, timedelta(days=30)) == []


async def test_on_a_closed_issue_nothing_goes_stale(desk: Desk) -> None:
    await desk.publish(IssueCloseForm(issue=ISSUE))
    desk.clock.advance(timedelta(days=30))
    assert await stale(desk, timedelta(days=1)) == []


async def test_the_nearest_events_come_first_and_no_more_than_asked(desk: Desk) -> None:
    def work(unit: Unit, issue: str | None, most: int) -> list[str]:
        directory, now = Directories().get(unit, GUILD), desk.clock.now()
        found = coming(unit, GUILD, directory, now=now, issue=issue, most=most)
        return [each.event.record.key for each in found]

    read = desk.database.read
    assert await read(lambda unit: work(unit, None, 3)) == ["trump-putin-call"]
    assert await read(lambda unit: work(unit, "other", 3)) == []
    assert await read(lambda unit: work(unit, ISSUE, 0)) == []


async def test_a_stance_of_an_issue_that_was_retracted_shows_by_the_issues_key(desk: Desk) -> None:
    done = await desk.publish(IssueForm(title="Prisoner swap", question="Should it be?"))
    mark = await desk.mark()
    stance = await desk.publish(
        StanceForm(
            actor="putin",
            position="accepts",
            quote="Yes.",
            source="The Paper — Yes",
            said="16 March 2025",
            issue="Prisoner swap",
        ),
    )
    await desk.undo(stance.seq)
    await desk.undo(done.seq)
    told = await desk.news(mark)
    assert [line.what for line in told] == [W.RETRACTED]
    gone = await desk.news(stance.seq)
    assert {line.issue.title for line in gone if isinstance(line, StanceLine)} == {done.key}
