"""What is pressed on a reminder that came: snooze, stop, and the role that is mentioned."""

from datetime import timedelta

import discord
import pytest

from bot.db import calendar
from bot.db.engine import Unit
from bot.domain.posts import Post, PostKind
from tests.cogs.conftest import World, texts
from tests.cogs.remind_steps import (
    HOUR,
    START,
    TALKS,
    WINDOW,
    in_private,
    owed,
    send,
    stamp,
    wishes,
)
from tests.cogs.test_admin_rights import forged


@pytest.fixture
async def talks(world: World) -> World:
    await world.record(TALKS, WINDOW)
    return world


async def reminded(world: World) -> Post:
    """The reader has the reminder an hour before."""
    await world.ask("remind", event="e-talks", before="1 hour")
    world.clock.at = START - HOUR
    (post,) = await send(world)
    return post


async def test_snooze_in_private_comes_again_once(talks: World) -> None:
    post = await reminded(talks)
    shown = await in_private(talks, talks.reader, f"sb:snooze:{post.id}:10:~mark")
    again = START - timedelta(minutes=50)
    assert stamp(again, "t") in texts(shown)
    talks.clock.at += timedelta(minutes=2)
    twice = await in_private(talks, talks.reader, f"sb:snooze:{post.id}:10:~mark")
    assert stamp(again, "t") in texts(twice)
    (due,) = await owed(talks)
    assert (due.due_at, due.user_id, due.channel_id, due.schedule) == (
        again,
        talks.reader.id,
        None,
        post.schedule,
    )
    assert stamp(again) in await talks.read("reminders")
    # Another time takes its place.
    await in_private(talks, talks.reader, f"sb:snooze:{post.id}:30:~mark")
    (due,) = await owed(talks)
    assert due.due_at == talks.clock.now() + timedelta(minutes=30)
    talks.clock.at = due.due_at
    (second,) = await send(talks)
    await in_private(talks, talks.reader, f"sb:snooze:{post.id}:30:~mark")
    (third,) = await owed(talks)
    assert third.due_at == talks.clock.now() + timedelta(minutes=30)
    assert third.id != second.id


async def test_only_its_own_reader_snoozes_or_stops_a_post(talks: World) -> None:
    post = await reminded(talks)
    for press in (f"sb:snooze:{post.id}:10", f"sb:remind-stop:{post.id}"):
        for shown in (
            await in_private(talks, talks.editor, press),
            await forged(talks, talks.editor, press),
        ):
            assert "it is not yours" in texts(shown)
    for press in (f"sb:snooze:{post.id}:0", f"sb:snooze:{post.id}:99999", "sb:snooze:999:10"):
        assert "Again at" not in texts(await in_private(talks, talks.reader, press))
    assert not await owed(talks)
    assert len(await wishes(talks)) == 1


async def test_a_public_post_cannot_be_snoozed(talks: World) -> None:
    await talks.editor.slash(talks.channel, "setup reminders", channel=talks.channel)
    post = (await owed(talks))[0]
    shown = await forged(talks, talks.reader, f"sb:snooze:{post.id}:10")
    assert "it is not yours" in texts(shown)


async def test_stop_in_private_ends_the_wish_and_what_was_put_off(talks: World) -> None:
    post = await reminded(talks)
    await in_private(talks, talks.reader, f"sb:snooze:{post.id}:10")
    shown = await in_private(talks, talks.reader, f"sb:remind-stop:{post.id}:~mark")
    assert "Talks in Jeddah" in texts(shown)
    assert not await wishes(talks)
    assert not await owed(talks)
    again = await in_private(talks, talks.reader, f"sb:remind-stop:{post.id}:~mark")
    assert "before" in texts(again)


async def move(world: World) -> None:
    seen = await world.editor.slash(
        world.channel,
        "admin event move",
        event="e-talks",
        when="20 March 15:00 Kyiv",
        quote="It has another date.",
        source="The Daily — Another date",
        url="https://example.org/later",
        published="16 March 2025",
    )
    done = await world.editor.click(seen.response, label="Publish")
    assert "**Published**" in texts(done), texts(seen)


async def test_who_was_told_hears_of_a_new_date_unless_they_ended_it(talks: World) -> None:
    post = await reminded(talks)
    other = await talks.editor.slash(talks.channel, "remind", event="e-talks", before="start")
    assert "You will be reminded" in texts(other)
    await in_private(talks, talks.reader, f"sb:remind-stop:{post.id}")
    await move(talks)
    assert {each.user_id for each in await owed(talks)} == {talks.editor.id}
    assert [each.kind for each in await owed(talks)] == [PostKind.REMINDER]


async def test_who_was_told_and_waits_hears_of_a_new_date_and_is_reminded_again(
    talks: World,
) -> None:
    post = await reminded(talks)
    await in_private(talks, talks.reader, f"sb:snooze:{post.id}:30")
    await move(talks)
    assert {each.kind for each in await owed(talks)} == {PostKind.MOVED, PostKind.REMINDER}
    shown = await in_private(talks, talks.reader, f"sb:snooze:{post.id}:10")
    assert "has another date by now" in texts(shown)


async def test_the_role_is_joined_and_left_by_a_button(talks: World) -> None:
    assert "mentions no role" in texts(await forged(talks, talks.reader, "sb:ping-role"))
    role = talks.guild.create_role("Reminded")
    await set_role(talks, role.id)
    member = talks.env.backend.get_guild(talks.guild.id).members[talks.reader.id]
    raised(talks)
    shown = await forged(talks, talks.reader, "sb:ping-role")
    assert shown.ephemeral
    assert "On:" in texts(shown)
    assert role.id in member.role_ids
    assert "Off:" in texts(await talks.press(await talks.ask("reminders"), "Ping me: on/off"))
    assert role.id not in member.role_ids


async def test_a_role_that_gained_powers_is_not_handed_out(talks: World) -> None:
    role = talks.guild.create_role("Reminded")
    await set_role(talks, role.id)
    raised(talks)
    guild = talks.env.bot.get_guild(talks.guild.id)
    assert guild is not None
    found = guild.get_role(role.id)
    assert found is not None
    await found.edit(permissions=discord.Permissions(manage_roles=True))
    shown = await forged(talks, talks.reader, "sb:ping-role")
    assert "is not handed out any more: with it one can manage roles" in texts(shown)
    member = talks.env.backend.get_guild(talks.guild.id).members[talks.reader.id]
    assert role.id not in member.role_ids


async def test_without_the_right_to_it_the_reader_is_told_what_an_admin_must_do(
    talks: World,
) -> None:
    role = talks.guild.create_role("Reminded", position=90)
    await set_role(talks, role.id)
    shown = await forged(talks, talks.reader, "sb:ping-role")
    assert "Manage Roles, and place the bot’s own role above it" in texts(shown)


async def set_role(world: World, role_id: int) -> None:
    def work(unit: Unit) -> None:
        kept = calendar.settings(unit, world.guild.id)
        calendar.keep_settings(
            unit,
            world.guild.id,
            type(kept)(channel_id=kept.channel_id, role_id=role_id, leads=kept.leads),
        )

    await world.database.write(work)


def raised(world: World) -> None:
    """Place the bot’s own role above the others."""
    for role in world.env.backend.get_guild(world.guild.id).roles.values():
        if role.managed or role.name == "TestBot":
            role.position = 50


async def test_a_press_in_private_without_a_post_is_refused(talks: World) -> None:
    for press in ("sb:remind-stop:1", "sb:snooze:1:10", "sb:remind-me:e-talks", "sb:ping-role"):
        assert texts(await in_private(talks, talks.reader, press))
    assert not await wishes(talks)
