"""The queue: everything that waits, once each, in one order, and gone when it was worked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import log, posts
from bot.db.engine import Database, Unit
from bot.db.schema_posts import PostRow
from bot.domain.access import Person, Review
from bot.domain.posts import NewPost, PostKind, PostState, Reason
from bot.domain.records import Event, Recorded, Stance
from bot.domain.reports import ReportState
from bot.domain.vocabulary import AfterFound, EventStatus, RecordState, Verb
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.desk.begun import Begin
from bot.services.desk.items import DoneWhat, DraftItem, ItemKind, QueuePage
from bot.services.editing.answers import Incomplete, Outcome, Preview
from bot.ui.card import plain
from bot.ui.desk.queue_card import queue_card
from tests.services.news_samples import GUILD, PUTIN, Desk, starter
from tests.services.review_steps import (
    FORM,
    OWNER,
    READER,
    SECOND,
    THIRD,
    WORDS,
    page,
    refs,
    submitted,
    with_roles,
)

CALL = "trump-putin-call"
LAVROV = "after/lavrov-in-contact/ceasefire"
CITED = {"quote": "They spoke.", "source": "The Paper — Call"}
HOSTILE = "@everyone **\u202e[x](y)** "
REPORTER = Person(id=70)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    """The starter pack's server, with roles; the article's Sunday."""
    return await with_roles(await starter(sqlite, clock))


async def fail(desk: Desk, key: str, reason: Reason, channel: int | None = 5) -> int:
    """Owe a post that then could not be sent; its number. Without a channel it is a person's."""

    def work(unit: Unit) -> int:
        due = desk.clock.now()
        user = 5 if channel is None else None
        new = NewPost(key=key, kind=PostKind.DIGEST, due_at=due, channel_id=channel, user_id=user)
        posts.owe(unit, GUILD, [new])
        found = posts.by_key(unit, GUILD, key)
        assert found is not None
        unit.execute(
            sa.update(PostRow)
            .where(PostRow.guild_id == GUILD, PostRow.id == found.id)
            .values(
                state=PostState.FAILED.value,
                reason=reason.value,
                attempts=1,
                first_attempt_at=due,
                body="{}",
            ),
        )
        return found.id

    return await desk.database.write(work)


async def newest(desk: Desk, kind: type[Any], key: str) -> Recorded[Any]:
    found = await desk.database.read(lambda unit: log.versions(unit, kind, GUILD, key))
    return found[-1]


async def finish(
    desk: Desk, seen: Outcome, values: dict[str, str], by: Person = SECOND
) -> QueuePage:
    """Fill what was begun from the queue, and publish it."""
    shown = await desk.services.editing.revise(desk.scope, seen.draft_id, values, by=by)
    assert isinstance(shown, Preview), shown
    done = await desk.services.review.publish(desk.scope, seen.draft_id, by=by)
    assert isinstance(done, QueuePage), done
    return done


async def begin(desk: Desk, what: Begin, ref: str, by: Person = SECOND) -> Outcome:
    return await desk.services.review.open(desk.scope, what, ref, by=by)


async def report(desk: Desk, record: str = PUTIN, text: str = "Look again.") -> str:
    made = await desk.services.reports.make(desk.scope, record, text, by=REPORTER)
    return made.report.id


async def test_everything_that_waits_stands_once_in_one_order(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=31))
    hostile = replace(FORM, quote=HOSTILE * 200, source=f"{HOSTILE} — {HOSTILE}")
    one = await submitted(desk, hostile)
    desk.clock.advance(timedelta(seconds=1))
    two = await submitted(desk)
    reported = await report(desk, text=HOSTILE * 40)
    failed = await fail(desk, "d1", Reason.NO_ACCESS)
    found = await refs(desk)
    assert found == [
        f"draft/{one}",
        f"draft/{two}",
        f"report/{reported}",
        f"stale/{PUTIN}",
        "stale/zelenskyy-on-ceasefire",
        f"outcome/{CALL}",
        f"failed/{failed}",
    ]
    assert [ref.partition("/")[0] for ref in found] == sorted(
        (ref.partition("/")[0] for ref in found), key=[kind.value for kind in ItemKind].index
    )
    first = await page(desk)
    assert (first.at, first.total) == (0, 7)
    assert sum(count for _, count in first.counts) == first.total
    for ref in found:
        card = queue_card(await page(desk, ref=ref))
        assert "@everyone" not in plain(card)
        assert f"of {len(found)}" in plain(card)
        assert card.buttons[-1].label == "Skip"
    beyond = await page(desk, ref=f"failed/{failed}", skip=True)
    assert "That was the last" in plain(queue_card(beyond))
    assert (beyond.entry, beyond.at) == (None, 7)


async def test_a_channel_that_refuses_is_one_item_and_a_persons_own_post_is_none(
    desk: Desk,
) -> None:
    await fail(desk, "a", Reason.NO_ACCESS)
    last = await fail(desk, "b", Reason.NO_ACCESS)
    other = await fail(desk, "c", Reason.REFUSED)
    await fail(desk, "d", Reason.DM_CLOSED, channel=None)
    found = [ref for ref in await refs(desk) if ref.startswith("failed/")]
    assert found == [f"failed/{other}", f"failed/{last}"]
    done = await desk.services.review.again(desk.scope, last, by=SECOND, cause="again")
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert (done.done.what, done.done.count) == (DoneWhat.RETRIED, 2)
    assert [ref for ref in await refs(desk) if ref.startswith("failed/")] == [f"failed/{other}"]


async def test_one_press_confirms_a_stale_stance_and_the_next_stands_in_its_place(
    desk: Desk,
) -> None:
    desk.clock.advance(timedelta(days=31))
    before = await refs(desk)
    number = (await desk.services.lookups.stance(desk.scope, "putin")).standings[0]
    version = number.view.stance.version.number
    done = await desk.services.review.confirm(desk.scope, PUTIN, version, by=SECOND)
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert done.done.what is DoneWhat.CONFIRMED
    assert done.entry is not None
    assert (done.at, done.entry.ref) == (0, before[1])
    recorded = await newest(desk, Stance, PUTIN)
    assert recorded.version.verb is Verb.CONFIRM
    undone = await desk.services.review.undo(desk.scope, done.done.seq or 0, done.at, by=SECOND)
    assert undone.entry is not None
    assert undone.entry.ref == before[0]
    assert await refs(desk) == before


async def test_a_stale_stance_is_set_anew_or_taken_out_and_leads_on(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=31))
    seen = await begin(desk, Begin.ANEW, f"stale/{PUTIN}")
    assert isinstance(seen, Incomplete)
    values = {"position": "rejects", "quote": WORDS, "source": "The Paper — No", "said": "today"}
    done = await finish(desk, seen, values)
    assert done.entry is not None
    assert done.entry.ref == "stale/zelenskyy-on-ceasefire"
    out = await begin(desk, Begin.RETRACT, "stale/zelenskyy-on-ceasefire")
    done = await finish(desk, out, {"reason": "A hoax"})
    assert f"stale/{PUTIN}" not in await refs(desk)
    assert await refs(desk) == [f"outcome/{CALL}"]


@pytest.mark.parametrize(
    ("what", "values", "state"),
    [
        (Begin.CORRECT, {"quote": "Other words.", "reason": "Misread"}, ReportState.CORRECTED),
        (Begin.RETRACT, {"reason": "A hoax"}, ReportState.RETRACTED),
    ],
)
async def test_mending_a_reported_record_settles_the_report_in_the_same_act(
    desk: Desk, what: Begin, values: dict[str, str], state: ReportState
) -> None:
    made = await report(desk)
    acts = await desk.mark()
    done = await finish(desk, await begin(desk, what, f"report/{made}"), values)
    assert await desk.mark() == acts + 1
    assert f"report/{made}" not in await refs(desk)
    [mine] = (await desk.services.reports.mine(desk.scope, by=REPORTER)).items
    assert mine.report.state is state
    assert done.done is not None
    assert done.done.what is DoneWhat.PUBLISHED


async def test_a_report_is_kept_with_an_answer_and_settled_once(desk: Desk) -> None:
    made = await report(desk)
    done = await desk.services.review.settle(
        desk.scope, made, ReportState.KEPT, " The source says so. ", by=SECOND
    )
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert (done.done.what, done.done.answered) == (DoneWhat.SETTLED, True)
    [mine] = (await desk.services.reports.mine(desk.scope, by=REPORTER)).items
    assert mine.report.answer == "The source says so."
    again = await desk.services.review.settle(desk.scope, made, ReportState.KEPT, "", by=THIRD)
    assert isinstance(again, QueuePage)
    assert again.done is not None
    assert again.done.what is DoneWhat.REPEATED


async def test_a_claim_that_is_reported_is_taken_out_and_never_corrected(desk: Desk) -> None:
    made = await report(desk, "zelenskyy-on-putin-truth")
    with pytest.raises(InvalidInputError):
        await begin(desk, Begin.CORRECT, f"report/{made}")
    await finish(desk, await begin(desk, Begin.RETRACT, f"report/{made}"), {"reason": "A hoax"})
    assert f"report/{made}" not in await refs(desk)


async def test_an_event_that_is_reported_is_corrected(desk: Desk) -> None:
    made = await report(desk, CALL)
    seen = await begin(desk, Begin.CORRECT, f"report/{made}")
    await finish(desk, seen, {"title": "A call of two presidents", "reason": "Neutral"})
    assert f"report/{made}" not in await refs(desk)


async def test_after_an_event_each_participant_is_answered_once(desk: Desk) -> None:
    found = [ref for ref in await refs(desk) if ref.startswith("after/")]
    done = await desk.services.review.after(
        desk.scope, LAVROV, AfterFound.NOTHING_SAID, by=SECOND, cause="one"
    )
    assert isinstance(done, QueuePage)
    assert [ref for ref in await refs(desk) if ref.startswith("after/")] == found[:-1]
    with pytest.raises(InvalidInputError, match="does not wait any more"):
        await desk.services.review.after(
            desk.scope, LAVROV, AfterFound.NOTHING_SAID, by=SECOND, cause="two"
        )
    seen = await begin(desk, Begin.ANEW, "after/rubio-in-contact/ceasefire")
    values = {"position": "accepts", "quote": WORDS, "source": "The Paper — Yes", "said": "today"}
    await finish(desk, seen, values)
    assert [ref for ref in await refs(desk) if ref.startswith("after/")] == found[:1]


async def test_where_a_second_person_is_needed_still_so_after_an_event_is_submitted(
    desk: Desk,
) -> None:
    """Confirmed since the event, in whatever way, the question is answered."""
    desk.clock.advance(timedelta(hours=1))
    await finish(desk, await begin(desk, Begin.HELD, f"date/{CALL}"), {**CITED, "when": "today"})
    [ref] = [ref for ref in await refs(desk) if ref.startswith("after/") and "putin" in ref]
    await desk.services.roles.set_review(desk.scope, Review.EVERYBODY, by=OWNER, cause="all")
    _, role, issue = ref.split("/")
    with pytest.raises(NotAllowedError, match="second person"):
        await desk.services.after.answer(
            desk.scope, role, issue, AfterFound.UNCHANGED, by=SECOND, cause="x"
        )
    done = await desk.services.review.after(
        desk.scope, ref, AfterFound.UNCHANGED, by=SECOND, cause="one"
    )
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert done.done.what is DoneWhat.SUBMITTED
    assert ref in await refs(desk, THIRD)
    await second(desk, done.done.draft_id)
    assert ref not in await refs(desk, THIRD)


async def second(desk: Desk, draft: str) -> None:
    """Let a second person publish what waits."""
    shown = await page(desk, THIRD, f"draft/{draft}")
    assert shown.entry is not None
    assert isinstance(shown.entry.item, DraftItem)
    assert shown.entry.item.outcome is not None
    mark = shown.entry.item.outcome.stand.mark
    done = await desk.services.review.publish(desk.scope, draft, by=THIRD, seen=mark)
    assert isinstance(done, QueuePage)


async def test_an_event_is_given_a_date_an_outcome_or_called_off(desk: Desk) -> None:
    ref = f"date/{CALL}"
    assert ref in await refs(desk)
    seen = await begin(desk, Begin.MOVE, ref)
    await finish(desk, seen, {**CITED, "when": "18 March 2025 at 15:00"})
    assert ref not in await refs(desk)
    desk.clock.advance(timedelta(days=3))
    over = f"outcome/{CALL}"
    assert over in await refs(desk)
    await finish(desk, await begin(desk, Begin.NOT_HELD, over), CITED)
    event = await newest(desk, Event, CALL)
    assert event.record.status is EventStatus.NOT_HELD
    assert over not in await refs(desk)


async def test_what_is_done_by_another_meanwhile_is_said_to_be_done(desk: Desk) -> None:
    made = await report(desk)
    await desk.services.reports.settle(desk.scope, made, ReportState.KEPT, None, by=OWNER)
    with pytest.raises(InvalidInputError, match="done already"):
        await begin(desk, Begin.CORRECT, f"report/{made}")
    shown = await page(desk, ref=f"report/{made}")
    assert shown.at == 0


async def test_an_action_that_an_item_does_not_have_is_refused(desk: Desk) -> None:
    for what in (Begin.CORRECT, Begin.RETRACT, Begin.ANEW):
        with pytest.raises(InvalidInputError, match="cannot be read"):
            await begin(desk, what, f"date/{CALL}")
    for ref in ("", "x", "stale/nothing", "draft/", "after/x"):
        with pytest.raises(InvalidInputError):
            await begin(desk, Begin.RETRACT, ref)


async def test_a_reader_works_nothing(desk: Desk) -> None:
    review, scope = desk.services.review, desk.scope
    for work in (
        review.open(scope, Begin.HELD, f"date/{CALL}", by=READER),
        review.confirm(scope, PUTIN, 1, by=READER),
        review.after(scope, LAVROV, AfterFound.NOTHING_SAID, by=READER, cause="x"),
        review.settle(scope, "x", ReportState.KEPT, "", by=READER),
        review.again(scope, 1, by=READER, cause="x"),
        review.cancel(scope, "x", by=READER),
    ):
        with pytest.raises(NotAllowedError):
            await work
    stance = await newest(desk, Stance, PUTIN)
    assert stance.version.state is RecordState.PUBLISHED


async def test_a_second_person_settles_the_report_that_a_first_one_mended(desk: Desk) -> None:
    """Where everybody's records wait, the report is open until the correction is published."""
    await desk.services.roles.set_review(desk.scope, Review.EVERYBODY, by=OWNER, cause="all")
    made = await report(desk)
    seen = await begin(desk, Begin.CORRECT, f"report/{made}")
    values = {"quote": "Other words.", "reason": "Misread"}
    first = await finish(desk, seen, values)
    assert first.done is not None
    assert first.done.what is DoneWhat.SUBMITTED
    assert f"report/{made}" in await refs(desk)
    await second(desk, seen.draft_id)
    assert f"report/{made}" not in await refs(desk, THIRD)
