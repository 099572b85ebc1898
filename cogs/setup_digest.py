"""`/setup digest`: which channel is told of what has changed, on which days, at what time."""

import re
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.rules import Digest
from bot.editors import editors_group, give_back, person_of, scope_here, soon
from bot.places import NamedChannel, check_channel, check_channel_id, check_here, lacks
from bot.replies import answer, update
from bot.services.guild_settings import suggest_zones
from bot.services.news.digest_answers import DigestPreview, DigestSet, DigestView
from bot.services.news.digest_drafts import ALL_ISSUES, DigestTyped
from bot.services.news.digest_settings import DigestDesk
from bot.ui import press
from bot.ui.card import Card
from bot.ui.editing.cards import kept_card
from bot.ui.editing.modal import submitted
from bot.ui.news.digest_card import DIGESTS
from bot.ui.news.digest_modal import FORM, WHEN_EMPTY, digest_modal
from bot.ui.news.digest_setup_card import (
    list_card,
    one_card,
    outcome_card,
    saved_card,
    typed_text,
)
from bot.ui.press import Press
from bot.ui.prose.languages import LANGUAGES

Line = app_commands.Range[str, 1, 200]
_ALL = "All issues"
_CHOICES = 25
_CANCELLED = "Cancelled. Nothing was changed."


class DigestSetup(commands.Cog):
    """Sets up digests; each press is checked anew, for a custom id can be forged."""

    def __init__(self, client: StanceClient, desk: DigestDesk) -> None:
        self._desk = desk
        for verb, handler in (
            (DIGESTS, self._list),
            ("digest-open", self._open),
            ("digest-look", self._look),
            ("digest-change", self._change),
            ("digest-edit", self._edit),
            (FORM, self._form),
            ("digest-save", self._save),
            ("digest-move", self._move),
            ("digest-cancel", self._cancel),
            ("digest-pause", self._pause),
            ("digest-go", self._resume),
            ("digest-end", self._remove),
            ("digest-undo", self._undo),
        ):
            client.on_press(verb, handler)

    @app_commands.describe(
        channel="Which channel is told; left out, this one",
        issue="Of which issue; left out, the usual one, or all",
        days="“every day”, “weekdays”, “Mon, Wed, Fri”",
        at="“09:00”, “9 am”, “21.30”",
        zone="By the clock of this zone; left out, the server’s",
        language="In which language dates are written",
        empty="What to do when nothing is new",
    )
    @app_commands.choices(
        language=[app_commands.Choice(name=own, value=code) for code, own in LANGUAGES.items()],
        empty=[
            app_commands.Choice(name=shown, value=code.value) for code, shown in WHEN_EMPTY.items()
        ],
    )
    async def digest(
        self,
        interaction: Interaction,
        *,
        channel: NamedChannel | None = None,
        issue: Line | None = None,
        days: Line | None = None,
        at: Line | None = None,
        zone: Line | None = None,
        language: str | None = None,
        empty: str | None = None,
    ) -> None:
        """Tell a channel at set times what has changed; with nothing given, see all digests.

        Example: /setup digest channel:#news days:weekdays at:9am
        """
        by = person_of(interaction)
        if not any((channel, issue, days, at, zone, language, empty)):
            shown = self._desk.shown(scope_here(interaction), by=person_of(interaction))
            await answer(interaction, shown, _list_card(interaction), ephemeral=True)
            return
        typed = DigestTyped(
            channel_id=channel.id if channel else interaction.channel_id or 0,
            issue=issue or "",
            days=days or "",
            at=at or "",
            zone=zone or "",
            language=language or "",
            empty=empty or "",
        )
        try:
            if channel:
                check_channel(interaction, channel)
            else:
                check_here(interaction)
            work = self._desk.prepare(scope_here(interaction), typed, by=by)
            await answer(interaction, work, _outcome_card(interaction), ephemeral=True)
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            await give_back(interaction, error, typed_text(typed))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a dialogue's answer by its id, so that it is understood after a restart too."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        sent = dict(interaction.data or {})
        found = re.fullmatch(press.TEMPLATE, str(sent.get("custom_id")))
        if found is None or found["verb"] != FORM:
            return
        try:
            await interaction.client.pressed(interaction, press.read(FORM, found["rest"]))
        except Exception as error:  # noqa: BLE001 -- whatever fails, what was typed goes back
            values = DigestTyped(channel_id=0).changed(submitted(sent))
            await give_back(interaction, error, typed_text(values))

    async def _list(self, interaction: Interaction, _: Press) -> None:
        shown = self._desk.shown(scope_here(interaction), by=person_of(interaction))
        await _there(interaction, shown, _list_card(interaction))

    async def _open(self, interaction: Interaction, pressed: Press) -> None:
        found = self._desk.one(
            scope_here(interaction), pressed.argument(0) or "", by=person_of(interaction)
        )

        def render(view: DigestView) -> Card:
            return one_card(view, _notes(interaction, view.digest))

        await update(interaction, found, render)

    async def _look(self, interaction: Interaction, pressed: Press) -> None:
        found = self._desk.preview(
            scope_here(interaction), pressed.argument(0) or "", by=person_of(interaction)
        )
        await update(interaction, found, _outcome_card(interaction))

    async def _change(self, interaction: Interaction, pressed: Press) -> None:
        by, scope = person_of(interaction), scope_here(interaction)
        digest_id = pressed.argument(0) or ""

        async def begun() -> tuple[str, DigestTyped]:
            draft_id = await self._desk.begin_change(scope, digest_id, by=by)
            return draft_id, await self._desk.typed(scope, draft_id, by=by)

        draft_id, typed = await soon(begun())
        await interaction.response.send_modal(digest_modal(draft_id, typed))

    async def _edit(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        draft_id = pressed.argument(0) or ""
        typed = await soon(self._desk.typed(scope_here(interaction), draft_id, by=by))
        modal = digest_modal(draft_id, typed, issue=pressed.argument(1) == "issue")
        await interaction.response.send_modal(modal)

    async def _form(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        values = submitted(dict(interaction.data or {}))
        draft_id = pressed.argument(0) or ""
        work = self._desk.revise(scope_here(interaction), draft_id, values, by=by)
        await _there(interaction, work, _outcome_card(interaction))

    async def _save(self, interaction: Interaction, pressed: Press) -> None:
        by, scope = person_of(interaction), scope_here(interaction)
        draft_id, seen = pressed.argument(0) or "", pressed.argument(1) or ""

        async def work() -> Any:
            typed = await self._desk.typed(scope, draft_id, by=by)
            _check_again(interaction, typed.channel_id)
            return await self._desk.save(scope, draft_id, seen, by=by)

        await update(interaction, work(), _saved_card(interaction))

    async def _move(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        draft_id, moves = pressed.argument(0) or "", pressed.argument(1) or ""
        work = self._desk.revise(scope_here(interaction), draft_id, {"moves": moves}, by=by)
        await update(interaction, work, _outcome_card(interaction))

    async def _cancel(self, interaction: Interaction, pressed: Press) -> None:
        by = person_of(interaction)
        work = self._desk.cancel(scope_here(interaction), pressed.argument(0) or "", by=by)

        def render(typed: DigestTyped) -> Card:
            return kept_card(_CANCELLED, typed_text(typed))[0]

        await update(interaction, work, render)

    async def _pause(self, interaction: Interaction, pressed: Press) -> None:
        work = self._desk.pause(
            scope_here(interaction),
            pressed.argument(0) or "",
            paused=True,
            by=person_of(interaction),
            cause=str(interaction.id),
        )
        await update(interaction, work, _saved_card(interaction))

    async def _resume(self, interaction: Interaction, pressed: Press) -> None:
        by, scope = person_of(interaction), scope_here(interaction)
        digest_id, cause = pressed.argument(0) or "", str(interaction.id)

        async def work() -> DigestSet:
            view = await self._desk.one(scope, digest_id, by=by)
            _check_again(interaction, view.digest.channel_id)
            return await self._desk.pause(scope, digest_id, paused=False, by=by, cause=cause)

        await update(interaction, work(), _saved_card(interaction))

    async def _remove(self, interaction: Interaction, pressed: Press) -> None:
        work = self._desk.remove(
            scope_here(interaction),
            pressed.argument(0) or "",
            by=person_of(interaction),
            cause=str(interaction.id),
        )
        await update(interaction, work, _saved_card(interaction))

    async def _undo(self, interaction: Interaction, pressed: Press) -> None:
        by, scope = person_of(interaction), scope_here(interaction)
        undo_id, cause = pressed.argument(0) or "", str(interaction.id)

        async def work() -> DigestSet:
            back = await self._desk.undoable(scope, undo_id, by=by)
            if back is not None and not back.paused:
                _check_again(interaction, back.channel_id)
            return await self._desk.undo(scope, undo_id, by=by, cause=cause)

        await update(interaction, work(), _saved_card(interaction))


async def _there(interaction: Interaction, work: Awaitable[Any], render: Any) -> None:
    """Answer on the message that the button is on; one that others see as well stays as it is."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await answer(interaction, work, render, ephemeral=True)
    else:
        await update(interaction, work, render)


def _check_again(interaction: Interaction, channel_id: int) -> None:
    """Refuse a channel in which the bot or who presses may not post by now."""
    guild = interaction.guild
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    # Who is in a private thread is not known here; it was when somebody named it.
    if isinstance(channel, discord.Thread) and channel.is_private():
        return
    check_channel_id(interaction, channel_id)


def _notes(interaction: Interaction, digest: Digest) -> tuple[str, ...]:
    """What keeps a digest from being sent, as Discord stands now."""
    lacking = lacks(interaction.guild, digest.channel_id)
    return (f"<#{digest.channel_id}>: {lacking}.",) if lacking else ()


def _list_card(interaction: Interaction) -> Any:
    known = interaction.guild.channels if interaction.guild else ()
    threads = interaction.guild.threads if interaction.guild else ()
    names = {each.id: each.name for each in (*known, *threads)}

    def render(found: tuple[DigestView, ...]) -> Card:
        return list_card(found, names)

    return render


def _outcome_card(interaction: Interaction) -> Any:
    def render(outcome: Any) -> Card:
        if not isinstance(outcome, DigestPreview):
            return outcome_card(outcome)
        return outcome_card(outcome, _notes(interaction, outcome.view.digest))

    return render


def _saved_card(interaction: Interaction) -> Any:
    def render(done: Any) -> Card:
        view = getattr(done, "view", None)
        return saved_card(done, _notes(interaction, view.digest) if view else ())

    return render


async def _issues(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The issues, and before them all at once."""
    found = await choices.issues(interaction, typed)
    whole = _ALL.casefold().startswith(typed.strip().casefold())
    every = [app_commands.Choice(name=_ALL, value=ALL_ISSUES)] if whole else []
    return [*every, *found][:_CHOICES]


async def _zones(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in suggest_zones(typed)]


async def setup(client: StanceClient) -> None:
    """Add the command to /setup, and the buttons that go with it."""
    cog = DigestSetup(client, client.services.digests)
    await client.add_cog(cog)
    digest: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="digest",
        description=(cog.digest.__doc__ or "digest").partition("\n")[0],
        callback=cog.digest,
    )
    digest.autocomplete("issue")(_issues)
    digest.autocomplete("zone")(_zones)
    editors_group(client, "setup").add_command(digest)
