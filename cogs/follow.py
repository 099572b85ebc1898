"""`/follow`, `/following` and `/unfollow`: being told what changes, in private or in a channel."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import scope_of
from bot.client import Interaction, StanceClient
from bot.domain.rules import FollowKind, Pace
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.places import check_channel_id, check_here
from bot.replies import answer, update
from bot.services.answers import Suggestion
from bot.services.news.answers import Followed
from bot.services.news.follow_wishes import FollowNews
from bot.ui.nav import place, turns
from bot.ui.news.follow_button import FOLLOW
from bot.ui.news.follow_cards import MORE, STOP, follow_news_card
from bot.ui.news.following_card import (
    AGAIN,
    END,
    HERE,
    PRIVATE,
    SET,
    TURNS,
    following_card,
    kept_card,
    offer_card,
    stopped_card,
    way,
)
from bot.ui.press import Press

Line = app_commands.Range[str, 1, 300]
_UNREADABLE = "This button cannot be read. Give /follow instead."
_WHERE = [
    app_commands.Choice(name="in private", value=PRIVATE),
    app_commands.Choice(name="in this channel", value=HERE),
]
_PACE = [
    app_commands.Choice(name="at once", value=Pace.AT_ONCE.value),
    app_commands.Choice(name="daily", value=Pace.DAILY.value),
]
_WHERE_TEXT = "Left out, in private"
_PACE_TEXT = "Left out, at once"


class FollowCog(commands.Cog):
    """Keeps what people follow; nobody reaches anybody else’s."""

    follow = app_commands.Group(name="follow", description="Be told what changes from now on")

    def __init__(self, client: StanceClient) -> None:
        self._following = client.services.following
        client.on_press(FOLLOW, self._offer)
        client.on_press(SET, self._set)
        client.on_press(END, self._end)
        client.on_press(AGAIN, self._again)
        client.on_press(STOP, self._stop)
        client.on_press(MORE, self._more)
        for verb in turns(MORE):
            client.on_press(verb, self._turn_news)
        for verb in turns(TURNS):
            client.on_press(verb, self._turn)

    @follow.command(name="actor")
    @app_commands.describe(
        actor="A person, state or body; any spelling",
        where=_WHERE_TEXT,
        pace=_PACE_TEXT,
    )
    @app_commands.choices(where=_WHERE, pace=_PACE)
    @app_commands.autocomplete(actor=choices.actors)
    async def actor(
        self,
        interaction: Interaction,
        actor: Line,
        where: str = PRIVATE,
        pace: str = Pace.AT_ONCE.value,
    ) -> None:
        """Be told what an actor and those who speak for it say, and what is said about them.

        Example: /follow actor actor:Russia pace:daily
        """
        await self._keep(interaction, FollowKind.ACTOR, actor, where, pace)

    @follow.command(name="issue")
    @app_commands.describe(
        issue="Left out, this channel’s or server’s usual issue",
        where=_WHERE_TEXT,
        pace=_PACE_TEXT,
    )
    @app_commands.choices(where=_WHERE, pace=_PACE)
    @app_commands.autocomplete(issue=choices.issues)
    async def issue(
        self,
        interaction: Interaction,
        issue: Line | None = None,
        where: str = PRIVATE,
        pace: str = Pace.AT_ONCE.value,
    ) -> None:
        """Be told all that is recorded on an issue, by anybody.

        Example: /follow issue issue:30-day ceasefire proposal where:in this channel
        """
        await self._keep(interaction, FollowKind.ISSUE, issue, where, pace)

    @follow.command(name="event")
    @app_commands.describe(
        event="Type a title, choose its event",
        where=_WHERE_TEXT,
        pace=_PACE_TEXT,
    )
    @app_commands.choices(where=_WHERE, pace=_PACE)
    @app_commands.autocomplete(event=choices.events)
    async def event(
        self,
        interaction: Interaction,
        event: Line,
        where: str = PRIVATE,
        pace: str = Pace.AT_ONCE.value,
    ) -> None:
        """Be told what becomes of an event, and what is said at it or about it.

        Example: /follow event event:Call of Trump and Putin
        """
        await self._keep(interaction, FollowKind.EVENT, event, where, pace)

    @app_commands.command()
    async def following(self, interaction: Interaction) -> None:
        """Show what you follow in this server, and end it.

        What the bot had to end is there with the reason, to be followed again. Example: /following
        """
        work = self._following.mine(await scope_of(interaction), user_id=interaction.user.id)
        await answer(interaction, work, following_card, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(what="Type a name, choose what you follow")
    async def unfollow(self, interaction: Interaction, what: Line) -> None:
        """Stop following something in this server.

        By its name, in every place; chosen from the list, just that. Example: /unfollow what:Putin
        """
        scope = await scope_of(interaction)
        work = self._following.unfollow(scope, what, user_id=interaction.user.id)
        await answer(interaction, work, following_card, ephemeral=True)

    @unfollow.autocomplete("what")
    async def _own(
        self,
        interaction: Interaction,
        typed: str,
    ) -> list[app_commands.Choice[str]]:
        async def found() -> tuple[Suggestion, ...]:
            mine = await self._following.own(_here(interaction), typed, user_id=interaction.user.id)
            return tuple(
                Suggestion(label=_label(interaction.guild, each), key=each.follow.id)
                for each in mine
            )

        return await choices.offered(found())

    async def _keep(
        self,
        interaction: Interaction,
        kind: FollowKind,
        typed: str | None,
        where: str,
        pace: str,
    ) -> None:
        work = self._following.follow(
            await scope_of(interaction),
            kind,
            typed,
            user_id=interaction.user.id,
            pace=Pace(pace),
            channel_id=check_here(interaction) if where == HERE else None,
        )
        if _is_private(interaction):
            await update(interaction, work, kept_card)
        else:
            await answer(interaction, work, kept_card, ephemeral=True)

    async def _offer(self, interaction: Interaction, pressed: Press) -> None:
        offer = self._following.offer(
            _here(interaction),
            _kind(pressed),
            pressed.argument(1) or "",
            user_id=interaction.user.id,
        )
        await answer(interaction, offer, offer_card, ephemeral=True)

    async def _set(self, interaction: Interaction, pressed: Press) -> None:
        pace, where = pressed.argument(2) or "", pressed.argument(3) or ""
        if pace not in {*Pace} or where not in {HERE, PRIVATE}:
            raise InvalidInputError(_UNREADABLE)
        await self._keep(interaction, _kind(pressed), pressed.argument(1) or "", where, pace)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        work = self._following.mine(
            _here(interaction),
            user_id=interaction.user.id,
            page=place(pressed).page,
        )
        await self._show(interaction, work)

    async def _end(self, interaction: Interaction, pressed: Press) -> None:
        work = self._following.end(
            _here(interaction),
            pressed.argument(0) or "",
            user_id=interaction.user.id,
            page=_page(pressed, 1),
        )
        await self._show(interaction, work)

    async def _again(self, interaction: Interaction, pressed: Press) -> None:
        work = self._following.again(
            _here(interaction),
            pressed.argument(0) or "",
            user_id=interaction.user.id,
            # Who was told in a channel must still be able to write there.
            channel_id=check_channel_id(interaction, pressed.discord_id(2))
            if pressed.argument(2)
            else None,
            page=_page(pressed, 1),
        )
        await self._show(interaction, work)

    async def _show(self, interaction: Interaction, work: Any) -> None:
        """Show one’s own list; it never replaces what others see."""
        if _is_private(interaction):
            await update(interaction, work, following_card)
        else:
            await answer(interaction, work, following_card, ephemeral=True)

    async def _stop(self, interaction: Interaction, pressed: Press) -> None:
        work = self._following.stop_by_post(
            pressed.number(0),
            pressed.argument(1) or "",
            user_id=interaction.user.id,
        )
        await answer(interaction, work, stopped_card, ephemeral=True)

    async def _more(self, interaction: Interaction, pressed: Press) -> None:
        """All that a post told in short, for its reader alone."""
        work = self._told(interaction, pressed)
        await answer(interaction, work, follow_news_card, ephemeral=True)

    async def _turn_news(self, interaction: Interaction, pressed: Press) -> None:
        if _is_private(interaction):
            await update(interaction, self._told(interaction, pressed), follow_news_card)
        else:
            await self._more(interaction, pressed)

    async def _told(self, interaction: Interaction, pressed: Press) -> FollowNews:
        return await self._following.told(
            pressed.number(0),
            pressed.number(1),
            user_id=interaction.user.id,
            page=_page(pressed, 2),
        )


def _here(interaction: Interaction) -> Scope:
    return Scope(guild_id=interaction.guild_id or 0, channel_id=interaction.channel_id)


def _is_private(interaction: Interaction) -> bool:
    """Whether only the presser sees the message that the button is on."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _kind(pressed: Press) -> FollowKind:
    kind = pressed.argument(0) or ""
    if kind not in {*FollowKind}:
        raise InvalidInputError(_UNREADABLE)
    return FollowKind(kind)


def _page(pressed: Press, at: int) -> int:
    return pressed.number(at) if pressed.argument(at) else 0


def _label(guild: discord.Guild | None, each: Followed) -> str:
    """What is followed, with how soon and where; a channel goes by its name."""
    channel_id = each.follow.channel_id
    found = guild.get_channel_or_thread(channel_id) if guild and channel_id else None
    shown = way(each.follow)
    if channel_id is not None:
        shown = shown.replace(f"<#{channel_id}>", f"#{found.name}" if found else "a channel")
    ended = ", ended" if each.follow.ended_at is not None else ""
    return f"{each.title} ({shown}{ended})"


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(FollowCog(client))
