"""`/method` and `/help`: how to read the answers, and what can be asked."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.names import NameIndex
from bot.errors import UnknownNameError
from bot.replies import show
from bot.ui import help_card
from bot.ui.method_card import CHAPTERS, method_card
from bot.ui.nav import place, turns
from bot.ui.press import Press

_CHAPTERS = [
    app_commands.Choice(name=chapter.value, value=at) for at, chapter in enumerate(CHAPTERS)
]
_CHOICES = 25
_NEAR = 3


class GuideCog(commands.Cog):
    """Explains the bot."""

    def __init__(self, client: StanceClient) -> None:
        self._client = client
        for verb in turns("method"):
            client.on_press(verb, self._turn_method)

    @app_commands.command()
    @app_commands.describe(chapter="Which codes; left out, the rules")
    @app_commands.choices(chapter=_CHAPTERS)
    async def method(self, interaction: Interaction, chapter: int = 0) -> None:
        """Show what each sign and word means, with its written test.

        Every stance is coded by these tests, whoever holds it. Example: /method chapter:positions
        """
        await show(interaction, method_card(chapter), ephemeral=True)

    @app_commands.command(name="help")
    @app_commands.describe(command="A command to explain; left out, all of them")
    async def explain(self, interaction: Interaction, command: str | None = None) -> None:
        """Show what can be asked, and where to begin.

        With a command, its options and an example. Example: /help command:stance
        """
        known = list(self._commands(interaction))
        if command is None:
            editor = interaction.permissions.manage_guild
            await show(interaction, help_card.help_card(known, editor=editor), ephemeral=True)
            return
        wanted = " ".join(command.strip().removeprefix("/").casefold().split())
        found = next((each for each in known if each.name == wanted), None)
        if found is None:
            near = NameIndex((each.name, each.name) for each in known).search(wanted, limit=_NEAR)
            meant = f"Did you mean {' or '.join(f'/{hit.key}' for hit in near)}? " if near else ""
            raise UnknownNameError(
                f"There is no command “{command[:100]}” for you here. {meant}/help lists them all.",
                typed=command,
            )
        await show(interaction, help_card.command_card(found), ephemeral=True)

    @explain.autocomplete("command")
    async def _suggest(
        self,
        interaction: Interaction,
        typed: str,
    ) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().removeprefix("/").casefold()
        found = [each.name for each in self._commands(interaction) if wanted in each.name]
        # What begins with it is meant more often than what it stands somewhere in.
        found.sort(key=lambda name: not name.startswith(wanted))
        return [app_commands.Choice(name=f"/{name}", value=name) for name in found[:_CHOICES]]

    async def _turn_method(self, interaction: Interaction, pressed: Press) -> None:
        await show(interaction, method_card(place(pressed).page), replace=True)

    def _commands(self, interaction: Interaction) -> Iterator[help_card.Command]:
        """Every command that the one who asks may give by default."""
        for command in sorted(self._client.tree.walk_commands(), key=lambda c: c.qualified_name):
            needed = _needed(command)
            if isinstance(command, app_commands.Command) and needed <= interaction.permissions:
                yield _entry(command, editors=bool(needed.value))


def _needed(command: Any) -> discord.Permissions:
    """The default permissions of a command, which stand on its outermost group."""
    root = command.root_parent or command
    return root.default_permissions or discord.Permissions.none()


def _entry(command: app_commands.Command[Any, ..., Any], *, editors: bool) -> help_card.Command:
    return help_card.Command(
        name=command.qualified_name,
        text=command.description,
        detail=cleandoc(command.callback.__doc__ or command.description),
        options=tuple(
            help_card.Option(
                name=each.display_name,
                text=str(each.description),
                required=each.required,
            )
            for each in command.parameters
        ),
        editors=editors,
    )


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(GuideCog(client))
