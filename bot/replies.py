"""Answering interactions within Discord's three seconds, however slow the database is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeVar

import discord

from bot.ui.attachment import Attachment, Illustrated
from bot.ui.card import Card, CardView

# Discord gives three seconds; a deferral itself needs a moment to arrive.
PATIENCE = 1.5

T = TypeVar("T")

log = logging.getLogger(__name__)


async def answer(
    interaction: discord.Interaction[Any],
    work: Awaitable[T],
    render: Callable[[T], Card],
    *,
    ephemeral: bool = False,
) -> None:
    """Answer with a new message; when the work takes long, “thinking” is shown meanwhile."""
    pause = _Pause(
        lambda: interaction.response.defer(ephemeral=ephemeral, thinking=True),
    )
    card = render(await pause.over(work))
    if await pause.deferred():
        made: int | None = (await interaction.edit_original_response(view=CardView(card))).id
    else:
        sent = await interaction.response.send_message(view=CardView(card), ephemeral=ephemeral)
        made = sent.message_id
    if not ephemeral:
        await _note(interaction, made, card)


async def update(
    interaction: discord.Interaction[Any],
    work: Awaitable[T],
    render: Callable[[T], Card],
) -> None:
    """Answer a press by changing the message that the button is on."""
    pause = _Pause(interaction.response.defer)
    card = render(await pause.over(work))
    if await pause.deferred():
        await interaction.edit_original_response(view=CardView(card))
    else:
        await interaction.response.edit_message(view=CardView(card))
    await _note_anew(interaction, card)


async def show(
    interaction: discord.Interaction[Any],
    card: Card,
    *,
    ephemeral: bool = False,
    replace: bool = False,
) -> None:
    """Answer with what is known already; `replace` changes the message that the button is on."""
    if replace:
        await interaction.response.edit_message(view=CardView(card))
    else:
        await interaction.response.send_message(view=CardView(card), ephemeral=ephemeral)


async def attach(
    interaction: discord.Interaction[Any],
    work: Awaitable[T],
    write: Callable[[T], Attachment],
) -> None:
    """Answer with a file that only the one who asked sees; it is written off the event loop."""

    async def written() -> Attachment:
        return await asyncio.to_thread(write, await work)

    pause = _Pause(lambda: interaction.response.defer(ephemeral=True, thinking=True))
    made = await pause.over(written())
    file = discord.File(BytesIO(made.data), made.filename)
    if await pause.deferred():
        await interaction.edit_original_response(content=made.text, attachments=[file])
    else:
        await interaction.response.send_message(made.text, file=file, ephemeral=True)


async def depict(
    interaction: discord.Interaction[Any],
    work: Awaitable[T],
    render: Callable[[T], Illustrated],
    *,
    ephemeral: bool = False,
    replace: bool = False,
) -> None:
    """Answer with a card that shows a picture; `replace` changes the message that was pressed."""
    response = interaction.response
    if replace:
        pause = _Pause(response.defer)
    else:
        pause = _Pause(lambda: response.defer(ephemeral=ephemeral, thinking=True))
    made = render(await pause.over(work))
    view = CardView(made.card)
    file = discord.File(BytesIO(made.data), made.filename, description=made.alt)
    sent: int | None = None
    if await pause.deferred():
        sent = (await interaction.edit_original_response(view=view, attachments=[file])).id
    elif replace:
        await response.edit_message(view=view, attachments=[file])
    else:
        given = await response.send_message(view=view, file=file, ephemeral=ephemeral)
        sent = given.message_id
    if replace:
        await _note_anew(interaction, made.card)
    elif not ephemeral:
        await _note(interaction, sent, made.card)


async def _note_anew(interaction: discord.Interaction[Any], card: Card) -> None:
    """Note what a message shows that was pressed and shows something else now."""
    message = interaction.message
    if message is not None and not message.flags.ephemeral:
        await _note(interaction, message.id, card, anew=True)


async def _note(
    interaction: discord.Interaction[Any],
    message_id: int | None,
    card: Card,
    *,
    anew: bool = False,
) -> None:
    """Note what a public answer shows, now that it was given; it stands whatever comes of this."""
    guild_id, channel_id = interaction.guild_id, interaction.channel_id
    if guild_id is None or channel_id is None or message_id is None:
        return
    try:
        shown = interaction.client.services.shown
        await shown.note(guild_id, channel_id, message_id, card.shows, anew=anew)
    except Exception:  # the reader has the answer
        log.warning("what an answer shows cannot be noted", exc_info=True)


async def fail(interaction: discord.Interaction[Any], card: Card) -> None:
    """Tell the one who asked, and nobody else, that it did not work.

    Where “thinking” is shown already, it ends with this, seen by whoever saw it.
    """
    response = interaction.response
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=CardView(card))
    elif response.is_done():
        await interaction.followup.send(view=CardView(card), ephemeral=True)
    else:
        await response.send_message(view=CardView(card), ephemeral=True)


class _Pause:
    """Defers once when the work has taken too long."""

    def __init__(self, defer: Callable[[], Awaitable[Any]]) -> None:
        self._defer = defer
        self._deferral: asyncio.Task[Any] | None = None

    async def over(self, work: Awaitable[T]) -> T:
        """Wait for the work, deferring on the way when patience runs out."""
        timer = asyncio.get_running_loop().call_later(PATIENCE, self._start)
        try:
            return await work
        except Exception:
            await self.deferred()
            raise
        finally:
            timer.cancel()

    def _start(self) -> None:
        self._deferral = asyncio.ensure_future(self._defer())

    async def deferred(self) -> bool:
        """Whether it was deferred; waits until Discord has the deferral."""
        if self._deferral is None:
            return False
        await self._deferral
        return True
