"""Finding acts: by person, by what they are about, by when; each with all it has written."""

from datetime import timedelta

from bot.db import act_log, acts, log
from bot.db.act_log import Asked
from bot.db.engine import Database, Unit
from bot.db.setting_log import kept, write
from bot.domain.act_log import Area
from bot.domain.records import KIND_NAMES, Stance
from bot.domain.vocabulary import Verb
from tests.db.samples import GUILD, NOON, OTHER, everything

DAY = timedelta(days=1)


def work(unit: Unit) -> None:
    for guild in (GUILD, OTHER):
        act = acts.begin(unit, guild, what="first", at=NOON, by=1)
        acts.add_many(act, everything())
    stance = log.versions(unit, Stance, GUILD, "t1")[-1]
    second = acts.begin(unit, GUILD, what="second", at=NOON + DAY, by=2, drafted_by=3, why="so")
    acts.amend(second, stance, stance.record, verb=Verb.CORRECT, reason="misread")
    third = acts.begin(unit, GUILD, what="undo 2", at=NOON + DAY, cause=act_log.undo_cause(2))
    with kept(third):
        write(unit, GUILD, Area.CHANNEL, "7", {"issue": "ceasefire"})

    def seqs(**asked: object) -> list[int]:
        found = act_log.find(unit, GUILD, Asked(**asked))  # type: ignore[arg-type]
        return [each.seq for each in found]

    assert seqs() == [3, 2, 1]
    assert seqs(person=2) == seqs(person=3) == [2]
    assert seqs(since=NOON + DAY) == [3, 2]
    assert seqs(before=NOON + DAY) == [1]
    assert seqs(about=(frozenset({"putin"}),)) == [2, 1]
    assert seqs(about=(frozenset({"ceasefire"}),)) == [3, 2, 1]
    assert seqs(about=(frozenset({"putin"}), frozenset({"ceasefire"})), since=NOON + DAY) == [2]
    assert seqs(about=(frozenset({"pu_in", "%"}),)) == []
    first, second_act = act_log.one(unit, GUILD, 1), act_log.one(unit, GUILD, 2)
    assert first is not None
    assert second_act is not None
    assert (second_act.undone_by, second_act.drafted_by, second_act.why) == (3, 3, "so")
    assert first.undone_by is None
    assert act_log.one(unit, GUILD, 4) is None
    counts = act_log.counts(unit, GUILD, [1, 2, 3])
    assert sum(counts[1].values()) == len(everything())
    assert counts[2] == {(KIND_NAMES[Stance], Verb.CORRECT): 1}
    assert 3 not in counts
    every = act_log.all_written(unit, GUILD, [1, 2])
    parts = [
        each
        for offset in range(0, len(everything()), 4)
        for each in act_log.written(unit, GUILD, 1, offset=offset, limit=4)
    ]
    assert parts == every[1]
    assert {each.record.key for each in parts} == {each.key for each in everything()}
    assert [each.version.reason for each in every[2]] == ["misread"]


async def test_acts_are_found_with_all_they_have_written(database: Database) -> None:
    await database.write(work)
