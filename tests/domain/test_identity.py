"""Who is meant: the names in a record change places, and everything else stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import (
    carried,
    is_identity,
    is_identity_reason,
    merge_act,
    merged_keys,
    named,
    renamed,
    split_act,
)
from bot.domain.news import Entry, news_since
from bot.domain.records import Condition, Record, Recorded, Version
from bot.domain.vocabulary import ConditionForm, ConditionKind, Position, RecordState, Verb
from bot.errors import InvalidInputError
from tests.db.samples import NOON, claim, everything, evidence, stance

KEYS = ("putin", "lavrov", "zelenskyy")
WANTED = Condition(
    kind=ConditionKind.OTHER, form=ConditionForm.DEMAND, text="No troops", addressee="zelenskyy"
)
RECORDS = [*everything(), stance("t9", conditions=(WANTED, replace(WANTED, text="No arms")))]


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.key)
@pytest.mark.parametrize("key", KEYS)
def test_every_mention_is_renamed_and_renamed_back(record: Record, key: str) -> None:
    there = renamed(record, {key: "somebody"})
    assert key not in set(named(there))
    assert sorted(named(there)) == sorted(
        "somebody" if each == key else each for each in named(record)
    )
    assert renamed(there, {"somebody": key}) == record
    assert (renamed(record, {"nobody": key}) is record) or record == renamed(record, {})


def test_nothing_speaks_of_itself() -> None:
    with pytest.raises(InvalidInputError):
        renamed(claim(), {"zelenskyy": "putin"})
    older = replace(claim(), claimant="us")
    before, after = claim(), replace(claim(), about="us")
    assert carried(older, before, after) == older


def test_acts_say_what_they_are() -> None:
    assert merged_keys(merge_act("a-2", "a")) == ("a-2", "a")
    assert merged_keys(split_act("a", "b")) is None
    assert is_identity(split_act("a", "b"))
    assert not is_identity("stance correct")
    assert is_identity_reason("undone: the merge")
    assert not is_identity_reason("undone: the correction")


MOVES = st.lists(st.sampled_from(["merge", "back", "correct", "move"]), max_size=8)


@given(MOVES, st.integers(0, 8))
def test_merges_between_other_acts_are_never_news(moves: list[str], after: int) -> None:
    """What is told is told as if whoever is meant now had been meant from the start."""
    with_merges = history(moves)
    plain = history([each for each in moves if each not in {"merge", "back"}])
    seen = [each.act for each in with_merges if not each.merged][: after + 1]
    told = news_since(with_merges, seen[-1] if seen else 0)
    want = news_since(plain, min(len(seen), len(plain)))
    assert [each.what for each in told] == [each.what for each in want]


def history(moves: list[str]) -> list[Entry]:
    """Versions of one stance, numbered from 1."""
    record, entries = stance("t1"), [entry(stance("t1"), 1, Verb.SET)]
    for at, move in enumerate(moves, 2):
        if move == "merge":
            record = renamed(record, {"putin": "lavrov"})
        elif move == "back":
            record = renamed(record, {"lavrov": "putin"})
        elif move == "move":
            position = Position.REJECTS if record.position is Position.ACCEPTS else Position.ACCEPTS
            record = replace(record, position=position)
        else:
            words = f"{record.evidence.words}!"
            record = replace(record, evidence=replace(record.evidence, words=words))
        entries.append(entry(record, at, Verb.CORRECT, merged=move in {"merge", "back"}))
    return entries


def entry(record: Record, number: int, verb: Verb, *, merged: bool = False) -> Entry:
    version = Version(
        number=number,
        verb=verb,
        state=RecordState.PUBLISHED,
        recorded_at=NOON,
        reason="Because." if verb is Verb.CORRECT else None,
    )
    recorded = Recorded(record=record, version=version)
    return Entry(act=number, entered=1, recorded=recorded, merged=merged)


def test_words_of_a_condition_follow_it_when_it_moves() -> None:
    was = stance("t1", conditions=(WANTED, replace(WANTED, text="No arms", addressee="us")))
    before = replace(was, conditions=was.conditions[::-1])
    after = renamed(before, {"zelenskyy": "ukraine"})
    assert carried(was, before, after) == renamed(was, {"zelenskyy": "ukraine"})
    assert evidence().speaker == "putin"
