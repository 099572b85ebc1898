"""The log of acts: what each did, as it was before and after, found by person, name and day."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.access import Level, Person, Review
from bot.domain.act_log import LogFilter
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, NotAllowedError, UnknownNameError
from bot.services.desk.act_log import PAGE
from bot.services.desk.log_answers import ActQuery, ActView, LogPage
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import ActorForm, CorrectForm, Form
from tests.people import member, owner
from tests.services.news_samples import GUILD, ISSUE, PUTIN, REJECTS, Desk, starter

HERE = Scope(guild_id=GUILD)
BY, SECOND = owner(1), owner(2)
CONTRIBUTORS = 55
CONTRIBUTOR = member(7, CONTRIBUTORS)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    """Act 1 is the starter pack; 2 a stance, a day later 3 its correction, 4 an actor by another."""
    made = await starter(sqlite, clock)
    await made.publish(REJECTS)
    clock.advance(timedelta(days=1))
    await made.publish(CorrectForm(record=PUTIN, reason="misread", quote="Better words."))
    await published(made, ActorForm(name="Narendra Modi", kind="person"), by=SECOND)
    return made


async def published(desk: Desk, form: Form, *, by: Person) -> int:
    seen = await desk.services.editing.start(HERE, form, by=by)
    assert isinstance(seen, Preview), seen
    done = await desk.services.editing.publish(HERE, seen.draft_id, by=by)
    assert isinstance(done, Published), done
    return done.seq


async def asked(desk: Desk, by: Person = BY, **query: Any) -> LogPage:
    return await desk.services.act_log.asked(HERE, ActQuery(**query), by=by)


async def seqs(desk: Desk, **query: Any) -> list[int]:
    return [view.act.seq for view in (await asked(desk, **query)).acts]


async def view(desk: Desk, seq: int) -> ActView:
    return (await desk.services.act_log.one(HERE, seq, 0, by=BY)).view


async def test_an_act_says_who_when_what_why_before_and_after(desk: Desk) -> None:
    found = await view(desk, 3)
    assert (found.act.what, found.act.by) == ("stance correct", 1)
    assert found.act.at == desk.clock.now()
    [change] = found.changes
    assert change.now.version.reason == "misread"
    assert change.before is not None
    words = change.before.record.evidence.words, change.now.record.evidence.words
    assert words[1] == "Better words."
    assert words[0] != words[1]
    assert found.undoable
    assert (await view(desk, 4)).changes[0].before is None


async def test_acts_are_found_by_person_name_and_day(desk: Desk) -> None:
    assert await seqs(desk) == [4, 3, 2, 1]
    assert await seqs(desk, person=2) == [4]
    assert await seqs(desk, actor="Vladimir Putin") == [3, 2, 1]
    assert await seqs(desk, actor="Modi") == [4]
    assert await seqs(desk, issue=ISSUE) == [3, 2, 1]
    assert await seqs(desk, since="17 March") == [4, 3]
    assert await seqs(desk, until="16 March") == [2, 1]
    assert await seqs(desk, since="16 March", until="16 March", actor="putin", person=1) == [2, 1]
    assert await seqs(desk, person=3) == []


async def test_a_retracted_actor_is_found_by_its_key(desk: Desk) -> None:
    key = (await view(desk, 4)).changes[0].now.record.key
    await desk.undo(4)
    assert await seqs(desk, actor=key) == [5, 4]
    assert (await asked(desk, actor=key)).names[key] == "Narendra Modi"


async def test_bad_questions_are_refused(desk: Desk) -> None:
    with pytest.raises(UnknownNameError):
        await asked(desk, actor="nobody at all")
    with pytest.raises(InvalidInputError):
        await asked(desk, since="some day")
    with pytest.raises(InvalidInputError, match="Swap them"):
        await asked(desk, since="17 March", until="16 March")
    with pytest.raises(InvalidInputError, match="no such act"):
        await desk.services.act_log.one(HERE, 99, 0, by=BY)
    with pytest.raises(NotAllowedError):
        await asked(desk, by=member(3))


async def test_what_is_undone_says_by_what_and_cannot_be_undone_again(desk: Desk) -> None:
    back = await desk.undo(3)
    found = await view(desk, 3)
    assert (found.act.undone_by, found.undoable) == (back, False)
    assert (await view(desk, back)).undoable


async def test_the_pages_hold_every_act_once_in_order(desk: Desk) -> None:
    for _ in range(PAGE):
        await desk.undo(await desk.mark())
    found: list[int] = []
    page = 0
    while True:
        shown = await desk.services.act_log.page(HERE, LogFilter(), page, by=BY)
        found += [each.act.seq for each in shown.acts]
        if not shown.has_more:
            break
        page += 1
    assert found == list(range(await desk.mark(), 0, -1))
    export = await desk.services.act_log.export(HERE, LogFilter(), by=BY)
    assert [each.act.seq for each in export.acts] == found
    assert all(len(each.changes) == each.count for each in export.acts)


async def test_a_large_act_is_shown_in_parts_and_exported_whole(desk: Desk) -> None:
    first = await desk.services.act_log.one(HERE, 1, 0, by=BY)
    second = await desk.services.act_log.one(HERE, 1, 1, by=BY)
    keys = [each.now.record.key for each in (*first.view.changes, *second.view.changes)]
    assert len(keys) == len(set(keys)) == 16
    assert first.has_more
    only = LogFilter(until=date(2025, 3, 16))
    export = await desk.services.act_log.export(HERE, only, by=BY)
    assert [len(each.changes) for each in export.acts] == [
        first.view.count if each.act.seq == 1 else each.count for each in export.acts
    ]


async def test_contributors_see_and_undo_what_they_did_themselves(desk: Desk) -> None:
    await desk.services.roles.set_role(HERE, CONTRIBUTORS, Level.CONTRIBUTOR, by=BY, cause="r")
    own = await published(desk, REJECTS, by=CONTRIBUTOR)
    shown = await asked(desk, by=CONTRIBUTOR, person=1)
    assert [each.act.seq for each in shown.acts] == [own]
    assert shown.own
    assert shown.acts[0].undoable
    with pytest.raises(InvalidInputError, match="no such act"):
        await desk.services.act_log.one(HERE, 3, 0, by=CONTRIBUTOR)
    export = await desk.services.act_log.export(HERE, LogFilter(person=1), by=CONTRIBUTOR)
    assert [each.act.seq for each in export.acts] == [own]
    with pytest.raises(NotAllowedError, match="themselves"):
        await desk.services.editing.undo(HERE, 3, by=CONTRIBUTOR)
    undone = await desk.services.editing.undo(HERE, own, by=CONTRIBUTOR)
    await desk.services.roles.set_review(HERE, Review.CONTRIBUTORS, by=BY, cause="v")
    with pytest.raises(NotAllowedError, match="second person"):
        await desk.services.editing.undo(HERE, undone.seq, by=CONTRIBUTOR)


async def test_the_log_says_until_when_all_is_frozen(desk: Desk) -> None:
    await desk.services.freeze.set(HERE, "20 March", "Audit", by=BY, cause="f")
    shown = await asked(desk)
    assert shown.freeze.act is not None
    assert (shown.freeze.until is not None, shown.freeze.act.why) == (True, "Audit")
    assert shown.acts[0].settings[0].changed[0][0] == "frozen_until"
