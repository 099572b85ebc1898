"""Discord’s own events, and reminders of single events: what settings make owed."""

from datetime import UTC, datetime

import pytest

from bot.db import breakages, calendar, posts, sending
from bot.db.engine import Unit
from bot.domain.posts import PostKind, PostState, Reason
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import press
from tests.cogs.remind_steps import TALKS, owed
from tests.cogs.settings_steps import acts, give


@pytest.fixture
async def talks(world: World) -> World:
    await world.record(TALKS)
    return world


async def test_a_channel_named_again_is_tried_again(talks: World) -> None:
    await give(talks, "reminders", channel=talks.channel)

    def refuse(unit: Unit) -> None:
        breakages.note_breakage(
            unit,
            talks.guild.id,
            talks.channel.id,
            Reason.NO_ACCESS,
            at=talks.clock.now(),
            detail=None,
        )

    await talks.database.write(refuse)
    assert "no permission to post there" in texts(await give(talks, "reminders"))
    await give(talks, "reminders", channel=talks.channel)
    assert "no permission" not in texts(await give(talks, "reminders"))


async def test_turning_the_mirror_on_and_off_owes_each_change_once(talks: World) -> None:
    async def mirrored(state: PostState = PostState.DUE) -> list[str]:
        found = await talks.database.read(
            lambda unit: posts.of_event(unit, talks.guild.id, "e-talks"),
        )
        return [post.key for post in found if post.kind is PostKind.MIRROR and post.state is state]

    async def sent(discord_id: int | None) -> None:
        def work(unit: Unit) -> None:
            for post in posts.of_event(unit, talks.guild.id, "e-talks"):
                if post.kind is PostKind.MIRROR and post.open:
                    sending.mark_sent(unit, post.id, at=talks.clock.now(), message_id=None)
            calendar.keep_mirrored(unit, talks.guild.id, "e-talks", discord_id)

        await talks.database.write(work)

    assert "before: not shown" in texts(await give(talks, "mirror", state="on"))
    assert len(await mirrored()) == 1
    # Off and on again before anything was sent: one change is owed.
    await give(talks, "mirror", state="off")
    assert not await mirrored()
    await give(talks, "mirror", state="on")
    assert len(await mirrored()) == 1
    await sent(77)
    assert "set so already" in texts(await give(talks, "mirror", state="on"))
    assert not await mirrored()
    await give(talks, "mirror", state="off")
    assert len(await mirrored()) == 1
    await sent(None)
    await give(talks, "mirror", state="on")
    assert len(await mirrored()) == 1


async def test_the_mirror_is_cleared_of_events_that_are_over(talks: World) -> None:
    await give(talks, "mirror", state="on")

    def shown(unit: Unit) -> None:
        for post in posts.of_event(unit, talks.guild.id, "e-talks"):
            sending.mark_sent(unit, post.id, at=talks.clock.now(), message_id=None)
        calendar.keep_mirrored(unit, talks.guild.id, "e-talks", 77)

    await talks.database.write(shown)
    await talks.editor.slash(
        talks.channel, "admin event retract", event="e-talks", reason="Never announced"
    )
    await give(talks, "mirror", state="off")
    assert [post.kind for post in await owed(talks)] == [PostKind.MIRROR]


async def test_what_discord_refused_to_mirror_is_tried_again_when_it_is_turned_on(
    talks: World,
) -> None:
    await give(talks, "mirror", state="on")

    def refuse(unit: Unit) -> None:
        now = talks.clock.now()
        (post,) = sending.claim(unit, now=now, until=now, by="x", limit=5)
        sending.mark(unit, post.id, PostState.FAILED, Reason.NO_ACCESS, by="x")

    await talks.database.write(refuse)
    assert not await owed(talks)
    await give(talks, "mirror", state="on")
    assert [post.kind for post in await owed(talks)] == [PostKind.MIRROR]


async def test_an_event_can_have_reminders_of_its_own(talks: World) -> None:
    await give(talks, "reminders", channel=talks.channel)
    own = talks.guild.create_text_channel("talks")
    done = await talks.editor.slash(
        talks.channel, "admin event reminders", event="e-talks", before="2h", channel=own
    )
    at = int(datetime(2025, 3, 18, 11, tzinfo=UTC).timestamp())
    assert f"<t:{at}:F>" in texts(done)
    (post,) = await owed(talks)
    assert (post.channel_id, post.lead) == (own.id, 7200)
    assert "2 hours" in texts(await give(talks, "reminders"))
    back = await press(talks, done, "Undo")
    assert {post.lead for post in await owed(talks)} == {86400, 3600, 0}
    await press(talks, back, "Bring it back")
    usual = await talks.editor.slash(
        talks.channel, "admin event reminders", event="e-talks", usual=True
    )
    assert "(the server’s)" in texts(usual)
    assert {post.channel_id for post in await owed(talks)} == {talks.channel.id}


async def test_the_reminders_of_an_event_are_shown_without_an_act(talks: World) -> None:
    before = await acts(talks)
    shown = await talks.editor.slash(talks.channel, "admin event reminders", event="e-talks")
    assert "Choose a channel with /setup reminders" in texts(shown)
    assert "nothing in public" in texts(shown)
    assert await acts(talks) == before
    unknown = await talks.editor.slash(talks.channel, "admin event reminders", event="zzz")
    assert "No event here goes by" in texts(unknown)
    assert talks.env.errors


async def test_a_window_is_announced_by_its_days(world: World) -> None:
    world.clock.at = datetime(2025, 3, 15, 12, tzinfo=UTC)
    await give(world, "reminders", channel=world.channel)
    shown = await world.editor.slash(world.channel, "admin event reminders", event="e-call")
    assert "when it opens, on 16 March 2025, when it has closed, after 23 March 2025" in (
        texts(shown)
    )
    assert "<t:" not in texts(shown)
