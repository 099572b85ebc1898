"""`/admin condition`: what has become of the terms of a stance.

Settle: the world moved. Correct: we were wrong about what became of it.
"""

from discord import app_commands

from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import ConditionState
from bot.editors import EditorsGroup, admin_group, condition_records, sources, start
from bot.services.editing.forms import ConditionCorrectForm, ConditionSettleForm

Line = app_commands.Range[str, 1, 300]
Words = app_commands.Range[str, 1, 6000]
Link = app_commands.Range[str, 1, 600]

ABOUT = {
    "condition": "Type a name, choose its condition",
    "state": "What has become of it",
    "since": "Since when, as exact as the source",
    "quote": "The source’s words that say so",
    "source": "Publisher — title",
    "url": "https://… where you read it",
    "published": "When the source appeared",
}


def _name(state: ConditionState) -> str:
    return "open again" if state is ConditionState.OPEN else state.value.replace("_", " ")


# What has become of a condition comes first; that it is open again, last.
STATES = [
    app_commands.Choice(name=_name(each), value=each.value)
    for each in sorted(ConditionState, key=lambda state: state is ConditionState.OPEN)
]


class ConditionEdits(
    EditorsGroup,
    name="condition",
    description="What has become of a stance’s terms",
):
    """Commands over conditions."""

    @app_commands.command(name="settle")
    @app_commands.describe(**ABOUT)
    @app_commands.choices(state=STATES)
    @app_commands.autocomplete(condition=condition_records, source=sources)
    async def settle(
        self,
        interaction: Interaction,
        *,
        condition: Line,
        state: str,
        since: Line = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """The world moved: record what has become of a condition.

        It moves nobody’s position. What you leave out is asked for.
        Example: /admin condition settle condition:Putin state:met since:last week
        """
        form = ConditionSettleForm(
            condition=condition,
            state=state,
            since=since,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="correct")
    @app_commands.describe(**ABOUT, reason="What was wrong; readers see it")
    @app_commands.choices(state=STATES)
    @app_commands.autocomplete(condition=condition_records, source=sources)
    async def correct(
        self,
        interaction: Interaction,
        *,
        condition: Line,
        reason: app_commands.Range[str, 1, 1000],
        state: str = "",
        since: Line = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """We were wrong about what became of a condition; what you leave out stays.

        Example: /admin condition correct condition:Putin reason:Misread since:12 March 2025
        """
        form = ConditionCorrectForm(
            condition=condition,
            reason=reason,
            state=state,
            since=since,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(ConditionEdits())
