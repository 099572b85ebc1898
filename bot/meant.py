"""Asking back: buttons for each of those that a name in a reader's command can mean."""

from typing import Any

import discord
from discord import app_commands

from bot.errors import AmbiguousNameError
from bot.ui.card import Button
from bot.ui.nav import Place, button
from bot.ui.text import label

# The verb that answers a command again, by the command's name.
_VERBS = {"stance": "card", "timeline": "line", "claims": "claims"}
_MOST = 5


def meant_buttons(interaction: discord.Interaction[Any], error: Exception) -> tuple[Button, ...]:
    """A button for each meaning; none where pressing one would lose what else was asked for."""
    command = interaction.command
    if not isinstance(error, AmbiguousNameError) or not isinstance(command, app_commands.Command):
        return ()
    verb = _VERBS.get(command.qualified_name)
    given = {name: value for name, value in interaction.namespace if value is not None}
    # Times are typed in words, and names of issues may be long: neither fits a button.
    if verb is None or given.keys() - {"actor"} or given.get("actor") != error.typed:
        return ()
    return tuple(
        button(label(shown), verb, Place(actor=key)) for key, shown in error.choices[:_MOST]
    )
