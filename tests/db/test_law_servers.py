"""Law 7, attacked with plain SQL: every server is a world of its own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.db import acts, claims, log, stances
from bot.db.engine import Database, Unit
from bot.db.guilds import load_directory
from bot.db.mapping import ROWS
from bot.domain.records import Actor, Issue, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Position
from tests.db.samples import (
    GUILD,
    KINDS,
    NOON,
    OTHER,
    REFERENCES,
    actor,
    fill,
    next_version,
    refused,
    sample,
    source,
    stance,
    standing,
)


async def test_law_7_no_row_can_name_a_record_of_another_server(database: Database) -> None:
    """Every reference of every table is tried with a key that only the other server has."""

    def work(unit: Unit) -> list[str]:
        fill(unit)
        act = acts.begin(unit, OTHER, what="theirs", at=NOON)
        for each in (source("s9"), actor("macron"), Issue(key="i9", title="x", question="y?")):
            acts.add(act, each)
        acts.add(act, stance("t9", holder="macron", issue="i9", evidence=_their_evidence()))
        theirs: dict[str, Any] = {"source": "s9", "issue": "i9", "key": "t9", "act": 2}
        crossed = []
        acts.begin(unit, OTHER, what="a second act, that this server has not", at=NOON)
        for table in KINDS:
            for column in REFERENCES[table]:
                row = next_version(unit, table, **{column: theirs.get(column, "macron")})
                if not refused(unit, table, row):
                    crossed.append(f"{table}.{column}")
        crossed += [
            f"{table}.guild_id"
            for table in KINDS
            if not refused(unit, table, next_version(unit, table, guild_id=OTHER))
        ]
        for column in ("issue", "holder"):
            row = sample(unit, "issue_holder") | {column: theirs.get(column, "macron")}
            if not refused(unit, "issue_holder", row):
                crossed.append(f"issue_holder.{column}")
        row = {"guild_id": GUILD, "channel_id": 5, "issue": "i9"}
        if not refused(unit, "channel_issue", row):
            crossed.append("channel_issue.issue")
        return crossed

    assert await database.write(work) == []


def _their_evidence() -> Any:
    return replace(stance().evidence, speaker="macron", source="s9")


async def test_law_7_no_lookup_shows_another_servers_records(database: Database) -> None:
    """Two servers with the same keys and different contents; a third that has nothing."""

    def work(unit: Unit) -> None:
        fill(unit)
        act = acts.begin(unit, OTHER, what="theirs", at=NOON)
        acts.add(act, source())
        acts.add(act, replace(actor("putin"), name="Another Putin"))
        acts.add(act, Issue(key="ceasefire", title="Another", question="?"))
        acts.add(act, stance("t9", position=Position.REJECTS))

    await database.write(work)

    def look(guild_id: int) -> Callable[[Unit], dict[str, Any]]:
        scope = Scope(guild_id=guild_id)

        def work(unit: Unit) -> dict[str, Any]:
            return {
                "latest": {
                    k: r.record.key for k, r in stances.latest(unit, scope, "ceasefire").items()
                },
                "history": [
                    r.record.key for r in stances.history(unit, scope, "ceasefire", ["putin"])
                ],
                "standing": [
                    found.current.record.key
                    for found in [standing(unit, scope, "ceasefire", "putin")]
                    if found is not None
                ],
                "claims": len(claims.claims(unit, scope, "ceasefire")),
                "about": len(claims.claims(unit, scope, "ceasefire", about=["putin"])),
                "statements": len(claims.statements(unit, scope, "ceasefire")),
                "all": {kind.__name__: len(log.all_live(unit, kind, scope)) for kind in ROWS},
                "keys": [
                    r.record.name for r in log.by_keys(unit, Actor, scope, ["putin"]).values()
                ],
                "versions": len(log.versions(unit, Stance, guild_id, "t1")),
                "kind": log.kind_of(unit, guild_id, "t1"),
                "act": len(log.act_changes(unit, guild_id, 1)),
                "directory": sorted(load_directory(unit, scope).actors),
            }

        return work

    nothing: dict[str, Any] = {
        "latest": {},
        "history": [],
        "standing": [],
        "claims": 0,
        "about": 0,
        "statements": 0,
        "all": {kind.__name__: 0 for kind in ROWS},
        "keys": [],
        "versions": 0,
        "kind": None,
        "act": 0,
        "directory": [],
    }
    assert await database.read(look(OTHER + 1)) == nothing
    assert await database.read(look(OTHER)) == nothing | {
        "latest": {"putin": "t9"},
        "history": ["t9"],
        "standing": ["t9"],
        "all": nothing["all"] | {"Actor": 1, "Source": 1, "Issue": 1, "Stance": 1},
        "keys": ["Another Putin"],
        "act": 4,
        "directory": ["putin"],
    }
    ours = await database.read(look(GUILD))
    assert (ours["latest"], ours["history"], ours["keys"]) == ({"putin": "t1"}, ["t1"], ["Putin"])
    assert (ours["versions"], ours["kind"], ours["claims"], ours["act"]) == (1, Stance, 1, 11)
