"""The tables of the calendar: posts owed, and what a server and its people want to be told.

A post's row is the schedule itself; triggers, set up by the migrations, keep one that was not sent
from being deleted, the words of one that was tried from changing, and one that was sent from being
owed again.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.schema_base import Base, one_of, refers
from bot.domain.posts import PostKind, PostState, Reason

OPEN = "state IN ('due', 'claimed')"
PERSONAL = "user_id IS NOT NULL"
CLAIMED = "state = 'claimed'"
# Who is told at once is told no more often than every few minutes, so the last posts are looked up.
TOLD = "kind IN ('alert', 'follow')"


def _open_index(*columns: str) -> sa.Index:
    """An index of the posts that are still owed."""
    return sa.Index(
        f"ix_post_open_{'_'.join(columns)}",
        *columns,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


class PostRow(Base):
    """A message that the bot owes a channel or a person, or a change that it owes Discord.

    `lane` is its place as one word: within a lane one is sent after the other. `next_at` is when an
    open post may be taken next: when it is due, when its lease ends, or when it is tried again.
    """

    __tablename__ = "post"
    __table_args__ = (
        sa.UniqueConstraint("guild_id", "key"),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        *refers("event"),
        *(
            sa.CheckConstraint(text, name=name)
            for name, text in (
                one_of("kind", PostKind),
                one_of("state", PostState),
                one_of("reason", Reason),
                ("has_a_place", "kind = 'mirror' OR channel_id IS NOT NULL OR user_id IS NOT NULL"),
                ("reason_given", "state NOT IN ('failed', 'skipped') OR reason IS NOT NULL"),
                ("sent_is_known", "state <> 'sent' OR sent_at IS NOT NULL"),
                ("tried_has_words", "first_attempt_at IS NULL OR body IS NOT NULL"),
            )
        ),
        _open_index("next_at"),
        _open_index("lane", "due_at", "id"),
        sa.Index(
            "ix_post_claimed_lane",
            "lane",
            sqlite_where=sa.text(CLAIMED),
            postgresql_where=sa.text(CLAIMED),
        ),
        sa.Index(None, "guild_id", "event"),
        sa.Index(None, "guild_id", "state", "id"),
        sa.Index(
            "ix_post_personal_due_at",
            "due_at",
            sqlite_where=sa.text(PERSONAL),
            postgresql_where=sa.text(PERSONAL),
        ),
        sa.Index(
            "ix_post_told_guild_id_sent_at",
            "guild_id",
            "sent_at",
            sqlite_where=sa.text(TOLD),
            postgresql_where=sa.text(TOLD),
        ),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        primary_key=True,
    )
    guild_id: Mapped[int] = mapped_column(sa.BigInteger)
    key: Mapped[str] = mapped_column(sa.String(160))
    kind: Mapped[str]
    state: Mapped[str]
    lane: Mapped[str] = mapped_column(sa.String(24))
    channel_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    user_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    event: Mapped[str | None] = mapped_column(sa.String(32))
    schedule: Mapped[int | None]
    lead: Mapped[int | None]
    subject: Mapped[str | None]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    token: Mapped[str] = mapped_column(sa.String(32))
    attempts: Mapped[int]
    claimed_by: Mapped[str | None]
    first_attempt_at: Mapped[datetime | None]
    body: Mapped[str | None]
    through: Mapped[int | None] = mapped_column(sa.BigInteger)
    message_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    dropped: Mapped[str | None]


class BrokenChannelRow(Base):
    """A channel that refused a post: nothing is tried there until something has changed."""

    __tablename__ = "broken_channel"
    __table_args__ = (sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),)

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    reason: Mapped[str]
    detail: Mapped[str | None]
    since: Mapped[datetime]


class CalendarSettingsRow(Base):
    """Where a server is reminded, how long before, whom it mentions, and where its editors are."""

    __tablename__ = "calendar_settings"
    __table_args__ = (sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),)

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    channel_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    desk_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    role_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    # Seconds before an event, longest first, such as “86400 3600 0”.
    leads: Mapped[str]
    mirror: Mapped[bool]


class EventReminderRow(Base):
    """What one event has instead of its server's settings; a NULL is the server's."""

    __tablename__ = "event_reminder"
    __table_args__ = refers("event")

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    leads: Mapped[str | None]


class PersonalReminderRow(Base):
    """One person's wish to be reminded of an event: in private, or in a channel."""

    __tablename__ = "personal_reminder"
    __table_args__ = (*refers("event"), sa.Index(None, "guild_id", "event"))

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.BigInteger)
    event: Mapped[str] = mapped_column(sa.String(32))
    lead: Mapped[int]
    channel_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    made_at: Mapped[datetime]


class AfterAnswerRow(Base):
    """What an editor found of a participant's stance after an event; the act says who and when."""

    __tablename__ = "after_answer"
    __table_args__ = (
        *refers("event", "actor", "issue"),
        sa.ForeignKeyConstraint(["guild_id", "act"], ["act.guild_id", "act.seq"]),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    actor: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    issue: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    answer: Mapped[str]
    act: Mapped[int] = mapped_column(sa.BigInteger)


class MirroredEventRow(Base):
    """Discord's own scheduled event that shows an event of ours."""

    __tablename__ = "mirrored_event"
    __table_args__ = refers("event")

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    discord_id: Mapped[int] = mapped_column(sa.BigInteger)
