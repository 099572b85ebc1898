"""`/admin posts`: what was not posted, why, and trying it again, by hand or when something changed."""

from datetime import timedelta
from typing import Any

import pytest

from bot.db import posts
from bot.domain.posts import NewPost, PostKind, PostState, Reason
from tests.cogs.conftest import World, buttons, inner, texts
from tests.cogs.editing_steps import edit, press
from tests.cogs.post_steps import deliver, record_calls, refuse, seen, set_up, states, take
from tests.cogs.pressing import rewrite

EVENTS = 4


@pytest.fixture
async def due(bare: World) -> World:
    """A server with a desk, whose reminders of four calls are due in another channel."""
    start = await record_calls(bare, EVENTS)
    public = bare.guild.create_text_channel("public")
    await set_up(bare, bare.channel, public, leads=(timedelta(hours=1),))
    bare.clock.at = start - timedelta(hours=1)
    return bare


def public(world: World) -> Any:
    return next(each for name, each in world.guild.channels.items() if name == "public")


async def test_without_posts_the_log_is_empty(world: World) -> None:
    shown = texts(await edit(world, "posts"))
    assert "Everything: sent, waiting and not sent, newest first" in shown
    assert "There is none." in shown


async def test_a_refused_channel_is_told_once_with_what_to_do(due: World) -> None:
    assert len(await refuse(due)) == 1
    told = (await deliver(due))[PostKind.TROUBLE]
    shown = texts(seen(due, told))
    assert f"did not reach <#{public(due).id}>: the bot has no permission to post there" in shown
    assert r"Discord’s own words: “Missing \*A\*”" in shown
    assert f"Let the bot view <#{public(due).id}> and send messages there" in shown
    assert "3 other posts wait or failed there." in shown
    assert await take(due) == []
    assert list((await states(due)).values()).count(PostState.FAILED) == EVENTS


async def test_the_log_shows_first_what_could_not_be_sent(due: World) -> None:
    await refuse(due)
    await deliver(due)
    log = await edit(due, "posts")
    shown = texts(log)
    assert log.ephemeral
    assert "What could not be sent, newest first" in shown
    assert "Reminder · **Call 3**" in shown
    assert shown.count("Not sent: the bot has no permission to post there.") == EVENTS
    assert r"Discord’s own words: “Missing \*A\*”" in shown
    assert "word of what could not" not in shown


async def test_trying_again_owes_all_that_the_channel_refused(due: World) -> None:
    await refuse(due)
    told = (await deliver(due))[PostKind.TROUBLE]
    due.clock.advance(timedelta(minutes=30))
    done = await press(due, told.message, "Try again")
    assert done.ephemeral
    assert "is tried again, and with it 3 others" in texts(done)
    sent = (await deliver(due))[PostKind.REMINDER]
    assert "This reminder is 30 minutes late." in texts(seen(due, sent))
    assert list((await states(due)).values()).count(PostState.SENT) == EVENTS + 1
    again = await press(due, told.message, "Try again")
    assert "has not failed any more: sent <t:" in texts(again)


async def test_one_refused_post_is_tried_again_by_itself(due: World) -> None:
    [failed] = await refuse(due, Reason.REFUSED)
    rest = [content.post.id for content in await take(due)]
    log = await edit(due, "posts")
    assert buttons(log)["Try again"] == f"sb:post-again:{failed.id}"
    assert "is tried again. What" in texts(await press(due, log, "Try again"))
    found = await states(due)
    assert found[failed.id] is PostState.DUE
    assert rest


async def test_what_is_not_worth_sending_any_more_is_left_out(due: World) -> None:
    await refuse(due)
    told = (await deliver(due))[PostKind.TROUBLE]
    due.clock.advance(timedelta(days=3))
    await press(due, told.message, "Try again")
    assert PostKind.REMINDER not in await deliver(due)
    shown = texts(await edit(due, "posts", show="skipped"))
    assert shown.count("Left out: it would have come too late to be of use.") == EVENTS


async def test_the_log_shows_what_is_asked_for(due: World) -> None:
    waiting = await edit(due, "posts", show="waiting")
    first = texts(waiting)
    await press(due, waiting, "Next page ›")
    both = first + texts(waiting)
    for at in range(EVENTS):
        assert f"Reminder · **Call {at}**\n<#{public(due).id}> · due <t:1742137200:f>" in both
        assert f"Question whether it happened · **Call {at}**\n<#{due.channel.id}>" in both
    await deliver(due)
    sent = texts(await edit(due, "posts", show="sent"))
    assert sent.count("Sent <t:1742137200:f>.") == EVENTS
    assert "There is none." in texts(await edit(due, "posts", show="problems"))


async def test_the_log_is_turned_and_other_posts_are_chosen(due: World) -> None:
    log = await edit(due, "posts", show="all")
    assert "Page 1" in texts(log)
    await press(due, log, "Next page ›")
    assert "Page 2" in texts(log)
    [menu] = [each for each in _ids(log) if each.startswith("sb:log-show")]
    await due.editor.select(log.response, ["sent"], custom_id=menu)
    assert "There is none." in texts(log)


def _ids(shown: Any) -> list[str]:
    return [c["custom_id"] for c in inner(shown.response.components) if "custom_id" in c]


async def test_the_log_names_nobody_who_asked_for_a_reminder(due: World) -> None:
    new = NewPost(
        key="e-0/own",
        kind=PostKind.REMINDER,
        due_at=due.clock.now(),
        user_id=due.reader.id,
        event="e-0",
    )
    await due.database.write(lambda unit: posts.owe(unit, due.guild.id, [new]))
    shown = texts(await edit(due, "posts", show="waiting"))
    assert "a direct message, asked for by one person" in shown
    assert str(due.reader.id) not in shown


@pytest.mark.parametrize(
    ("forged", "words"),
    [
        ("sb:post-again:999999", "There is no such post here."),
        ("sb:post-again:x", "cannot be read"),
        ("sb:post-again", "cannot be read"),
        ("sb:log-show:nothing", "cannot be read"),
        ("sb:log-n:nothing", "cannot be read"),
    ],
)
async def test_a_forged_press_is_answered(due: World, forged: str, words: str) -> None:
    await refuse(due)
    told = (await deliver(due))[PostKind.TROUBLE]
    rewrite(due, told.message, forged)
    assert words in texts(await due.editor.click(told.message, custom_id=forged))


@pytest.mark.parametrize("forged", ["sb:post-again:1", "sb:log-show:all", "sb:log-n:all"])
async def test_a_reader_tries_nothing_again_and_sees_no_log(due: World, forged: str) -> None:
    await refuse(due)
    told = (await deliver(due))[PostKind.TROUBLE]
    rewrite(due, told.message, forged)
    before = await states(due)
    refused = await due.reader.click(told.message, custom_id=forged)
    assert "Manage Server" in texts(refused)
    assert refused.ephemeral
    assert await states(due) == before
