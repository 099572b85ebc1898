"""Following through the real tree: by command and by button, listed, ended, and told."""

from collections.abc import Callable
from datetime import timedelta

import discord

from bot.domain.posts import Reason
from bot.domain.rules import MOST_FOLLOWS, FollowKind, Pace
from bot.domain.scope import Scope
from tests.cogs.conftest import World, buttons, newest, texts
from tests.cogs.follow_steps import click, deliver, end_all, follows, say, seen
from tests.cogs.remind_steps import TALKS, in_private
from tests.cogs.samples import CEASEFIRE
from tests.cogs.test_admin_rights import forged
from tests.people import owner


async def test_what_is_asked_for_is_echoed_and_kept_once(world: World) -> None:
    shown = await world.ask("follow actor", actor="Moscow")
    assert shown.ephemeral
    assert "### You follow Russia\n" in texts(shown)
    assert "in private" in texts(shown)
    assert "At once" in texts(shown)
    again = await world.ask("follow actor", actor="russia")
    assert "You follow Russia already" in texts(again)
    daily = await world.ask("follow actor", actor="russia", pace="daily")
    assert "You follow Russia daily now, no longer at once" in texts(daily)
    assert "Daily at 09:00" in texts(daily)
    (kept,) = await follows(world)
    assert (kept.kind, kept.target, kept.pace) == (FollowKind.ACTOR, "russia", Pace.DAILY)
    await world.ask("follow actor", actor="russia", where="here")
    assert len(await follows(world)) == 2
    ended = await world.press(daily, "Stop following")
    assert "You no longer follow Russia." in texts(ended)
    (kept,) = await follows(world)
    assert kept.channel_id == world.channel.id


async def test_each_kind_is_followed_and_the_usual_issue_needs_no_name(world: World) -> None:
    await world.record(TALKS)
    assert "30-day ceasefire proposal" in await world.read("follow issue")
    assert "Talks in Jeddah" in await world.read("follow event", event="talks jeddah")
    assert "all that is recorded on it" in await world.read("follow issue", issue=CEASEFIRE)
    assert {each.target for each in await follows(world)} == {CEASEFIRE, "e-talks"}
    assert "No actor here goes by “Macron”" in await world.read("follow actor", actor="Macron")
    assert world.env.errors


async def test_in_a_channel_both_must_be_able_to_write(world: World) -> None:
    deny = discord.PermissionOverwrite(send_messages=False)
    everyone = world.guild.default_role
    rules = world.guild.create_text_channel("rules", overwrites={everyone: deny})
    refused = await world.reader.slash(rules, "follow actor", actor="putin", where="here")
    assert "You may not write in #rules yourself" in texts(refused)
    assert await follows(world) == []
    assert world.env.errors


async def test_the_button_of_a_card_offers_and_keeps_nothing_by_itself(world: World) -> None:
    card = await world.ask("stance", actor="putin")
    offer = await world.press(card, "Follow")
    assert offer.ephemeral
    assert "### Follow Vladimir Putin?" in texts(offer)
    assert await follows(world) == []
    kept = await world.press(offer, "Daily, here")
    assert "You follow Vladimir Putin" in texts(kept)
    (follow,) = await follows(world)
    assert (follow.pace, follow.channel_id) == (Pace.DAILY, world.channel.id)
    again = await world.press(card, "Follow")
    assert f"You follow it already: daily, in <#{world.channel.id}>." in texts(again)


CARDS = [
    ("stance", {"actor": "putin"}, "actor:putin"),
    ("board", {}, f"issue:{CEASEFIRE}"),
    ("timeline", {}, f"issue:{CEASEFIRE}"),
    ("timeline", {"actor": "putin"}, "actor:putin"),
    ("claims", {}, f"issue:{CEASEFIRE}"),
    ("claims", {"actor": "putin"}, "actor:putin"),
    ("conditions", {}, f"issue:{CEASEFIRE}"),
    ("compare", {"first": "russia", "second": "ukraine"}, f"issue:{CEASEFIRE}"),
    ("events", {"issue": CEASEFIRE}, f"issue:{CEASEFIRE}"),
]


async def test_every_card_offers_to_follow_what_it_shows(world: World) -> None:
    for command, options, target in CARDS:
        shown = await world.ask(command, **options)
        assert buttons(shown)["Follow"] == f"sb:follow:{target}", command
        assert "### Follow " in texts(await world.press(shown, "Follow"))
    sources = await world.press(await world.ask("stance", actor="putin"), "Sources")
    assert buttons(sources)["Follow"] == "sb:follow:actor:putin"
    event = await world.choose(await world.ask("events"), "e-call")
    assert buttons(event)["Follow"] == "sb:follow:event:e-call"
    assert "Follow" not in buttons(await world.ask("events"))


async def test_the_list_shows_all_pages_and_ends(world: World) -> None:
    await world.record(TALKS)
    for actor in ("us", "russia", "ukraine", "putin", "zelenskyy", "witkoff"):
        await world.ask("follow actor", actor=actor)
    await world.ask("follow event", event="e-talks", pace="daily")
    shown = await world.ask("following")
    assert shown.ephemeral
    assert "7 in all" in texts(shown)
    turned = await world.press(shown, "Next page ›")
    (follow,) = [each for each in await follows(world) if f":{each.id}" in str(buttons(turned))]
    ended = await world.press(turned, "Stop following")
    assert "You no longer follow" in texts(ended)
    assert "6 in all" in texts(ended)
    assert follow.id not in {each.id for each in await follows(world)}
    assert "You follow nothing here" in await empty(world)


async def empty(world: World) -> str:
    for each in await follows(world):
        await world.ask("unfollow", what=each.id)
    return await world.read("following")


async def test_what_the_bot_ended_says_why_and_is_followed_again(world: World) -> None:
    await world.ask("follow actor", actor="putin")
    await world.ask("follow issue", where="here", pace="daily")
    await end_all(world, ended=Reason.DM_CLOSED)
    shown = await world.ask("following")
    assert "0 in all, and 2 that ended" in texts(shown)
    assert "Discord lets the bot send you no direct messages" in texts(shown)
    again = await click(world.reader, newest(shown), "Follow again")
    assert "1 in all, and 1 that ended" in texts(again)
    gone = await world.press(again, "Take off the list")
    assert "1 in all\n" in texts(gone)
    assert [each.ended_at for each in await follows(world)] == [None]


async def test_unfollow_takes_a_name_or_a_choice(world: World) -> None:
    for command, options in (
        ("follow actor", {"actor": "putin"}),
        ("follow actor", {"actor": "putin", "where": "here"}),
        ("follow issue", {"pace": "daily"}),
    ):
        world.clock.at += timedelta(seconds=1)
        await world.ask(command, **options)
    offered = await world.reader.autocomplete(world.channel, "unfollow", "what", "")
    names = [each["name"] for each in offered]
    assert names == [
        "Vladimir Putin (at once, in private)",
        "Vladimir Putin (at once, in #general)",
        "30-day ceasefire proposal (daily, in private)",
    ]
    some = await world.reader.autocomplete(world.channel, "unfollow", "what", "putni")
    assert [each["name"] for each in some] == names[:2]
    await world.ask("unfollow", what=offered[0]["value"])
    assert [each.target for each in await follows(world)] == ["putin", CEASEFIRE]
    await world.ask("follow actor", actor="putin")
    shown = await world.read("unfollow", what="vladimir putin")
    assert "You no longer follow Vladimir Putin." in shown
    assert [each.target for each in await follows(world)] == [CEASEFIRE]
    nothing = await world.read("unfollow", what="Macron")
    assert "You follow nothing here that goes by “Macron”" in nothing
    assert "30-day ceasefire proposal" in nothing
    assert world.env.errors


async def test_news_comes_in_private_and_is_ended_there(world: World) -> None:
    await world.ask("follow actor", actor="russia")
    world.clock.at += timedelta(seconds=1)
    await world.ask("follow issue")
    await say(world)
    ((post, told),) = await deliver(world)
    assert (post.user_id, post.channel_id) == (world.reader.id, None)
    shown = texts(seen(world, told))
    assert "You follow Russia; 30-day ceasefire proposal" in shown
    assert "from `[+  ]` Agrees in principle to `[---]` Rejects; a flip" in shown
    assert "<@" not in shown
    assert list(buttons(seen(world, told))) == [
        "Stop following Russia",
        "Stop following 30-day ceasefire proposal",
        "Open the server",
    ]
    assert next(iter(buttons(seen(world, told)).values())).endswith(f":~{post.token}")
    own = world.reader.user
    done = await own.click(own.dm_channel.last_message, label="Stop following Russia")
    assert "You no longer follow **Russia**" in texts(done)
    twice = await own.click(own.dm_channel.last_message, label="Stop following Russia")
    assert "You ended this before" in texts(twice)
    assert [each.target for each in await follows(world)] == [CEASEFIRE]


async def test_news_in_a_channel_calls_its_follower_and_only_they_end_it(world: World) -> None:
    await world.ask("follow actor", actor="putin", where="here")
    await say(world)
    ((_, told),) = await deliver(world)
    assert texts(seen(world, told)).startswith(f"<@{world.reader.id}>\n### News of what you follow")
    other = await world.editor.click(told, label="Stop following Vladimir Putin")
    assert other.ephemeral
    assert "it is not yours" in texts(other)
    assert len(await follows(world)) == 1
    await world.reader.click(told, label="Stop following Vladimir Putin")
    assert await follows(world) == []


async def test_more_than_a_message_holds_is_opened_in_private(world: World) -> None:
    await world.ask("follow actor", actor="putin", pace="daily")
    for at in range(8):
        await say(world, "rejects" if at % 2 else "accepts", quote=f"Words {at}. " * 40)
    world.clock.at += timedelta(days=1)
    ((_, told),) = await deliver(world)
    own = world.reader.user
    (label,) = [each for each in buttons(seen(world, told)) if each.startswith("and ")]
    shown = await own.click(own.dm_channel.last_message, label=label)
    assert "8 entries" in texts(shown)
    turned = await own.click(newest(shown), label="Next page ›")
    assert "page 2" in texts(turned)
    await empty(world)
    after = await own.click(told, label=label)
    assert "You do not follow this any more" in texts(after)


async def test_more_than_one_may_follow_is_refused_with_a_way_out(world: World) -> None:
    following = world.client.services.following
    scope = Scope(guild_id=world.guild.id)
    keys = list((await world.client.services.lookups.directory(scope.guild_id)).actors)
    for channel in range(MOST_FOLLOWS // len(keys) + 1):
        for key in keys:
            if len(await follows(world)) < MOST_FOLLOWS:
                await following.follow(
                    scope,
                    FollowKind.ACTOR,
                    key,
                    user_id=world.reader.id,
                    pace=Pace.DAILY,
                    channel_id=1000 + channel,
                )
    shown = await world.read("follow issue")
    assert "You follow 50 things here" in shown
    assert "/following" in shown
    assert len(await follows(world)) == MOST_FOLLOWS
    # What stands may still change, and somebody else has a list of their own.
    changed = await following.follow(
        scope,
        FollowKind.ACTOR,
        keys[0],
        user_id=world.reader.id,
        pace=Pace.AT_ONCE,
        channel_id=1000,
    )
    assert changed.before is Pace.DAILY
    mine = await world.editor.slash(world.channel, "follow issue")
    assert "### You follow 30-day ceasefire proposal" in texts(mine)
    assert world.env.errors


async def test_a_target_that_was_retracted_is_named_and_ended(world: World) -> None:
    await world.record(TALKS)
    await world.ask("follow event", event="e-talks")
    await world.editor.slash(
        world.channel, "admin event retract", event="e-talks", reason="It was another one."
    )
    await publish_draft(world)
    shown = await world.ask("following")
    assert "**Talks in Jeddah** (event, taken out of the record)" in texts(shown)
    ended = await world.press(shown, "Stop following")
    assert "You no longer follow Talks in Jeddah." in texts(ended)


FORGED = (
    "sb:follow",
    "sb:follow:actor",
    "sb:follow:actor:nobody",
    "sb:follow:source:article",
    "sb:follow:issue:putin",
    "sb:follow-set:actor:putin:soon:here",
    "sb:follow-set:actor:putin:at_once:there",
    "sb:follow-set:\u202e@everyone:x:daily:private",
    "sb:follow-end:nothing",
    "sb:follow-end::999999999",
    "sb:follow-again:nothing:0",
    "sb:follow-again:nothing:0:77",
    "sb:follow-stop:1:x",
    "sb:follow-stop:x:x",
    "sb:follow-all:1:0",
    "sb:follow-all-n:1:0:99",
    "sb:following-n:::99999999999999999999",
)


async def test_a_forged_button_gets_a_sentence_and_keeps_nothing(world: World) -> None:
    for press in FORGED:
        shown = await forged(world, world.reader, press)
        assert shown.ephemeral, press
        assert texts(shown).rstrip().endswith((".", "?")), press
    assert await follows(world) == []


async def test_nobody_reaches_another_persons_or_servers_follow(
    world: World, new_world: Callable[[], World]
) -> None:
    await world.ask("follow actor", actor="putin")
    await say(world)
    ((post, _),) = await deliver(world)
    (kept,) = await follows(world)
    other = new_world()
    stranger = other.guild.add_member(world.reader.user)
    for who, where in ((world.editor, world), (stranger, other)):
        for press in (f"follow-end:{kept.id}", f"follow-again:{kept.id}:0"):
            shown = await forged(where, who, f"sb:{press}")
            assert "it is not yours" in texts(shown)
        for command, options in (("unfollow", {"what": kept.id}), ("following", {})):
            shown = await who.slash(where.channel, command, **options)
            assert "You follow nothing here" in texts(shown)
        assert await who.autocomplete(where.channel, "unfollow", "what", "") == []
    for press in (f"follow-stop:{post.id}:{kept.id}", f"follow-all:{post.id}:0"):
        assert "it is not yours" in texts(await in_private(world, world.editor, f"sb:{press}"))
    assert await follows(world) == [kept]
    assert world.env.errors


async def publish_draft(world: World) -> None:
    """Publish what an editor has a preview of."""
    editing, scope = world.client.services.editing, Scope(guild_id=world.guild.id)
    (draft,) = (await editing.drafts(scope, by=owner(world.editor.id))).rows
    await editing.publish(scope, draft.draft_id, by=owner(world.editor.id))


async def test_hostile_names_stand_in_every_message(world: World) -> None:
    await world.editor.slash(
        world.channel, "admin actor add", name="@everyone [x](https://evil.example)", kind="person"
    )
    await publish_draft(world)
    await world.ask("follow actor", actor="everyone x https evil example", where="here")
    await say(world, actor="everyone x https evil example", quote="@here <@&1>")
    ((_, told),) = await deliver(world)
    shown = [texts(seen(world, told)), await world.read("following")]
    for each in shown:
        assert "@everyone" not in each
        assert "[x](https" not in each
