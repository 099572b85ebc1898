"""`/admin stance`: the four verbs, which never stand for one another.

Set: the world moved. Correct: we were wrong. Confirm: looked again, still so. Retract: should never
have stood.
"""

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import Commitment, Directness, Position
from bot.editors import EditorsGroup, admin_group, codes, sources, stance_records, start
from bot.services.editing.forms import ConfirmForm, CorrectForm, RetractForm, StanceForm

Words = app_commands.Range[str, 1, 6000]
Line = app_commands.Range[str, 1, 300]
Link = app_commands.Range[str, 1, 600]

ABOUT_STANCE = {
    "actor": "Whose stance it is",
    "issue": "On what; left out, the usual issue here",
    "position": "Where it stands, by /method",
    "quote": "What was said, word for word",
    "source": "Publisher — title",
    "url": "https://… where you read it",
    "said": "When, such as “yesterday”",
    "commitment": "The form of the act",
    "voice": "Who said it, if not the actor",
    "conditions": "Its terms; one a line in the dialogue",
    "wording": "Whose words these are",
    "published": "When the source appeared",
}
ABOUT_RECORD = "Type a name, choose its record"


class StanceEdits(EditorsGroup, name="stance", description="Where an actor stands"):
    """Commands over stances."""

    @app_commands.command(name="set")
    @app_commands.describe(**ABOUT_STANCE)
    @app_commands.autocomplete(
        actor=choices.actors,
        voice=choices.actors,
        issue=choices.issues,
        position=codes(Position),
        commitment=codes(Commitment),
        wording=codes(Directness),
        source=sources,
    )
    async def set_stance(
        self,
        interaction: Interaction,
        *,
        actor: Line,
        position: Line,
        issue: Line = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        said: Line = "",
        commitment: Line = "",
        voice: Line = "",
        conditions: Words = "",
        wording: Line = "",
        published: Line = "",
    ) -> None:
        """The world moved: record a new stance.

        What you leave out is asked for. Example: /admin stance set actor:Putin position:Accepts
        """
        form = StanceForm(
            actor=actor,
            position=position,
            issue=issue,
            quote=quote,
            source=source,
            url=url,
            said=said,
            commitment=commitment,
            voice=voice,
            conditions=conditions,
            wording=wording,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="correct")
    @app_commands.describe(
        **{
            **ABOUT_STANCE,
            "issue": "On what it really is",
            "record": ABOUT_RECORD,
            "reason": "What was wrong; readers see it",
        },
    )
    @app_commands.autocomplete(
        record=stance_records,
        actor=choices.actors,
        voice=choices.actors,
        issue=choices.issues,
        position=codes(Position),
        commitment=codes(Commitment),
        wording=codes(Directness),
        source=sources,
    )
    async def correct_stance(
        self,
        interaction: Interaction,
        *,
        record: Line,
        reason: app_commands.Range[str, 1, 1000],
        position: Line = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        said: Line = "",
        commitment: Line = "",
        voice: Line = "",
        conditions: Words = "",
        wording: Line = "",
        published: Line = "",
        actor: Line = "",
        issue: Line = "",
    ) -> None:
        """We were wrong: correct a record; what you leave out stays.

        Example: /admin stance correct record:Putin reason:Misread position:Rejects
        """
        form = CorrectForm(
            record=record,
            reason=reason,
            actor=actor,
            position=position,
            issue=issue,
            quote=quote,
            source=source,
            url=url,
            said=said,
            commitment=commitment,
            voice=voice,
            conditions=conditions,
            wording=wording,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="confirm")
    @app_commands.describe(
        record=ABOUT_RECORD,
        when="When you looked; left out, today",
        reason="What you looked at",
    )
    @app_commands.autocomplete(record=stance_records)
    async def confirm_stance(
        self,
        interaction: Interaction,
        *,
        record: Line,
        when: Line = "",
        reason: app_commands.Range[str, 0, 1000] = "",
    ) -> None:
        """Looked again: it is still so.

        Example: /admin stance confirm record:Putin when:yesterday
        """
        await start(interaction, ConfirmForm(record=record, when=when, reason=reason))

    @app_commands.command(name="retract")
    @app_commands.describe(record=ABOUT_RECORD, reason="Why it should never have stood")
    @app_commands.autocomplete(record=stance_records)
    async def retract_stance(
        self,
        interaction: Interaction,
        *,
        record: Line,
        reason: app_commands.Range[str, 1, 1000],
    ) -> None:
        """It should never have stood: take a record out.

        Where the world moved, set a new stance instead.
        Example: /admin stance retract record:s-12 reason:Said by somebody else
        """
        await start(interaction, RetractForm(record=record, reason=reason))


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(StanceEdits())
