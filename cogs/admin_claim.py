"""`/admin claim`: what one actor says about another."""

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import Certainty, Directness, Position, Relation
from bot.editors import EditorsGroup, admin_group, claim_records, codes, sources, start
from bot.services.editing.forms import ClaimForm, RetractForm

Line = app_commands.Range[str, 1, 300]


class ClaimEdits(EditorsGroup, name="claim", description="What one actor says about another"):
    """Commands over claims."""

    @app_commands.command(name="add")
    @app_commands.describe(
        claimant="Who says it",
        about="Whom it is about",
        relation="What it does to the one it is about",
        issue="On what; left out, the usual issue here",
        quote="What was said, word for word",
        source="Publisher — title",
        url="https://… where you read it",
        said="When, such as “yesterday”",
        ascribed="The position it ascribes, if any",
        certainty="How sure the claimant sounds",
        voice="Who said it, if not the claimant",
        wording="Whose words these are",
        published="When the source appeared",
    )
    @app_commands.autocomplete(
        claimant=choices.actors,
        about=choices.actors,
        voice=choices.actors,
        issue=choices.issues,
        relation=codes(Relation),
        ascribed=codes(Position),
        certainty=codes(Certainty),
        wording=codes(Directness),
        source=sources,
    )
    async def add(
        self,
        interaction: Interaction,
        *,
        claimant: Line,
        about: Line,
        relation: Line,
        issue: Line = "",
        quote: app_commands.Range[str, 1, 6000] = "",
        source: Line = "",
        url: app_commands.Range[str, 1, 600] = "",
        said: Line = "",
        ascribed: Line = "",
        certainty: Line = "",
        voice: Line = "",
        wording: Line = "",
        published: Line = "",
    ) -> None:
        """Record what one says about another; it moves nobody’s stance.

        Example: /admin claim add claimant:Zelenskyy about:Putin relation:Disputes what was said
        """
        form = ClaimForm(
            claimant=claimant,
            about=about,
            relation=relation,
            issue=issue,
            quote=quote,
            source=source,
            url=url,
            said=said,
            ascribed=ascribed,
            certainty=certainty,
            voice=voice,
            wording=wording,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="retract")
    @app_commands.describe(
        record="Type a name, choose its claim",
        reason="Why it should never have stood",
    )
    @app_commands.autocomplete(record=claim_records)
    async def retract(
        self,
        interaction: Interaction,
        *,
        record: Line,
        reason: app_commands.Range[str, 1, 1000],
    ) -> None:
        """It should never have stood: take a claim out.

        Example: /admin claim retract record:c-12 reason:Said of somebody else
        """
        await start(interaction, RetractForm(record=record, reason=reason))


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(ClaimEdits())
