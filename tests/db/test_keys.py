"""Keys that the program makes, and the places in the order of entry that records take."""

import re

import pytest

from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.names import check_key
from bot.errors import InvalidInputError
from tests.db.samples import NOON, actor, source


async def test_a_new_key_is_a_prefix_and_six_letters_that_are_not_confused(
    sqlite: Database,
) -> None:
    """No 0, 1, i, l or o: a key may be read aloud."""

    def work(unit: Unit) -> list[str]:
        act = acts.begin(unit, 1, what="x", at=NOON)
        return [act.new_key("s") for _ in range(2_000)]

    keys = await sqlite.write(work)
    assert all(re.fullmatch(r"s-[2-9a-hjkmnp-z]{6}", key) and check_key(key) for key in keys)
    assert len(set(keys)) == len(keys)


async def test_servers_and_acts_do_not_share_keys(sqlite: Database) -> None:
    def work(unit: Unit) -> list[str]:
        begun = [acts.begin(unit, guild, what="x", at=NOON) for guild in (1, 2, 1, 2)]
        return [act.new_key("s") for act in begun for _ in range(250)]

    keys = await sqlite.write(work)
    assert len(set(keys)) == 1_000


async def test_a_key_that_is_taken_is_not_made_again(sqlite: Database) -> None:
    """A pack may have brought the very key that the next act would make."""

    def work(unit: Unit) -> tuple[str, str]:
        first = acts.begin(unit, 1, what="x", at=NOON)
        ahead = acts.Act(unit, 1, first.seq + 1, NOON, None)
        coming = ahead.new_key("s")
        acts.add(first, actor(coming))
        return coming, acts.begin(unit, 1, what="x", at=NOON).new_key("s")

    coming, made = await sqlite.write(work)
    assert made != coming


async def test_an_act_never_takes_the_places_of_the_next(sqlite: Database) -> None:
    """Order of entry decides what is current, so an act that is too large is refused whole."""

    def work(unit: Unit) -> None:
        act = acts.begin(unit, 1, what="x", at=NOON)
        act.taken = acts.PLACES - 1
        last = act.take_place()
        assert last < acts.begin(unit, 1, what="x", at=NOON).take_place()
        acts.add(act, source())

    with pytest.raises(InvalidInputError, match="1,000,000"):
        await sqlite.write(work)
