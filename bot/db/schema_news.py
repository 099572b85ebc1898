"""The tables of what is told of changes: digests, alerts and follows.

Each keeps a mark: the number of the act up to which it has been told. It rises only when a post is
known to have been sent.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.schema_base import Base, one_of, refers
from bot.domain.rules import AlertWeight, FollowKind, Pace, WhenEmpty


class DigestRow(Base):
    """What a channel is told of an issue, or of all, and when."""

    __tablename__ = "digest"
    __table_args__ = (
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        *refers("issue"),
        sa.CheckConstraint(one_of("empty", WhenEmpty)[1], name="empty"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.BigInteger)
    issue: Mapped[str | None] = mapped_column(sa.String(32))
    # A naive time of day, such as “09:00”, and days of the week, 0 for Monday, such as “0 2 4”.
    at: Mapped[str]
    days: Mapped[str]
    zone: Mapped[str]
    language: Mapped[str]
    empty: Mapped[str]
    paused: Mapped[bool]
    mark: Mapped[int] = mapped_column(sa.BigInteger)
    marked_at: Mapped[datetime]


class AlertRow(Base):
    """A channel that is told at once when a stance changes."""

    __tablename__ = "alert"
    __table_args__ = (
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        *refers("issue"),
        sa.CheckConstraint(one_of("weight", AlertWeight)[1], name="weight"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.BigInteger)
    issue: Mapped[str | None] = mapped_column(sa.String(32))
    weight: Mapped[str]
    mark: Mapped[int] = mapped_column(sa.BigInteger)
    marked_at: Mapped[datetime]


class FollowRow(Base):
    """One person's wish to be told what changes about an actor, an issue or an event."""

    __tablename__ = "follow"
    __table_args__ = (
        *refers("target"),
        sa.CheckConstraint(one_of("kind", FollowKind)[1], name="kind"),
        sa.CheckConstraint(one_of("pace", Pace)[1], name="pace"),
        sa.Index(None, "guild_id", "user_id"),
        sa.Index(None, "guild_id", "target"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[str]
    target: Mapped[str] = mapped_column(sa.String(32))
    pace: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    mark: Mapped[int] = mapped_column(sa.BigInteger)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended: Mapped[str | None]
