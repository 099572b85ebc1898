"""Setting up reminders, the desk and the mirror: who may name which channel and role."""

import discord
import pytest
import simcord

from bot.domain.posts import PostKind
from bot.domain.reminding import CalendarSettings
from tests.cogs.conftest import World, texts
from tests.cogs.editing_steps import another_editor, press
from tests.cogs.remind_steps import TALKS, owed
from tests.cogs.settings_steps import acts, give, kept
from tests.cogs.test_admin_rights import forged


@pytest.fixture
async def talks(world: World) -> World:
    await world.record(TALKS)
    return world


async def test_nothing_given_shows_every_setting_and_what_is_missing(world: World) -> None:
    before = await acts(world)
    shown = await give(world, "reminders")
    assert shown.ephemeral
    assert "24 hours, 1 hour, at the start" in texts(shown)
    for missing in ("until /setup reminders names", "/remind for themselves", "/setup desk"):
        assert missing in texts(shown)
    assert "/setup mirror" in texts(await give(world, "desk"))
    assert await acts(world) == before


async def test_a_channel_and_times_make_posts_owed_and_undo_takes_them_back(talks: World) -> None:
    assert not await owed(talks)
    done = await give(talks, "reminders", channel=talks.channel, before="2h, start")
    assert f"<#{talks.channel.id}> (before: none)" in texts(done)
    assert "2 hours, at the start (before: 24 hours, 1 hour, at the start)" in texts(done)
    assert {post.lead for post in await owed(talks)} == {7200, 0}
    back = await press(talks, done, "Undo")
    assert "**Undone**" in texts(back)
    assert not await owed(talks)
    assert await kept(talks) == CalendarSettings()
    again = await press(talks, back, "Bring it back")
    assert {post.lead for post in await owed(talks)} == {7200, 0}
    assert (await kept(talks)).channel_id == talks.channel.id, texts(again)


async def test_each_change_is_an_act_of_the_editor(talks: World) -> None:
    before = await acts(talks)
    await give(talks, "reminders", channel=talks.channel)
    await give(talks, "desk", channel=talks.channel)
    await give(talks, "mirror", state="on")
    assert await acts(talks) == before + 3


async def test_undo_leaves_what_somebody_else_has_set_meanwhile(talks: World) -> None:
    done = await give(talks, "reminders", before="1h")
    await give(talks, "reminders", another_editor(talks), channel=talks.channel)
    await press(talks, done, "Undo")
    found = await kept(talks)
    assert found.channel_id == talks.channel.id
    assert found.leads == CalendarSettings().leads


async def test_off_takes_a_setting_away_and_not_both_at_once(talks: World) -> None:
    await give(talks, "reminders", channel=talks.channel)
    both = await give(talks, "reminders", channel=talks.channel, off="channel")
    assert "Give one of both" in texts(both)
    done = await give(talks, "reminders", off="channel")
    assert "**Channel:** none" in texts(done)
    assert "Nobody is reminded in public" in texts(done)
    assert not await owed(talks)
    await give(talks, "desk", channel=talks.channel)
    assert [post.kind for post in await owed(talks)] == [PostKind.QUESTION]
    await give(talks, "desk", off=True)
    assert not await owed(talks)
    assert talks.env.errors


async def test_times_that_cannot_be_read_change_nothing(world: World) -> None:
    before = await acts(world)
    shown = await give(world, "reminders", channel=world.channel, before="soon @everyone")
    assert "no time before an event that can be read" in texts(shown)
    assert await acts(world) == before
    assert (await kept(world)).channel_id is None
    assert world.env.errors


async def test_a_channel_in_which_the_bot_may_not_write_is_refused(world: World) -> None:
    (bot,) = (r for n, r in world.guild.roles.items() if n not in {"@everyone", "Editors"})
    denied = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    silent = world.guild.create_text_channel("silent", overwrites={bot: denied})
    shown = await give(world, "desk", channel=silent)
    assert "may not send messages or read the message history in #silent" in texts(shown)
    assert (await kept(world)).desk_id is None
    assert world.env.errors


async def test_a_channel_in_which_the_editor_may_not_write_is_refused(world: World) -> None:
    denied = discord.PermissionOverwrite(send_messages=False)
    news = world.guild.create_text_channel(
        "rules", overwrites={world.editor: denied, world.guild.default_role: denied}
    )
    for command in ("reminders", "desk"):
        shown = await give(world, command, channel=news)
        assert "You may not write in #rules yourself" in texts(shown)
    assert await kept(world) == CalendarSettings()
    assert world.env.errors


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("forum_channel", "Choose one of its posts"),
        ("category", "Choose a text channel in it"),
        ("voice_channel", "Choose a text channel"),
    ],
)
async def test_a_channel_without_messages_of_its_own_is_refused(
    world: World, kind: str, instead: str
) -> None:
    channel = getattr(world.guild, f"create_{kind}")("somewhere")
    shown = await give(world, "reminders", channel=channel)
    assert instead in texts(shown)
    assert world.env.errors


async def test_a_thread_will_do(world: World) -> None:
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    made = await channel.create_thread(name="calendar", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    await give(world, "reminders", channel=thread)
    assert (await kept(world)).channel_id == made.id


async def test_a_reader_undoes_nothing(world: World) -> None:
    await give(world, "desk", channel=world.channel)
    before = await kept(world)
    shown = await forged(world, world.reader, f"sb:undo:{await acts(world)}")
    assert "This is for" in texts(shown)
    assert await kept(world) == before


async def test_a_role_without_powers_below_ones_own_can_be_mentioned(world: World) -> None:
    role = world.guild.create_role("Reminded")
    rights = discord.Permissions(manage_guild=True)
    boss = world.guild.create_role("Boss", permissions=rights, position=9)
    top = world.guild.add_member(world.env.create_user("boss"), roles=[boss])
    shown = await give(world, "reminders", top, role=role)
    assert (await kept(world)).role_id == role.id, texts(shown)
    assert "allow anyone to mention" not in texts(shown)
    await give(world, "reminders", off="role")
    assert (await kept(world)).role_id is None


@pytest.mark.parametrize(
    "power",
    ["administrator", "manage_roles", "kick_members", "mention_everyone", "view_audit_log",
     "moderate_members", "manage_messages", "manage_webhooks", "pin_messages"],
)  # fmt: skip
async def test_a_role_with_any_power_is_refused(world: World, power: str) -> None:
    role = world.guild.create_role("Mods", permissions=discord.Permissions(**{power: True}))
    shown = await give(world, "reminders", role=role)
    assert power.replace("_", " ") in texts(shown)
    assert (await kept(world)).role_id is None
    assert world.env.errors


async def test_a_role_with_powers_in_one_channel_is_refused(world: World) -> None:
    role = world.guild.create_role("Keepers")
    world.guild.create_text_channel(
        "kept", overwrites={role: discord.PermissionOverwrite(manage_messages=True)}
    )
    assert "manage messages" in texts(await give(world, "reminders", role=role))
    assert world.env.errors


async def test_everyone_a_managed_role_and_one_above_are_refused(world: World) -> None:
    everyone = await give(world, "reminders", role=world.guild.default_role)
    assert "Create a role for reminders" in texts(everyone)
    above = world.guild.create_role("Above", position=40)
    shown = await give(world, "reminders", role=above)
    assert "not below your own highest role" in texts(shown)
    managed = world.guild.create_role("Booster")
    managed._role.managed = True
    found = world.env.bot.get_guild(world.guild.id)
    assert found is not None
    booster = found.get_role(managed.id)
    assert booster is not None
    booster.managed = True
    assert "another service" in texts(await give(world, "reminders", role=managed))
    assert (await kept(world)).role_id is None
    assert world.env.errors


async def test_a_reader_does_not_reach_the_settings(world: World) -> None:
    for command in ("setup reminders", "setup desk", "admin event reminders"):
        with pytest.raises(simcord.SetupError, match="default-member-permissions"):
            await world.reader.slash(world.channel, command)


async def test_what_keeps_people_from_the_role_is_said(world: World) -> None:
    role = world.guild.create_role("Reminded", permissions=discord.Permissions.none())
    world.guild.create_text_channel(
        "staff",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            role: discord.PermissionOverwrite(view_channel=True),
        },
    )
    (bot,) = (r for n, r in world.guild.roles.items() if n == "TestBot")
    rights = discord.Permissions(view_channel=True, send_messages=True)
    world.env.backend.edit_role(world.guild.id, bot.id, {"permissions": rights.value})
    boss = world.guild.create_role(
        "Boss", permissions=discord.Permissions(manage_guild=True), position=9
    )
    top = world.guild.add_member(world.env.create_user("boss"), roles=[boss])
    shown = texts(await give(world, "reminders", top, role=role))
    assert "until the bot has Manage Roles and a role above it" in shown
    assert "allow anyone to mention the role" in shown
    (staff,) = (c for n, c in world.guild.channels.items() if n == "staff")
    assert f"sees <#{staff.id}> too" in shown
