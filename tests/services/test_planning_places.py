"""What is owed goes where it is wanted: channels, the desk, Discord’s own list, packs, refusals."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.posts import PostKind, Reason
from bot.domain.records import Source
from bot.domain.vocabulary import EventStatus
from bot.domain.when import days, instant
from bot.packs.format import Pack
from bot.packs.starter import load_starter
from bot.services.posts.contents import EventContent
from bot.services.posts.outbox import Failed
from bot.services.wired import wire
from tests.people import owner
from tests.services.post_samples import (
    CALL,
    CHANNEL,
    DAY,
    DESK,
    ELSEWHERE,
    GUILD,
    HOUR,
    TUESDAY,
    WINDOW,
    World,
    counted,
    kinds,
)

REMINDER, OPENS, CLOSES = PostKind.REMINDER, PostKind.OPENS, PostKind.CLOSES
MOVED, CANCELLED, QUESTION = PostKind.MOVED, PostKind.CANCELLED, PostKind.QUESTION
AFTER, DATES = PostKind.AFTER, PostKind.DATES
LATER = replace(CALL, when=instant(TUESDAY + DAY))
HELD = replace(CALL, status=EventStatus.HELD)


async def test_the_mirror_is_switched_on_off_and_on_again(world: World) -> None:
    await world.record(CALL)
    for on in (True, False, True, False):
        await world.set(mirror=on)
        (owed,) = await world.open(PostKind.MIRROR)
        assert kinds(await world.send_mirror()) == [PostKind.MIRROR]
        assert not await world.open(PostKind.MIRROR)
        _, content = world.said[-1]
        assert getattr(content, "wanted", None) is on, owed.key


async def test_a_window_is_never_mirrored(world: World) -> None:
    await world.set(mirror=True)
    await world.record(WINDOW)
    assert await world.posts(PostKind.MIRROR) == []


# Packs.


async def test_the_starter_pack_owes_what_its_one_open_event_makes_due(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    """The call of the article is expected within a window; what is over owes nothing."""
    services = wire(sqlite, clock)
    await services.packs.apply(GUILD, load_starter(), by=owner(1))
    world = World(sqlite, clock, zone=load_starter().zone or "UTC")
    await world.set(channel_id=CHANNEL, desk_id=DESK)
    found = {event.key: kinds(await world.open(event=event.key)) for event in load_starter().events}
    expected = {
        event.key: [OPENS, CLOSES, QUESTION]
        for event in load_starter().events
        if event.status is EventStatus.EXPECTED
    }
    assert {key: owed for key, owed in found.items() if owed} == expected
    assert len(expected) == 1


async def test_a_pack_of_past_events_is_imported_in_few_statements_and_owes_nothing(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    """As many for two thousand as for two hundred, but for the pages of what is written."""
    source = Source(key="s1", publisher="The Paper", published=days(date(2024, 3, 1)))
    held = replace(HELD, when=days(date(2024, 3, 1)), issues=())
    services = wire(sqlite, clock)
    sent: list[int] = []
    for guild, many in ((1, 200), (2, 2000)):
        events = tuple(replace(held, key=f"past-{n}", title=f"Past {n}") for n in range(many))
        pack = Pack(name="past", events=events, sources=(source,))
        with counted() as statements:
            await services.packs.apply(guild, pack, by=owner(1))
        sent.append(len(statements))
    assert sent[1] <= sent[0] + 10
    owed = await sqlite.read(
        lambda unit: unit.execute(sa.text("SELECT count(*) FROM post")).scalar_one()
    )
    assert owed == 0


# Places that refuse.


async def test_what_a_channel_refused_goes_to_the_channel_that_takes_its_place(
    world: World,
) -> None:
    """Late, if it is still worth it: nobody has heard of the event yet."""
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    await world.send(lambda post: Failed(post=post, reason=Reason.NO_CHANNEL, detail="404"))
    world.clock.advance(3 * HOUR)
    await world.set(channel_id=ELSEWHERE)
    sent = await world.send()
    reminders = [post for post in sent if post.kind is REMINDER]
    assert [(post.channel_id, post.due_at) for post in reminders] == [(ELSEWHERE, TUESDAY - DAY)]
    late = [content for post, content in world.said if post.kind is REMINDER]
    assert isinstance(late[0], EventContent)
    assert late[0].late == 3 * HOUR


async def test_what_could_not_be_sent_stays_news_when_its_event_changes(world: World) -> None:
    await world.record(CALL)
    world.clock.at = TUESDAY - DAY
    (post,) = await world.turn()
    refused = Failed(post=post, reason=Reason.NO_CHANNEL, detail="404")
    await world.outbox.turn((refused,), by="a", limit=0, render=str)
    await world.record(LATER)
    (trouble,) = await world.open(PostKind.TROUBLE)
    assert (trouble.channel_id, trouble.subject) == (DESK, str(post.id))
