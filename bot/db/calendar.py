"""What a server and its people want to be told, and which of Discord's events show ours."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.posts import may_come_about
from bot.db.prepared import Prepared
from bot.db.schema import GuildRow
from bot.db.schema_posts import (
    OPEN,
    AfterAnswerRow,
    CalendarSettingsRow,
    EventReminderRow,
    MirroredEventRow,
    PersonalReminderRow,
    PostRow,
)
from bot.db.upsert import put
from bot.domain.reminding import CalendarSettings, EventReminder, PersonalReminder


def _written(leads: Sequence[timedelta]) -> str:
    return " ".join(str(int(lead.total_seconds())) for lead in leads)


def _read(text: str) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=int(word)) for word in text.split())


_SETTINGS = Prepared(
    sa.select(
        CalendarSettingsRow.channel_id,
        CalendarSettingsRow.desk_id,
        CalendarSettingsRow.role_id,
        CalendarSettingsRow.leads,
        CalendarSettingsRow.mirror,
    ).where(CalendarSettingsRow.guild_id == sa.bindparam("guild")),
)


def settings(unit: Unit, guild_id: int) -> CalendarSettings:
    """A server's settings; the usual ones where it has set none."""
    for channel_id, desk_id, role_id, leads, mirror in _SETTINGS.rows(unit, {"guild": guild_id}):
        return CalendarSettings(
            channel_id=channel_id,
            desk_id=desk_id,
            role_id=role_id,
            leads=_read(leads),
            mirror=mirror,
        )
    return CalendarSettings()


def keep_settings(unit: Unit, guild_id: int, kept: CalendarSettings) -> None:
    """Set all of a server's settings. The caller's act has made the server's row."""
    put(
        unit,
        CalendarSettingsRow,
        guild_id=guild_id,
        channel_id=kept.channel_id,
        desk_id=kept.desk_id,
        role_id=kept.role_id,
        leads=_written(kept.leads),
        mirror=kept.mirror,
    )


def event_reminder(unit: Unit, guild_id: int, event: str) -> EventReminder:
    """What an event has of its own; nothing but None where it has nothing."""
    row = unit.execute(
        sa.select(EventReminderRow.channel_id, EventReminderRow.leads).where(
            EventReminderRow.guild_id == guild_id,
            EventReminderRow.event == event,
        ),
    ).one_or_none()
    if row is None:
        return EventReminder(event=event)
    return EventReminder(
        event=event,
        channel_id=row.channel_id,
        leads=None if row.leads is None else _read(row.leads),
    )


def event_reminders(unit: Unit, guild_id: int) -> list[EventReminder]:
    """What the events of a server have of their own, by key; those that have nothing are left out."""
    rows = unit.execute(
        sa.select(EventReminderRow.event, EventReminderRow.channel_id, EventReminderRow.leads)
        .where(
            EventReminderRow.guild_id == guild_id,
            sa.or_(EventReminderRow.channel_id.is_not(None), EventReminderRow.leads.is_not(None)),
        )
        .order_by(EventReminderRow.event),
    )
    return [
        EventReminder(
            event=row.event,
            channel_id=row.channel_id,
            leads=None if row.leads is None else _read(row.leads),
        )
        for row in rows
    ]


def keep_event_reminder(unit: Unit, guild_id: int, kept: EventReminder) -> None:
    """Set what an event has of its own."""
    put(
        unit,
        EventReminderRow,
        guild_id=guild_id,
        event=kept.event,
        channel_id=kept.channel_id,
        leads=None if kept.leads is None else _written(kept.leads),
    )


_PERSONAL = sa.select(
    PersonalReminderRow.id,
    PersonalReminderRow.user_id,
    PersonalReminderRow.event,
    PersonalReminderRow.lead,
    PersonalReminderRow.channel_id,
    PersonalReminderRow.made_at,
).order_by(PersonalReminderRow.made_at, PersonalReminderRow.id)


def personal(
    unit: Unit,
    guild_id: int,
    *,
    event: str | None = None,
    user_id: int | None = None,
) -> list[PersonalReminder]:
    """The personal reminders of a server, of an event or of a person, in order of making."""
    found = _PERSONAL.where(PersonalReminderRow.guild_id == guild_id)
    if event is not None:
        found = found.where(PersonalReminderRow.event == event)
    if user_id is not None:
        found = found.where(PersonalReminderRow.user_id == user_id)
    return [
        PersonalReminder(
            id=row.id,
            user_id=row.user_id,
            event=row.event,
            lead=timedelta(seconds=row.lead),
            made_at=row.made_at,
            channel_id=row.channel_id,
        )
        for row in unit.execute(found)
    ]


def hold(unit: Unit, guild_id: int) -> None:
    """Let nobody else change a server’s events or wishes until the unit ends.

    Else a wish could be planned by the date that an event is being moved away from.
    """
    unit.execute(
        sa.select(GuildRow.id).where(GuildRow.id == guild_id).with_for_update(key_share=True)
    )


def keep_personal(unit: Unit, guild_id: int, kept: PersonalReminder) -> None:
    """Keep a wish, or change it."""
    put(
        unit,
        PersonalReminderRow,
        guild_id=guild_id,
        id=kept.id,
        user_id=kept.user_id,
        event=kept.event,
        lead=int(kept.lead.total_seconds()),
        channel_id=kept.channel_id,
        made_at=kept.made_at,
    )


def drop_personal(unit: Unit, guild_id: int, reminder_id: str, *, user_id: int) -> bool:
    """Forget a person's own wish; whether there was one."""
    done = unit.execute(
        sa.delete(PersonalReminderRow)
        .where(
            PersonalReminderRow.guild_id == guild_id,
            PersonalReminderRow.id == reminder_id,
            PersonalReminderRow.user_id == user_id,
        )
        .returning(PersonalReminderRow.id),
    )
    return done.one_or_none() is not None


def forget_personal(unit: Unit, *, before: datetime) -> None:
    """Forget the wishes that are over: nothing is owed for them, and nothing was due since."""
    unit.execute(
        sa.delete(PersonalReminderRow).where(
            PersonalReminderRow.made_at < before,
            ~may_come_about(PersonalReminderRow, before=before),
            ~sa.select(sa.literal(1))
            .where(
                PostRow.guild_id == PersonalReminderRow.guild_id,
                PostRow.event == PersonalReminderRow.event,
                PostRow.subject == PersonalReminderRow.id,
                sa.or_(PostRow.due_at >= before, sa.text(OPEN)),
            )
            .exists(),
        ),
    )


def after_answers(unit: Unit, guild_id: int, event: str) -> dict[tuple[str, str], tuple[str, int]]:
    """What was found after an event, by (actor, issue): the answer and the act that gave it."""
    rows = unit.execute(
        sa.select(
            AfterAnswerRow.actor,
            AfterAnswerRow.issue,
            AfterAnswerRow.answer,
            AfterAnswerRow.act,
        ).where(AfterAnswerRow.guild_id == guild_id, AfterAnswerRow.event == event),
    )
    return {(row.actor, row.issue): (row.answer, row.act) for row in rows}


def keep_after_answer(
    unit: Unit,
    guild_id: int,
    *,
    event: str,
    actor: str,
    issue: str,
    answer: str,
    act: int,
) -> None:
    """Keep what an editor found of one participant on one issue."""
    put(
        unit,
        AfterAnswerRow,
        guild_id=guild_id,
        event=event,
        actor=actor,
        issue=issue,
        answer=answer,
        act=act,
    )


def mirrored(unit: Unit, guild_id: int, event: str) -> int | None:
    """The id of Discord's own event that shows an event of ours."""
    return unit.execute(
        sa.select(MirroredEventRow.discord_id).where(
            MirroredEventRow.guild_id == guild_id,
            MirroredEventRow.event == event,
        ),
    ).scalar_one_or_none()


def mirrored_events(unit: Unit, guild_id: int) -> list[str]:
    """The keys of the events that Discord's own events show, whatever became of them."""
    found = sa.select(MirroredEventRow.event).where(MirroredEventRow.guild_id == guild_id)
    return list(unit.execute(found.order_by(MirroredEventRow.event)).scalars())


def keep_mirrored(unit: Unit, guild_id: int, event: str, discord_id: int | None) -> None:
    """Remember which of Discord's events shows ours; None: none does any more."""
    if discord_id is not None:
        put(unit, MirroredEventRow, guild_id=guild_id, event=event, discord_id=discord_id)
        return
    unit.execute(
        sa.delete(MirroredEventRow).where(
            MirroredEventRow.guild_id == guild_id,
            MirroredEventRow.event == event,
        ),
    )
