"""`/admin actor`: who can hold or voice a stance, under which names, and for whom it speaks."""

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import ActorKind, MandateKind
from bot.editors import EditorsGroup, admin_group, codes, sources, start
from bot.services.editing.forms import ActorEditForm, ActorForm, AliasForm, MandateForm

Line = app_commands.Range[str, 1, 300]
Name = app_commands.Range[str, 1, 100]


class ActorEdits(EditorsGroup, name="actor", description="Who can hold or voice a stance"):
    """Commands over actors."""

    @app_commands.command(name="add")
    @app_commands.describe(
        name="The name that this server uses",
        kind="What sort of actor",
        title="Such as “President of Ukraine”",
        aliases="Other names, with commas between",
    )
    @app_commands.autocomplete(kind=codes(ActorKind))
    async def add(
        self,
        interaction: Interaction,
        *,
        name: Name,
        kind: Line,
        title: Line = "",
        aliases: app_commands.Range[str, 1, 2000] = "",
    ) -> None:
        """Add an actor.

        Example: /admin actor add name:Emmanuel Macron kind:person title:President of France
        """
        await start(interaction, ActorForm(name=name, kind=kind, title=title, aliases=aliases))

    @app_commands.command(name="edit")
    @app_commands.describe(
        actor="Which actor",
        reason="What was wrong; readers see it",
        name="The name that this server uses",
        kind="What sort of actor",
        title="Such as “President of Ukraine”",
        aliases="All other names, with commas between",
    )
    @app_commands.autocomplete(actor=choices.actors, kind=codes(ActorKind))
    async def edit(
        self,
        interaction: Interaction,
        *,
        actor: Line,
        reason: app_commands.Range[str, 1, 1000] = "",
        name: Name = "",
        kind: Line = "",
        title: Line = "",
        aliases: app_commands.Range[str, 1, 2000] = "",
    ) -> None:
        """Correct how an actor is described; what you leave out stays.

        Example: /admin actor edit actor:Macron title:President of France reason:Title was missing
        """
        form = ActorEditForm(
            actor=actor,
            reason=reason,
            name=name,
            kind=kind,
            title=title,
            aliases=aliases,
        )
        await start(interaction, form)

    @app_commands.command(name="alias")
    @app_commands.describe(actor="Which actor", name="A spelling, another script, a short form")
    @app_commands.autocomplete(actor=choices.actors)
    async def alias(self, interaction: Interaction, actor: Line, name: Name) -> None:
        """Add a name that an actor is found by.

        Example: /admin actor alias actor:Macron name:Макрон
        """
        await start(interaction, AliasForm(actor=actor, name=name))

    @app_commands.command(name="mandate")
    @app_commands.describe(
        voice="Who speaks",
        principal="For whom",
        office="In what office",
        authority="1 is the highest",
        issue="Only on this issue; left out, on all",
        quote="The source’s words that say so",
        source="Publisher — title",
        url="https://… where you read it",
        published="When the source appeared",
    )
    @app_commands.autocomplete(
        voice=choices.actors,
        principal=choices.actors,
        issue=choices.issues,
        office=codes(MandateKind),
        source=sources,
    )
    async def mandate(
        self,
        interaction: Interaction,
        *,
        voice: Line,
        principal: Line,
        office: Line,
        authority: app_commands.Range[int, 1, 99],
        issue: Line = "",
        quote: app_commands.Range[str, 1, 6000] = "",
        source: Line = "",
        url: app_commands.Range[str, 1, 600] = "",
        published: Line = "",
    ) -> None:
        """Record who speaks for whom.

        Example: /admin actor mandate voice:Lavrov principal:Russia office:minister authority:2
        """
        form = MandateForm(
            voice=voice,
            principal=principal,
            office=office,
            authority=str(authority),
            issue=issue,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(ActorEdits())
