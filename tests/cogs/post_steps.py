"""Steps that tests of posts share: what is due is rendered and put into its channel."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.db import calendar, posts
from bot.db.engine import Unit
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import Event
from bot.domain.reminding import CalendarSettings
from bot.domain.when import instant
from bot.services.posts.contents import Content
from bot.services.posts.outbox import Failed, Result, Sent
from bot.services.posts.planning import reconcile_all
from bot.ui.calendar.post_card import post_card
from bot.ui.card import CardView
from tests.cogs.conftest import World
from tests.cogs.samples import RECORDS

BY = "t"


@dataclass(frozen=True, slots=True)
class Posted:
    """A post as it stands in its channel."""

    post: Post
    message: Any


async def set_up(world: World, desk: Any, channel: Any = None, **more: Any) -> None:
    """Let a server's desk and its channel for reminders be these."""
    kept = CalendarSettings(
        desk_id=desk.id,
        channel_id=channel.id if channel else None,
        **more,
    )

    def work(unit: Unit) -> None:
        calendar.keep_settings(unit, world.guild.id, kept)
        reconcile_all(unit, world.guild.id, zone="UTC", now=world.clock.now())

    await world.database.write(work)


async def record_calls(world: World, count: int) -> datetime:
    """Let so many calls be all that lies ahead in a bare server, at one time, which is returned."""
    [call] = [each for each in RECORDS if isinstance(each, Event)]
    start = world.clock.now() + timedelta(hours=4)
    await world.record(
        *(each for each in RECORDS if each is not call and getattr(each, "event", None) is None),
        *(
            replace(call, key=f"e-{at}", title=f"Call {at}", when=instant(start), issues=())
            for at in range(count)
        ),
    )
    return start


async def take(world: World) -> list[Content]:
    """Take what is due now, without sending it."""
    found: list[Content] = []

    def render(content: Content) -> str:
        found.append(content)
        return "{}"

    more = True
    while more:
        turn = await world.client.services.outbox.turn((), by=BY, limit=50, render=render)
        more = bool(turn.fresh) or turn.more
    return found


async def settle(world: World, *results: Result) -> None:
    await world.client.services.outbox.turn(results, by=BY, limit=0, render=str)


async def deliver(world: World) -> dict[PostKind, Posted]:
    """Send what is due now into its channels; by kind."""
    done: dict[PostKind, Posted] = {}
    while found := await take(world):
        for content in found:
            post = content.post
            channel = world.client.get_channel(post.channel_id or 0)
            assert isinstance(channel, discord.TextChannel)
            sent = await channel.send(view=CardView(post_card(content)))
            await settle(world, Sent(post=post, message_id=sent.id))
            done[post.kind] = Posted(post, sent)
    return done


async def refuse(world: World, reason: Reason = Reason.NO_ACCESS) -> list[Post]:
    """Let Discord refuse what is due now."""
    found = [content.post for content in await take(world)]
    await settle(world, *(Failed(post=post, reason=reason, detail="Missing *A*") for post in found))
    return found


def seen(world: World, posted: Posted) -> Any:
    """A post's message as everybody sees it now."""
    return world.env.backend.get_message(posted.message.channel.id, posted.message.id)


async def states(world: World) -> dict[int, PostState]:
    """What has become of each post, by its id."""
    every = tuple(PostState)
    found = await world.database.read(
        lambda unit: posts.in_states(unit, world.guild.id, every, limit=1000),
    )
    return {post.id: post.state for post in found}
