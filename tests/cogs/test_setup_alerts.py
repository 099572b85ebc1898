"""Setting up alerts through the real tree: who may, where, how much; undone, ended, and told."""

from collections.abc import Callable

import discord
import pytest
import simcord

from bot.domain.rules import MOST_ALERTS, AlertWeight
from bot.domain.scope import Scope
from tests.cogs.conftest import World, buttons, newest, texts
from tests.cogs.editing_steps import press
from tests.cogs.follow_steps import alerts, click, deliver, say, seen
from tests.cogs.samples import CEASEFIRE
from tests.cogs.settings_steps import acts, give
from tests.cogs.test_admin_rights import forged
from tests.people import owner


async def test_nothing_given_shows_what_there_is(world: World) -> None:
    before = await acts(world)
    shown = await give(world, "alerts")
    assert shown.ephemeral
    assert "No channel is told at once" in texts(shown)
    assert await acts(world) == before
    await give(world, "alerts", channel=world.channel)
    await give(world, "alerts", channel=world.channel, issue=CEASEFIRE, weight="flips")
    shown = texts(await give(world, "alerts"))
    assert "2 in all" in shown
    assert f"<#{world.channel.id}>, on every issue\nEvery change of position" in shown
    assert "on **30-day ceasefire proposal**\nFlips only: across the middle of the scale" in shown


async def test_a_change_is_an_act_with_an_undo_each_way(world: World) -> None:
    before = await acts(world)
    done = await give(world, "alerts", channel=world.channel)
    assert f"<#{world.channel.id}> is told at once: every change of position" in texts(done)
    lighter = await give(world, "alerts", channel=world.channel, weight="records")
    assert "every record of a stance (before: every change of position)" in texts(lighter)
    back = await press(world, lighter, "Undo")
    assert [each.weight for each in await alerts(world)] == [AlertWeight.CHANGES]
    again = await press(world, back, "Bring it back")
    assert [each.weight for each in await alerts(world)] == [AlertWeight.RECORDS]
    assert "changed since" in texts(await press(world, done, "Undo"))
    await press(world, again, "Bring it back")
    off = await press(world, done, "Undo")
    assert await alerts(world) == []
    await press(world, off, "Bring it back")
    assert [each.weight for each in await alerts(world)] == [AlertWeight.CHANGES]
    same = await give(world, "alerts", channel=world.channel)
    assert "It was set so already" in texts(same)
    assert "Undo" not in buttons(same)
    assert await acts(world) == before + 8


async def test_one_is_ended_by_the_list_or_by_its_name(world: World) -> None:
    await give(world, "alerts", channel=world.channel)
    await give(world, "alerts", channel=world.channel, issue=CEASEFIRE)
    offered = await world.editor.autocomplete(world.channel, "setup alerts", "off", "ceasefire")
    (choice,) = offered
    assert choice["name"] == "#general: 30-day ceasefire proposal (every change of position)"
    await give(world, "alerts", off=choice["value"])
    assert [each.issue for each in await alerts(world)] == [None]
    listed = await give(world, "alerts")
    done = await click(world.editor, newest(listed), "Turn off")
    assert "### The alert is off" in texts(done)
    assert await alerts(world) == []
    for refused, words in (
        ({"off": "nothing"}, "not there any more"),
        ({"off": "x", "channel": world.channel}, "give the off option alone"),
        ({"issue": CEASEFIRE}, "in the channel option"),
        ({"weight": "flips"}, "in the channel option"),
        ({"channel": world.channel, "issue": "nonsense"}, "No issue here goes by"),
    ):
        assert words in texts(await give(world, "alerts", **refused))
    assert world.env.errors


async def test_a_channel_must_be_open_to_both(world: World) -> None:
    denied = discord.PermissionOverwrite(send_messages=False)
    (bot,) = (r for n, r in world.guild.roles.items() if n not in {"@everyone", "Editors"})
    silent = world.guild.create_text_channel("silent", overwrites={bot: denied})
    assert "may not send messages in #silent" in texts(await give(world, "alerts", channel=silent))
    news = world.guild.create_text_channel(
        "rules", overwrites={world.editor: denied, world.guild.default_role: denied}
    )
    assert "You may not write in #rules" in texts(await give(world, "alerts", channel=news))
    assert await alerts(world) == []
    assert world.env.errors


@pytest.mark.parametrize("who", ["editor", "reader"])
async def test_a_forged_button_sets_nothing(world: World, who: str) -> None:
    await give(world, "alerts", channel=world.channel)
    (alert,) = await alerts(world)
    for verb in ("alert-off:nothing", "alert-off", f"undo:{await acts(world) + 1}"):
        shown = await forged(world, getattr(world, who), f"sb:{verb}")
        assert texts(shown).rstrip().endswith((".", "?"))
    assert await alerts(world) == [alert]
    shown = await forged(world, getattr(world, who), f"sb:alert-off:{alert.id}")
    assert ("Manage Server" in texts(shown)) is (who == "reader")
    assert len(await alerts(world)) == (who == "reader")


async def test_another_server_is_out_of_reach(world: World, new_world: Callable[[], World]) -> None:
    await give(world, "alerts", channel=world.channel)
    (alert,) = await alerts(world)
    other = new_world()
    shown = await forged(other, other.editor, f"sb:alert-off:{alert.id}")
    assert "not there any more" in texts(shown)
    assert "not there any more" in texts(await give(other, "alerts", off=alert.id))
    assert "No channel is told at once" in texts(await give(other, "alerts"))
    assert await alerts(world) == [alert]
    assert world.env.errors


async def test_a_reader_does_not_reach_the_command(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.reader.slash(world.channel, "setup alerts")


async def test_the_list_has_pages(world: World) -> None:
    settings = world.client.services.alert_settings
    scope = Scope(guild_id=world.guild.id)
    for at in range(MOST_ALERTS):
        await settings.keep(
            scope, channel_id=1000 + at, issue=None, weight=None, by=owner(1), cause=str(at)
        )
    refused = await give(world, "alerts", channel=world.channel)
    assert "This server has 25 alerts" in texts(refused)
    shown = await give(world, "alerts")
    for _ in range(3):
        assert "the bot cannot find it" in texts(shown)
        shown = await click(world.editor, newest(shown), "Next page ›")
    assert texts(shown).count("every issue") == 1
    assert world.env.errors


async def test_a_flip_is_posted_with_before_and_after_and_its_words(world: World) -> None:
    await give(world, "alerts", channel=world.channel, weight="flips")
    words = "No, we will not. " * 17
    await say(world, quote=words)
    ((post, told),) = await deliver(world)
    shown = texts(seen(world, told))
    assert "### A flip" in shown
    assert "from `[+  ]` Agrees in principle to `[---]` Rejects; a flip: it crosses" in shown
    assert words.strip() in shown
    assert "The Daily" in shown
    found = buttons(seen(world, told))
    assert list(found) == ["Card: Vladimir Putin", "Board", "Follow"]
    assert found["Card: Vladimir Putin"].endswith(f":~{post.token}")
    for label, begins in (
        ("Card: Vladimir Putin", "## Vladimir Putin"),
        ("Board", "## 30-day ceasefire proposal"),
        ("Follow", "### Follow 30-day ceasefire proposal?"),
    ):
        assert texts(await world.reader.click(told, label=label)).startswith(begins)
