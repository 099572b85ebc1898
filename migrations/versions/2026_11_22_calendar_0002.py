"""The calendar: posts owed, and what a server and its people want to be told.

Revises: 0001
Date: 2026-11-22
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('due', 'claimed')")
PERSONAL = sa.text("user_id IS NOT NULL")
CLAIMED = sa.text("state = 'claimed'")
KINDS = (
    "kind IN ('reminder', 'opens', 'closes', 'moved', 'cancelled', 'question', 'after', 'dates', "
    "'trouble', 'mirror')"
)
REASONS = (
    "reason IN ('moved', 'cancelled', 'over', 'settings', 'unwanted', 'replaced', 'too_late', "
    "'no_access', 'no_channel', 'dm_closed', 'refused', 'gave_up')"
)
RULES = {
    "kind": KINDS,
    "state": "state IN ('due', 'claimed', 'sent', 'failed', 'skipped')",
    "reason": REASONS,
    "has_a_place": "kind = 'mirror' OR channel_id IS NOT NULL OR user_id IS NOT NULL",
    "reason_given": "state NOT IN ('failed', 'skipped') OR reason IS NOT NULL",
    "sent_is_known": "state <> 'sent' OR sent_at IS NOT NULL",
    "tried_has_words": "first_attempt_at IS NULL OR body IS NOT NULL",
}
# Each: its name, the event it watches, when it fires, and what it says.
GUARDS = (
    (
        "post_keep",
        "DELETE",
        "OLD.state NOT IN ('sent', 'skipped')",
        "a post that was not sent is kept",
    ),
    (
        "post_words",
        "UPDATE",
        (
            "OLD.body IS NOT NULL AND (NEW.body IS NULL OR NEW.body <> OLD.body "
            "OR NEW.token <> OLD.token OR NEW.first_attempt_at IS NULL) "
            "AND (OLD.state NOT IN ('failed', 'skipped') OR NEW.token = OLD.token)"
        ),
        "a post keeps its words",
    ),
    (
        "post_sent",
        "UPDATE",
        "OLD.state = 'sent' AND NEW.state <> 'sent'",
        "a post that was sent stays sent",
    ),
)


def _big(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names)


def _texts(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=nullable) for name in names)


def _keys(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.String(length=32), nullable=nullable) for name in names)


def _times(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names)


def _guild(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f(f"fk_{table}_guild_id"))


def _record(table: str, column: str = "event") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild_id", column],
        ["record.guild_id", "record.key"],
        name=op.f(f"fk_{table}_guild_id_{column}"),
    )


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Apply."""
    _create_posts()
    _create_wishes()
    for name, event, when, says in GUARDS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON post WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END",
            )
        else:
            op.execute(
                f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$",
            )
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON post FOR EACH ROW WHEN ({when}) "
                f"EXECUTE FUNCTION refuse_{name}()",
            )


def _create_posts() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *_big("guild_id"),
        sa.Column("key", sa.String(length=160), nullable=False),
        *_texts("kind", "state"),
        sa.Column("lane", sa.String(length=24), nullable=False),
        *_big("channel_id", "user_id", nullable=True),
        *_keys("event", nullable=True),
        sa.Column("schedule", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Integer(), nullable=True),
        *_texts("subject", nullable=True),
        *_times("due_at", "next_at"),
        *_keys("token"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_texts("claimed_by", nullable=True),
        *_times("first_attempt_at", nullable=True),
        *_texts("body", nullable=True),
        *_big("message_id", nullable=True),
        *_times("sent_at", nullable=True),
        *_texts("reason", "detail", "dropped", nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_post_{name}")) for name, rule in RULES.items()),
        _guild("post"),
        _record("post"),
        _primary("post", "id"),
        sa.UniqueConstraint("guild_id", "key", name=op.f("uq_post_guild_id_key")),
    )
    for columns in (("next_at",), ("lane", "due_at", "id")):
        op.create_index(
            op.f(f"ix_post_open_{'_'.join(columns)}"),
            "post",
            [*columns],
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.create_index(
        op.f("ix_post_claimed_lane"),
        "post",
        ["lane"],
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )
    op.create_index(
        op.f("ix_post_personal_due_at"),
        "post",
        ["due_at"],
        sqlite_where=PERSONAL,
        postgresql_where=PERSONAL,
    )
    op.create_index(op.f("ix_post_guild_id_event"), "post", ["guild_id", "event"])
    op.create_index(op.f("ix_post_guild_id_state_id"), "post", ["guild_id", "state", "id"])
    op.create_table(
        "broken_channel",
        *_big("guild_id", "channel_id"),
        *_texts("reason"),
        *_texts("detail", nullable=True),
        *_times("since"),
        _guild("broken_channel"),
        _primary("broken_channel", "guild_id", "channel_id"),
    )


def _create_wishes() -> None:
    """What a server, an event and a person want."""
    op.create_table(
        "calendar_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_big("channel_id", "desk_id", "role_id", nullable=True),
        *_texts("leads"),
        sa.Column("mirror", sa.Boolean(), nullable=False),
        _guild("calendar_settings"),
        _primary("calendar_settings", "guild_id"),
    )
    op.create_table(
        "event_reminder",
        *_big("guild_id"),
        *_keys("event"),
        *_big("channel_id", nullable=True),
        *_texts("leads", nullable=True),
        _record("event_reminder"),
        _primary("event_reminder", "guild_id", "event"),
    )
    op.create_table(
        "personal_reminder",
        *_big("guild_id"),
        sa.Column("id", sa.String(length=16), nullable=False),
        *_big("user_id"),
        *_keys("event"),
        sa.Column("lead", sa.Integer(), nullable=False),
        *_big("channel_id", nullable=True),
        *_times("made_at"),
        _record("personal_reminder"),
        _primary("personal_reminder", "guild_id", "id"),
    )
    op.create_index(
        op.f("ix_personal_reminder_guild_id_event"), "personal_reminder", ["guild_id", "event"]
    )
    op.create_table(
        "after_answer",
        *_big("guild_id"),
        *_keys("event", "actor", "issue"),
        *_texts("answer"),
        *_big("act"),
        *(_record("after_answer", column) for column in ("event", "actor", "issue")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"],
            ["act.guild_id", "act.seq"],
            name=op.f("fk_after_answer_guild_id_act"),
        ),
        _primary("after_answer", "guild_id", "event", "actor", "issue"),
    )
    op.create_table(
        "mirrored_event",
        *_big("guild_id"),
        *_keys("event"),
        *_big("discord_id"),
        _record("mirrored_event"),
        _primary("mirrored_event", "guild_id", "event"),
    )


def downgrade() -> None:
    """Take back."""
    for table in (
        "mirrored_event",
        "after_answer",
        "personal_reminder",
        "event_reminder",
        "calendar_settings",
        "broken_channel",
        "post",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION refuse_{name}()")
