"""`/admin actor merge` and `split`, and the buttons for a name that two actors have."""

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.editors import editors_group, person_of, scope_here, soon, start
from bot.replies import update
from bot.services.editing.answers import Outcome, Preview
from bot.services.editing.forms import ActorMergeForm, ActorSplitForm
from bot.ui.card import Card
from bot.ui.desk.merge_card import choosing
from bot.ui.editing.cards import outcome_card
from bot.ui.press import Press

Line = app_commands.Range[str, 1, 300]


class MergeCog(commands.Cog):
    """Makes two actors one, or one two; each press is checked anew by the service."""

    def __init__(self, client: StanceClient) -> None:
        self._editing = client.services.editing
        client.on_press("name-both", self._both)
        client.on_press("name-same", self._same)
        client.on_press("split-take", self._take)
        client.on_press("split-none", self._none)
        client.on_press("split-page", self._page)

    @app_commands.describe(actor="Which goes", into="Which stays", reason="How you know")
    @app_commands.rename(actor="from")
    @app_commands.autocomplete(actor=choices.actors, into=choices.actors)
    async def merge(
        self,
        interaction: Interaction,
        actor: Line,
        into: Line,
        reason: app_commands.Range[str, 1, 1000] = "",
    ) -> None:
        """Make two actors one.

        All that is recorded of the first names the second; Undo makes them two again.
        Example: /admin actor merge from:Poutine into:Putin reason:Two spellings
        """
        await start(interaction, ActorMergeForm(actor=actor, into=into, reason=reason))

    @app_commands.describe(actor="Which", name="New actor", records="Ids", reason="How you know")
    @app_commands.autocomplete(actor=choices.actors)
    async def split(
        self,
        interaction: Interaction,
        actor: Line,
        name: app_commands.Range[str, 1, 100],
        records: app_commands.Range[str, 1, 2000] = "",
        reason: app_commands.Range[str, 1, 1000] = "",
    ) -> None:
        """Make one actor two.

        The preview has a menu of the records that the new one takes; Undo makes them one again.
        Example: /admin actor split actor:Smith name:Ann Smith reason:Two people
        """
        form = ActorSplitForm(actor=actor, name=name, records=records, reason=reason)
        await start(interaction, form)

    async def _both(self, interaction: Interaction, pressed: Press) -> None:
        draft, by = pressed.argument(0) or "", person_of(interaction)
        work = self._editing.share(scope_here(interaction), draft, by=by)
        await update(interaction, work, outcome_card)

    async def _same(self, interaction: Interaction, pressed: Press) -> None:
        draft, by = pressed.argument(0) or "", person_of(interaction)
        form = await soon(self._editing.instead(scope_here(interaction), draft, by=by))
        await start(interaction, form)

    async def _take(self, interaction: Interaction, pressed: Press) -> None:
        async def taken() -> Outcome:
            scope, by = scope_here(interaction), person_of(interaction)
            draft = pressed.argument(0) or ""
            form = await self._editing.form_of(scope, draft, by=by)
            had = form.records.split() if isinstance(form, ActorSplitForm) else []
            keys = dict.fromkeys((*had, *pressed.args[1:]))
            return await self._editing.revise(scope, draft, {"records": " ".join(keys)}, by=by)

        await update(interaction, taken(), outcome_card)

    async def _none(self, interaction: Interaction, pressed: Press) -> None:
        draft, by = pressed.argument(0) or "", person_of(interaction)
        work = self._editing.revise(scope_here(interaction), draft, {"records": ""}, by=by)
        await update(interaction, work, outcome_card)

    async def _page(self, interaction: Interaction, pressed: Press) -> None:
        draft, by = pressed.argument(0) or "", person_of(interaction)
        page = pressed.number(1)

        def render(outcome: Outcome) -> Card:
            card = outcome_card(outcome)
            return choosing(card, outcome, page) if isinstance(outcome, Preview) else card

        await update(
            interaction, self._editing.look_again(scope_here(interaction), draft, by=by), render
        )


def _command(
    name: str,
    description: str,
    callback: Any,
) -> app_commands.Command[Any, ..., None]:
    return app_commands.Command(name=name, description=description, callback=callback)


async def setup(client: StanceClient) -> None:
    """Add the cog and the two commands below /admin actor."""
    cog = MergeCog(client)
    await client.add_cog(cog)
    actors = editors_group(client, "admin", "actor")
    actors.add_command(_command("merge", "Make two actors one.", cog.merge))
    actors.add_command(_command("split", "Make one actor two.", cog.split))
