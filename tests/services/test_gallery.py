"""What is drawn is what is recorded: of one server, of one day, and as it was known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.pictures import (
    BoardPicture,
    ClaimsPicture,
    HistoryPicture,
    PictureKind,
    TimelinePicture,
)
from bot.domain.records import Claim, Record, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position, Relation
from bot.domain.when import days
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.pictures import Gallery
from bot.services.wired import wire
from tests.cogs.samples import PUTIN, RECORDS, SUNDAY, evidence

GUILD, OTHER = 7, 8
EARLIER = date(2025, 3, 1)


@pytest.fixture
async def gallery(sqlite: Database, clock: ManualClock) -> Gallery:
    """The sample record, and before it another position of Putin's."""
    await record(sqlite, clock, GUILD, *RECORDS, rejects())
    return wire(sqlite, clock).gallery


async def record(database: Database, clock: ManualClock, guild: int, *records: Record) -> None:
    def work(unit: Unit) -> None:
        act = acts.begin(unit, guild, what="test", at=clock.now(), by=1)
        for each in records:
            acts.add(act, each)

    await database.write(work)


def rejects(day: date = EARLIER, *, holder: str = "putin", key: str = "s-early") -> Stance:
    said = evidence(holder, "No.", days(day))
    return replace(PUTIN, key=key, holder=holder, position=Position.REJECTS, evidence=said)


async def board(gallery: Gallery, scope: Scope) -> BoardPicture:
    found = await gallery.picture(scope, PictureKind.BOARD)
    assert isinstance(found, BoardPicture)
    return found


async def history(gallery: Gallery, scope: Scope, actor: str) -> HistoryPicture:
    found = await gallery.picture(scope, PictureKind.HISTORY, actor)
    assert isinstance(found, HistoryPicture)
    return found


async def test_the_board_has_the_position_before(gallery: Gallery) -> None:
    found = await board(gallery, Scope(guild_id=GUILD))
    by_holder = {row.holder.key: row for row in found.rows}
    putin = by_holder["putin"]
    assert (putin.before, putin.stance.position) == (
        Position.REJECTS,
        Position.AGREES_IN_PRINCIPLE,
    )
    assert putin.principal is not None
    assert putin.principal.key == "russia"
    assert by_holder["zelenskyy"].before is None
    assert found.rows[0].holder.key == "zelenskyy"
    assert found.sources == 1


async def test_a_picture_of_a_day_gone_by_knows_nothing_later(gallery: Gallery) -> None:
    scope = Scope(guild_id=GUILD, as_of=EARLIER)
    found = await board(gallery, scope)
    assert [(row.holder.key, row.stance.position) for row in found.rows] == [
        ("putin", Position.REJECTS),
    ]
    assert found.seen.on == EARLIER
    assert found.seen.past
    lanes = await gallery.picture(scope, PictureKind.TIMELINE)
    assert isinstance(lanes, TimelinePicture)
    assert [len(lane.stances) for lane in lanes.lanes] == [1]
    assert lanes.events == ()


async def test_a_picture_as_it_was_known(
    gallery: Gallery,
    sqlite: Database,
    clock: ManualClock,
) -> None:
    known = clock.now()
    clock.advance(timedelta(days=1))
    late = rejects(SUNDAY, holder="us", key="s-us")
    await record(sqlite, clock, GUILD, late)
    assert len((await board(gallery, Scope(guild_id=GUILD))).rows) == 3
    then = await board(gallery, Scope(guild_id=GUILD, known_at=known))
    assert len(then.rows) == 2
    assert then.seen.known_at == known


async def test_a_server_sees_its_own_record_alone(gallery: Gallery) -> None:
    for kind in PictureKind:
        with pytest.raises((InvalidInputError, UnknownNameError)):
            await gallery.picture(Scope(guild_id=OTHER), kind, "putin", "ceasefire-30-day")


async def test_a_timeline_has_a_lane_for_each_holder_oldest_first(gallery: Gallery) -> None:
    found = await gallery.picture(Scope(guild_id=GUILD), PictureKind.TIMELINE)
    assert isinstance(found, TimelinePicture)
    lanes = {lane.holder.key: [s.position for s in lane.stances] for lane in found.lanes}
    assert lanes["putin"] == [Position.REJECTS, Position.AGREES_IN_PRINCIPLE]
    assert [event.title for event in found.events] == ["Call between Trump and Putin"]
    of_one = await gallery.picture(Scope(guild_id=GUILD), PictureKind.TIMELINE, "russia")
    assert isinstance(of_one, TimelinePicture)
    assert [lane.holder.key for lane in of_one.lanes] == ["putin"]


async def test_claims_are_counted_for_those_they_are_about(gallery: Gallery) -> None:
    every = await gallery.picture(Scope(guild_id=GUILD), PictureKind.CLAIMS)
    about = await gallery.picture(Scope(guild_id=GUILD), PictureKind.CLAIMS, "putin")
    assert isinstance(every, ClaimsPicture)
    assert isinstance(about, ClaimsPicture)
    assert {each.about.key for each in about.claims} == {"putin"}
    assert len(every.claims) >= len(about.claims) > 0


async def test_claims_move_no_line(
    gallery: Gallery,
    sqlite: Database,
    clock: ManualClock,
) -> None:
    before = await history(gallery, Scope(guild_id=GUILD), "putin")
    claim = Claim(
        key="c-new",
        claimant="zelenskyy",
        about="putin",
        issue=PUTIN.issue,
        relation=Relation.ASCRIBES_STANCE,
        ascribed=Position.REJECTS,
        evidence=evidence("zelenskyy", "He rejects it.", days(SUNDAY)),
    )
    await record(sqlite, clock, GUILD, claim)
    after = await history(gallery, Scope(guild_id=GUILD), "putin")
    assert after.points == before.points
    assert len(after.claims) == len(before.claims) + 1


async def test_a_states_history_is_the_line_of_its_voices(
    gallery: Gallery,
    sqlite: Database,
    clock: ManualClock,
) -> None:
    """Two of equal authority that contradict each other within the window are mixed signals."""
    own = rejects(SUNDAY + timedelta(days=1), holder="russia", key="s-own")
    clock.at = datetime(2025, 3, 20, tzinfo=UTC)
    await record(sqlite, clock, GUILD, own)
    found = await history(gallery, Scope(guild_id=GUILD), "russia")
    assert [(point.holder.key, point.stance.position, point.line) for point in found.points] == [
        ("putin", Position.REJECTS, Position.REJECTS),
        ("putin", Position.AGREES_IN_PRINCIPLE, Position.AGREES_IN_PRINCIPLE),
        ("russia", Position.REJECTS, Position.MIXED_SIGNALS),
    ]


async def test_a_history_needs_somebody_and_a_board_nobody(gallery: Gallery) -> None:
    scope = Scope(guild_id=GUILD)
    with pytest.raises(InvalidInputError, match="Name one in the actor option"):
        await gallery.picture(scope, PictureKind.HISTORY)
    with pytest.raises(InvalidInputError, match="The board shows everybody"):
        await gallery.picture(scope, PictureKind.BOARD, "putin")
