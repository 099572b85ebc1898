"""The first schema: the log of records, append-only, and what stands beside it.

Revises: nothing
Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


LOG = (
    "record",
    "actor",
    "source",
    "issue",
    "mandate",
    "event",
    "role",
    "stance",
    "issue_holder",
    "claim",
    "statement",
)
# The one change that an act allows: forgetting who did it.
ACT_COLUMNS = ("guild_id", "seq", "what", "recorded_at", "cause")
REFUSAL = "the log is append-only"
# What each reference must name; a reference to another kind would be a record without evidence.
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "actor": {"key": ("actor",), "source": ("source",)},
    "source": {"key": ("source",)},
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
WRONG_KIND = "a reference names another kind of record"

BLANKS = " \t\n\r"
WORDS_GIVEN = f"length(trim(words, '{BLANKS}')) > 0 AND length(words) <= 6000"
DIRECTNESS = "directness IN ('direct_quote', 'indirect_speech', 'paraphrase')"
BASIS = (
    "basis IN ('own_words', 'authorised_voice', 'vote_or_signature', 'act', 'own_readout', "
    "'other_sides_readout', 'reported', 'inferred')"
)
POSITION = (
    "position IN ('accepts', 'accepts_with_conditions', 'agrees_in_principle', 'neutral', "
    "'objects_in_principle', 'rejects_as_drafted', 'rejects', 'considering', 'declined_to_say', "
    "'mixed_signals', 'withdrawn')"
)


def _misnamed(table: str) -> str:
    """A look-up that finds the records a new row names which are of the wrong kind."""
    columns = KINDS[table]
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
    for table in KINDS:
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
    for table in KINDS:
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


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "draft",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "id", name=op.f("pk_draft")),
    )
    op.create_table(
        "guild",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("default_issue", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guild")),
    )
    op.create_table(
        "synced_commands",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "scope", name=op.f("pk_synced_commands")),
    )
    op.create_table(
        "act",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_act_guild_id")),
        sa.PrimaryKeyConstraint("guild_id", "seq", name=op.f("pk_act")),
        sa.UniqueConstraint("guild_id", "cause", name=op.f("uq_act_guild_id_cause")),
    )
    op.create_table(
        "record",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_record_guild_id")),
        sa.PrimaryKeyConstraint("guild_id", "key", name=op.f("pk_record")),
    )
    op.create_table(
        "actor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_actor_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_actor_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_actor_reason_given"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_actor_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_actor_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_actor_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_actor_guild_id_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("guild_id", "key", "number", name=op.f("uq_actor_guild_id_key_number")),
    )
    op.create_table(
        "channel_issue",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_channel_issue_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.id"], name=op.f("fk_channel_issue_guild_id")),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name=op.f("pk_channel_issue")),
    )
    op.create_table(
        "claim",
        sa.Column("claimant", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("about_record", sa.Text(), nullable=True),
        sa.Column("within", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_last", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("directness", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "claimant <> about OR relation = 'denies'", name=op.f("ck_claim_about_another")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_claim_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_claim_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_claim_reason_given"),
        ),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_claim_words_given")),
        sa.CheckConstraint(DIRECTNESS, name=op.f("ck_claim_directness")),
        sa.CheckConstraint(BASIS, name=op.f("ck_claim_basis")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_claim_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "about"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_about"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "about_record"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_about_record"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_claim_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "claimant"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_claimant"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_source"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "speaker"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_speaker"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "within"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_claim_guild_id_within"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("guild_id", "key", "number", name=op.f("uq_claim_guild_id_key_number")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claim_guild_id_issue_about_said_from"),
            ["guild_id", "issue", "about", "said_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_claim_guild_id_issue_claimant_said_from"),
            ["guild_id", "issue", "claimant", "said_from"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("announced_by", sa.Text(), nullable=True),
        sa.Column("follows", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_event_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_event_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_event_reason_given"),
        ),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_event_words_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_event_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_event_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "announced_by"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_event_guild_id_announced_by"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "follows"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_event_guild_id_follows"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_event_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_event_guild_id_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("guild_id", "key", "number", name=op.f("uq_event_guild_id_key_number")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_guild_id_begins"), ["guild_id", "begins"], unique=False
        )

    op.create_table(
        "issue",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_issue_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_issue_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_issue_reason_given"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_issue_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_issue_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_issue_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_issue_guild_id_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("guild_id", "key", "number", name=op.f("uq_issue_guild_id_key_number")),
    )
    op.create_table(
        "issue_holder",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "holder"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_issue_holder_guild_id_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_issue_holder_guild_id_issue"),
        ),
        sa.PrimaryKeyConstraint("guild_id", "issue", "holder", name=op.f("pk_issue_holder")),
    )
    op.create_table(
        "mandate",
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("authority", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_mandate_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_mandate_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_mandate_reason_given"),
        ),
        sa.CheckConstraint("authority >= 1", name=op.f("ck_mandate_authority")),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_mandate_words_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_mandate_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_mandate_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_mandate_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_mandate_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "principal"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_mandate_guild_id_principal"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_mandate_guild_id_source"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "voice"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_mandate_guild_id_voice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint(
            "guild_id", "key", "number", name=op.f("uq_mandate_guild_id_key_number")
        ),
    )
    op.create_table(
        "role",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_role_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_role_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_role_reason_given"),
        ),
        sa.CheckConstraint("(issue IS NULL) <> (event IS NULL)", name=op.f("ck_role_one_target")),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_role_words_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_role_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_role_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "actor"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_role_guild_id_actor"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "event"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_role_guild_id_event"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_role_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_role_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_role_guild_id_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("guild_id", "key", "number", name=op.f("uq_role_guild_id_key_number")),
    )
    op.create_table(
        "source",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("archive_url", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "archive_url IS NULL OR substr(archive_url, 1, 8) = 'https://'",
            name=op.f("ck_source_archive_url_https"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_source_state")
        ),
        sa.CheckConstraint(
            "url IS NULL OR substr(url, 1, 8) = 'https://'", name=op.f("ck_source_url_https")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_source_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_source_reason_given"),
        ),
        sa.CheckConstraint("length(trim(publisher)) > 0", name=op.f("ck_source_publisher_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_source_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_source_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_source_guild_id_key"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint(
            "guild_id", "key", "number", name=op.f("uq_source_guild_id_key_number")
        ),
    )
    op.create_table(
        "stance",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_last", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("directness", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(POSITION, name=op.f("ck_stance_position")),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_stance_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_stance_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_stance_reason_given"),
        ),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_stance_words_given")),
        sa.CheckConstraint(DIRECTNESS, name=op.f("ck_stance_directness")),
        sa.CheckConstraint(BASIS, name=op.f("ck_stance_basis")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_stance_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_stance_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "holder"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_stance_guild_id_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_stance_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_stance_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_stance_guild_id_source"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "speaker"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_stance_guild_id_speaker"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
        sa.UniqueConstraint(
            "guild_id", "key", "number", name=op.f("uq_stance_guild_id_key_number")
        ),
    )
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stance_guild_id_issue_holder_said_from_entered"),
            ["guild_id", "issue", "holder", "said_from", "entered"],
            unique=False,
        )

    op.create_table(
        "statement",
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_last", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("directness", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'retracted')", name=op.f("ck_statement_state")
        ),
        sa.CheckConstraint(
            "verb IN ('set', 'correct', 'confirm', 'retract')", name=op.f("ck_statement_verb")
        ),
        sa.CheckConstraint(
            "verb NOT IN ('correct', 'retract') OR "
            f"length(trim(coalesce(reason, ''), '{BLANKS}')) > 0",
            name=op.f("ck_statement_reason_given"),
        ),
        sa.CheckConstraint(WORDS_GIVEN, name=op.f("ck_statement_words_given")),
        sa.CheckConstraint(DIRECTNESS, name=op.f("ck_statement_directness")),
        sa.CheckConstraint(BASIS, name=op.f("ck_statement_basis")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_statement_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "act"], ["act.guild_id", "act.seq"], name=op.f("fk_statement_guild_id_act")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "event"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_event"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "issue"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "key"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_key"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "on_behalf_of"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_on_behalf_of"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "source"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_source"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "speaker"],
            ["record.guild_id", "record.key"],
            name=op.f("fk_statement_guild_id_speaker"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint(
            "guild_id", "key", "number", name=op.f("uq_statement_guild_id_key_number")
        ),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statement_guild_id_issue_speaker_said_from"),
            ["guild_id", "issue", "speaker", "said_from"],
            unique=False,
        )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_guild_id_issue_speaker_said_from"))

    op.drop_table("statement")
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stance_guild_id_issue_holder_said_from_entered"))

    op.drop_table("stance")
    op.drop_table("source")
    op.drop_table("role")
    op.drop_table("mandate")
    op.drop_table("issue_holder")
    op.drop_table("issue")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_guild_id_begins"))

    op.drop_table("event")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_guild_id_issue_claimant_said_from"))
        batch_op.drop_index(batch_op.f("ix_claim_guild_id_issue_about_said_from"))

    op.drop_table("claim")
    op.drop_table("channel_issue")
    op.drop_table("actor")
    op.drop_table("record")
    op.drop_table("act")
    op.drop_table("synced_commands")
    op.drop_table("guild")
    op.drop_table("draft")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
        for table in KINDS:
            op.execute(f"DROP FUNCTION check_kinds_{table}()")
