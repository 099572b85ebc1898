"""News: digests, alerts and follows, and the posts that tell of them.

Revises: 0002
Date: 2026-11-22
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VERSIONED = (
    "actor",
    "mandate",
    "issue",
    "role",
    "source",
    "stance",
    "claim",
    "statement",
    "event",
)
KINDS = (
    "kind IN ('reminder', 'opens', 'closes', 'moved', 'cancelled', 'question', 'after', 'dates', "
    "'trouble', 'mirror')"
)
MORE_KINDS = f"{KINDS.removesuffix(')')}, 'digest', 'alert', 'follow', 'alive')"
REASONS = (
    "reason IN ('moved', 'cancelled', 'over', 'settings', 'unwanted', 'replaced', 'too_late', "
    "'no_access', 'no_channel', 'dm_closed', 'refused', 'gave_up')"
)
MORE_REASONS = REASONS.replace("'replaced', ", "'replaced', 'nothing_new', ")
TOLD = sa.text("kind IN ('alert', 'follow')")
TOLD_INDEX = "ix_post_told_guild_id_sent_at"


def _big(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names)


def _texts(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=nullable) for name in names)


def _times(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.String(length=16), nullable=False)


def _key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=32), nullable=nullable)


def _guild(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f(f"fk_{table}_guild_id"))


def _record(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild_id", column],
        ["record.guild_id", "record.key"],
        name=op.f(f"fk_{table}_guild_id_{column}"),
    )


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("guild_id", "id", name=op.f(f"pk_{table}"))


def _check(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    """Apply."""
    op.add_column("post", sa.Column("through", sa.BigInteger(), nullable=True))
    _recheck({KINDS: MORE_KINDS, REASONS: MORE_REASONS})
    op.create_index(
        op.f(TOLD_INDEX),
        "post",
        ["guild_id", "sent_at"],
        sqlite_where=TOLD,
        postgresql_where=TOLD,
    )
    for table in VERSIONED:
        op.create_index(op.f(f"ix_{table}_guild_id_act"), table, ["guild_id", "act"])
    op.create_table(
        "digest",
        *_big("guild_id"),
        _id(),
        *_big("channel_id"),
        _key("issue", nullable=True),
        *_texts("at", "days", "zone", "language", "empty"),
        sa.Column("paused", sa.Boolean(), nullable=False),
        *_big("mark"),
        *_times("marked_at"),
        _check("digest", "empty", "skip", "send"),
        _guild("digest"),
        _record("digest", "issue"),
        _primary("digest"),
    )
    op.create_table(
        "alert",
        *_big("guild_id"),
        _id(),
        *_big("channel_id"),
        _key("issue", nullable=True),
        *_texts("weight"),
        *_big("mark"),
        *_times("marked_at"),
        _check("alert", "weight", "flips", "changes", "records"),
        _guild("alert"),
        _record("alert", "issue"),
        _primary("alert"),
    )
    op.create_table(
        "follow",
        *_big("guild_id"),
        _id(),
        *_big("user_id"),
        *_texts("kind"),
        _key("target"),
        *_texts("pace"),
        *_big("channel_id", nullable=True),
        *_big("mark"),
        *_times("made_at"),
        *_times("ended_at", nullable=True),
        *_texts("ended", nullable=True),
        _check("follow", "kind", "actor", "issue", "event"),
        _check("follow", "pace", "at_once", "daily"),
        _record("follow", "target"),
        _primary("follow"),
    )
    op.create_index(op.f("ix_follow_guild_id_user_id"), "follow", ["guild_id", "user_id"])
    op.create_index(op.f("ix_follow_guild_id_target"), "follow", ["guild_id", "target"])


def downgrade() -> None:
    """Take back; what is owed of the kinds that this brought goes with it."""
    op.drop_index(op.f(TOLD_INDEX), "post")
    for table in ("follow", "alert", "digest"):
        op.drop_table(table)
    for table in VERSIONED:
        op.drop_index(op.f(f"ix_{table}_guild_id_act"), table)
    op.execute(
        "UPDATE post SET state = 'skipped', reason = 'settings' WHERE state NOT IN "
        "('sent', 'skipped') AND kind IN ('digest', 'alert', 'follow', 'alive')",
    )
    op.execute("DELETE FROM post WHERE kind IN ('digest', 'alert', 'follow', 'alive')")
    op.execute("UPDATE post SET reason = 'replaced' WHERE reason = 'nothing_new'")
    _recheck({MORE_KINDS: KINDS, MORE_REASONS: REASONS})
    op.drop_column("post", "through")


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
