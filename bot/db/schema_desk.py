"""The tables of the desk: who may do what, what readers report, and which messages showed what."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.schema_base import Base, one_of, refers
from bot.domain.reports import ReportState


class RoleGrantRow(Base):
    """How far the members of a Discord role reach."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        sa.CheckConstraint("level IN ('contributor', 'editor')", name="level"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    role_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    level: Mapped[str]


class SettingChangeRow(Base):
    """What an act changed in a server's settings, as rows of their tables before and after.

    Of the log: written once. `area` is the table, `subject` the row's key beyond the server's, and
    `before` and `after` are the row as JSON; NULL is no row.
    """

    __tablename__ = "setting_change"
    __table_args__ = (sa.ForeignKeyConstraint(["guild_id", "act"], ["act.guild_id", "act.seq"]),)

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    act: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    subject: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


class ReportRow(Base):
    """What a reader says is wrong with a record; `number` is the version that they saw."""

    __tablename__ = "report"
    __table_args__ = (
        *refers("record"),
        sa.CheckConstraint(one_of("state", ReportState)[1], name="state"),
        sa.Index(None, "guild_id", "state"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    record: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[int]
    text: Mapped[str]
    made_at: Mapped[datetime]
    state: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(sa.BigInteger)
    answer: Mapped[str | None]


class ShownRow(Base):
    """A message of the bot's that showed a version of a record, so that a correction reaches it.

    `line` is the Markdown that told of it, where it stands in the message word for word. `corrected`
    is the version that the message was last brought up to.
    """

    __tablename__ = "shown"
    __table_args__ = (*refers("record"), sa.Index(None, "guild_id", "record"))

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    record: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.BigInteger)
    user_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    number: Mapped[int]
    line: Mapped[str | None]
    shown_at: Mapped[datetime]
    corrected: Mapped[int | None]


class UploadRow(Base):
    """A file that an editor gave and has not yet let in. Scratch: dropped when it is, or a day later."""

    __tablename__ = "upload"

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.BigInteger)
    filename: Mapped[str]
    data: Mapped[bytes]
    made_at: Mapped[datetime]
