"""The editors' desk: the buttons that say what became of an event, and of stances after it."""

from discord.ext import commands

from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import AfterFound, EventStatus
from bot.editors import person_of, scope_here, start
from bot.replies import answer, update
from bot.services.calendar.after import AfterAnswer, AfterGiven
from bot.services.editing.forms import AfterForm, EventMoveForm, EventOutcomeForm
from bot.ui.calendar.after_card import after_card, confirmed_card
from bot.ui.card import Card, CardView
from bot.ui.press import Press


class DeskCog(commands.Cog):
    """Takes what editors press; the messages may be seen by all, so each press is checked."""

    def __init__(self, client: StanceClient) -> None:
        self._after = client.services.after
        client.on_press("event-held", self._held)
        client.on_press("event-nothold", self._not_held)
        client.on_press("event-redate", self._redate)
        client.on_press("after", self._open)
        client.on_press("after-page", self._turn)
        client.on_press("after-changed", self._changed)
        client.on_press("after-same", self._same)
        client.on_press("after-silent", self._silent)

    async def _held(self, interaction: Interaction, pressed: Press) -> None:
        event = pressed.argument(0) or ""
        await start(interaction, EventOutcomeForm(event=event, result=EventStatus.HELD.value))

    async def _not_held(self, interaction: Interaction, pressed: Press) -> None:
        event = pressed.argument(0) or ""
        await start(interaction, EventOutcomeForm(event=event, result=EventStatus.NOT_HELD.value))

    async def _redate(self, interaction: Interaction, pressed: Press) -> None:
        await start(interaction, EventMoveForm(event=pressed.argument(0) or ""))

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        found = self._after.shown(
            scope_here(interaction), pressed.argument(0) or "", by=person_of(interaction)
        )
        await answer(interaction, found, after_card, ephemeral=True)

    async def _turn(self, interaction: Interaction, pressed: Press) -> None:
        found = self._after.shown(
            scope_here(interaction), pressed.argument(0) or "", by=person_of(interaction)
        )
        page, mark = pressed.number(1), pressed.argument(2)

        def render(shown: AfterAnswer) -> Card:
            return after_card(shown, page=page, mark=mark)

        await update(interaction, found, render)

    async def _changed(self, interaction: Interaction, pressed: Press) -> None:
        actor, issue = pressed.argument(0) or "", pressed.argument(1) or ""
        await start(interaction, AfterForm(actor=actor, issue=issue))

    async def _same(self, interaction: Interaction, pressed: Press) -> None:
        given = await self._answer(interaction, pressed, AfterFound.UNCHANGED)
        # The message may be everybody's, so what can be undone is told to its editor alone.
        await interaction.followup.send(view=CardView(confirmed_card(given)), ephemeral=True)

    async def _silent(self, interaction: Interaction, pressed: Press) -> None:
        await self._answer(interaction, pressed, AfterFound.NOTHING_SAID)

    async def _answer(
        self,
        interaction: Interaction,
        pressed: Press,
        found: AfterFound,
    ) -> AfterGiven:
        """Keep an answer and show it on the message that the button is on."""
        work = self._after.answer(
            scope_here(interaction),
            pressed.argument(0) or "",
            pressed.argument(1) or "",
            found,
            by=person_of(interaction),
            cause=f"after:{interaction.id}",
        )
        page = pressed.number(2) if pressed.argument(2) else 0
        done: list[AfterGiven] = []

        def render(given: AfterGiven) -> Card:
            done.append(given)
            return after_card(given.answer, page=page, mark=pressed.argument(3))

        await update(interaction, work, render)
        return done[0]


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(DeskCog(client))
