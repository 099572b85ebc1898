"""`/stance`: where an actor stands on an issue, and what lies behind its card."""

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import AS_OF, KNOWN_AT, scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.replies import answer, update
from bot.services.answers import StanceAnswer
from bot.ui.catalogue_cards import sources_card, words_card
from bot.ui.nav import place, turns
from bot.ui.press import Press
from bot.ui.stance_card import stance_card


class StanceCog(commands.Cog):
    """Answers where an actor stands."""

    def __init__(self, client: StanceClient) -> None:
        self._lookups = client.services.lookups
        client.on_press("card", self._card)
        client.on_press("sources", self._sources)
        client.on_press("words", self._words)
        for verb in turns("words"):
            client.on_press(verb, self._turn_words)

    @app_commands.command()
    @app_commands.describe(
        actor="A person, state or body; any spelling",
        issue="On what; left out, this channel’s or server’s usual issue",
        as_of=AS_OF,
        known_at=KNOWN_AT,
    )
    @app_commands.autocomplete(actor=choices.actors, issue=choices.issues)
    async def stance(
        self,
        interaction: Interaction,
        actor: str,
        issue: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> None:
        """Show where an actor stands, since when, and who says so.

        What others say about it stands apart. Example: /stance actor:Putin as_of:14 March 2025
        """

        async def ask() -> StanceAnswer:
            scope = await scope_of(interaction, as_of, known_at)
            return await self._lookups.stance(scope, actor, issue)

        await answer(interaction, ask(), stance_card)

    async def _card(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        actor = pressed.argument(5) or to.actor or ""
        asked = self._lookups.stance(scope_at(interaction, to), actor, to.issue)
        await answer(interaction, asked, stance_card, ephemeral=True)

    async def _sources(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        asked = self._lookups.sources(scope_at(interaction, to), to.actor or "", to.issue)
        await answer(interaction, asked, sources_card, ephemeral=True)

    async def _words(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        key = to.actor or ""
        asked = self._lookups.words(scope_at(interaction, to), key)
        await answer(
            interaction,
            asked,
            lambda found: words_card(found, key, to.page),
            ephemeral=True,
        )

    async def _turn_words(self, interaction: Interaction, pressed: Press) -> None:
        to = place(pressed)
        key = to.actor or ""
        asked = self._lookups.words(scope_at(interaction, to), key)
        await update(interaction, asked, lambda found: words_card(found, key, to.page))


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(StanceCog(client))
