"""`/setup alerts`: which channels hear at once that a stance has changed."""

from typing import Any

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.rules import AlertWeight
from bot.editors import editors_group, person_of, scope_here
from bot.errors import InvalidInputError
from bot.places import NamedChannel, check_channel, lacks
from bot.replies import answer, update
from bot.services.answers import Suggestion
from bot.services.news.alert_settings import (
    AlertChanged,
    AlertSet,
    AlertSettings,
    AlertsShown,
)
from bot.ui.card import Card
from bot.ui.nav import place, turns
from bot.ui.news.alert_setup_card import (
    OFF,
    TURNS,
    WEIGHTS,
    alert_label,
    alerts_card,
    changed_card,
)
from bot.ui.press import Press

Line = app_commands.Range[str, 1, 300]
_CHANNEL_NEEDED = "Name the channel in which changes are to be told, in the channel option."
_ONE_OF_BOTH = "Turn one alert off, or set one up: give the off option alone."


class AlertSetup:
    """The command over alerts; it checks its editor anew, as a press does."""

    def __init__(self, settings: AlertSettings) -> None:
        self._settings = settings

    @app_commands.describe(
        channel="Where changes are told at once",
        issue="Left out, every issue",
        weight="How much must have changed; left out, a change of position",
        off="An alert to end",
    )
    @app_commands.choices(
        weight=[
            app_commands.Choice(name=text, value=weight.value) for weight, text in WEIGHTS.items()
        ],
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def alerts(
        self,
        interaction: Interaction,
        *,
        channel: NamedChannel | None = None,
        issue: Line | None = None,
        weight: str | None = None,
        off: Line | None = None,
    ) -> None:
        """Choose which channels are told at once when a stance changes; with nothing given, see it.

        Example: /setup alerts channel:#news weight:flips only
        """
        given = channel is not None or issue is not None or weight is not None
        if off is not None:
            if given:
                raise InvalidInputError(_ONE_OF_BOTH)
            await self._answer(interaction, self._end(interaction, off))
        elif channel is not None:
            channel_id = check_channel(interaction, channel)
            kept = self._keep(interaction, channel_id, issue, weight)
            await self._answer(interaction, kept)
        elif given:
            raise InvalidInputError(_CHANNEL_NEEDED)
        else:
            shown = self._settings.shown(scope_here(interaction), by=person_of(interaction))
            await answer(interaction, shown, _shown_card(interaction), ephemeral=True)

    async def own(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The alerts that can be ended, by channel and issue."""

        async def found() -> tuple[Suggestion, ...]:
            shown = await self._settings.shown(
                scope_here(interaction), by=person_of(interaction), size=choices.CHOICES
            )
            labels = {row.alert.id: _label(interaction, row) for row in shown.rows}
            wanted = typed.strip().casefold()
            return tuple(
                Suggestion(label=text, key=key)
                for key, text in labels.items()
                if wanted in text.casefold()
            )

        return await choices.offered(found())

    async def end_again(self, interaction: Interaction, pressed: Press) -> None:
        """End the alert that a button names."""
        work = self._end(interaction, pressed.argument(0) or "")
        await update(interaction, work, _changed_card(interaction))

    async def turn(self, interaction: Interaction, pressed: Press) -> None:
        """Show another page of the alerts."""
        shown = self._settings.shown(
            scope_here(interaction), place(pressed).page, by=person_of(interaction)
        )
        await update(interaction, shown, _shown_card(interaction))

    async def _keep(
        self,
        interaction: Interaction,
        channel_id: int,
        issue: str | None,
        weight: str | None,
    ) -> AlertChanged:
        return await self._settings.keep(
            scope_here(interaction),
            channel_id=channel_id,
            issue=issue,
            weight=None if weight is None else AlertWeight(weight),
            by=person_of(interaction),
            cause=str(interaction.id),
        )

    async def _end(self, interaction: Interaction, alert_id: str) -> AlertChanged:
        return await self._settings.end(
            scope_here(interaction),
            alert_id,
            by=person_of(interaction),
            cause=str(interaction.id),
        )

    async def _answer(self, interaction: Interaction, work: Any) -> None:
        await answer(interaction, work, _changed_card(interaction), ephemeral=True)


def _shown_card(interaction: Interaction) -> Any:
    def render(shown: AlertsShown) -> Card:
        channels = dict.fromkeys(row.alert.channel_id for row in shown.rows if not row.broken)
        return alerts_card(shown, _notes(interaction, *channels))

    return render


def _changed_card(interaction: Interaction) -> Any:
    def render(done: AlertChanged) -> Card:
        channels = () if done.after is None else (done.found.alert.channel_id,)
        return changed_card(done, _notes(interaction, *channels))

    return render


def _notes(interaction: Interaction, *channels: int) -> tuple[str, ...]:
    """What keeps alerts from arriving, as Discord stands now."""
    found = ((channel, lacks(interaction.guild, channel)) for channel in channels)
    return tuple(f"<#{channel}>: {lacking}." for channel, lacking in found if lacking)


def _label(interaction: Interaction, row: AlertSet) -> str:
    guild = interaction.guild
    channel = guild.get_channel_or_thread(row.alert.channel_id) if guild else None
    return alert_label(row, channel.name if channel else "a channel that is gone")


async def setup(client: StanceClient) -> None:
    """Add the command to /setup, and the buttons that end one or turn the page."""
    made = AlertSetup(client.services.alert_settings)
    callback: Any = made.alerts
    text = (callback.__doc__ or "").partition("\n")[0]
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="alerts",
        description=text,
        callback=callback,
    )
    command.autocomplete("off")(made.own)
    editors_group(client, "setup").add_command(command)
    client.on_press(OFF, made.end_again)
    for verb in turns(TURNS):
        client.on_press(verb, made.turn)
