"""The Discord client: sharded, guilds only, pinging nobody; it loads the cogs and routes presses."""

import logging
import pkgutil
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, TypeAlias

import discord
from discord.ext import commands

from bot.clock import Clock
from bot.errors import InvalidInputError
from bot.services.wired import Services
from bot.tree import StanceTree, answer_failure
from bot.ui import press
from bot.ui.press import Press

log = logging.getLogger(__name__)

Interaction: TypeAlias = "discord.Interaction[StanceClient]"
PressHandler: TypeAlias = Callable[[Interaction, Press], Awaitable[None]]

# The sibling of this package, whatever both are called where they are installed.
COGS = f"{__package__.rpartition('.')[0]}.cogs".lstrip(".")


class PressItem(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=press.TEMPLATE,
):
    """Every button of the bot: it names a verb, and a cog has taken that verb."""

    def __init__(self, button: discord.ui.Button[Any], pressed: Press) -> None:
        super().__init__(button)
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 -- discord.py's signature
        item: discord.ui.Item[Any],
        match: Any,
        /,
    ) -> "PressItem":
        """Read the press that a button stands for."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"a press on {type(item).__name__}")
        return cls(item, press.read(match["verb"], match["rest"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to its cog; discord.py would only log what goes wrong there."""
        try:
            await interaction.client.pressed(interaction, self.pressed)
        except Exception as error:  # noqa: BLE001 -- this is the one handler of presses
            await answer_failure(interaction, error)


class StanceClient(commands.AutoShardedBot):
    """One client for `run` and the playground alike."""

    tree: StanceTree

    def __init__(self, services: Services, clock: Clock) -> None:
        """Take the services and the clock that the cogs work with; nothing connects yet."""
        super().__init__(
            # Commands are slash commands; the prefix is discord.py's to ask for.
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=StanceTree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=60.0,
        )
        self.services = services
        self.clock = clock
        self._presses: dict[str, PressHandler] = {}

    def on_press(self, verb: str, handler: PressHandler) -> None:
        """Let a handler take a verb; one verb has one handler."""
        if verb in self._presses:
            raise ValueError(f"the press {verb!r} is taken")
        self._presses[verb] = handler

    async def pressed(self, interaction: Interaction, pressed: Press) -> None:
        """Route a press to the handler of its verb."""
        handler = self._presses.get(pressed.verb)
        if handler is None:
            raise InvalidInputError(
                "This button is from an older version of the bot. Ask the command again.",
            )
        await handler(interaction, pressed)

    async def setup_hook(self) -> None:
        """Load every cog, and the one dynamic item behind all buttons."""
        self.add_dynamic_items(PressItem)
        for name in sorted(
            module.name for module in pkgutil.iter_modules(import_module(COGS).__path__)
        ):
            if not name.startswith("_"):
                await self.load_extension(f"{COGS}.{name}")
