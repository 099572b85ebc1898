"""The first schema: the log of records, append-only, and what stands beside it.

Revises: nothing
Date: 2026-11-22
"""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What each reference must name; a reference to another kind would be a record without evidence.
# Tables stand in an order in which each names only kinds that came before it.
REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "source": {"key": ("source",)},
    "actor": {"key": ("actor",), "source": ("source",)},
    "issue": {"key": ("issue",), "source": ("source",)},
    "mandate": {
        "key": ("mandate",),
        "voice": ("actor",),
        "principal": ("actor",),
        "issue": ("issue",),
        "source": ("source",),
    },
    "event": {
        "key": ("event",),
        "source": ("source",),
        "announced_by": ("actor",),
        "follows": ("event",),
    },
    "role": {
        "key": ("role",),
        "actor": ("actor",),
        "issue": ("issue",),
        "event": ("event",),
        "source": ("source",),
    },
    "stance": {
        "key": ("stance",),
        "holder": ("actor",),
        "issue": ("issue",),
        "speaker": ("actor",),
        "source": ("source",),
    },
    "issue_holder": {"issue": ("issue",), "holder": ("actor",)},
    "claim": {
        "key": ("claim",),
        "claimant": ("actor",),
        "about": ("actor",),
        "issue": ("issue",),
        "speaker": ("actor",),
        "source": ("source",),
        "about_record": ("stance", "statement", "claim", "event"),
        "within": ("claim",),
    },
    "statement": {
        "key": ("statement",),
        "speaker": ("actor",),
        "source": ("source",),
        "on_behalf_of": ("actor",),
        "issue": ("issue",),
        "event": ("event",),
    },
}
LOG = ("record", *REFERENCES)
# The one change that an act allows: forgetting who did it.
ACT_COLUMNS = ("guild_id", "seq", "what", "recorded_at", "cause")
REFUSAL = "the log is append-only"
WRONG_KIND = "a reference names another kind of record"

BLANKS = " \t\n\r"
VERSION = {
    "verb": "verb IN ('set', 'correct', 'confirm', 'retract')",
    "state": "state IN ('draft', 'published', 'retracted')",
    "number": "number >= 1",
    "reason_given": (
        f"verb NOT IN ('correct', 'retract') OR length(trim(coalesce(reason, ''), '{BLANKS}')) > 0"
    ),
    "retracted_by_retract": "(verb = 'retract') = (state = 'retracted')",
}
WORDS = {"words_given": f"length(trim(words, '{BLANKS}')) > 0 AND length(words) <= 6000"}
EVIDENCE = {
    **WORDS,
    "directness": "directness IN ('direct_quote', 'indirect_speech', 'paraphrase')",
    "basis": (
        "basis IN ('own_words', 'authorised_voice', 'vote_or_signature', 'act', 'own_readout', "
        "'other_sides_readout', 'reported', 'inferred')"
    ),
}
POSITION = (
    "position IN ('accepts', 'accepts_with_conditions', 'agrees_in_principle', 'neutral', "
    "'objects_in_principle', 'rejects_as_drafted', 'rejects', 'considering', 'declined_to_say', "
    "'mixed_signals', 'withdrawn')"
)


def _misnamed(table: str) -> str:
    """A look-up that finds the records a new row names which are of the wrong kind."""
    columns = REFERENCES[table]
    keys = ", ".join(f"NEW.{column}" for column in columns)
    wrong = " OR ".join(
        f"(key = NEW.{column} AND kind NOT IN ({', '.join(repr(kind) for kind in kinds)}))"
        for column, kinds in columns.items()
    )
    return f"SELECT 1 FROM record WHERE guild_id = NEW.guild_id AND key IN ({keys}) AND ({wrong})"  # noqa: S608 -- of the names above


def _guard_sqlite() -> None:
    for table in (*LOG, "act"):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        )
    for table in LOG:
        op.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        )
    op.execute(
        f"CREATE TRIGGER act_fixed BEFORE UPDATE OF {', '.join(ACT_COLUMNS)} ON act "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )
    op.execute(
        "CREATE TRIGGER act_author BEFORE UPDATE OF recorded_by ON act "
        f"WHEN NEW.recorded_by IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )
    for table in REFERENCES:
        op.execute(
            f"CREATE TRIGGER {table}_kinds BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({_misnamed(table)}) "
            f"BEGIN SELECT RAISE(ABORT, '{WRONG_KIND}'); END",
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
    )
    for table in LOG:
        op.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        )
    op.execute(
        f"CREATE TRIGGER act_fixed BEFORE DELETE OR UPDATE OF {', '.join(ACT_COLUMNS)} ON act "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    )
    op.execute(
        "CREATE TRIGGER act_author BEFORE UPDATE OF recorded_by ON act "
        "FOR EACH ROW WHEN (NEW.recorded_by IS NOT NULL) EXECUTE FUNCTION refuse_change()",
    )
    for table in (*LOG, "act"):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        )
    for table in REFERENCES:
        op.execute(
            f"CREATE FUNCTION check_kinds_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({_misnamed(table)}) THEN "
            f"RAISE EXCEPTION '{WRONG_KIND}' USING ERRCODE = 'foreign_key_violation'; "
            "END IF; RETURN NEW; END $$",
        )
        op.execute(
            f"CREATE TRIGGER {table}_kinds BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION check_kinds_{table}()",
        )


def _texts(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=nullable) for name in names)


def _references(table: str) -> Iterator[sa.ForeignKeyConstraint]:
    """Each carries the guild's id, so that no row can point into another server."""
    for column in REFERENCES[table]:
        yield sa.ForeignKeyConstraint(
            ["guild_id", column],
            ["record.guild_id", "record.key"],
            name=op.f(f"fk_{table}_guild_id_{column}"),
        )


def _create(
    table: str,
    *columns: sa.Column[Any],
    rules: dict[str, str] | None = None,
    indexes: Iterable[tuple[str, ...]] = (),
) -> None:
    """Create the table of the versions of one kind of record."""
    rules = VERSION | (rules or {})
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("verb", "state"),
        *_texts("reason", nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_texts("body"),
        *columns,
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
            for name, rule in rules.items()
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"],
            ["act.guild_id", "act.seq"],
            name=op.f(f"fk_{table}_guild_id_act"),
        ),
        *_references(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "guild_id", "key", "number", name=op.f(f"uq_{table}_guild_id_key_number")
        ),
    )
    for indexed in indexes:
        op.create_index(
            op.f(f"ix_{table}_guild_id_{'_'.join(indexed)}"), table, ["guild_id", *indexed]
        )


def _evidence() -> tuple[sa.Column[Any], ...]:
    return (
        *_texts("speaker", "said"),
        sa.Column("said_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_last", sa.Date(), nullable=False),
        *_texts("words", "directness", "basis", "source"),
    )


def upgrade() -> None:
    """Apply."""
    _create_servers()
    _create_register()
    _create_said()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard()


def _create_servers() -> None:
    """What stands once for a server or a program, and who did what."""
    op.create_table(
        "guild",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        *_texts("zone"),
        *_texts("default_issue", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guild")),
    )
    op.create_table(
        "act",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        *_texts("what"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        *_texts("cause", nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_act_guild_id")),
        sa.PrimaryKeyConstraint("guild_id", "seq", name=op.f("pk_act")),
        sa.UniqueConstraint("guild_id", "cause", name=op.f("uq_act_guild_id_cause")),
    )
    op.create_table(
        "record",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        *_texts("kind"),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_record_guild_id")),
        sa.PrimaryKeyConstraint("guild_id", "key", name=op.f("pk_record")),
    )
    op.create_table(
        "channel_issue",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        *_texts("issue"),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_channel_issue_guild_id")),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_channel_issue_guild_id_issue"),
        ),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name=op.f("pk_channel_issue")),
    )
    op.create_table(
        "draft",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        *_texts("kind", "body"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_draft")),
    )
    op.create_table(
        "synced_commands",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("hash"),
        sa.PrimaryKeyConstraint("application_id", "scope", name=op.f("pk_synced_commands")),
    )


def _create_register() -> None:
    """Sources, names, issues, events, and who plays which part."""
    _create(
        "source",
        *_texts("publisher", "published"),
        *_texts("url", "archive_url", nullable=True),
        rules={
            "publisher_given": "length(trim(publisher)) > 0",
            "url_https": "url IS NULL OR substr(url, 1, 8) = 'https://'",
            "archive_url_https": "archive_url IS NULL OR substr(archive_url, 1, 8) = 'https://'",
        },
    )
    _create("actor", *_texts("name", "kind"), *_texts("source", "words", nullable=True))
    _create(
        "issue",
        *_texts("title", "question", "status"),
        *_texts("source", "words", nullable=True),
    )
    _create(
        "mandate",
        *_texts("voice", "principal", "kind"),
        sa.Column("authority", sa.Integer(), nullable=False),
        *_texts("issue", nullable=True),
        *_texts("source", "words"),
        rules=WORDS | {"authority": "authority >= 1"},
    )
    _create(
        "event",
        *_texts("title", "kind", "status"),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        *_texts("announced_by", "follows", nullable=True),
        *_texts("source", "words"),
        rules=WORDS,
    )
    _create(
        "role",
        *_texts("actor", "role"),
        *_texts("issue", "event", nullable=True),
        *_texts("source", "words"),
        rules=WORDS | {"one_target": "(issue IS NULL) <> (event IS NULL)"},
    )


def _create_said() -> None:
    """What was said: stances, claims about others, and statements that take no position."""
    _create(
        "stance",
        *_texts("holder", "issue", "position", "commitment"),
        *_evidence(),
        rules=EVIDENCE | {"position": POSITION},
        indexes=[("issue", "holder", "said_from", "entered")],
    )
    op.create_table(
        "issue_holder",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        *_texts("issue", "holder"),
        *_references("issue_holder"),
        sa.PrimaryKeyConstraint("guild_id", "issue", "holder", name=op.f("pk_issue_holder")),
    )
    _create(
        "claim",
        *_texts("claimant", "about", "issue", "relation"),
        *_texts("about_record", "within", nullable=True),
        *_evidence(),
        rules=EVIDENCE | {"about_another": "claimant <> about OR relation = 'denies'"},
        indexes=[("issue", "about", "said_from", "entered")],
    )
    _create(
        "statement",
        *_texts("on_behalf_of", "issue", "event", nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        *_evidence(),
        rules=EVIDENCE,
        indexes=[
            ("issue", "speaker", "said_from", "entered"),
            ("issue", "speaker", "silent", "said_from", "entered"),
        ],
    )


def downgrade() -> None:
    """Take back."""
    scratch = ("synced_commands", "draft", "channel_issue")
    for table in (*scratch, *reversed(REFERENCES), "record", "act", "guild"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
        for table in REFERENCES:
            op.execute(f"DROP FUNCTION check_kinds_{table}()")
