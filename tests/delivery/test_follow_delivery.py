"""News of what is followed, through the real sender: told once, ended politely where it is refused."""

from datetime import timedelta

from bot.clock import ManualClock
from bot.db import rules
from bot.db.engine import Database
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.rules import AlertWeight, Follow, FollowKind, Pace
from bot.domain.scope import Scope
from tests.app.fake_discord import CHANNEL, GUILD, READER
from tests.app.fake_messages import NO_ACCESS
from tests.delivery.office import DESK, Office
from tests.people import owner
from tests.services.following_samples import MAYBE, NO, YES, Newsroom

HERE = Scope(guild_id=GUILD)


async def newsroom(office: Office, database: Database, clock: ManualClock) -> Newsroom:
    """A server with a desk, in which things are said."""
    room = Newsroom(database, clock)
    await room.start(guild=GUILD)
    await office.set_up(channel_id=CHANNEL, desk_id=DESK)
    return room


async def follow(room: Newsroom, target: str = "putin", **more: object) -> None:
    kind = FollowKind.ISSUE if target == "truce" else FollowKind.ACTOR
    await room.follow(kind, target, READER, guild=GUILD, **more)  # type: ignore[arg-type]


async def follows(office: Office) -> list[Follow]:
    return await office.database.read(lambda unit: rules.follows(unit, GUILD))


async def news(office: Office) -> list[tuple[PostState, Reason | None]]:
    return [(p.state, p.reason) for p in await office.posts() if p.kind is PostKind.FOLLOW]


async def test_closed_direct_messages_end_a_follow_and_nobody_else_hears_of_it(
    office: Office, sqlite: Database, clock: ManualClock
) -> None:
    room = await newsroom(office, sqlite, clock)
    await follow(room)
    await follow(room, "trump", pace=Pace.DAILY)
    await room.say("putin", YES, guild=GUILD)
    await room.say("trump", YES, guild=GUILD)
    office.discord.channels.closed_dms.add(READER)
    await office.finish(office.process())
    assert await news(office) == [
        (PostState.FAILED, Reason.DM_CLOSED),
        (PostState.SKIPPED, Reason.UNWANTED),
    ]
    assert [each.ended for each in await follows(office)] == [Reason.DM_CLOSED] * 2
    asked = len(office.arrivals)
    await room.say("putin", NO, guild=GUILD)
    office.pass_by(timedelta(days=2))
    await office.finish(office.process())
    assert len(office.arrivals) == asked == 1
    assert office.texts(DESK) == []
    mine = await office.services.following.mine(HERE, user_id=READER)
    assert (mine.count, mine.active) == (2, 0)
    # Open again and followed again, it tells what comes from then on.
    office.discord.channels.closed_dms.clear()
    for each in mine.rows:
        if each.follow.target == "putin":
            await office.services.following.again(
                HERE, each.follow.id, user_id=READER, channel_id=None
            )
    await room.say("putin", MAYBE, guild=GUILD)
    await office.finish(office.process())
    (told,) = office.texts(office.discord.channels.direct(READER).id)
    assert "from `[---]` Rejects to `[+  ]` Agrees in principle; a flip" in told
    assert "Accepts" not in told


async def test_a_channel_that_refuses_ends_its_follows_and_the_desk_hears_once(
    office: Office, sqlite: Database, clock: ManualClock
) -> None:
    room = await newsroom(office, sqlite, clock)
    await follow(room, channel=CHANNEL)
    await room.follow(FollowKind.ACTOR, "putin", READER + 1, channel=CHANNEL, guild=GUILD)
    await follow(room, "truce")
    office.discord.channels[CHANNEL].refuses = NO_ACCESS
    await room.say("putin", YES, guild=GUILD)
    await office.finish(office.process())
    ended = [each.ended for each in await follows(office)]
    assert sorted(ended, key=str) == [None, Reason.NO_ACCESS, Reason.NO_ACCESS]
    assert len(office.texts(office.discord.channels.direct(READER).id)) == 1
    (word,) = office.texts(DESK)
    assert "The news of what somebody follows did not reach" in word
    assert "/following" in word
    assert str(READER) not in word


async def test_a_crash_after_sending_tells_nobody_twice(
    office: Office, sqlite: Database, clock: ManualClock
) -> None:
    """Neither a person nor a channel: the marks rise when it is found that Discord has it."""
    room = await newsroom(office, sqlite, clock)
    await follow(room)
    await room.services.alert_settings.keep(
        HERE, channel_id=CHANNEL, issue=None, weight=AlertWeight.RECORDS, by=owner(1), cause="a"
    )
    await room.say("putin", YES, guild=GUILD)
    await office.die_sending()
    await room.say("putin", NO, guild=GUILD)
    await office.finish(office.process())
    for place in (CHANNEL, office.discord.channels.direct(READER).id):
        first, second = office.texts(place)
        assert "Accepts; no earlier position" in first
        assert "to `[---]` Rejects" in second
        assert "no earlier position" not in second
    await office.all_arrived_once()
