"""What nobody has looked at for too long leaves the headline, and comes back with one press."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Person
from bot.domain.pictures import BoardPicture, PictureKind
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, Verb
from bot.errors import NotAllowedError
from bot.services.answers import StanceAnswer
from bot.services.desk.stale import StaleItem, stale_items
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import ConfirmForm, CorrectForm, IssueEditForm
from bot.ui.board_card import board_card
from bot.ui.card import plain
from bot.ui.compare_card import compare_card
from bot.ui.pictures.alt import alt_text
from bot.ui.stance_card import stance_card
from tests.people import owner
from tests.services.news_samples import EDITOR, GUILD, ISSUE, PUTIN, REJECTS, Desk, starter

SUNDAY = date(2025, 3, 16)
READER = Person(id=9)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    """A server with the starter pack, 29 days after everything was said."""
    made = await starter(sqlite, clock)
    made.clock.advance(timedelta(days=29))
    return made


async def asked(desk: Desk, actor: str = "putin", **scope: object) -> StanceAnswer:
    where = Scope(guild_id=GUILD, **scope)  # type: ignore[arg-type]
    return await desk.services.lookups.stance(where, actor, ISSUE)


async def waiting(desk: Desk) -> tuple[StaleItem, ...]:
    today = desk.clock.now().date()

    def work(unit: Unit) -> tuple[StaleItem, ...]:
        return stale_items(unit, GUILD, Directories().get(unit, GUILD), today)

    return await desk.database.read(work)


async def stale(desk: Desk) -> list[str]:
    return [item.view.stance.record.key for item in await waiting(desk)]


async def version(desk: Desk, key: str = PUTIN) -> int:
    found = await asked(desk, key.partition("-")[0])
    return found.standings[0].view.stance.version.number


async def test_a_card_a_comparison_and_a_board_say_when_it_was_last_looked_at(desk: Desk) -> None:
    """The same words for all; the last position stands below, as the last recorded."""
    fresh = plain(stance_card(await asked(desk)))
    assert "ot looked at" not in fresh
    assert "### `[+  ]` Agrees in principle" in fresh
    desk.clock.advance(timedelta(days=1))
    found = await asked(desk)
    assert found.unlooked == SUNDAY
    card = plain(stance_card(found))
    assert (
        "### Not looked at since 16 March 2025\nLast recorded: `[+  ]` Agrees in principle" in card
    )
    assert "### `[" not in card
    board = await desk.services.lookups.board(desk.scope, ISSUE)
    shown = plain(board_card(board))
    assert board.unlooked == board.holders == len(await waiting(desk))
    assert f"{board.holders} holders, {board.unlooked} not looked at lately" in shown
    assert (
        "Not looked at since 16 March 2025 — **Vladimir Putin**\n-# last recorded: `[+  ]`" in shown
    )
    compared = plain(
        compare_card(await desk.services.lookups.compare(desk.scope, "putin", "zelenskyy", ISSUE))
    )
    for mark in ("[+  ]` Agrees in principle", "[+++]` Accepts"):
        assert f"not looked at since 16 March 2025, last recorded: `{mark}" in compared


async def test_what_was_looked_at_comes_first_on_the_board_and_in_its_picture(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    await desk.publish(ConfirmForm(record=PUTIN))
    board = await desk.services.lookups.board(desk.scope, ISSUE)
    assert [row.unlooked is None for row in board.rows].index(False) == 1
    assert board.rows[0].holder.key == "putin"
    assert board.unlooked == board.holders - 1
    picture = await desk.services.gallery.picture(desk.scope, PictureKind.BOARD, None, ISSUE)
    assert isinstance(picture, BoardPicture)
    told = alt_text(picture)
    putin = next(part for part in told.split(". ") if "Vladimir Putin" in part)
    assert "not looked at" not in putin
    assert "not looked at since 16 March 2025" in told


async def test_the_past_is_judged_by_its_own_day(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    then = datetime(2025, 4, 1, tzinfo=UTC)
    assert (await asked(desk)).unlooked == SUNDAY
    assert (await asked(desk, as_of=date(2025, 4, 14))).unlooked is None
    assert (await asked(desk, as_of=date(2025, 4, 15))).unlooked == SUNDAY
    assert (await asked(desk, known_at=then)).unlooked is None
    before = desk.clock.now()
    desk.clock.advance(timedelta(hours=1))
    await desk.publish(ConfirmForm(record=PUTIN))
    assert (await asked(desk)).unlooked is None
    assert (await asked(desk, known_at=before)).unlooked == SUNDAY


async def test_a_line_is_stale_only_where_all_that_it_rests_on_is(desk: Desk) -> None:
    """Of several voices, those count that hold the line's position."""
    desk.clock.advance(timedelta(days=1))
    said = replace(REJECTS, actor="lavrov", position="accepts", said="15 March 2025")
    lavrov = await desk.publish(said)
    line = await asked(desk, "russia")
    assert [each.view.holder.key for each in line.standings] == ["lavrov", "putin"]
    assert (line.position, line.unlooked) == (Position.ACCEPTS, date(2025, 3, 15))
    await desk.publish(ConfirmForm(record=PUTIN))
    assert (await asked(desk, "russia")).unlooked == date(2025, 3, 15)
    await desk.publish(ConfirmForm(record=str(lavrov.key)))
    assert (await asked(desk, "russia")).unlooked is None
    desk.clock.advance(timedelta(days=29))
    await desk.publish(ConfirmForm(record=PUTIN))
    desk.clock.advance(timedelta(days=1))
    again = await asked(desk, "russia")
    assert again.unlooked == date(2025, 4, 15)
    assert "- last recorded: `[+++]` Accepts, not looked at since 15 April 2025" in plain(
        stance_card(again)
    )


async def test_each_issue_has_a_shelf_life_of_its_own(desk: Desk) -> None:
    assert await stale(desk) == []
    await desk.publish(IssueEditForm(issue=ISSUE, stale_after="2 weeks", reason="closer"))
    found = await waiting(desk)
    assert PUTIN in [item.view.stance.record.key for item in found]
    assert {(item.since, item.looked_on) for item in found} == {(date(2025, 3, 30), SUNDAY)}
    await desk.publish(IssueEditForm(issue=ISSUE, stale_after="never", reason="wider"))
    assert await stale(desk) == []
    assert (await asked(desk)).unlooked is None


async def test_one_press_confirms_it_and_it_leaves_the_queue(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    before, number = await stale(desk), await version(desk)
    done = await desk.services.shelf.confirm(desk.scope, PUTIN, number, by=owner(EDITOR))
    assert isinstance(done, Published)
    assert await stale(desk) == [key for key in before if key != PUTIN]
    found = (await asked(desk)).standings[0].view.stance
    assert (found.version.verb, found.record.position) == (
        Verb.CONFIRM,
        Position.AGREES_IN_PRINCIPLE,
    )
    await desk.undo(done.seq)
    assert await stale(desk) == before


async def test_pressed_twice_or_by_two_at_once_it_is_confirmed_once(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    number = await version(desk)
    confirm = desk.services.shelf.confirm
    first, second = await asyncio.gather(
        confirm(desk.scope, PUTIN, number, by=owner(EDITOR)),
        confirm(desk.scope, PUTIN, number, by=owner(2)),
    )
    assert isinstance(first, Published)
    assert isinstance(second, Published)
    assert first.seq == second.seq
    assert sorted([first.repeated, second.repeated]) == [False, True]
    assert await version(desk) == number + 1
    for by in (EDITOR, 2):
        assert (await desk.services.editing.drafts(desk.scope, by=owner(by))).rows == ()


async def test_what_has_changed_since_it_was_looked_at_is_not_confirmed_unseen(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    number = await version(desk)
    await desk.publish(CorrectForm(record=PUTIN, reason="misread", quote="Better words."))
    shown = await desk.services.shelf.confirm(desk.scope, PUTIN, number, by=owner(2))
    assert isinstance(shown, Preview)
    assert shown.meanwhile is not None
    # And a reader confirms nothing at all.
    with pytest.raises(NotAllowedError):
        await desk.services.shelf.confirm(desk.scope, PUTIN, number + 1, by=READER)
    assert await version(desk) == number + 1


async def test_a_stance_that_another_followed_is_stale_no_more(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=1))
    assert PUTIN in await stale(desk)
    await desk.publish(replace(REJECTS, said="14 April 2025"))
    assert PUTIN not in await stale(desk)
    found = await asked(desk)
    assert (found.position, found.unlooked) == (Position.REJECTS, None)
