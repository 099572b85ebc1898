"""What all commands of editors share: who may give them, and how a form becomes a preview."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.choices import offered
from bot.client import Interaction, StanceClient
from bot.domain.access import Person
from bot.domain.scope import Scope
from bot.errors import UnavailableError
from bot.replies import answer, fail, show
from bot.services.editing.answers import Incomplete, NotSavedError
from bot.services.editing.forms import Form, asks, cleaned
from bot.services.editing.reading import suggest_codes
from bot.tree import sentence
from bot.ui.editing.cards import kept_card, outcome_card, typed_text
from bot.ui.editing.modal import code_label, form_modal, page_lacking
from bot.ui.text import label

log = logging.getLogger(__name__)

# Discord takes a dialogue only as the first answer, within three seconds.
PATIENCE = 2.0
_CHOICE = 100
_SLOW = "The database is slow now. Try again in a minute."
_UNEXPECTED = "Something went wrong here, and it has been noted. Nothing was published. Try again in a minute."

Autocomplete = Callable[
    [Interaction, str],
    Coroutine[Any, Any, list[app_commands.Choice[str]]],
]


def person_of(interaction: discord.Interaction[Any]) -> Person:
    """Who asks, with what Discord vouches for; the services decide what they may do.

    Discord hides the commands by default, and a server can show them to anyone.
    """
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else ()
    return Person(
        id=user.id,
        manages=interaction.permissions.manage_guild,
        roles=frozenset(role.id for role in roles),
    )


class EditorsGroup(app_commands.Group):
    """A group of commands that Discord shows to editors alone, unless a server says otherwise."""


def admin_group(client: StanceClient) -> app_commands.Group:
    """The /admin command of a client, made by whichever cog asks first."""
    found = client.tree.get_command("admin")
    if isinstance(found, app_commands.Group):
        return found
    made = EditorsGroup(
        name="admin",
        description="Record, correct and publish: for this server’s editors",
        default_permissions=discord.Permissions(manage_guild=True),
    )
    client.tree.add_command(made)
    return made


def editors_group(client: StanceClient, *path: str) -> app_commands.Group:
    """A group of editors’ commands that another cog has made, such as `admin`, `event`.

    Cogs are loaded in the order of their names; raises LookupError when it is not there yet.
    """
    found: Any = client.tree.get_command(path[0])
    for name in path[1:]:
        found = found.get_command(name) if isinstance(found, EditorsGroup) else None
    if isinstance(found, EditorsGroup):
        return found
    raise LookupError(f"there is no group of editors’ commands called {' '.join(path)}")


def scope_here(interaction: discord.Interaction[Any]) -> Scope:
    """The present, in the server and channel of the interaction."""
    return Scope(guild_id=interaction.guild_id or 0, channel_id=interaction.channel_id)


async def start(interaction: Interaction, form: Form) -> None:
    """Answer an editor's command or press: ask for what the form lacks, else show its preview.

    Nobody else sees the answer, and a message that a pressed button is on stays as it is.
    """
    by = person_of(interaction)
    editing = interaction.client.services.editing
    try:
        if not asks(cleaned(form)):
            work = editing.start(scope_here(interaction), form, by=by)
            await answer(interaction, work, outcome_card, ephemeral=True)
            return
        outcome = await soon(editing.start(scope_here(interaction), form, by=by))
        if isinstance(outcome, Incomplete):
            page = page_lacking(outcome.form)
            modal = form_modal(outcome.draft_id, outcome.form, page)
            await interaction.response.send_modal(modal)
        else:
            await show(interaction, outcome_card(outcome), ephemeral=True)
    except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
        await give_back(interaction, error, typed_text(form))


async def soon(work: Awaitable[Any]) -> Any:
    """The work's result; raises UnavailableError when it comes too late for a dialogue."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except TimeoutError as error:
        raise UnavailableError(_SLOW) from error


async def give_back(interaction: Interaction, error: Exception, typed: str) -> None:
    """Tell an editor what failed, with everything that was typed, on the card or as a file."""
    text = sentence(error)
    if text is None:
        log.error("an editor's command failed", exc_info=error)
        text = _UNEXPECTED
    kept = typed_text(error.form) if isinstance(error, NotSavedError) else typed
    card, file = kept_card(text, kept)
    try:
        await fail(interaction, card)
        if file is not None:
            await send_file(interaction, file)
    except (discord.HTTPException, aiohttp.ClientError):
        log.warning("what was typed could not be given back", exc_info=True)


async def send_file(interaction: Interaction, text: str) -> None:
    """Send a text that is too long for a card as a file that only the editor sees."""
    file = discord.File(io.BytesIO(text.encode()), "what-you-typed.txt")
    await interaction.followup.send(file=file, ephemeral=True)


def codes(vocabulary: type[StrEnum]) -> Autocomplete:
    """Autocomplete for a vocabulary: signs, labels and codes."""

    async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=label(code_label(code)[0], _CHOICE), value=code.value)
            for code in suggest_codes(vocabulary, typed)
            if getattr(code, "recordable", True)
        ]

    return suggest


async def stance_records(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The stances that can be corrected, confirmed or retracted."""
    found = interaction.client.services.choices.stances(interaction.guild_id or 0, typed)
    return await offered(found)


async def condition_records(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The conditions of which it can be recorded what has become of them."""
    found = interaction.client.services.choices.conditions(interaction.guild_id or 0, typed)
    return await offered(found)


async def claim_records(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The claims that can be retracted."""
    found = interaction.client.services.choices.claims(interaction.guild_id or 0, typed)
    return await offered(found)


async def event_records(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The events that can be moved, cancelled, corrected or retracted."""
    found = interaction.client.services.choices.events(interaction.guild_id or 0, typed)
    return await offered(found)


async def sources(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The sources that were named before."""
    found = interaction.client.services.choices.sources(interaction.guild_id or 0, typed)
    return await offered(found)
