"""The desk: roles, review, reports, messages that showed a record, freezing, and leaving.

Revises: 0003
Date: 2026-11-22
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LOG = (
    "record",
    "source",
    "actor",
    "issue",
    "mandate",
    "event",
    "role",
    "stance",
    "issue_holder",
    "claim",
    "statement",
)
KINDS = (
    "kind IN ('reminder', 'opens', 'closes', 'moved', 'cancelled', 'question', 'after', 'dates', "
    "'trouble', 'mirror', 'digest', 'alert', 'follow', 'alive')"
)
MORE_KINDS = f"{KINDS.removesuffix(')')}, 'correction', 'answer')"
REASONS = (
    "reason IN ('moved', 'cancelled', 'over', 'settings', 'unwanted', 'replaced', 'nothing_new', "
    "'too_late', 'no_access', 'no_channel', 'dm_closed', 'refused', 'gave_up')"
)
MORE_REASONS = f"{REASONS.removesuffix(')')}, 'gone')"
REFUSAL = "the log is append-only"
# A server that the bot has left may be forgotten whole.
STAYS = "NOT EXISTS (SELECT 1 FROM guild WHERE id = OLD.guild_id AND left_at IS NOT NULL)"
ACT_COLUMNS = ("guild_id", "seq", "what", "recorded_at", "cause")
UNSENT = "OLD.state NOT IN ('sent', 'skipped')"
OWED = "a post that was not sent is kept"


def _big(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names)


def _texts(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=nullable) for name in names)


def _times(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.String(length=16), nullable=False)


def _record(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild_id", "record"],
        ["record.guild_id", "record.key"],
        name=op.f(f"fk_{table}_guild_id_record"),
    )


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _check(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    """Apply."""
    for column in (
        sa.Column("review", sa.Text(), nullable=False, server_default="off"),
        *_times("frozen_until", "left_at", nullable=True),
        sa.Column("retention_days", sa.Integer(), nullable=False, server_default="30"),
    ):
        op.add_column("guild", column)
    for column in (
        *_big("drafted_by", nullable=True),
        *_texts("why", nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("act", column)
    for column in (*_times("submitted_at", nullable=True), *_texts("returned", nullable=True)):
        op.add_column("draft", column)
    _recheck({KINDS: MORE_KINDS, REASONS: MORE_REASONS})
    _create_tables()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_tables() -> None:
    op.create_table(
        "role_grant",
        *_big("guild_id", "role_id"),
        *_texts("level"),
        _check("role_grant", "level", "contributor", "editor"),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_role_grant_guild_id")),
        _primary("role_grant", "guild_id", "role_id"),
    )
    op.create_table(
        "setting_change",
        *_big("guild_id", "act"),
        sa.Column("place", sa.Integer(), nullable=False),
        *_texts("area", "subject"),
        *_texts("before", "after", nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"],
            ["act.guild_id", "act.seq"],
            name=op.f("fk_setting_change_guild_id_act"),
        ),
        _primary("setting_change", "guild_id", "act", "place"),
    )
    op.create_table(
        "report",
        *_big("guild_id"),
        _id(),
        *_big("user_id", nullable=True),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("text"),
        *_times("made_at"),
        *_texts("state"),
        *_times("settled_at", nullable=True),
        *_big("settled_by", nullable=True),
        *_texts("answer", nullable=True),
        _check("report", "state", "open", "corrected", "retracted", "kept"),
        _record("report"),
        _primary("report", "guild_id", "id"),
    )
    op.create_index(op.f("ix_report_guild_id_state"), "report", ["guild_id", "state"])
    op.create_table(
        "shown",
        *_big("guild_id", "message_id"),
        sa.Column("record", sa.String(length=32), nullable=False),
        *_big("channel_id"),
        *_big("user_id", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("line", nullable=True),
        *_times("shown_at"),
        sa.Column("corrected", sa.Integer(), nullable=True),
        _record("shown"),
        _primary("shown", "guild_id", "message_id", "record"),
    )
    op.create_index(op.f("ix_shown_guild_id_record"), "shown", ["guild_id", "record"])
    op.create_table(
        "upload",
        *_big("guild_id"),
        _id(),
        *_big("user_id"),
        *_texts("filename"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        *_times("made_at"),
        _primary("upload", "guild_id", "id"),
    )


def _guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in (*LOG, "act"):
        op.execute(f"DROP TRIGGER {table}_keep")
    for table in (*LOG, "act", "setting_change"):
        op.execute(f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} WHEN {STAYS} {refuse}")
    _keep_posts_sqlite(f"{UNSENT} AND {STAYS}")
    op.execute(f"CREATE TRIGGER setting_change_fixed BEFORE UPDATE ON setting_change {refuse}")
    op.execute(f"CREATE TRIGGER act_why BEFORE UPDATE OF why ON act {refuse}")
    op.execute(
        "CREATE TRIGGER act_drafter BEFORE UPDATE OF drafted_by ON act "
        f"WHEN NEW.drafted_by IS NOT NULL {refuse}",
    )
    op.execute(
        f"CREATE TRIGGER act_erased BEFORE UPDATE OF erased ON act WHEN NOT NEW.erased {refuse}",
    )


def _keep_posts_sqlite(when: str) -> None:
    op.execute("DROP TRIGGER post_keep")
    op.execute(
        f"CREATE TRIGGER post_keep BEFORE DELETE ON post WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{OWED}'); END",
    )


def _keep_posts_postgresql(when: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_post_keep() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{OWED}' USING ERRCODE = 'restrict_violation'; "
        "END IF; RETURN OLD; END $$",
    )


def _guard_postgresql() -> None:
    refuse = "EXECUTE FUNCTION refuse_change()"
    _keep_posts_postgresql(STAYS)
    op.execute(
        "CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {STAYS} THEN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; "
        "END IF; RETURN OLD; END $$",
    )
    for table in LOG:
        op.execute(f"DROP TRIGGER {table}_fixed ON {table}")
    op.execute("DROP TRIGGER act_fixed ON act")
    for table in (*LOG, "setting_change"):
        op.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW {refuse}",
        )
    op.execute(
        f"CREATE TRIGGER act_fixed BEFORE UPDATE OF {', '.join((*ACT_COLUMNS, 'why'))} ON act "
        f"FOR EACH ROW {refuse}",
    )
    op.execute(
        "CREATE TRIGGER act_drafter BEFORE UPDATE OF drafted_by ON act "
        f"FOR EACH ROW WHEN (NEW.drafted_by IS NOT NULL) {refuse}",
    )
    op.execute(
        "CREATE TRIGGER act_erased BEFORE UPDATE OF erased ON act "
        f"FOR EACH ROW WHEN (NOT NEW.erased) {refuse}",
    )
    for table in (*LOG, "act", "setting_change"):
        op.execute(
            f"CREATE TRIGGER {table}_removed BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_removal()",
        )
    op.execute(
        "CREATE TRIGGER setting_change_keep BEFORE TRUNCATE ON setting_change "
        f"FOR EACH STATEMENT {refuse}",
    )


def downgrade() -> None:
    """Take back; what is owed of the kinds that this brought goes with it."""
    if op.get_bind().dialect.name == "sqlite":
        _unguard_sqlite()
    else:
        _unguard_postgresql()
    for table in ("upload", "shown", "report", "setting_change", "role_grant"):
        op.drop_table(table)
    op.execute(
        "UPDATE post SET state = 'skipped', reason = 'settings' "
        "WHERE state NOT IN ('sent', 'skipped') AND kind IN ('correction', 'answer')",
    )
    op.execute("DELETE FROM post WHERE kind IN ('correction', 'answer')")
    op.execute("UPDATE post SET reason = 'refused' WHERE reason = 'gone'")
    _recheck({MORE_KINDS: KINDS, MORE_REASONS: REASONS})
    for table, columns in (
        ("draft", ("submitted_at", "returned")),
        ("act", ("drafted_by", "why", "erased")),
        ("guild", ("review", "frozen_until", "left_at", "retention_days")),
    ):
        for column in columns:
            op.drop_column(table, column)


def _unguard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for trigger in ("act_why", "act_drafter", "act_erased"):
        op.execute(f"DROP TRIGGER {trigger}")
    for table in (*LOG, "act"):
        op.execute(f"DROP TRIGGER {table}_keep")
        op.execute(f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} {refuse}")
    _keep_posts_sqlite(UNSENT)


def _unguard_postgresql() -> None:
    refuse = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    _keep_posts_postgresql("true")
    for table in (*LOG, "act", "setting_change"):
        op.execute(f"DROP TRIGGER {table}_removed ON {table}")
    op.execute("DROP FUNCTION refuse_removal()")
    for trigger in ("act_drafter", "act_erased", "act_fixed"):
        op.execute(f"DROP TRIGGER {trigger} ON act")
    for table in LOG:
        op.execute(f"DROP TRIGGER {table}_fixed ON {table}")
        op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER act_fixed BEFORE DELETE OR UPDATE OF {', '.join(ACT_COLUMNS)} ON act "
        f"{refuse}",
    )


def _recheck(rules: dict[str, str]) -> None:
    """Put other rules in the place of those that the table of posts has."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(rules)
        return
    for new in rules.values():
        name = op.f(f"ck_post_{new.partition(' ')[0]}")
        op.drop_constraint(name, "post", type_="check")
        op.create_check_constraint(name, "post", new)


def _rewrite(rules: dict[str, str]) -> None:
    """SQLite changes no rule of a table: it is made anew, with its rows, indexes and triggers."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'post' AND sql IS NOT NULL"),
    ).all()
    made = next(sql for kind, sql in rows if kind == "table")
    for old, new in rules.items():
        if old not in made:
            raise RuntimeError(f"the table of posts lacks the rule it should have: {old}")
        made = made.replace(old, new)
    head, opening, rest = made.partition("(")
    bind.exec_driver_sql(f"{head.replace('post', 'post_anew')}{opening}{rest}")
    bind.exec_driver_sql("INSERT INTO post_anew SELECT * FROM post")
    bind.exec_driver_sql("DROP TABLE post")
    bind.exec_driver_sql("ALTER TABLE post_anew RENAME TO post")
    for kind, sql in rows:
        if kind != "table":
            bind.exec_driver_sql(sql)
