"""The tables. Rows of records are versions: written once, never changed, never deleted.

`body` is the whole record as JSON. The other columns repeat what the database must check or find
rows by; `bot.db.mapping` writes both from one record.

A version is superseded when the next number of the same key exists. Triggers, set up by the
migrations, refuse UPDATE and DELETE on every table of the log. Each reference carries the guild's
id with it, so that no row can point into another server; further triggers refuse a reference to
the wrong kind of record, such as an actor's key where a source must stand.
"""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from bot.db import (  # their tables belong to the same metadata
    schema_desk,
    schema_news,
    schema_posts,
)
from bot.db.schema_base import BLANKS, Base, one_of, refers
from bot.domain.records import MAX_WORDS
from bot.domain.vocabulary import Basis, Directness, Position, RecordState, Verb

__all__ = ["Base", "schema_desk", "schema_news", "schema_posts"]

# In `retention_days`, nobody's choice: all that was kept of the server is being taken away.
GOING = 0


class GuildRow(Base):
    """A server: its settings, and a revision that rises with every act."""

    __tablename__ = "guild"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    zone: Mapped[str] = mapped_column(default="UTC")
    default_issue: Mapped[str | None]
    review: Mapped[str] = mapped_column(default="off", server_default="off")
    frozen_until: Mapped[datetime | None]
    # The bot was removed then; after so many days all that is kept of the server goes.
    left_at: Mapped[datetime | None]
    retention_days: Mapped[int] = mapped_column(default=30, server_default="30")


class ChannelIssueRow(Base):
    """The issue that a channel is about."""

    __tablename__ = "channel_issue"
    __table_args__ = (
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        *refers("issue"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    issue: Mapped[str]


class ActRow(Base):
    """One thing that somebody did: every version belongs to one."""

    __tablename__ = "act"
    __table_args__ = (
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"]),
        sa.UniqueConstraint("guild_id", "cause"),
    )

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    what: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(sa.BigInteger)
    cause: Mapped[str | None]
    # Who wrote the draft that somebody else has published.
    drafted_by: Mapped[int | None] = mapped_column(sa.BigInteger)
    why: Mapped[str | None]
    # Whether who did it has asked to be forgotten.
    erased: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class RecordRow(Base):
    """The register of keys: one namespace for all kinds of a server."""

    __tablename__ = "record"

    guild_id: Mapped[int] = mapped_column(
        sa.BigInteger,
        sa.ForeignKey("guild.id"),
        primary_key=True,
    )
    key: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str]


class DraftRow(Base):
    """What an editor has typed and not yet published. Scratch: it may be changed and dropped.

    From `submitted_at` on it waits for a second person; `returned` is why one sent it back.
    """

    __tablename__ = "draft"

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[str]
    body: Mapped[str]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    returned: Mapped[str | None]


class SyncedCommandsRow(Base):
    """The hash of the commands that Discord was last given, per application and scope."""

    __tablename__ = "synced_commands"

    application_id: Mapped[int] = mapped_column(
        sa.BigInteger,
        primary_key=True,
        autoincrement=False,
    )
    scope: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[str]


class Versioned:
    """The columns that every version of every kind has."""

    references: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[tuple[tuple[str, str], ...]] = ()
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        primary_key=True,
    )
    guild_id: Mapped[int] = mapped_column(sa.BigInteger)
    key: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[int]
    verb: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    act: Mapped[int] = mapped_column(sa.BigInteger)
    entered: Mapped[int] = mapped_column(sa.BigInteger)
    recorded_at: Mapped[datetime]
    body: Mapped[str]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("guild_id", "key", "number"),
            sa.ForeignKeyConstraint(["guild_id", "act"], ["act.guild_id", "act.seq"]),
            *refers("key", *cls.references),
            *(sa.CheckConstraint(text, name=name) for name, text in (*VERSION_RULES, *cls.rules)),
            sa.Index(None, "guild_id", "act"),
            *(sa.Index(None, "guild_id", *columns) for columns in cls.indexes),
        )


VERSION_RULES = (
    one_of("verb", Verb),
    one_of("state", RecordState),
    ("number", "number >= 1"),
    (
        "reason_given",
        f"verb NOT IN ('correct', 'retract') OR length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
    ),
    ("retracted_by_retract", "(verb = 'retract') = (state = 'retracted')"),
)
WORDS_GIVEN = (
    "words_given",
    f"length(trim(words, '{BLANKS}')) > 0 AND length(words) <= {MAX_WORDS}",
)
EVIDENCE_RULES = (WORDS_GIVEN, one_of("directness", Directness), one_of("basis", Basis))


class Cited:
    """A fact with the source's sentence."""

    source: Mapped[str]
    words: Mapped[str]


class MaybeCited:
    """A thing of our own register, with the sentence that first named it where there is one."""

    source: Mapped[str | None]
    words: Mapped[str | None]


class Evidenced:
    """What was said, by whom, when, in which words, and where it was read."""

    speaker: Mapped[str]
    said: Mapped[str]
    said_from: Mapped[datetime]
    said_last: Mapped[date]
    words: Mapped[str]
    directness: Mapped[str]
    basis: Mapped[str]
    source: Mapped[str]


class ActorRow(Versioned, MaybeCited, Base):
    __tablename__ = "actor"
    references = ("source",)

    name: Mapped[str]
    kind: Mapped[str]


class MandateRow(Versioned, Cited, Base):
    __tablename__ = "mandate"
    references = ("voice", "principal", "issue", "source")
    rules = (WORDS_GIVEN, ("authority", "authority >= 1"))

    voice: Mapped[str]
    principal: Mapped[str]
    kind: Mapped[str]
    authority: Mapped[int]
    issue: Mapped[str | None]


class IssueRow(Versioned, MaybeCited, Base):
    __tablename__ = "issue"
    references = ("source",)

    title: Mapped[str]
    question: Mapped[str]
    status: Mapped[str]


class RoleRow(Versioned, Cited, Base):
    __tablename__ = "role"
    references = ("actor", "issue", "event", "source")
    rules = (WORDS_GIVEN, ("one_target", "(issue IS NULL) <> (event IS NULL)"))

    actor: Mapped[str]
    role: Mapped[str]
    issue: Mapped[str | None]
    event: Mapped[str | None]


class SourceRow(Versioned, Base):
    __tablename__ = "source"
    rules = (
        ("publisher_given", "length(trim(publisher)) > 0"),
        ("url_https", "url IS NULL OR substr(url, 1, 8) = 'https://'"),
        ("archive_url_https", "archive_url IS NULL OR substr(archive_url, 1, 8) = 'https://'"),
    )

    publisher: Mapped[str]
    published: Mapped[str]
    url: Mapped[str | None]
    archive_url: Mapped[str | None]


class StanceRow(Versioned, Evidenced, Base):
    __tablename__ = "stance"
    references = ("holder", "issue", "speaker", "source")
    rules = (*EVIDENCE_RULES, one_of("position", (p for p in Position if p.recordable)))
    indexes = (("issue", "holder", "said_from", "entered"),)

    holder: Mapped[str]
    issue: Mapped[str]
    position: Mapped[str]
    commitment: Mapped[str]


class IssueHolderRow(Base):
    """Who has ever had a stance recorded on an issue: the board seeks one latest row for each."""

    __tablename__ = "issue_holder"
    __table_args__ = refers("issue", "holder")

    guild_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    issue: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(primary_key=True)


class ClaimRow(Versioned, Evidenced, Base):
    __tablename__ = "claim"
    references = ("claimant", "about", "issue", "speaker", "source", "about_record", "within")
    rules = (*EVIDENCE_RULES, ("about_another", "claimant <> about OR relation = 'denies'"))
    indexes = (("issue", "about", "said_from", "entered"),)

    claimant: Mapped[str]
    about: Mapped[str]
    issue: Mapped[str]
    relation: Mapped[str]
    about_record: Mapped[str | None]
    within: Mapped[str | None]


class StatementRow(Versioned, Evidenced, Base):
    __tablename__ = "statement"
    references = ("speaker", "source", "on_behalf_of", "issue", "event")
    rules = EVIDENCE_RULES
    indexes = (
        ("issue", "speaker", "said_from", "entered"),
        ("issue", "speaker", "silent", "said_from", "entered"),
    )

    on_behalf_of: Mapped[str | None]
    issue: Mapped[str | None]
    event: Mapped[str | None]
    # Whether it leaves out the very issue that it belongs to.
    silent: Mapped[bool]


class EventRow(Versioned, Cited, Base):
    __tablename__ = "event"
    references = ("source", "announced_by", "follows")
    rules = (WORDS_GIVEN,)

    title: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    begins: Mapped[datetime]
    announced_by: Mapped[str | None]
    follows: Mapped[str | None]
