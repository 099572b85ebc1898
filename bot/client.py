"""The Discord client: sharded, guilds only, pinging nobody; it loads the cogs and routes presses."""

import logging
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import discord
import yarl
from discord.ext import commands

from bot.clock import Clock
from bot.errors import InvalidInputError, UnavailableError
from bot.pictures import Pictures
from bot.publisher import Publisher
from bot.services.wired import Services
from bot.tree import STOPPING, StanceTree, answer_failure
from bot.ui import press
from bot.ui.press import Press

log = logging.getLogger(__name__)

Interaction: TypeAlias = "discord.Interaction[StanceClient]"
PressHandler: TypeAlias = Callable[[Interaction, Press], Awaitable[None]]

# The sibling of this package, whatever both are called where they are installed.
COGS = f"{__package__.rpartition('.')[0]}.cogs".lstrip(".")


class PressItem(
    discord.ui.DynamicItem[discord.ui.Item[Any]],
    template=press.TEMPLATE,
):
    """Every button and menu of the bot: it names a verb, and a cog has taken that verb."""

    def __init__(self, item: discord.ui.Item[Any], pressed: Press) -> None:
        super().__init__(item)
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: Any,
        /,
    ) -> "PressItem":
        """Read the press that a button stands for; what was chosen in a menu is added to it."""
        data: Mapping[str, Any] = interaction.data or {}
        return cls(item, press.read(match["verb"], match["rest"], *data.get("values", ())))

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
        # It never speaks, so nobody needs to hear that the parts for it are missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
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
        self.pictures = Pictures()
        self.publisher = Publisher(record=services.record)
        self.stopping = False
        self._gateway: yarl.URL | None = None
        self._presses: dict[str, PressHandler] = {}

    def on_press(self, verb: str, handler: PressHandler) -> None:
        """Let a handler take a verb; one verb has one handler."""
        if verb in self._presses:
            raise ValueError(f"the press {verb!r} is taken")
        self._presses[verb] = handler

    async def pressed(self, interaction: Interaction, pressed: Press) -> None:
        """Route a press to the handler of its verb."""
        if self.stopping:
            raise UnavailableError(STOPPING)
        handler = self._presses.get(pressed.verb)
        if handler is None:
            raise InvalidInputError(
                "This button is from an older version of the bot. Ask the command again.",
            )
        await handler(interaction, pressed)

    async def close(self) -> None:
        """Close the connections, and end the process that makes pictures."""
        try:
            await super().close()
        finally:
            await self.pictures.aclose()

    def reach(self, gateway: str | None) -> None:
        """Open every new session at this gateway instead of the one that Discord names."""
        self._gateway = yarl.URL(gateway) if gateway else None

    def publish_to(self, folder: Path | None) -> None:
        """Write servers' sites into this folder, each into one of its own; None: send them."""
        self.publisher = Publisher(record=self.services.record, folder=folder)

    async def launch_shard(
        self,
        gateway: yarl.URL,
        shard_id: int,
        *,
        initial: bool = False,
    ) -> None:
        """Connect a shard, where `reach` says."""
        await super().launch_shard(self._gateway or gateway, shard_id, initial=initial)

    @property
    def open_shards(self) -> int:
        """How many shards have their connection."""
        return sum(not shard.is_closed() for shard in self.shards.values())

    @property
    def connected(self) -> bool:
        """Whether every shard has its connection and its servers."""
        return self.is_ready() and self.open_shards == len(self.shards)

    async def on_ready(self) -> None:
        """Say that it answers now."""
        log.info("ready as %s, in %d servers", self.user, len(self.guilds))

    async def setup_hook(self) -> None:
        """Load every cog, and the one dynamic item behind all buttons."""
        self.add_dynamic_items(PressItem)
        for name in sorted(
            module.name for module in pkgutil.iter_modules(import_module(COGS).__path__)
        ):
            if not name.startswith("_"):
                await self.load_extension(f"{COGS}.{name}")
