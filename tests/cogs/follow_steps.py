"""Steps that tests of follows and alerts share: something is said, and what it leads to is posted."""

from dataclasses import replace
from typing import Any

from bot.db import rules
from bot.db.engine import Unit
from bot.domain.posts import Post
from bot.domain.rules import Alert, Follow
from bot.domain.scope import Scope
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import StanceForm
from bot.services.posts.outbox import Sent
from bot.ui.calendar.post_card import post_card
from bot.ui.card import CardView
from tests.cogs.conftest import World, inner
from tests.cogs.editing_steps import COMPLETE
from tests.cogs.post_steps import settle, take
from tests.people import owner


async def say(world: World, position: str = "rejects", **more: Any) -> int:
    """Let an editor publish where somebody stands; the act's number."""
    editing = world.client.services.editing
    form = StanceForm(**{**COMPLETE, "position": position, **more})
    scope = Scope(guild_id=world.guild.id)
    seen = await editing.start(scope, form, by=owner(world.editor.id))
    assert isinstance(seen, Preview), seen
    done = await editing.publish(scope, seen.draft_id, by=owner(world.editor.id))
    assert isinstance(done, Published), done
    return done.seq


async def deliver(world: World) -> list[tuple[Post, Any]]:
    """Send what is due now, each to its place; the posts with their messages."""
    done: list[tuple[Post, Any]] = []
    while found := await take(world):
        for content in found:
            post = content.post
            place: Any = (
                world.client.get_channel(post.channel_id)
                if post.channel_id
                else await world.env.bot.fetch_user(post.user_id or 0)
            )
            sent = await place.send(view=CardView(post_card(content)))
            await settle(world, Sent(post=post, message_id=sent.id))
            done.append((post, sent))
    return done


def seen(world: World, found: Any) -> Any:
    """A message as its reader sees it now."""
    return world.env.backend.get_message(found.channel.id, found.id)


async def follows(world: World) -> list[Follow]:
    return await world.database.read(lambda unit: rules.follows(unit, world.guild.id))


async def alerts(world: World) -> list[Alert]:
    return await world.database.read(lambda unit: rules.alerts(unit, world.guild.id))


async def click(who: Any, found: Any, label: str) -> Any:
    """Let somebody press a button of a message; of several that are alike, the first."""
    pressed = [
        component["custom_id"]
        for component in inner(found.components)
        if component.get("label") == label
    ]
    return await who.click(found, custom_id=pressed[0])


async def end_all(world: World, **changes: Any) -> None:
    """Let the bot have ended all follows by itself."""

    def work(unit: Unit) -> None:
        for each in rules.follows(unit, world.guild.id):
            kept = replace(each, ended_at=world.clock.now(), **changes)
            rules.keep_follow(unit, world.guild.id, kept)

    await world.database.write(work)
