"""One small server: a record of every kind, written through the same acts as real ones."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.db import acts, stances
from bot.db.engine import Database, Unit
from bot.db.facts import facts
from bot.db.schema import Base
from bot.domain import records
from bot.domain import vocabulary as v
from bot.domain.scope import Scope
from bot.domain.standing import Standing
from bot.domain.when import days

GUILD = 900
OTHER = 901
NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)
THURSDAY = days(date(2025, 3, 13))

EVIDENCED = ("stance", "claim", "statement")
CITED = ("mandate", "role", "event")
KINDS = ("actor", "source", "issue", *CITED, *EVIDENCED)
BLANK = ("", "   ", "\n\t \r\n")
LOG = ("act", "record", "issue_holder", "setting_change", *KINDS)
REFERENCES = {
    table: [key.column_keys[1] for key in Base.metadata.tables[table].foreign_key_constraints]
    for table in KINDS
}


def source(key: str = "s1") -> records.Source:
    return records.Source(key=key, publisher="Al Jazeera", published=THURSDAY)


def actor(key: str) -> records.Actor:
    return records.Actor(key=key, name=key.title(), kind=v.ActorKind.PERSON)


def issue(key: str = "ceasefire") -> records.Issue:
    return records.Issue(key=key, title=key, question="Should it begin?")


def evidence(speaker: str = "putin", **more: Any) -> records.Evidence:
    values: dict[str, Any] = {
        "speaker": speaker,
        "said": THURSDAY,
        "words": "The idea itself is correct, and we certainly support it.",
        "directness": v.Directness.DIRECT_QUOTE,
        "basis": v.Basis.OWN_WORDS,
        "source": "s1",
    }
    return records.Evidence(**(values | more))


def stance(key: str = "t1", **more: Any) -> records.Stance:
    values: dict[str, Any] = {
        "key": key,
        "holder": "putin",
        "issue": "ceasefire",
        "position": v.Position.AGREES_IN_PRINCIPLE,
        "commitment": v.Commitment.STATED,
        "evidence": evidence(),
    }
    return records.Stance(**(values | more))


def claim(key: str = "c1", **more: Any) -> records.Claim:
    values: dict[str, Any] = {
        "key": key,
        "claimant": "zelenskyy",
        "about": "putin",
        "issue": "ceasefire",
        "relation": v.Relation.ASCRIBES_STANCE,
        "ascribed": v.Position.REJECTS,
        "evidence": evidence("zelenskyy"),
    }
    return records.Claim(**(values | more))


def everything() -> list[records.Record]:
    """A record of every kind, in an order in which each names only what came before."""
    cited = records.Citation(source="s1", words="Lavrov, the foreign minister, said")
    return [
        source(),
        actor("putin"),
        actor("lavrov"),
        actor("zelenskyy"),
        issue(),
        records.Mandate(
            key="m1",
            voice="lavrov",
            principal="putin",
            kind=v.MandateKind.MINISTER,
            authority=2,
            citation=cited,
            issue="ceasefire",
        ),
        records.Event(
            key="e1",
            title="The call",
            kind=v.EventKind.CALL,
            when=THURSDAY,
            status=v.EventStatus.HELD,
            citation=cited,
            announced_by="lavrov",
        ),
        records.Role(
            key="r1",
            actor="putin",
            role=v.RoleKind.PARTICIPANT,
            citation=cited,
            event="e1",
        ),
        stance(),
        claim(about_record="t1"),
        records.Statement(
            key="u1",
            evidence=evidence("lavrov"),
            on_behalf_of="putin",
            issue="ceasefire",
            event="e1",
        ),
    ]


def fill(unit: Unit, guild_id: int = GUILD, at: datetime = NOON) -> None:
    """Write one of everything into a server, in one act by user 7."""
    act = acts.begin(unit, guild_id, what="import", at=at, by=7, cause=f"first {guild_id}")
    for record in everything():
        acts.add(act, record)
    changed = {"place": 0, "area": "guild", "subject": "", "before": None, "after": "{}"}
    insert(unit, "setting_change", {"guild_id": guild_id, "act": act.seq, **changed})


def standing(unit: Unit, scope: Scope, issue_key: str, holder: str) -> Standing | None:
    """A holder's standing, found as the card finds it."""
    return stances.standing(unit, scope, facts(unit, scope, issue_key, holder).stances)


def insert(unit: Unit, table: str, row: dict[str, Any]) -> None:
    """Insert a row by plain SQL."""
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    unit.execute(sa.text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)


def sample(unit: Unit, table: str, guild_id: int = GUILD) -> dict[str, Any]:
    """The first row of a table of a server, as plain SQL shows it."""
    found = unit.execute(
        sa.text(f"SELECT * FROM {table} WHERE guild_id = :guild LIMIT 1"),
        {"guild": guild_id},
    )
    return dict(found.mappings().one())


def next_version(unit: Unit, table: str, **changes: Any) -> dict[str, Any]:
    """What a second version of a table's first record would be, with some columns changed."""
    row = sample(unit, table)
    row.pop("id")
    return row | {"number": 2} | changes


def refused(unit: Unit, table: str, row: dict[str, Any]) -> bool:
    """Whether the database refuses a row; either way nothing of it stays."""
    return not _passes(unit, lambda: insert(unit, table, row))


def forbidden(unit: Unit, statement: str, **values: Any) -> bool:
    """Whether the database refuses a statement; either way nothing of it stays."""
    return not _passes(unit, lambda: unit.execute(sa.text(statement), values))


def _passes(unit: Unit, attempt: Any) -> bool:
    point = unit.begin_nested()
    try:
        attempt()
    except IntegrityError:
        return False
    else:
        return True
    finally:
        point.rollback()


async def each_refused(database: Database, table: str, attacks: list[dict[str, Any]]) -> None:
    """Check that the untouched row would pass, and that no attacked one does."""

    def work(unit: Unit) -> list[dict[str, Any]]:
        assert not refused(unit, table, next_version(unit, table)), "the sound row must pass"
        return [a for a in attacks if not refused(unit, table, next_version(unit, table, **a))]

    assert await database.write(work) == []
