"""A second person publishes: what waits, who may let it out, and what becomes of it until then."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db import log
from bot.db.engine import Database
from bot.db.schema import ActRow, GuildRow
from bot.domain.access import Person, Review
from bot.domain.records import Stance
from bot.errors import ConflictError, FrozenError, InvalidInputError, NotAllowedError
from bot.services.desk.items import DoneWhat, DraftItem, QueuePage
from bot.services.editing.answers import Preview, Published, Refused, Submitted
from bot.services.editing.forms import ActorForm, AliasForm, IssueForm
from bot.services.editing.submitting import EDITED, MAX_WAITING
from tests.services.news_samples import GUILD, Desk, starter
from tests.services.review_steps import (
    FORM,
    OTHER,
    OWNER,
    READER,
    SECOND,
    THIRD,
    WORDS,
    WRITER,
    page,
    previewed,
    refs,
    submitted,
    with_roles,
)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    """The starter pack's server, where contributors' records wait."""
    return await with_roles(await starter(sqlite, clock))


async def stances(desk: Desk) -> list[Stance]:
    found = await desk.database.read(lambda unit: log.all_live(unit, Stance, desk.scope))
    return [each.record for each in found if each.record.evidence.words == WORDS]


async def last_act(desk: Desk) -> tuple[int | None, int | None, str | None]:
    """Who did it, who drafted it, and why."""
    columns = (ActRow.recorded_by, ActRow.drafted_by, ActRow.why)
    query = sa.select(*columns).where(ActRow.guild_id == GUILD).order_by(ActRow.seq.desc()).limit(1)
    recorded, drafted, why = await desk.database.read(lambda unit: unit.execute(query).one())
    return recorded, drafted, why


async def taken(desk: Desk, draft: str, by: Person = SECOND) -> Preview:
    """The preview of a waiting draft, as the queue shows it."""
    shown = await page(desk, by, f"draft/{draft}")
    assert shown.entry is not None
    assert isinstance(shown.entry.item, DraftItem)
    assert isinstance(shown.entry.item.outcome, Preview)
    return shown.entry.item.outcome


async def test_a_contributors_record_waits_and_a_second_person_publishes_it(desk: Desk) -> None:
    seen = await previewed(desk)
    assert seen.stand.awaits
    draft = await submitted(desk)
    assert await stances(desk) == []
    shown = await taken(desk, draft)
    assert (shown.stand.author, shown.stand.awaits) == (WRITER.id, False)
    done = await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=shown.stand.mark)
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert done.done.what is DoneWhat.PUBLISHED
    [stance] = await stances(desk)
    assert await last_act(desk) == (SECOND.id, WRITER.id, None)
    found = await desk.database.read(lambda unit: log.versions(unit, Stance, GUILD, stance.key))
    assert found[-1].version.recorded_by == SECOND.id
    assert f"draft/{draft}" not in await refs(desk)


async def test_whose_records_wait(desk: Desk) -> None:
    for review, by, waits in (
        (Review.OFF, WRITER, False),
        (Review.CONTRIBUTORS, WRITER, True),
        (Review.CONTRIBUTORS, SECOND, False),
        (Review.CONTRIBUTORS, OWNER, False),
        (Review.EVERYBODY, WRITER, True),
        (Review.EVERYBODY, SECOND, True),
        (Review.EVERYBODY, OWNER, True),
    ):
        cause = f"{review} {by.id}"
        await desk.services.roles.set_review(desk.scope, review, by=OWNER, cause=cause)
        seen = await previewed(desk, by=by)
        assert seen.stand.awaits is waits
        done = await desk.services.editing.publish(desk.scope, seen.draft_id, by=by)
        assert isinstance(done, Submitted if waits else Published), cause


async def test_nobody_is_their_own_second_person(desk: Desk) -> None:
    """Not from the queue, not with a forged button, not as an owner."""
    await desk.services.roles.set_review(desk.scope, Review.EVERYBODY, by=OWNER, cause="all")
    draft = await submitted(desk, by=OWNER)
    assert f"draft/{draft}" not in await refs(desk, OWNER)
    assert (await page(desk, OWNER)).own == 1
    for _ in range(2):
        done = await desk.services.review.publish(desk.scope, draft, by=OWNER)
        assert isinstance(done, Submitted)
    with pytest.raises(InvalidInputError, match="your own"):
        await desk.services.review.send_back(desk.scope, draft, "No", by=OWNER)
    assert await stances(desk) == []
    shown = await taken(desk, draft)
    await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=shown.stand.mark)
    assert len(await stances(desk)) == 1


async def test_only_editors_let_anothers_draft_out(desk: Desk) -> None:
    draft = await submitted(desk)
    for by in (OTHER, READER):
        for work in (
            desk.services.review.publish(desk.scope, draft, by=by),
            desk.services.editing.form_of(desk.scope, draft, by=by),
            desk.services.editing.revise(desk.scope, draft, {"quote": "x"}, by=by),
            desk.services.review.send_back(desk.scope, draft, "No", by=by),
            desk.services.review.page(desk.scope, by=by),
            desk.services.review.wait_again(desk.scope, draft, "", by=by),
            desk.services.review.undo(desk.scope, 1, 0, by=by),
        ):
            with pytest.raises(NotAllowedError):
                await work
    with pytest.raises(NotAllowedError):
        await desk.services.editing.cancel(desk.scope, draft, by=SECOND)
    assert await stances(desk) == []
    assert f"draft/{draft}" in await refs(desk)


async def test_what_is_not_submitted_is_its_authors_alone(desk: Desk) -> None:
    seen = await previewed(desk)
    with pytest.raises(NotAllowedError):
        await desk.services.editing.form_of(desk.scope, seen.draft_id, by=SECOND)
    assert not any(ref.startswith("draft/") for ref in await refs(desk))


async def test_contributors_give_what_is_said_and_editors_the_register(desk: Desk) -> None:
    for form in (AliasForm(actor="putin", name="VVP"), IssueForm(title="T", question="Q?")):
        with pytest.raises(NotAllowedError):
            await desk.services.editing.start(desk.scope, form, by=WRITER)
    seen = await previewed(desk, ActorForm(name="Ada", kind="person"))
    assert seen.stand.awaits
    with pytest.raises(NotAllowedError):
        await desk.services.editing.start(desk.scope, FORM, by=READER)


async def test_a_change_by_its_author_takes_it_back_and_a_look_does_not(desk: Desk) -> None:
    draft = await submitted(desk)
    again = await desk.services.editing.look_again(desk.scope, draft, by=WRITER)
    assert isinstance(again, Preview)
    assert again.stand.submitted_at == desk.clock.now()
    shown = await taken(desk, draft)
    changed = await desk.services.editing.revise(
        desk.scope, draft, {"position": "rejects"}, by=WRITER
    )
    assert isinstance(changed, Preview)
    assert changed.stand.submitted_at is None
    assert f"draft/{draft}" not in await refs(desk)
    with pytest.raises(NotAllowedError, match="does not wait for review"):
        await desk.services.editing.publish(desk.scope, draft, by=SECOND, seen=shown.stand.mark)
    assert isinstance(await desk.services.editing.publish(desk.scope, draft, by=WRITER), Submitted)
    assert f"draft/{draft}" in await refs(desk)


async def test_withdrawn_it_is_gone_and_nothing_typed_is_lost(desk: Desk) -> None:
    draft = await submitted(desk)
    done = await desk.services.review.cancel(desk.scope, draft, by=WRITER)
    assert done.form == FORM
    assert f"draft/{draft}" not in await refs(desk)


async def test_an_editor_may_change_it_first_and_the_act_says_so(desk: Desk) -> None:
    draft = await submitted(desk)
    seen = await desk.services.editing.revise(
        desk.scope, draft, {"position": "considering"}, by=SECOND
    )
    assert isinstance(seen, Preview)
    assert (seen.stand.author, seen.stand.submitted_at) == (WRITER.id, desk.clock.now())
    await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=seen.stand.mark)
    assert await last_act(desk) == (SECOND.id, WRITER.id, EDITED)


async def test_nobody_publishes_what_another_editor_changed_since_they_looked(desk: Desk) -> None:
    draft = await submitted(desk)
    shown = await taken(desk, draft)
    await desk.services.editing.revise(desk.scope, draft, {"position": "rejects"}, by=THIRD)
    again = await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=shown.stand.mark)
    assert isinstance(again, Preview)
    assert again.stand.mark != shown.stand.mark
    assert await stances(desk) == []
    done = await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=again.stand.mark)
    assert isinstance(done, QueuePage)


async def test_two_editors_at_once_publish_it_once(desk: Desk) -> None:
    draft = await submitted(desk)
    mark = (await taken(desk, draft)).stand.mark
    found = await asyncio.gather(
        *(
            desk.services.review.publish(desk.scope, draft, by=by, seen=mark)
            for by in (SECOND, THIRD)
        ),
    )
    done = [each.done.what if isinstance(each, QueuePage) and each.done else each for each in found]
    assert DoneWhat.PUBLISHED in done
    assert len(await stances(desk)) == 1


async def test_sent_back_its_author_reads_why_mends_it_and_submits_it_again(desk: Desk) -> None:
    draft = await submitted(desk)
    with pytest.raises(InvalidInputError, match="reason is missing"):
        await desk.services.review.send_back(desk.scope, draft, " \u200b ", by=SECOND)
    done = await desk.services.review.send_back(desk.scope, draft, "Which paper?", by=SECOND)
    assert isinstance(done, QueuePage)
    assert done.done is not None
    assert f"draft/{draft}" not in await refs(desk)
    [row] = (await desk.services.editing.drafts(desk.scope, by=WRITER)).rows
    assert (row.stand.returned, row.stand.submitted_at) == ("Which paper?", None)
    seen = await desk.services.editing.revise(
        desk.scope, draft, {"source": "The Paper — Yes"}, by=WRITER
    )
    assert isinstance(seen, Preview)
    assert seen.stand.returned == "Which paper?"
    with pytest.raises(ConflictError, match="gone on"):
        await desk.services.review.wait_again(desk.scope, draft, done.done.mark, by=SECOND)
    await desk.services.editing.publish(desk.scope, draft, by=WRITER)
    assert (await taken(desk, draft)).stand.returned is None


async def test_sending_back_is_undone_while_its_author_has_not_gone_on(desk: Desk) -> None:
    draft = await submitted(desk)
    done = await desk.services.review.send_back(desk.scope, draft, "Oops", by=SECOND)
    assert isinstance(done, QueuePage)
    assert done.done is not None
    with pytest.raises(ConflictError):
        await desk.services.review.wait_again(desk.scope, draft, "forged", by=SECOND)
    back = await desk.services.review.wait_again(desk.scope, draft, done.done.mark, by=SECOND)
    assert isinstance(back, QueuePage)
    assert back.entry is not None
    assert back.entry.ref == f"draft/{draft}"


async def test_what_waits_never_expires_and_what_is_sent_back_lives_seven_days(desk: Desk) -> None:
    draft = await submitted(desk)
    desk.clock.advance(timedelta(days=60))
    await previewed(desk, by=OTHER)
    assert f"draft/{draft}" in await refs(desk)
    await desk.services.review.send_back(desk.scope, draft, "Old", by=SECOND)
    desk.clock.advance(timedelta(days=7))
    await previewed(desk, by=OTHER)
    assert (await desk.services.editing.drafts(desk.scope, by=WRITER)).rows
    desk.clock.advance(timedelta(seconds=1))
    await previewed(desk, by=OTHER)
    assert not (await desk.services.editing.drafts(desk.scope, by=WRITER)).rows


async def test_it_is_read_as_in_its_authors_channel_wherever_it_is_looked_at(desk: Desk) -> None:
    """A form without an issue means the usual one where it was typed."""
    here = replace(desk.scope, channel_id=77)
    seen = await desk.services.editing.start(
        desk.scope, IssueForm(title="Prisoner swap", question="Should it be?"), by=OWNER
    )
    assert isinstance(seen, Preview)
    await desk.services.editing.publish(desk.scope, seen.draft_id, by=OWNER)
    await desk.services.settings.set_issue(
        here, "Prisoner swap", channel_id=77, by=OWNER, cause="usual"
    )
    mine = await desk.services.editing.start(here, FORM, by=WRITER)
    assert isinstance(mine, Preview)
    await desk.services.editing.publish(here, mine.draft_id, by=WRITER)
    shown = await taken(desk, mine.draft_id)
    assert isinstance(shown.record, Stance)
    assert shown.record.issue == "prisoner-swap"
    await desk.services.review.publish(desk.scope, mine.draft_id, by=SECOND, seen=shown.stand.mark)
    assert [each.issue for each in await stances(desk)] == ["prisoner-swap"]


async def test_review_switched_off_leaves_what_waits_to_both(desk: Desk) -> None:
    one, two = await submitted(desk), await submitted(desk, by=OTHER)
    done = await desk.services.roles.set_review(desk.scope, Review.OFF, by=OWNER, cause="off")
    assert done.rights.waiting == 2
    assert isinstance(await desk.services.editing.publish(desk.scope, one, by=WRITER), Published)
    shown = await taken(desk, two)
    done_two = await desk.services.review.publish(desk.scope, two, by=SECOND, seen=shown.stand.mark)
    assert isinstance(done_two, QueuePage)


async def test_a_contributor_who_is_none_any_more_reaches_nothing(desk: Desk) -> None:
    draft = await submitted(desk)
    await desk.services.roles.set_role(desk.scope, 501, None, by=OWNER, cause="none")
    with pytest.raises(NotAllowedError):
        await desk.services.editing.look_again(desk.scope, draft, by=WRITER)
    shown = await taken(desk, draft)
    await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=shown.stand.mark)
    assert len(await stances(desk)) == 1


async def test_what_can_no_longer_be_published_says_why_in_the_queue(desk: Desk) -> None:
    draft = await submitted(desk, replace(FORM, actor="zelenskyy"))
    seen = await desk.services.editing.revise(desk.scope, draft, {"actor": "nobody"}, by=SECOND)
    assert isinstance(seen, Refused)
    assert seen.stand.author == WRITER.id
    shown = await page(desk, SECOND, f"draft/{draft}")
    assert shown.entry is not None
    assert isinstance(shown.entry.item, DraftItem)
    assert isinstance(shown.entry.item.outcome, Refused)


async def test_a_frozen_server_says_so_and_keeps_the_draft(desk: Desk) -> None:
    draft = await submitted(desk)
    mark = (await taken(desk, draft)).stand.mark
    until = desk.clock.now() + timedelta(days=1)
    await desk.database.write(
        lambda unit: unit.execute(sa.update(GuildRow).values(frozen_until=until))
    )
    with pytest.raises(FrozenError):
        await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=mark)
    desk.clock.advance(timedelta(days=1))
    done = await desk.services.review.publish(desk.scope, draft, by=SECOND, seen=mark)
    assert isinstance(done, QueuePage)


async def test_one_person_cannot_bury_the_queue(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_WAITING == 100
    monkeypatch.setattr("bot.services.editing.submitting.MAX_WAITING", 2)
    for _ in range(2):
        await submitted(desk)
    seen = await previewed(desk)
    with pytest.raises(InvalidInputError, match="wait for review already"):
        await desk.services.editing.publish(desk.scope, seen.draft_id, by=WRITER)
    await submitted(desk, by=OTHER)


async def test_ones_drafts_are_turned_page_by_page(desk: Desk) -> None:
    for at in range(7):
        await submitted(desk, replace(FORM, quote=f"{at}. {WORDS}"))
    first = await desk.services.editing.drafts(desk.scope, by=WRITER)
    rest = await desk.services.editing.drafts(desk.scope, by=WRITER, page=1)
    assert (len(first.rows), first.has_more) == (5, True)
    assert (len(rest.rows), rest.has_more) == (2, False)
    assert len({row.draft_id for row in (*first.rows, *rest.rows)}) == 7
