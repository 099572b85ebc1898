"""`/admin issue`: the neutral questions that actors take positions on."""

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import IssueStatus, RoleKind
from bot.editors import EditorsGroup, admin_group, codes, sources, start
from bot.services.editing.forms import IssueCloseForm, IssueEditForm, IssueForm, RoleForm

Line = app_commands.Range[str, 1, 300]
Title = app_commands.Range[str, 1, 100]
Text = app_commands.Range[str, 1, 1000]
Days = app_commands.Range[str, 1, 50]

STALE_AFTER = "When its stances go stale: “30”, “2 weeks”, “never”, “usual”"


class IssueEdits(EditorsGroup, name="issue", description="The questions that actors take sides on"):
    """Commands over issues."""

    @app_commands.command(name="open")
    @app_commands.describe(
        title="Short and neutral",
        question="One that every side could answer",
        context="What a reader must know",
        stale_after=STALE_AFTER,
    )
    async def open_issue(
        self,
        interaction: Interaction,
        *,
        title: Title,
        question: Text = "",
        context: Text = "",
        stale_after: Days = "",
    ) -> None:
        """Open an issue.

        Its stances go stale after 30 days, unless you say otherwise.
        Example: /admin issue open title:Prisoner exchange stale_after:2 weeks
        """
        form = IssueForm(title=title, question=question, context=context, stale_after=stale_after)
        await start(interaction, form)

    @app_commands.command(name="edit")
    @app_commands.describe(
        issue="Which issue",
        reason="What was wrong; readers see it",
        title="Short and neutral",
        question="One that every side could answer",
        context="What a reader must know",
        status="Only an open issue takes new records",
        stale_after=STALE_AFTER,
    )
    @app_commands.autocomplete(issue=choices.issues, status=codes(IssueStatus))
    async def edit(
        self,
        interaction: Interaction,
        *,
        issue: Line,
        reason: Text = "",
        title: Title = "",
        question: Text = "",
        context: Text = "",
        status: Line = "",
        stale_after: Days = "",
    ) -> None:
        """Correct how an issue is put; what you leave out stays.

        Example: /admin issue edit issue:Prisoner exchange title:Exchange of all prisoners
        """
        form = IssueEditForm(
            issue=issue,
            reason=reason,
            title=title,
            question=question,
            context=context,
            status=status,
            stale_after=stale_after,
        )
        await start(interaction, form)

    @app_commands.command(name="close")
    @app_commands.describe(issue="Which issue", status="How it ended")
    @app_commands.choices(
        status=[
            app_commands.Choice(name="settled", value=IssueStatus.SETTLED.value),
            app_commands.Choice(name="retired", value=IssueStatus.RETIRED.value),
        ],
    )
    @app_commands.autocomplete(issue=choices.issues)
    async def close(self, interaction: Interaction, issue: Line, status: str) -> None:
        """Close an issue: its records stay, and it takes no new ones.

        Example: /admin issue close issue:Prisoner exchange status:settled
        """
        await start(interaction, IssueCloseForm(issue=issue, status=status))

    @app_commands.command(name="role")
    @app_commands.describe(
        issue="In which issue",
        actor="Whose part it is",
        role="Its part",
        quote="The source’s words that say so",
        source="Publisher — title",
        url="https://… where you read it",
        published="When the source appeared",
    )
    @app_commands.autocomplete(
        issue=choices.issues,
        actor=choices.actors,
        role=codes(RoleKind),
        source=sources,
    )
    async def role(
        self,
        interaction: Interaction,
        *,
        issue: Line,
        actor: Line,
        role: Line,
        quote: app_commands.Range[str, 1, 6000] = "",
        source: Line = "",
        url: app_commands.Range[str, 1, 600] = "",
        published: Line = "",
    ) -> None:
        """Record an actor’s part in an issue.

        Example: /admin issue role issue:Prisoner exchange actor:Türkiye role:mediator
        """
        form = RoleForm(
            issue=issue,
            actor=actor,
            role=role,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(IssueEdits())
