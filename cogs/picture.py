"""`/picture`: the same record at a glance, as a picture with its words."""

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.asking import AS_OF, scope_at, scope_of
from bot.client import Interaction, StanceClient
from bot.domain.pictures import Picture, PictureKind
from bot.domain.scope import Scope
from bot.replies import attach, depict
from bot.ui.nav import place
from bot.ui.picture_card import VERBS, Form, form_at, picture_card, svg_file
from bot.ui.pictures.themes import Theme
from bot.ui.press import Press

_WHAT = [
    app_commands.Choice(name="board: who stands where", value=PictureKind.BOARD.value),
    app_commands.Choice(name="timeline: how everybody moved", value=PictureKind.TIMELINE.value),
    app_commands.Choice(name="claims: who says what about whom", value=PictureKind.CLAIMS.value),
    app_commands.Choice(name="history: how one actor moved", value=PictureKind.HISTORY.value),
]
_THEMES = [
    app_commands.Choice(name=theme.value, value=theme.value) for theme in (Theme.DARK, Theme.LIGHT)
]


class PictureCog(commands.Cog):
    """Answers with pictures."""

    def __init__(self, client: StanceClient) -> None:
        self._gallery = client.services.gallery
        self._pictures = client.pictures
        for kind, verb in VERBS.items():
            client.on_press(verb, partial(self._press, kind))

    @app_commands.command()
    @app_commands.describe(
        what="What to draw; left out, the board",
        actor="Of whom the history is; of the timeline and the claims, only this actor’s part",
        issue="On what; left out, this channel’s or server’s usual issue",
        theme="Dark or light colours; left out, dark",
        as_of=AS_OF,
    )
    @app_commands.choices(what=_WHAT, theme=_THEMES)
    @app_commands.autocomplete(actor=choices.actors, issue=choices.issues)
    async def picture(
        self,
        interaction: Interaction,
        *,
        what: str = PictureKind.BOARD.value,
        actor: str | None = None,
        issue: str | None = None,
        theme: str = Theme.DARK.value,
        as_of: str | None = None,
    ) -> None:
        """Draw the board, a timeline, who says what about whom, or one actor’s history.

        With its description in words, and as SVG on request. Example: /picture what:timeline
        """
        kind, colours = PictureKind(what), Theme(theme)

        async def made() -> tuple[Picture, bytes]:
            scope = await scope_of(interaction, as_of)
            return await self._made(scope, kind, actor, issue, colours)

        await depict(interaction, made(), lambda found: picture_card(*found, theme=colours))

    async def _made(
        self,
        scope: Scope,
        kind: PictureKind,
        actor: str | None,
        issue: str | None,
        theme: Theme,
    ) -> tuple[Picture, bytes]:
        picture = await self._gallery.picture(scope, kind, actor, issue)
        return picture, await self._pictures.drawn(picture, theme)

    async def _press(
        self,
        kind: PictureKind,
        interaction: Interaction,
        pressed: Press,
    ) -> None:
        to = place(pressed)
        form, scope = form_at(to), scope_at(interaction, to)
        if form is Form.SVG:
            asked = self._gallery.picture(scope, kind, to.actor, to.issue)
            await attach(interaction, asked, svg_file)
            return
        # A picture that others see too stays as it is; in private it changes its colours.
        message = interaction.message
        private = message is not None and message.flags.ephemeral
        await depict(
            interaction,
            self._made(scope, kind, to.actor, to.issue, form.theme),
            lambda found: picture_card(*found, theme=form.theme),
            ephemeral=True,
            replace=private and form is not Form.OPEN,
        )


async def setup(client: StanceClient) -> None:
    """Add the cog."""
    await client.add_cog(PictureCog(client))
