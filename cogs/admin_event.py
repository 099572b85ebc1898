"""`/admin event`: what lies ahead, and what became of it.

Move, cancel, outcome: the world moved. Correct: we were wrong. Retract: should never have stood.
"""

from discord import app_commands

from bot import choices
from bot.client import Interaction, StanceClient
from bot.domain.vocabulary import EventKind, EventStatus
from bot.editors import EditorsGroup, admin_group, codes, event_records, sources, start
from bot.services.editing.forms import (
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    EventOutcomeForm,
    EventRetractForm,
)

Line = app_commands.Range[str, 1, 300]
Title = app_commands.Range[str, 1, 100]
Names = app_commands.Range[str, 1, 2000]
Words = app_commands.Range[str, 1, 6000]
Link = app_commands.Range[str, 1, 600]
Text = app_commands.Range[str, 1, 1000]

CITED = {
    "quote": "The source’s words that say so",
    "source": "Publisher — title",
    "url": "https://… where you read it",
    "published": "When the source appeared",
}
EVENT = "Type a title, choose its event"


def _statuses(*found: EventStatus) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=each.value.replace("_", " "), value=each.value) for each in found
    ]


class EventEdits(EditorsGroup, name="event", description="What lies ahead, and what came of it"):
    """Commands over events."""

    @app_commands.command(name="add")
    @app_commands.describe(
        title="Short and neutral",
        when="“18 March 15:00 Kyiv”, “this week”, <t:…>",
        issue="On what; left out, the usual issue; or none",
        participants="Who takes part, with commas",
        place="Where",
        kind="Left out, found from the title",
        **CITED,
    )
    @app_commands.autocomplete(issue=choices.issues, kind=codes(EventKind), source=sources)
    async def add(
        self,
        interaction: Interaction,
        *,
        title: Title,
        when: Line,
        issue: Line = "",
        participants: Names = "",
        place: Line = "",
        source: Line = "",
        kind: Line = "",
        quote: Words = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """Add what is expected, as exactly dated as its source.

        Example: /admin event add title:Call of Trump and Putin when:this week
        """
        form = EventForm(
            title=title,
            when=when,
            issue=issue,
            participants=participants,
            place=place,
            source=source,
            kind=kind,
            quote=quote,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="move")
    @app_commands.describe(
        event=EVENT,
        when="When it is expected now",
        place="Where, if that changed",
        status="Left out, expected",
        **CITED,
    )
    @app_commands.choices(status=_statuses(EventStatus.EXPECTED, EventStatus.CONFIRMED))
    @app_commands.autocomplete(event=event_records, source=sources)
    async def move(
        self,
        interaction: Interaction,
        *,
        event: Line,
        when: Line,
        place: Line = "",
        status: str = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """Give an event another date, or a window its date.

        Example: /admin event move event:Call of Trump and Putin when:18 March
        """
        form = EventMoveForm(
            event=event,
            when=when,
            place=place,
            status=status,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="cancel")
    @app_commands.describe(event=EVENT, postponed="Put off, without a date yet", **CITED)
    @app_commands.autocomplete(event=event_records, source=sources)
    async def cancel(
        self,
        interaction: Interaction,
        *,
        event: Line,
        postponed: bool = False,
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """Record that an event was called off or put off.

        Example: /admin event cancel event:Call of Trump and Putin postponed:true
        """
        status = EventStatus.POSTPONED if postponed else EventStatus.CANCELLED
        form = EventCancelForm(
            event=event,
            status=status.value,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="outcome")
    @app_commands.describe(
        event=EVENT,
        result="Whether it took place",
        outcome="What came of it",
        when="When it took place",
        **CITED,
    )
    @app_commands.choices(result=_statuses(EventStatus.HELD, EventStatus.NOT_HELD))
    @app_commands.autocomplete(event=event_records, source=sources)
    async def outcome(
        self,
        interaction: Interaction,
        *,
        event: Line,
        result: str,
        outcome: Text = "",
        when: Line = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """Record whether an event took place, and what came of it.

        Example: /admin event outcome event:Call of Trump and Putin result:held when:yesterday
        """
        form = EventOutcomeForm(
            event=event,
            result=result,
            outcome=outcome,
            when=when,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="correct")
    @app_commands.describe(
        event=EVENT,
        reason="What was wrong; readers see it",
        title="Short and neutral",
        when="When, by the source",
        kind="What sort of event",
        issue="On what; or none",
        participants="All who take part",
        place="Where",
        outcome="What came of it",
        **CITED,
    )
    @app_commands.autocomplete(
        event=event_records,
        issue=choices.issues,
        kind=codes(EventKind),
        source=sources,
    )
    async def correct(
        self,
        interaction: Interaction,
        *,
        event: Line,
        reason: Text,
        title: Title = "",
        when: Line = "",
        kind: Line = "",
        issue: Line = "",
        participants: Names = "",
        place: Line = "",
        outcome: Text = "",
        quote: Words = "",
        source: Line = "",
        url: Link = "",
        published: Line = "",
    ) -> None:
        """We were wrong: correct an event; what you leave out stays.

        Example: /admin event correct event:Talks in Jeddah reason:Misspelt title:Talks in Riyadh
        """
        form = EventCorrectForm(
            event=event,
            reason=reason,
            title=title,
            when=when,
            kind=kind,
            issue=issue,
            participants=participants,
            place=place,
            outcome=outcome,
            quote=quote,
            source=source,
            url=url,
            published=published,
        )
        await start(interaction, form)

    @app_commands.command(name="retract")
    @app_commands.describe(event=EVENT, reason="Why it should never have stood")
    @app_commands.autocomplete(event=event_records)
    async def retract(self, interaction: Interaction, *, event: Line, reason: Text) -> None:
        """It should never have stood: take an event out.

        Example: /admin event retract event:Talks in Jeddah reason:Never announced
        """
        await start(interaction, EventRetractForm(event=event, reason=reason))


async def setup(client: StanceClient) -> None:
    """Add the commands below /admin."""
    admin_group(client).add_command(EventEdits())
